"""AR-N: figures in the prose against the tables. Each finding quotes its sentence."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from gongkai.law.annual_report.checks.statements import Statement, extract
from gongkai.law.annual_report.checks.subject import Subject, written
from gongkai.law.annual_report.formats.parts import APPLICANT_KEYS, REMEDY_BLOCKS, SHARED_RESULTS
from gongkai.law.findings import Finding, Severity

#: Chapters whose prose speaks of the year's figures; 五 speaks of plans, 六 of fees (AR-6.1).
CHAPTERS = ("overview", "proactive", "requests", "remedies")

#: Cells to add up; ``-`` before a code takes off last year's figure.
Terms = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """What a stated figure must equal: the sum named first, or one of the others that usage allows."""

    rule: str
    name: str
    sums: tuple[Terms, ...]
    unit: str = ""


def _total(*rows: str) -> Terms:
    return tuple(f"requests/{row}/total" for row in rows)


def _group(prefix: str) -> Terms:
    return _total(*(row.key for row in SHARED_RESULTS if row.key.startswith(prefix)))


_FEES: Terms = ("proactive/fees_10k_yuan",)
_OTHER = "requests/other/total"  # resolved to the report's own rows of （六）
_LEGAL_PERSONS = APPLICANT_KEYS[1:]
_BLOCK_CODES = {
    "reconsideration": ("reconsideration",),
    "litigation": ("litigation_direct", "litigation_after_reconsideration"),
    "litigation_direct": ("litigation_direct",),
    "litigation_after": ("litigation_after_reconsideration",),
    "remedies": tuple(block for block, _ in REMEDY_BLOCKS),
}
_BLOCK_NAMES = {
    "reconsideration": "行政复议",
    "litigation": "行政诉讼（两类合计）",
    "litigation_direct": "未经复议直接起诉",
    "litigation_after": "复议后起诉",
    "remedies": "行政复议和行政诉讼合计",
}


def _applicant(key: str, name: str, *columns: str) -> tuple[str, Figure]:
    new, carried, total = (
        tuple(f"requests/{row}/{column}" for column in columns) for row in ("new", "carried_in", "total")
    )
    return key, Figure("AR-N.5", f"本年新收·{name}", (new, new + carried, total))


def _remedy(key: str) -> Iterator[tuple[str, Figure]]:
    paths = [f"remedies/{block}" for block in _BLOCK_CODES[key]]
    totals = tuple(f"{path}/total" for path in paths)
    # cases pending from last year are in the table, and need not be in what 本年 brought
    fresh = totals + tuple(f"-{path}/pending" for path in paths)
    yield key, Figure("AR-N.6", f"{_BLOCK_NAMES[key]}·总计", (totals, fresh))
    for outcome, name in (
        ("upheld", "结果维持"),
        ("corrected", "结果纠正"),
        ("other", "其他结果"),
        ("pending", "尚未审结"),
    ):
        sums = (tuple(f"{path}/{outcome}" for path in paths),)
        yield f"{key}/{outcome}", Figure("AR-N.6", f"{_BLOCK_NAMES[key]}·{name}", sums)


def _document(part: str, name: str) -> tuple[str, Figure]:
    normative = f"proactive/normative_documents/{part}"
    both = (normative, f"proactive/regulations/{part}")
    return part, Figure("AR-N.7", f"行政规范性文件·{name}", ((normative,), both))


_NEW, _CARRIED, _DONE = _total("new"), _total("carried_in"), _total("total")
_REFUSED, _UNAVAILABLE, _REJECTED = map(_group, ("refused_", "unavailable_", "rejected_"))
#: Whatever was answered; 其他处理 is without an answer: withdrawn, not corrected, not paid.
_ANSWERED = (*_total("granted", "partial"), *_REFUSED, *_UNAVAILABLE, *_REJECTED)


def _withheld() -> tuple[Terms, ...]:
    """不公开 is no term of the form: 不予公开 in the narrow sense, or with whatever else gave nothing."""
    wider = _REFUSED + _UNAVAILABLE
    return _REFUSED, wider, wider + _REJECTED, (*wider, *_REJECTED, _OTHER)


FIGURES: dict[str, Figure] = dict(
    [
        ("new", Figure("AR-N.1", "本年新收申请·总计", (_NEW, _NEW + _CARRIED))),
        ("handled", Figure("AR-N.3", "本年新收申请·总计", (_NEW, _NEW + _CARRIED, _DONE))),
        ("carried_in", Figure("AR-N.2", "上年结转·总计", (_CARRIED,))),
        ("carried_out", Figure("AR-N.2", "结转下年度·总计", (_total("carried_out"),))),
        ("concluded", Figure("AR-N.3", "办理结果总计", (_DONE, _ANSWERED))),
        ("granted", Figure("AR-N.4", "予以公开·总计", (_total("granted"),))),
        ("opened", Figure("AR-N.4", "予以公开·总计", (_total("granted"), _total("granted", "partial")))),
        ("partial", Figure("AR-N.4", "部分公开·总计", (_total("partial"),))),
        ("granted_or_partial", Figure("AR-N.4", "予以公开和部分公开·总计", (_total("granted", "partial"),))),
        ("refused", Figure("AR-N.4", "不予公开各项·总计", (_REFUSED,))),
        ("withheld", Figure("AR-N.4", "不予公开各项·总计", _withheld())),
        ("unavailable", Figure("AR-N.4", "无法提供各项·总计", (_UNAVAILABLE,))),
        ("rejected", Figure("AR-N.4", "不予处理各项·总计", (_REJECTED,))),
        ("other", Figure("AR-N.4", "其他处理各项·总计", ((_OTHER,),))),
        _applicant("natural_person", "自然人", "natural_person"),
        _applicant("legal_persons", "法人或其他组织", *_LEGAL_PERSONS),
        _applicant("business", "商业企业", "business"),
        _applicant("research", "科研机构", "research"),
        _applicant("public_welfare", "社会公益组织", "public_welfare"),
        _applicant("legal_service", "法律服务机构", "legal_service"),
        *(pair for key in _BLOCK_CODES for pair in _remedy(key)),
        _document("made", "本年制发件数"),
        _document("repealed", "本年废止件数"),
        _document("in_force", "现行有效件数"),
        ("licensing", Figure("AR-N.7", "行政许可·本年处理决定数量", (("proactive/licensing",),))),
        ("penalties", Figure("AR-N.7", "行政处罚·本年处理决定数量", (("proactive/penalties",),))),
        ("coercion", Figure("AR-N.7", "行政强制·本年处理决定数量", (("proactive/coercion",),))),
        ("fees", Figure("AR-N.7", "行政事业性收费·本年收费金额", (_FEES,), "万元")),
    ]
)

_RULES = frozenset(figure.rule for figure in FIGURES.values())
_CELLS = {
    figure.name: tuple(code for code in figure.sums[0] if not code.startswith("-"))
    for figure in FIGURES.values()
}


def contradictions(rule: str, subject: Subject) -> Iterator[Finding]:
    """Stated figures of one rule that the table contradicts.

    Where the prose of others states a figure twice and one statement agrees, a smaller one is taken for a
    part of it (a department's share, one way of applying) and passed over. In our own the agreeing one is
    a bound field more often than not, and what was typed beside it is the slip.
    """
    for chapter, found in _stated(subject).items():
        named = [(FIGURES[statement.figure], statement) for statement in found]
        for figure, statement in named:
            if figure.rule != rule:
                continue
            allowed = [_value(subject, terms) for terms in figure.sums]
            expected = allowed[0]
            known = [value for value in allowed if value is not None]
            if expected is None or _is_one_of(statement.value, known):
                continue
            agreed = any(other.name == figure.name and _is_one_of(s.value, known) for other, s in named)
            if agreed and not subject.own and statement.value < max(known):
                continue
            yield Finding(
                rule,
                Severity.WARNING,
                f"narrative/{chapter}",
                f"正文“{statement.sentence.quote}” — 写的是{written(statement.value)}{figure.unit}，"
                f"表格“{figure.name}”是{written(expected)}{figure.unit} — 请核对后改正正文或表格。",
                subject.source(_table(figure.sums[0][0])),
                expected=expected,
                actual=statement.value if figure.unit else int(statement.value),
            )


def contradicted(finding: Finding) -> tuple[str, ...]:
    """The cells that a finding of ``contradictions`` names, by the words with which it does."""
    name = finding.message.partition("表格“")[2].partition("”")[0] if finding.rule in _RULES else ""
    return _CELLS.get(name, ())


def _stated(subject: Subject) -> dict[str, tuple[Statement, ...]]:
    return subject.remember(
        "statements",
        lambda: {
            chapter: extract(
                subject.sentences(chapter), subject.report.year, subject.report.organ, own=subject.own
            )
            for chapter in CHAPTERS
            if subject.sentences(chapter)
        },
    )


def _table(code: str) -> str:
    return code.split("/")[0]


def _is_one_of(stated: int | Decimal, known: list[int | Decimal]) -> bool:
    return any(stated == value or _is_rounded(stated, value) for value in known)


def _is_rounded(one: int | Decimal, other: int | Decimal) -> bool:
    """Whether two figures are the same but for rounding, or cutting, to the coarser of them."""
    if not (one and other):
        return False
    step = max(int(Decimal(figure).as_tuple().exponent) for figure in (one, other))
    return abs(Decimal(one) - other) < Decimal(1).scaleb(step)


def _value(subject: Subject, terms: Terms) -> int | Decimal | None:
    """The sum of the cells; None when one of them is unknown."""
    if terms == _FEES:
        fees = subject.report.cells.get(terms[0])
        return fees if isinstance(fees, int | Decimal) else None
    total = 0
    for term in terms:
        if term == _OTHER:
            codes = [f"requests/{key}/total" for key in subject.result_keys if key.startswith("other_")]
            counts = [subject.count(code) for code in codes]
        else:
            counts = [subject.before(term[1:]) if term.startswith("-") else subject.count(term)]
        for count in counts:
            if count is None:
                return None
            total += -count if term.startswith("-") else count
    return total
