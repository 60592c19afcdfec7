"""The cover of an article 封面: a picture of 900 by 383 points with whose it is, what it is and its title."""

import json
from pathlib import Path

import typst

from gongkai.papers.layout import clean
from gongkai.papers.pdf import fonts_of

TEMPLATE = Path(__file__).parent / "templates" / "cover.typ"


def png(*, organ: str, kind: str, title: str, fonts_dir: Path | None = None) -> bytes:
    """The cover; the same words give the same picture."""
    fonts, faces = fonts_of(fonts_dir if fonts_dir and fonts_dir.is_dir() else None)
    said = {"organ": clean(organ), "kind": clean(kind), "title": clean(title)}
    inputs = {"said": json.dumps(said, ensure_ascii=False), "fonts": faces}
    made = typst.compile(str(TEMPLATE), format="png", ppi=72, font_paths=fonts, sys_inputs=inputs)
    if not isinstance(made, bytes):
        raise TypeError("typst gave pages instead of one picture")
    return made
