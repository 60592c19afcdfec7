"""OFD files (GB/T 33190): recognised, and refused in words.

The format keeps words and rules where they stand on paper, and no table. No library proves the tables of a
report right yet, and a figure is never guessed.
"""

from typing import NoReturn

from gongkai.reading.errors import ReadError

#: The part that every OFD package has.
ENTRY = "OFD.xml"


def read(data: bytes, name: str) -> NoReturn:
    raise ReadError(f"《{name}》是OFD版式文件，还不能读取，请在阅读软件里另存为PDF或Word文件后再试。")
