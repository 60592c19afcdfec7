"""A place in the law as a page names it: short in the text, in full on hover, focus and tap.

There the law's own words stand too, where our data hold them; they are never put in other words.
"""

import re
from dataclasses import dataclass

from gongkai.law import sources
from gongkai.law.proactive import CLAUSES
from gongkai.law.sources import REGULATION, Instrument, Source

_PLACE = re.compile(r"^《([^》]+)》(.*)$")
#: Where two have one title (the Regulation of 2008, that of 2019) the one in force is meant: it stands first.
_ALL = [found for found in reversed(vars(sources).values()) if isinstance(found, Instrument)]
_BY_TITLE = {instrument.title: instrument for instrument in _ALL}
_BY_NUMBER = {instrument.number: instrument for instrument in _ALL if instrument.number}


#: The law's own words by the place where they stand: the items of 条例 Art 20. Art 21 is told by its gist.
_WORDS = {clause.source: clause.zh for clause in CLAUSES if clause.code != "art21"}


@dataclass(frozen=True, slots=True)
class Reference:
    """``short`` stands in the text; ``full`` names instrument, number and since when it is in force.
    ``words`` are the law's own, empty where we do not have them."""

    short: str
    full: str
    verified: bool
    words: str = ""


def reference(source: Source | str, short: str = "") -> Reference:
    """A source of the law, or as a finding names it: 《政府信息公开条例》第三十三条, a document number."""
    if isinstance(source, str):
        named = _named(source)
        if named is None:
            return Reference(short or source, source, True)
        # a number says more than the title that it stands for, and what a finding says is kept
        said = short or (_short(named) if source.startswith("《") else source)
        return Reference(said, _full(named), True, _WORDS.get(named, ""))
    return Reference(short or _short(source), _full(source), source.verified, _WORDS.get(source, ""))


def _named(text: str) -> Source | None:
    """The source that a text names by its title or its number, with the place after it."""
    if found := _PLACE.match(text):
        instrument = _BY_TITLE.get(found[1])
        return instrument.at(found[2]) if instrument else None
    number = next((number for number in _BY_NUMBER if text.startswith(number)), "")
    return _BY_NUMBER[number].at(text.removeprefix(number).strip()) if number else None


def _short(source: Source) -> str:
    if source.instrument is REGULATION and source.article:
        return f"条例{source.article}"
    return str(source)


def _full(source: Source) -> str:
    instrument = source.instrument
    since = f"{instrument.in_force_from:%Y-%m-%d}起施行" if instrument.in_force_from else ""
    known = "，".join(filter(None, (instrument.number, since)))
    number = f"（{known}）" if known else ""
    return f"《{instrument.title.strip('《》')}》{number}{source.article}"
