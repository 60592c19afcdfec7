"""What each kind of event does to the course of a request.

Something unlawful or incomplete is a finding and stops nothing: the ledger records what happened. What has no
effect in law (an extension after the limit had ended, a letter sent too late) does not move the date either.
"""

from bisect import insort
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

from gongkai.law import events as ev
from gongkai.law.course import Awaited, ClockSettings, Consultation, Course, Pause
from gongkai.law.findings import Severity
from gongkai.law.holidays import zh_date
from gongkai.law.periods import CORRECTION, EXTENSION, PAYMENT, REPLY
from gongkai.law.sources import FEE_RULES, REGULATION, SERVICE_REPLY, Source
from gongkai.law.workdays import Calendar

NO_CORRECTION = "other_no_correction"  # rows of table three that close a request the applicant left alone
NO_PAYMENT = "other_no_payment"


def follow(events: Sequence[ev.Event], calendar: Calendar, settings: ClockSettings) -> Course:
    """Take all events of one request. ValueError where the calendar ends before a date does."""
    course = Course(calendar, settings, ev.in_order(events) if len(events) > 1 else list(events))
    for event in course.events:
        kind = type(event)
        if course.received_on is None and kind not in _BEFORE_RECEIPT:
            _ignore(course, event, "早于收到申请之日", REGULATION.at("第三十一条"))
        elif course.is_concluded and kind not in _AFTER_ANSWER:
            _ignore(course, event, "晚于答复或撤回", REGULATION.at("第三十三条"))
        elif kind is ev.Served and not course.is_concluded:
            _ignore(course, event, "早于答复", SERVICE_REPLY.at())
        else:
            _TAKE[kind](course, event)
    return course


def _ignore(course: Course, event: ev.Event, why: str, source: Source) -> None:
    kind = ev.KIND_OF[type(event)]
    course.say(
        "CLK-order", kind.code, f"{zh_date(event.on)}的{kind.zh}未计入期限 — {why} — 请核对日期。", source
    )


def _received(course: Course, event: ev.Received) -> None:
    if course.received_on is not None:
        course.say(
            "CLK-order",
            "received",
            f"收到申请之日记了两次，按{zh_date(course.received_on)}计算 — 请删去{zh_date(event.on)}或更正。",
            REGULATION.at("第三十一条"),
        )
        return
    course.received_on = course.round_from = event.on
    course.restart(event.on, "")
    if not course.limit:
        course.say(
            "CLK-reply",
            "received",
            f"{zh_date(event.on)}收到的申请算不出期限 — 当时还没有政府信息公开条例 — 请核对收到日期。",
            REPLY.days.versions[0].source,
        )


def _redo_ordered(course: Course, event: ev.RedoOrdered) -> None:
    course.redo = True
    course.round_from = event.on
    course.answer = course.service = course.withdrawn_on = course.archived_on = None
    course.is_belied = False
    course.reason_open = course.reason_given = False
    course.corrections_asked = 0
    course.restart(event.on, "收到责令重作的决定，重新起算")
    if event.due:
        course.redo_due = course.calendar.on_or_after(event.due)
    elif event.days:
        course.redo_due = course.calendar.add(event.on, event.days)
    else:
        course.redo_due = None
        course.say(
            "CLK-redo",
            "redo_ordered",
            f"重作决定没有写明期限，按{course.limit}个工作日计算 — 请查看决定书，有期限的请补上。",
            REPLY.source_on(event.on),
        )


def _correction_requested(course: Course, event: ev.CorrectionRequested) -> None:
    course.corrections_asked += 1
    source = CORRECTION.source_on(event.on)
    if course.corrections_asked > 1:
        # 一次性告知: a second notice has no basis, so it stops nothing.
        course.say(
            "CLK-correction-once",
            "correction_requested",
            f"{zh_date(event.on)}再次告知补正，期限不停 — 补正只能一次性告知 — 请按已有内容答复。",
            source,
        )
        return
    assert course.round_from is not None
    last = course.calendar.add(course.round_from, CORRECTION.on(event.on))
    if course.is_late(event.on):
        course.say(
            "CLK-correction",
            "correction_requested",
            f"{zh_date(event.on)}告知补正，期限不停 — 答复期限此前已经届满 — 请尽快答复。",
            source,
        )
    elif event.on > last:
        course.say(
            "CLK-correction",
            "correction_requested",
            f"补正通知晚了 — 最晚应在{zh_date(last)}告知 — 请在案卷中说明原因。",
            source,
        )
    if event.due is None:
        course.say(
            "CLK-correction",
            "correction_requested",
            "补正通知没有补正期限 — 没有期限就不能按逾期不补正处理 — 请补上通知中写明的日期。",
            source,
        )
    course.ask(Awaited("correction", event.on, event.due))


def _corrected(course: Course, event: ev.Corrected) -> None:
    source = CORRECTION.source_on(event.on)
    if course.corrections_asked > 1 and course.waiting != "correction":
        return  # an answer to a notice that stopped nothing
    if course.waiting != "correction":
        course.say(
            "CLK-correction",
            "corrected",
            "收到了补正，却没有补正通知的记录 — 无法核对是否在期限内告知 — 请补上补正通知日期。",
            source,
            Severity.INFO,
        )
    elif course.waiting_until and event.on > course.waiting_until and not course.asked_late:
        course.say(
            "CLK-correction",
            "corrected",
            f"补正晚于{zh_date(course.waiting_until)}的期限 — 仍已受理并重新起算 — 请在案卷中记明正当理由。",
            source,
        )
    course.resume(event.on, "收到补正，重新起算")


def _consultation_sent(course: Course, event: ev.ConsultationSent) -> None:
    source = REGULATION.at("第三十三条第三款")
    period = event.party.period
    days = period.on(event.on) if period else course.settings.other_organ_days
    expires = course.calendar.add(max(event.on, event.delivered_on or event.on), days)
    letter = Consultation(
        event.on, expires, event.ref, event.party, event.delivered_on, _opinion_on(course, event)
    )
    course.letters.append(letter)
    if course.is_late(event.on):
        course.say(
            "CLK-consultation",
            "consultation_sent",
            f"{zh_date(event.on)}征求{event.party.zh}意见，期限不停 — 答复期限此前已经届满 — 请尽快答复。",
            source,
        )
        return
    answered_on = None if letter.is_silent or letter.opinion is None else letter.opinion.on
    is_answered = answered_on is not None and answered_on <= expires
    if event.delivered_on is None and not is_answered:
        course.say(
            "CLK-consultation",
            "consultation_sent",
            f"不知道{event.party.zh}何时收到征求意见书，{days}个工作日从发出之日算起 — 请补上对方收到日期。",
            period.source_on(event.on) if period else source,
        )
    through = answered_on if answered_on is not None and is_answered else expires
    _pause(course, event.on, through, f"征求{event.party.zh}意见期间", event.party, answered=is_answered)


def _opinion_on(course: Course, event: ev.ConsultationSent) -> ev.OpinionReceived | None:
    """What was noted in answer to a letter, the first of several."""
    noted = (e for e in course.events if isinstance(e, ev.OpinionReceived) and e.ref == event.ref)
    return min((e for e in noted if e.on >= event.on), key=lambda e: e.on, default=None)


def _pause(
    course: Course,
    sent: date,
    through: date,
    why: str,
    party: ev.Party | None = None,
    *,
    answered: bool = True,
) -> None:
    on_sending_day = party is not None and course.settings.pause_from == "sending_day"
    after = sent - timedelta(1) if on_sending_day else sent
    if through > after:
        insort(course.pauses, Pause(after, through, why, party, answered), key=lambda pause: pause[:2])


def _opinion_received(course: Course, event: ev.OpinionReceived) -> None:
    letters = [letter for letter in course.letters if letter.ref == event.ref and letter.sent <= event.on]
    if not letters:
        if not any(type(e) is ev.ConsultationSent and e.ref == event.ref for e in course.events):
            course.say(
                "CLK-consultation",
                "opinion_received",
                f"{zh_date(event.on)}收到的意见找不到对应的征求意见书 — 编号不符或没有登记 — 请核对。",
                REGULATION.at("第三十三条第三款"),
            )
    elif event.on > letters[-1].expires and event.opinion is not ev.Opinion.SILENT:
        course.say(
            "CLK-consultation",
            "opinion_received",
            f"意见晚于{zh_date(letters[-1].expires)}的期限 — 此后的日子照计入答复期限 — 请自行决定是否公开。",
            REGULATION.at("第三十二条"),
            Severity.INFO,
        )


def _paused(course: Course, event: ev.Paused) -> None:
    if course.is_late(event.on):
        course.say(
            "CLK-consultation",
            "paused",
            f"{zh_date(event.on)}起的停止计算无效 — 答复期限此前已经届满 — 请核对日期。",
            REGULATION.at("第三十三条第三款"),
        )
    else:
        _pause(course, event.on, event.through, "停止计算期间")


def _reason_requested(course: Course, _event: ev.ReasonRequested) -> None:
    course.reason_open = True


def _reason_given(course: Course, _event: ev.ReasonGiven) -> None:
    course.reason_open, course.reason_given = False, True


def _fee_noticed(course: Course, event: ev.FeeNoticed) -> None:
    if course.is_late(event.on):
        course.say(
            "CLK-fee",
            "fee_noticed",
            f"{zh_date(event.on)}通知收费，期限不停 — 答复期限此前已经届满，应在期限内通知 — 请尽快答复。",
            FEE_RULES.at(),
        )
    if event.delivered_on is None and _payment_is_awaited(course):
        course.say(
            "CLK-fee",
            "fee_noticed",
            "不知道申请人何时收到收费通知，缴费期限从发出之日算起 — 请补上送达日期。",
            PAYMENT.source_on(event.on),
        )
    delivered = max(event.on, event.delivered_on or event.on)
    course.ask(Awaited("payment", event.on, course.calendar.add(delivered, PAYMENT.on(event.on))))


def _payment_is_awaited(course: Course) -> bool:
    """Whether the last day to pay decides anything: not once it was paid, or answered for another reason."""
    return not any(
        isinstance(event, ev.Paid | ev.Withdrawn)
        or (isinstance(event, ev.Answered) and event.row != "other_no_payment")
        for event in course.events
    )


def _paid(course: Course, event: ev.Paid) -> None:
    if course.waiting != "payment":
        course.say(
            "CLK-fee",
            "paid",
            "收到了缴费，却没有收费通知的记录 — 无法核对缴费期限 — 请补上收费通知日期。",
            FEE_RULES.at(),
            Severity.INFO,
        )
    elif course.waiting_until and event.on > course.waiting_until and not course.asked_late:
        course.say(
            "CLK-payment",
            "paid",
            f"缴费晚于{zh_date(course.waiting_until)}的期限 — 仍已受理并重新起算 — 请在案卷中说明原因。",
            PAYMENT.source_on(event.on),
        )
    course.resume(event.on, "缴费完成，重新起算")


def _extended(course: Course, event: ev.Extended) -> None:
    source = EXTENSION.source_on(event.on)
    most = EXTENSION.on(course.start or event.on)
    if course.is_late(event.on):
        reason = "原期限此前已经届满 — 延期须在届满前批准并告知"
    elif course.extension:
        reason = "已经延期过一次 — 只能延期一次"
    elif course.is_fixed:
        reason = "期限是决定书或另行告知所定 — 机关不能自行延长"
    elif event.days < 1:
        reason = f"延期{event.days}个工作日 — 天数应为1至{most}"
    else:
        if event.days > most:
            course.say(
                "CLK-extension",
                "extended",
                f"延期{event.days}个工作日，只按{most}个计算 — 延期不得超过{most}个工作日 — 请按此期限答复。",
                source,
            )
        course.extension = min(event.days, most)
        return
    course.say(
        "CLK-extension", "extended", f"{zh_date(event.on)}的延期未计入：{reason} — 请按原期限答复。", source
    )


_LONGEST_DELAY = 180  # days, beyond which a date is rather mistyped than reasonable


def _delayed(course: Course, event: ev.Delayed) -> None:
    due = course.due()
    if due and event.on > due:
        message = f"{zh_date(event.on)}另定的期限未计入 — 原期限此前已经届满 — 请尽快答复。"
    elif (due and event.until <= due) or course.redo_due:
        message = f"另定的期限{zh_date(event.until)}未计入 — 不晚于原期限或期限由决定书所定 — 请核对日期。"
    else:
        course.delayed_until = event.until
        if due is None or event.until <= due + timedelta(_LONGEST_DELAY):
            return
        late = (event.until - due).days
        message = f"另定的期限{zh_date(event.until)}比原期限晚{late}天 — 应当是合理的期限 — 请核对日期。"
    course.say("CLK-delay", "delayed", message, REGULATION.at("第三十五条"))


def _withdrawn(course: Course, event: ev.Withdrawn) -> None:
    course.withdrawn_on = event.on


def _answered(course: Course, event: ev.Answered) -> None:
    course.answer = event
    for row, waiting, notice, act, source in (
        (NO_CORRECTION, "correction", "补正通知", ev.Corrected, REGULATION.at("第三十条")),
        (NO_PAYMENT, "payment", "收费通知", ev.Paid, FEE_RULES.at()),
    ):
        if event.row != row:
            continue
        rule = "CLK-correction" if waiting == "correction" else "CLK-payment"
        if course.waiting != waiting and (acted := _acted(course, act, event.on)):
            course.is_belied = True
            course.say(
                rule,
                "answered",
                f"按申请人逾期处理，却已登记{ev.KIND_OF[act].zh}（{zh_date(acted.on)}） — "
                "不再处理没有了前提 — 请撤回“不再处理”的登记，继续办理。",
                source,
            )
        elif course.waiting != waiting:
            course.say(
                rule,
                "answered",
                f"按申请人逾期处理，却没有发过{notice} — 不再处理以此为前提 — 请补上{notice}日期。",
                source,
            )
        elif course.waiting_until and event.on <= course.waiting_until:
            course.say(
                rule,
                "answered",
                f"{zh_date(event.on)}按逾期处理早了 — 应等{zh_date(course.waiting_until)}过后 — 请核对日期。",
                source,
            )


def _acted(course: Course, act: type[ev.Event], by: date) -> ev.Event | None:
    """What the applicant did of what was asked in this round, not later than ``by``."""
    since = course.round_from or by
    return next((one for one in course.events if type(one) is act and since <= one.on <= by), None)


def _served(course: Course, event: ev.Served) -> None:
    course.service = event
    if event.way is ev.Way.POST and event.by_postal_enterprise is not False and event.posted_on is None:
        course.say(
            "CLK-service",
            "served",
            "邮寄的答复没有交邮日期 — 是否按期以它为准，现在只能看签收之日 — 请照收据补上交邮日期。",
            SERVICE_REPLY.at(),
        )
    if event.way is ev.Way.POST and event.by_postal_enterprise is False:
        course.say(
            "CLK-service",
            "served",
            "答复不是由邮政企业寄送 — 其他快递不能以交邮之日为准 — 请改用EMS或挂号信并留存凭据。",
            SERVICE_REPLY.at(),
        )


def _archived(course: Course, event: ev.Archived) -> None:
    course.archived_on = event.on


def _arrived(_course: Course, _event: ev.Arrived) -> None:
    """Nothing runs before receipt in law."""


_TAKE: dict[type[ev.Event], Callable[[Course, Any], None]] = {
    ev.Arrived: _arrived,
    ev.Received: _received,
    ev.RedoOrdered: _redo_ordered,
    ev.CorrectionRequested: _correction_requested,
    ev.Corrected: _corrected,
    ev.ConsultationSent: _consultation_sent,
    ev.OpinionReceived: _opinion_received,
    ev.Paused: _paused,
    ev.ReasonRequested: _reason_requested,
    ev.ReasonGiven: _reason_given,
    ev.FeeNoticed: _fee_noticed,
    ev.Paid: _paid,
    ev.Extended: _extended,
    ev.Delayed: _delayed,
    ev.Withdrawn: _withdrawn,
    ev.Answered: _answered,
    ev.Served: _served,
    ev.Archived: _archived,
}
_BEFORE_RECEIPT: frozenset[type[ev.Event]] = frozenset({ev.Arrived, ev.Received, ev.Withdrawn})
_AFTER_ANSWER: frozenset[type[ev.Event]] = frozenset({ev.RedoOrdered, ev.Served, ev.Archived})
