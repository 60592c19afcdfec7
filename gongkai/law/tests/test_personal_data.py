"""Personal data are found however written, nobody's codes are not taken for somebody's, and masks hold."""

import random
import re
import time
import tomllib
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.law.identifiers import is_old_resident_id, resident_id_check
from gongkai.law.personal_data import (
    KINDS,
    Confidence,
    is_org_code,
    is_resident_id,
    is_uscc,
    luhn,
    mask,
    mask_contact,
    mask_identity,
    mask_name,
    scan,
    uscc_check_digit,
)
from gongkai.law.written_numbers import narrow

CASES = tomllib.loads((Path(__file__).parent / "cases" / "personal_data.toml").read_text("utf-8"))["case"]
ID = "11010519491231002X"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_what_is_found_in_a_text(case: dict[str, list[str] | str]) -> None:
    hits = scan(str(case["text"]))
    assert [f"{hit.kind} {hit.confidence.name.lower()} {hit.value}" for hit in hits] == case["found"]
    assert all(hit.why for hit in hits)


def test_every_kind_has_a_case() -> None:
    shown = {line.split()[0] for case in CASES for line in case["found"]}
    assert {kind.code for kind in KINDS} - shown == {"permanent_resident_id"}


def test_a_hit_stands_where_the_number_stands_in_the_original() -> None:
    text = "王五　１３８００１３８０００　已登记\u200b，110105 1949\u200b1231 002x"
    assert [text[hit.start : hit.end] for hit in scan(text)] == [
        "１３８００１３８０００",
        "110105 1949\u200b1231 002x",
    ]


def test_a_foreigners_permanent_residence_card_has_the_build_of_an_identity_number() -> None:
    card = "91115619810101123"
    hit = scan(card + resident_id_check(card))[0]
    assert (hit.kind, hit.confidence) == ("permanent_resident_id", Confidence.HIGH)


@pytest.mark.parametrize("allowed", ["0372-8112345", "（0372）8112345", "03728112345"])
def test_an_offices_own_number_may_stand_in_any_writing(allowed: str) -> None:
    text = "值班电话：0372-8112345，手机13800138000"
    assert [hit.kind for hit in scan(text, allow=[allowed])] == ["mobile"]
    assert scan(text, allow=[allowed, "+86 138-0013-8000"]) == ()


def test_a_caller_may_ask_for_the_sure_ones_only() -> None:
    text = f"0372-8112345 zhang@example.com {ID}"
    assert [hit.kind for hit in scan(text, least=Confidence.HIGH)] == ["resident_id"]


@pytest.mark.parametrize("code", ["91350100M000100Y43", "113708280043324169", "11341702486344515H"])
def test_a_credit_code_is_valid_and_any_other_last_character_is_not(code: str) -> None:
    assert is_uscc(code)
    assert uscc_check_digit(code[:17]) == code[17]
    assert is_org_code(code[8:17])
    assert not any(
        is_uscc(code[:17] + last) for last in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ" if last != code[17]
    )


def test_letters_that_look_like_figures_are_in_no_credit_code() -> None:
    with pytest.raises(ValueError, match="alphabet"):
        uscc_check_digit("9135O100M000100Y4")


@pytest.mark.parametrize(
    ("code", "valid"),
    [
        ("00001434-9", True),
        ("01527918-X", True),
        ("01527918x", True),
        ("00001434-8", False),
        ("0000143-49", False),
        ("", False),
    ],
)
def test_an_organisation_code_carries_its_check_digit(code: str, valid: bool) -> None:
    assert is_org_code(code) is valid


@pytest.mark.parametrize(
    ("value", "valid"),
    [
        (ID, True),
        (ID.lower(), True),
        ("110105194912310021", False),
        ("11010519490231002X", False),
        ("1101051949123100", False),
        ("１１０１０５１９４９１２３１００２Ｘ", False),
    ],
)
def test_an_identity_number_needs_its_date_and_check_digit(value: str, valid: bool) -> None:
    assert is_resident_id(value) is valid


def test_an_old_identity_number_needs_its_region_and_date() -> None:
    assert is_old_resident_id("110105491231002")
    assert not is_old_resident_id("110105491331002")
    assert not is_old_resident_id("990105491231002")


def test_the_luhn_rule() -> None:
    assert luhn("4111111111111111")
    assert not luhn("4111111111111112")
    assert not luhn("")


@given(st.dates(), st.integers(100000, 659999), st.integers(0, 999), st.integers(0, 16))
def test_one_wrong_digit_never_passes_the_check(day: date, region: int, serial: int, place: int) -> None:
    first = f"{region}{max(day.year, 1800):04d}{day.month:02d}{day.day:02d}{serial:03d}"
    wrong = first[:place] + str((int(first[place]) + 1) % 10) + first[place + 1 :]
    assert resident_id_check(first) != resident_id_check(wrong)


@pytest.mark.parametrize(
    ("kind", "value", "masked"),
    [
        ("resident_id", ID, "110***********002X"),
        ("resident_id", "１１０１０５ 19491231 002x", "110***********002x"),
        ("mobile", "138 0013 8000", "138****8000"),
        ("bank_card", "6222021234567890128", "***************0128"),
        ("landline", "0372-8112345", "0372****345"),
        ("email", "zhangsan@example.com", "z***@example.com"),
        ("address", "河南省安阳市滑县四间房镇东街村3组12号", "河南省安阳市滑县四间房镇***"),
        ("address", "滑县城关街道文明路1号院", "滑县城关街道***"),
        ("address", "东街村3组12号", "***"),
        ("passport", "E12345678", "E*****678"),
        ("mobile", "1380", "****"),
    ],
)
def test_a_mask_keeps_only_what_its_kind_may_show(kind: str, value: str, masked: str) -> None:
    assert mask(kind, value) == masked


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("王敏", "王某"),
        ("王小敏", "王某某"),
        ("诸葛明", "诸葛某"),
        ("欧阳晓明", "欧阳某某"),
        ("上官", "上某"),  # as long as a surname alone: 上 and a name
        ("司马相如之孙", "司马某某"),
        ("买买提·吐尔逊", "买某某"),
        ("王", "王某"),
        ("", ""),
    ],
)
def test_of_a_name_the_surname_stays_whole_where_it_has_two_characters(name: str, masked: str) -> None:
    assert mask_name(name) == masked


@pytest.mark.parametrize(
    ("contact", "masked"),
    [
        ("13800138000", "138****8000"),
        ("138 0013 8000", "138****8000"),
        ("0372-8112345、13800138000", "0372****345、138****8000"),
        ("张三 13800138000", "*** 138****8000"),
        ("zhangsan@example.com", "z***@example.com"),
        ("滑县四间房镇东街村3组", "滑县四间房镇***"),
        ("wx_zhangsan", "***********"),
    ],
)
def test_a_contact_is_masked_by_what_it_is(contact: str, masked: str) -> None:
    assert mask_contact(contact) == masked


@given(st.sampled_from([kind.code for kind in KINDS]), st.text(min_size=1, max_size=40))
def test_masking_again_changes_nothing(kind: str, value: str) -> None:
    once = mask(kind, value)
    assert mask(kind, once) == once


@given(st.one_of(st.text("0123456789Xx -、,@.镇村号ab张", min_size=1, max_size=40), st.text(max_size=30)))
def test_masked_contacts_and_documents_stay_as_they_are(value: str) -> None:
    assert mask_contact(mask_contact(value)) == mask_contact(value)
    assert mask_identity(mask_identity(value)) == mask_identity(value)


@given(st.sampled_from([ID, "13800138000", "6222021234567890128"]), st.text("甲乙。，；\n ", max_size=10))
def test_nothing_masked_is_found_again(value: str, around: str) -> None:
    assert scan(f"{around}{value}{around}")
    assert scan(f"{around}{mask_identity(value)}{around}", least=Confidence.MEDIUM) == ()


@given(st.text("0123456789Xx-— \n　：（）１２村组号元账号电话姓名出生年月@.", max_size=120))
def test_hits_never_overlap_and_stand_in_the_text(text: str) -> None:
    hits = [hit for hit in scan(text) if hit.kind != "profile"]
    assert all(a.end <= b.start for a, b in pairwise(hits))
    assert all(0 <= hit.start < hit.end <= len(text) for hit in hits)


def test_width_is_changed_one_character_for_one() -> None:
    assert narrow("ＡＢ（１）—　\u200b\r\n") == "AB(1)- \u200b \n"


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece", ["1 ", "1-\n", "19 ", "a@", "a.", "村", "622202 ", "患", "出生1960年1月姓名"]
)
def test_hostile_text_costs_no_more_than_its_length(piece: str) -> None:
    def seconds(size: int) -> float:
        text, spent = piece * size, []
        for _ in range(3):
            start = time.perf_counter()
            scan(text)
            spent.append(time.perf_counter() - start)
        return min(spent)

    # Eight times the text: a quadratic pattern would take 64 times as long.
    assert seconds(16_000) < 30 * max(seconds(2_000), 0.001)


@pytest.mark.slow
def test_a_table_of_figures_is_not_a_list_of_people() -> None:
    draw = random.Random(7)
    rows = "\n".join(" ".join(str(draw.randrange(0, 300)) for _ in range(7)) for _ in range(2000))
    assert re.search(r"\d", rows)
    assert scan(rows, least=Confidence.MEDIUM) == ()
