"""收件: what has arrived and is not confirmed, and the page of one arrival with all that its receipt rests
on."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.faces.ui.dates import moment
from gongkai.faces.ui.files import FORMS, attachment
from gongkai.faces.ui.files import paper as handed_out
from gongkai.faces.ui.forms import Form
from gongkai.faces.workbench import pages
from gongkai.faces.workbench.access import Visit, needs
from gongkai.law import applicants, fees
from gongkai.law.receipt import CHANNEL
from gongkai.ledger.archive import queries as archive
from gongkai.ledger.people import queries as people
from gongkai.ledger.people.roles import Duty
from gongkai.ledger.requests import attachments, inbox, privacy, queries, rectifications
from gongkai.ledger.requests.entries import Said
from gongkai.ledger.requests.models import Arrival, FoiRequest, Grade
from gongkai.lib.kinds import BY_CODE
from gongkai.lib.today import today

#: So many are listed; whoever has more waiting works off the oldest first.
MOST = 200
Kind, State = Arrival.Kind, Arrival.State


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the inbox: what it is, what it says without names, what its receipt still lacks."""

    row: Arrival
    words: str
    arrived: str
    missing: str

    @property
    def channel(self) -> str:
        return _(CHANNEL[self.row.channel].zh)

    @property
    def about(self) -> str:
        """The number of the application that it is about."""
        return about(self.row)[0]


@require_safe
@needs(Duty.READ)
def page(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Everything that waits, oldest first; what may come from a program is folded away and not thrown
    away."""
    lines = [_line(row) for row in queries.waiting(visit.scope).prefetch_related("later")[:MOST]]
    context = {
        "lines": [line for line in lines if not line.row.is_doubtful],
        "doubtful": [line for line in lines if line.row.is_doubtful],
        "can_record": visit.may(Duty.RECORD),
        "avoided": queries.avoided(visit.scope, today().replace(month=1, day=1), today()),
    }
    return pages.show(request, visit, "requests/inbox", context)


@require_safe
@needs(Duty.READ)
def arrival(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """One arrival: what it says, what proves its receipt, and what is like it."""
    row = find(visit, pk)
    said, shown = privacy.opened(row), privacy.shown(row)
    is_waiting = row.state == State.WAITING
    is_application = row.kind == Kind.APPLICATION and not row.erased_on
    receipt = inbox.receipt_of(row) if is_application else None
    context = {
        "row": row,
        "said": list(facts(row, shown)),
        "words": shown.content,
        "arrived": moment(row.arrived_at),
        "about": about_words(row),
        "channel": CHANNEL[row.channel],
        "receipt": receipt,
        "joined": joined_words(row),
        "files": [(one, BY_CODE[one.kind].zh) for one in queries.attachments_of(row)],
        "is_waiting": is_waiting,
        "can_record": visit.may(Duty.RECORD) and is_waiting,
        "can_unmask": visit.may(Duty.UNMASK) and not row.erased_on,
        "kept": _kept(visit, row),
        "is_rectification": row.kind == Kind.RECTIFICATION,
        "may_agree": visit.may(Duty.RELEASE) and row.proposed_by != str(request.user),
        "is_alone": bool(row.proposed) and not _others(visit, row),
        "papers": [(code, title, FORMS) for code, title in rectifications.papers(row)],
        "code": code_of(request, row),
        **(_beside(visit, row, said) if is_application else {}),
    }
    return pages.show(request, visit, "requests/arrival", context)


@require_safe
@needs(Duty.UNMASK)
def paper(request: HttpRequest, visit: Visit, pk: int, code: str, form: str) -> HttpResponse:
    """What is written of a rectification, with the full name: a row of the log."""
    row = find(visit, pk)
    titles = dict(rectifications.papers(row))
    if code not in titles or form not in FORMS:
        raise Http404
    document = rectifications.paper(row, code)
    inbox.look(arrival=row, actor=str(request.user), reason=titles[code])
    return handed_out(document, form, f"{titles[code]}{row.number}")


def _others(visit: Visit, row: Arrival) -> list[str]:
    """Who may agree to what was proposed."""
    may = map(str, people.who_may(Duty.RELEASE, visit.organ, today()))
    return [name for name in may if name != row.proposed_by]


def _kept(visit: Visit, row: Arrival) -> dict[str, Any] | None:
    """How long one is kept that ended without becoming an application."""
    if not queries.ended(visit.scope).filter(pk=row.pk).exists():
        return None
    kept = archive.unfiled(row)
    return {"row": kept, "until": kept.period.last_day(kept.closed_on), "can_hold": visit.may(Duty.RECORD)}


def code_of(request: HttpRequest, row: Arrival) -> str:
    """The tracking code of what this browser has taken in, for its applicant's receipt."""
    sealed = request.session.get(f"code-{row.pk}", "")
    code = privacy.keys().open(sealed) if sealed else ""
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


class ReasonForm(Form):
    """Why somebody wants to see what is hidden."""

    reason = forms.CharField(
        label=gettext_lazy("为什么要看"),
        max_length=200,
        help_text=gettext_lazy("记入操作日志，例如打电话确认收到"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.UNMASK)
def look(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """All that an arrival says, once, to whoever may see it and says why."""
    row = find(visit, pk)
    if row.erased_on:
        raise Http404
    form = ReasonForm(request.POST or None)
    back = reverse("workbench:arrival", args=(visit.organ.pk, pk))
    if not form.is_valid():
        title = _("{number}：显示全文").format(number=row.number)
        lead = _("只在下一页显示一次；谁在什么时候为什么看过，都记进操作日志。")
        return pages.ask(request, visit, form, title=title, verb=_("显示"), back=back, lead=lead)
    said = inbox.look(arrival=row, actor=str(request.user), reason=form.cleaned_data["reason"])
    return pages.show(
        request, visit, "requests/identity", {"row": row, "shown": list(facts(row, said)), "back": back}
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.UNMASK)
def file(request: HttpRequest, visit: Visit, pk: int, file_id: int) -> HttpResponse:
    """A file that came along, once a reason is given; never shown inside a page, for it is a stranger's."""
    row = find(visit, pk)
    kept = queries.attachments_of(row).filter(pk=file_id).first()
    if kept is None or kept.quarantine:
        raise Http404
    form = ReasonForm(request.POST or None)
    if not form.is_valid():
        back = reverse("workbench:arrival", args=(visit.organ.pk, pk))
        title = _("{number}：打开附件").format(number=row.number)
        return pages.ask(request, visit, form, title=title, verb=_("打开"), back=back)
    said = {"actor": str(request.user), "reason": form.cleaned_data["reason"]}
    inbox.look_into(organ=visit.organ, attachment=kept, **said)
    kind = BY_CODE[kept.kind]
    return attachment(attachments.content(kept), attachments.name_of(kept), kind.content_type)


def find(visit: Visit, pk: int) -> Arrival:
    """An arrival of this organ; 404 for any other."""
    rows = queries.arrivals(visit.scope).select_related("organ").prefetch_related("later")
    row = rows.filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def about(row: Arrival) -> tuple[str, str]:
    """The number and the page of that about which something was sent later, or to which it was joined; "" of
    what stands alone."""
    stands_alone = row.kind in queries.ON_THEIR_OWN and row.state != State.JOINED
    if stands_alone or row.about is None:
        return "", ""
    if row.foi_request is None:
        return row.about.number, reverse("workbench:arrival", args=(row.organ_id, row.about_id))
    number = row.foi_request.number
    return number, reverse("workbench:record", args=(row.organ_id, "requests", row.foi_request_id))


def joined_words(row: Arrival) -> list[str]:
    """What was joined to it, and when that was received."""
    return [_joined(one, inbox.own_receipt(one).received_on) for one in queries.joined(row)]


def _joined(row: Arrival, received_on: date | None) -> str:
    words = (
        _("并入了{number}（{channel}），{day}收到。")
        if received_on
        else _("并入了{number}（{channel}），{day}到达。")
    )
    href = reverse("workbench:arrival", args=(row.organ_id, row.pk))
    link = format_html('<a href="{}" lang="zh-CN">{}</a>', href, row.number)
    day, channel = received_on or inbox.arrived_on(row), _(CHANNEL[row.channel].zh)
    return format_html(words, number=link, channel=channel, day=day)


def about_words(row: Arrival) -> str:
    """The same as a sentence that leads there."""
    number, href = about(row)
    link = format_html('<a href="{}" lang="zh-CN">{}</a>', href, number)
    return format_html(_("关于{number}这件。"), number=link) if number else ""


def facts(row: Arrival, said: Said) -> Iterator[tuple[str, str]]:
    """What is said, under its official names; what is not said is left out."""
    kind = applicants.BY_CODE.get(said.applicant_kind)
    named = (
        (gettext_lazy("申请人类型"), _(kind.zh) if kind else ""),
        (gettext_lazy("申请人"), said.applicant_name),
        (gettext_lazy("证件号码"), said.id_number),
        (gettext_lazy("联系方式"), said.contact),
        (gettext_lazy("代理人"), said.agent),
        (
            gettext_lazy("要更正的") if row.kind == Kind.RECTIFICATION else gettext_lazy("申请内容"),
            said.content,
        ),
        (gettext_lazy("获取方式"), said.delivery),
        (gettext_lazy("需要的帮助"), said.help),
        (gettext_lazy("几件不同的事"), _("同意分开登记、分别答复") if said.may_split else ""),
        (gettext_lazy("怎样确认的"), said.confirmed_how),
        (gettext_lazy("提出的处理结果"), _(row.get_proposed_display()) if row.proposed else ""),
        (gettext_lazy("处理结果"), said.outcome),
        (gettext_lazy("有权更正的机关"), said.competent),
        (gettext_lazy("文号"), said.document_no),
        (gettext_lazy("谁、哪一天同意的"), said.agreed),
        (gettext_lazy("不同意的理由"), said.objection),
        (gettext_lazy("评价"), _(Grade(said.rating).label) if said.rating else ""),
    )
    return ((str(name), text) for name, text in named if text)


def _line(row: Arrival) -> Line:
    said = privacy.shown(row)
    return Line(row, said.content, moment(row.arrived_at), _missing(row))


def _missing(row: Arrival) -> str:
    if row.proposed:
        return _("已提出处理结果，等另一个人同意")
    if row.kind == Kind.RECTIFICATION:
        return _("条例没有规定期限，请及时核对")
    return inbox.receipt_of(row).missing if row.kind == Kind.APPLICATION else ""


def _beside(visit: Visit, row: Arrival, said: Said) -> dict[str, Any]:
    """What is like it: of the same applicant, of the same matter, and what it would cost by number."""
    on = inbox.receipt_of(row).received_on or inbox.arrived_on(row)
    before = queries.of_month(row, on)
    same, perhaps = (
        [(one, _answered(one)) for one in rows.exclude(pk=row.foi_request_id or 0)[:10]]
        for rows in (queries.of_applicant(row), queries.perhaps_of_applicant(row))
    )
    alike = [one for one in queries.alike(visit.scope, said.content) if one.pk != row.foi_request_id]
    return {
        "same": same,
        "perhaps": perhaps,
        "alike": [(one, _answered(one)) for one in alike],
        "pending": queries.alike_waiting(row, said.content),
        "twins": queries.twins(row),
        "nth": before + 1,
        "fee": fees.BY_ITEMS.on(on).marginal(before + 1) if before else Decimal(0),
        "month": on.month,
    }


def _answered(row: FoiRequest) -> str:
    return _("{day}已答复").format(day=row.answered_on) if row.answered_on else _("在办")
