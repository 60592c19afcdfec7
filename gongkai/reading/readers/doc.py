"""Old Word files, through the program antiword where it is installed: its DocBook output has rows and boxes.

antiword knows no merged boxes, so a box's place says nothing, and it leaves out tables that it cannot follow.
"""

import shutil
import subprocess
from collections.abc import Iterator
from typing import cast

from lxml import etree

from gongkai.reading.characters import clean
from gongkai.reading.errors import ReadError
from gongkai.reading.limits import MAX_CHARACTERS, damaged
from gongkai.reading.page import Grid, Page, lay_out

_SECONDS = 30
_WORD = "WordDocument".encode("utf-16-le")  # the stream that makes an OLE file a Word file


def read(data: bytes, name: str) -> Page:
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise ReadError(f"《{name}》设有密码，无法读取，请去掉密码后再试。")
    if _WORD not in data:
        raise ReadError(f"《{name}》是旧版Excel等文件，无法读取，请另存为docx或xlsx后再试。")
    program = shutil.which("antiword")
    if program is None:
        raise ReadError(f"《{name}》是旧版Word文件，本机没有安装antiword，无法读取，请另存为docx后再试。")
    try:
        written = subprocess.run(
            [program, "-m", "UTF-8.txt", "-x", "db", "-"],
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=_SECONDS,
            check=True,
        ).stdout
    except (OSError, subprocess.SubprocessError) as error:
        raise damaged(name) from error
    if len(written) > MAX_CHARACTERS:
        raise ReadError(f"《{name}》文字过多，不像年度报告，请只保留年度报告正文后再试。")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True)
    root = etree.fromstring(written, parser)
    if root is None:
        raise damaged(name)
    return Page(tuple(_blocks(root)))


def _blocks(root: etree._Element) -> Iterator[str | Grid]:
    for element in root.iter("title", "para", "informaltable"):
        if element.tag == "informaltable":
            rows = [[(_text(box), 1, 1) for box in row.iter("entry")] for row in element.iter("row")]
            yield lay_out(rows, aligned=False)
        elif element.find("informaltable") is None and (text := _text(element)):
            yield text


def _text(element: etree._Element) -> str:
    return clean("".join(cast(Iterator[str], element.itertext())))
