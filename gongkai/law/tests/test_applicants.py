"""Applicant kinds are the columns of table three, and ledgers may name them in their own words."""

import pytest

from gongkai.law.annual_report.formats.parts import APPLICANT_KEYS
from gongkai.law.applicants import APPLICANT_KINDS, by_code, from_label
from gongkai.law.text import key_of


def test_the_kinds_are_the_columns_of_table_three_in_printed_order() -> None:
    assert tuple(kind.code for kind in APPLICANT_KINDS) == APPLICANT_KEYS
    assert by_code("legal_service").zh == "法律服务机构"


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("自然人", "natural_person"),
        ("公民", "natural_person"),
        (" 个 人 ", "natural_person"),
        ("商业企业", "business"),
        ("1.商业企业", "business"),
        ("企业", "business"),
        ("个体工商户", "business"),
        ("科研机构", "research"),
        ("大学", "research"),
        ("社会公益组织", "public_welfare"),
        ("基金会", "public_welfare"),
        ("法律服务机构", "legal_service"),
        ("律师事务所", "legal_service"),
        ("（五）其他", "other"),
        ("其它", "other"),
        ("村委会", "other"),
        ("natural_person", "natural_person"),
    ],
)
def test_an_applicant_kind_written_in_a_ledger_is_understood(written: str, code: str) -> None:
    assert from_label(written) == code


@pytest.mark.parametrize("written", ["", "法人", "法人或其他组织", "律师", "总计", "张三"])
def test_what_names_no_single_column_is_not_guessed(written: str) -> None:
    assert from_label(written) is None


def test_no_writing_means_two_kinds() -> None:
    writings = [key_of(text) for kind in APPLICANT_KINDS for text in {kind.code, kind.zh, *kind.aliases}]
    assert len(writings) == len(set(writings))
