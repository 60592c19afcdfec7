"""Making an answer public for all 转为主动公开 (条例 Art 44), in words without whoever asked: one person
proposes it, another releases it. Each function is one transaction with its row in the log."""

from datetime import date
from typing import NamedTuple

from django.db import transaction

from gongkai.ledger.audit import actions as audit
from gongkai.ledger.base import Scope, state_of
from gongkai.ledger.requests import privacy
from gongkai.ledger.requests.letters import plans
from gongkai.ledger.requests.letters import queries as letters
from gongkai.ledger.requests.models import FoiRequest, Letter, LetterState, PublicAnswer
from gongkai.ledger.requests.steps import Refused
from gongkai.lib.language import _


class Words(NamedTuple):
    """What is made public."""

    title: str
    gist: str


def usual(row: FoiRequest) -> Words:
    """What is proposed first: the matter and the letter that answered it, with what names somebody masked."""
    signed = [one for one in letters.of(Scope.of(row.organ), row) if one.state == LetterState.SIGNED]
    answer = next((one for one in signed if plans.of(one).is_answer), None)
    gist = _veiled(row, answer.text, signed) if answer else ""
    return Words(_veiled(row, row.content, signed)[:200], gist)


@transaction.atomic
def propose(*, foi_request: FoiRequest, words: Words, actor: str) -> PublicAnswer:
    """Write what is to be made public; a withdrawn one may be proposed anew. Refused before there is an
    answer, while it is public, and where personal data stand in the words."""
    row = FoiRequest.objects.select_related("organ").get(pk=foi_request.pk)
    if row.answered_on is None:
        raise Refused(_("公开的答复 — 这件还没有答复 — 请答复以后再公开。"))
    _demand_nameless(row, words)
    answer = PublicAnswer.objects.select_for_update().filter(foi_request=row).first()
    if answer and answer.is_public:
        raise Refused(_("公开的答复 — 已经公开 — 要改请先撤回。"))
    before = state_of(answer) if answer else None
    answer = answer or PublicAnswer(organ=row.organ, foi_request=row)
    answer.title, answer.gist = words
    answer.proposed_by, answer.released_by = actor, ""
    answer.published_on = answer.withdrawn_on = None
    answer.withdrawn_because = ""
    return audit.put(answer, before, "answer.propose", actor=actor)


@transaction.atomic
def release(*, answer: PublicAnswer, seen: Words, on: date, actor: str) -> PublicAnswer:
    """核发 by another person, of the words that they have read."""
    row = _locked(answer)
    if not row.is_proposed:
        raise Refused(_("公开的答复 — 刚才已经办过 — 请重新打开看。"))
    if actor == row.proposed_by:
        raise Refused(_("公开的答复 — 您是拟稿人，自己写的不能自己核发 — 请由别人核发。"))
    if seen != (row.title, row.gist):
        raise Refused(_("公开的答复 — 刚才有人改过 — 请看过现在的文字再核发。"))
    _demand_nameless(row.foi_request, seen)
    before = state_of(row)
    row.released_by, row.published_on = actor, on
    return audit.put(row, before, "answer.release", actor=actor)


@transaction.atomic
def withdraw(*, answer: PublicAnswer, reason: str, on: date, actor: str) -> PublicAnswer:
    """撤回: it is shown to nobody any more; that it was there, and since when not, is still told."""
    row = _locked(answer)
    if not row.is_public:
        raise Refused(_("公开的答复 — 没有在公开 — 不用撤回。"))
    if not reason.strip():
        raise Refused(_("原因 — 还没有填 — 请写明，以后的人要看。"))
    before = state_of(row)
    row.withdrawn_on, row.withdrawn_because = on, reason
    return audit.put(row, before, "answer.withdraw", actor=actor, reason=reason)


def _demand_nameless(row: FoiRequest, words: Words) -> None:
    signed = letters.of(Scope.of(row.organ), row)
    for text in words:
        if _veiled(row, text, signed) != text:
            raise Refused(_("公开的答复 — 里面还有个人信息 — 请去掉姓名、号码和住址再公开。"))


def _veiled(row: FoiRequest, text: str, of_case: list[Letter]) -> str:
    """Without anybody's name: to the public an organisation that asked is nobody else's business either."""
    return privacy.without(privacy.without(text, privacy.names_of(row)), letters.others(of_case))


def _locked(answer: PublicAnswer) -> PublicAnswer:
    rows = PublicAnswer.objects.select_for_update(of=("self",))
    return rows.select_related("organ", "foi_request__organ").get(pk=answer.pk)
