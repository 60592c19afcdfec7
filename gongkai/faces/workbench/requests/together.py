"""Several applications handled alike 批量办理: chosen in the list, weighed one by one, done one by one, and
what became of each told at the end."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.faces.ui import confirming
from gongkai.faces.ui.addresses import keys
from gongkai.faces.ui.confirming import Question
from gongkai.faces.ui.once import once
from gongkai.faces.workbench import pages
from gongkai.faces.workbench.access import Visit, needs
from gongkai.faces.workbench.frame import frame
from gongkai.faces.workbench.letters import page as letters
from gongkai.faces.workbench.letters import writing as letter_writing
from gongkai.faces.workbench.requests.case import WORDS
from gongkai.faces.workbench.requests.steps import DayForm, Reason, consent, kind_of, kinds_by_row, proposed
from gongkai.law.letters import BY_CODE as LETTERS
from gongkai.law.sources import Source
from gongkai.ledger.people.roles import Duty
from gongkai.ledger.requests import together
from gongkai.ledger.requests.letters import plans, queries
from gongkai.ledger.requests.letters.plans import FREE, LETTER_OF_STEP, Plan
from gongkai.ledger.requests.privacy import masked
from gongkai.ledger.requests.steps import ANSWERS, OVERRULED, Ask, Step
from gongkai.ledger.requests.together import TOGETHER, Chosen, Outcome, Weighed
from gongkai.lib.today import today

KEPT = "together"  # in the session: what was done last
#: What no two have in common: the number of a letter and the one under which it was posted, who signed for
#: it, why an objection was overruled.
OWN = {"proof", "document_no", OVERRULED.name}
STEP = {step.code: step for step in TOGETHER}


@dataclass(frozen=True, slots=True)
class Way:
    """A step that some of the chosen allow today; ``drafts`` and ``letter`` as of ``case.Offer``."""

    verb: Any
    words: Any
    source: Source
    count: int
    href: str
    drafts: str = ""
    letter: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One of the chosen, and why it is left out; "" where it is not."""

    number: str
    about: str
    href: str
    why: str = ""


@require_safe
@needs(Duty.RECORD)
def choose(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The chosen, and each step that some of them allow today: what most allow comes first."""
    chosen = _chosen(request, visit)
    ways = sorted(_ways(request, visit, chosen), key=lambda way: -way.count)
    more = [(_(LETTERS[code].zh), _address(request, visit, "letter", code)) for code in FREE]
    context = {
        "lines": [_line(row.organ_id, row.pk, row.number, masked(row, row.content)) for row in chosen.rows],
        "ways": ways,
        "more_papers": more if visit.may(Duty.DRAFT) else [],
        **_around(request, visit),
    }
    return pages.show(request, visit, "requests/together", context)


def _ways(request: HttpRequest, visit: Visit, chosen: Chosen) -> Iterator[Way]:
    for step in TOGETHER:
        count = sum(not one.why for one in chosen.weigh(step, today()))
        if count:
            yield Way(
                _(step.zh),
                WORDS[step.code],
                step.transition.source,
                count,
                _address(request, visit, "step", step.code),
                *(_drafting(request, visit, step) if visit.may(Duty.DRAFT) else ()),
            )


def _drafting(request: HttpRequest, visit: Visit, step: Step) -> tuple[str, str] | tuple[()]:
    if step.code != "answer" and step.code not in LETTER_OF_STEP:
        return ()
    letter = _("答复") if step.code == "answer" else _(LETTERS[LETTER_OF_STEP[step.code]].zh)
    return _("起草{letter}").format(letter=letter), _address(request, visit, "letter", step.code)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.RECORD)
@once
def take(request: HttpRequest, visit: Visit, step: str) -> HttpResponse:
    """One step for all of the chosen that allow it; an answer first asks of which kind it is."""
    chosen, wanted, kind = _chosen(request, visit), STEP.get(step), kind_of(request)
    if wanted is None or not chosen.rows:
        raise Http404
    if step == "answer" and kind is None:
        return _kinds(request, visit)
    weighed = chosen.weigh(wanted, today(), kind)
    asks = {one.row.pk: one.case.asks(wanted, kind) for one in weighed}
    common = {ask.name: ask for each in asks.values() for ask in each if ask.name not in OWN}
    form = DayForm(
        request.POST if request.method == "POST" else None,
        asks=[*common.values(), *_own(asks, weighed), *consent(visit, wanted)],
        initial={"on": today(), **proposed(weighed[0].case, wanted)},
    )
    if form.is_valid():
        on = form.cleaned_data["on"]
        weighed = chosen.weigh(wanted, on, kind)
        if _as_shown(request, form, weighed):
            said, own = _parted(form.said(form.cleaned_data))
            by: dict[str, Any] = {"actor": str(request.user), "at": chosen.at, "kind": kind, "own": own}
            outcomes = together.take(weighed, step=wanted, on=on, said=said, **by)
            return _told(request, visit, _(wanted.zh), outcomes)
    more = {"words": WORDS[step], "source": wanted.transition.source, "kind": kind, "verb": _("登记")}
    return _page(request, visit, _(wanted.zh), form, weighed, more)


def _own(asks: Mapping[int, Sequence[Ask]], weighed: Iterable[Weighed]) -> list[Ask]:
    """What each that can be done has of its own, such as the number of its letter at the post."""
    return [
        replace(ask, name=f"{ask.name}-{one.row.pk}", zh=f"{one.row.number} {_(ask.zh)}")
        for one in weighed
        if not one.why
        for ask in asks[one.row.pk]
        if ask.name in OWN
    ]


def _parted(said: Mapping[str, Any]) -> tuple[dict[str, Any], dict[int, dict[str, Any]]]:
    """What is said of all, and by the key of its row what of one alone."""
    common, own = dict[str, Any](), dict[int, dict[str, Any]]()
    for name, value in said.items():
        of, _dash, key = name.partition("-")
        if key and of in OWN:
            own.setdefault(int(key), {})[of] = value
        else:
            common[name] = value
    return common, own


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.DRAFT)
@once
def draft(request: HttpRequest, visit: Visit, code: str) -> HttpResponse:
    """The same letter for all of the chosen whose step is lawful today; each is filled from its own case."""
    chosen, kind = _chosen(request, visit), kind_of(request)
    if not chosen.rows:
        raise Http404
    if code == "answer" and kind is None:
        return _kinds(request, visit)
    plan = plans.plan(code, kind.code if kind else "")
    if plan is None:
        raise Http404
    weighed = chosen.weigh_letter(plan)
    form = letter_writing.form_of(request, _begun(plan, weighed, chosen), seen=0)
    title = _(plan.template.title)
    if form.is_valid() and _as_shown(request, form, weighed):
        outcomes = together.draft(weighed, plan=plan, text=form.text(), actor=str(request.user))
        return _told(request, visit, title, outcomes)
    words = _("每一件各成一份草稿，申请人、编号、日期各填各的；审核、签发仍逐份办理。")
    more = {"words": words, "source": plan.letter.source, "kind": kind, "verb": _("起草")}
    return _page(request, visit, title, form, weighed, more)


def _begun(plan: Plan, weighed: Sequence[Weighed], chosen: Chosen) -> Any:
    """The letter before its first word, of the first case for which it will be drafted."""
    first = next((one for one in weighed if not one.why), weighed[0])
    return queries.begin(plan, first.row, first.case, chosen.at.today)


def _as_shown(request: HttpRequest, form: Any, weighed: Sequence[Weighed]) -> bool:
    """Whether exactly those can be done of which the page said so; else the page is to be read again."""
    ready = {one.key for one in weighed if not one.why}
    if not ready:
        form.add_error(None, _("选中的没有一件可以办 — 原因写在下面 — 请换一个日期，或者回列表另选。"))
    elif ready != set(request.POST.getlist("ready")):
        form.add_error(None, _("能办的和刚才不一样了 — 日期或办理情况有了变化 — 请看过下面再登记。"))
    return not form.errors


def _page(
    request: HttpRequest,
    visit: Visit,
    title: str,
    form: Any,
    weighed: Sequence[Weighed],
    more: dict[str, Any],
) -> HttpResponse:
    lines = [
        _line(one.row.organ_id, one.row.pk, one.row.number, masked(one.row, one.row.content), one.why)
        for one in weighed
    ]
    context = {
        "title": title,
        "form": form,
        "ready": [one.key for one in weighed if not one.why],
        "lines": sorted(lines, key=lambda line: bool(line.why)),
        "left_out": sum(bool(line.why) for line in lines),
        **_around(request, visit),
        **more,
    }
    return pages.show(request, visit, "requests/together_step", context, status=422 if form.errors else 200)


def _kinds(request: HttpRequest, visit: Visit) -> HttpResponse:
    context = {"groups": kinds_by_row(ANSWERS), "kept": f"{_query(request)}&", **_around(request, visit)}
    return pages.show(request, visit, "requests/together_kinds", context)


def _told(
    request: HttpRequest, visit: Visit, what: str, outcomes: Iterable[Outcome], *, is_undone: bool = False
) -> HttpResponse:
    """Keep what became of each, and show it."""
    request.session[KEPT] = {
        "organ": visit.organ.pk,
        "what": what,
        "is_undone": is_undone,
        "outcomes": [one.as_json() for one in outcomes],
    }
    return redirect("workbench:together-outcome", visit.organ.pk)


@require_safe
@needs(Duty.RECORD)
def outcome(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What became of each."""
    kept = _kept(request, visit)
    if kept is None:
        return redirect("workbench:ledger", visit.organ.pk, "requests")
    outcomes = [Outcome(**one) for one in kept["outcomes"]]
    done = [one for one in outcomes if one.made]
    context = {
        "what": kept["what"],
        "is_undone": kept["is_undone"],
        "lines": [
            _line(visit.organ.pk, one.row, one.number, "", one.why)
            for one in sorted(outcomes, key=lambda one: one.made > 0)
        ],
        "done": len(done),
        "left_out": len(outcomes) - len(done),
        **_around(request, visit),
    }
    return pages.show(request, visit, "requests/together_outcome", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.RECORD)
@once
def undo(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Take back what was done together, wherever nothing has followed it."""
    kept = _kept(request, visit)
    if kept is None or kept["is_undone"]:
        raise Http404
    done = [Outcome(**one) for one in kept["outcomes"] if one["made"]]
    form = Reason(request.POST if request.method == "POST" else None)
    if form.is_valid():
        outcomes = together.take_back(
            done,
            scope=visit.scope,
            actor=str(request.user),
            at=letters.moment(),
            **form.cleaned_data,
        )
        return _told(request, visit, kept["what"], outcomes, is_undone=True)
    question = Question(
        _("撤回这{count}件的“{what}”？").format(count=len(done), what=kept["what"]),
        _("此后又有新情况的不撤回，会写明；撤回的登记和原因都留在历史里。"),
        _("撤回"),
        _("不撤回"),
        reverse("workbench:together-outcome", args=(visit.organ.pk,)),
        request.path,
    )
    return confirming.ask(request, question, form=form, frame=frame(request, visit))


def _kept(request: HttpRequest, visit: Visit) -> dict[str, Any] | None:
    kept: dict[str, Any] | None = request.session.get(KEPT)
    return kept if kept and kept["organ"] == visit.organ.pk else None


def _chosen(request: HttpRequest, visit: Visit) -> Chosen:
    return Chosen.of(visit.scope, keys(request.GET.getlist("id")), letters.moment())


def _query(request: HttpRequest) -> str:
    """The chosen, as an address keeps them."""
    query = request.GET.copy()
    query.pop("kind", None)
    return query.urlencode()


def _address(request: HttpRequest, visit: Visit, what: str, code: str) -> str:
    return f"{reverse(f'workbench:together-{what}', args=(visit.organ.pk, code))}?{_query(request)}"


def _line(organ: int, row: int, number: str, about: str, why: str = "") -> Line:
    return Line(number, about, reverse("workbench:record", args=(organ, "requests", row)), why)


def _around(request: HttpRequest, visit: Visit) -> dict[str, Any]:
    ledger = reverse("workbench:ledger", args=(visit.organ.pk, "requests"))
    back = f"{reverse('workbench:together', args=(visit.organ.pk,))}?{_query(request)}"
    return {"ledger": ledger, "back": back, "trail": [(_("依申请公开"), ledger), (_("一起办"), "")]}
