"""Invented applicants: names no person bears, addresses and identity numbers that lead nowhere."""

from dataclasses import dataclass
from random import Random

from gongkai.law.identifiers import resident_id_check

#: Applicant column of table three, how often it occurs in a hundred, and who.
KINDS: tuple[tuple[str, int, tuple[str, ...]], ...] = (
    ("natural_person", 76, ()),
    ("business", 9, ("样例建材有限公司", "假定物业服务有限公司", "例举农业开发有限公司", "虚构餐饮店")),
    ("research", 2, ("虚构大学公共管理学院", "例证乡村研究所")),
    ("public_welfare", 3, ("假想环境公益促进会", "样例助学基金会")),
    ("legal_service", 7, ("例证律师事务所", "样例法律服务所")),
    ("other", 3, ("样本村村民委员会", "范例种植专业合作社", "假想小区业主委员会")),
)
_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨"
_GIVEN = ("例一", "例二", "例三", "样甲", "样乙", "样丙", "拟东", "拟西")
_NOWHERE = "990000"  # no region of GB/T 2260 has this code


@dataclass(frozen=True, slots=True)
class Applicant:
    """Who applies: applicant column, name, and what little else is known."""

    kind: str
    name: str
    id_number: str = ""
    contact: str = ""


def draw(rng: Random) -> Applicant:
    """An applicant. Identity numbers are given now and then only: the 条例 asks for proof, not for a copy."""
    kind, _, names = rng.choices(KINDS, [weight for _, weight, _ in KINDS])[0]
    contact = f"applicant{rng.randint(1, 999)}@example.com" if rng.random() < 0.7 else ""
    if names:
        return Applicant(kind, rng.choice(names), contact=contact)
    name = rng.choice(_SURNAMES) + rng.choice(_GIVEN)
    return Applicant(kind, name, _id_number(rng) if rng.random() < 0.15 else "", contact)


def _id_number(rng: Random) -> str:
    first = (
        f"{_NOWHERE}{rng.randint(1955, 2003)}{rng.randint(1, 12):02}"
        f"{rng.randint(1, 28):02}{rng.randint(1, 999):03}"
    )
    return first + resident_id_check(first)
