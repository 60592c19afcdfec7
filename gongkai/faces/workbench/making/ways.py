"""Where the pages of a record stand, and what can be done with it now."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.faces.workbench.access import Visit
from gongkai.ledger.disclosures.making import progress, queries
from gongkai.ledger.disclosures.making.deeds import Deed
from gongkai.ledger.disclosures.making.screening import Group, Screened
from gongkai.ledger.disclosures.models import Original, Record
from gongkai.ledger.people.roles import Duty

#: What comes of each deed, in the order in which they are offered.
WORDS: Mapping[Deed, Any] = {
    Deed.SUBMIT: gettext_lazy("送审以后由别人放行；要改可以退回。"),
    Deed.RELEASE: gettext_lazy("做出干净的公开件，重新读过，登记公开日期；办过这一稿的人不能放行。"),
    Deed.REVIEW: gettext_lazy("看过全文和遮盖，没有问题。"),
    Deed.RETURN: gettext_lazy("写明原因，退回修改。"),
    Deed.COORDINATE: gettext_lazy("涉及其他机关的，先与它确认，记下凭据（条例第十一条）。"),
    Deed.RELEASE_URGENTLY: gettext_lazy("突发事件等不及第三人审核时；写明原因，留下紧急公开的标记。"),
    Deed.CHANGE: gettext_lazy("改好再放行一版，写明改动能不能让人看；放行以前公开的不变。"),
    Deed.WITHDRAW: gettext_lazy("写明原因，原处留一条说明；泄露隐私的连附件一起删去。"),
}
_MAIN = {Deed.SUBMIT, Deed.RELEASE, Deed.REVIEW}


@dataclass(frozen=True, slots=True)
class Way:
    """A deed that can be done now, and what comes of it. ``is_main``: it leads on to the public."""

    verb: str
    words: Any
    href: str
    is_main: bool = False


def ways(
    request: HttpRequest, visit: Visit, row: Record, found: list[Screened], groups: list[Group]
) -> tuple[list[Way], list[str]]:
    """What can be done now, the next thing first; and why others cannot."""
    offered, refused = [], []
    if visit.may(Duty.DRAFT):
        offered += _first(row)
    for deed, words in WORDS.items():
        if row.state not in progress.STATES[deed] or _is_beside(deed, row):
            continue
        why = progress.why_not(deed, row, found, groups, actor=str(request.user))
        if not why and visit.may(progress.duty_of(deed)):
            offered.append(Way(_(deed.zh), words, address(row, deed.slug), deed in _MAIN))
        else:
            refused.append(why or _no_duty(deed))
    return offered, refused


def _first(row: Record) -> list[Way]:
    """What is asked before anything else."""
    if row.state == Record.State.INBOX:
        return [
            Way(
                _("核对要素"), _("读出来的看一遍，登记索引号，期限开始计算。"), address(row, "elements"), True
            )
        ]
    is_classified = bool(row.disclosure and row.disclosure.attribute)
    if row.state == Record.State.DRAFT and not is_classified:
        words = _("主动公开、依申请公开还是不公开，写明依据。")
        return [Way(_("定公开属性"), words, address(row, "classify"), True)]
    if row.state == Record.State.WITHHELD:
        words = _("定期看一遍：能公开的转为主动公开（条例第十八条）。")
        return [Way(_("重新评估"), words, address(row, "classify"))]
    return []


def _is_beside(deed: Deed, row: Record) -> bool:
    """Whether a deed makes no sense here: a third review where two people are enough, taking back what nobody
    saw."""
    if deed in {Deed.REVIEW, Deed.RELEASE_URGENTLY}:
        return not progress.needs_third(row.organ)
    return deed is Deed.WITHDRAW and not row.versions.exists()


def _no_duty(deed: Deed) -> str:
    return _("{deed} — 您的角色没有这一项 — 由有“{duty}”职责的人办理。").format(
        deed=_(deed.zh), duty=_(progress.duty_of(deed).zh)
    )


def find(visit: Visit, pk: int) -> Record:
    """A record of this organ; 404 for any other."""
    row = queries.of(visit.scope).filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def find_file(row: Record, pk: int) -> Original:
    found = next((one for one in queries.originals_of(row) if one.pk == pk), None)
    if found is None:
        raise Http404
    return found


def address(row: Record, step: str = "") -> str:
    name = f"workbench:making-{step}" if step else "workbench:making-record"
    return reverse(name, args=(row.organ_id, row.pk))


def trail(visit: Visit, row: Record | None = None) -> list[tuple[Any, str]]:
    """The way to a page: the register, what is in work, this record."""
    register = (gettext_lazy("主动公开"), reverse("workbench:ledger", args=(visit.organ.pk, "disclosures")))
    making = (gettext_lazy("拟公开"), reverse("workbench:making", args=(visit.organ.pk,)))
    if row is None:
        return [register, (making[0], "")]
    number = row.disclosure.index_no if row.disclosure else _("待核对")
    return [register, making, (number, "")]
