"""Letters: drafted, reviewed and signed by different people; each number once; each leading to its step."""

import io
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date
from random import Random
from typing import Any

import docx
import pdfplumber
import pytest
import time_machine
from django.db import connection, transaction

from gongkai import papers
from gongkai.law.decisions import BY_CODE as DECISIONS
from gongkai.law.letter_texts import says, template
from gongkai.law.workdays import OFFICIAL
from gongkai.ledger import proof
from gongkai.ledger.base import Scope
from gongkai.ledger.organs import actions as organs
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.requests import actions as requests
from gongkai.ledger.requests import queries as cases
from gongkai.ledger.requests.entries import EventEntry
from gongkai.ledger.requests.facts import clock_settings
from gongkai.ledger.requests.letters import actions, document, numbers, plans, progress, queries
from gongkai.ledger.requests.letters.actions import Moment, Text
from gongkai.ledger.requests.letters.deeds import Deed
from gongkai.ledger.requests.models import EventKind, FoiRequest, Letter, LetterNumber, NumberState
from gongkai.ledger.requests.privacy import addressee_of
from gongkai.ledger.requests.steps import STEP, Case, Refused
from gongkai.ledger.requests.tests.test_requests import register
from gongkai.ledger.transparency import queries as public_log
from gongkai.ledger.transparency.actions import Statement, append
from gongkai.ledger.transparency.actions import sign as sign_head
from gongkai.lib.proofs import Kind
from gongkai.papers.model import Note

pytestmark = pytest.mark.django_db
TODAY = date(2026, 10, 19)
AT = Moment(TODAY, OFFICIAL)
CLERK, LAWYER, LEADER = "王敏", "赵律师", "李建国"
PLACE = {"place": "县政府网站“重点项目”栏目"}


@pytest.fixture
def town() -> Organ:
    organ = organs.create(name="四间房镇人民政府", actor="测试")
    organs.describe(organ=organ, profile={"superior_name": "滑县人民政府"}, actor="测试")
    for code, value in {"court": "滑县人民法院", "letter_mark": "四政"}.items():
        organs.set_option(organ=organ, code=code, value=value, actor="测试")
    return organ


@pytest.fixture(autouse=True)
def day() -> Any:
    with time_machine.travel(TODAY, tick=False):
        yield


def application(town: Organ, number: str = "〔2026〕11号") -> FoiRequest:
    data = {"applicant_kind": "natural_person", "channel": "internet"}
    return register(town, number, EventEntry(EventKind.RECEIVED, date(2026, 9, 23), data))


def drafted(
    row: FoiRequest, code: str, fields: Mapping[str, Any], kind: str = "", addressee: str = ""
) -> Letter:
    plan = plans.plan(code, kind)
    assert plan
    said = {**says(plan.letter.code, plan.kind), **fields}
    return actions.draft(foi_request=row, plan=plan, text=Text(said, "", addressee), actor=CLERK)


def submitted(row: FoiRequest, code: str, fields: Mapping[str, Any], kind: str = "") -> Letter:
    return actions.do(letter=drafted(row, code, fields, kind), deed=Deed.SUBMIT, actor=CLERK, at=AT)


def signed(letter: Letter, by: str = LEADER) -> Letter:
    seen = requests.last_of(letter.foi_request.events.all())
    return actions.sign(letter=letter, actor=by, seen=seen, at=AT)


def printed(letter: Letter) -> str:
    """What a PDF of the letter reads."""
    pdf = papers.write(document.build(shown(letter), to="张三"), "pdf")
    with pdfplumber.open(io.BytesIO(pdf)) as pages:
        return "".join(page.extract_text() for page in pages.pages)


def text_of(letter: Letter) -> str:
    return shown(letter).text


def shown(letter: Letter) -> Any:
    row = letter.foi_request
    case = Case.of(row.events.all(), OFFICIAL, clock_settings(row.organ))
    return queries.draft(letter, queries.of(Scope.of(row.organ), row), case, TODAY)


def test_a_signed_answer_has_its_number_its_text_and_its_event(town: Organ, head_noted: None) -> None:
    row = application(town)
    letter = signed(submitted(row, "answer", PLACE, "granted_published"))
    assert (letter.document_no, letter.signed_on) == ("四政公开告〔2026〕1号", TODAY)
    assert "现告知您获取该信息的方式、途径：\n县政府网站“重点项目”栏目" in letter.text
    assert "向滑县人民政府申请行政复议，或者在6个月内向滑县人民法院提起行政诉讼" in letter.text
    row.refresh_from_db()
    assert (row.answered_on, row.result) == (TODAY, "granted")
    assert letter.event
    assert letter.event.data["document_no"] == "四政公开告〔2026〕1号"
    assert letter.event.data["place"] == PLACE["place"]
    assert proof.verify() is None


@pytest.mark.parametrize(
    ("code", "fields", "event"),
    [
        (
            "extend",
            {"days": 20, "reasons": "需要检索的材料多"},
            ("extended", {"days": 20, "reason": "需要检索的材料多"}),
        ),
        (
            "consult_organs",
            {"party": "joint_maker", "asked_organ": "滑县农业农村局", "information": "验收报告"},
            ("consultation_sent", {"party": "joint_maker", "organ": "滑县农业农村局"}),
        ),
        (
            "request_reason",
            {"frequency": "一个月内申请130件", "deadline": "2026-11-10"},
            ("reason_requested", {"due": "2026-11-10"}),
        ),
        ("withdraw", {"withdrawal": "10月18日的书面材料"}, ("withdrawn", {})),
    ],
)
def test_a_letter_leads_to_its_step(
    town: Organ, code: str, fields: dict[str, Any], event: tuple[str, dict[str, Any]]
) -> None:
    letter = signed(submitted(application(town), code, fields))
    kind, said = event
    assert letter.event
    assert letter.event.kind == kind
    assert said.items() <= letter.event.data.items()


def test_an_extension_says_to_which_day(town: Organ) -> None:
    letter = drafted(application(town), "extend", {"days": 20, "reasons": "材料多"})
    assert "不能在2026年10月28日前答复" in text_of(letter)
    assert "答复期限延长至2026年11月25日" in text_of(letter)


#: Asked only where somebody was consulted.
OF_CONSULTATION = {"third_party_opinion"}


@pytest.mark.slow
def test_every_plan_can_be_drafted_and_shown(town: Organ) -> None:
    row = application(town)
    kinds = [("answer", kind.code) for kind in plans.ANSWERS]
    for code, kind in [*kinds, *((code, "") for code in (*plans.LETTER_OF_STEP, *plans.FREE))]:
        letter = drafted(row, code, {}, kind)
        draft = shown(letter)
        assert draft.paragraphs
        assert plans.of(letter).letter.code == letter.code
        asked = {ask.name for ask in draft.plan.asks(draft.case, draft.text_in_use)}
        assert set(draft.plan.template.written) - OF_CONSULTATION <= asked, code


def test_who_drafts_never_signs(town: Organ) -> None:
    letter = submitted(application(town), "answer", PLACE, "granted_published")
    with pytest.raises(Refused, match="自己写的不能自己签发"):
        signed(letter, CLERK)
    assert not LetterNumber.objects.exists()


def test_whoever_changed_a_word_has_drafted(town: Organ) -> None:
    letter = drafted(application(town), "answer", PLACE, "granted_published")
    actions.edit(letter=letter, text=Text(PLACE), actor=LEADER, seen=1, at=AT)
    actions.do(letter=letter, deed=Deed.SUBMIT, actor=CLERK, at=AT)
    with pytest.raises(Refused, match="自己写的不能自己签发"):
        signed(letter)


def test_two_who_edit_are_told_of_each_other(town: Organ) -> None:
    letter = drafted(application(town), "answer", PLACE, "granted_published")
    actions.edit(letter=letter, text=Text({"place": "甲"}), actor=LEADER, seen=1, at=AT)
    with pytest.raises(Refused, match="刚才李建国改过，您写的还没有保存"):
        actions.edit(letter=letter, text=Text({"place": "乙"}), actor=CLERK, seen=1, at=AT)
    letter.refresh_from_db()
    assert letter.fields == {"place": "甲"}


def test_what_the_step_needs_is_asked_before_it_is_submitted(town: Organ) -> None:
    with pytest.raises(Refused, match="送审 — 获取该信息的网址或者地点还没有填"):
        submitted(application(town), "answer", {}, "granted_published")


def test_reviews_of_the_setting_come_before_the_signature(town: Organ) -> None:
    organs.set_option(organ=town, code="letter_reviews", value="both", actor="测试")
    letter = submitted(application(town), "answer", PLACE, "granted_published")
    with pytest.raises(Refused, match="还没有法制审核通过"):
        signed(letter)
    for deed in progress.REVIEWS:
        with pytest.raises(Refused, match="自己写的不能自己审"):
            actions.do(letter=letter, deed=deed, actor=CLERK, at=AT)
        actions.do(letter=letter, deed=deed, actor=LAWYER, at=AT)
    assert signed(letter).document_no


def test_with_three_people_somebody_else_reviews(town: Organ) -> None:
    organs.set_option(organ=town, code="release_people", value="3", actor="测试")
    letter = submitted(application(town), "answer", PLACE, "granted_published")
    actions.do(letter=letter, deed=Deed.REVIEW_LAW, actor=LEADER, at=AT)
    with pytest.raises(Refused, match="起草、审核、签发三个人"):
        signed(letter)
    actions.do(letter=letter, deed=Deed.REVIEW_SECRECY, actor=LAWYER, at=AT)
    assert signed(letter).document_no


def test_a_returned_letter_is_reviewed_anew(town: Organ) -> None:
    organs.set_option(organ=town, code="letter_reviews", value="law", actor="测试")
    letter = submitted(application(town), "answer", PLACE, "granted_published")
    actions.do(letter=letter, deed=Deed.REVIEW_LAW, actor=LAWYER, at=AT)
    with pytest.raises(Refused, match="原因 — 还没有填"):
        actions.do(letter=letter, deed=Deed.RETURN, actor=LEADER, at=AT)
    actions.do(letter=letter, deed=Deed.RETURN, actor=LEADER, at=AT, reason="网址打不开")
    actions.do(letter=letter, deed=Deed.SUBMIT, actor=CLERK, at=AT)
    with pytest.raises(Refused, match="还没有法制审核通过"):
        signed(letter)


def test_an_error_hinders_the_signature_until_somebody_says_why_not(town: Organ) -> None:
    row = application(town)
    wrong = template("published").text.replace("{remedies}", "{remedies}或者向上一级主管部门申请行政复议。")
    letter = submitted(row, "answer", PLACE, "granted_published")
    actions.do(letter=letter, deed=Deed.RETURN, actor=CLERK, at=AT, reason="改")
    letter.refresh_from_db()
    actions.edit(letter=letter, text=Text(PLACE, wrong), actor=CLERK, seen=len(letter.deeds), at=AT)
    actions.do(letter=letter, deed=Deed.SUBMIT, actor=CLERK, at=AT)
    with pytest.raises(Refused, match="还有1处要改"):
        signed(letter)
    letter.refresh_from_db()
    (error,) = progress.open_errors(shown(letter).findings, letter.accepted)
    actions.accept(letter=letter, finding=error, reason="上级要求保留", actor="孙主任", at=AT)
    assert "上一级主管部门" in signed(letter).text


def test_a_letter_with_a_blank_goes_to_nobody_for_a_signature(town: Organ) -> None:
    organs.set_option(organ=town, code="court", value="", actor="测试")
    letter = drafted(application(town), "answer", PLACE, "granted_published")
    blank = next(one for one in shown(letter).findings if one.rule == "LET-blank")
    missing = "【管辖的人民法院】 — 还没有填 — 请系统管理员在“机关设置”里填写“管辖的人民法院”。"
    assert blank.message == missing
    with pytest.raises(Refused, match=f"^{missing}$"):
        actions.do(letter=letter, deed=Deed.SUBMIT, actor=CLERK, at=AT)
    with pytest.raises(Refused, match="不能写理由留着"):
        actions.accept(letter=letter, finding=blank, reason="以后再填", actor=LEADER, at=AT)
    organs.set_option(organ=town, code="court", value="滑县人民法院", actor="测试")
    actions.do(letter=letter, deed=Deed.SUBMIT, actor=CLERK, at=AT)
    organs.set_option(organ=town, code="court", value="", actor="测试")  # emptied while it waits
    with pytest.raises(Refused, match=f"^{missing}$"):
        signed(letter)
    assert not LetterNumber.objects.exists()


def test_a_case_that_moved_on_is_seen_before_signing(town: Organ) -> None:
    row = application(town)
    letter = submitted(row, "answer", PLACE, "granted_published")
    seen = requests.last_of(row.events.all())
    requests.add_event(foi_request=row, event=EventEntry(EventKind.WITHDRAWN, TODAY), actor=CLERK)
    with pytest.raises(Refused):
        actions.sign(letter=letter, actor=LEADER, seen=seen, at=AT)
    assert not LetterNumber.objects.exists()


def test_a_voided_letter_keeps_its_number_and_takes_its_event_back(town: Organ, head_noted: None) -> None:
    row = application(town)
    letter = signed(submitted(row, "answer", PLACE, "granted_published"))
    voided = actions.void(letter=letter, reason="盖错章", actor=LEADER, at=AT)
    row.refresh_from_db()
    assert row.answered_on is None
    assert printed(voided).count("（此件已作废）") == 2
    again = signed(submitted(row, "answer", PLACE, "granted_published"))
    assert again.document_no == "四政公开告〔2026〕2号"
    assert "作废" not in printed(again)
    kept = LetterNumber.objects.order_by("n").values_list("n", "state", "reason")
    assert list(kept) == [(1, NumberState.VOID, "盖错章"), (2, NumberState.GIVEN, "")]
    assert proof.verify() is None


@pytest.mark.slow
def test_a_voided_letter_takes_back_what_was_noted_of_its_delivery_too(town: Organ, head_noted: None) -> None:
    row = application(town)
    begun = drafted(row, "consult_third_party", {"information": "合同"}, addressee="李四")
    letter = signed(actions.do(letter=begun, deed=Deed.SUBMIT, actor=CLERK, at=AT))
    assert letter.event
    noted = requests.deliver(event=letter.event, on=TODAY, actor=CLERK, today=TODAY)
    assert queries.letter_of(noted) == letter
    actions.void(letter=Letter.objects.get(), reason="寄错人", actor=LEADER, at=AT)
    assert [one.kind for one in cases.standing(row)] == [EventKind.RECEIVED]
    assert proof.verify() is None


def test_a_number_used_by_hand_is_passed_over_and_kept(town: Organ) -> None:
    other = application(town, "〔2026〕12号")
    by_hand = EventEntry(EventKind.EXTENDED, TODAY, {"days": 5, "document_no": "四政公开告〔2026〕1号"})
    requests.add_event(foi_request=other, event=by_hand, actor=CLERK)
    letter = signed(submitted(application(town), "answer", PLACE, "granted_published"))
    assert letter.document_no == "四政公开告〔2026〕2号"
    first = LetterNumber.objects.order_by("n")[0]
    assert (first.state, first.reason) == (NumberState.ELSEWHERE, "另行制作的文书用过这个文号")


def answer_by_hand(row: FoiRequest, number: str) -> None:
    requests.take(
        foi_request=row,
        step=STEP["answer"],
        on=TODAY,
        said={**PLACE, "document_no": number},
        actor=CLERK,
        today=TODAY,
        calendar=OFFICIAL,
        seen=requests.last_of(row.events.all()),
        kind=DECISIONS["granted_published"],
    )


def test_what_a_third_party_objects_to_is_granted_once_it_was_told(town: Organ) -> None:
    row = application(town)
    for kind, data in (
        (EventKind.CONSULTATION_SENT, {"party": "third_party", "delivered_on": "2026-10-16"}),
        (EventKind.OPINION_RECEIVED, {"opinion": "objects"}),
    ):
        requests.add_event(
            foi_request=row, event=EventEntry(kind, date(2026, 10, 16), data, "1"), actor=CLERK
        )
    letter = submitted(row, "answer", {"attachments": "合同1份"}, "granted_provided")
    assert [one.rule for one in shown(letter).findings] == ["LET-objection"]
    told = {"information": "合同", "reasons": "不公开对公共利益有重大影响"}
    begun = drafted(row, "third_party_decision", told, addressee="示例建设有限公司")
    notice = signed(actions.do(letter=begun, deed=Deed.SUBMIT, actor=CLERK, at=AT))
    answered = signed(letter).event
    assert answered
    assert notice.document_no in answered.data["overruled"]


def test_of_two_third_parties_that_object_both_are_told_before_it_is_granted(town: Organ) -> None:
    row = application(town)
    for slot in ("1", "2"):
        for kind, data in (
            (EventKind.CONSULTATION_SENT, {"party": "third_party", "delivered_on": "2026-10-16"}),
            (EventKind.OPINION_RECEIVED, {"opinion": "objects"}),
        ):
            event = EventEntry(kind, date(2026, 10, 16), data, slot)
            requests.add_event(foi_request=row, event=event, actor=CLERK)
    letter = submitted(row, "answer", {"attachments": "合同1份"}, "granted_provided")
    told = {"information": "合同", "reasons": "不公开对公共利益有重大影响"}
    for name in ("甲公司", "乙公司"):
        assert "LET-objection" in {one.rule for one in shown(letter).findings}
        notice = drafted(row, "third_party_decision", told, addressee=name)
        signed(actions.do(letter=notice, deed=Deed.SUBMIT, actor=CLERK, at=AT))
    assert "LET-objection" not in {one.rule for one in shown(letter).findings}


def test_a_short_title_stands_whole_below_the_name_of_the_organ(town: Organ) -> None:
    letter = drafted(application(town), "withdraw", {"withdrawal": "申请人来信"})
    built = document.build(shown(letter), to="张三")
    assert built.phrases == ("四间房镇人民政府", "撤回政府信息公开申请确认书")


def test_no_letter_with_a_secrecy_mark_is_kept(town: Organ) -> None:
    with pytest.raises(Refused, match="有密级标志"):
        drafted(application(town), "extend", {"days": 20, "reasons": "见机密★10年的纪要"})
    assert not Letter.objects.exists()


def test_a_letter_of_a_consultation_waits_for_the_consultation(town: Organ) -> None:
    row = application(town)
    letter = submitted(row, "consultation_notice", {})
    with pytest.raises(Refused, match="还有1处要改"):
        signed(letter)
    asked = EventEntry(
        EventKind.CONSULTATION_SENT, TODAY, {"party": "third_party", "information": "合同"}, "1"
    )
    requests.add_event(foi_request=row, event=asked, actor=CLERK)
    assert "已经发出征求意见书" in signed(letter).text


def test_no_answer_by_hand_has_the_number_of_another_letter(town: Organ) -> None:
    letter = signed(submitted(application(town), "answer", PLACE, "granted_published"))
    other = application(town, "〔2026〕12号")
    for typed in (letter.document_no, "四政公开告 [2026] 第01号"):
        with pytest.raises(Refused, match=r"四政公开告〔2026〕1号已经是〔2026〕11号的文书的"):
            answer_by_hand(other, typed)
    actions.void(letter=letter, reason="盖错章", actor=LEADER, at=AT)
    with pytest.raises(Refused, match=r"四政公开告〔2026〕1号已经作废"):
        answer_by_hand(other, letter.document_no)
    answer_by_hand(other, "四政公开告〔2026〕2号")


def test_one_paper_that_answers_two_applications_is_told_of(town: Organ) -> None:
    first, second = application(town), application(town, "〔2026〕12号")
    for row in (first, second):
        answer_by_hand(row, "四政公开告〔2026〕7号")
    assert numbers.others_with(second, "四政公开告〔2026〕7号") == ["〔2026〕11号"]


def test_series_are_numbered_apart_and_begin_anew_each_year(town: Organ) -> None:
    letter = drafted(application(town), "service", {})

    def next_in(series: str, day: date) -> str:
        with transaction.atomic():
            return numbers.give(organ=town, series=series, letter=letter, on=day, actor=LEADER)

    given = [next_in(series, TODAY) for series in ("answer", "notice", "letter", "answer")]
    assert [number.partition("〕")[2] for number in given] == ["1号", "2号", "1号", "3号"]
    assert next_in("answer", date(2027, 1, 4)) == "四政公开告〔2027〕1号"
    organs.set_option(organ=town, code="number_answer", value="{mark}公复〔{year}〕{n}号", actor="测试")
    assert next_in("answer", TODAY) == "四政公复〔2026〕1号"


@pytest.mark.postgres
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_twenty_signatures_at_once_get_twenty_numbers(town: Organ) -> None:
    letters = [
        submitted(application(town, f"〔2026〕{n}号"), "answer", PLACE, "granted_published")
        for n in range(1, 21)
    ]

    def sign_one(letter: Letter) -> str:
        try:
            return signed(Letter.objects.get(pk=letter.pk)).document_no
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as threads:
        given = list(threads.map(sign_one, letters))
    assert sorted(given) == sorted(f"四政公开告〔2026〕{n}号" for n in range(1, 21))


@pytest.mark.slow
def test_processes_that_sign_at_once_get_a_number_each(place: dict[str, str]) -> None:
    environment = {
        **os.environ,
        **place,
        "DJANGO_SETTINGS_MODULE": "gongkai.settings",
        "GONGKAI_TODAY": TODAY.isoformat(),
    }
    command = [sys.executable, "-m", "gongkai.ledger.requests.tests.signing"]
    subprocess.run([*command, "prepare", "12"], check=True, env=environment, timeout=120)
    running = [
        subprocess.Popen(
            [*command, "sign", str(first), str(first + 3)],
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        for first in (1, 5, 9)
    ]
    given = [line for one in running for line in one.communicate(timeout=120)[0].split()]
    assert sorted(given) == sorted(f"四政公开告〔2026〕{n}号" for n in range(1, 13))


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(1, 9))
def test_whatever_is_done_in_whatever_order_no_promise_is_broken(
    town: Organ, head_noted: None, seed: int
) -> None:
    chance, people = Random(seed), (CLERK, LAWYER, LEADER)
    organs.set_option(organ=town, code="letter_reviews", value=chance.choice(["none", "law"]), actor="测试")
    letters = [
        drafted(application(town, f"〔2026〕{n}号"), "answer", PLACE, "granted_published") for n in range(3)
    ]
    for _ in range(80):
        with suppress(Refused):
            any_deed(chance, chance.choice(letters).pk, chance.choice(people))
    for letter in Letter.objects.select_related("event__replaced_by"):
        done = {one.what: one.by for one in progress.history(letter)}
        assert (Deed.SIGN in done) == bool(letter.document_no) == bool(letter.event)
        assert done.get(Deed.SIGN) not in progress.drafters(letter)
        stands = letter.event and not hasattr(letter.event, "replaced_by")
        assert bool(stands) == (letter.state == "signed")
    numbers_given = list(LetterNumber.objects.order_by("n").values_list("n", "state", "letter__state"))
    assert numbers_given
    assert [n for n, _state, _letter in numbers_given] == list(range(1, len(numbers_given) + 1))
    assert {(state, of) for _n, state, of in numbers_given} <= {("given", "signed"), ("void", "void")}
    assert proof.verify() is None


def any_deed(chance: Random, pk: int, who: str) -> None:
    letter = Letter.objects.select_related("organ", "foi_request__organ").get(pk=pk)
    deed = chance.choice(
        [*progress.REVIEWS, Deed.EDIT, Deed.RETURN, Deed.VOID, *[Deed.SUBMIT, Deed.SIGN] * 3]
    )
    if deed is Deed.EDIT:
        who = chance.choice([CLERK, CLERK, CLERK, who])  # else soon everybody has drafted everything
        actions.edit(letter=letter, text=Text(PLACE), actor=who, seen=len(letter.deeds), at=AT)
    elif deed is Deed.SIGN:
        signed(letter, who)
    elif deed is Deed.VOID:
        if chance.random() < 0.2:
            actions.void(letter=letter, reason="写错", actor=who, at=AT)
    else:
        actions.do(letter=letter, deed=deed, actor=who, at=AT, reason="改" if deed is Deed.RETURN else "")


def test_a_third_partys_name_is_sealed_and_stands_in_no_letter_to_the_applicant(town: Organ) -> None:
    row = application(town)
    asked = drafted(row, "consult_third_party", {"information": "分项报价"}, addressee="赵铁柱")
    stored = " ".join(map(str, Letter.objects.filter(pk=asked.pk).values_list().get()))
    assert "赵铁柱" not in stored
    assert addressee_of(asked) == "赵铁柱"
    assert asked.addressee_masked == "赵某某"
    assert shown(asked).to == "赵铁柱"
    told = drafted(row, "answer", {"reasons": "赵铁柱不同意"}, "refused_third_party")
    rules = [finding.rule for finding in shown(told).findings]
    assert "LET-personal" in rules


def test_the_applicants_name_stands_in_no_letter_to_a_third_party(town: Organ) -> None:
    row = application(town)
    letter = drafted(row, "consult_third_party", {"information": "张三申请的分项报价"}, addressee="赵铁柱")
    assert "LET-personal" in [finding.rule for finding in shown(letter).findings]


def test_a_new_key_opens_the_third_parties_names_too(town: Organ, head_noted: None) -> None:
    letter = drafted(application(town), "consult_third_party", {"information": "甲"}, addressee="赵铁柱")
    sealed = letter.addressee_sealed
    requests.privacy.keys().add_key()
    requests.reseal(actor=CLERK)
    letter.refresh_from_db()
    assert letter.addressee_sealed != sealed
    assert addressee_of(letter) == "赵铁柱"
    assert proof.verify() is None


def test_an_organs_own_text_is_used_and_can_be_taken_back(town: Organ, head_noted: None) -> None:
    own = template("published").text.replace("经审查，", "经我镇审查，")
    actions.write_template(organ=town, code="published", text=own, actor=CLERK)
    letter = drafted(application(town), "answer", PLACE, "granted_published")
    assert "经我镇审查，" in text_of(letter)
    actions.reset_template(organ=town, code="published", actor=CLERK)
    assert "经我镇审查，" not in text_of(letter)
    with pytest.raises(Refused, match="这个栏目"):
        actions.write_template(organ=town, code="published", text=own + "{nonsense}", actor=CLERK)
    assert proof.verify() is None


def test_a_letter_passed_by_the_program_is_noticed(town: Organ, head_noted: None) -> None:
    letter = signed(submitted(application(town), "answer", PLACE, "granted_published"))
    Letter.objects.filter(pk=letter.pk).update(text="改过的正文")
    found = proof.verify()
    assert found
    assert "台账被绕过程序改动过" in found.message


@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_a_file_read_again_says_what_the_letter_says(town: Organ, form: str) -> None:
    letter = signed(submitted(application(town), "answer", PLACE, "granted_published"))
    paper = document.build(shown(letter), to="张三")
    said = "".join(read[form](papers.write(paper, form)).split())
    wanted = [
        "四间房镇人民政府政府信息公开告知书",
        "四政公开告〔2026〕1号",
        "张三：",
        *letter.text.splitlines(),
    ]
    wanted += ["四间房镇人民政府2026年10月19日"]
    places = [said.find("".join(words.split())) for words in wanted]
    assert -1 not in places, dict(zip(wanted, places, strict=True))
    assert places == sorted(places)
    assert "草稿" not in said


def test_a_draft_on_paper_says_that_it_is_one(town: Organ) -> None:
    letter = drafted(application(town), "consult_third_party", {"information": "甲"}, addressee="赵铁柱")
    said = read["docx"](papers.write(document.build(shown(letter), to="赵铁柱"), "docx"))
    assert "（文号签发时给出）" in said
    assert "草稿，还没有签发" in said
    assert said.index("2026年10月19日") < said.index("征求意见回执")


def test_a_signed_letter_bears_the_head_of_the_public_log_as_it_was_then(town: Organ) -> None:
    """Whoever has the letter holds the log to its past."""
    publish("一")
    letter = signed(submitted(application(town), "answer", PLACE, "granted_published"))
    with time_machine.travel("2026-10-20 09:00 +0800"):
        publish("二")
    notes = [
        block.text for block in document.build(shown(letter), to="张三").blocks if isinstance(block, Note)
    ]
    assert notes == [f"公开存证码：{public_log.head_at(1).code}"]


def publish(content: str) -> None:
    with transaction.atomic():
        append([Statement(Kind.RELEASE, f"thing:{content}", content)])
    sign_head()


def _docx(data: bytes) -> str:
    return "\n".join(one.text for one in docx.Document(io.BytesIO(data)).paragraphs)


def _pdf(data: bytes) -> str:
    with pdfplumber.open(io.BytesIO(data)) as opened:
        return re.sub(r"—\s*\d+\s*—", "", "\n".join(page.extract_text() for page in opened.pages))


read = {"docx": _docx, "pdf": _pdf}


def test_a_setting_that_gives_no_number_is_refused(town: Organ) -> None:
    for code, value in {"number_answer": "{mark}公开告[{year}]第{n}号", "letter_mark": "四政2"}.items():
        with pytest.raises(organs.OptionError, match="请写成"):
            organs.set_option(organ=town, code=code, value=value, actor="测试")
