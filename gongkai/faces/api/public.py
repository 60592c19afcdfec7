"""What anyone may read of an organ whose portal is open: the same as its pages say, and nothing else."""

from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Annotated, Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema
from pydantic import Field

from gongkai.faces.api import problems, shapes
from gongkai.faces.public.changes import elements
from gongkai.faces.public.facets import TERMS, asked_for, clause_name, value_name
from gongkai.faces.public.site import FEEDS, Site, public_report, public_years
from gongkai.faces.public.tables import RECORD_FIELDS, TABLES, Table
from gongkai.faces.public.tables import record as fields_of
from gongkai.law import proactive
from gongkai.law.annual_report import contract
from gongkai.law.annual_report.model import ReportData
from gongkai.ledger.disclosures.models import Category, Disclosure
from gongkai.ledger.disclosures.public import queries
from gongkai.ledger.disclosures.public.changes import Told, open_pairs, told_to_all
from gongkai.ledger.disclosures.public.facets import FACETS
from gongkai.ledger.organs import queries as organs
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.reports.writing import write
from gongkai.ledger.words.queries import LONGEST
from gongkai.lib.today import today

router = Router(tags=["公开的信息"], by_alias=True)
A_PAGE, LARGEST, DEEPEST = 20, 100, 10_000
#: What may stand in words: all but control characters.
PLAIN = r"^[^\x00-\x1f\x7f]*$"
DATA_FORMS = ("csv", "json", "parquet")


CLAUSES = shapes.OneOf(tuple(clause.code for clause in proactive.CLAUSES))
FIELDS, KINDS = (shapes.OneOf(tuple(term.code for term in TERMS[code])) for code in ("field", "kind"))
CATEGORIES = shapes.OneOf(tuple(Category.values))
ORDERS = shapes.OneOf(("newest", "best"))


class Part(Schema):
    """Which part of a list is asked for."""

    page: int = Field(1, ge=1, le=DEEPEST, description="第几页，从1起")
    limit: int = Field(A_PAGE, ge=1, le=LARGEST, description="一页几条")

    @property
    def start(self) -> int:
        return (self.page - 1) * self.limit


class AskedFor(Part):
    """What is looked for among the records: words, and a value of each facet."""

    q: str = Field("", max_length=LONGEST, pattern=PLAIN, description="要找的字词，用空格分开")
    clause: Annotated[str, CLAUSES] | None = Field(None, description="法定内容：条例第二十条的项或第二十一条")
    topic: str = Field("", max_length=60, pattern=PLAIN, description="主题")
    field: Annotated[str, FIELDS] | None = Field(None, description="领域")
    category: Annotated[str, CATEGORIES] | None = Field(None, description="信息类别")
    kind: Annotated[str, KINDS] | None = Field(None, description="公文种类")
    year: int | None = Field(None, ge=1900, le=2999, description="公开年份")
    order: Annotated[str, ORDERS] = Field("newest", description="次序：newest最近的在前，best最合的在前")

    @property
    def said(self) -> dict[str, str]:
        """As the address of the portal's list says it."""
        told = self.model_dump(mode="json", exclude={"page", "limit"}, exclude_none=True)
        return {name: str(value) for name, value in told.items()}


Asked = Annotated[AskedFor, Query(...)]
Parts = Annotated[Part, Query(...)]


def site_at(organ_id: int) -> Site:
    """An organ whose portal is open to everybody; there is none other here."""
    organ = organs.at(organ_id)
    if organ is None or not organ.has_portal or not organ.exists_on(today()):
        raise Http404
    return Site(organ, today(), is_preview=False)


@router.get("/organs", response=shapes.Organs, summary="有哪些机关", description="门户已经开通的机关。")
def list_organs(request: HttpRequest, which: Parts) -> Any:
    found = organs.with_portal(today())
    part = found[which.start : which.start + which.limit]
    return {
        "items": [_organ(request, organ) for organ in part],
        **around(request, which, there_is_more=which.start + which.limit < len(found)),
    }


@router.get(
    "/organs/{int:organ_id}", response=shapes.Organ, summary="一个机关", description="门户和订阅的网址。"
)
def organ(request: HttpRequest, organ_id: int) -> Any:
    return _organ(request, site_at(organ_id).organ)


@router.get(
    "/organs/{int:organ_id}/catalogue",
    response=shapes.Catalogue,
    summary="公开目录",
    description="按条例各项和别的分类各有几条，每一类的信息在哪里读。",
)
def catalogue(request: HttpRequest, organ_id: int) -> Any:
    site = site_at(organ_id)
    counts = queries.counts(site.organ, site.on)
    others = [facet for facet in FACETS if facet.code != "clause"]
    return {
        "items": [
            {
                **_value(request, site, "clause", clause.code, counts["clause"].get(clause.code, 0)),
                "name": clause_name(clause.code),
                "label": clause.label,
                "matter": clause.zh,
            }
            for clause in proactive.CLAUSES
        ],
        "facets": [
            {
                "code": facet.code,
                "name": facet.zh,
                "values": [
                    _value(request, site, facet.code, *pair) for pair in sorted(counts[facet.code].items())
                ],
            }
            for facet in others
        ],
    }


@router.get(
    "/organs/{int:organ_id}/records",
    response=shapes.Records,
    summary="公开的信息",
    description="按字词和分类找，最近公开的在前；和门户里查到的一样。",
)
def records(request: HttpRequest, organ_id: int, asked: Asked) -> Any:
    site = site_at(organ_id)
    found = queries.find(site.organ, asked_for(asked.said), site.on, start=asked.start, most=asked.limit)
    there_is_more = asked.start + asked.limit < found.count or (
        found.has_more and len(found.rows) == asked.limit
    )
    return {
        "items": [_record(request, site, row) for row in found.rows],
        "count": found.count,
        "has_more": found.has_more,
        **around(request, asked, there_is_more=there_is_more),
    }


@router.get(
    "/organs/{int:organ_id}/records/{int:record_id}",
    response=shapes.WholeRecord,
    summary="一条信息",
    description="要素、正文、附件和历次版本；撤下了的答410。",
    openapi_extra={"x-problems": [problems.TAKEN_BACK]},
)
def record(request: HttpRequest, organ_id: int, record_id: int) -> Any:
    site = site_at(organ_id)
    row = _published(site, record_id)
    told = queries.released(row)
    ended = bool(row.notice_until and row.notice_until < site.on)
    pairs = open_pairs(row, told, site.on)
    return {
        **_record(request, site, row),
        "html": told.html if told and not ended else "",
        "files": [
            {
                "id": file.pk,
                "name": file.name,
                "kind": file.kind,
                "size": file.size,
                "sha256": file.sha256,
                "url": request.build_absolute_uri(site.address("file", row.pk, file.pk)),
            }
            for file in (told.files if told and not ended else ())
        ],
        "versions": [
            {
                "number": one.number,
                "released_at": one.released_at,
                "reason": one.reason,
                "changes": (
                    _address(request, "changes", site.organ.pk, row.pk, one.number)
                    if one.number in pairs
                    else None
                ),
            }
            for one in (told.versions if told else ())
        ],
        "links": [
            {
                "kind": kind,
                "is_back": is_back,
                "id": other.pk,
                "title": other.title,
                "url": request.build_absolute_uri(site.address("record", other.pk)),
            }
            for kind, is_back, other in queries.links(row, site.on)
        ],
    }


@router.get(
    "/organs/{int:organ_id}/records/{int:record_id}/changes/{int:number}",
    response=shapes.Change,
    summary="一版的改动",
    description="这一版与前一版不同的要素、正文和附件；更正时写明可以对照的才有。",
    openapi_extra={"x-problems": [problems.TAKEN_BACK]},
)
def changes(request: HttpRequest, organ_id: int, record_id: int, number: int) -> Any:
    site = site_at(organ_id)
    row = _published(site, record_id)
    told = queries.released(row)
    pairs = open_pairs(row, told, site.on)
    if told is None or number not in pairs:
        raise Http404
    change = told_to_all(*pairs[number], told)
    return {
        "number": number,
        "released_at": change.version.released_at,
        "reason": change.version.reason,
        "elements": [one._asdict() for one in elements(change)],
        "lines": _lines(change.lines),
        "files": [
            {
                "before": file.name.line.before,
                "after": file.name.line.after,
                "is_hidden": file.name.is_hidden,
                "lines": _lines(file.lines),
            }
            for file in change.files
        ],
    }


@router.get(
    "/organs/{int:organ_id}/reports",
    response=shapes.Reports,
    summary="年度报告",
    description="已经公开的各年报告，最近的在前。",
)
def reports(request: HttpRequest, organ_id: int) -> Any:
    site = site_at(organ_id)
    return {"items": [_line(request, site, year) for year in public_years(site)]}


@router.get(
    "/organs/{int:organ_id}/reports/{int:year}",
    response=shapes.Report,
    summary="一年的报告",
    description="全部表格和文字，gongkai.annual-report/1。",
)
def report(request: HttpRequest, organ_id: int, year: int) -> Any:
    site = site_at(organ_id)
    written = write(_made(site, year), "json", organ=site.organ)  # read back and compared before it goes
    return HttpResponse(written, content_type="application/json")


@router.get(
    "/organs/{int:organ_id}/reports/{int:year}/findings",
    response=shapes.Findings,
    summary="报告的检查结果",
    description="按勾稽关系和格式要求检查出来的问题。",
)
def findings(request: HttpRequest, organ_id: int, year: int) -> Any:
    made = _made(site_at(organ_id), year)
    items = [contract.finding_to_json(finding) for finding in made.findings]
    return {"organ": made.organ, "year": made.year, "items": items}


@router.get(
    "/organs/{int:organ_id}/data",
    response=shapes.Data,
    summary="开放数据",
    description="有哪些表、每个字段是什么意思、在哪里读和下载。",
)
def data(request: HttpRequest, organ_id: int) -> Any:
    site = site_at(organ_id)
    tables = [_table(request, site, table) for table in TABLES]
    return {"licence": str(site.organ.option("data_licence")), "tables": tables}


@router.get(
    "/organs/{int:organ_id}/data/{slug:table}",
    response=shapes.Rows,
    summary="一张表的行",
    description="分页读；整表请下载。",
)
def rows(request: HttpRequest, organ_id: int, table: str, which: Parts) -> Any:
    site = site_at(organ_id)
    one = next((one for one in TABLES if one.code == table), None)
    if one is None:
        raise Http404
    keys = [field.key for field in one.fields]
    found = list(one.part(site, _home(request), which.start, which.limit + 1))
    return {
        "items": [dict(zip(keys, values, strict=True)) for values in islice(found, which.limit)],
        **around(request, which, there_is_more=len(found) > which.limit),
    }


def _published(site: Site, record_id: int) -> Disclosure:
    """A record that everybody may read; what was taken back says why."""
    if row := queries.record(site.organ, record_id, site.on):
        return row
    if why := queries.withdrawn(site.organ, record_id, site.on):
        words = _("信息 — 已经撤下：{why} — 请从目录里去掉。").format(why=why)
        raise problems.Refused(problems.TAKEN_BACK, words)
    raise Http404


def _lines(lines: Iterable[Told]) -> list[dict[str, Any]]:
    return [{"before": one.line.before, "after": one.line.after, "is_hidden": one.is_hidden} for one in lines]


def _organ(request: HttpRequest, organ: Organ) -> dict[str, Any]:
    site = Site(organ, today(), is_preview=False)
    whole = request.build_absolute_uri
    return {
        "id": organ.pk,
        "name": organ.name,
        "portal": whole(site.address("home")),
        "superior": organ.superior_name,
        "licence": str(organ.option("data_licence")),
        "feeds": {form: whole(site.address("feed", form)) for form in FEEDS},
    }


def _value(request: HttpRequest, site: Site, facet: str, value: str, count: int) -> dict[str, Any]:
    listed = _address(request, "records", site.organ.pk)
    return {
        "value": value,
        "name": value_name(facet, value),
        "count": min(count, queries.MOST_COUNTED),
        "has_more": count > queries.MOST_COUNTED,
        "url": _with(listed, {facet: value}),
    }


def _record(request: HttpRequest, site: Site, row: Disclosure) -> dict[str, Any]:
    keys = (field.key for field in RECORD_FIELDS)
    return {"id": row.pk, **dict(zip(keys, fields_of(site, row, _home(request)), strict=True))}


def _line(request: HttpRequest, site: Site, year: int) -> dict[str, Any]:
    made = _made(site, year)
    return {
        "year": year,
        "format": made.format,
        "published_on": made.published_on,
        "url": request.build_absolute_uri(site.address("report", year)),
        "report": _address(request, "report", site.organ.pk, year),
        "findings": _address(request, "findings", site.organ.pk, year),
    }


def _made(site: Site, year: int) -> ReportData:
    if made := public_report(site, year):
        return made
    raise Http404


def _table(request: HttpRequest, site: Site, table: Table) -> dict[str, Any]:
    whole = request.build_absolute_uri
    return {
        "code": table.code,
        "name": str(table.zh),
        "fields": [
            {"key": one.key, "name": one.name, "about": one.about, "type": str(one.kind)}
            for one in table.fields
        ],
        "rows": _address(request, "rows", site.organ.pk, table.code),
        "files": {form: whole(site.address("data-file", table.code, form)) for form in DATA_FORMS},
    }


def around(request: HttpRequest, part: Part, *, there_is_more: bool) -> dict[str, Any]:
    """Where a part of a list stands, and the addresses of the parts beside it."""

    def at(page: int) -> str:
        return _with(request.build_absolute_uri(request.path), {**request.GET.dict(), "page": str(page)})

    has_next = there_is_more and part.page < DEEPEST
    return {
        "page": part.page,
        "limit": part.limit,
        "next": at(part.page + 1) if has_next else None,
        "previous": at(part.page - 1) if part.page > 1 else None,
    }


def _address(request: HttpRequest, name: str, *arguments: object) -> str:
    return request.build_absolute_uri(reverse(f"api:{name}", args=arguments))


def _with(address: str, asked: Mapping[str, str]) -> str:
    return f"{address}?{urlencode(asked)}"


def _home(request: HttpRequest) -> str:
    return request.build_absolute_uri("/").rstrip("/")
