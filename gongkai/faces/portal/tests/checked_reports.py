"""Reports to have checked: a good one, last year's, and one with a fault of every kind."""

from dataclasses import replace

from gongkai.law.annual_report.formats.parts import APPLICANT_KEYS, TOTAL
from gongkai.law.annual_report.formats.y2021 import FORM
from gongkai.law.annual_report.model import ReportData, Value
from gongkai.reading.tests import printed

YEAR = 2025
ORGAN = "某县青山镇人民政府"
MOBILE = "13800138000"  # a number of the right shape that nobody has
OVERVIEW = """2025年，本镇主动公开政府信息120条。收到政府信息公开申请12件，上年结转1件，办结12件。
（一）主动公开。更新及时，全年公布行政许可结果32件。
（二）依申请公开。逐件登记，按期答复。
（三）政府信息管理。发布前逐篇审核。
（四）政府信息公开平台建设。网站专栏和公开栏同步更新。
（五）监督保障。列入年度工作考核；社会评议满意；没有发生责任追究情况。"""
PROBLEMS = "一是解读材料偏少。二是村级公开栏更新慢。今年已对上年所列问题逐项整改。"
OTHER = "2025年没有发出收费通知，没有收取信息处理费。"
_NATURAL = {"new": 9, "carried_in": 1, "granted": 6, "partial": 2, "rejected_repeat": 1, "carried_out": 1}
_BUSINESS = {"new": 3, "granted": 2, "unavailable_not_held": 1}
_PROACTIVE = {
    "normative_documents/made": 2,
    "normative_documents/repealed": 1,
    "normative_documents/in_force": 9,
    "licensing": 32,
    "penalties": 5,
}


def good() -> ReportData:
    """Every sum holds, every chapter says what it must."""
    cells: dict[str, Value] = dict.fromkeys(FORM.slots, 0)
    cells |= {f"proactive/{code}": count for code, count in _PROACTIVE.items()}
    for column, counts in (("natural_person", _NATURAL), ("business", _BUSINESS)):
        cells |= {f"requests/{row}/{column}": count for row, count in counts.items()}
    for column in APPLICANT_KEYS:
        cells[f"requests/{TOTAL}/{column}"] = _sum(cells, [f"{row}/{column}" for row in FORM.result_keys])
    for row in FORM.request_rows:
        cells[f"requests/{row.key}/{TOTAL}"] = _sum(
            cells, [f"{row.key}/{column}" for column in APPLICANT_KEYS]
        )
    cells["remedies/reconsideration/upheld"] = cells["remedies/reconsideration/total"] = 1
    narrative = {"overview": OVERVIEW, "problems": PROBLEMS, "other_matters": OTHER}
    return ReportData(ORGAN, YEAR, FORM.code, cells, narrative)


def last_year() -> ReportData:
    """The year before: what it carried over is what the good report took in."""
    cells = dict(good().cells) | {
        "proactive/normative_documents/in_force": 8,
        "proactive/licensing": 28,
    }
    narrative = {"overview": "2024年的工作。", "problems": "一是人手少。", "other_matters": "没有收费。"}
    return replace(good(), year=YEAR - 1, cells=cells, narrative=narrative)


def bad() -> ReportData:
    """Sums that do not hold, a blank, a figure of the prose that no table has, a telephone."""
    cells = dict(good().cells) | {
        "requests/total/natural_person": 8,
        "requests/granted/business": 4,
        "requests/refused_secret/other": None,
        "remedies/reconsideration/total": 3,
        "proactive/regulations/in_force": 2,
    }
    overview = OVERVIEW.replace("申请12件", "申请21件").replace("社会评议满意；", "")
    overview += f"\n联系人王敏，电话{MOBILE}。"
    return replace(
        good(), cells=cells, narrative={"overview": overview, "problems": PROBLEMS, "other_matters": "无"}
    )


def page(report: ReportData, *, heading: str = "二、主动公开政府信息情况") -> bytes:
    """The report as a web page; ``heading`` is how it prints that of chapter two."""
    return printed.html(report).replace("二、主动公开政府信息情况".encode(), heading.encode())


def _sum(cells: dict[str, Value], rows: list[str]) -> int:
    return sum(value for row in rows if isinstance(value := cells[f"requests/{row}"], int))
