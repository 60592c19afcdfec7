"""The form in force since the report for 2021: 国办公开办函〔2021〕30号."""

from gongkai.law.annual_report.form import Form, Kind, RequestRow, Slot, Table
from gongkai.law.annual_report.formats import parts
from gongkai.law.annual_report.formats.parts import band, figure, head
from gongkai.law.sources import REPORT_FORM_2021

SOURCE = REPORT_FORM_2021.at()
OTHER = "（六）其他处理"


def _head(text: str) -> tuple[Slot, ...]:
    return (head("信息内容"), head(text, colspan=3))


def _one(label: str, code: str, kind: Kind = Kind.COUNT) -> tuple[Slot, ...]:
    return (Slot(label), figure(f"proactive/{code}", label, kind=kind, colspan=3))


def _documents(label: str, code: str) -> tuple[Slot, ...]:
    columns = (("made", "本年制发件数"), ("repealed", "本年废止件数"), ("in_force", "现行有效件数"))
    return (Slot(label), *(figure(f"proactive/{code}/{key}", f"{label}·{text}") for key, text in columns))


PROACTIVE = Table(
    "proactive",
    parts.CHAPTERS[1].heading,
    REPORT_FORM_2021.at("表二"),
    columns=4,
    head_rows=0,
    rows=(
        band("第二十条第（一）项"),
        (head("信息内容"), head("本年制发件数"), head("本年废止件数"), head("现行有效件数")),
        _documents("规章", "regulations"),
        _documents("行政规范性文件", "normative_documents"),
        band("第二十条第（五）项"),
        _head("本年处理决定数量"),
        _one("行政许可", "licensing"),
        band("第二十条第（六）项"),
        _head("本年处理决定数量"),
        _one("行政处罚", "penalties"),
        _one("行政强制", "coercion"),
        band("第二十条第（八）项"),
        _head("本年收费金额（单位：万元）"),
        _one("行政事业性收费", "fees_10k_yuan", Kind.MONEY),
    ),
)

REQUEST_ROWS = (
    parts.NEW,
    parts.CARRIED_IN,
    *parts.SHARED_RESULTS,
    RequestRow(
        "other_no_correction",
        "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
        OTHER,
        is_result=True,
    ),
    RequestRow(
        "other_no_payment",
        "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
        OTHER,
        is_result=True,
    ),
    RequestRow("other_other", "3.其他", OTHER, is_result=True),
    parts.RESULT_TOTAL,
    parts.CARRIED_OUT,
)

FORM = Form(
    code="2021",
    source=SOURCE,
    years=(2021, None),
    chapters=parts.CHAPTERS,
    tables=(
        PROACTIVE,
        parts.request_table(REQUEST_ROWS, REPORT_FORM_2021.at("表三")),
        parts.remedy_table(REPORT_FORM_2021.at("表四")),
    ),
    request_rows=REQUEST_ROWS,
    markers=("本年制发件数", "本年收费金额"),
)
