"""What the organ hands in at a review or suit 应诉材料: its papers as data, each with the parts that it has.

What a part says is written for the case; what the register knows is filled in (``ledger.remedies.papers``).
"""

from dataclasses import dataclass

from gongkai.law.remedy_course import REVIEW
from gongkai.law.remedy_results import CASE_TYPES
from gongkai.law.sources import LITIGATION_LAW, REVIEW_LAW, Source

_SUITS = tuple(one.code for one in CASE_TYPES if one.is_counted and one.code != REVIEW)
_BOTH = (REVIEW, *_SUITS)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a paper that is written for the case. ``lines``: one matter on each."""

    code: str
    zh: str
    hint: str = ""
    is_line: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper 文书: its title, in which types of case it is handed in, on which article. Only what the organ
    writes in its own name as a document ``is_numbered``; lists and certificates go along with it."""

    code: str
    zh: str
    of: tuple[str, ...]
    parts: tuple[Part, ...]
    source: Source
    is_numbered: bool = False


HEAD = Part("head", "法定代表人姓名和职务", is_line=True)
COURSE = Part("course", "办理经过", "从关联的申请带出，核对后补充")
REASONS = Part("reasons", "事实和理由", "针对对方的每一项主张逐条写")
BASIS = Part("basis", "法律依据", "从答复类型带出")
WISH = Part("wish", "请求")
EVIDENCE = Part("evidence", "证据", "一行一份：名称｜证明什么｜页码")
PEOPLE = Part("people", "委托谁出庭、到场", "一行一人：姓名，职务，电话；律师写律师事务所")
POWERS = Part("powers", "委托权限", is_line=True)

PAPERS: tuple[Paper, ...] = (
    Paper(
        "review_answer",
        "行政复议答复书",
        (REVIEW,),
        (HEAD, COURSE, REASONS, BASIS, WISH),
        REVIEW_LAW.at("第四十八条"),
        is_numbered=True,
    ),
    Paper(
        "defence",
        "行政诉讼答辩状",
        _SUITS,
        (HEAD, COURSE, REASONS, BASIS, WISH),
        LITIGATION_LAW.at("第六十七条"),
    ),
    Paper("evidence", "证据目录", _BOTH, (EVIDENCE,), LITIGATION_LAW.at("第六十七条")),
    Paper(
        "identity", "法定代表人身份证明书", _BOTH, (HEAD,), LITIGATION_LAW.at("第三条第三款", verified=False)
    ),
    Paper(
        "power", "授权委托书", _BOTH, (HEAD, PEOPLE, POWERS), LITIGATION_LAW.at("第三十一条", verified=False)
    ),
)
PAPER = {paper.code: paper for paper in PAPERS}


def papers_of(kind: str) -> tuple[Paper, ...]:
    return tuple(paper for paper in PAPERS if kind in paper.of)


def evidence_rows(text: str) -> tuple[tuple[str, str, str], ...]:
    """The lines of an evidence list as name, what it proves, pages; what a line leaves out is empty."""
    rows = []
    for line in filter(str.strip, text.splitlines()):
        name, proves, pages, *_rest = (*map(str.strip, line.replace("|", "｜").split("｜")), "", "")
        rows.append((name, proves, pages))
    return tuple(rows)
