"""A letter of a case on screen: how it will look, what can be done with it, what the rules find, as files."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from gongkai import papers
from gongkai.faces.ui import dates
from gongkai.faces.ui import findings as finding_list
from gongkai.faces.ui.files import FORMS
from gongkai.faces.ui.files import paper as handed_out
from gongkai.faces.ui.findings import Action, Handled, Shown
from gongkai.faces.workbench.access import Visit, needs
from gongkai.faces.workbench.ledgers.registers import find_record
from gongkai.faces.workbench.letters.paper import paper, shown_to, veiled
from gongkai.faces.workbench.requests.case import LETTER_STATES, case_of
from gongkai.faces.workbench.requests.steps import framed
from gongkai.law import letter_lint
from gongkai.law.findings import Finding
from gongkai.ledger.deeds import Done
from gongkai.ledger.people.roles import Duty
from gongkai.ledger.requests import attachments
from gongkai.ledger.requests.letters import actions, document, progress, queries
from gongkai.ledger.requests.letters.actions import Moment
from gongkai.ledger.requests.letters.deeds import Deed, history
from gongkai.ledger.requests.letters.drafting import Draft
from gongkai.ledger.requests.letters.plans import Plan
from gongkai.ledger.requests.models import FoiRequest, Letter, LetterState, Redaction
from gongkai.ledger.requests.steps import Case
from gongkai.lib import calendars
from gongkai.lib.kinds import BY_CODE as KINDS
from gongkai.lib.language import listed
from gongkai.lib.today import today


@dataclass(frozen=True, slots=True)
class Way:
    """A deed that can be done now, and what comes of it."""

    verb: str
    words: str
    href: str


#: What comes of each deed.
WORDS: Mapping[Deed, Any] = {
    Deed.SIGN: gettext_lazy("签发时给出文号，登记这一步；起草的人不能签发。"),
    Deed.REVIEW_LAW: gettext_lazy("审过的这一稿才能签发；退回修改后要重审。"),
    Deed.REVIEW_SECRECY: gettext_lazy("审过的这一稿才能签发；退回修改后要重审。"),
    Deed.SUBMIT: gettext_lazy("送审以后不能再改；要改可以收回。"),
    Deed.EDIT: gettext_lazy("改栏目和正文；别人同时在改会提醒。"),
    Deed.RETURN: gettext_lazy("写明原因，退回起草的人修改。"),
    Deed.VOID: gettext_lazy("作废不删除；已给出的文号留作作废，不再使用。"),
}


def moment() -> Moment:
    return Moment(today(), calendars.load(settings.DATA))


def find(visit: Visit, pk: int, letter_id: int) -> tuple[Letter, list[Letter], Case]:
    """The letter of an address with the others of its case; 404 for none."""
    row: FoiRequest = find_record(visit, "requests", pk)
    all_of_it = queries.of(visit.scope, row)
    letter = next((one for one in all_of_it if one.pk == letter_id), None)
    if letter is None:
        raise Http404
    return letter, all_of_it, case_of(visit, list(letter.foi_request.events.all()))


def may(visit: Visit, deed: Deed, plan: Plan, letter: Letter) -> bool:
    """Whether this person has the duty of a deed; of a signature it is the letter's."""
    if deed is Deed.SIGN:
        return any(map(visit.may, progress.signing_duties(plan)))
    if deed is Deed.RETURN:
        return any(map(visit.may, (*progress.signing_duties(plan), *progress.REVIEWS.values(), Duty.DRAFT)))
    if deed is Deed.VOID and letter.document_no:
        return any(map(visit.may, progress.signing_duties(plan)))
    return visit.may(progress.REVIEWS.get(deed, Duty.DRAFT))


@require_safe
@needs(Duty.READ)
def page(request: HttpRequest, visit: Visit, pk: int, letter_id: int) -> HttpResponse:
    letter, all_of_it, case = find(visit, pk, letter_id)
    draft = queries.draft(letter, all_of_it, case, today())
    shown = _findings(visit, letter, draft)
    ways, refused = _ways(request, visit, letter, draft)
    title = draft.plan.template.title
    context = {
        **framed(request, visit, letter.foi_request, _(title)),
        **paper(letter.foi_request, draft, shown),
        "letter": letter,
        "state": LETTER_STATES[letter.state],
        "ways": ways,
        "refused": refused,
        "findings": shown,
        "open": [one for one in shown if one.is_open],
        "passed": len(letter_lint.CHECKS) - len({one.rule for one in shown}),
        "step": draft.plan.step,
        "not_yet": ""
        if letter.signed_on or letter.state == LetterState.VOID
        else progress.why_not_yet(draft),
        "history": list(_history(letter)),
        "annexes": [(one, attachments.name_of(one), KINDS[one.kind].zh) for one in letter.annexes.all()],
        "unmade": [one for one in letter.redactions.all() if one.state != Redaction.State.MADE],
        "can_annex": letter.state == LetterState.DRAFT and visit.may(Duty.DRAFT),
        "files": [(papers.BY_NAME[form].zh, form) for form in FORMS],
    }
    return render(request, "workbench/letters/letter.html", context)


def _history(letter: Letter) -> Iterator[tuple[str, str, Done[Deed]]]:
    """What was done, the latest first: when, in which words, by whom."""
    for done in reversed(history(letter)):
        yield dates.moment(done.at), _(done.what.zh), done


def _ways(request: HttpRequest, visit: Visit, letter: Letter, draft: Draft) -> tuple[list[Way], list[str]]:
    """What can be done now, the next thing first; and why others cannot."""
    ways, refused = [], []
    for deed in WORDS:
        if deed in progress.REVIEWS and deed not in _reviews(letter):
            continue
        why = progress.why_not(deed, letter, draft, actor=str(request.user))
        if not why and may(visit, deed, draft.plan, letter):
            ways.append(Way(_(deed.zh), WORDS[deed], _address(deed, letter)))
        elif letter.state in progress.STATES[deed]:
            refused.append(why or no_duty(deed, draft.plan))
    return ways, refused


def _reviews(letter: Letter) -> tuple[Deed, ...]:
    """The reviews that a letter of this organ passes; with three people, either."""
    asked = progress.reviews_asked(letter.organ)
    return asked or (tuple(progress.REVIEWS) if progress.needs_third(letter.organ) else ())


def no_duty(deed: Deed, plan: Plan) -> str:
    duties = (
        progress.signing_duties(plan)
        if deed in {Deed.SIGN, Deed.VOID}
        else {progress.REVIEWS.get(deed, Duty.DRAFT)}
    )
    return _("{deed} — 您的角色没有这一项 — 由有“{duty}”职责的人办理。").format(
        deed=_(deed.zh), duty=listed(sorted(_(duty.zh) for duty in duties))
    )


def _address(deed: Deed, letter: Letter) -> str:
    return reverse(f"workbench:letter-{deed.slug}", args=(letter.organ_id, letter.foi_request_id, letter.pk))


def _findings(visit: Visit, letter: Letter, draft: Draft) -> tuple[Shown, ...]:
    """What the rules find, each named after the thing it is about and placed by its number in the list."""
    found = draft.findings
    named = [finding.message.split(" — ", 1) for finding in found]
    placed = [replace(one, where=str(i), message=named[i][1]) for i, one in enumerate(found)]
    accepted = {(one["rule"], one["message"]): one for one in letter.accepted}

    def action(finding: Finding) -> Action | None:
        if not progress.may_set_aside(finding) or not visit.may(Duty.APPROVE):
            return None
        key = key_of(found[int(finding.where)])
        page = reverse(
            "workbench:letter-accept", args=(letter.organ_id, letter.foi_request_id, letter.pk, key)
        )
        return Action(_("不改，写明理由"), page)

    def handled(finding: Finding) -> Handled | None:
        one = accepted.get((finding.rule, found[int(finding.where)].message))
        return (
            Handled(_("已处理，不改：{reason}").format(reason=one["reason"]), one["by"], "") if one else None
        )

    return finding_list.numbered(
        placed,
        place=lambda where: veiled(letter.foi_request, draft, named[int(where)][0]),
        link=lambda where, number: f"#mark-{number}",
        action=action,
        handled=handled,
    )


def key_of(finding: Finding) -> str:
    """A finding in an address: its rule and words."""
    return sha256(repr((finding.rule, finding.message)).encode()).hexdigest()[:16]


def address_of(letter: Letter) -> str:
    return reverse("workbench:letter", args=(letter.organ_id, letter.foi_request_id, letter.pk))


@require_safe
@needs(Duty.READ)
def file(request: HttpRequest, visit: Visit, pk: int, letter_id: int, form: str) -> HttpResponse:
    """The letter as Word or PDF; with the full name for whoever may see it, which is a row of the log."""
    if form not in FORMS:
        raise Http404
    letter, all_of_it, case = find(visit, pk, letter_id)
    draft = queries.draft(letter, all_of_it, case, today())
    title = draft.plan.template.title
    if visit.may(Duty.UNMASK):
        to = actions.named(letter=letter, name=draft.to, actor=str(request.user), reason=title)
        built = document.build(draft, to=to)
    else:
        built = document.build(draft, to=shown_to(draft), shown=partial(veiled, draft.row, draft))
    return handed_out(built, form, f"{title}{letter.document_no or draft.row.number}")
