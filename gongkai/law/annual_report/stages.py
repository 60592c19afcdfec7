"""报送流程: the states of a year's report, the steps between them, and the order in which they are taken.

Article 49 says only by when a report is published. Who looks at it before, and whether the county sees it
first, is custom; so the order is a setting, and only that nobody approves their own work is fixed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from gongkai.law.sources import PRACTICE, REGULATION, Source


class State(StrEnum):
    """Where a report stands."""

    DRAFT = "draft"
    CHECKED = "checked"
    APPROVED = "approved"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    PASSED = "passed"
    PUBLISHED = "published"
    FILED = "filed"

    @property
    def zh(self) -> str:
        return _WORDS[self]

    @property
    def is_open(self) -> bool:
        """Whether its prose may be written: nobody has vouched for it yet, or somebody sent it back."""
        return self in {State.DRAFT, State.RETURNED}

    @property
    def is_public(self) -> bool:
        return self in {State.PUBLISHED, State.FILED}


_WORDS = {
    State.DRAFT: "编制中",
    State.CHECKED: "已核对",
    State.APPROVED: "领导审定",
    State.SUBMITTED: "已送审",
    State.RETURNED: "已退回",
    State.PASSED: "已通过",
    State.PUBLISHED: "已公布",
    State.FILED: "已备案",
}


class Hand(StrEnum):
    """Whose step it is: who prepares the report, who answers for it, who releases what others prepared, who
    stands above the organ."""

    PREPARER = "preparer"
    LEADER = "leader"
    RELEASER = "releaser"
    SUPERIOR = "superior"


@dataclass(frozen=True, slots=True)
class Step:
    """One step 环节. ``asks``: what must be told with it. ``is_back``: it undoes what was vouched for.

    ``stands_for`` names the step of the superior that the organ itself notes down, where nobody above works
    with this program.
    """

    code: str
    zh: str
    to: State
    hand: Hand
    source: Source
    asks: tuple[str, ...] = ()
    is_back: bool = False
    stands_for: str = ""

    @property
    def judges(self) -> bool:
        """Whether it says a word on what the report tells: it is for whoever has read just that."""
        return self.to is not State.FILED and not (self.is_back and self.hand is Hand.PREPARER)


_CUSTOM = PRACTICE.at("年度报告的报送环节")
_PREPARER, _LEADER, _SUPERIOR = Hand.PREPARER, Hand.LEADER, Hand.SUPERIOR

STEPS: tuple[Step, ...] = (
    Step("check", "核对完毕", State.CHECKED, _PREPARER, _CUSTOM),
    Step("approve", "审定", State.APPROVED, _LEADER, _CUSTOM),
    Step("submit", "送审", State.SUBMITTED, _PREPARER, _CUSTOM),
    Step("pass", "审核通过", State.PASSED, _SUPERIOR, _CUSTOM),
    Step("return", "退回", State.RETURNED, _SUPERIOR, _CUSTOM, ("reason",), is_back=True),
    Step("note-pass", "登记上级通过", State.PASSED, _PREPARER, _CUSTOM, ("reason",), stands_for="pass"),
    Step(
        "note-return",
        "登记上级退回",
        State.RETURNED,
        _PREPARER,
        _CUSTOM,
        ("reason",),
        is_back=True,
        stands_for="return",
    ),
    Step("publish", "公布", State.PUBLISHED, Hand.RELEASER, REGULATION.at("第四十九条"), ("day", "url")),
    Step("file", "备案", State.FILED, _PREPARER, _CUSTOM, ("day", "reason")),
    Step("send-back", "退回修改", State.DRAFT, _LEADER, _CUSTOM, ("reason",), is_back=True),
    Step("reopen", "收回修改", State.DRAFT, _PREPARER, _CUSTOM, ("reason",), is_back=True),
)
BY_CODE = {step.code: step for step in STEPS}


@dataclass(frozen=True, slots=True)
class Order:
    """The steps forward as an organ takes them."""

    code: str
    zh: str
    steps: tuple[str, ...]

    def next(self, state: State) -> Step | None:
        """The one step forward; None where all is done. A report sent back begins anew."""
        return BY_CODE[self.steps[place]] if (place := self._place(state)) < len(self.steps) else None

    def possible(self, state: State) -> Iterator[Step]:
        """Every step that leads on from a state, forward first."""
        forward = self.next(state)
        if forward:
            yield forward
            yield from (step for step in STEPS if step.stands_for == forward.code)
        if state is State.SUBMITTED:
            yield BY_CODE["return"]
            yield BY_CODE["note-return"]
        if not state.is_open and not state.is_public:
            if forward and forward.hand is Hand.LEADER:
                yield BY_CODE["send-back"]
            yield BY_CODE["reopen"]

    def states(self) -> tuple[State, ...]:
        """The states in their order, from the draft on."""
        return (State.DRAFT, *(BY_CODE[code].to for code in self.steps))

    def _place(self, state: State) -> int:
        """How many steps lie behind; none where the order was changed on the way and knows no such state."""
        known = self.states()
        return known.index(state) if state in known else 0


ORDERS: tuple[Order, ...] = (
    Order(
        "county_first",
        "核对、领导审定、上级审核、公布、备案",
        ("check", "approve", "submit", "pass", "publish", "file"),
    ),
    Order(
        "leader_last",
        "核对、上级审核、领导审定、公布、备案",
        ("check", "submit", "pass", "approve", "publish", "file"),
    ),
    Order("own", "核对、领导审定、公布、备案（上级不先审）", ("check", "approve", "publish", "file")),
)
ORDER = {order.code: order for order in ORDERS}
