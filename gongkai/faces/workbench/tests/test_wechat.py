"""An article on the workbench before it goes to WeChat."""

from pathlib import Path

import pytest

from gongkai.channels.wechat.page import LOOK
from gongkai.faces.ui import styles

SHEET = (Path(styles.__file__).parent / "static/ui/wechat.css").read_text("utf-8")
#: Grey is mixed in a sheet of ours: colours are named in the tokens alone.
GREY = "color-mix(in srgb, var(--sheet-black) 60%, var(--sheet))"


@pytest.mark.parametrize("part", LOOK)
def test_the_preview_of_an_article_is_dressed_as_what_is_sent(part: str) -> None:
    """Pages allow no styles of elements, so that the look is written twice."""
    rule = "; ".join(LOOK[part].replace("#666", GREY).replace(":", ": ").split(";"))
    selector = ".wechat section" if part == "section" else f".wechat section {part}"
    assert f"{selector} {{ {rule}; }}" in SHEET
