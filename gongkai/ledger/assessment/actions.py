"""Writing assessments: indicators adopted, an assessment begun, each card scored, checked, appealed, settled.

Each in one transaction with its row of the log. What was read is told with every change: of two at once the
second is refused.
"""

from collections.abc import Mapping

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from gongkai.law import secrecy
from gongkai.law.assessment import IndicatorSet, grade_of, shipped
from gongkai.ledger.assessment import entries, progress, queries
from gongkai.ledger.assessment.deeds import CardDeed, Deed
from gongkai.ledger.assessment.entries import Beginning, Marks
from gongkai.ledger.assessment.models import Assessment, Card, Indicators
from gongkai.ledger.audit import actions as audit
from gongkai.ledger.base import Refused, state_of
from gongkai.ledger.deeds import told
from gongkai.ledger.organs.models import Organ, Unit
from gongkai.ledger.supervision import actions as supervision
from gongkai.ledger.supervision.models import Activity
from gongkai.lib import calendars
from gongkai.lib.language import _
from gongkai.lib.today import now, today

_State = Card.State


@transaction.atomic
def adopt(*, organ: Organ, year: int, said: IndicatorSet, document_no: str, actor: str) -> Indicators:
    """采用指标: one more version of the indicators of a year; earlier ones stay."""
    Organ.objects.select_for_update().get(pk=organ.pk)  # two versions at once would be the same
    last = Indicators.objects.filter(organ=organ, year=year).aggregate(last=Max("version"))["last"] or 0
    row = Indicators(
        organ=organ,
        year=year,
        version=last + 1,
        title=said.title,
        document_no=document_no,
        made_on=today(),
        said=entries.plain(said),
    )
    return audit.put(row, None, "assessment.adopt", actor=actor)


@transaction.atomic
def begin(*, organ: Organ, indicators: Indicators | None, beginning: Beginning, actor: str) -> Assessment:
    """开始考核: a card for each that is assessed; by the indicators that ship where none are given."""
    if beginning.first > beginning.last:
        raise Refused(_("考核期 — 结束早于开始 — 请核对两个日期。"))
    indicators = indicators or _shipped(organ, beginning.last.year, actor)
    row = Assessment(
        organ=organ,
        indicators=indicators,
        title=beginning.title,
        first=beginning.first,
        last=beginning.last,
        due=beginning.due,
    )
    _put(row, Deed.BEGIN, None, actor)
    asked = queries.set_behind(indicators)
    for whom in beginning.subjects:
        owner = {"unit": whom} if isinstance(whom, Unit) else {"body": whom}
        card = Card(organ=organ, assessment=row, **owner)
        if not asked.of(card.target):
            raise Refused(
                _("{name} — 这套指标里没有考核{target}的 — 请不选它，或者换一套指标。").format(
                    name=card.name, target=_(card.target.zh)
                )
            )
        _put_card(card, CardDeed.BEGIN, None, actor)
    return row


def _shipped(organ: Organ, year: int, actor: str) -> Indicators:
    """The set that ships as the organ has it for a year; adopted where it has not."""
    rows = Indicators.objects.filter(organ=organ, year=year, said=entries.plain(shipped()))
    return rows.first() or adopt(organ=organ, year=year, said=shipped(), document_no="", actor=actor)


@transaction.atomic
def drop(*, assessment: Assessment, reason: str, actor: str) -> Assessment:
    """不考核了: it counts nowhere. Where a card is final already it stays."""
    row = Assessment.objects.select_for_update(of=("self",)).select_related("organ").get(pk=assessment.pk)
    if row.state != Assessment.State.OPEN or row.cards.filter(state=_State.FINAL).exists():
        raise Refused(_("不考核了 — 已经有核定的考核表 — 请把其余的也核定完。"))
    before = state_of(row)
    row.state, row.closed_on = Assessment.State.DROPPED, today()
    return _put(row, Deed.DROP, before, actor, reason)


@transaction.atomic
def score(*, card: Card, marks: Marks, words: str, seen: int, actor: str) -> Card:
    """自评: what no ledger tells, by whoever is assessed."""
    row, before = _locked(card, CardDeed.SCORE, seen, actor)
    row.own, row.own_words, row.state = entries.plain_marks(marks), words, _State.SCORED
    return _put_card(row, CardDeed.SCORE, before, actor)


@transaction.atomic
def check(*, card: Card, marks: Marks, words: str, seen: int, actor: str) -> Card:
    """核评: what the ledgers give by now is kept with its reasons; who says otherwise says why."""
    row, before = _locked(card, CardDeed.CHECK, seen, actor)
    asked = queries.set_behind(row.assessment.indicators).of(row.target)
    counted = queries.count(row, asked, on=today(), calendar=calendars.load(settings.DATA))
    _refuse_unexplained(marks, {code: one.score for code, one in counted.items()})
    row.counted = {code: entries.plain_mark(one) for code, one in counted.items()}
    row.checked, row.checked_words, row.state = entries.plain_marks(marks), words, _State.CHECKED
    return _put_card(row, CardDeed.CHECK, before, actor)


def _refuse_unexplained(marks: Marks, counted: Mapping[str, object]) -> None:
    for code, given in marks.items():
        if counted.get(code) is not None and counted[code] != given.score and not given.why.strip():
            raise Refused(_("指标{code} — 改了台账的数，没有写原因 — 请写明为什么。").format(code=code))


@transaction.atomic
def appeal(*, card: Card, words: str, seen: int, actor: str) -> Card:
    """申诉: it is checked once more before it can be settled."""
    row, before = _locked(card, CardDeed.APPEAL, seen, actor)
    row.appeal, row.state = words, _State.APPEALED
    return _put_card(row, CardDeed.APPEAL, before, actor, words)


@transaction.atomic
def settle(*, card: Card, conclusion: str, seen: int, actor: str, grade: str = "") -> Card:
    """核定, by the leader, who says why where the grade is another than the one that comes out, or where too
    little is known for one. With its last card the assessment becomes a row of the register."""
    row, before = _locked(card, CardDeed.SETTLE, seen, actor)
    found = queries.total_of(queries.lines(row, on=today(), calendar=calendars.load(settings.DATA)))
    least = row.organ.least_known
    reckoned = grade_of(found, queries.set_behind(row.assessment.indicators).grades, least)
    row.grade = grade or reckoned
    if row.grade != reckoned and not conclusion.strip():
        raise Refused(
            _("结论 — 等次和算出来的不同，没有写结论 — 请写明为什么定为“{grade}”。").format(grade=row.grade)
        )
    if found.is_enough(least) and (row.organ.gives_points or row.organ.ranks_units):
        row.score, row.out_of = found.score, found.out_of
    row.conclusion, row.state, row.final_on = conclusion, _State.FINAL, today()
    _put_card(row, CardDeed.SETTLE, before, actor)
    _close(row.assessment, actor)
    return row


def _close(row: Assessment, actor: str) -> None:
    """End an assessment whose cards are all final; it is locked with its card."""
    if row.cards.exclude(state=_State.FINAL).exists():
        return
    before = state_of(row)
    row.state, row.closed_on = Assessment.State.CLOSED, today()
    row.activity = _enter(row, actor)
    _put(row, Deed.CLOSE, before, actor)


def _enter(row: Assessment, actor: str) -> Activity:
    """The row that counts: in the year that was assessed, whenever it was settled."""
    count = row.cards.count()
    entry = Activity(
        organ=row.organ,
        on=min(row.last, today()),
        kind=Activity.Kind.ASSESSMENT,
        topic=row.title,
        target=f"{count}个考核对象",
        note=queries.grades_in_words(row),
    )
    return supervision.register(organ=row.organ, rows=[entry], actor=actor, reason=row.title)[0]


def _locked(card: Card, deed: CardDeed, seen: int, actor: str) -> tuple[Card, dict[str, object]]:
    """The row for one deed alone, with its state before; Refused where it cannot be done by now."""
    rows = Card.objects.select_for_update(of=("self", "assessment"))
    row = rows.select_related(
        "organ", "unit__organ", "body", "assessment__indicators", "assessment__organ"
    ).get(pk=card.pk)
    if why := progress.why_not(deed, row, on=today(), actor=actor):
        raise Refused(why)
    if len(row.deeds) != seen:
        raise Refused(_("考核表 — 您打开以后有人办过 — 请返回看一遍现在的内容，再办。"))
    return row, state_of(row)


def _put(
    row: Assessment, deed: Deed, before: Mapping[str, object] | None, actor: str, reason: str = ""
) -> Assessment:
    _refuse_secret(row.title)
    row.deeds = [*row.deeds, told(deed, actor, now(), reason=reason)]
    return audit.put(row, before, f"assessment.{deed.value}", actor=actor, reason=reason)


def _put_card(
    row: Card, deed: CardDeed, before: Mapping[str, object] | None, actor: str, reason: str = ""
) -> Card:
    _refuse_secret(row.own_words, row.checked_words, row.appeal, row.conclusion)
    row.deeds = [*row.deeds, told(deed, actor, now(), reason=reason)]
    return audit.put(row, before, f"card.{deed.value}", actor=actor, reason=reason)


def _refuse_secret(*texts: str) -> None:
    if any(secrecy.marked(text, of_file=False) for text in texts):
        raise Refused(_("内容 — 有密级标志，不能录入 — 请联系保密员。"))
