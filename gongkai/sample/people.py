"""Who works at the sample organs: invented people, one for each role, whom a visitor may be."""

from gongkai.ledger.organs.models import Organ
from gongkai.ledger.organs.queries import units_of
from gongkai.ledger.people import actions
from gongkai.lib.today import today

ACTOR = "示例"
#: Whoever writes something does not release it.
RELEASER = "示例（放行）"

#: Name and role at every sample organ that has people.
STAFF: tuple[tuple[str, str], ...] = (
    ("王敏", "clerk"),
    ("李建国", "office_head"),
    ("张海涛", "leader"),
    ("赵国强", "signer"),
    ("刘芳", "secrecy_reviewer"),
    ("陈静", "legal_reviewer"),
    ("何伟", "supervisor"),
    ("孙立", "auditor"),
    ("周凯", "administrator"),
)
#: Who speaks for the first village, where there is one.
CONTACT = "徐东升"


def enter(organ: Organ, *, prefix: str) -> None:
    """Enter the staff of a sample organ. ``prefix`` tells their log-in names from another organ's."""
    for unit in units_of(organ, today())[:1]:
        contact = actions.enrol(
            organ=organ, username=f"{prefix}.village_contact", name=CONTACT, actor=ACTOR, is_sample=True
        )
        actions.give_role(person=contact, organ=organ, role="village_contact", unit=unit, actor=ACTOR)
    for name, role in STAFF:
        person = actions.enrol(
            organ=organ, username=f"{prefix}.{role}", name=name, actor=ACTOR, is_sample=True
        )
        actions.give_role(person=person, organ=organ, role=role, actor=ACTOR)
