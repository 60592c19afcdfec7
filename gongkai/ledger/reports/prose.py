"""The year's prose: what the ledger knows for it, the draft, and the text with its figures put in."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from hashlib import sha256

from gongkai.law.annual_report.model import ReportData
from gongkai.law.annual_report.narrative import OUTLINES, NarrativeFacts, draft, render
from gongkai.law.proactive import BY_CODE as CLAUSES
from gongkai.ledger.assessment import queries as assessment
from gongkai.ledger.base import Scope
from gongkai.ledger.disclosures import queries as disclosures
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.people import queries as people
from gongkai.ledger.people.options import CHIEF, LEADER, OFFICE, WORK, WORKS
from gongkai.ledger.supervision import queries as supervision
from gongkai.ledger.supervision.models import Activity
from gongkai.lib.today import today


def narrative_facts(
    organ: Organ, report: ReportData, previous: ReportData | None, *, scope: Scope
) -> NarrativeFacts:
    """Everything prose may speak of, out of the ledgers of a scope."""
    year = report.year
    done = supervision.sums(scope, year)
    kinds = Activity.Kind

    def count(kind: str) -> int | None:
        # a year in which no activity at all was entered tells nothing, not that nothing was done
        return done[kind].count if kind in done else (0 if done else None)

    training, carried = done.get(kinds.TRAINING), supervision.carried(scope, year)
    posted = dict(disclosures.posted_per_channel(scope, year))
    clauses = disclosures.items_per_clause(scope, year)
    charges = people.charges(organ, min(date(year, 12, 31), today()))
    in_charge = {work.code: charges[work.code].owner for work in WORKS if work.code in charges}
    return NarrativeFacts(
        organ=report.organ,
        year=year,
        cells=report.cells,
        short_name=str(organ.option("short_name") or ""),
        level=organ.level,
        office=in_charge.pop(OFFICE, organ.office),
        chief=in_charge.pop(CHIEF, ""),
        leader=in_charge.pop(LEADER, organ.leader),
        charges=tuple((WORK[code].zh, owner) for code, owner in in_charge.items()),
        previous=previous.cells if previous else None,
        items=report.items_published,
        categories={
            f"{CLAUSES[code].short}类": count for code, count in sorted(clauses.items()) if code in CLAUSES
        },
        posted=posted,
        trainings=count(kinds.TRAINING),
        trained_people=training.people if training else None,
        meetings=count(kinds.MEETING),
        notices=count(kinds.NOTICE),
        assessments=count(kinds.ASSESSMENT),
        praises=count(kinds.PRAISE),
        criticisms=count(kinds.CRITICISM),
        deductions=count(kinds.DEDUCTION),
        social_reviews=count(kinds.EVALUATION),
        assessment_results=assessment.results(scope, year),
        social_review_results=assessment.survey_results(scope, year),
        accountability=count(kinds.ACCOUNTABILITY),
        rectifications=supervision.topics(scope, year, kinds.RECTIFICATION) if done else None,
        left_over=carried.left_over,
        left_over_mended=carried.mended,
        unmended=carried.unmended,
        fee_notices=report.fee_notices,
    )


def texts(organ: Organ, facts: NarrativeFacts, written: Mapping[str, str]) -> dict[str, str]:
    """The prose with its bound fields: as written by hand, else as drafted, chapter by chapter."""
    chosen = (outline for outline in OUTLINES if outline.code == organ.option("outline"))
    outline = next(chosen, OUTLINES[0])
    return {**draft(facts, outline), **written}


def only_written(texts: Mapping[str, str], drafts: Mapping[str, str]) -> dict[str, str]:
    """A chapter as drafted must stay the draft: kept, it would soon say what the ledger no longer does."""
    return {key: "" if _lines(text) == _lines(drafts[key]) else text for key, text in texts.items()}


def print_of(texts: Mapping[str, str]) -> str:
    """A fingerprint of the prose as kept, by which it is known that nobody changed it meanwhile."""
    return sha256(repr(sorted(texts.items())).encode()).hexdigest()[:16]


def _lines(text: str) -> list[str]:
    """A text without what an editor may add to it: blanks at line ends, empty lines."""
    return [line.rstrip() for line in text.splitlines() if line.strip()]


def narrative(
    organ: Organ,
    report: ReportData,
    previous: ReportData | None,
    written: Mapping[str, str],
    *,
    scope: Scope,
    duties_told: str = "",
) -> dict[str, str]:
    """The prose as it is printed. ``duties_told``: of a sum, as ``narrative.told`` has it."""
    facts = narrative_facts(organ, report, previous, scope=scope)
    facts = replace(facts, duties_told=duties_told)
    return {key: render(text, facts) for key, text in texts(organ, facts, written).items()}
