"""What the 2019 and the 2021 form have in common: applicants, the grid of table three, table four."""

from collections.abc import Iterable
from itertools import groupby

from gongkai.law.annual_report.form import Chapter, Kind, RequestRow, Role, Slot, Table
from gongkai.law.sources import Source

#: The seven columns of table three: key, official label.
APPLICANTS: tuple[tuple[str, str], ...] = (
    ("natural_person", "自然人"),
    ("business", "商业企业"),
    ("research", "科研机构"),
    ("public_welfare", "社会公益组织"),
    ("legal_service", "法律服务机构"),
    ("other", "其他"),
    ("total", "总计"),
)
APPLICANT_KEYS = tuple(key for key, _ in APPLICANTS[:-1])
TOTAL = "total"

#: The three blocks of table four and the five columns of each.
REMEDY_BLOCKS: tuple[tuple[str, str], ...] = (
    ("reconsideration", "行政复议"),
    ("litigation_direct", "未经复议直接起诉"),
    ("litigation_after_reconsideration", "复议后起诉"),
)
REMEDY_COLUMNS: tuple[tuple[str, str], ...] = (
    ("upheld", "结果维持"),
    ("corrected", "结果纠正"),
    ("other", "其他结果"),
    ("pending", "尚未审结"),
    ("total", "总计"),
)

RULE_OF_TABLE_THREE = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
RESULTS = "三、本年度办理结果"

CHAPTERS = (
    Chapter("overview", "一、总体情况"),
    Chapter("proactive", "二、主动公开政府信息情况"),
    Chapter("requests", "三、收到和处理政府信息公开申请情况"),
    Chapter(
        "remedies",
        "四、政府信息公开行政复议、行政诉讼情况",
        aliases=("四、因政府信息公开工作被申请行政复议、提起行政诉讼情况",),
    ),
    Chapter("problems", "五、存在的主要问题及改进情况"),
    Chapter("other_matters", "六、其他需要报告的事项"),
)

#: Result rows that both forms divide alike: group label, then (key, label).
SHARED_RESULTS: tuple[RequestRow, ...] = (
    RequestRow("granted", "（一）予以公开", is_result=True),
    RequestRow("partial", "（二）部分公开（区分处理的，只计这一情形，不计其他情形）", is_result=True),
    *(
        RequestRow(key, label, group, is_result=True)
        for group, rows in (
            (
                "（三）不予公开",
                (
                    ("refused_secret", "1.属于国家秘密"),
                    ("refused_law", "2.其他法律行政法规禁止公开"),
                    ("refused_security", "3.危及“三安全一稳定”"),
                    ("refused_third_party", "4.保护第三方合法权益"),
                    ("refused_internal", "5.属于三类内部事务信息"),
                    ("refused_process", "6.属于四类过程性信息"),
                    ("refused_enforcement", "7.属于行政执法案卷"),
                    ("refused_query", "8.属于行政查询事项"),
                ),
            ),
            (
                "（四）无法提供",
                (
                    ("unavailable_not_held", "1.本机关不掌握相关政府信息"),
                    ("unavailable_create", "2.没有现成信息需要另行制作"),
                    ("unavailable_unclear", "3.补正后申请内容仍不明确"),
                ),
            ),
            (
                "（五）不予处理",
                (
                    ("rejected_petition", "1.信访举报投诉类申请"),
                    ("rejected_repeat", "2.重复申请"),
                    ("rejected_publication", "3.要求提供公开出版物"),
                    ("rejected_excessive", "4.无正当理由大量反复申请"),
                    ("rejected_confirm", "5.要求行政机关确认或重新出具已获取信息"),
                ),
            ),
        )
        for key, label in rows
    ),
)
NEW = RequestRow("new", "一、本年新收政府信息公开申请数量")
CARRIED_IN = RequestRow("carried_in", "二、上年结转政府信息公开申请数量")
RESULT_TOTAL = RequestRow("total", "（七）总计")
CARRIED_OUT = RequestRow("carried_out", "四、结转下年度继续办理")


def band(text: str) -> tuple[Slot, ...]:
    """The clause of Art 20 over its rows of table two."""
    return (Slot(text, role=Role.BAND, colspan=4),)


def head(text: str, *, colspan: int = 1, rowspan: int = 1) -> Slot:
    return Slot(text, role=Role.HEAD, colspan=colspan, rowspan=rowspan)


def figure(code: str, name: str, *, kind: Kind = Kind.COUNT, colspan: int = 1) -> Slot:
    return Slot(code=code, name=name, kind=kind, role=Role.CELL, colspan=colspan)


def request_table(rows: Iterable[RequestRow], source: Source) -> Table:
    """Table three 表三: three label columns and seven applicant columns."""
    listed = tuple(rows)
    inside = tuple(row for row in listed if row.is_result or row.key == TOTAL)
    lines: list[tuple[Slot, ...]] = [
        (head(RULE_OF_TABLE_THREE, colspan=3, rowspan=3), head("申请人情况", colspan=7)),
        (head("自然人", rowspan=2), head("法人或其他组织", colspan=5), head("总计", rowspan=2)),
        tuple(head(label) for _, label in APPLICANTS[1:-1]),
    ]
    lines += [_line(row, Slot(row.label, colspan=3)) for row in listed if row.key in {"new", "carried_in"}]
    for group, members in groupby(inside, key=lambda row: row.group):
        block = tuple(members)
        for index, row in enumerate(block):
            labels = [Slot(row.label)] if group else [Slot(row.label, colspan=2)]
            if group and index == 0:
                labels.insert(0, Slot(group, rowspan=len(block)))
            if row is inside[0]:
                labels.insert(0, Slot(RESULTS, rowspan=len(inside), vertical=True))
            lines.append(_line(row, *labels))
    lines += [_line(row, Slot(row.label, colspan=3)) for row in listed if row.key == "carried_out"]
    return Table("requests", CHAPTERS[2].heading, source, columns=10, head_rows=3, rows=tuple(lines))


def _line(row: RequestRow, *labels: Slot) -> tuple[Slot, ...]:
    name = f"{row.group}{row.label}"
    return labels + tuple(figure(f"requests/{row.key}/{key}", f"{name}·{label}") for key, label in APPLICANTS)


def remedy_table(source: Source) -> Table:
    """Table four 表四: fifteen figures in one row."""
    reconsideration, *litigation = REMEDY_BLOCKS
    labels = tuple(label for _, label in REMEDY_COLUMNS)
    return Table(
        "remedies",
        CHAPTERS[3].heading,
        source,
        columns=15,
        head_rows=3,
        rows=(
            (head(reconsideration[1], colspan=5), head("行政诉讼", colspan=10)),
            (
                *(head(label, rowspan=2) for label in labels),
                *(head(label, colspan=5) for _, label in litigation),
            ),
            tuple(head(label) for _ in litigation for label in labels),
            tuple(
                figure(f"remedies/{block}/{key}", f"{block_label}·{label}")
                for block, block_label in REMEDY_BLOCKS
                for key, label in REMEDY_COLUMNS
            ),
        ),
    )
