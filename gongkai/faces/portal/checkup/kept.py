"""What a result page carries so that nothing has to stay on the server: the reports, signed and packed.

Only what this site itself has signed is unpacked again, so nobody can hand in a bomb or figures of their own.
"""

from dataclasses import dataclass

from django.core import signing
from django.utils.translation import gettext as _

from gongkai.faces.public.intake import Refused
from gongkai.law.annual_report.contract import from_json, to_json
from gongkai.law.annual_report.model import ReportData
from gongkai.reading import printed
from gongkai.reading.printed import Part

_SALT = "gongkai.checkup.2"  # counted up where what is carried changes its form
_A_DAY = 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Checked:
    """A report with its findings, and last year's that it was held against.

    ``passed_over`` says why a file given as last year's was not used; ``parts`` are the report's tables as
    they stand in its file.
    """

    report: ReportData
    previous: ReportData | None = None
    passed_over: str = ""
    parts: tuple[Part, ...] = ()


def pack(checked: Checked) -> str:
    """Text for a form field."""
    reports = [to_json(checked.report), to_json(checked.previous) if checked.previous else None]
    parts = printed.to_json(checked.parts)
    return signing.dumps([*reports, checked.passed_over, parts], salt=_SALT, compress=True)


def unpack(kept: str) -> Checked:
    """What ``pack`` has packed; Refused where it is older than a day or not of this site."""
    try:
        report, previous, passed_over, parts = signing.loads(kept, salt=_SALT, max_age=_A_DAY)
    except signing.BadSignature:
        raise Refused(
            _("检查结果 — 已过期，服务器上没有留底 — 请重新选择年报文件再查一次。"), status=410
        ) from None
    return Checked(
        from_json(report),
        from_json(previous) if previous else None,
        passed_over,
        printed.from_json(parts),
    )
