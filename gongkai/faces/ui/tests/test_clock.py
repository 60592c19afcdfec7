"""A limit as people see it: its cells, its sentence, its calendar and the reason of every run of days."""

import re
from datetime import date

import pytest
from django.template.loader import render_to_string

from gongkai.faces.ui import clock, explained
from gongkai.faces.ui.clock import Clock, Says
from gongkai.law import clocks
from gongkai.law.events import (
    Answered,
    ConsultationSent,
    Corrected,
    CorrectionRequested,
    Delayed,
    Event,
    FeeNoticed,
    OpinionReceived,
    Paid,
    Party,
    Received,
    Served,
    Way,
    Withdrawn,
)

#: One sign a cell: # used, / paused, T today, o left, ! overdue; | after the last day of the limit.
SIGNS = {"used": "#", "paused": "/", "today": "T", "left": "o", "over": "!"}


def day(text: str) -> date:
    return date.fromisoformat(f"2022-{text}")


def application(*events: Event, on: str = "10-19") -> Clock:
    return clock.of(clocks.run(events, on=day(on)))


def strip(shown: Clock) -> str:
    return "".join(SIGNS[cell.mark] + "|" * cell.last for cell in shown.cells)


def served(text: str) -> tuple[Event, Event]:
    """Answered, and handed over on the same day."""
    return Answered(day(text), "granted"), Served(day(text), Way.DIRECT)


RECEIVED = Received(day("09-16"))
CONSULTED = (
    RECEIVED,
    ConsultationSent(day("09-21"), Party.THIRD_PARTY, "1", day("09-21")),
    OpinionReceived(day("09-28"), "1"),
)


@pytest.mark.parametrize(
    ("shown", "cells", "says"),
    [
        (application(Received(day("10-17"))), "#Toooooooooooooooooo|", Says.LEFT),
        (application(*CONSULTED), "###/////###########Tooooo|", Says.LEFT),
        (application(RECEIVED, on="10-15"), "#################ooo|", Says.LEFT),  # a Saturday is no cell
        (
            application(*CONSULTED, on="09-26"),
            "###" + "/" * 15 + "o" * 17 + "|",
            Says.LEFT,
        ),  # nor is a paused day
        (application(RECEIVED), "###################T|", Says.LAST_DAY),
        (application(RECEIVED, on="10-21"), "####################|!!", Says.OVERDUE),
        (application(RECEIVED, *served("09-21")), "###ooooooooooooooooo|", Says.DONE),
        (application(RECEIVED, Answered(day("09-21"), "granted")), "###################T|", Says.UNSERVED),
        (
            application(Received(day("09-20")), *served("10-22"), on="10-24"),
            "####################|",
            Says.DONE_LATE,
        ),  # on the Saturday after the last day, with no working day between
        (
            application(RECEIVED, *served("10-21"), on="10-31"),
            "####################|!!",
            Says.DONE_LATE,
        ),
        (
            application(RECEIVED, CorrectionRequested(day("09-20"), day("10-12")), on="10-08"),
            "##/////////////",
            Says.WAITING,
        ),
        (application(on="10-08"), "", Says.UNKNOWN),
        (clock.counting(day("10-10"), 7, on=day("10-19")), "######T|", Says.LAST_DAY),
        (clock.counting(day("09-09"), 20, on=day("10-19")), "####################|!!!!", Says.OVERDUE),
        (clock.counting(day("10-10"), 7, on=day("10-19"), done_on=day("10-12")), "##ooooo|", Says.DONE),
    ],
)
def test_every_working_day_of_a_limit_is_one_cell(shown: Clock, cells: str, says: Says) -> None:
    assert (strip(shown), shown.says) == (cells, says)


def test_whoever_lets_their_last_day_pass_is_not_waited_for_until_it() -> None:
    asked = CorrectionRequested(day("09-26"), due=day("10-17"))
    for on, words in (
        ("10-17", "等申请人补正，到10月17日"),
        ("10-18", "申请人的补正期限到10月17日，已经过了"),
    ):
        shown = application(RECEIVED, asked, on=on)
        for place in ("ui/clock_head.html", "ui/clock_words.html"):
            assert words in render_to_string(place, {"clock": shown})


#: The period of payment is 09-26 to 10-26.
ASKED_TO_PAY = (RECEIVED, FeeNoticed(day("09-22"), delivered_on=day("09-23")))


def test_while_a_fee_is_awaited_the_calendar_tells_the_days_before_the_stop_the_stop_and_its_end() -> None:
    shown = application(*ASKED_TO_PAY)
    rows = [[f"{box.label}{box.mark}{box.words}" for box in row] for row in explained.weeks(shown)]
    assert rows[1] == ["19第1天", "20第2天", "21第3天", "22第4天", "23停", "24", "25"]
    assert rows[-1] == ["24停", "25停", "26停缴费到期", "27", "28", "29", "30"]
    assert explained.summary(shown) == "已计4天，9月22日起停"
    assert [(run.when, run.words) for run in explained.runs(shown)] == [
        ("9月16日 周五", "收到当日不计"),
        ("9月19日–22日", "计第1–4天"),
        ("9月23日–30日", "停6个工作日：等申请人缴费"),
        ("10月1日–7日", "国庆节放假，不计"),
        ("10月8日–26日", "停15个工作日：等申请人缴费"),
        ("此后", "10月26日前缴清的，次日起重新计算20个工作日；没有缴的，视为放弃，不再处理"),
    ]


def test_a_period_of_payment_that_has_passed_is_said_to_have_passed_and_by_whom() -> None:
    shown = application(*ASKED_TO_PAY, on="10-27")
    assert "申请人的缴费期限到10月26日，已经过了" in render_to_string("ui/clock_head.html", {"clock": shown})
    assert "您的缴费期限到10月26日，已经过了" in render_to_string(
        "ui/clock_head.html", {"clock": shown, "is_yours": True}
    )
    assert explained.runs(shown)[-1].words == "10月26日前没有缴清，视为放弃，不再处理"


def test_what_was_closed_as_unpaid_though_it_was_paid_is_to_be_taken_up_again_not_done_in_time() -> None:
    shown = application(
        *ASKED_TO_PAY, Paid(day("10-20")), Answered(day("10-27"), "other_no_payment"), on="11-01"
    )
    assert shown.says is Says.BELIED
    assert "“不再处理”没有了前提：请撤回登记，继续办理，11月17日（周四）前答复" in render_to_string(
        "ui/clock_head.html", {"clock": shown}
    )
    row = re.sub("<[^>]*>", "", render_to_string("ui/clock_words.html", {"clock": shown}))
    assert "“不再处理”待撤回 · 11月17日前答复" in row
    assert "您已经办理，机关继续办理，11月17日（周四）前答复" in render_to_string(
        "ui/clock_head.html", {"clock": shown, "is_yours": True}
    )


@pytest.mark.parametrize(
    ("answered", "on", "head", "row"),
    [
        (
            "09-21",
            "10-18",
            "9月21日作出答复，待送达；10月19日（周三）前送达才算按期",
            "9月21日答复，待送达 · 10月19日前送达",
        ),
        (
            "09-21",
            "10-20",
            "9月21日作出答复，没有登记送达；应在10月19日（周三）前送达",
            "9月21日答复，没有登记送达 · 应于10月19日",
        ),
        (
            "10-21",
            "10-31",
            "10月21日作出答复，超过期限2个工作日，待送达",
            "10月21日答复，超过期限2个工作日 · 待送达",
        ),
    ],
)
def test_what_is_answered_and_not_served_is_called_neither_done_nor_in_time(
    answered: str, on: str, head: str, row: str
) -> None:
    shown = application(RECEIVED, Answered(day(answered), "granted"), on=on)
    assert head in render_to_string("ui/clock_head.html", {"clock": shown})
    assert row in re.sub("<[^>]*>", "", render_to_string("ui/clock_words.html", {"clock": shown}))


def test_an_application_withdrawn_is_done_though_nobody_answered() -> None:
    assert application(RECEIVED, Withdrawn(day("09-21"))).says is Says.DONE


def test_overdue_cells_end_somewhere_and_the_figure_does_not() -> None:
    shown = clock.counting(day("01-04"), 7, on=day("10-19"))
    assert strip(shown).count("!") == clock.DRAWN < shown.overdue


def test_a_date_of_another_year_says_its_year() -> None:
    shown = clock.counting(date(2022, 12, 20), 20, on=date(2022, 12, 30))
    assert (shown.due_short, shown.due_full) == ("2023年1月18日", "2023年1月18日（周三）")


def test_the_calendar_explains_each_day_in_weeks_that_begin_on_monday() -> None:
    rows = [
        [f"{box.label}{box.mark}{box.words}" for box in row]
        for row in explained.weeks(application(*CONSULTED))
    ]
    assert rows == [
        ["12", "13", "14", "15", "9/16收到", "17", "18"],
        ["19第1天", "20第2天", "21第3天", "22停", "23停", "24", "25"],
        ["26停", "27停", "28停", "29第4天", "30第5天", "10/1休", "2休"],
        ["3休", "4休", "5休", "6休", "7休", "8班第6天", "9班第7天"],
        ["10第8天", "11第9天", "12第10天", "13第11天", "14第12天", "15", "16"],
        ["17第13天", "18第14天", "19今第15天", "20第16天", "21第17天", "22", "23"],
        ["24第18天", "25第19天", "26最后日", "27", "28", "29", "30"],
    ]


def test_the_calendar_and_the_list_go_on_past_the_last_day_while_it_is_overdue() -> None:
    shown = application(RECEIVED, on="10-24")
    rows = [[f"{box.label}{box.mark}{box.words}" for box in row] for row in explained.weeks(shown)]
    assert rows[-2:] == [
        ["17第18天", "18第19天", "19最后日", "20逾1天", "21逾2天", "22", "23"],
        ["24今逾3天", "25", "26", "27", "28", "29", "30"],
    ]
    last = explained.runs(shown)[-1]
    assert (last.kind, last.when, last.words) == (
        "over",
        "10月20日–24日",
        "逾期，10月20日起算，共3个工作日",
    )
    head = render_to_string("ui/clock_head.html", {"clock": shown})
    assert "10月20日起逾期，已3个工作日；应在10月19日（周三）前答复" in head
    assert "今天第" not in head


def test_days_after_an_answer_in_time_are_not_drawn_as_used() -> None:
    done = application(RECEIVED, *served("09-20"))
    kinds = {box.date: box.kind for week in explained.weeks(done) for box in week}
    assert (kinds[day("09-20")], kinds[day("09-21")]) == ("counted", "later")


def test_a_limit_years_ahead_has_no_line_of_cells() -> None:
    far = application(RECEIVED, Delayed(day("09-20"), date(2026, 6, 15)))
    assert (far.cells, far.due) == ((), date(2026, 6, 15))


def test_what_was_answered_late_is_marked_as_far_as_its_answer_and_no_further() -> None:
    late = application(RECEIVED, *served("10-21"), on="10-31")
    assert [box.words for box in explained.weeks(late)[-1]] == [
        "第18天",
        "第19天",
        "最后日",
        "逾1天",
        "逾2天",
        "",
        "",
    ]
    assert application(RECEIVED).beyond == ()


def test_what_is_overdue_for_long_is_drawn_for_twenty_days_and_counted_whole() -> None:
    words = explained.runs(clock.counting(day("01-04"), 7, on=day("10-19")))[-1].words
    assert words.endswith("；日历只画到第20天")


def test_every_run_of_days_says_what_it_is_and_where_that_stands() -> None:
    listed = explained.runs(application(*CONSULTED), received="网上提交，当天电话确认")
    assert [
        (run.when, run.words, str(run.source).removeprefix("《政府信息公开条例》")) for run in listed
    ] == [
        ("9月16日 周五", "网上提交，当天电话确认；收到当日不计", "第三十一条"),
        ("9月19日–21日", "计第1–3天", ""),
        ("9月22日–28日", "停5个工作日：征求第三方意见", "第三十三条第三款"),
        ("9月29日–30日", "计第4–5天", ""),
        ("10月1日–7日", "国庆节放假，不计", "国办发明电〔2021〕11号"),
        ("10月8日–9日", "调休上班，计第6–7天", "国办发明电〔2021〕11号"),
        ("10月10日–19日", "计第8–15天；今天是第15天", ""),
        ("10月20日–25日", "计第16–19天", ""),
        ("10月26日 周三", "第20天，最后一日", "第三十三条第二款"),
    ]


def test_after_a_correction_the_days_before_it_are_not_counted() -> None:
    shown = application(RECEIVED, CorrectionRequested(day("09-20"), day("10-12")), Corrected(day("09-29")))
    assert [(run.when, run.words) for run in explained.runs(shown)][1:3] == [
        ("9月17日–29日", "重新起算之前，不计"),
        ("9月30日 周五", "计第1天"),
    ]


def test_one_sentence_says_what_moved_the_last_day() -> None:
    assert explained.summary(application(*CONSULTED)) == (
        "今天第15天，共20天；中间停了5天；国庆节放假7天不计；10月8日、10月9日调休上班计入"
    )
