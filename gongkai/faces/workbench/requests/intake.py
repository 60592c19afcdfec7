"""Taking in: what came over any channel is written down, and becomes an application once receipt is
certain."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime, time

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gongkai.faces.ui import confirming, toasts, uploads
from gongkai.faces.ui.confirming import Question
from gongkai.faces.ui.forms import Form, Radios
from gongkai.faces.ui.once import once
from gongkai.faces.workbench import pages
from gongkai.faces.workbench.access import Visit, needs
from gongkai.faces.workbench.frame import frame
from gongkai.faces.workbench.requests.inbox import about_words, code_of, find, joined_words
from gongkai.faces.workbench.requests.intake_forms import (
    CloseForm,
    DeclineForm,
    EndingForm,
    IntakeForm,
    MessageForm,
    ObjectionForm,
    ReceiveForm,
    SeenForm,
    SplitForm,
)
from gongkai.law.receipt import CHANNEL
from gongkai.ledger.people.roles import Duty
from gongkai.ledger.requests import attachments, inbox, privacy, queries, rectifications
from gongkai.ledger.requests.entries import Kept, Said
from gongkai.ledger.requests.inbox import Confirmation
from gongkai.ledger.requests.models import Arrival, FoiRequest
from gongkai.ledger.requests.rectifications import ENDING
from gongkai.ledger.requests.steps import Refused
from gongkai.lib import calendars
from gongkai.lib.today import BEIJING, now, today

uploading = uploads.in_memory(
    largest=attachments.LARGEST, body=attachments.MOST * attachments.LARGEST + 1_000_000
)
Kind, State = Arrival.Kind, Arrival.State


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.RECORD)
@uploading
@once
def add(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Write down what came; the tracking code is shown once, for the applicant's receipt."""
    form = IntakeForm(
        request.POST or None,
        request.FILES or None,
        initial={
            "kind": Kind.APPLICATION,
            "arrived_on": today(),
            "channel": "in_person",
            "applicant_kind": "natural_person",
        },
    )
    if form.is_valid() and (files := _files(request, visit, form)) is not None:
        said = form.cleaned_data
        known = Said.__dataclass_fields__
        filed = inbox.arrive(
            organ=visit.organ,
            channel=said["channel"],
            kind=said["kind"],
            said=Said(**{name: value for name, value in said.items() if name in known}),
            at=_instant(said["arrived_on"]),
            actor=str(request.user),
            files=files,
            evidence=form.evidence(),
        )
        request.session[f"code-{filed.arrival.pk}"] = privacy.keys().seal(filed.code)
        if filed.arrival.kind != Kind.APPLICATION:
            toasts.say(request, _("已登记，请核对证据。"))
            return redirect("workbench:arrival", visit.organ.pk, filed.arrival.pk)
        toasts.say(request, _("已登记，请确认收到。"))
        return redirect("workbench:arrival-confirm", visit.organ.pk, filed.arrival.pk)
    lead = _("照纸面登记；缺的以后请申请人补正。证件、联系方式加密保存。")
    return pages.ask(request, visit, form, title=_("登记收件"), verb=_("登记"), back=_inbox(visit), lead=lead)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.RECORD)
@once
def confirm(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """确认收到: an application enters the ledger; what was sent later becomes the step that it is."""
    row = find(visit, pk)
    if row.state != State.WAITING:
        return redirect("workbench:arrival", visit.organ.pk, pk)
    if row.kind == Kind.APPLICATION:
        return _receive(request, visit, row)
    if row.kind == Kind.RECTIFICATION:
        return _end(request, visit, row)
    sent = request.POST if request.method == "POST" else None
    form = MessageForm(sent, kind=row.kind, initial={"on": inbox.arrived_on(row)})
    if form.is_valid():
        confirmed = Confirmation(
            on=form.cleaned_data.get("on") or today(),
            actor=str(request.user),
            today=today(),
            calendar=calendars.load(settings.DATA),
            note=form.cleaned_data.get("note", ""),
        )
        try:
            inbox.accept(message=row, confirmed=confirmed)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            toasts.say(request, _("{kind}，已确认。").format(kind=_(row.get_kind_display())))
            return _onward(visit, row.foi_request)
    title = _("确认{kind}").format(kind=_(row.get_kind_display()))
    lead = about_words(row)
    return pages.ask(request, visit, form, title=title, verb=_("确认"), back=_page(visit, row), lead=lead)


def _end(request: HttpRequest, visit: Visit, row: Arrival) -> HttpResponse:
    """How a demand to rectify ends (条例 Art 41)."""
    proposed = {"state": row.proposed, **(asdict(privacy.opened(row)) if row.proposed else {})}
    form = EndingForm(request.POST if request.method == "POST" else None, initial=proposed)
    if form.is_valid():
        said = dict(form.cleaned_data)
        state = said.pop("state")
        try:
            row = rectifications.propose(arrival=row, state=state, told=Said(**said), actor=str(request.user))
        except Refused as error:
            form.add_error(None, str(error))
        else:
            told = _("{number}：已提出，等另一个人同意。") if row.proposed else _("{number}：已办结。")
            toasts.say(request, told.format(number=row.number))
            return redirect(_page(visit, row))
    title = _("{number}：更正的处理结果").format(number=row.number)
    lead = _("条例第四十一条：属实的更正并告知；不由本机关更正的，转送或者告知。不计入年报。")
    return pages.ask(request, visit, form, title=title, verb=_("提出"), back=_page(visit, row), lead=lead)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.RELEASE)
@once
def agree(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Another person consents to how a rectification is to end."""
    row = _proposed(visit, pk)
    form = SeenForm(request.POST if request.method == "POST" else None, initial={"seen": row.said_print})
    if form.is_valid():
        try:
            rectifications.agree(arrival=row, actor=str(request.user), **form.cleaned_data)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            toasts.say(request, _("{number}：已办结，请下载文书告知。").format(number=row.number))
            return redirect(_page(visit, row))
    title = _("{number}：同意“{result}”？").format(number=row.number, result=_(row.get_proposed_display()))
    words = _("{name}提出：{words}").format(
        name=row.proposed_by, words=privacy.shown(row).outcome or _(ENDING[State(row.proposed)].means)
    )
    question = Question(title, words, _("同意并办结"), _("先不办"), _page(visit, row), request.path)
    return confirming.ask(request, question, form=form, frame=frame(request, visit))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.RELEASE)
@once
def object_(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """It goes back to whoever proposed it."""
    row = _proposed(visit, pk)
    form = ObjectionForm(request.POST or None, initial={"seen": row.said_print})
    if form.is_valid():
        try:
            rectifications.object_(arrival=row, actor=str(request.user), **form.cleaned_data)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            toasts.say(request, _("{number}：已退回，等重新提出。").format(number=row.number))
            return redirect(_page(visit, row))
    title = _("{number}：不同意处理结果").format(number=row.number)
    return pages.ask(request, visit, form, title=title, verb=_("退回"), back=_page(visit, row))


def _proposed(visit: Visit, pk: int) -> Arrival:
    row = find(visit, pk)
    if not row.proposed:
        raise Http404
    return row


def _receive(request: HttpRequest, visit: Visit, row: Arrival) -> HttpResponse:
    said = privacy.opened(row)
    receipt = inbox.receipt_of(row)
    proposed = {
        "number": queries.next_number(visit.scope, (receipt.received_on or today()).year),
        "applicant_kind": said.applicant_kind or "natural_person",
        "signed_on": row.signed_on,
        "confirmed_on": row.confirmed_on,
        "confirmed_how": said.confirmed_how,
    }
    is_certain = inbox.first_of(row) != row
    form = ReceiveForm(
        request.POST or None,
        channel=row.channel,
        missing=receipt.missing,
        is_certain=is_certain,
        initial=proposed,
    )
    if form.is_valid():
        try:
            foi_request = inbox.receive(
                arrival=row,
                number=form.own_number,
                applicant_kind=form.cleaned_data["applicant_kind"],
                evidence=form.evidence(),
                actor=str(request.user),
            )
        except Refused as error:
            form.add_error(None, str(error))
        else:
            toasts.say(request, _("{number}：已确认收到，期限开始计算。").format(number=foi_request.number))
            return _onward(visit, foi_request)
    context = {
        "row": row,
        "form": form,
        "receipt": receipt,
        "channel": CHANNEL[row.channel],
        "joined": joined_words(row),
        "lacks_record": row.channel == "oral" and not queries.attachments_of(row).exists(),
        "code": code_of(request, row),
        "back": _page(visit, row),
    }
    return pages.show(request, visit, "requests/receive", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.RECORD)
@once
def split(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """One letter, several matters. What it says is edited here, so names in it are masked."""
    row = _application(visit, pk)
    form = SplitForm(request.POST or None)
    if form.is_valid():
        try:
            parts = inbox.split(
                arrival=row,
                matters=form.cleaned_data["matters"],
                actor=str(request.user),
                reason=form.cleaned_data["reason"],
            )
        except Refused as error:
            form.add_error(None, str(error))
        else:
            toasts.say(request, _("已拆成{count}件，各自确认收到。").format(count=len(parts)))
            return redirect("workbench:inbox", visit.organ.pk)
    words = privacy.shown(row).content
    lead = _("原文：{words}").format(words=words)
    title = _("{number}：拆成几件").format(number=row.number)
    return pages.ask(request, visit, form, title=title, verb=_("拆开"), back=_page(visit, row), lead=lead)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.RECORD)
@once
def join(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """The same application came twice."""
    row = _application(visit, pk)
    others = queries.twins(row)
    if not others:  # the other one may have been confirmed meanwhile
        toasts.say(request, _("同一申请人没有别的待确认的申请，不用并件。"))
        return redirect(_page(visit, row))
    choices = [(str(one.pk), f"{one.number} {_(CHANNEL[one.channel].zh)}") for one in others]
    into = forms.ChoiceField(label=_("并入哪一件"), choices=choices, widget=Radios)
    form = Form(request.POST or None, fields={"into": into})
    if form.is_valid():
        try:
            inbox.join(
                arrival=row,
                into=find(visit, int(form.cleaned_data["into"])),
                actor=str(request.user),
            )
        except Refused as error:
            form.add_error(None, str(error))
        else:
            toasts.say(request, _("已并件，附件随着过去，收到日期按最早的算。"))
            return redirect("workbench:inbox", visit.organ.pk)
    title = _("{number}：并入另一件").format(number=row.number)
    return pages.ask(request, visit, form, title=title, verb=_("并件"), back=_page(visit, row))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.RECORD)
@once
def close(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """It goes no further, and stays with the reason."""
    row = find(visit, pk)
    if row.kind == Kind.RECTIFICATION:  # it ends in its own ways
        raise Http404
    is_application = row.kind == Kind.APPLICATION
    form = (CloseForm if is_application else DeclineForm)(request.POST or None)
    if form.is_valid():
        try:
            inbox.close(
                arrival=row, actor=str(request.user), **{"state": State.DECLINED, **form.cleaned_data}
            )
        except Refused as error:
            form.add_error(None, str(error))
        else:
            toasts.say(request, _("已记下，原因申请人查得到。"))
            return redirect("workbench:inbox", visit.organ.pk)
    title, lead = _("不采用{kind}").format(kind=_(row.get_kind_display())), ""
    if is_application:
        title = _("{number}：不作申请办理").format(number=row.number)
        lead = _("写法不规范、没写清楚的也是申请：那样的请确认收到，再告知补正。")
    return pages.ask(request, visit, form, title=title, verb=_("记下"), back=_page(visit, row), lead=lead)


def _application(visit: Visit, pk: int) -> Arrival:
    row = find(visit, pk)
    if row.kind != Kind.APPLICATION:
        raise Http404
    return row


def _files(request: HttpRequest, visit: Visit, form: Form) -> Sequence[Kept] | None:
    """The files, all or none of them; None where one is refused, which is said beside the field."""
    try:
        if uploads.is_over(request):
            raise Refused(_("附件 — 超过10兆字节 — 请压缩或分开再选。"))
        files = uploads.handed_in(request, "attached")
        return inbox.keep_files(organ=visit.organ, actor=str(request.user), files=files, may_wait=True)
    except Refused as error:
        form.add_error("attached", str(error))
        return None


def _instant(day: date) -> datetime:
    """The instant at which it came, where it came today; else that day."""
    return now() if day == today() else datetime.combine(day, time(12), BEIJING)


def _inbox(visit: Visit) -> str:
    return reverse("workbench:inbox", args=(visit.organ.pk,))


def _page(visit: Visit, row: Arrival) -> str:
    return reverse("workbench:arrival", args=(visit.organ.pk, row.pk))


def _onward(visit: Visit, row: FoiRequest | None) -> HttpResponse:
    if row is None:
        return redirect("workbench:inbox", visit.organ.pk)
    return redirect("workbench:record", visit.organ.pk, "requests", row.pk)
