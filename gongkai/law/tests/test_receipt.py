"""收到申请之日 per channel (条例 Art 31)."""

from datetime import date

import pytest

from gongkai.law.receipt import CHANNEL, CHANNELS, from_label, receipt

MONDAY, TUESDAY, FRIDAY = date(2022, 6, 6), date(2022, 6, 7), date(2022, 6, 10)


@pytest.mark.parametrize(
    ("channel", "received_on"),
    [
        ("in_person", MONDAY),
        ("registered_mail", TUESDAY),
        ("plain_letter", FRIDAY),
        ("internet", FRIDAY),
        ("fax", FRIDAY),
        ("oral", MONDAY),
    ],
)
def test_each_channel_has_its_own_receipt_date(channel: str, received_on: date) -> None:
    got = receipt(CHANNEL[channel], arrived_on=MONDAY, signed_on=TUESDAY, confirmed_on=FRIDAY)
    assert got.received_on == received_on
    assert got.missing == ""
    assert "收到申请之日" in got.basis


@pytest.mark.parametrize(
    ("channel", "missing"),
    [("registered_mail", "签收日期"), ("internet", "与申请人确认的日期"), ("fax", "与申请人确认的日期")],
)
def test_arrival_alone_is_not_receipt(channel: str, missing: str) -> None:
    got = receipt(CHANNEL[channel], arrived_on=MONDAY)
    assert got.received_on is None
    assert f"缺少{missing}" in got.missing


def test_confirmation_before_arrival_is_a_contradiction() -> None:
    got = receipt(CHANNEL["internet"], arrived_on=TUESDAY, confirmed_on=MONDAY)
    assert got.received_on is None
    assert "早于到达日期" in got.missing


def test_a_plain_letter_confirmed_days_later_is_noted() -> None:
    assert "当日与申请人确认" in receipt(CHANNEL["plain_letter"], arrived_on=MONDAY, confirmed_on=FRIDAY).note
    assert receipt(CHANNEL["plain_letter"], arrived_on=MONDAY, confirmed_on=MONDAY).note == ""


@pytest.mark.parametrize(
    ("label", "code"),
    [
        ("当面提交", "in_person"),
        ("邮寄签收", "registered_mail"),
        ("ems", "registered_mail"),
        (" 挂号 ", "registered_mail"),
        ("快递", "registered_mail"),
        ("快递(EMS)", "registered_mail"),
        ("平常信函", "plain_letter"),
        ("互联网", "internet"),
        ("电子邮件", "internet"),
        ("传真", "fax"),
        ("口头", "oral"),
        ("oral", "oral"),
    ],
)
def test_the_words_of_a_ledger_name_a_channel(label: str, code: str) -> None:
    channel = from_label(label)
    assert channel is not None
    assert channel.code == code


def test_an_unknown_word_is_no_channel() -> None:
    assert from_label("微信留言") is None


def test_no_word_names_two_channels() -> None:
    words = [word.lower() for channel in CHANNELS for word in (channel.code, channel.zh, *channel.aliases)]
    assert len(words) == len(set(words))


def test_in_person_and_mail_may_never_be_refused() -> None:
    assert {channel.zh for channel in CHANNELS if not channel.always_open} == {"互联网", "传真"}
