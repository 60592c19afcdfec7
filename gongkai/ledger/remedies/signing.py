"""Papers of a case signed 签发 and void 作废: numbered and registered as letters are, by somebody else than
whoever wrote them. What was signed stays as it was, with its number; a void one says why."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.db import transaction

from gongkai.law.remedy_papers import Paper
from gongkai.ledger.audit import actions as audit
from gongkai.ledger.base import Refused, state_of
from gongkai.ledger.remedies.models import RemedyCase
from gongkai.ledger.requests import actions as requests
from gongkai.lib.language import _
from gongkai.lib.today import now

#: Under which key a draft says who wrote it last.
WRITER = "by"
Signed = Mapping[str, Any]


def in_force(row: RemedyCase, code: str) -> Signed | None:
    """The paper as it was signed; None while it is a draft, or void."""
    return next((one for one in reversed(row.signed) if one["code"] == code and "void" not in one), None)


def void_ones(row: RemedyCase, code: str) -> list[Signed]:
    return [one for one in row.signed if one["code"] == code and "void" in one]


def why_not(row: RemedyCase, paper: Paper, *, actor: str) -> str:
    """Why a paper cannot be signed now; empty where it can."""
    written = row.papers.get(paper.code)
    if in_force(row, paper.code):
        return _("{paper} — 已经签发 — 不用再签。").format(paper=_(paper.zh))
    if not written:
        return _("{paper} — 还没有起草 — 请起草、保存以后再签。").format(paper=_(paper.zh))
    if left := list(_blanks(row, paper, written)):
        return _("{paper} — 还没有填{left} — 请填好以后再签。").format(
            paper=_(paper.zh), left=_("、").join(left)
        )
    if written.get(WRITER) == actor:
        return _("{paper} — 是您起草的，自己起草的不能自己签发 — 请由签发人签。").format(paper=_(paper.zh))
    return ""


def _blanks(row: RemedyCase, paper: Paper, written: Mapping[str, str]) -> Iterator[str]:
    """What would stand on the paper as a blank in brackets."""
    for part in paper.parts:
        if not written.get(part.code, "").strip():
            yield _(part.zh)
    if paper.code != "evidence" and not row.body:
        yield _("审理机关")
    if paper.code not in {"evidence", "identity"} and not row.claimant:
        yield _("申请人或原告")


@transaction.atomic
def sign(*, case: RemedyCase, paper: Paper, said: Mapping[str, str], actor: str, on: date) -> RemedyCase:
    """签发: with the text that whoever signs has read; Refused where somebody wrote on since."""
    row = RemedyCase.objects.select_for_update().select_related("organ").get(pk=case.pk)
    if why := why_not(row, paper, actor=actor):
        raise Refused(why)
    written = {name: text for name, text in row.papers[paper.code].items() if name != WRITER}
    if written != dict(said):
        raise Refused(_("这份文书刚才有人改过 — 您看到的已不是最新的 — 请看过后再签。"))
    before, number = state_of(row), ""
    if paper.is_numbered:
        bearer = f"{paper.zh}（{row.case_no}）"[:120]
        number = requests.give_number(organ=row.organ, series="remedy", bearer=bearer, on=on, actor=actor)
    entry = {"code": paper.code, "document_no": number, "on": on.isoformat(), "said": written}
    row.signed = [*row.signed, {**entry, "by": actor, "writer": row.papers[paper.code].get(WRITER, "")}]
    return audit.put(row, before, "remedies.remedycase.sign", actor=actor)


@transaction.atomic
def void(*, case: RemedyCase, code: str, reason: str, actor: str) -> RemedyCase:
    """作废: its number is not used again; the draft can be written on."""
    row = RemedyCase.objects.select_for_update().select_related("organ").get(pk=case.pk)
    entry = in_force(row, code)
    if entry is None:
        raise Refused(_("这份文书 — 没有签发，或者已经作废 — 请看过后再办。"))
    if not reason.strip():
        raise Refused(_("作废 — 没有写原因 — 请写明为什么。"))
    before = state_of(row)
    gone = {**entry, "void": {"by": actor, "at": now().isoformat(), "reason": reason}}
    row.signed = [gone if one is entry else one for one in row.signed]
    if number := entry["document_no"]:
        requests.spoil_number(organ=row.organ, document_no=number, actor=actor, reason=reason)
    return audit.put(row, before, "remedies.remedycase.unsign", actor=actor, reason=reason)
