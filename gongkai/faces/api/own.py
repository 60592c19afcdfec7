"""What a system reads of an organ's own ledgers: what is due, its register, applications and their letters.

Names stay masked; what stands behind the mask is a call of its own, and each look is a row of the log.
"""

from datetime import date
from typing import Annotated, Any, Literal

from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpRequest
from ninja import Query, Schema
from pydantic import Field

from gongkai.faces.api import shapes
from gongkai.faces.api.public import PLAIN, Part, around
from gongkai.faces.api.tokens import call, token_of
from gongkai.law.clocks import run
from gongkai.law.workdays import Calendar
from gongkai.ledger import agenda
from gongkai.ledger.base import Scope
from gongkai.ledger.disclosures import queries as disclosures
from gongkai.ledger.disclosures.models import Disclosure
from gongkai.ledger.requests import actions
from gongkai.ledger.requests import queries as requests
from gongkai.ledger.requests.facts import clock_settings, history
from gongkai.ledger.requests.letters import queries as letters
from gongkai.ledger.requests.models import FoiRequest
from gongkai.ledger.tokens.options import APPLICATIONS, DEADLINES, LETTERS, PERSONAL, RECORDS
from gongkai.lib import calendars
from gongkai.lib.today import today


class Deadline(Schema):
    ledger: str = Field(description="哪一本台账")
    record: int | None = Field(description="台账里那一条的编号，没有的为空")
    number: str = Field(description="申请编号或者索引号")
    step: str = Field(description="要办什么，代号")
    what: str = Field(description="要办什么")
    due: date = Field(description="最后一日")
    is_late: bool = Field(description="是否已经逾期")
    is_of_others: bool = Field(description="是否在等别人")


class Deadlines(Schema):
    on: date = Field(description="哪一天看的")
    items: list[Deadline]


class Application(Schema):
    id: int
    number: str = Field(description="申请编号")
    applicant: str = Field(description="申请人；自然人的姓名遮盖")
    applicant_kind: str = Field(description="申请人类型")
    content: str = Field(description="申请内容；里面的姓名遮盖")
    received_on: date = Field(description="收到日期")
    answered_on: date | None = Field(description="答复日期")
    result: str = Field(description="答复结果，年度报告表三的行")
    state: str = Field(description="办到哪一步，代号")
    state_name: str = Field(description="办到哪一步")
    due: date | None = Field(description="答复期限；等申请人时为空")
    remaining: int | None = Field(description="还剩几个工作日")
    overdue: int = Field(description="逾期几个工作日")


class Applications(shapes.Paged):
    items: list[Application]
    count: int = Field(description="共几件")


class WhichApplications(Part):
    answered: bool | None = Field(None, description="只要已答复的或者未答复的")
    received_from: date | None = Field(None, description="收到日期自")
    received_to: date | None = Field(None, description="收到日期至")


class Look(Schema):
    """Why somebody looks behind the mask, and at what."""

    fields: list[Literal["applicant_name", "id_number", "contact", "content"]] = Field(
        min_length=1, max_length=4, description="要看哪几项"
    )
    reason: str = Field(min_length=2, max_length=200, pattern=PLAIN, description="为什么要看，记入日志")


class Personal(Schema):
    id: int
    personal: dict[str, str] = Field(description="要看的各项，原文")


class Letter(Schema):
    id: int
    code: str = Field(description="文书的种类，代号")
    kind: str = Field(description="答复类型，代号")
    state: str = Field(description="draft起草、review送审、signed签发、void作废等")
    document_no: str = Field(description="文号")
    signed_on: date | None = Field(description="成文日期")


class Letters(Schema):
    items: list[Letter]


class RegisterRow(Schema):
    id: int
    index_no: str = Field(description="索引号")
    title: str = Field(description="标题")
    document_no: str = Field(description="文号")
    category: str = Field(description="信息类别，代号")
    clause: str = Field(description="条例条款，代号")
    attribute: str = Field(description="公开属性，代号")
    formed_on: date = Field(description="形成日期")
    published_on: date | None = Field(description="公开日期，没有公开的为空")
    validity: str = Field(description="有效性，代号")
    channels: list[str] = Field(description="公开渠道")
    url: str = Field(description="网址")


class Register(shapes.Paged):
    items: list[RegisterRow]
    count: int = Field(description="共几条")


class WhichRows(Part):
    published: bool | None = Field(None, description="只要已公开的或者未公开的")


@call(
    "GET",
    "/deadlines",
    DEADLINES,
    Deadlines,
    "期限",
    "现在要办的事和各自的最后一日，先到期的在前；只有编号，没有姓名和事由。",
)
def deadlines(request: HttpRequest, organ_id: int) -> Any:
    on = today()
    found = agenda.items(token_of(request).organ, on=on, calendar=_calendar())
    return {"on": on, "items": [_deadline(item, on) for item in found]}


@call("GET", "/applications", APPLICATIONS, Applications, "申请", "最近收到的在前；个人信息遮盖。")
def applications(request: HttpRequest, organ_id: int, which: Annotated[WhichApplications, Query(...)]) -> Any:
    rows = requests.of(_scope(request)).order_by("-received_on", "-pk")
    if which.answered is not None:
        rows = rows.filter(answered_on__isnull=not which.answered)
    if which.received_from:
        rows = rows.filter(received_on__gte=which.received_from)
    if which.received_to:
        rows = rows.filter(received_on__lte=which.received_to)
    part = requests.with_histories(rows.select_related("organ")[which.start : which.start + which.limit])
    count, calendar = rows.count(), _calendar()
    return {
        "items": [_application(row, calendar) for row in part],
        "count": count,
        **around(request, which, there_is_more=which.start + which.limit < count),
    }


@call("GET", "/applications/{int:application_id}", APPLICATIONS, Application, "一件申请", "个人信息遮盖。")
def application(request: HttpRequest, organ_id: int, application_id: int) -> Any:
    return _application(_found(request, application_id), _calendar())


@call(
    "POST",
    "/applications/{int:application_id}/personal",
    PERSONAL,
    Personal,
    "申请人的个人信息",
    "看遮盖后面的内容。看了哪几项、凭什么令牌、为什么，都记入操作日志。",
)
def personal(request: HttpRequest, organ_id: int, application_id: int, look: Look) -> Any:
    row = _found(request, application_id)
    actor = token_of(request).actor
    with transaction.atomic():
        told = {
            field: actions.unmask(foi_request=row, field=field, actor=actor, reason=look.reason)
            for field in dict.fromkeys(look.fields)
        }
    return {"id": row.pk, "personal": told}


@call(
    "GET",
    "/applications/{int:application_id}/letters",
    LETTERS,
    Letters,
    "一件申请的文书",
    "各办到哪一步，最近的在前；没有正文。",
)
def letters_of(request: HttpRequest, organ_id: int, application_id: int) -> Any:
    row = _found(request, application_id)
    names = Letter.model_fields
    rows = letters.of(_scope(request), row)
    return {"items": [{name: getattr(one, name) for name in names} for one in rows]}


@call("GET", "/register", RECORDS, Register, "主动公开台账", "连同还没有公开的，最近形成的在前。")
def register(request: HttpRequest, organ_id: int, which: Annotated[WhichRows, Query(...)]) -> Any:
    rows = disclosures.of(_scope(request)).order_by("-formed_on", "-pk")
    if which.published is not None:
        rows = rows.filter(published_on__isnull=not which.published)
    count = rows.count()
    return {
        "items": [_row(row) for row in rows[which.start : which.start + which.limit]],
        "count": count,
        **around(request, which, there_is_more=which.start + which.limit < count),
    }


def _deadline(item: agenda.Item, on: date) -> dict[str, Any]:
    return {
        "ledger": item.ledger,
        "record": item.pk,
        "number": item.number,
        "step": item.step,
        "what": item.what,
        "due": item.due,
        "is_late": item.is_late(on),
        "is_of_others": item.is_of_others,
    }


def _application(row: FoiRequest, calendar: Calendar) -> dict[str, Any]:
    events = history(row.events.all())
    deadline = run(events, on=today(), calendar=calendar, settings=clock_settings(row.organ))
    return {
        "id": row.pk,
        "number": row.number,
        "applicant": requests.shown(row, row.applicant_name),
        "applicant_kind": row.applicant_kind,
        "content": requests.shown(row, row.content),
        "received_on": row.received_on,
        "answered_on": row.answered_on,
        "result": row.result,
        "state": deadline.state.code,
        "state_name": deadline.state.zh,
        "due": deadline.due,
        "remaining": deadline.remaining,
        "overdue": deadline.overdue,
    }


def _row(row: Disclosure) -> dict[str, Any]:
    return {name: getattr(row, name) for name in RegisterRow.model_fields}


def _found(request: HttpRequest, application_id: int) -> FoiRequest:
    rows = requests.of(_scope(request)).select_related("organ")
    found: FoiRequest | None = requests.with_histories(rows).filter(pk=application_id).first()
    if found is None:
        raise Http404
    return found


def _scope(request: HttpRequest) -> Scope:
    return Scope.of(token_of(request).organ)


def _calendar() -> Calendar:
    return calendars.load(settings.DATA)
