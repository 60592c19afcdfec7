"""What happens to a request 申请, as dated facts. A clock runs over them; nothing here computes.

Every event has the day ``on``. Events of one day are taken in the order of EVENTS, in whatever order entered.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from gongkai.law.periods import JOINT_MAKER, THIRD_PARTY, Period


class Party(StrEnum):
    """Whose opinion is asked 征求意见的对象."""

    THIRD_PARTY = "third_party"
    JOINT_MAKER = "joint_maker"
    OTHER_ORGAN = "other_organ"

    @property
    def zh(self) -> str:
        return {"third_party": "第三方", "joint_maker": "共同制作机关", "other_organ": "其他机关"}[self.value]

    @property
    def period(self) -> Period | None:
        """Its own statutory period; other organs have none (a setting)."""
        return {"third_party": THIRD_PARTY, "joint_maker": JOINT_MAKER}.get(self.value)


class Opinion(StrEnum):
    """What the party said 意见."""

    AGREES = "agrees"
    OBJECTS = "objects"
    SILENT = "silent"

    @property
    def zh(self) -> str:
        return {"agrees": "同意", "objects": "不同意", "silent": "未答复"}[self.value]


class Way(StrEnum):
    """Ways of service 送达方式 (国办公开办函〔2016〕235号)."""

    DIRECT = "direct"
    ENTRUSTED = "entrusted"
    POST = "post"
    ELECTRONIC = "electronic"
    ANNOUNCEMENT = "announcement"

    @property
    def zh(self) -> str:
        return {
            "direct": "直接送达",
            "entrusted": "委托送达",
            "post": "邮政寄送",
            "electronic": "电子",
            "announcement": "公告",
        }[self.value]

    @property
    def aliases(self) -> tuple[str, ...]:
        """Other words of ledgers. 快递 alone is none: only the postal enterprise's day of posting counts."""
        return {
            "direct": ("当面送达",),
            "post": ("邮寄送达", "邮寄", "EMS", "特快专递", "快递（EMS）", "EMS快递", "挂号", "挂号信"),
            "electronic": ("电子送达",),
            "announcement": ("公告送达",),
        }.get(self.value, ())


@dataclass(frozen=True, slots=True)
class Arrived:
    """The application reached the organ; receipt in law may still need a signature or confirmation."""

    on: date
    channel: str = ""


@dataclass(frozen=True, slots=True)
class Received:
    """收到申请之日 (Art 31; see ``receipt``)."""

    on: date
    channel: str = ""


@dataclass(frozen=True, slots=True)
class RedoOrdered:
    """The organ got a review decision or judgment that orders a new answer 责令重作.

    ``due`` as the decision fixes it, or ``days`` working days from ``on``; neither: the statutory period.
    """

    on: date
    due: date | None = None
    days: int | None = None


@dataclass(frozen=True, slots=True)
class CorrectionRequested:
    """补正通知 was given, ``due`` being the day up to which the applicant may answer it (Art 30)."""

    on: date
    due: date | None = None


@dataclass(frozen=True, slots=True)
class Corrected:
    """The corrected application was received; the clock starts anew (Art 30)."""

    on: date


@dataclass(frozen=True, slots=True)
class ConsultationSent:
    """A letter asking for an opinion 征求意见书 went out. ``ref`` ties the opinion to it."""

    on: date
    party: Party = Party.THIRD_PARTY
    ref: str = ""
    delivered_on: date | None = None


@dataclass(frozen=True, slots=True)
class OpinionReceived:
    """The opinion asked for under the same ``ref`` came in."""

    on: date
    ref: str = ""
    opinion: Opinion | None = None


@dataclass(frozen=True, slots=True)
class Paused:
    """Days after ``on`` up to and including ``through`` are not counted, for a reason not told."""

    on: date
    through: date


@dataclass(frozen=True, slots=True)
class ReasonRequested:
    """The applicant of very many requests was asked for the reason (Art 35). The clock goes on."""

    on: date


@dataclass(frozen=True, slots=True)
class ReasonGiven:
    """The applicant gave the reason (Art 35)."""

    on: date


@dataclass(frozen=True, slots=True)
class FeeNoticed:
    """收费通知 over ``amount`` 元 went out; the period to pay runs from ``delivered_on``."""

    on: date
    amount: Decimal | None = None
    delivered_on: date | None = None


@dataclass(frozen=True, slots=True)
class Paid:
    """The fee was paid in full; the clock starts anew."""

    on: date


@dataclass(frozen=True, slots=True)
class Extended:
    """The extension by ``days`` working days was approved and the applicant told (Art 33)."""

    on: date
    days: int


@dataclass(frozen=True, slots=True)
class Delayed:
    """The applicant was told a later date of answer because of the number of requests (Art 35)."""

    on: date
    until: date


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """The applicant withdrew the application in writing."""

    on: date


@dataclass(frozen=True, slots=True)
class Answered:
    """The answer is dated. ``row`` is a row of table three (``granted``), ``kind`` a decision kind,
    ``ground`` why something is withheld, where several grounds are possible (``exemptions``)."""

    on: date
    row: str
    kind: str | None = None
    ground: str = ""


@dataclass(frozen=True, slots=True)
class Served:
    """The answer was served. ``on``: the applicant signed, or it was sent; by post ``posted_on`` counts.

    ``by_postal_enterprise`` is False for other couriers, None where unknown.
    """

    on: date
    way: Way
    posted_on: date | None = None
    by_postal_enterprise: bool | None = None


@dataclass(frozen=True, slots=True)
class Archived:
    """The file was closed and archived 归档 (Art 45)."""

    on: date


Event = (
    Arrived
    | Received
    | RedoOrdered
    | CorrectionRequested
    | Corrected
    | ConsultationSent
    | OpinionReceived
    | Paused
    | ReasonRequested
    | ReasonGiven
    | FeeNoticed
    | Paid
    | Extended
    | Delayed
    | Withdrawn
    | Answered
    | Served
    | Archived
)


@dataclass(frozen=True, slots=True)
class EventKind:
    """One kind of event: its code, as stored, and what a history calls it."""

    code: str
    zh: str
    type: type[Event]


#: In the order in which events of one day are taken: a restart before what is counted from it.
EVENTS: tuple[EventKind, ...] = (
    EventKind("arrived", "到达", Arrived),
    EventKind("received", "收到申请", Received),
    EventKind("redo_ordered", "责令重作", RedoOrdered),
    EventKind("correction_requested", "补正通知", CorrectionRequested),
    EventKind("corrected", "收到补正", Corrected),
    EventKind("fee_noticed", "收费通知", FeeNoticed),
    EventKind("paid", "缴费", Paid),
    EventKind("consultation_sent", "征求意见", ConsultationSent),
    EventKind("opinion_received", "收到意见", OpinionReceived),
    EventKind("paused", "停止计算", Paused),
    EventKind("reason_requested", "要求说明理由", ReasonRequested),
    EventKind("reason_given", "说明理由", ReasonGiven),
    EventKind("extended", "延期", Extended),
    EventKind("delayed", "另定答复期限", Delayed),
    EventKind("withdrawn", "撤回", Withdrawn),
    EventKind("answered", "答复", Answered),
    EventKind("served", "送达", Served),
    EventKind("archived", "归档", Archived),
)
BY_CODE = {kind.code: kind for kind in EVENTS}
KIND_OF = {kind.type: kind for kind in EVENTS}
_RANK = {kind.type: rank for rank, kind in enumerate(EVENTS)}


def in_order(events: Sequence[Event]) -> list[Event]:
    """The events by date, then by EVENTS, then by their content: entry order never matters."""
    keys = [event.on.toordinal() * 32 + _RANK[type(event)] for event in events]
    if len(set(keys)) == len(keys):
        return [event for _, event in sorted(zip(keys, events, strict=True))]
    return sorted(events, key=lambda event: (event.on, _RANK[type(event)], repr(event)))
