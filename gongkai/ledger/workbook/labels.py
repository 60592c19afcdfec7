"""The official labels a workbook's cells may hold, read from the law."""

import re
from collections.abc import Iterable

from gongkai.law import applicants, decisions, proactive, receipt
from gongkai.law.annual_report.formats import FORMS, y2021
from gongkai.law.events import Opinion, Party, Way
from gongkai.law.text import plain, without_numbering
from gongkai.ledger.workbook.cells import Kind, Refusal, found, label
from gongkai.lib.language import _

_NUMBER = re.compile(r"(\d{1,2})[.、]")
WITHDRAWN, WITHDRAWN_ZH = "other_withdrawn", "申请人撤回"
#: Row of table three -> its label as a ledger has it: without number and bracketed remark.
RESULTS = {
    row.key: without_numbering(plain(row.label)).partition("(区分处理")[0]
    for row in y2021.FORM.request_rows
    if row.is_result
}
#: Arabic numbers the official forms give a row; a group or a row without one has none.
_NUMBERS = {
    row.key: {
        match[1]
        for form in FORMS
        for r in form.request_rows
        if r.key == row.key
        if (match := _NUMBER.search(plain(r.label)))
    }
    for row in y2021.FORM.request_rows
}


def find_result(words: str) -> tuple[str, str | None] | None:
    """The row and kind of a label; Refusal where its number is another row's: 2.属于国家秘密."""
    found = decisions.row_from_label(words)
    number = _NUMBER.search(plain(words))
    official = _NUMBERS.get(found[0]) if found else None
    if found and number and official and number[1] not in official:
        raise Refusal(
            _("编号{number}与文字不符，统一格式里“{label}”的编号是{official} — 请改正编号或文字").format(
                number=number[1], label=RESULTS[found[0]], official="、".join(sorted(official))
            )
        )
    return found


def show_result(result: tuple[str, str | None]) -> str:
    """The words that read back as this row and kind; the row's own label where it is enough."""
    row, kind = result
    words = [
        RESULTS.get(row, row),
        WITHDRAWN_ZH,
        decisions.BY_CODE[kind].zh if kind in decisions.BY_CODE else "",
    ]
    return next((text for text in words if decisions.row_from_label(text) == result), words[0])


def _coded(members: Iterable[Party | Opinion]) -> Iterable[tuple[str, str]]:
    return ((member.value, member.zh) for member in members)


RESULT = found(find_result, show_result, (*RESULTS.values(), WITHDRAWN_ZH))
APPLICANT = found(
    applicants.from_label,
    lambda code: applicants.by_code(code).zh,
    tuple(kind.zh for kind in applicants.APPLICANT_KINDS),
)
#: What has a limit of another law for its publication.
LIMIT = label(*((limit.code, limit.zh) for limit in proactive.OF_OTHER_LAWS))
CLAUSE = found(
    proactive.parse, lambda code: proactive.BY_CODE[code].label, tuple(c.label for c in proactive.CLAUSES)
)
CHANNEL = label(*((channel.code, channel.zh, channel.aliases) for channel in receipt.CHANNELS))
PARTY = label(*_coded(Party))
OPINION = label(*_coded(Opinion))
WAY = label(*((way.value, way.zh, way.aliases) for way in Way))


def of_choices(choices: Iterable[tuple[str, str]], **aliases: tuple[str, ...]) -> Kind:
    """A label for the choices of a database column, with other words by code."""
    return label(*((code, zh, aliases.get(code, ())) for code, zh in choices))
