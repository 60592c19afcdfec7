"""Open data: which tables there are, and of each what its columns mean. Nothing stands in them that does not
stand on a public page."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any

from django.utils.translation import gettext_lazy

from gongkai.faces.public.site import Site, public_years
from gongkai.law import proactive
from gongkai.law.annual_report.form import Kind
from gongkai.law.annual_report.model import ReportData, printed_codes
from gongkai.ledger.disclosures.models import Category, Disclosure, Validity
from gongkai.ledger.disclosures.public import queries
from gongkai.ledger.disclosures.public.facets import BY_CODE
from gongkai.ledger.disclosures.public.queries import ALL

TEXT, DAY, COUNT, AMOUNT = "VARCHAR", "DATE", "BIGINT", "DECIMAL(18, 6)"
KINDS = {
    TEXT: gettext_lazy("文字"),
    DAY: gettext_lazy("日期"),
    COUNT: gettext_lazy("整数"),
    AMOUNT: gettext_lazy("小数"),
}


@dataclass(frozen=True, slots=True)
class Field:
    """A column: its key in JSON and Parquet, its official term, what it means, and its type."""

    key: str
    name: str
    about: str
    type: str = TEXT

    @property
    def kind(self) -> Any:
        return KINDS[self.type]


@dataclass(frozen=True, slots=True)
class Table:
    """A table of open data; ``part`` gives the values of some of its rows in the order of its fields."""

    code: str
    zh: Any
    fields: tuple[Field, ...]
    part: Callable[[Site, str, int, int], Iterator[Sequence[Any]]]

    def rows(self, site: Site, home: str) -> Iterator[Sequence[Any]]:
        """All of them."""
        return self.part(site, home, 0, ALL)


RECORD_FIELDS = (
    Field("index_no", "索引号", "一条信息一个号，不重复使用"),
    Field("title", "名称", "最近一次放行的标题"),
    Field("document_no", "文号", "发文机关代字、年份、序号；没有的为空"),
    Field("publisher", "发布机构", "全称"),
    Field("formed_on", "成文日期", "签发或者形成的日期", DAY),
    Field("published_on", "发布日期", "第一次向社会公开的日期", DAY),
    Field("category", "信息类别", "规章、行政规范性文件、其他"),
    Field("document_kind", "公文种类", "《党政机关公文处理工作条例》的15种"),
    Field("clause", "条款", "条例第二十条第几项，或者第二十一条"),
    Field("matter", "法定主动公开内容", "条款所列的内容"),
    Field("topic", "主题分类", "没有分类的为空"),
    Field("field", "领域", "基层政务公开26个领域；没有的为空"),
    Field("validity", "有效性", "下载当日：有效、废止、失效；不发生效力问题的为空"),
    Field("effective_on", "生效日期", "", DAY),
    Field("expires_on", "有效期至", "这一天还有效", DAY),
    Field("repealed_on", "废止日期", "从这一天起无效", DAY),
    Field("registration_no", "登记号", "行政规范性文件统一登记的编号"),
    Field("filed_on", "备案日期", "", DAY),
    Field("channels", "公开渠道", "用顿号分开；公示期满的不列"),
    Field("url", "网址", "这一条在本门户的固定网址"),
)
FIGURE_FIELDS = (
    Field("publisher", "机关", "编制年度报告的机关"),
    Field("year", "年度", "报告的年度", COUNT),
    Field("form", "格式", "国务院办公厅哪一年的格式"),
    Field("table", "表", "proactive表二、requests表三、remedies表四，只作代号"),
    Field("code", "格的代号", "表/行/列，各年不变"),
    Field("name", "格的名称", "行和列的官方名称"),
    Field("count", "件数", "不知道的为空，不作0", COUNT),
    Field("amount_10k_yuan", "金额（万元）", "表二的收费金额", AMOUNT),
    Field("text", "文字", "2019年格式照印的文字"),
)
_FIELD_NAMES = {term.code: term.zh for term in proactive.FIELDS}
_KIND_NAMES = {term.code: term.zh for term in proactive.DOCUMENT_KINDS}


def _records(site: Site, home: str, start: int, most: int) -> Iterator[Sequence[Any]]:
    for row in queries.every(site.organ, site.on, start=start, most=most):
        yield record(site, row, home)


def record(site: Site, row: Disclosure, home: str) -> Sequence[Any]:
    """A row of the register of what is public."""
    clause = proactive.BY_CODE.get(row.clause)
    now = queries.validity(row, site.on)
    ended = bool(row.notice_until and row.notice_until < site.on)
    return (
        row.index_no,
        row.title,
        row.document_no,
        site.organ.name,
        row.formed_on,
        row.published_on,
        Category(row.category).label,
        _KIND_NAMES.get(BY_CODE["kind"].of(row), ""),
        clause.label if clause else "",
        clause.zh if clause else "",
        BY_CODE["topic"].of(row),
        _FIELD_NAMES.get(BY_CODE["field"].of(row), ""),
        Validity(now).label if now else "",
        row.effective_on,
        row.expires_on,
        row.repealed_on,
        row.registration_no,
        row.filed_on,
        "" if ended else "、".join(row.channels),
        f"{home}{site.address('record', row.pk)}",
    )


def _figures(site: Site, _home: str, start: int, most: int) -> Iterator[Sequence[Any]]:
    years = site.years
    made = (years.public(year) for year in sorted(public_years(site)))
    return islice(chain.from_iterable(map(_figures_of, made)), start, start + most)


def _figures_of(report: ReportData) -> Iterator[Sequence[Any]]:
    for code in printed_codes(report.format, report.result_keys):
        value = report.cells.get(code)
        slot = report.form.slots.get(code)
        kind = slot.kind if slot else Kind.COUNT  # a row that only another form has is one of table three
        told = [value if kind is one else None for one in (Kind.COUNT, Kind.MONEY, Kind.TEXT)]
        table = code.split("/")[0]
        yield report.organ, report.year, report.format, table, code, report.name_of(code), *told


TABLES = (
    Table("records", gettext_lazy("公开信息目录"), RECORD_FIELDS, _records),
    Table("reports", gettext_lazy("年度报告的数字"), FIGURE_FIELDS, _figures),
)
