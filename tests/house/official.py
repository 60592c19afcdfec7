"""The official words of the law: what its registries name, each of which has its English.

On an English page they stand in Chinese only where it shows the official form itself, a paper or a quotation.
"""

from gongkai.law import (
    accountability,
    exemptions,
    letter_texts,
    proactive,
    receipt,
    remedies,
    remedy_course,
    remedy_papers,
    remedy_procedure,
    remedy_results,
)
from gongkai.law.applicants import APPLICANT_KINDS
from gongkai.law.classification import TOPICS
from gongkai.law.decision_kind import Remedy
from gongkai.law.decisions import DECISIONS
from gongkai.law.events import Opinion, Party, Way
from gongkai.law.letters import BY_CODE as LETTERS
from gongkai.law.letters import PARTS
from gongkai.law.masks import KINDS as PERSONAL
from gongkai.law.personal_numbers import Confidence
from gongkai.law.procedure import ACTORS, STATES
from gongkai.lib.kinds import BY_CODE as FILES

NAMED = (
    *(*DECISIONS, *Remedy, *APPLICANT_KINDS, *receipt.CHANNELS, *receipt.Evidence, *Party, *Opinion, *Way),
    *(*LETTERS.values(), *PARTS, *STATES, *ACTORS, *remedy_results.CASE_TYPES, *remedy_results.OUTCOMES),
    *(*proactive.CLAUSES, *proactive.FIELDS, *proactive.DOCUMENT_KINDS, *proactive.ATTRIBUTES),
    *(*proactive.VALIDITIES, *proactive.COUNTY_TOPICS, *proactive.TOWN_TOPICS),
    *accountability.GROUNDS,
    *(*exemptions.EXEMPTIONS, *(part for one in exemptions.EXEMPTIONS for part in one.sub_grounds)),
    *(*remedies.PERIODS, *remedy_course.STATES, *remedy_procedure.STEPS, *remedy_papers.PAPERS),
    *(*PERSONAL, *Confidence, *FILES.values()),
)
CLAUSES = {words for clause in proactive.CLAUSES for words in (clause.label, clause.short)}
TITLES = {letter_texts.template(code).title for code in LETTERS}
OFFICIAL = {named.zh for named in NAMED} | CLAUSES | TITLES | {*TOPICS, *letter_texts.FIELDS.values()}
OFFICIAL |= {words for one in (proactive.RULE, *proactive.OF_OTHER_LAWS) for words in (one.zh, one.runs_from)}
OFFICIAL |= {zh for _code, zh in (*remedy_results.COLUMNS, *accountability.MEASURES)} | {
    *remedy_course.SET.values(),
    remedy_course.SET_IN,
    remedy_course.REDO_FROM,
    *(step.review_zh for step in remedy_procedure.STEPS if step.review_zh),
}
OFFICIAL |= {words for period in remedies.PERIODS for words in (period.bound, period.runs_from)}
OFFICIAL |= {part.zh for paper in remedy_papers.PAPERS for part in paper.parts}
OFFICIAL |= {part.hint for paper in remedy_papers.PAPERS for part in paper.parts if part.hint}
