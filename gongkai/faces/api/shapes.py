"""The shapes of answers. A record is a row of the open data with its key; a report is contracts' own JSON."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from ninja import Schema
from pydantic import Field, create_model

from gongkai.faces.public.tables import COUNT, DAY, RECORD_FIELDS
from gongkai.faces.public.tables import Field as Column
from gongkai.ledger.disclosures.public.queries import MOST_COUNTED

TYPES: dict[str, Any] = {DAY: date | None, COUNT: int | None}


@dataclass(frozen=True, slots=True)
class OneOf:
    """A text that is one of these, as the law's lists have them."""

    codes: tuple[str, ...]

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        return handler.generate_schema(Literal[self.codes])


class Problem(Schema):
    """RFC 9457 (application/problem+json)."""

    class Fault(Schema):
        where: str = Field(description="在请求的什么地方")
        detail: str = Field(description="为什么，怎么改")

    type: str = Field(description="说明在哪里")
    title: str = Field(description="是什么情况")
    status: int = Field(description="HTTP状态码")
    detail: str = Field(description="哪一项 — 为什么 — 怎么改")
    code: str = Field(description="代号，永不改变含义")
    request_id: str = Field(description="这次调用的编号，向管服务器的人说这个")
    errors: list[Fault] = Field([], description="逐项的问题")


class Organ(Schema):
    id: int = Field(description="机关的编号")
    name: str = Field(description="全称")
    portal: str = Field(description="信息公开门户的网址")
    superior: str = Field(description="上级机关")
    licence: str = Field(description="数据使用条件")
    feeds: dict[str, str] = Field(description="订阅的网址，按格式")


class Paged(Schema):
    """A part of a list, and where its neighbours are."""

    page: int = Field(description="第几页")
    limit: int = Field(description="一页几条")
    next: str | None = Field(description="下一页的网址，没有的为空")
    previous: str | None = Field(description="上一页的网址，没有的为空")


class Organs(Paged):
    items: list[Organ]


class Counted(Paged):
    count: int = Field(description=f"共几条；最多数到{MOST_COUNTED}")
    has_more: bool = Field(description=f"是否超过{MOST_COUNTED}条")


def of_columns(name: str, columns: tuple[Column, ...], base: Any = Schema) -> Any:
    """A shape with a field for each column of a table."""
    fields: dict[str, Any] = {
        column.key: (TYPES.get(column.type, str), Field(description=_told(column))) for column in columns
    }
    return create_model(name, __base__=base, **fields)


def _told(column: Column) -> str:
    return "：".join(filter(None, (column.name, column.about)))


class Keyed(Schema):
    id: int = Field(description="信息的编号，不变")


Record = of_columns("Record", RECORD_FIELDS, Keyed)


Records = create_model("Records", __base__=Counted, items=(list[Record], ...))  # type: ignore[valid-type]


class RecordFile(Schema):
    id: int
    name: str = Field(description="文件名")
    kind: str = Field(description="文件种类")
    size: int = Field(description="字节数")
    sha256: str = Field(description="内容的SHA-256，下载后可以核对")
    url: str = Field(description="下载的网址")


class RecordVersion(Schema):
    number: int = Field(description="第几版")
    released_at: datetime = Field(description="放行的时间")
    reason: str = Field(description="为什么更正；第一版为空")
    changes: str | None = Field(description="改动的网址；不能对照的为空")


class ChangedLine(Schema):
    before: str | None = Field(description="更正前；原来没有的、不能再看的为空")
    after: str | None = Field(description="更正后；删去的为空")
    is_hidden: bool = Field(description="更正前这里有个人信息，不再显示")


class ChangedElement(Schema):
    name: str = Field(description="要素的代号")
    label: str = Field(description="要素的名称")
    before: str = Field(description="更正前；没有的、不能再看的为空")
    after: str = Field(description="更正后；没有的为空")
    is_hidden: bool = Field(description="更正前这里有个人信息，不再显示")


class ChangedFile(ChangedLine):
    """before and after are its name."""

    lines: list[ChangedLine] = Field(description="附件里不同的行")


class Change(Schema):
    """What a version changed of the one before."""

    number: int = Field(description="第几版")
    released_at: datetime = Field(description="放行的时间")
    reason: str = Field(description="为什么更正")
    elements: list[ChangedElement] = Field(description="改过的要素")
    lines: list[ChangedLine] = Field(description="正文里不同的行，按次序")
    files: list[ChangedFile] = Field(description="增加、去掉、改过的附件")


class RecordLink(Schema):
    kind: str = Field(description="关系：interprets解读、repeals废止、amends修改")
    is_back: bool = Field(description="否：这一条解读、废止、修改那一条；是：反过来")
    id: int = Field(description="那一条的编号")
    title: str = Field(description="那一条的标题")
    url: str = Field(description="那一条的网址")


class Whole(Keyed):
    html: str = Field(description="正文，清洗过的HTML；没有正文或公示期已满的为空")
    files: list[RecordFile] = Field(description="附件")
    versions: list[RecordVersion] = Field(description="公开过的各版，最近的在前")
    links: list[RecordLink] = Field(description="解读、废止、修改的文件，已经公开的才列")


WholeRecord = of_columns("WholeRecord", RECORD_FIELDS, Whole)


class Value(Schema):
    value: str = Field(description="取值，用在查询参数里")
    name: str = Field(description="名称")
    count: int = Field(description=f"有几条；最多数到{MOST_COUNTED}")
    has_more: bool = Field(description=f"是否超过{MOST_COUNTED}条")
    url: str = Field(description="这些信息的网址")


class Item(Value):
    label: str = Field(description="条例第几条第几项")
    matter: str = Field(description="条例的原文")


class Facet(Schema):
    code: str = Field(description="查询参数的名称")
    name: str = Field(description="按什么分")
    values: list[Value]


class Catalogue(Schema):
    """政府信息公开目录."""

    items: list[Item] = Field(description="法定主动公开内容，按条例的次序")
    facets: list[Facet] = Field(description="别的分类")


class ReportLine(Schema):
    year: int
    format: str = Field(description="哪一年的格式")
    published_on: date | None = Field(description="公布日期，没有登记的为空")
    url: str = Field(description="网页的网址")
    report: str = Field(description="全文数据的网址")
    findings: str = Field(description="检查结果的网址")


class Reports(Schema):
    items: list[ReportLine]


class Finding(Schema):
    rule: str = Field(description="规则的代号")
    severity: str = Field(description="error、warning或者info")
    where: str = Field(description="哪一格")
    expected: int | str | None = Field(description="应为")
    actual: int | str | None = Field(description="写的是")
    message: str = Field(description="说明")
    source: str = Field(description="依据")


class Findings(Schema):
    organ: str
    year: int
    items: list[Finding]


class Documents(Schema):
    made: int | None
    repealed: int | None
    in_force: int | None


class Proactive(Schema):
    regulations: Documents
    normative_documents: Documents
    licensing: int | None
    penalties: int | None
    coercion: int | None
    fees_10k_yuan: str | None
    legacy: dict[str, Any] | None = None


class Outcomes(Schema):
    upheld: int | None
    corrected: int | None
    other: int | None
    pending: int | None
    total: int | None


class Remedies(Schema):
    reconsideration: Outcomes
    litigation_direct: Outcomes
    litigation_after_reconsideration: Outcomes


class Report(Schema):
    """gongkai.annual-report/1."""

    shape: str = Field(alias="schema", description="gongkai.annual-report/1")
    organ: str
    year: int
    format: str
    proactive: Proactive
    requests: dict[str, list[int | None]] = Field(description="表三，每行七个数")
    remedies: Remedies
    narrative: dict[str, str | None]
    findings: list[Finding]
    level: str | None = None
    scope: dict[str, Any] | None = None
    fee_notices: dict[str, Any] | None = None
    published_on: date | None = None
    url: str | None = None
    version: int | None = None
    items_published: dict[str, Any] | None = None
    source: dict[str, Any] | None = None
    generator: str | None = None
    headings: list[Any] | None = None
    labels: dict[str, Any] | None = None


class TreeHead(Schema):
    """gongkai.tree-head/1."""

    shape: str = Field(alias="schema", description="gongkai.tree-head/1")
    size: int = Field(description="条数")
    root: str = Field(description="树根，RFC 6962，十六进制")
    timestamp: int = Field(description="签署时间，1970年以来的毫秒；没有签署的为0")
    signature: str = Field(description="对RFC 6962 TreeHeadSignature的Ed25519签名，base64；没有签署的为空")
    key: str = Field(description="公钥，十六进制")
    code: str = Field(description="纸上印的存证码")


class TreeHeads(Paged):
    items: list[TreeHead]


class LogEntry(Schema):
    """The leaf is the UTF-8 JSON of at, digest, kind, subject, in this order and without blanks."""

    kind: str = Field(description="事项")
    subject: str = Field(description="对象的编号")
    at: str = Field(description="时间")
    digest: str = Field(description="SHA-256（盐+内容）")


class NumberedEntry(LogEntry):
    index: int = Field(description="从0起的序号")


class LogEntries(Paged):
    items: list[NumberedEntry]


class Growth(Schema):
    """gongkai.consistency/1."""

    shape: str = Field(alias="schema", description="gongkai.consistency/1")
    earlier: TreeHead
    later: TreeHead
    path: list[str] = Field(description="RFC 6962 PROOF(m, D[n])，十六进制")


class Proof(Schema):
    """gongkai.proof/1."""

    shape: str = Field(alias="schema", description="gongkai.proof/1")
    entry: LogEntry
    index: int = Field(description="从0起的序号")
    path: list[str] = Field(description="RFC 6962 PATH(m, D[n])，十六进制")
    head: TreeHead = Field(description="以这一条结尾的日志头，纸上印的就是它的存证码")
    content: str | None = Field(description="公开的内容；已彻底撤下的为空")
    salt: str = Field(description="盐，十六进制；已彻底撤下的为空")
    onward: Growth | None = Field(description="到最近一次签署的日志头")


class DataField(Schema):
    key: str
    name: str = Field(description="官方名称")
    about: str = Field(description="含义")
    type: str = Field(description="文字、日期、整数或者小数")


class DataTable(Schema):
    code: str
    name: str
    fields: list[DataField]
    rows: str = Field(description="分页读取的网址")
    files: dict[str, str] = Field(description="整表下载的网址，按格式")


class Data(Schema):
    licence: str = Field(description="数据使用条件")
    tables: list[DataTable]


class Rows(Paged):
    items: list[dict[str, Any]] = Field(description="每行按字段的代号")
