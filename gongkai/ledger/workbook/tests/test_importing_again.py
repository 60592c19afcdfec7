"""What comes again changes nothing; what differs is a correction; a missing cell or row erases nothing."""

from datetime import date

import pytest

from gongkai.ledger.archive.tests.cases import served
from gongkai.ledger.audit import queries as audit
from gongkai.ledger.organs import actions as organs
from gongkai.ledger.remedies.models import RemedyCase
from gongkai.ledger.requests import actions as requests
from gongkai.ledger.requests.entries import EventEntry
from gongkai.ledger.requests.models import EventKind, FoiRequest
from gongkai.ledger.workbook import typed
from gongkai.ledger.workbook.tests.books import (
    ANSWERED,
    APPLICATION,
    CASE,
    DOCUMENT,
    events_of,
    table,
    take,
    take_rows,
    where,
    xlsx,
)

pytestmark = pytest.mark.django_db


def test_coming_again_changes_nothing(tmp_path, organ):
    sheets = {
        "依申请公开": table({**ANSWERED, "证件号码": "11010519491231002X", "联系方式": "13812345678"}),
        "征求意见": table({"申请编号": "2022-1", "发出日期": "2022-03-02", "意见": "未答复"}),
        "主动公开": table(DOCUMENT),
        "渠道发布": table(*[{"月份": "2022-03", "渠道": "微信", "条数": 12}] * 3),
        "行政行为": table(*[{"月份": "2022-03", "类别": "行政许可", "数量": 3}] * 2),
        "复议诉讼": table({**CASE, "关联申请编号": "2022-1"}),
        "工作推进": table({"日期": "2022-06-01", "类别": "培训"}),
        "机关信息": [["联系电话", "0372-8000000"]],
    }
    path = xlsx(tmp_path / "a.xlsx", sheets)
    first, head = take(path, organ), audit.head()
    organ.refresh_from_db()
    again = take(path, organ)
    assert dict(again.unchanged) == dict(first.added)
    assert (sum(again.added.values()), sum(again.changed.values())) == (0, 0)
    assert audit.head() == head
    assert RemedyCase.objects.get().foi_request == FoiRequest.objects.get()


def test_a_correction_says_no_otherwise_than_a_signed_letter_and_takes_no_answer_from_under_it(organ):
    organs.describe(organ=organ, profile={"superior_name": "滑县人民政府"}, actor="测试")
    for code, value in {"court": "滑县人民法院", "letter_mark": "四政"}.items():
        organs.set_option(organ=organ, code=code, value=value, actor="测试")
    row = served(organ)
    stands = typed.shown_cells(row)

    def corrected(**cells: str) -> str:
        wanted = {**stands, **cells}
        how = {"organ": organ, "actor": "王敏", "reason": "录错", "on": date(2026, 12, 1), "over": stands}
        return "".join(remark.message for remark in typed.correct(row, wanted, **how))

    for cells in ({"答复类型": "部分公开"}, {"答复日期": "2022-03-19"}, {"答复文号": "四政〔2022〕9号"}):
        assert "答复的文书已经签发，与它不同" in corrected(**cells), cells
    assert "请先把那份文书作废" in corrected(答复日期="", 答复类型="", 答复文号="")
    other = served(organ, number="2022-9")
    assert "已经是" in corrected(答复文号=other.letters.get().document_no)
    assert corrected(申请内容="道路养护资金") == ""
    row.refresh_from_db()
    stands = typed.shown_cells(row)
    archived = EventEntry(EventKind.ARCHIVED, date(2022, 6, 1))
    requests.add_event(foi_request=row, event=archived, actor="王敏")
    assert "已经归档" in corrected(收到日期="2022-03-02")
    assert corrected(备注="纸质件在档案室") == ""


def test_no_row_has_the_number_of_another_letter(tmp_path, organ):
    organs.describe(organ=organ, profile={"superior_name": "滑县人民政府"}, actor="测试")
    for code, value in {"court": "滑县人民法院", "letter_mark": "四政"}.items():
        organs.set_option(organ=organ, code=code, value=value, actor="测试")
    row = served(organ)
    number = row.letters.get().document_no
    other = {**ANSWERED, "申请编号": "2022-9", "答复文号": number.replace("〔", "[").replace("〕", "]")}
    report = take_rows(tmp_path, organ, "依申请公开", other)
    assert (where(report.refused), report.added["依申请公开"]) == ([("依申请公开", 2, "答复文号")], 0)
    assert f"{number}已经是{row.number}的文书的" in report.refused[0].message
    own = {**APPLICATION, "申请编号": row.number, "收到日期": "2022-03-05", "答复日期": row.answered_on}
    answer = {"答复类型": "已主动公开", "答复文号": number}
    report = take_rows(tmp_path, organ, "依申请公开", {**own, **answer})
    assert report.refused == []
    for differs in ({"答复类型": "部分公开"}, {"答复日期": "2022-03-22"}, {"答复文号": "四政〔2022〕9号"}):
        report = take_rows(tmp_path, organ, "依申请公开", {**own, **answer, **differs})
        assert where(report.refused) == [("依申请公开", 2, *differs)]
        assert "答复的文书已经签发，与它不同" in report.refused[0].message


def test_a_differing_cell_is_a_correction_recorded_as_events(tmp_path, organ):
    take_rows(tmp_path, organ, "依申请公开", ANSWERED)
    changed = {**ANSWERED, "答复日期": "2022-03-25", "答复类型": "部分公开", "申请人": "张三丰"}
    report = take_rows(tmp_path, organ, "依申请公开", changed)
    assert (report.changed["依申请公开"], report.added["依申请公开"]) == (1, 0)
    row = FoiRequest.objects.get()
    assert (row.answered_on, row.result, row.applicant_name) == (date(2022, 3, 25), "partial", "张三丰")
    correction = row.events.exclude(replaces=None).get()
    assert (correction.kind, correction.reason) == ("answered", "导入")
    assert correction.replaces is not None
    assert correction.replaces.on == date(2022, 3, 21)


def test_a_name_as_lists_show_it_stays_the_name_that_the_ledger_has(tmp_path, organ):
    take_rows(tmp_path, organ, "依申请公开", {**ANSWERED, "申请人": "赵钱孙", "代理人": "李四"})
    shown = {**ANSWERED, "申请人": "赵某某", "代理人": "李某", "申请内容": "道路养护"}
    report = take_rows(tmp_path, organ, "依申请公开", shown)
    row = FoiRequest.objects.get()
    assert report.changed["依申请公开"] == 1
    assert (row.applicant_name, row.agent, row.content) == ("赵钱孙", "李四", "道路养护")


def test_an_empty_cell_never_erases_and_a_missing_row_stays(tmp_path, organ):
    take_rows(tmp_path, organ, "依申请公开", ANSWERED, {**APPLICATION, "申请编号": "2022-2"})
    report = take_rows(tmp_path, organ, "依申请公开", APPLICATION)
    assert (report.unchanged["依申请公开"], FoiRequest.objects.count()) == (1, 2)
    assert FoiRequest.objects.get(number="2022-1").result == "granted"


def test_a_new_receipt_after_the_known_answer_is_refused(tmp_path, organ):
    take_rows(tmp_path, organ, "依申请公开", ANSWERED)
    report = take_rows(tmp_path, organ, "依申请公开", {**APPLICATION, "收到日期": "2022-04-01"})
    assert where(report.refused) == [("依申请公开", 2, "收到日期")]


def test_another_answer_drops_the_kind_of_the_old_one(tmp_path, organ):
    take_rows(tmp_path, organ, "依申请公开", {**ANSWERED, "答复类型": "申请人撤回"})
    assert events_of("2022-1")[-1][2] == {"row": "other_other", "kind": "other_withdrawn"}
    take_rows(tmp_path, organ, "依申请公开", ANSWERED)
    assert events_of("2022-1")[-1][2] == {"row": "granted"}


def test_identical_rows_without_a_number_are_all_counted_and_another_one_is_added(tmp_path, organ):
    row = {"月份": "2022-03", "渠道": "微信", "条数": 12}
    assert take_rows(tmp_path, organ, "渠道发布", row, row).added["渠道发布"] == 2
    report = take_rows(tmp_path, organ, "渠道发布", row, row, row)
    assert (report.unchanged["渠道发布"], report.added["渠道发布"]) == (2, 1)


def test_letters_of_one_application_are_told_apart_and_corrected(tmp_path, organ):
    first = {"申请编号": "2022-1", "对象": "第三方", "发出日期": "2022-03-02", "对方收到日期": "2022-03-03"}
    second = {
        **first,
        "对象": "其他机关",
        "发出日期": "2022-03-04",
        "意见收到日期": "2022-03-08",
        "意见": "同意",
    }
    letters = {"依申请公开": table(ANSWERED), "征求意见": table(first, second)}
    assert take(xlsx(tmp_path / "a.xlsx", letters), organ).added["征求意见"] == 2
    alone = take_rows(tmp_path, organ, "征求意见", {**second, "意见": "不同意", "理由是否成立": "是"})
    assert (alone.changed["征求意见"], alone.added["征求意见"]) == (1, 0)
    third = {**first, "发出日期": "2022-03-07"}
    assert take_rows(tmp_path, organ, "征求意见", third).added["征求意见"] == 1
    slots = {data["slot"]: on for kind, on, data in events_of("2022-1") if kind == "consultation_sent"}
    assert slots == {"1": date(2022, 3, 2), "2": date(2022, 3, 4), "3": date(2022, 3, 7)}
    opinion = next(data for kind, _on, data in events_of("2022-1") if kind == "opinion_received")
    assert (opinion["opinion"], opinion["reasoned"]) == ("objects", True)


@pytest.mark.parametrize(
    ("column", "cells"), [("答复日期", {"答复日期": "2022-06-01"}), ("送达日期", {"送达日期": "2022-06-01"})]
)
def test_what_is_moved_to_the_day_of_a_redo_is_refused_for_the_redo_would_be_lost(
    tmp_path, organ, column, cells
):
    take_rows(tmp_path, organ, "依申请公开", ANSWERED)
    row = FoiRequest.objects.get()
    ordered = EventEntry(EventKind.REDO_ORDERED, date(2022, 6, 1), {"days": 15})
    requests.add_event(foi_request=row, event=ordered, actor="测试")
    report = take_rows(tmp_path, organ, "依申请公开", {**ANSWERED, **cells})
    assert where(report.refused) == [("依申请公开", 2, column)]
    assert "分不清先后" in report.refused[0].message
    assert events_of("2022-1")[1][:2] == ("answered", date(2022, 3, 21))
    assert take_rows(tmp_path, organ, "依申请公开", {**ANSWERED, "送达日期": "2022-06-02"}).refused == []


def test_a_letter_on_the_day_of_a_redo_is_refused_too(tmp_path, organ):
    take_rows(tmp_path, organ, "依申请公开", ANSWERED)
    ordered = EventEntry(EventKind.REDO_ORDERED, date(2022, 6, 1), {"days": 15})
    requests.add_event(foi_request=FoiRequest.objects.get(), event=ordered, actor="测试")
    report = take_rows(tmp_path, organ, "征求意见", {"申请编号": "2022-1", "发出日期": "2022-06-01"})
    assert where(report.refused) == [("征求意见", 2, "发出日期")]


def test_a_redo_row_is_marked_and_kept(tmp_path, organ):
    take_rows(tmp_path, organ, "依申请公开", {**ANSWERED, "重作": "是"})
    assert FoiRequest.objects.get().is_redo
