"""What is done with a redaction on its page: each deed a form that is sent, answered by the page again."""

from collections.abc import Callable, Mapping

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST

from gongkai.faces.ui import confirming, toasts
from gongkai.faces.ui.confirming import Question
from gongkai.faces.ui.forms import Form
from gongkai.faces.ui.once import once
from gongkai.faces.workbench.access import Visit, needs
from gongkai.faces.workbench.frame import frame
from gongkai.faces.workbench.letters.page import moment
from gongkai.faces.workbench.redactions import page as redactions
from gongkai.faces.workbench.redactions.forms import BoxForm, MakeForm, MarksForm, WordsForm
from gongkai.ledger.people.roles import Duty
from gongkai.ledger.requests.letters import actions as letters
from gongkai.ledger.requests.models import Redaction, RedactionBox
from gongkai.ledger.requests.redactions import actions, queries
from gongkai.ledger.requests.redactions.actions import Place
from gongkai.ledger.requests.redactions.deeds import Deed
from gongkai.ledger.requests.steps import Refused

BoxState = RedactionBox.State


class Wrong(Exception):
    """A form that was not filled in rightly, under the name by which the page knows it."""

    def __init__(self, name: str, form: Form) -> None:
        self.name, self.form = name, form
        super().__init__(name)


def _valid(name: str, form: Form) -> Form:
    if not form.is_valid():
        raise Wrong(name, form)
    return form


def add(request: HttpRequest, redaction: Redaction, actor: str) -> str:
    form = _valid("box_form", BoxForm(request.POST, auto_id="box-%s"))
    said = dict(form.cleaned_data)
    ground = said.pop("ground")
    mark = actions.add(redaction=redaction, place=Place(**said), ground=ground, actor=actor)
    return _("第{number}处，已加。").format(number=mark)


def words(request: HttpRequest, redaction: Redaction, actor: str) -> str:
    form = WordsForm(request.POST, auto_id="words-%s")
    _valid("words_form", form)
    said = form.cleaned_data
    count = actions.add_words(
        redaction=redaction, words=said["words"], pages=form.pages, ground=said["ground"], actor=actor
    )
    return _("找到{count}处，已加。").format(count=count)


def lines(request: HttpRequest, redaction: Redaction, actor: str) -> str:
    view = redactions.View.of(request, redaction)
    form = redactions.lines_form(redaction, view, request.POST)
    _valid("lines_form", form)
    boxes, ground = form.boxes, form.cleaned_data["ground"]
    actions.add_lines(redaction=redaction, boxes=boxes, ground=ground, actor=actor)
    return _("{count}行，已加。").format(count=len(boxes))


def _decide(deed: Deed, state: str, name: str) -> "Work":
    def work(request: HttpRequest, redaction: Redaction, actor: str) -> str:
        marks = redactions.choices(list(redaction.boxes.all()), state)
        is_waiting = state == BoxState.PROPOSED
        auto_id = f"{name.removesuffix('_form')}-%s"
        said = request.POST.copy()
        if "all" in said:
            said.setlist("marks", [mark for mark, _words in marks])
        form = MarksForm(said, marks=marks, with_ground=is_waiting, auto_id=auto_id)
        _valid(name, form)
        ground = str(form.cleaned_data.get("ground", ""))
        actions.decide(redaction=redaction, deed=deed, marks=form.marks, ground=ground, actor=actor)
        return _("{deed}：{count}处。").format(deed=_(deed.zh), count=len(form.marks))

    return work


def undo(request: HttpRequest, redaction: Redaction, actor: str) -> str:
    actions.undo(redaction=redaction, actor=actor)
    return _("上一步，已撤回。")


def make(request: HttpRequest, redaction: Redaction, actor: str) -> str:
    form = _valid("make_form", MakeForm(request.POST, auto_id="make-%s"))
    actions.make(redaction=redaction, actor=actor, every_page=form.cleaned_data["every_page"])
    return _("遮盖后的文件已生成，检验通过。")


def annex(request: HttpRequest, redaction: Redaction, actor: str) -> str:
    asked = request.POST.get("letter", "")
    letter = next((one for one in queries.letters(redaction) if str(one.pk) == asked), None)
    if letter is None:
        raise Refused(_("附件 — 没有这份告知书 — 请先起草部分公开告知书。"))
    letters.annex_result(letter=letter, redaction=redaction, actor=actor, at=moment())
    return _("已作为告知书的附件。")


def detach(request: HttpRequest, redaction: Redaction, actor: str) -> str:
    letters.drop_result(redaction=redaction, actor=actor, at=moment())
    return _("不再作告知书的附件。")


Work = Callable[[HttpRequest, Redaction, str], str]
DEEDS: Mapping[str, Work] = {
    "add": add,
    "words": words,
    "lines": lines,
    "accept": _decide(Deed.ACCEPT, BoxState.PROPOSED, "waiting_form"),
    "decline": _decide(Deed.DECLINE, BoxState.PROPOSED, "waiting_form"),
    "remove": _decide(Deed.REMOVE, BoxState.ACCEPTED, "hidden_form"),
    "undo": undo,
    "make": make,
    "annex": annex,
    "detach": detach,
}


@require_POST
@needs(Duty.DRAFT)
@once
def do(request: HttpRequest, visit: Visit, pk: int, redaction_id: int, deed: str) -> HttpResponse:
    """Do a deed, and show the page from where it was done."""
    redaction = redactions.find(visit, pk, redaction_id)
    if deed not in DEEDS:
        raise Http404
    try:
        said = DEEDS[deed](request, redaction, str(request.user))
    except Wrong as error:
        return redactions.show(request, visit, redaction, bound={error.name: error.form})
    except Refused as error:
        return redactions.show(request, visit, redaction, wrong=str(error))
    toasts.say(request, said)
    view = redactions.View.of(request, redaction)
    more = {"ground": request.POST.get("ground", "")[:30]} | ({"view": "after"} if deed == "make" else {})
    return redirect(redactions.address_of(redaction, view.query(**more)))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.DRAFT)
@once
def void(request: HttpRequest, visit: Visit, pk: int, redaction_id: int) -> HttpResponse:
    """Take a redaction back: its documents go out of the data folder."""
    redaction = redactions.find(visit, pk, redaction_id)
    back = redactions.address_of(redaction)
    form = Form(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.void(redaction=redaction, actor=str(request.user))
        except Refused as error:
            form.add_error(None, str(error))
        else:
            toasts.say(request, _("区分处理已撤销。"))
            return redirect("workbench:record", visit.organ.pk, "requests", pk)
    question = Question(
        _("撤销《{title}》的区分处理？").format(title=redaction.title),
        _("原件和遮盖后的文件都从本机删除，不能恢复；遮盖的经过留在历史和操作日志里。"),
        pgettext("区分处理", "撤销"),
        _("不撤销"),
        back,
        request.path,
    )
    return confirming.ask(request, question, form=form, frame=frame(request, visit))
