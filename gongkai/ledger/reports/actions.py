"""Writing the year's prose, taking the report on its way, publishing and amending it, judging its findings.

Whatever was published stays as it was published: the ledger goes on, and only ``amend`` makes a new version.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import transaction

from gongkai.law import secrecy
from gongkai.law.annual_report.contract import dumps
from gongkai.law.annual_report.model import ReportData
from gongkai.law.annual_report.stages import BY_CODE, State, Step
from gongkai.law.findings import Finding, Severity
from gongkai.ledger.audit import actions as audit
from gongkai.ledger.base import Overtaken, Scope, state_of
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.reports import editions, progress, queries, statements
from gongkai.ledger.reports.models import Chase, Edition, ProseDraft, ReportYear, YearNotice
from gongkai.ledger.reports.progress import Refused
from gongkai.ledger.transparency import actions as transparency
from gongkai.lib.language import _
from gongkai.lib.today import now, today


@transaction.atomic
def begin(*, organ: Organ, year: int, actor: str) -> ReportYear:
    """Begin the report of a year, also of one in which nothing was to be entered; begun before, it stays."""
    if known := ReportYear.objects.filter(organ=organ, year=year).first():
        return known
    return write_prose(organ=organ, year=year, texts={}, actor=actor)


@transaction.atomic
def write_prose(
    *, organ: Organ, year: int, texts: Mapping[str, str], actor: str, over: Mapping[str, str] | None = None
) -> ReportYear:
    """Keep the prose of some chapters, leaving the others; an empty text goes back to the draft.

    Refused while somebody vouches for the report: it is taken back first. ``over``: the prose as whoever
    writes has read it; Overtaken where it is another by now.
    """
    _refuse_secret(texts)
    row, before = _row(organ, year)
    if over is not None and row.texts != over:
        raise Overtaken
    at = progress.of(organ, row)
    if not at.may_write:
        raise Refused(
            _("正文 — {year}年报告现在是“{state}”，不能再改 — 请先在年度报告页收回修改。").format(
                year=year, state=_(at.state.zh)
            )
        )
    row.texts = {key: text for key, text in {**row.texts, **texts}.items() if text.strip()}
    if texts:
        row.drafters = sorted({*row.drafters, actor})
    row.save()
    ProseDraft.objects.filter(organ=organ, year=year, actor=actor).delete()
    _log(row, "report.prose", before, actor)
    return row


@transaction.atomic
def take(
    *,
    organ: Organ,
    year: int,
    step: str,
    actor: str,
    reason: str = "",
    day: date | None = None,
    url: str = "",
    seen: str | None = None,
) -> ReportYear:
    """Take one step of the report's way; Refused with the sentence that says why not.

    ``seen``: the digest of the report that whoever takes the step has read; None where nobody read it on a
    page. Publishing keeps the report as version 0, whose digest goes into the log with it.
    """
    chosen = BY_CODE[step]
    row, before = _row(organ, year)
    made = queries.compile_report(organ, year, scope=Scope.of(organ))
    at = progress.of(organ, row)
    has_superior = bool(chosen.stands_for) and queries.is_judged_above(organ)
    if why := progress.why_not(chosen, at, made, actor=actor, has_superior=has_superior):
        raise Refused(why)
    if chosen.judges and seen not in {None, progress.digest(made)}:
        raise Refused(
            _("{step} — 您打开以后，报告改过了 — 请回到报告再看一遍，再办。").format(step=_(chosen.zh))
        )
    if "reason" in chosen.asks and not reason.strip():
        raise Refused(_("原因 — 还没有填 — 请写明，办理的人要看。"))
    left = progress.suggestions(made, at) if chosen.to is State.PASSED else 0
    if left and not reason.strip():
        raise Refused(_("说明 — 有{count}条建议没有改 — 请写明为什么可以。").format(count=left))
    published: list[Edition] = []
    if chosen.to is State.PUBLISHED:
        row.published_on, row.url = _publication(year, day, url)
        published = [_publish(organ, made, 0, row.published_on, row.url, actor)]
    taken = _step(chosen, actor, reason, made)
    if chosen.to is State.FILED:
        taken["day"] = str(_filed_on(row, day))
    if chosen.to is State.PASSED:
        row.passed = dumps(made)
    row.state = chosen.to
    row.steps = [*row.steps, taken]
    row.save()
    _log(row, f"report.{chosen.code}", before, actor, reason, published)
    return row


@transaction.atomic
def amend(*, organ: Organ, year: int, reason: str, day: date, actor: str, seen: str | None = None) -> Edition:
    """更正: publish the report as ledger and prose now have it, as the next version, with the reason.

    ``seen``: as ``take`` has it.
    """
    row, before = _row(organ, year)
    at, scope = progress.of(organ, row), Scope.of(organ)
    last = editions.latest(organ, year, scope=scope)
    made = queries.compile_report(organ, year, scope=scope)
    if last is None:
        raise Refused(_("更正 — {year}年报告还没有公布 — 直接改就可以。").format(year=year))
    if why := why_not_amended(at, last.report, made, actor=actor):
        raise Refused(why)
    if seen not in {None, progress.digest(made)}:
        raise Refused(_("更正 — 您打开以后，台账或正文又变了 — 要更正的列在下面，请再看一遍，再办。"))
    if not reason.strip():
        raise Refused(_("更正原因 — 还没有填 — 请写明，它和更正一起公开。"))
    if not last.on <= day <= today():
        raise Refused(_("更正日期 — 要在{first}和今天之间 — 请按实际公开的日期填写。").format(first=last.on))
    amended = _publish(organ, made, last.version + 1, day, row.url, actor, reason.strip())
    row.drafters = []  # the next amendment is prepared anew
    row.save()
    _log(row, "report.amend", before, actor, reason, [amended])
    return amended


def why_not_amended(at: progress.Progress, published: ReportData, made: ReportData, *, actor: str) -> str:
    """Why no amendment can be published; empty where it can."""
    if not editions.moved(published, made):
        return _("更正 — 台账和公布的报告一致 — 没有要更正的。")
    if actor in at.drafters:
        return _("更正 — 您参加了编制，自己编的不能自己审定 — 请由另一位领导办理。")
    if count := progress.errors(made):
        return _("更正 — 按现在的台账还有{count}处要改 — 改好以后再更正。").format(count=count)
    return ""


@transaction.atomic
def accept(*, organ: Organ, year: int, finding: Finding, reason: str, actor: str) -> None:
    """Leave a suggestion as it is, with the reason. What the statute makes an error must be mended."""
    if finding.severity is Severity.ERROR:
        raise Refused(_("这一条 — 法定要求必须改 — 不能写理由了事，请改好。"))
    if not reason.strip():
        raise Refused(_("不改的理由 — 还没有填 — 请写明，检查的人要看。"))
    row, before = _row(organ, year)
    place = {"rule": finding.rule, "where": finding.where, "message": finding.message}
    told = {**place, "reason": reason, "by": actor, "at": now().isoformat()}
    row.accepted = [*_others(row.accepted, place), told]
    row.save()
    _log(row, "report.accept", before, actor, reason)


@transaction.atomic
def judge_anew(*, organ: Organ, year: int, finding: Finding, actor: str) -> None:
    """改判: take an acceptance back."""
    row, before = _row(organ, year)
    place = {"rule": finding.rule, "where": finding.where, "message": finding.message}
    row.accepted = _others(row.accepted, place)
    row.save()
    _log(row, "report.judge_anew", before, actor)


def keep_draft(*, organ: Organ, year: int, texts: Mapping[str, str], actor: str) -> None:
    """What somebody has typed so far. It is theirs, and not of the ledger: nothing is logged."""
    _refuse_secret(texts)
    ProseDraft.objects.update_or_create(
        organ=organ, year=year, actor=actor, defaults={"texts": dict(texts), "at": now()}
    )


@transaction.atomic
def keep_notice(*, organ: Organ, year: int, actor: str, due_on: date, **values: Any) -> YearNotice:
    """年报通知: what ``organ`` asks of those below it for a year, and by when: in the year after."""
    if due_on.year != year + 1:
        raise Refused(
            _("报送期限 — {day}不在{next}年，报的是{year}年全年的情况 — 请按通知核对年份。").format(
                day=due_on, next=year + 1, year=year
            )
        )
    row = YearNotice.objects.select_for_update().filter(organ=organ, year=year).first()
    before = state_of(row) if row else None
    row = row or YearNotice(organ=organ, year=year)
    row.due_on = due_on
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    change = audit.Change(organ, "report.notice", audit.subject(row), before, state_of(row))
    audit.record([change], actor=actor)
    return row


@transaction.atomic
def chase(*, above: Organ, late: Iterable[Organ], year: int, actor: str) -> list[Organ]:
    """催报: ask for the reports of a year that are late, each organ once a day; those asked now."""
    wanted = {organ.pk: organ for organ in late}
    # one after the other: two who click at once would both ask
    list(Organ.objects.select_for_update(no_key=True).filter(pk__in=wanted).order_by("pk"))
    asked = set(Chase.objects.filter(organ__in=wanted, year=year, on=today()).values_list("organ", flat=True))
    rows = [
        Chase(organ=organ, year=year, on=today(), above=above.name, by=actor)
        for organ in wanted.values()
        if organ.pk not in asked
    ]
    for row in rows:
        audit.put(row, None, "report.chase", actor=actor)
    return [row.organ for row in rows]


def _row(organ: Organ, year: int) -> tuple[ReportYear, dict[str, object] | None]:
    """The year's row, held until the transaction ends, and what it said; a new one where there is none.

    The organ is held with it: two who begin a year at once find no row that could be.
    """
    Organ.objects.select_for_update(no_key=True).get(pk=organ.pk)
    row = ReportYear.objects.select_for_update().filter(organ=organ, year=year).first()
    return (row, state_of(row)) if row else (ReportYear(organ=organ, year=year), None)


def _refuse_secret(texts: Mapping[str, str]) -> None:
    if any(secrecy.marked(text, of_file=False) for text in texts.values()):
        raise Refused(_("正文 — 有密级标志，不能录入 — 请联系保密员。"))


def _log(
    row: ReportYear,
    action: str,
    before: Mapping[str, object] | None,
    actor: str,
    reason: str = "",
    published: Iterable[Edition] = (),
) -> None:
    changes = [audit.Change(row.organ, action, audit.subject(row), before, state_of(row), reason)]
    changes += (
        audit.Change(
            row.organ, "report.edition", audit.subject(edition), after=state_of(edition), reason=reason
        )
        for edition in published
    )
    audit.record(changes, actor=actor)


def _step(step: Step, actor: str, reason: str, made: ReportData) -> dict[str, str]:
    return {
        "step": step.code,
        "by": actor,
        "at": now().isoformat(),
        "reason": reason.strip(),
        "digest": progress.digest(made),
    }


def _publication(year: int, day: date | None, url: str) -> tuple[date, str]:
    """The day and address of publication, as they may be."""
    if day is None or not date(year, 12, 31) < day <= today():
        raise Refused(_("公开日期 — 要在{year}年终了之后、不晚于今天 — 请按实际填写。").format(year=year))
    if not url.startswith(("http://", "https://")):
        raise Refused(_("网址 — 不是网页地址 — 请从浏览器地址栏复制，以http开头。"))
    return day, url


def _filed_on(row: ReportYear, day: date | None) -> date:
    """The day of 备案, as it may be."""
    if day is None or row.published_on is None or not row.published_on <= day <= today():
        raise Refused(
            _("备案日期 — 要在公布（{first}）和今天之间 — 请按实际报备的日期填写。").format(
                first=row.published_on
            )
        )
    return day


def _publish(
    organ: Organ, made: ReportData, version: int, day: date, url: str, actor: str, reason: str = ""
) -> Edition:
    row = editions.edition(organ, made, version=version, day=day, url=url, by=actor, reason=reason)
    row.save()
    transparency.append([statements.of_edition(row)])
    return row


def _others(accepted: Iterable[Mapping[str, str]], place: Mapping[str, str]) -> list[Mapping[str, str]]:
    return [one for one in accepted if any(one[key] != place[key] for key in place)]
