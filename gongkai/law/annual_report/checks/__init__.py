"""The rules that an annual report must meet, as one visible list. Own and foreign reports meet the same.

A check is a function from a Subject to findings. Its id never changes its meaning. Errors are what the
notice or the regulation itself demands; what practice alone vouches for warns or informs.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from gongkai.law.annual_report.checks import (
    blanks,
    chapters,
    company,
    labels,
    overlap,
    parts,
    period,
    personal,
    proactive,
    prose,
    remedies,
    requests,
)
from gongkai.law.annual_report.checks.subject import Company, Other, Settings, Subject
from gongkai.law.annual_report.identities import Broken
from gongkai.law.annual_report.model import ReportData
from gongkai.law.findings import Finding, Severity
from gongkai.law.sources import (
    FEE_RULES,
    PERSONAL_INFORMATION_LAW,
    PRACTICE,
    REGULATION,
    REPORT_FORM_2021,
    Source,
)

__all__ = ["CHECKS", "Check", "Company", "Other", "Settings", "check"]

_TABLE_2, _TABLE_3, _TABLE_4 = (REPORT_FORM_2021.at(table) for table in ("表二", "表三", "表四"))
_FORM = REPORT_FORM_2021.at()
_CUSTOM = PRACTICE.at(verified=False)


@dataclass(frozen=True, slots=True)
class Check:
    """One rule. ``severity`` is the highest it gives; a 2019 report cites its own notice."""

    id: str
    title: str
    severity: Severity
    source: Source
    run: Callable[[Subject], Iterable[Finding]]


def _prose(rule: str, title: str) -> Check:
    return Check(rule, title, Severity.WARNING, _CUSTOM, partial(prose.contradictions, rule))


_ERROR, _WARNING, _INFO = Severity.ERROR, Severity.WARNING, Severity.INFO

CHECKS: tuple[Check, ...] = (
    Check("AR-3.1", "每列：新收＋上年结转＝总计＋结转下年度", _ERROR, _TABLE_3, requests.balance),
    Check("AR-3.2", "每列：总计＝各办理结果之和", _ERROR, _TABLE_3, requests.results_add_up),
    Check("AR-3.3", "每行：总计＝六类申请人之和", _ERROR, _TABLE_3, requests.applicants_add_up),
    Check("AR-3.4", "数字是0或正整数，没有空格", _ERROR, _TABLE_3, blanks.well_formed),
    Check("AR-3.5", "上年结转＝上年年报的结转下年度", _ERROR, _TABLE_3, requests.carried_over),
    Check("AR-4.1", "每组：总计＝维持＋纠正＋其他＋尚未审结", _ERROR, _TABLE_4, remedies.block_adds_up),
    Check("AR-4.2", "上年尚未审结的案件今年仍在总计之内", _WARNING, _TABLE_4, remedies.pending_comes_back),
    Check("AR-2.1", "现行有效＝上年现行有效＋制发－废止", _WARNING, _TABLE_2, proactive.stock_follows),
    Check("AR-2.2", "没有负数，废止不多于已有", _ERROR, _TABLE_2, proactive.nothing_negative),
    Check("AR-2.3", "收费金额的单位是万元", _WARNING, _TABLE_2, proactive.unit_slip),
    Check("AR-2.4", "乡镇、街道没有规章", _WARNING, _TABLE_2, proactive.rule_making_power),
    _prose("AR-N.1", "正文的新收件数与表三一致"),
    _prose("AR-N.2", "正文的结转件数与表三一致"),
    _prose("AR-N.3", "正文的办结件数与表三一致"),
    _prose("AR-N.4", "正文的办理结果与表三一致"),
    _prose("AR-N.5", "正文的申请人情况与表三一致"),
    _prose("AR-N.6", "正文的复议、诉讼件数与表四一致"),
    _prose("AR-N.7", "正文的文件、决定数量与表二一致"),
    Check(
        "AR-N.8",
        "主动公开信息分项与总数相符",
        _WARNING,
        _CUSTOM,
        parts.parts_of_published,
    ),
    Check("AR-N.9", "各渠道申请件数与总数相符", _WARNING, _CUSTOM, parts.parts_of_received),
    Check("AR-S.1", "六个部分齐全", _ERROR, _FORM, chapters.chapters_present),
    Check("AR-S.2", "各部分标题与统一格式一致", _WARNING, _FORM, chapters.chapters_named),
    Check("AR-S.3", "各部分按统一格式的次序", _WARNING, _FORM, chapters.chapters_in_order),
    Check("AR-S.4", "用当年有效的格式", _WARNING, _FORM, blanks.form_in_force),
    Check("AR-S.5", "三张表格齐全", _ERROR, _FORM, blanks.missing_table),
    Check("AR-S.6", "表格的栏目名与统一格式一致", _WARNING, _FORM, labels.labels_kept),
    Check("AR-S.7", "统计期间与年报的年份一致", _WARNING, _CUSTOM, period.covers_its_year),
    Check("AR-format-mixed", "各表用同一种格式", _WARNING, _FORM, blanks.format_mixed),
    Check(
        "AR-1.1",
        "总体情况写考核、评议、追责和五个方面",
        _WARNING,
        REGULATION.at("第五十条第一款第（四）项"),
        chapters.aspects_reported,
    ),
    Check(
        "AR-5.1",
        "问题和改进不照抄上年",
        _WARNING,
        REGULATION.at("第五十条第一款第（五）项"),
        chapters.problems_rewritten,
    ),
    Check(
        "AR-6.1",
        "第六部分写信息处理费，且与表二、表三相符",
        _WARNING,
        FEE_RULES.at(),
        chapters.fees_reported,
    ),
    Check(
        "AR-P.1",
        "正文没有个人信息",
        _ERROR,
        PERSONAL_INFORMATION_LAW.at("第二十八条"),
        personal.no_personal_data,
    ),
    Check(
        "AR-O.1",
        "正文不照抄上年和别的机关",
        _WARNING,
        REGULATION.at("第四十七条"),
        overlap.copied,
    ),
    Check("AR-F.1", "同一机关同一年只有一份年报", _WARNING, _CUSTOM, company.one_file),
    Check("AR-F.2", "上年年报有几份时，说明用的是哪一份", _INFO, _CUSTOM, company.which_last_year),
    Check("AR-unread", "每一格都读得出", _WARNING, _FORM, blanks.unread),
    Check("AR-derived", "读不出的数按勾稽关系推算", _INFO, _TABLE_3, blanks.derived),
)

#: What only a reader of the source can see; a report that was read keeps these findings.
_OF_READERS = ("AR-derived", "AR-format-mixed", "AR-P.", "AR-S.")
_RANK = {severity: rank for rank, severity in enumerate(Severity)}
_DEFAULTS = Settings()


def check(
    report: ReportData,
    *,
    previous: ReportData | None = None,
    own: bool = False,
    settings: Settings = _DEFAULTS,
    alike: ReportData | None = None,
    broken: Sequence[Broken] | None = None,
    company: Company | None = None,
) -> tuple[Finding, ...]:
    """Everything the rules find in ``report``, errors first, then in the order of the printed form.

    ``previous`` is the organ's report of the year before; rules that need it say so when it is missing.
    ``own`` is a draft of our own, in which a blank cell is an error. What the reader of the source found
    stays among the findings. ``alike`` is another organ's report whose prose resembles this one; ``broken``
    are the identities that do not hold where another engine has evaluated them over many reports;
    ``company`` is what else bears the report's name among them.
    """
    subject = Subject(report, previous, own, settings, alike, broken, company)
    found = [finding for rule in CHECKS for finding in rule.run(subject)]
    computed = {(finding.rule, finding.where) for finding in found}
    found += (
        finding
        for finding in report.findings
        if finding.rule.startswith(_OF_READERS) and (finding.rule, finding.where) not in computed
    )
    return _in_order(found, subject) if len(found) > 1 else tuple(found)


def _in_order(found: list[Finding], subject: Subject) -> tuple[Finding, ...]:
    places = subject.places
    distinct = {(finding.rule, finding.where, finding.message): finding for finding in found}
    last = len(places)
    return tuple(sorted(distinct.values(), key=lambda f: (_RANK[f.severity], places.get(f.where, last))))
