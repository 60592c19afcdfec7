"""How a record stands at each outlet, as its card tells it: a word, a proof, and the one next step."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.channels.carriers import Carrier
from gongkai.faces.ui.dates import moment
from gongkai.faces.workbench.access import Visit
from gongkai.ledger.deliveries import queries
from gongkai.ledger.deliveries.models import Aim, Delivery, Outlet, State
from gongkai.ledger.disclosures.models import Record
from gongkai.ledger.people.roles import Duty
from gongkai.lib.today import today

#: The badge of each state while publishing and while taking down; what needs counting has words of its own.
_PUBLISHING = {
    State.WAITING: ("mine", gettext_lazy("待发")),
    State.SENDING: ("mine", gettext_lazy("正在发")),
    State.PENDING: ("mine", gettext_lazy("对方处理中")),
    State.BY_HAND: ("mine", gettext_lazy("待办")),
    State.DONE: ("done", gettext_lazy("已发布")),
    State.UNSURE: ("warning", gettext_lazy("不知道收到没有")),
    State.FAILED: ("error", gettext_lazy("没有办成")),
    State.DROPPED: ("not-begun", gettext_lazy("没有发")),
}
_TAKING_DOWN = _PUBLISHING | {
    State.WAITING: ("mine", gettext_lazy("待撤下")),
    State.SENDING: ("mine", gettext_lazy("正在撤")),
    State.BY_HAND: ("error", gettext_lazy("要撤下")),
    State.DONE: ("done", gettext_lazy("已撤下")),
    State.FAILED: ("error", gettext_lazy("没有撤成")),
}


@dataclass(frozen=True, slots=True)
class Line:
    """An outlet, what was delivered there last, and where to go on."""

    outlet: Outlet
    carrier: Carrier
    badge: tuple[str, Any]
    delivery: Delivery | None = None
    proof: str = ""
    at: str = ""
    href: str = ""
    verb: Any = ""


def lines(visit: Visit, record: Record) -> list[Line]:
    """Every outlet that is open, and closed ones where the record stood."""
    last: dict[int, Delivery] = {}
    for delivery in queries.of_record(record):
        last.setdefault(delivery.outlet_id, delivery)  # the latest version first
    version, is_public = queries.latest(record), queries.is_public(record)
    shown = [row for row in queries.outlets(visit.scope) if row.is_on or row.pk in last]
    may = visit.may(Duty.DRAFT) and is_public
    return [_line(record, outlet, last.get(outlet.pk), version, may=may) for outlet in shown]


def _line(record: Record, outlet: Outlet, delivery: Delivery | None, version: int, *, may: bool) -> Line:
    carrier = queries.carrier_of(outlet)
    ask = reverse("workbench:outlet-of", args=(record.organ_id, record.pk, outlet.pk))
    may = may and outlet.is_on
    if delivery is None:
        href, verb = (ask, _("去发布")) if may else ("", "")
        return Line(outlet, carrier, ("not-begun", _("未做")), href=href, verb=verb)
    page = reverse("workbench:delivery", args=(record.organ_id, delivery.pk))
    proof = delivery.problem or delivery.proof
    at = moment(delivery.gone_at or delivery.stood_at) if delivery.stood_at else ""
    is_old = delivery.aim == Aim.PUBLISH and delivery.version < version
    badge, href, verb = badge_of(delivery), page, _("看")
    if is_old and may:
        badge = ("warning", _("还是第{number}版").format(number=delivery.version))
        href, verb = ask, _("发第{number}版").format(number=version)
    elif may and (delivery.state == State.DROPPED or delivery.gone_at):
        href, verb = ask, _("去发布")
    elif delivery.state == State.BY_HAND:
        verb = _("去办")
    return Line(outlet, carrier, badge, delivery, proof, at, href, verb)


def badge_of(delivery: Delivery) -> tuple[str, Any]:
    """Its state in a word, with the count where it is done in several places."""
    kind, words = (_PUBLISHING if delivery.aim == Aim.PUBLISH else _TAKING_DOWN)[State(delivery.state)]
    if delivery.state == State.WAITING and delivery.outlet.trouble:
        return "error", _("停着，要改设置")
    if delivery.aim == Aim.WITHDRAW:
        return kind, words
    if delivery.stands and delivery.take_down_on and delivery.take_down_on < today():
        return "error", _("该撤下了")
    postings = list(delivery.postings.all())
    if delivery.stands and queries.carrier_of(delivery.outlet).confirms:
        words = gettext_lazy("已传达")
    if len(postings) > 1 and delivery.state in {State.BY_HAND, State.DONE}:
        done = sum(one.done_on is not None for one in postings)
        return kind, f"{words}{done}/{len(postings)}"
    return kind, words


def stage(record: Record, found: list[Line]) -> list[tuple[str, str]]:
    """The last step of a record's way, with how many outlets have it."""
    if record.state != Record.State.PUBLISHED or not found:
        return []
    proved = sum(bool(line.delivery and line.delivery.stands) for line in found)
    words = _("发布与凭据{proved}/{count}").format(proved=proved, count=len(found))
    return [(words, "done" if proved == len(found) else "here")]


def counted(found: list[Line]) -> str:
    """How it stands over all outlets, in one sentence."""
    proved = sum(bool(line.delivery and line.delivery.stands) for line in found)
    words = _("{count}个渠道，{proved}个有凭据").format(count=len(found), proved=proved)
    if todo := sum(line.badge[0] == "error" for line in found):
        words += _("，{todo}个要处理").format(todo=todo)
    return words


@dataclass(frozen=True, slots=True)
class Way:
    """What can be done with a delivery now, and what comes of it. ``at_once``: nothing is asked before."""

    slug: str
    verb: Any
    words: Any
    at_once: bool = False

    @property
    def page(self) -> str:
        return f"workbench:delivery-{self.slug}"


def ways(row: Delivery) -> list[Way]:
    carrier = queries.carrier_of(row.outlet)
    is_stuck = row.state in {State.FAILED, State.UNSURE}
    is_up = row.aim == Aim.PUBLISH and row.state != State.DROPPED
    is_open = any(one.done_on is None for one in row.postings.all())
    by_hand = carrier.withdraw is None and row.gone_at is None
    offered = (
        (is_up and is_open, Way("note", _("登记"), _("哪些地方办好了，点一次即可；照片可以不传。"))),
        (
            by_hand and (row.stands or row.aim == Aim.WITHDRAW),
            Way("note-down", _("登记撤下"), _("已经取下、停播、删去的，登记是哪一天。")),
        ),
        (is_stuck and carrier.deliver, Way("again", _("再发一次"), _("马上再试，用同一个编号。"), True)),
        (is_stuck, Way("confirm", _("去看过，已经办成"), _("写明怎样看到的。"))),
        (
            row.stands and carrier.prove,
            Way("prove", _("再核验"), _("问对方还在不在，和公开的一致不一致。"), True),
        ),
        (
            is_up and (carrier.withdraw or not row.stands),
            Way("take-down", _("撤下"), _("只从这个渠道撤下，写明原因。")),
        ),
    )
    return [way for can, way in offered if can]


def find_delivery(visit: Visit, pk: int) -> Delivery:
    """A delivery of this organ; 404 for any other."""
    row = queries.of(visit.scope).prefetch_related("postings__photos").filter(pk=pk).first()
    if row is None:
        raise Http404
    return row
