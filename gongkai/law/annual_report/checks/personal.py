"""AR-P.1: personal data in the text of the report."""

import re
from collections.abc import Iterator

from gongkai.law.annual_report.checks.subject import Subject, cite
from gongkai.law.findings import Finding, Severity
from gongkai.law.personal_data import Confidence, scan
from gongkai.law.sources import PERSONAL_INFORMATION_LAW

#: What must never stand in a report, by the kinds of ``personal_data``. Office telephones may.
KINDS = {
    "resident_id": "居民身份证号",
    "permanent_resident_id": "外国人永久居留身份证号",
    "old_resident_id": "15位居民身份证号",
    "disability_card": "残疾人证号",
    "mobile": "手机号码",
    "bank_card": "银行卡号",
    "bank_account": "银行账号",
}
#: Worth a look even where only the build speaks for it: prose has few figures that look like an identity.
DOUBTED = ("resident_id", "permanent_resident_id")


def no_personal_data(subject: Subject) -> Iterator[Finding]:
    """AR-P.1: no identity number, mobile or bank card in the chapters."""
    for chapter, text in subject.report.narrative.items():
        yield from personal_data_in(text, f"narrative/{chapter}", "正文", subject.settings.public_phones)


def personal_data_in(
    text: str, where: str, place: str, public_phones: frozenset[str] = frozenset()
) -> Iterator[Finding]:
    """AR-P.1 over a text of a report, also one that only a reader of its page sees: ``place`` says which.

    The number itself is not repeated in the finding.
    """
    for hit in scan(text, public_phones):
        doubted = hit.confidence is Confidence.LOW
        if hit.kind not in (DOUBTED if doubted else KINDS):
            continue
        said = "像是" if doubted else "有"
        mend = "请核对，是的话删去或遮盖" if doubted else "请删去或遮盖"
        yield Finding(
            "AR-P.1",
            Severity.WARNING if doubted else Severity.ERROR,
            where,
            f"{place}“{_before(text, hit.start)}”之后 — {said}{KINDS[hit.kind]}"
            f"（尾号{_digits(hit.value)[-4:]}），不得公开 — {mend}。",
            cite(PERSONAL_INFORMATION_LAW.at("第二十八条")),
        )


def _before(text: str, start: int) -> str:
    """The words of the sentence before a place; figures among them may be the end of another number."""
    around = re.split("[。；\n]", text[max(0, start - 8) : start])[-1]
    return re.sub(r"\d|(?<=\d)[XxＸｘ]", "*", around)


def _digits(value: str) -> str:
    return "".join(char for char in value if char.isalnum())
