"""What the prose of a year can tell: the tables, and what the ledger holds beside them."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from gongkai.law.annual_report.model import FeeNotices, ItemsPublished, Value

#: 四间房镇人民政府 calls itself 我镇, 县发展和改革委员会 我委, a 管理委员会 neither.
_SELF = re.compile(r"(镇|乡|街道|县|区|市|州|省|局|(?<!管理)委|厅|办)(?:人民政府|办事处|员会|公室)?$")


@dataclass(frozen=True, slots=True)
class NarrativeFacts:
    """A year as the prose sees it. None is unknown, 0 is none; ``cells`` are those of the report.

    ``posted`` are 渠道发布 counts that are not among ``items``; ``rectifications`` the topics of 问题整改,
    ``left_over`` how many problems of earlier years were open when the year began, ``left_over_mended`` how
    many of them were mended in it, ``unmended`` what was open when it ended, each with what is to be done;
    ``office`` is the 政府信息公开工作机构, ``chief`` and ``leader`` lead, ``charges`` are parts of the work
    with who answers for each.
    """

    organ: str
    year: int
    cells: Mapping[str, Value]
    short_name: str = ""
    level: str = ""
    office: str = ""
    chief: str = ""
    leader: str = ""
    charges: tuple[tuple[str, str], ...] = ()
    previous: Mapping[str, Value] | None = None
    items: ItemsPublished | None = None
    categories: Mapping[str, int] = field(default_factory=dict)
    posted: Mapping[str, int] = field(default_factory=dict)
    trainings: int | None = None
    trained_people: int | None = None
    meetings: int | None = None
    notices: int | None = None
    assessments: int | None = None
    praises: int | None = None
    criticisms: int | None = None
    deductions: int | None = None
    social_reviews: int | None = None
    assessment_results: tuple[str, ...] = ()
    social_review_results: tuple[str, ...] = ()
    duties_told: str = ""  # of a sum: what the reports say of 第五十条第（四）项
    accountability: int | None = None
    rectifications: tuple[str, ...] | None = None
    left_over: int = 0
    left_over_mended: int = 0
    unmended: tuple[str, ...] = ()
    fee_notices: FeeNotices | None = None

    @property
    def calls_itself(self) -> str:
        """我镇, 我局; 本机关 where the name does not tell."""
        match = _SELF.search(self.organ)
        return f"我{match[1]}" if match else "本机关"

    def count(self, code: str) -> int | None:
        value = self.cells.get(code)
        return value if type(value) is int else None

    def total(self, codes: Iterable[str]) -> int | None:
        """The sum of cells; None when one of them is unknown."""
        counts = [self.count(code) for code in codes]
        known = [count for count in counts if count is not None]
        return sum(known) if len(known) == len(counts) else None

    def requests(self, *rows: str, column: str = "total") -> int | None:
        return self.total(f"requests/{row}/{column}" for row in rows)

    def group(self, prefix: str) -> int | None:
        """The sum of a group of result rows: ``refused_`` is （三）不予公开; （六） may be undivided."""
        return self.total(
            code for code in self.cells if code.startswith(f"requests/{prefix}") and code.endswith("/total")
        )

    def remedies(self, *blocks: str, column: str = "total") -> int | None:
        return self.total(f"remedies/{block}/{column}" for block in blocks)
