"""The pages of docs/law that are written from the code."""

from collections.abc import Iterable
from datetime import date

from gongkai.law import (
    applicants,
    decisions,
    exemptions,
    fees,
    letters,
    periods,
    proactive,
    remedies,
    remedy_course,
    remedy_procedure,
    remedy_results,
)
from gongkai.law.annual_report import checks
from gongkai.law.annual_report.formats import FORMS, y2019, y2021
from gongkai.law.dated import Dated
from pages.examples import examples_of
from pages.markdown import cite, code, page, table

NEWEST = date(9999, 12, 31)


def decisions_page() -> str:
    kinds = decisions.DECISIONS
    row_label = {row.key: f"{row.group}{row.label}" for row in y2021.FORM.request_rows}
    return page(
        "Decision kinds 答复类型",
        "How a request may end, and in which row of table three 表三 it counts. A row marked *setting* is an"
        " organ's choice with this default. The 2019 form has one undivided row （六）其他处理"
        " (`other_all`).",
        table(
            ("code", "答复类型", "articles", "row, 2021", "row, 2019", "letter", "remedy"),
            (
                (
                    code(kind.code),
                    kind.zh,
                    "、".join(cite(source) for source in kind.sources),
                    (code(kind.row) or "不计入") + (" *setting*" if kind.row_is_setting else ""),
                    code(kind.row_on(y2019.FORM)) or "不计入",
                    f"{kind.letter} {letters.BY_NUMBER[kind.letter].zh}" if kind.letter else "答复书",
                    kind.remedy.zh,
                )
                for kind in kinds
            ),
        ),
        "## Rows and the kinds in them",
        "Where a ledger names only the row, and the row has several kinds, the kind stays unknown.",
        table(
            ("row", "label", "kinds"),
            (
                (code(key), row_label[key], "、".join(code(kind.code) for kind in decisions.for_row(key)))
                for key in y2021.FORM.result_keys
            ),
        ),
        "## What a letter must say",
        "Every letter: "
        + "、".join(letters.PART_BY_CODE[part].zh for part in letters.SHARED_PARTS)
        + "。 Beside these:",
        table(
            ("decision", "special parts"),
            (
                (
                    code(kind.code),
                    "；".join(
                        part.zh for part in kind.required_parts if part.code not in letters.SHARED_PARTS
                    ),
                )
                for kind in kinds
            ),
        ),
        "## Letters and records 文书",
        table(
            ("no.", "code", "文书", "article", "special parts", "remedy clause"),
            (
                (
                    letter.number,
                    code(letter.code),
                    letter.zh,
                    cite(letter.source),
                    "；".join(letters.PART_BY_CODE[part].zh for part in letter.parts),
                    "有" if letter.has_remedy_clause else "无",
                )
                for letter in letters.LETTERS
            ),
        ),
        "## Grounds for non-disclosure 不予公开事由",
        f"Whatever is withheld is reviewed again from time to time ({cite(exemptions.REVIEW_SOURCE)}).",
        table(
            ("code", "事由", "article", "must or may", "listed cases", "weighing"),
            (
                (
                    code(ground.code),
                    ground.zh,
                    cite(ground.source),
                    "不得公开" if ground.is_mandatory else "可以不予公开",
                    "、".join(sub.zh for sub in ground.sub_grounds),
                    ground.weighing.zh,
                )
                for ground in exemptions.EXEMPTIONS
            ),
        ),
        "## Applicants 申请人情况",
        table(
            ("column", "label", "belongs", "by custom"),
            (
                (code(kind.code), kind.zh, kind.belongs, kind.by_practice)
                for kind in applicants.APPLICANT_KINDS
            ),
        ),
    )


WORKED = {
    "items": (10, 11, 30, 31, 40, 41, 50, 51, 60, 61),
    "pages": (30, 31, 68, 70, 100, 101, 200, 201, 300),
}


def _band_rows(scale: fees.Scale) -> Iterable[tuple[str, str]]:
    ends = (*(band.first - 1 for band in scale.bands[1:]), None)
    for band, end in zip(scale.bands, ends, strict=True):
        reach = f"{band.first}–{end}" if end else f"{band.first}以上"
        rise = f"，每{band.every}{scale.unit}再加{band.rise}元" if band.every else ""
        yield reach, f"{band.price}元/{scale.unit}{rise}"


def _scale_blocks(dated: Dated[fees.Scale]) -> Iterable[str]:
    for version in dated:
        scale = version.value
        yield f"## {scale.zh} ({scale.en})"
        yield f"Since {version.since}, {cite(version.source)}. Counted: {scale.counted}。"
        yield table((scale.unit, "price of each"), _band_rows(scale))
        yield table(
            (scale.unit, f"price of the last {scale.unit}, 元", "total, 元"),
            ((count, scale.marginal(count), scale.total(count)) for count in WORKED[scale.code]),
        )


def fees_page() -> str:
    return page(
        "Information processing fee 信息处理费",
        "Charging is optional (条例 Art 42), off until the organ can collect, and for one request on one"
        " scale only, never both. Both scales are marginal 超额累进: each unit has the price of its own band."
        " `fees.by_items(before, n, on=day)` and `fees.by_pages(pages, on=day)` give 元.",
        *_scale_blocks(fees.BY_ITEMS),
        *_scale_blocks(fees.BY_PAGES),
        "## The notice 收费通知书",
        "Must say: "
        + "；".join(letters.PART_BY_CODE[part].zh for part in letters.BY_NUMBER[9].parts)
        + f"。 It has no remedy clause, because the fee cannot be contested alone. To pay there are"
        f" {periods.PAYMENT.on(NEWEST)} working days, counted from the day after receipt"
        f" ({cite(periods.PAYMENT.source_on(NEWEST))}); not paid, the request counts in `other_no_payment`;"
        " paid, the answer period begins anew.",
    )


def _terms(terms: Iterable[proactive.Term]) -> str:
    return table(
        ("code", "term", "English", "source"),
        ((code(term.code), term.zh, term.en, cite(term.source)) for term in terms),
    )


def proactive_page() -> str:
    return page(
        "Proactive disclosure 主动公开",
        "## What is published unasked",
        "A ledger may write `第二十条第（七）项`, `20(7)` or `7`; a bare number is an item of Art 20.",
        table(
            ("code", "clause", "content"),
            ((code(clause.code), clause.label, clause.zh) for clause in proactive.CLAUSES),
        ),
        "Art 21 adds for a county or a city with districts, and their departments: "
        + "、".join(term.zh for term in proactive.COUNTY_TOPICS)
        + "; for a township: "
        + "、".join(term.zh for term in proactive.TOWN_TOPICS)
        + "。",
        "Art 19, the general test. One is enough:",
        _terms(proactive.GENERAL_TEST),
        "## By when",
        table(
            ("code", "what", "limit", "runs from", "since", "source"),
            (
                (
                    code(limit.code),
                    limit.zh,
                    version.value.zh,
                    limit.runs_from,
                    version.since,
                    cite(version.source),
                )
                for limit in proactive.LIMITS
                for version in limit.length
            ),
        ),
        "## Class of a document 公开属性",
        _terms(proactive.ATTRIBUTES),
        "## Validity 有效性",
        _terms(proactive.VALIDITIES),
        "## Ways of publishing and places to read",
        _terms((*proactive.CHANNELS, *proactive.READING_PLACES)),
        "## The 26 trial fields",
        _terms(proactive.FIELDS),
        "## Kinds of official documents 公文种类",
        _terms(proactive.DOCUMENT_KINDS),
    )


_EXAMPLES = ("refused_secret", "partial", "unavailable_absent")
_BODIES = remedies.Bodies("某县人民政府", "某县人民法院")
_EXAMPLE_DAY = date(2026, 7, 1)


def remedies_page() -> str:
    column = dict(remedy_results.COLUMNS)
    review_first = [kind for kind in decisions.DECISIONS if kind.remedy is decisions.Remedy.REVIEW_FIRST]
    return page(
        "Review and suits 行政复议、行政诉讼",
        "## Review first 复议前置",
        "What is withheld in whole or in part under 条例 Art 14–16 goes to review before any suit, and the"
        " letter must say so: "
        + "、".join(code(kind.code) for kind in review_first)
        + ". Every other decision may be taken to"
        " review or to court. A withdrawal decides nothing and has no clause.",
        table(
            ("decision made since", "review first", "source"),
            (
                (version.since, "yes" if version.value else "no", cite(version.source))
                for version in remedies.REVIEW_FIRST
            ),
        ),
        f"The clause, for a decision of {_EXAMPLE_DAY}:",
        table(
            ("decision", "clause"),
            (
                (code(kind), remedies.remedy_sentence(decisions.by_code(kind), _EXAMPLE_DAY, _BODIES))
                for kind in _EXAMPLES
            ),
        ),
        "No answer in time (whether it may be sued at once differs by place and is a setting): "
        + remedies.silence_sentence("某县人民政府", "某县人民政府办公室"),
        "## Before whom",
        "Proposed from the organ's level and its superior, kept per organ, always editable. Which court it is"
        " differs by province, because some gather jurisdiction; only its level is proposed.",
        table(
            ("level", "review organ", "court", "source"),
            (
                (code(standing.level), standing.review_zh, standing.court_zh, cite(standing.source))
                for standing in remedies.STANDINGS
            ),
        ),
        "## Periods",
        "In the law of 2023, 3, 5, 7 and 10 days are working days and longer ones are not (Art 88).",
        table(
            ("code", "period", "who", "runs from", "length", "since", "source"),
            (
                (
                    code(period.code),
                    period.zh,
                    period.bound,
                    period.runs_from,
                    version.value.zh,
                    version.since,
                    cite(version.source),
                )
                for period in remedies.PERIODS
                for version in period.length
            ),
        ),
        "What would end on a day off ends on the next working day; a suspension stops the review and not the"
        " organ's own limit to answer. A first judgment takes effect once nobody has appealed in time.",
        "## Steps",
        "What is recorded of a case, in which states (`gongkai.law.remedy_procedure`); what each does to the"
        " days is in `gongkai.law.remedy_course`, with its situations in `cases/remedy_clocks.toml`.",
        table(
            ("step", "步骤", "of", "in", "source"),
            (
                (
                    code(step.code),
                    step.zh,
                    "、".join(map(code, step.of)),
                    "、".join(remedy_course.STATE[state].zh for state in step.states),
                    cite(step.source),
                )
                for step in remedy_procedure.STEPS
            ),
        ),
        "## Where a result counts in chapter four",
        "Complaints 投诉举报 are kept and not counted. A case still open on 31 December is 尚未审结; a first"
        " judgment under appeal is open. The raw outcome is kept and an organ may put the case elsewhere with"
        " a reason.",
        table(
            ("code", "原始结果", "column", "source"),
            (
                (code(outcome.code), outcome.zh, column[outcome.column], cite(outcome.source))
                for outcome in remedy_results.OUTCOMES
            ),
        ),
    )


def report_page() -> str:
    return page(
        "Annual report 政府信息公开工作年度报告",
        "## Forms",
        table(
            ("format", "number", "source", "report years", "figures"),
            (
                (
                    code(form.code),
                    form.source.instrument.number,
                    str(form.source),
                    f"{form.years[0]}–{form.years[1] or ''}",
                    len(form.slots),
                )
                for form in FORMS
            ),
        ),
        "## Checks",
        "`gongkai.law.annual_report.checks.check(report)` runs them all, on our own drafts and on published"
        " reports alike. An identity with an unread cell is not evaluated, unless what is known of one side"
        " is more than the whole of the other. The severity here is the highest a rule gives.",
        table(
            ("rule", "meaning", "severity", "source"),
            ((code(rule.id), rule.title, rule.severity.zh, cite(rule.source)) for rule in checks.CHECKS),
        ),
        "## Examples",
        "Each is a sound report with something changed: ✗ what the rule finds, and in which words; ✓ what it"
        " lets pass. They stand in `gongkai/law/tests/cases/annual_report/`, one file a rule, beside the"
        " sound report, and all are tests: exactly this is found and nothing else.",
        *(f"### {code(rule.id)} {rule.title}\n\n{examples_of(rule.id)}" for rule in checks.CHECKS),
        "## Rows of table three 表三",
        table(
            ("key", "label", "2019 form"),
            (
                (code(row.key), f"{row.group}{row.label}", code(y2019.FORM.row_of(row.key)))
                for row in y2021.FORM.request_rows
            ),
        ),
        "## Figures of table two 表二",
        table(
            ("code", "2021 form"),
            ((code(slot.code), slot.name) for slot in y2021.FORM.table("proactive").cells()),
        ),
    )
