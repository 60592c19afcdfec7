"""Making a public record on screen: files come in, what was read is checked, how it stands is one page."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.faces.ui import toasts, uploads
from gongkai.faces.ui.dates import moment
from gongkai.faces.ui.files import attachment
from gongkai.faces.ui.forms import Form, Reason
from gongkai.faces.ui.once import once
from gongkai.faces.workbench import pages
from gongkai.faces.workbench.access import Visit, needs
from gongkai.faces.workbench.deliveries.lines import counted, lines, stage
from gongkai.faces.workbench.making.forms import (
    LINKS,
    CoordinatedForm,
    DropForm,
    ElementsForm,
    MoreForm,
    OneForm,
    within,
)
from gongkai.faces.workbench.making.paper import paper
from gongkai.faces.workbench.making.ways import address, find, find_file, trail, ways
from gongkai.law.proactive import BY_CODE as CLAUSE
from gongkai.law.proactive import DOCUMENT_KINDS, FIELDS, LIMIT, RULE, publish_by
from gongkai.law.workdays import Calendar
from gongkai.ledger.base import Refused
from gongkai.ledger.disclosures import queries as disclosures
from gongkai.ledger.disclosures.intake import queries as intake
from gongkai.ledger.disclosures.making import (
    actions,
    coordination,
    deeds,
    files,
    links,
    progress,
    queries,
    screening,
)
from gongkai.ledger.disclosures.making.deeds import Deed
from gongkai.ledger.disclosures.making.proposals import limit
from gongkai.ledger.disclosures.making.screening import Screened
from gongkai.ledger.disclosures.models import Coordination, Original, Record
from gongkai.ledger.people.roles import Duty
from gongkai.lib import calendars
from gongkai.lib.kinds import BY_CODE
from gongkai.reading.originals.elements import Element
from gongkai.reading.originals.model import PLACES

uploading = uploads.in_memory(largest=files.LARGEST, body=4 * files.LARGEST)
State = Record.State
#: So many are listed; whoever has more waiting works off the oldest first.
MOST = 200
STATES = {
    State.INBOX: ("mine", gettext_lazy("待核对")),
    State.DRAFT: ("others", gettext_lazy("草稿")),
    State.REVIEW: ("mine", gettext_lazy("待放行")),
    State.PUBLISHED: ("done", gettext_lazy("已公开")),
    State.WITHHELD: ("done", gettext_lazy("不主动公开")),
    State.WITHDRAWN: ("warning", gettext_lazy("已撤回")),
    State.DROPPED: ("not-begun", gettext_lazy("不作公开信息")),
}
_KINDS = {kind.code: kind.zh for kind in DOCUMENT_KINDS}
_KINDS_OF_LINKS = dict(LINKS)
_FIELDS = {term.code: term.zh for term in FIELDS}


@dataclass(frozen=True, slots=True)
class Line:
    """A record in work as the list has it."""

    row: Record
    title: str
    state: tuple[str, Any]
    arrived: str
    due: date | None
    came_by: str


@require_safe
@needs(Duty.READ)
def list_(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What is in work, and where files come in."""
    return _list_page(request, visit, DropForm() if visit.may(Duty.DRAFT) else None)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.DRAFT)
@uploading
@once
def take_in(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Files come in; what is refused is said beside the field."""
    form = DropForm(request.POST or None, request.FILES or None)
    if form.is_valid() and (made := _taken_in(request, visit, form)):
        toasts.say(request, _("收入{count}条，请核对读出的要素。").format(count=len(made)))
        return (
            redirect(address(made[0], "elements"))
            if len(made) == 1
            else redirect("workbench:making", visit.organ.pk)
        )
    return _list_page(request, visit, form)


def _list_page(request: HttpRequest, visit: Visit, form: DropForm | None) -> HttpResponse:
    calendar = calendars.load(settings.DATA)
    rows = disclosures.in_making(visit.scope)[:MOST]
    lines = [
        Line(
            row,
            queries.title_of(row),
            STATES[State(row.state)],
            moment(row.arrived_at),
            due[0] if (due := _due(row, calendar)) else None,
            intake.came_by(row),
        )
        for row in rows
    ]
    context = {
        "lines": lines,
        "form": form,
        "trail": trail(visit),
        "folder": intake.folder_of(visit.organ) if intake.takes_by_folder(visit.organ) else "",
        "takes_by_mail": intake.takes_by_mail(visit.organ),
        "mailbox": settings.IMAP_USER,
        "not_taken": [(moment(one.at), one) for one in intake.not_taken(visit.scope)],
    }
    return pages.show(request, visit, "making/list", context, status=422 if form and form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.DRAFT)
@once
def elements(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """核对要素: what was read, each with where; nothing counts before it was looked at."""
    row = find(visit, pk)
    read = queries.read_elements(row)
    proposed = None if row.disclosure else limit(row)
    origins = {} if row.disclosure else {name: _(one.where) for name, one in read.items()}
    form = ElementsForm(
        request.POST or None,
        initial=_initial(row, read) | ({"limit": proposed.value} if proposed else {}),
        origins=origins | ({"limit": proposed.why} if proposed else {}),
        makes_rules=visit.organ.makes_rules,
        organ=visit.organ,
        offered=links.offered(row),
    )
    if form.is_valid():
        try:
            row = actions.confirm(record=row, elements=form.elements(), actor=str(request.user))
        except Refused as error:
            form.add_error(None, str(error))
        else:
            number = row.disclosure.index_no if row.disclosure else ""
            toasts.say(request, _("要素已核对，索引号{number}。").format(number=number))
            return redirect(address(row))
    screened = screening.screened(row)
    context = {
        "row": row,
        "form": form,
        "trail": trail(visit, row),
        "title": queries.title_of(row),
        "sheets": _papers(row, screened[:1]),
        "missing": _missing(read, screened),
        "twins": _twins(row),
        "doubles": queries.doubles(row),
        "back": address(row),
    }
    return pages.show(request, visit, "making/elements", context, status=422 if form.is_bound else 200)


def _twins(row: Record) -> list[tuple[str, str]]:
    """Other records made of the same file: what each is called, and where it is."""
    return [(queries.title_of(one), address(one)) for one in queries.twins(row)]


@require_safe
@needs(Duty.READ)
def page(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """How a record stands: the document with what was found in it, its elements, its files, what was done."""
    row = find(visit, pk)
    screened = screening.screened(row)
    offered, refused = ways(request, visit, row, screened, screening.groups(row, screened))
    outlets = lines(visit, row)
    context = {
        "row": row,
        "trail": trail(visit, row),
        "title": queries.title_of(row),
        "state": STATES[State(row.state)],
        "stages": [*_stages(row), *stage(row, outlets)],
        "ways": offered,
        "refused": refused,
        "due": _due(row, calendars.load(settings.DATA)),
        "penalty": _penalty(visit, row),
        "came_by": intake.came_by(row),
        "coordinations": coordination.of(row),
        "can_coordinate": visit.may(Duty.DRAFT) and row.state in progress.STATES[Deed.COORDINATED],
        "classified": list(_classified(row)),
        "versions": list(disclosures.versions_of(row)),
        "outlets": outlets,
        "outlets_counted": counted(outlets) if outlets else "",
        "sheets": _papers(row, screened),
        "facts": list(facts(row)),
        "files": [_file(one) for one in screened],
        "twins": _twins(row),
        "doubles": queries.doubles(row),
        "history": [(moment(one.at), _(one.what.zh), one) for one in reversed(deeds.history(row))],
        "can_draft": visit.may(Duty.DRAFT) and row.state in {State.INBOX, State.DRAFT},
        "can_unmask": visit.may(Duty.UNMASK),
    }
    return pages.show(request, visit, "making/record", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.DRAFT)
@uploading
@once
def add_files(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Annexes that come later."""
    row = find(visit, pk)
    form = MoreForm(request.POST or None, request.FILES or None)
    return _exchange(request, visit, row, form, None, _("补传附件"))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.DRAFT)
@uploading
@once
def replace(request: HttpRequest, visit: Visit, pk: int, file_id: int) -> HttpResponse:
    """换文件: a better one comes instead."""
    row = find(visit, pk)
    form = OneForm(request.POST or None, request.FILES or None)
    return _exchange(request, visit, row, form, find_file(row, file_id), _("换文件"))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.DRAFT)
@uploading
@once
def coordinated(request: HttpRequest, visit: Visit, pk: int, which: int) -> HttpResponse:
    """登记其他机关的答复, with what proves it."""
    row = find(visit, pk)
    asked = _asked(row, which)
    form = CoordinatedForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            coordination.answer(
                asked=asked, said=form.answered(), actor=str(request.user), handed=_handed(request)
            )
        except Refused as error:
            form.add_error(None, str(error))
        else:
            toasts.say(request, _("已登记{other}的答复。").format(other=asked.other))
            return redirect(address(row))
    title = _("{title}：{other}的答复").format(title=queries.title_of(row), other=asked.other)
    return pages.ask(request, visit, form, title=title, verb=_("登记"), back=address(row), lead=asked.matter)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.UNMASK)
@once
def proof(request: HttpRequest, visit: Visit, pk: int, which: int) -> HttpResponse:
    """The paper that proves an answer, with whatever names stand in it, once a reason is given."""
    row = find(visit, pk)
    asked = _asked(row, which)
    if not asked.place:
        raise Http404
    form = Reason(request.POST or None)
    if not form.is_valid():
        title = _("{other}的答复：打开凭据").format(other=asked.other)
        return _ask_why(request, visit, form, row, title)
    name, data = coordination.look_into(asked=asked, actor=str(request.user), **form.cleaned_data)
    return attachment(data, name, BY_CODE[asked.kind].content_type)


def _ask_why(request: HttpRequest, visit: Visit, form: Form, row: Record, title: str) -> HttpResponse:
    """Whoever opens a file as it came says why."""
    lead = _("原件里可能有个人信息；谁在什么时候为什么看过，都记进操作日志。")
    return pages.ask(request, visit, form, title=title, verb=_("打开"), back=address(row), lead=lead)


def _asked(row: Record, which: int) -> Coordination:
    found = next((one for one in coordination.of(row) if one.pk == which), None)
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.UNMASK)
@once
def original(request: HttpRequest, visit: Visit, pk: int, file_id: int) -> HttpResponse:
    """The file as it came, once a reason is given."""
    row = find(visit, pk)
    kept = find_file(row, file_id)
    form = Reason(request.POST or None)
    if not form.is_valid():
        title = _("{title}：打开原件").format(title=queries.title_of(row))
        return _ask_why(request, visit, form, row, title)
    actions.look_into(original=kept, actor=str(request.user), reason=form.cleaned_data["reason"])
    return attachment(files.content(kept), files.name_of(kept), BY_CODE[kept.kind].content_type)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.DRAFT)
@once
def drop(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """It is nothing to publish."""
    row = find(visit, pk)
    form = Reason(request.POST or None)
    if form.is_valid():
        try:
            actions.drop(record=row, actor=str(request.user), **form.cleaned_data)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            toasts.say(request, _("已放下，文件没有留存。"))
            return redirect("workbench:making", visit.organ.pk)
    title = _("{title}：不作公开信息").format(title=queries.title_of(row))
    lead = _("文件从数据文件夹里删去，只留下原因。")
    return pages.ask(request, visit, form, title=title, verb=_("放下"), back=address(row), lead=lead)


def facts(row: Record) -> Iterator[tuple[Any, str, str]]:
    """The elements: name, value, and where it was read."""
    read = queries.read_elements(row)
    shown = _initial(row, read)
    shown["document_kind"] = _(_KINDS.get(shown.get("document_kind") or "", ""))
    if row.disclosure:
        shown["category"] = _(row.disclosure.get_category_display())
    for name, label in _LABELS.items():
        value = shown.get(name)
        if value:
            as_read = name in read and str(value) == read[name].value
            where = _(read[name].where) if as_read else ""
            yield label, str(value), where
    for one in links.confirmed(row):
        yield _KINDS_OF_LINKS[one.kind], f"《{one.row.title}》", ""


def _classified(row: Record) -> Iterator[tuple[Any, str]]:
    """公开属性 and what it rests on."""
    if row.disclosure is None or not row.disclosure.attribute:
        return
    named = (
        (gettext_lazy("公开属性"), _(row.disclosure.get_attribute_display())),
        (gettext_lazy("条例条款"), _(CLAUSE[row.disclosure.clause].label) if row.disclosure.clause else ""),
        (gettext_lazy("不公开依据"), row.disclosure.withheld_because),
        (gettext_lazy("权衡"), row.weighing),
        (gettext_lazy("领域"), _(_FIELDS.get(row.field, ""))),
        (gettext_lazy("标准目录事项"), row.catalogue_line),
        (gettext_lazy("主题分类"), _(row.topic)),
        (gettext_lazy("公开对象"), row.audience),
        (gettext_lazy("下次评估"), str(row.review_on or "")),
        (gettext_lazy("紧急公开"), _("是") if row.is_urgent else ""),
    )
    yield from ((name, value) for name, value in named if value)


def _stages(row: Record) -> list[tuple[Any, str]]:
    """The way of a record: each step with done, here, or nothing."""
    order = (State.INBOX, State.DRAFT, State.REVIEW, State.PUBLISHED)
    words = (_("核对要素"), _("定属性、处理个人信息"), _("放行"), _("已公开"))
    at = order.index(State(row.state)) if row.state in order else -1
    if at < 0:
        return []
    return [
        (word, "here" if n == at and row.state != State.PUBLISHED else "done" if n <= at else "")
        for n, word in enumerate(words)
    ]


_LABELS: Mapping[str, Any] = {
    "document_no": gettext_lazy("文号"),
    "formed_on": gettext_lazy("成文日期"),
    "issuer": gettext_lazy("发文机关"),
    "document_kind": gettext_lazy("公文种类"),
    "category": gettext_lazy("信息类别"),
    "effective_on": gettext_lazy("生效日期"),
    "expires_on": gettext_lazy("有效期至"),
    "notice_until": gettext_lazy("公示截止"),
    "annexes": gettext_lazy("文中列的附件"),
}
_OF_REGISTER = (
    *("title", "document_no", "formed_on", "category", "effective_on", "expires_on", "notice_until"),
    *("registration_no", "limit"),
)


def _initial(row: Record, read: Mapping[str, Element]) -> dict[str, Any]:
    """As it was confirmed; before that, as it was read."""
    said: dict[str, Any] = {name: one.value for name, one in read.items()}
    if row.disclosure:
        said |= {name: getattr(row.disclosure, name) for name in _OF_REGISTER}
        said |= {name: getattr(row, name) for name in ("issuer", "document_kind", "summary")}
    else:
        said.setdefault("category", "other")
        said.setdefault("issuer", row.organ.name)
    return said


def _taken_in(request: HttpRequest, visit: Visit, form: Form) -> list[Record]:
    """The records made of what was dropped; none where it is refused, which is said beside the field."""
    try:
        return actions.take_in(
            organ=visit.organ,
            actor=str(request.user),
            handed=_handed(request),
            together=form.cleaned_data["together"] == "one",
        )
    except Refused as error:
        form.add_error("dropped", str(error))
        return []


def _exchange(
    request: HttpRequest, visit: Visit, row: Record, form: Form, kept: Original | None, verb: str
) -> HttpResponse:
    if form.is_valid():
        try:
            actions.exchange(record=row, actor=str(request.user), handed=_handed(request), original=kept)
        except Refused as error:
            form.add_error("dropped", str(error))
        else:
            toasts.say(request, _("文件已收入，请看查出了什么。"))
            return redirect(address(row))
    title = f"{queries.title_of(row)}：{verb}"
    return pages.ask(request, visit, form, title=title, verb=verb, back=address(row))


def _handed(request: HttpRequest) -> list[tuple[str, bytes]]:
    if uploads.is_over(request):
        raise Refused(_("文件 — 超过30兆字节 — 请压缩或分开再选。"))
    return uploads.handed_in(request, "dropped")


def _papers(row: Record, screened: Sequence[Screened]) -> list[dict[str, Any]]:
    """Each file with its words and what was found there."""
    groups = screening.groups(row, screened)
    read = queries.read_elements(row)
    number = row.disclosure.document_no if row.disclosure else _value(read, "document_no")
    said = queries.title_of(row), number
    sheets = []
    for file in screened:
        its = [
            (number, group) for number, group in enumerate(groups, 1) if group.original.pk == file.original.pk
        ]
        sheets.append({"file": file, "blocks": paper(file, groups, *said), "groups": its})
    return sheets


def _value(read: Mapping[str, Element], name: str) -> str:
    return read[name].value if name in read else ""


def _file(one: Screened) -> dict[str, Any]:
    """A file in the list of files, with what of it will not be published."""
    counts: dict[str, int] = {}
    for piece in one.read.hidden:
        counts[piece.place] = counts.get(piece.place, 0) + 1
    return {
        "row": one.original,
        "name": one.name,
        "kind": BY_CODE[one.original.kind].zh,
        "hidden": [(_(PLACES[place][0]), count) for place, count in counts.items()],
        "pieces": [(_(PLACES[piece.place][0]), piece) for piece in one.read.hidden],
        "is_unseen": one.read.is_unseen,
        "is_unread": not one.read.blocks and not one.read.pieces and not one.read.is_pictures,
    }


def _missing(read: Mapping[str, Element], screened: Sequence[Screened]) -> list[str]:
    """Annexes that the text lists and no file bears the name of."""
    names = "".join(one.name for one in screened[1:])
    listed = read["annexes"].value.splitlines() if "annexes" in read else []
    return [one for one in listed if one.rstrip("。；") not in names]


def _due(row: Record, calendar: Calendar) -> tuple[date, Any] | None:
    """The last day for its publication, and of which limit."""
    said = row.disclosure
    if said is None or said.attribute != "proactive":
        return None
    return publish_by(said.formed_on, said.limit, calendar), within(LIMIT[said.limit] if said.limit else RULE)


def _penalty(visit: Visit, row: Record) -> dict[str, Any] | None:
    """What is public of a penalty decision: when it was overturned, and where that is noted."""
    said = row.disclosure
    if said is None or said.limit != "penalty" or row.state != State.PUBLISHED:
        return None
    note = reverse("workbench:row-correct", args=(visit.organ.pk, "disclosures", said.pk))
    return {"overturned_on": said.overturned_on, "note": note if visit.may(Duty.RECORD) else ""}
