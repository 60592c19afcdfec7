"""What each kind of matter asks, how its tasks end, and what is left of it in the register."""

from dataclasses import dataclass

from gongkai.law.accountability import BY_CODE as GROUND
from gongkai.law.accountability import MEASURE
from gongkai.ledger.people.roles import Duty
from gongkai.ledger.supervision.models import Activity, Matter

_KIND = Activity.Kind


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of matter 事项类别.

    ``mark`` begins its numbers, as a 代字 does. ``asks``: its fields that must be filled,
    ``optional`` may be.
    ``checks_tasks``: what its owner reports done is checked by somebody else before it is. ``waits``: it ends
    only after all its tasks. ``is_given_out``: it is in the register once it was passed on, else once it is
    closed, by whoever has the duty ``closing``.
    """

    code: str
    mark: str
    asks: tuple[str, ...]
    optional: tuple[str, ...] = ()
    has_list: bool = False  # of those who came
    has_minutes: bool = False
    checks_tasks: bool = True
    waits: bool = False
    is_given_out: bool = False
    closing: Duty = Duty.RECORD

    @property
    def zh(self) -> str:
        return str(_KIND(self.code).label)


TRAINING = Kind(
    _KIND.TRAINING,
    "公训",
    ("title", "on"),
    ("place", "by", "target", "text"),
    has_list=True,
    checks_tasks=False,
)
MEETING = Kind(
    _KIND.MEETING,
    "公会",
    ("title", "on"),
    ("place", "by", "target", "text"),
    has_list=True,
    has_minutes=True,
)
NOTICE = Kind(
    _KIND.NOTICE,
    "公通",
    ("title", "by", "on", "due", "text"),
    ("document_no",),
    checks_tasks=False,
    waits=True,
    is_given_out=True,
)
RECTIFICATION = Kind(
    _KIND.RECTIFICATION, "公改", ("title", "source", "on", "measure"), ("by", "text"), waits=True
)
ACCOUNTABILITY = Kind(
    _KIND.ACCOUNTABILITY,
    "公责",
    ("title", "ground", "target", "measure", "by", "on"),
    ("document_no", "text"),
    checks_tasks=False,
    closing=Duty.RELEASE,
)
KINDS: tuple[Kind, ...] = (TRAINING, MEETING, NOTICE, RECTIFICATION, ACCOUNTABILITY)
BY_CODE = {kind.code: kind for kind in KINDS}


def kind_of(matter: Matter) -> Kind:
    return BY_CODE[matter.kind]


def note_of(matter: Matter) -> str:
    """What the register tells of a matter besides its subject."""
    parts = {
        _KIND.TRAINING: (matter.by and f"讲课：{matter.by}", matter.place),
        _KIND.MEETING: (matter.by and f"主持：{matter.by}", matter.place),
        _KIND.NOTICE: (matter.by, matter.document_no),
        _KIND.RECTIFICATION: (matter.measure,),
        _KIND.ACCOUNTABILITY: (_on(matter), MEASURE.get(matter.measure, ""), f"决定机关：{matter.by}"),
    }[_KIND(matter.kind)]
    return "；".join(part for part in (*parts, matter.number) if part)


def _on(matter: Matter) -> str:
    ground = GROUND.get(matter.ground)
    return f"{ground.source}：{ground.zh}" if ground else ""
