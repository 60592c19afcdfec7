"""分工: what can be somebody's charge: who leads, the areas of the work, and each duty that comes round."""

from dataclasses import dataclass

from gongkai.law.duties import DUTIES
from gongkai.law.sources import PRACTICE, REGULATION, Source


@dataclass(frozen=True, slots=True)
class Work:
    """A part of the work that one person, section or village answers for. ``ledgers``: whose open things are
    of it; ``is_round``: a duty of ``law.duties``."""

    code: str
    zh: str
    source: Source
    ledgers: tuple[str, ...] = ()
    is_round: bool = False


CHIEF, LEADER, OFFICE = "chief", "leader", "office"
WORKS: tuple[Work, ...] = (
    Work(CHIEF, "主要领导，全面负责", PRACTICE.at("主要领导全面负责")),
    Work(LEADER, "分管领导，直接负责", PRACTICE.at("分管领导直接负责")),
    Work(OFFICE, "日常工作", REGULATION.at("第四条")),
    Work("disclosures", "主动公开和发布", REGULATION.at("第二十条"), ("disclosures", "deliveries")),
    Work("requests", "依申请公开", REGULATION.at("第二十七条"), ("requests", "inbox")),
    Work("remedies", "行政复议、行政诉讼应对", REGULATION.at("第五十一条"), ("remedies",)),
    *(Work(duty.code, duty.zh, duty.source, is_round=True) for duty in DUTIES),
)
WORK = {work.code: work for work in WORKS}
#: The area of the things of each ledger.
OF_LEDGER = {ledger: work.code for work in WORKS for ledger in work.ledgers}
