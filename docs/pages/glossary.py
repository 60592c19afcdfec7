"""The glossary: every registry of the law, one line an entry. An entry without words stops the writing."""

from collections.abc import Callable, Iterable
from datetime import date

from gongkai.law import (
    applicants,
    decisions,
    events,
    exemptions,
    fees,
    letters,
    masks,
    periods,
    proactive,
    procedure,
    receipt,
    remedies,
    remedy_results,
)
from gongkai.law.annual_report.formats import FORMS, parts, y2021
from pages.markdown import cite, code, page, table, words

NEWEST = date(9999, 12, 31)

#: Rows of table three that no single decision kind names.
_ROW_WORDS = {
    "new": "received in the year",
    "carried_in": "carried in from the year before",
    "granted": "granted",
    "unavailable_not_held": "not held by this organ",
    "other_other": "other",
    "other_all": "other handling, undivided",
    "total": "total handled",
    "carried_out": "carried over to the next year",
}
_CHAPTER_WORDS = {
    "overview": "general overview",
    "proactive": "proactive disclosure",
    "requests": "requests received and handled",
    "remedies": "review and litigation",
    "problems": "main problems and improvement",
    "other_matters": "other matters to report",
}
Row = tuple[str, str, str, str]


def _report_rows() -> Iterable[Row]:
    for chapter in parts.CHAPTERS:
        yield (
            _CHAPTER_WORDS[chapter.key],
            chapter.heading,
            cite(y2021.FORM.source),
            f"narrative/{chapter.key}",
        )
    for form in FORMS:
        for slot in form.table("proactive").cells():
            yield (
                words(slot.code.partition("/")[2]).replace("/", ": "),
                slot.name,
                cite(form.source),
                slot.code,
            )
    rows = {row.key: (row, form) for form in FORMS for row in form.request_rows}
    for key, (row, form) in rows.items():
        kinds = decisions.for_row(key)
        english = kinds[0].en if len(kinds) == 1 else _ROW_WORDS[key]
        yield english, f"{row.group}{row.label}", cite(form.source), f"requests/{key}"
    for kind in applicants.APPLICANT_KINDS:
        yield kind.en, kind.zh, cite(applicants.SOURCE), f"applicants.{kind.code}"
    for case_type in remedy_results.CASE_TYPES:
        yield case_type.en, case_type.zh, cite(case_type.source), f"remedies/{case_type.code}"
    for key, label in parts.REMEDY_COLUMNS:
        yield words(key), label, cite(y2021.FORM.table("remedies").source), f"remedies/*/{key}"


def _request_rows() -> Iterable[Row]:
    for channel in receipt.CHANNELS:
        yield words(channel.code), channel.zh, cite(channel.source), f"receipt.{channel.code}"
    for state in procedure.STATES:
        yield words(state.code), state.zh, "", f"procedure.STATES.{state.code}"
    for step in procedure.TRANSITIONS:
        yield words(step.code), step.zh, cite(step.source), f"procedure.TRANSITIONS.{step.code}"
    for actor in procedure.ACTORS:
        yield words(actor.code), actor.zh, "", f"procedure.ACTORS.{actor.code}"
    for event in events.EVENTS:
        yield words(event.code), event.zh, "", f"events.{event.code}"
    for period in periods.PERIODS:
        english = words(period.code.removeprefix("CLK-"))
        yield f"period: {english}", period.zh, cite(period.source_on(NEWEST)), period.code


def _decision_rows() -> Iterable[Row]:
    for kind in decisions.DECISIONS:
        yield kind.en, kind.zh, "、".join(cite(source) for source in kind.sources), f"decisions.{kind.code}"
    for ground in exemptions.EXEMPTIONS:
        yield ground.en, ground.zh, cite(ground.source), f"exemptions.{ground.code}"
        for sub in ground.sub_grounds:
            yield sub.en, sub.zh, cite(ground.source), f"exemptions.{ground.code}.{sub.code}"
    for letter in letters.LETTERS:
        yield letter.en, letter.zh, cite(letter.source), f"letters.{letter.code}"
    for part in letters.PARTS:
        yield part.en, part.zh, "", f"letters.PARTS.{part.code}"
    for scale in (fees.BY_ITEMS.on(NEWEST), fees.BY_PAGES.on(NEWEST)):
        yield (
            f"processing fee {scale.en}",
            scale.zh,
            cite(fees.BY_ITEMS.version_on(NEWEST).source),
            f"fees.{scale.code}",
        )


def _proactive_rows() -> Iterable[Row]:
    for clause in proactive.CLAUSES:
        yield clause.en, clause.zh, cite(clause.source), f"proactive.{clause.code}"
    for name, terms in (
        ("GENERAL_TEST", proactive.GENERAL_TEST),
        ("COUNTY_TOPICS", proactive.COUNTY_TOPICS),
        ("TOWN_TOPICS", proactive.TOWN_TOPICS),
        ("ATTRIBUTES", proactive.ATTRIBUTES),
        ("VALIDITIES", proactive.VALIDITIES),
        ("CHANNELS", proactive.CHANNELS),
        ("READING_PLACES", proactive.READING_PLACES),
        ("FIELDS", proactive.FIELDS),
        ("DOCUMENT_KINDS", proactive.DOCUMENT_KINDS),
    ):
        for term in terms:
            yield term.en, term.zh, cite(term.source), f"proactive.{name}.{term.code}"
    for limit in proactive.LIMITS:
        source = limit.length.version_on(NEWEST).source
        yield f"time limit: {limit.en}", limit.zh, cite(source), f"proactive.LIMITS.{limit.code}"


def _remedy_rows() -> Iterable[Row]:
    for remedy in decisions.Remedy:
        yield words(remedy.value), remedy.zh, "", f"decisions.Remedy.{remedy.value}"
    for period in remedies.PERIODS:
        source = period.length.version_on(NEWEST).source
        yield f"period: {period.en}", period.zh, cite(source), f"remedies.{period.code}"
    for outcome in remedy_results.OUTCOMES:
        where = "review" if outcome.of == remedy_results.REVIEW else "suit"
        yield f"{where}: {outcome.en}", outcome.zh, cite(outcome.source), f"remedy_results.{outcome.code}"


def _personal_rows() -> Iterable[Row]:
    for kind in masks.KINDS:
        yield kind.en, kind.zh, cite(kind.source), f"personal_data.{kind.code}"


GLOSSARY: tuple[tuple[str, Callable[[], Iterable[Row]]], ...] = (
    ("The annual report 年度报告", _report_rows),
    ("Requests 依申请公开: receipt, states, steps, periods", _request_rows),
    ("Decisions, grounds, letters, fees", _decision_rows),
    ("Proactive disclosure 主动公开", _proactive_rows),
    ("Review and suits 行政复议、行政诉讼", _remedy_rows),
    ("Personal data 个人信息", _personal_rows),
)
GLOSSARY_HEAD = ("English term", "中文官方用语", "article", "code name")


def glossary_page() -> str:
    blocks = [
        block
        for heading, rows in GLOSSARY
        for block in (
            f"## {heading}",
            table(GLOSSARY_HEAD, ((en, zh, article, code(name)) for en, zh, article, name in rows())),
        )
    ]
    return page(
        "Glossary 术语",
        "通行做法 stands where custom alone vouches for a rule: such a rule warns or is a setting, and never"
        " blocks.",
        *blocks,
    )
