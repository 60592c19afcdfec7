"""Prose of the report 年度报告正文: drafts in official Chinese whose figures stay bound to the ledger.

Prose is stored with fields in braces by their Chinese name, ``收到申请{新收件数}件``; ``render`` puts the
figures in. So a late correction in the ledger moves the prose with the tables.
"""

from gongkai.law.annual_report.narrative.drafts import OUTLINES, Outline, draft
from gongkai.law.annual_report.narrative.facts import NarrativeFacts
from gongkai.law.annual_report.narrative.fields import (
    NarrativeError,
    check_fields,
    check_written,
    fields,
    render,
    unknown,
)
from gongkai.law.annual_report.narrative.figures import FIGURES, Figure

__all__ = [
    "FIGURES",
    "OUTLINES",
    "Figure",
    "NarrativeError",
    "NarrativeFacts",
    "Outline",
    "check_fields",
    "check_written",
    "draft",
    "fields",
    "render",
    "unknown",
]
