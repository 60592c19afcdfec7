"""A place in the law as a page names it: short in the text, in full on hover, focus and tap."""

import re
from dataclasses import dataclass

from gongkai.law import sources
from gongkai.law.sources import REGULATION, Instrument, Source

_PLACE = re.compile(r"^《([^》]+)》(.*)$")
#: The Regulation is meant where only 条例 is said; an older text of the same title is looked up last.
_BY_TITLE = {
    found.title: found for found in reversed([v for v in vars(sources).values() if isinstance(v, Instrument)])
}


@dataclass(frozen=True, slots=True)
class Reference:
    """``short`` stands in the text; ``full`` names instrument, number and since when it is in force."""

    short: str
    full: str
    verified: bool


def reference(source: Source | str, short: str = "") -> Reference:
    """A source of the law, or as a finding names it: 《政府信息公开条例》第三十三条, a document number."""
    if isinstance(source, str):
        found = _PLACE.match(source)
        instrument = _BY_TITLE.get(found[1]) if found else None
        if not found or not instrument:
            return Reference(short or source, source, True)
        source = instrument.at(found[2])
    return Reference(short or _short(source), _full(source), source.verified)


def _short(source: Source) -> str:
    if source.instrument is REGULATION and source.article:
        return f"条例{source.article}"
    return str(source)


def _full(source: Source) -> str:
    instrument = source.instrument
    since = f"，{instrument.in_force_from:%Y-%m-%d}起施行" if instrument.in_force_from else ""
    number = f"（{instrument.number}{since}）" if instrument.number or since else ""
    return f"《{instrument.title.strip('《》')}》{number}{source.article}"
