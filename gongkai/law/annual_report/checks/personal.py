"""AR-P.1: personal data in the text of the report."""

from collections.abc import Iterator

from gongkai.law.annual_report.checks.subject import Subject, cite
from gongkai.law.findings import Finding, Severity
from gongkai.law.personal_data import Confidence, scan
from gongkai.law.sources import PERSONAL_INFORMATION_LAW

#: What must never stand in a report, by the kinds of ``personal_data``. Office telephones may.
KINDS = {
    "resident_id": "居民身份证号",
    "disability_card": "残疾人证号",
    "mobile": "手机号码",
    "bank_card": "银行卡号",
    "bank_account": "银行账号",
}


def no_personal_data(subject: Subject) -> Iterator[Finding]:
    """AR-P.1: no identity number, mobile or bank card; the number itself is not repeated in the finding."""
    for chapter, text in subject.report.narrative.items():
        for hit in scan(text, subject.settings.public_phones, least=Confidence.MEDIUM):
            if hit.kind not in KINDS:
                continue
            around = text[max(0, hit.start - 8) : hit.start].replace("\n", "")
            yield Finding(
                "AR-P.1",
                Severity.ERROR,
                f"narrative/{chapter}",
                f"正文“{around}”之后 — 有{KINDS[hit.kind]}（尾号{_digits(hit.value)[-4:]}），不得公开"
                " — 请删去或遮盖。",
                cite(PERSONAL_INFORMATION_LAW.at("第二十八条")),
            )


def _digits(value: str) -> str:
    return "".join(char for char in value if char.isalnum())
