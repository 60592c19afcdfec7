"""The trial form of the reports for 2019 and 2020: 国办公开办函〔2019〕60号.

What has no place in the 2021 form stands under ``proactive/legacy`` and is never mapped silently:
对外公开总数量 is published stock, not 现行有效件数; 上一年项目数量 of fees is a number of items, not money.
"""

from gongkai.law.annual_report.form import Form, Kind, RequestRow, Slot, Table
from gongkai.law.annual_report.formats import parts
from gongkai.law.annual_report.formats.parts import band, figure, head
from gongkai.law.sources import REPORT_FORM_2019

OTHER_ALL = RequestRow("other_all", "（六）其他处理", is_result=True)
LEGACY = "proactive/legacy"


def _documents(label: str, code: str) -> tuple[Slot, ...]:
    return (
        Slot(label),
        figure(f"proactive/{code}/made", f"{label}·本年新制作数量"),
        figure(f"{LEGACY}/{code}/newly_published", f"{label}·本年新公开数量"),
        figure(f"{LEGACY}/{code}/published_total", f"{label}·对外公开总数量"),
    )


def _items(label: str, legacy: str, decisions: str) -> tuple[Slot, ...]:
    return (
        Slot(label),
        figure(f"{LEGACY}/{legacy}/items_last_year", f"{label}·上一年项目数量"),
        figure(f"{LEGACY}/{legacy}/change", f"{label}·本年增/减", kind=Kind.TEXT),
        figure(decisions, f"{label}·处理决定数量"),
    )


_ITEMS_HEAD = (head("信息内容"), head("上一年项目数量"), head("本年增/减"), head("处理决定数量"))

PROACTIVE = Table(
    "proactive",
    parts.CHAPTERS[1].heading,
    REPORT_FORM_2019.at("表二"),
    columns=4,
    head_rows=0,
    rows=(
        band("第二十条第（一）项"),
        (head("信息内容"), head("本年新制作数量"), head("本年新公开数量"), head("对外公开总数量")),
        _documents("规章", "regulations"),
        _documents("规范性文件", "normative_documents"),
        band("第二十条第（五）项"),
        _ITEMS_HEAD,
        _items("行政许可", "licensing", "proactive/licensing"),
        _items("其他对外管理服务事项", "other_services", f"{LEGACY}/other_services/decisions"),
        band("第二十条第（六）项"),
        _ITEMS_HEAD,
        _items("行政处罚", "penalties", "proactive/penalties"),
        _items("行政强制", "coercion", "proactive/coercion"),
        band("第二十条第（八）项"),
        (head("信息内容"), head("上一年项目数量"), head("本年增/减", colspan=2)),
        (
            Slot("行政事业性收费"),
            figure(f"{LEGACY}/fees/items_last_year", "行政事业性收费·上一年项目数量"),
            figure(f"{LEGACY}/fees/change", "行政事业性收费·本年增/减", kind=Kind.TEXT, colspan=2),
        ),
        band("第二十条第（九）项"),
        (head("信息内容"), head("采购项目数量"), head("采购总金额", colspan=2)),
        (
            Slot("政府集中采购"),
            figure(f"{LEGACY}/procurement/items", "政府集中采购·采购项目数量"),
            figure(f"{LEGACY}/procurement/amount", "政府集中采购·采购总金额", kind=Kind.TEXT, colspan=2),
        ),
    ),
)

REQUEST_ROWS = (
    parts.NEW,
    parts.CARRIED_IN,
    *parts.SHARED_RESULTS,
    OTHER_ALL,
    parts.RESULT_TOTAL,
    parts.CARRIED_OUT,
)

FORM = Form(
    code="2019",
    source=REPORT_FORM_2019.at(),
    years=(2019, 2020),
    chapters=parts.CHAPTERS,
    tables=(
        PROACTIVE,
        parts.request_table(REQUEST_ROWS, REPORT_FORM_2019.at("表三")),
        parts.remedy_table(REPORT_FORM_2019.at("表四")),
    ),
    request_rows=REQUEST_ROWS,
    markers=("本年新制作数量", "对外公开总数量", "第二十条第（九）项"),
    folds=dict.fromkeys(("other_no_correction", "other_no_payment", "other_other"), "other_all"),
)
