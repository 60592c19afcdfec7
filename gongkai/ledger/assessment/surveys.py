"""社会评议: opened, answered by the link or typed in from paper, closed by the leader, published."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from secrets import token_hex

from django.db import transaction
from django.db.models import QuerySet, Sum

from gongkai.law import secrecy
from gongkai.law.evaluation import WAY
from gongkai.ledger.assessment.deeds import SurveyDeed
from gongkai.ledger.assessment.models import Answers, Survey
from gongkai.ledger.audit import actions as audit
from gongkai.ledger.base import Refused, Scope, state_of
from gongkai.ledger.deeds import told
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.requests.models import Grade
from gongkai.ledger.supervision import actions as supervision
from gongkai.ledger.supervision.models import Activity
from gongkai.lib.language import _
from gongkai.lib.today import now, today

#: Who answers by the link, in the log.
EVERYBODY = "网上问卷"
_State = Survey.State


@dataclass(frozen=True, slots=True)
class Opening:
    """What is asked, about which year, over which days."""

    title: str
    year: int
    questions: Sequence[str]
    opens_on: date
    closes_on: date
    is_online: bool = True


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was answered to one question: how many of each grade."""

    question: str
    counts: Counter[Grade]

    @property
    def total(self) -> int:
        return self.counts.total()

    @property
    def satisfied(self) -> float | None:
        """What per cent is satisfied at least in the main; None where nobody answered."""
        return round(100 - self.counts[Grade.POOR] * 100 / self.total, 1) if self.total else None


def of(scope: Scope) -> QuerySet[Survey]:
    return Survey.objects.within(scope).annotate(sheets=Sum("answers__sheets"))


def behind(key: str) -> Survey | None:
    """The survey of a link."""
    return Survey.objects.select_related("organ").filter(key=key).exclude(state=_State.DROPPED).first()


def outcomes(survey: Survey) -> list[Outcome]:
    """What was answered, question by question, however it came."""
    sums: list[Counter[Grade]] = [Counter() for _question in survey.questions]
    for counts in survey.answers.values_list("counts", flat=True):
        for place, graded in enumerate(counts):
            sums[place].update({Grade(int(grade)): number for grade, number in graded.items()})
    return [Outcome(question, counts) for question, counts in zip(survey.questions, sums, strict=True)]


def by_way(survey: Survey) -> list[tuple[str, int]]:
    """How many sheets came which way."""
    found = survey.answers.order_by().values_list("way").annotate(sheets=Sum("sheets"))
    sheets = dict(found)
    return [(zh, sheets[way]) for way, zh in WAY.items() if way in sheets]


@transaction.atomic
def begin(*, organ: Organ, opening: Opening, actor: str) -> Survey:
    """开始评议: from here the link takes answers, on its days."""
    if not opening.questions:
        raise Refused(_("问题 — 一个都没有 — 请至少写一个。"))
    if opening.closes_on < opening.opens_on:
        raise Refused(_("截止日期 — 早于开始日期 — 请核对两个日期。"))
    row = Survey(
        organ=organ,
        title=opening.title,
        year=opening.year,
        questions=list(opening.questions),
        opens_on=opening.opens_on,
        closes_on=opening.closes_on,
        is_online=opening.is_online,
        key=token_hex(16),
    )
    return _put(row, SurveyDeed.OPEN, None, actor)


@transaction.atomic
def answer(*, survey: Survey, grades: Sequence[Grade | None]) -> Answers:
    """A sheet sent by the link; what it leaves out is not counted."""
    row = Survey.objects.select_for_update(of=("self",)).select_related("organ").get(pk=survey.pk)
    if not row.takes_answers(today()):
        raise Refused(_("评议 — 已经结束或者还没有开始 — 谢谢您关心。"))
    if not any(grades):
        raise Refused(_("评议 — 一题都没有选 — 请至少选一题。"))
    counts = [{str(grade.value): 1} if grade else {} for grade in grades]
    return _keep(row, "online", 1, counts, EVERYBODY)


@transaction.atomic
def enter(
    *, survey: Survey, way: str, sheets: int, counts: Sequence[Mapping[Grade, int]], actor: str
) -> Answers:
    """录入答卷: so many sheets of paper; no question has more answers than there are sheets."""
    row, before = _locked(survey)
    for place, graded in enumerate(counts, 1):
        if sum(graded.values()) > sheets:
            raise Refused(
                _("第{place}题 — 各等次加起来比份数多 — 请核对，没有选的不用填。").format(place=place)
            )
    plain = [{str(grade.value): number for grade, number in graded.items() if number} for graded in counts]
    if not any(plain):
        raise Refused(_("答卷 — 一题都没有填 — 请填每题各等次多少份。"))
    kept = _keep(row, way, sheets, plain, actor)
    _put(row, SurveyDeed.ENTER, before, actor, _("{way}{sheets}份").format(way=_(WAY[way]), sheets=sheets))
    return kept


def _keep(survey: Survey, way: str, sheets: int, counts: Sequence[Mapping[str, int]], actor: str) -> Answers:
    row = Answers(organ=survey.organ, survey=survey, way=way, on=today(), sheets=sheets, counts=list(counts))
    return audit.put(row, None, "survey.answers", actor=actor)


@transaction.atomic
def close(*, survey: Survey, conclusion: str, actor: str) -> Survey:
    """结束评议, by the leader: it is a row of the register, in the year that was evaluated."""
    row, before = _locked(survey)
    sheets = row.answers.aggregate(sheets=Sum("sheets"))["sheets"]
    if not sheets:
        raise Refused(_("结束评议 — 一份答卷也没有 — 请先录入；不办了的，选“不办了”。"))
    row.state, row.closed_on, row.conclusion = _State.CLOSED, today(), conclusion
    row.activity = _enter(row, sheets, actor)
    return _put(row, SurveyDeed.CLOSE, before, actor)


def _enter(row: Survey, sheets: int, actor: str) -> Activity:
    last = outcomes(row)[-1]
    grades = "、".join(f"{grade.label}{last.counts[grade]}" for grade in Grade if last.counts[grade])
    entry = Activity(
        organ=row.organ,
        on=min(date(row.year, 12, 31), today()),
        kind=Activity.Kind.EVALUATION,
        topic=row.title,
        target="、".join(f"{zh}{count}份" for zh, count in by_way(row)),
        people=sheets,
        note=f"{last.question}：{grades}" if grades else "",
    )
    return supervision.register(organ=row.organ, rows=[entry], actor=actor, reason=row.title)[0]


@transaction.atomic
def publish(*, survey: Survey, actor: str) -> Survey:
    """公布结果: by its link everybody sees how many of each grade there were."""
    row = Survey.objects.select_for_update(of=("self",)).select_related("organ").get(pk=survey.pk)
    if row.state != _State.CLOSED or row.published_on:
        raise Refused(_("公布结果 — 还没有结束，或者已经公布 — 请重新打开看。"))
    before = state_of(row)
    row.published_on = today()
    return _put(row, SurveyDeed.PUBLISH, before, actor)


@transaction.atomic
def drop(*, survey: Survey, reason: str, actor: str) -> Survey:
    """不办了: it counts nowhere, and its link leads nowhere."""
    row, before = _locked(survey)
    row.state, row.closed_on = _State.DROPPED, today()
    return _put(row, SurveyDeed.DROP, before, actor, reason)


def _locked(survey: Survey) -> tuple[Survey, dict[str, object]]:
    row = Survey.objects.select_for_update(of=("self",)).select_related("organ").get(pk=survey.pk)
    if row.state != _State.OPEN:
        raise Refused(_("评议 — 现在是“{state}” — 请重新打开看。").format(state=_(row.get_state_display())))
    return row, state_of(row)


def _put(
    row: Survey, deed: SurveyDeed, before: Mapping[str, object] | None, actor: str, reason: str = ""
) -> Survey:
    if secrecy.marked("\n".join([row.title, *row.questions, row.conclusion]), of_file=False):
        raise Refused(_("内容 — 有密级标志，不能录入 — 请联系保密员。"))
    row.deeds = [*row.deeds, told(deed, actor, now(), reason=reason)]
    return audit.put(row, before, f"survey.{deed.value}", actor=actor, reason=reason)
