"""What a check looks at: one report, the year before where it is known, and the settings."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache, cached_property
from types import MappingProxyType
from typing import TypeVar, cast

from gongkai.law.annual_report.checks.language import Sentence, sentences
from gongkai.law.annual_report.form import Form
from gongkai.law.annual_report.formats import BY_CODE
from gongkai.law.annual_report.identities import Broken, broken, by_rule
from gongkai.law.annual_report.model import ReportData, Value, printed_codes
from gongkai.law.findings import Finding, Severity
from gongkai.law.sources import Source

T = TypeVar("T")
_NUMBERING = re.compile(r"^(（.）|[一二三四]、|\d\.)+")
_TOWN = re.compile(r"(镇|乡|苏木|街道)(人民政府|办事处)?$")
_GOVERNMENT = re.compile(r"(人民政府|镇|乡|苏木)$")
_OFFICE = re.compile(r"(街道|办事处|管理委员会|管委会)$")


@dataclass(frozen=True, slots=True)
class Settings:
    """What practice leaves open [K?]; a setting never makes an error of it.

    ``explanations`` are the organ's written reasons for a break with the year before, by (rule, where):
    mergers, clean-ups and corrected reports break those sums lawfully.
    """

    count_unit: str = "item"  # item | posting: what one 条 of published information is
    town_fee_ceiling: Decimal = Decimal(1000)  # 万元 a year, above which a town probably typed 元
    fee_jump: int = 50  # times last year's, above which a unit slip is likely
    overlap_least: int = 10  # sentences a report must have before its prose is compared with another's
    overlap_informs: int = 50  # % of sentences equal to another report's worth a hint
    overlap_warns: int = 80  # % that look copied
    public_phones: frozenset[str] = frozenset()
    explanations: Mapping[tuple[str, str], str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Other:
    """Another file: how a sentence calls it, in how many cells its figures differ, and the first of them."""

    file: str
    differing: int = 0
    first: str = ""
    there: int | str | None = None


@dataclass(frozen=True, slots=True)
class Company:
    """What else bears a report's name, where many are checked together.

    ``twins`` are further files of the report; ``namesakes`` counts this year's that may be another organ's,
    ``namesake`` is one of them. ``last_year`` is the file taken as last year's, ``spare`` are further files
    of that; ``is_doubtful``: there are some, and none can be told to be the organ's own.
    """

    twins: tuple[Other, ...] = ()
    namesake: Other | None = None
    namesakes: int = 0
    last_year: str = ""
    spare: tuple[Other, ...] = ()
    is_doubtful: bool = False


_ALONE = Company()


class Subject:
    """A report laid out for checking. Figures that are not whole numbers count as unread here."""

    def __init__(
        self,
        report: ReportData,
        previous: ReportData | None,
        own: bool,
        settings: Settings,
        alike: ReportData | None = None,
        found: Sequence[Broken] | None = None,
        company: Company | None = None,
    ) -> None:
        self.report = report
        self.own = own
        self.settings = settings
        self.alike = alike
        self.company = company or _ALONE
        self._found = found
        self.given_previous = previous
        #: last year's report; another year's does not help
        self.previous = previous if previous is not None and previous.year == report.year - 1 else None
        self.result_keys = report.result_keys
        self._remembered: dict[str, object] = {}

    def remember(self, name: str, work: Callable[[], T]) -> T:
        """What several checks share, done once and only where a check asks for it."""
        if name not in self._remembered:
            self._remembered[name] = work()
        return cast(T, self._remembered[name])

    def sentences(self, chapter: str) -> tuple[Sentence, ...]:
        """The sentences of a chapter, none where it was not handed in."""
        text = self.report.narrative.get(chapter, "")
        return self.remember(f"sentences of {chapter}", lambda: tuple(sentences(text)))

    @property
    def form(self) -> Form:
        return self.report.form

    def broken(self, rule: str) -> Sequence[Broken]:
        """The identities of ``rule`` that do not hold, whichever engine evaluated them."""
        return self._broken.get(rule, ())

    @cached_property
    def _broken(self) -> Mapping[str, Sequence[Broken]]:
        return by_rule(broken(self.report, self.previous) if self._found is None else self._found)

    def count(self, code: str) -> int | None:
        return _count(self.report.cells.get(code))

    def before(self, code: str) -> int | None:
        """The figure of the year before; None when that report or figure is unknown."""
        return _count(self.previous.cells.get(code)) if self.previous else None

    @cached_property
    def unread(self) -> frozenset[str]:
        """Cells that the reader could not read, with a finding of its own for each."""
        return frozenset(f.where for f in self.report.findings if f.rule == "AR-unread")

    @cached_property
    def printed(self) -> tuple[str, ...]:
        """Every cell of this report's tables, （六）其他处理 as it has it, in printed order."""
        return printed_codes(self.report.format, self.result_keys)

    @property
    def places(self) -> Mapping[str, int]:
        """Cells, then chapters, by their order on paper."""
        return _places(self.report.format, self.result_keys)

    @property
    def is_town(self) -> bool:
        return self.report.level == "town" or bool(_TOWN.search(self.report.organ))

    @property
    def is_government(self) -> bool:
        """Whether 第五十条第（四）项, which binds governments of every level, binds this organ."""
        level, organ = self.report.level, self.report.organ
        if level == "department" or _OFFICE.search(organ):
            return False
        return level in {"town", "county"} or bool(_GOVERNMENT.search(organ))

    def source(self, table: str) -> str:
        return cite(self.form.table(table).source)

    def needs_previous(self, rule: str, where: str, what: str, source: str) -> Iterator[Finding]:
        """Say that a rule could not be checked for want of last year's report, instead of passing it."""
        if self.previous is None:
            yield Finding(rule, Severity.INFO, where, f"{what} — {self._why_none()}再查。", source)

    def _why_none(self) -> str:
        """Why there is no report of the year before, and what to do about it."""
        year, organ = self.report.year - 1, self.report.organ
        if self.company.is_doubtful:
            return (
                f"名叫“{organ}”的机关不止一个，{year}年的年报里分不出哪一份是本机关的，未核对"
                f" — 请单独提供本机关{year}年的年报，或按县分文件夹存放后"
            )
        given = f"（给出的是{self.given_previous.year}年的）" if self.given_previous else ""
        return f"没有{year}年的年报{given}，未核对 — 请一并提供{year}年的年报"

    def explained(self, finding: Finding) -> Finding:
        """The finding, or an INFO with the organ's written reason for it."""
        reason = self.settings.explanations.get((finding.rule, finding.where))
        if not reason:
            return finding
        return Finding(
            finding.rule,
            Severity.INFO,
            finding.where,
            f"{finding.message}本机关说明：{reason}",
            finding.source,
            finding.expected,
            finding.actual,
        )


def cite(source: Source) -> str:
    """A source as a finding prints it: 国办公开办函〔2021〕30号 表三, 《政府信息公开条例》第五十条."""
    number = source.instrument.number
    return f"{number} {source.article}".strip() if number.startswith("国办") else str(source)


def short(label: str) -> str:
    """A row's label for use in a sum: ``（二）部分公开（区分处理的，…）`` -> ``部分公开``."""
    name = _NUMBERING.sub("", label)
    return name.split("（")[0].split("、")[0]


def written_sum(parts: Iterable[tuple[str, int | None]]) -> str:
    """A sum as a finding writes it out: ``结果维持10＋结果纠正1＝11``, leaving out zeros."""
    named = [(name, count) for name, count in parts if count]
    if not named:
        return "各项都是0"
    written = "＋".join(f"{name}{count}" for name, count in named)
    return written if len(named) == 1 else f"{written}＝{sum(count for _, count in named)}"


def falls_short(place: str, parts: Sequence[tuple[str, int | None]], broken: Broken) -> str:
    """That a printed total is less than what is known of its parts, some of which are unknown."""
    unknown = sum(count is None for _, count in parts)
    return (
        f"{place} — {written_sum(parts)}，另有{unknown}格没有数，总计却只有{broken.actual}"
        " — 总计不会小于其中各项之和，请核对后改正。"
    )


def written(value: int | Decimal) -> str:
    """A figure as a sentence prints it: without noughts after the point."""
    return format(value.normalize(), "f") if isinstance(value, Decimal) else str(value)


def _count(value: Value) -> int | None:
    return value if type(value) is int else None


@cache
def _places(format_code: str, result_keys: tuple[str, ...]) -> Mapping[str, int]:
    chapters = BY_CODE[format_code].chapters
    codes = [*printed_codes(format_code, result_keys), *(f"narrative/{chapter.key}" for chapter in chapters)]
    return {code: index for index, code in enumerate(codes)}
