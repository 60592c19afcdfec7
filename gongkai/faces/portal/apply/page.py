"""依申请公开 on line: look first, then three steps. No account; everything works without scripts."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import wraps
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.faces.portal.apply import draft as apply_draft
from gongkai.faces.portal.apply import paper as apply_paper
from gongkai.faces.portal.apply.answers import Found, found_for, holders_for
from gongkai.faces.portal.apply.draft import Draft, Receipt
from gongkai.faces.portal.track.course import handed_in
from gongkai.faces.public import limits
from gongkai.faces.ui import drafts, uploads
from gongkai.faces.ui.application import How, What, Who
from gongkai.faces.ui.files import paper as handed_out
from gongkai.faces.ui.forms import Form
from gongkai.faces.ui.once import once
from gongkai.ledger.organs import queries as organs
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.requests import attachments, inbox, queries
from gongkai.ledger.requests.steps import Refused
from gongkai.lib.today import now, today

FILES = ("docx", "pdf")
uploading = uploads.in_memory(
    largest=attachments.LARGEST, body=attachments.MOST * attachments.LARGEST + 1_000_000
)


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its name in the address, and the question that it puts."""

    code: str
    question: Any


STEPS = (
    Step("who", gettext_lazy("您是谁，怎么联系您？")),
    Step("what", gettext_lazy("您想要什么信息？")),
    Step("how", gettext_lazy("要什么形式，怎么给您？")),
)
CODES = tuple(step.code for step in STEPS)


def of_organ(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A page of an organ that takes applications on line; any other organ has none, whether it exists or
    not."""

    @wraps(view)
    def wrapper(request: HttpRequest, organ_id: int, **more: Any) -> HttpResponseBase:
        organ = organs.at(organ_id)
        if organ is None or not organ.takes_online or not organ.exists_on(today()):
            raise Http404
        return view(request, organ, **more)

    return wrapper


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Whom one can ask here."""
    return render(request, "portal/apply_index.html", {"organs": organs.taking_online(today())})


@require_http_methods(["GET", "HEAD", "POST"])
@of_organ
def start(request: HttpRequest, organ: Organ) -> HttpResponse:
    """Look before asking: what is published already is named, and how else one can ask."""
    draft = apply_draft.draft_of(request, organ)
    asked = request.POST.get("content", "").strip()[:3000]
    if asked:
        draft = replace(draft, said=replace(draft.said, content=asked))
        apply_draft.keep(request, organ, draft)
    found = found_for(organ, asked)
    holders = [] if found else holders_for(organ, asked)
    context = {"asked": asked, "draft": draft, "found": found, "holders": holders}
    return page_of(request, organ, "apply_start", context)


@require_http_methods(["GET", "HEAD", "POST"])
@of_organ
@uploading
@once
def step(request: HttpRequest, organ: Organ, code: str) -> HttpResponse:
    """One of the three steps. Each is kept as it is sent; the last one files the application."""
    if code not in CODES:
        raise Http404
    draft = apply_draft.draft_of(request, organ)
    if missing := next((one for one in CODES[: CODES.index(code)] if one not in draft.done), ""):
        return redirect("portal:apply-step", organ.pk, missing)
    if request.method != "POST":
        return _step(request, organ, code, draft, _form(request, organ, code, draft))
    form = _form(request, organ, code, draft, sent=True)
    if code == "how":
        draft = _take_files(request, organ, draft, form)
    is_valid = form.is_valid()
    draft = apply_draft.say(draft, form.cleaned_data)
    if not is_valid:
        apply_draft.keep(request, organ, draft)
        return _step(request, organ, code, draft, form)
    draft = replace(draft, done=tuple(dict.fromkeys((*draft.done, code))))
    apply_draft.keep(request, organ, draft)
    if code == "what" and (found := _unseen(request, organ, draft)):
        return _step(request, organ, code, draft, form, found)
    if code != "how":
        return redirect("portal:apply-step", organ.pk, CODES[CODES.index(code) + 1])
    return _file(request, organ, draft, form)


@require_POST
@of_organ
def keep_typed(request: HttpRequest, organ: Organ, code: str) -> HttpResponse:
    """What is typed saves itself; what is wrong in it is told when the step is sent."""
    if code not in CODES:
        raise Http404
    draft = apply_draft.draft_of(request, organ)
    form = _form(request, organ, code, draft, sent=True)
    form.is_valid()
    typed = {name: form.data.get(name, "")[:3000] for name in form.fields if name in _TYPED}
    apply_draft.keep(request, organ, apply_draft.say(draft, typed))
    return drafts.saved()


@require_POST
@of_organ
def similar(request: HttpRequest, organ: Organ) -> HttpResponse:
    """What may answer the matter already, while it is typed."""
    asked = request.POST.get("content", "")[:3000]
    found = found_for(organ, asked)
    holders = [] if found else holders_for(organ, asked)
    context = {"organ": organ, "found": found, "holders": holders}
    return render(request, "portal/apply_answers.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@of_organ
@once
def answered(request: HttpRequest, organ: Organ) -> HttpResponse:
    """“This answers me”: the application is not needed; counted without anything of whoever asked."""
    if request.method == "POST":
        inbox.avoid(organ=organ, by=request.POST.get("by", ""), on=today())
        apply_draft.forget(request, organ, with_files=True)
        return redirect("portal:apply-answered", organ.pk)
    return page_of(request, organ, "apply_answered", {})


@require_POST
@of_organ
def drop_file(request: HttpRequest, organ: Organ, place: str) -> HttpResponse:
    """Take an attached file back."""
    draft = apply_draft.draft_of(request, organ)
    for kept in draft.files:
        if kept.place == place:
            attachments.drop(kept)
    apply_draft.keep(
        request, organ, replace(draft, files=tuple(one for one in draft.files if one.place != place))
    )
    return redirect("portal:apply-step", organ.pk, "how")


@require_POST
@of_organ
def leave(request: HttpRequest, organ: Organ) -> HttpResponse:
    """Away from a shared computer: nothing of the application, filed or not, stays in this browser."""
    apply_draft.leave(request, organ)
    return redirect("portal:apply", organ.pk)


@require_safe
@of_organ
def receipt(request: HttpRequest, organ: Organ) -> HttpResponse:
    """回执: number and code, and what happens next."""
    found = apply_draft.filed(request, organ)
    if found is None:
        return redirect("portal:apply", organ.pk)
    arrival = queries.tracked(found.number, found.code)
    files = handed_in(arrival) if arrival else []
    context = {"receipt": found, "code": in_fours(found.code), "files": files}
    return page_of(request, organ, "apply_receipt", context)


@require_safe
def paper(request: HttpRequest, organ_id: int, form: str) -> HttpResponse:
    """The form for whoever writes by hand; the guide of a portal offers it too."""
    organ = organs.at(organ_id)
    if form not in FILES or organ is None or not organ.exists_on(today()):
        raise Http404
    if not organ.takes_online and not organ.has_portal:
        raise Http404
    with override("zh-hans"):
        document = apply_paper.form(organ)
    return handed_out(document, form)


def in_fours(code: str) -> str:
    """7KQ4-M2XH-9RTB: as it is read aloud and written down."""
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


_FORMS: dict[str, type[Form]] = {"who": Who, "what": What, "how": How}
_TYPED = {name for form in (Who, What) for name in form.base_fields} - {"may_split"} | {"form", "route"}


def _form(request: HttpRequest, organ: Organ, code: str, draft: Draft, *, sent: bool = False) -> Form:
    data, files = (request.POST, request.FILES) if sent else (None, None)
    initial = {name: getattr(draft.said, name, "") or None for name in _FORMS[code].base_fields}
    initial = {name: value for name, value in initial.items() if value is not None}
    if code == "how":
        question = question_of(request)
        words = question.words if question else ""
        said = draft.said
        return How(data, files, initial=initial, email=said.email, address=said.address, question=words)
    return _FORMS[code](data, initial=initial)


def question_of(request: HttpRequest, limit: limits.Limit = limits.FILING) -> limits.Question | None:
    """The plain question, once this browser's address has sent much: the one it was sent with, or a new
    one."""
    if not limit.is_reached(request):
        return None
    if found := limits.asked(request.POST.get("question", "")):
        return found
    if "question" not in request.session:
        request.session["question"] = limits.new_question().token
    return limits.asked(request.session["question"]) or limits.new_question()


def _take_files(request: HttpRequest, organ: Organ, draft: Draft, form: Form) -> Draft:
    """Keep the files that can be kept; why the others cannot is said beside their field."""
    form.is_valid()
    if uploads.is_over(request):
        form.add_error("attached", _("附件 — 超过10兆字节 — 请压缩或分开，也可以当面或者邮寄提交。"))
    for file in uploads.handed_in(request, "attached"):
        try:
            if len(draft.files) >= attachments.MOST:
                raise Refused(_("附件 — 最多5个 — 其余的请合并，或者当面、邮寄提交。"))
            kept = inbox.keep_files(organ=organ, actor=inbox.APPLICANT, files=[file], may_wait=True)
            draft = replace(draft, files=(*draft.files, *kept))
        except Refused as error:
            if str(error) not in form.errors.get("attached", ()):  # an empty file is told of by its field
                form.add_error("attached", str(error))
    return draft


def _unseen(request: HttpRequest, organ: Organ, draft: Draft) -> Found | None:
    """What may answer the matter, where this form has not shown it yet."""
    found = found_for(organ, draft.said.content)
    return found if found and request.POST.get("shown") != found.print else None


def _file(request: HttpRequest, organ: Organ, draft: Draft, form: Form) -> HttpResponse:
    """The application arrives. Past the limit it is kept all the same: a wrong sum is asked for once more,
    then the application stays, marked, without files, and the counter and post address are shown."""
    question = question_of(request)
    is_doubtful = False
    if question and not question.is_answered(form.cleaned_data.get("answer", "")):
        if "again" not in request.POST:
            form.add_error("answer", _("简单问题 — 答案不对 — 请再算一次；算不出来也可以再按一次提交。"))
            return _step(request, organ, "how", draft, form, again=True)
        is_doubtful = True
    limits.FILING.count(request)
    request.session.pop("question", None)
    with transaction.atomic():
        filed = inbox.arrive(
            organ=organ,
            channel="internet",
            said=draft.said,
            at=now(),
            actor=inbox.APPLICANT,
            files=() if is_doubtful else draft.files,
            is_doubtful=is_doubtful,
        )
        apply_draft.forget(request, organ, with_files=is_doubtful)
        apply_draft.keep_receipt(request, organ, Receipt(filed.arrival.number, filed.code, is_doubtful))
    return redirect("portal:apply-receipt", organ.pk)


def _step(
    request: HttpRequest,
    organ: Organ,
    code: str,
    draft: Draft,
    form: Form,
    found: Found | None = None,
    *,
    again: bool = False,
) -> HttpResponse:
    place = CODES.index(code)
    question = question_of(request) if code == "how" else None
    context = {
        "step": STEPS[place],
        "place": place + 1,
        "steps": [(one, number < place, number == place) for number, one in enumerate(STEPS)],
        "before": CODES[place - 1] if place else "",
        "form": form,
        "draft": draft,
        "files": [(one.place, attachments.name_of(one)) for one in draft.files],
        "found": found or (found_for(organ, draft.said.content) if code == "what" else None),
        "question": request.session.get("question") if question else "",
        "again": again,
        "draft_address": reverse("portal:apply-draft", args=(organ.pk, code)),
    }
    refused = form.is_bound and (bool(form.errors) or found)
    return page_of(request, organ, "apply_step", context, status=422 if refused else 200)


def page_of(
    request: HttpRequest, organ: Organ, name: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    return render(request, f"portal/{name}.html", {"organ": organ, **context}, status=status)
