"""What every generated page is made of: tables, code, citations."""

from collections.abc import Iterable, Sequence

from gongkai.law.sources import PRACTICE, Source

NOTE = "<!-- Written by docs/generate.py from gongkai.law. Change the code, then run it. -->"


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(
        "| " + " | ".join(str(cell).replace("|", "\\|") for cell in line) + " |" for line in lines
    )


def cite(source: Source) -> str:
    """A source as the pages name it; superseded law and what custom alone vouches for say so."""
    if source.instrument is PRACTICE:
        return "通行做法"
    superseded = f"（{source.instrument.number}，已废止或者修订）" if source.instrument.replaced_on else ""
    return f"{source}{superseded}" + ("" if source.verified else "（未核对原文）")


def page(title: str, *blocks: str) -> str:
    return "\n\n".join((f"# {title}", NOTE, *blocks)) + "\n"


def code(text: str) -> str:
    return f"`{text}`" if text else ""


def words(text: str) -> str:
    """A code as English words."""
    return text.replace("_", " ").replace("-", " ")
