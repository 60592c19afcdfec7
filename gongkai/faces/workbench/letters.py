"""Letters of a case on screen: drafted beside how they will look, findings on their words, as files."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256
from types import MappingProxyType
from typing import Any
from urllib.parse import quote

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai import papers
from gongkai.faces.ui import drafts, toasts
from gongkai.faces.ui import findings as finding_list
from gongkai.faces.ui.addresses import Here
from gongkai.faces.ui.findings import Action, Handled, Shown
from gongkai.faces.ui.once import once
from gongkai.faces.workbench import fee, letter_drafts
from gongkai.faces.workbench.access import Visit, needs
from gongkai.faces.workbench.asking import AskForm, field_of
from gongkai.faces.workbench.case import LETTER_STATES, case_of
from gongkai.faces.workbench.fee import Fee
from gongkai.faces.workbench.letter_drafts import Typed
from gongkai.faces.workbench.registers import find_record
from gongkai.faces.workbench.steps import choose, counts_in, framed, kind_of
from gongkai.law import letter_lint, letter_texts
from gongkai.law.findings import Finding, Severity
from gongkai.ledger.deeds import Done
from gongkai.ledger.people.roles import Duty
from gongkai.ledger.requests import attachments, privacy
from gongkai.ledger.requests.letters import actions, document, plans, progress, queries
from gongkai.ledger.requests.letters.actions import Moment, Text
from gongkai.ledger.requests.letters.deeds import Deed, history
from gongkai.ledger.requests.letters.drafting import Draft, contact_of
from gongkai.ledger.requests.letters.plans import ADDRESSEE, Plan
from gongkai.ledger.requests.models import FoiRequest, Letter, LetterState, Redaction
from gongkai.ledger.requests.steps import Case, Refused
from gongkai.lib import calendars
from gongkai.lib.kinds import BY_CODE as KINDS
from gongkai.lib.today import BEIJING, today

FORMS = ("docx", "pdf")
_LONGEST = 4000


class LetterForm(AskForm):
    """The fields of a letter and its text; ``seen`` is how many deeds were done when it was opened."""

    saved = ""  # when what it shows saved itself
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    source = forms.CharField(
        label=gettext_lazy("正文"),
        widget=forms.Textarea(attrs={"rows": 12}),
        max_length=_LONGEST,
        help_text=gettext_lazy("花括号里的照登记、法律和上面填的印出来；方括号里没有内容的不印"),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.order_fields([name for name in self.fields if name != "source"])

    def _post_clean(self) -> None:
        """A draft is kept before all is written; what is missing is told on its page."""
        for name, errors in self.errors.as_data().items():
            if all(error.code == "required" for error in errors):
                del self.errors[name]
                self.cleaned_data[name] = ""

    def text(self) -> Text:
        said = self.said(self.cleaned_data)
        addressee = str(said.pop(ADDRESSEE.name, ""))
        return Text(said, self.cleaned_data["source"], addressee)


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a letter, with the finding that is about them."""

    words: str
    finding: Shown | None = None


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
        **framed(request, visit, letter.foi_request, title),
        **_paper(letter.foi_request, draft, shown),
        "letter": letter,
        "state": LETTER_STATES[letter.state],
        "ways": ways,
        "refused": refused,
        "findings": shown,
        "open": [one for one in shown if one.is_open],
        "passed": len(letter_lint.CHECKS) - len({one.rule for one in shown}),
        "counts_in": _counts_in(draft),
        "step": draft.plan.step,
        "history": list(_history(letter)),
        "annexes": [(one, attachments.name_of(one), KINDS[one.kind].zh) for one in letter.annexes.all()],
        "unmade": [one for one in letter.redactions.all() if one.state != Redaction.State.MADE],
        "can_annex": letter.state == LetterState.DRAFT and visit.may(Duty.DRAFT),
        "files": [(papers.BY_NAME[form].zh, form) for form in FORMS],
    }
    return render(request, "workbench/letter.html", context)


def _history(letter: Letter) -> Iterator[tuple[str, str, Done[Deed]]]:
    """What was done, the latest first: when, in which words, by whom."""
    for done in reversed(history(letter)):
        yield f"{done.at:%Y-%m-%d} {done.at.hour}:{done.at:%M}", _(done.what.zh), done


def _counts_in(draft: Draft) -> str:
    """表三 row and column in which what the letter leads to will count."""
    kind = draft.plan.kind
    return counts_in(kind, draft.row) if draft.plan.step and kind and kind.row else ""


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
        deed=_(deed.zh), duty="、".join(sorted(_(duty.zh) for duty in duties))
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
        if finding.severity is not Severity.ERROR or not visit.may(Duty.APPROVE):
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
        place=lambda where: _veiled(letter.foi_request, draft, named[int(where)][0]),
        link=lambda where, number: f"#mark-{number}",
        action=action,
        handled=handled,
    )


def key_of(finding: Finding) -> str:
    """A finding in an address: its rule and words."""
    return sha256(repr((finding.rule, finding.message)).encode()).hexdigest()[:16]


def _paper(row: FoiRequest, draft: Draft, shown: Sequence[Shown]) -> dict[str, Any]:
    """The letter as it will be printed, names masked, its findings on their words."""
    lines = [
        [replace(piece, words=_veiled(row, draft, piece.words)) for piece in line]
        for line in pieces(draft, shown)
    ]
    return {
        "draft": draft,
        "letter_title": draft.plan.template.title,
        "to": _shown_to(draft),
        "lines": lines,
        "attached": [_veiled(row, draft, title) for title in draft.annexes],
        "contact": contact_of(draft.organ),
        "signed_on": draft.facts.signed_on,
    }


def _shown_to(draft: Draft) -> str:
    """The addressee as the page shows it: an organ in full, anybody else masked."""
    is_person = draft.plan.template.to != letter_texts.ORGAN and not draft.is_unaddressed
    return privacy.masked_name(draft.to) if is_person else draft.to


def _veiled(row: FoiRequest, draft: Draft, words: str) -> str:
    for name in filter(None, (draft.addressee, *draft.others)):
        words = words.replace(name, privacy.masked_name(name))
    return privacy.masked(row, words)


def pieces(draft: Draft, shown: Sequence[Shown]) -> Iterator[list[Piece]]:
    """The paragraphs of a letter, cut where a finding begins or ends; of two that overlap, one is marked."""
    spans = sorted(
        ((start, end, one) for one in shown for start, end in _span(draft.findings[int(one.where)].where)),
        key=lambda span: span[:2],
    )
    begin = 0
    for line in draft.paragraphs:
        after = begin + len(line)
        within = [(a - begin, min(b, after) - begin, one) for a, b, one in spans if begin <= a < after]
        yield list(_cut(line, within))
        begin = after + 1


def _span(where: str) -> Iterator[tuple[int, int]]:
    if where.startswith("text/"):
        start, _dash, end = where.removeprefix("text/").partition("-")
        yield int(start), int(end)


def _cut(line: str, spans: Sequence[tuple[int, int, Shown]]) -> Iterator[Piece]:
    place = 0
    for start, end, finding in spans:
        if start < place:
            continue
        if start > place:
            yield Piece(line[place:start])
        yield Piece(line[start:end], finding)
        place = end
    if place < len(line):
        yield Piece(line[place:])


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.DRAFT)
@once
def new(request: HttpRequest, visit: Visit, pk: int, code: str) -> HttpResponse:
    """Draft the letter of a step, or one of no step; an answer first asks of which kind it is."""
    row: FoiRequest = find_record(visit, "requests", pk)
    kind = kind_of(request)
    if code == "answer" and kind is None:
        return choose(request, visit, row)
    plan = plans.plan(code, kind.code if kind else "")
    if plan is None:
        raise Http404
    draft = queries.begin(plan, row, case_of(visit, list(row.events.all())), today())
    name = _name_of_new(pk, code, kind.code if kind else "")
    typed = letter_drafts.of(request, name)
    worked = fee.of(request, row) if code == fee.STEP else None
    form = form_of(request, draft, seen=0, typed=typed, taken=worked.taken if worked else {})
    if form.is_valid():
        letter = actions.draft(foi_request=row, plan=plan, text=form.text(), actor=str(request.user))
        letter_drafts.forget(request, name)
        toasts.say(request, _("{letter}已起草。").format(letter=plan.template.title))
        return redirect("workbench:letter", visit.organ.pk, pk, letter.pk)
    back = reverse("workbench:record", args=(visit.organ.pk, "requests", pk))
    keeps = reverse("workbench:letter-new-draft", args=(visit.organ.pk, pk, code))
    query = f"?kind={kind.code}" if kind else ""
    return _edit_page(request, visit, draft, form, back=back, keeps=f"{keeps}{query}", worked=worked)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.DRAFT)
@once
def edit(request: HttpRequest, visit: Visit, pk: int, letter_id: int) -> HttpResponse:
    """Change a draft. Whoever changed it meanwhile is not overwritten unseen."""
    letter, all_of_it, case = find(visit, pk, letter_id)
    draft = queries.draft(letter, all_of_it, case, today())
    name = str(letter.pk)
    form = form_of(request, draft, seen=len(letter.deeds), typed=letter_drafts.of(request, name))
    if form.is_valid():
        try:
            actions.edit(
                letter=letter,
                text=form.text(),
                actor=str(request.user),
                seen=form.cleaned_data["seen"],
                at=moment(),
            )
        except Refused as error:
            form.data = request.POST.copy()
            form.data["seen"] = str(len(letter.deeds))  # told of it, they may save over it
            form.add_error(None, str(error))
        else:
            letter_drafts.forget(request, name)
            toasts.say(request, _("文书已保存。"))
            return redirect("workbench:letter", visit.organ.pk, pk, letter_id)
    keeps = reverse("workbench:letter-draft", args=(visit.organ.pk, pk, letter_id))
    return _edit_page(request, visit, draft, form, back=address_of(letter), keeps=keeps)


@require_POST
@needs(Duty.DRAFT)
def keep_new(request: HttpRequest, visit: Visit, pk: int, code: str) -> HttpResponse:
    """Keep what is typed of a letter that is not saved yet."""
    find_record(visit, "requests", pk)
    kind = kind_of(request)
    return _kept(request, _name_of_new(pk, code, kind.code if kind else ""))


@require_POST
@needs(Duty.DRAFT)
def keep(request: HttpRequest, visit: Visit, pk: int, letter_id: int) -> HttpResponse:
    """Keep what is typed into a draft."""
    find(visit, pk, letter_id)
    return _kept(request, str(letter_id))


def _kept(request: HttpRequest, name: str) -> HttpResponse:
    ours = [key for key in request.POST if key.startswith("says-") or key in {"source", "seen"}]
    typed = {key: str(request.POST[key])[: 2 * _LONGEST] for key in ours}
    letter_drafts.keep(request, name, typed)
    return drafts.saved()


def _name_of_new(pk: int, code: str, kind: str) -> str:
    return f"{pk}/{code}/{kind}"


def address_of(letter: Letter) -> str:
    return reverse("workbench:letter", args=(letter.organ_id, letter.foi_request_id, letter.pk))


def form_of(
    request: HttpRequest,
    draft: Draft,
    seen: int,
    typed: Typed | None = None,
    taken: Mapping[str, Any] = MappingProxyType({}),
) -> LetterForm:
    """The form as the letter has it; over it what was typed and not saved, and what was ``taken`` since."""
    said = {**draft.fields, ADDRESSEE.name: draft.addressee}
    initial = {field_of(name): value for name, value in said.items()}
    form = LetterForm(
        request.POST if request.method == "POST" else None,
        asks=draft.plan.asks(draft.case, draft.text_in_use),
        initial={
            **initial,
            "source": draft.text_in_use,
            "seen": seen,
            **(typed.fields if typed else {}),
            **{field_of(name): value for name, value in taken.items()},
        },
    )
    form.saved = drafts.saved_at(typed.at.astimezone(BEIJING)) if typed else ""
    return form


def _edit_page(
    request: HttpRequest,
    visit: Visit,
    draft: Draft,
    form: LetterForm,
    *,
    back: str,
    keeps: str,
    worked: Fee | None = None,
) -> HttpResponse:
    plan = draft.plan
    context = {
        **framed(request, visit, draft.row, plan.template.title),
        **_paper(draft.row, draft, ()),
        "form": form,
        "fee": worked,
        "plan": plan,
        "why_not": draft.case.why_not(step, draft.on, draft.on, plan.kind) if (step := plan.step) else "",
        "back": back,
        "keeps": keeps,
        "fresh": Here.of(request).with_(fresh="1") if form.saved else "",
        "counts_in": _counts_in(draft),
    }
    return render(request, "workbench/letter_edit.html", context, status=422 if form.errors else 200)


@never_cache
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
        paper = document.build(draft, to=to)
    else:
        paper = document.build(draft, to=_shown_to(draft), shown=partial(_veiled, draft.row, draft))
    response = HttpResponse(
        papers.write(paper, form, fonts_dir=settings.FONTS), content_type=papers.BY_NAME[form].content_type
    )
    name = quote(f"{title}{letter.document_no or draft.row.number}.{form}")
    response["Content-Disposition"] = (
        f"attachment; filename=\"letter-{letter.pk}.{form}\"; filename*=UTF-8''{name}"
    )
    return response
