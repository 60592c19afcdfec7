"""What is kept of a report that was checked: only on purpose, encrypted, logged, gone when it is deleted."""

from pathlib import Path

import pytest
from django.conf import settings as conf
from django.test import TestCase

from gongkai.faces.tests.organs import organ_to_mend, real_organ
from gongkai.ledger import proof
from gongkai.ledger.audit.models import Entry
from gongkai.ledger.base import Refused, Scope
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.reports.kept import FOLDER, actions, queries
from gongkai.ledger.reports.models import KeptReport
from gongkai.reading.tests import printed

pytestmark = pytest.mark.django_db
REPORT = printed.report("2021")
PAGE = printed.html(REPORT)


def stored() -> list[Path]:
    return [path for path in (Path(conf.DATA) / FOLDER).rglob("*") if path.is_file()]


@pytest.fixture(autouse=True)
def nothing_stored() -> None:
    """By others: a transaction that is taken back takes no file back."""
    for path in stored():
        path.unlink()


def keep(organ: Organ, *, name: str = "年报.html", data: bytes = PAGE) -> KeptReport:
    return actions.keep(organ=organ, name=name, data=data, report=REPORT, actor="王敏")


@pytest.mark.slow
def test_a_report_is_kept_encrypted_and_comes_out_as_it_went_in() -> None:
    organ = real_organ()
    row = keep(organ)
    (path,) = stored()
    assert "政府信息公开".encode() not in path.read_bytes()
    assert (queries.name_of(row), queries.content(row)) == ("年报.html", PAGE)
    assert str(row) == f"{printed.ORGAN}{REPORT.year}年年度报告"
    assert [entry.action for entry in Entry.objects.filter(action__startswith="report.")] == ["report.keep"]
    assert next(proof.differences(), None) is None
    actions.reseal()
    row.refresh_from_db()
    assert queries.content(row) == PAGE


@pytest.mark.slow
def test_a_deleted_one_is_gone_and_the_log_says_so() -> None:
    organ = real_organ()
    row = keep(organ)
    with TestCase.captureOnCommitCallbacks(execute=True):
        actions.drop(row, actor="李四")
    assert stored() == []
    assert not queries.of(Scope.of(organ)).exists()
    assert Entry.objects.filter(action="report.drop_kept", actor="李四").count() == 1
    assert next(proof.differences(), None) is None


def test_at_a_sample_nothing_is_kept() -> None:
    with pytest.raises(Refused, match="示例机关不保存文件"):
        keep(organ_to_mend())
    assert stored() == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("秘密★年报.html", PAGE),
        ("年报.html", PAGE.replace("一、总体情况".encode(), "机密★5年 一、总体情况".encode())),
        ("年报.exe", b"MZ\x00\x01"),
    ],
)
def test_what_is_secret_or_no_report_is_not_kept(name: str, data: bytes) -> None:
    with pytest.raises(Refused):
        keep(real_organ(), name=name, data=data)
    assert stored() == []
    assert not KeptReport.objects.exists()


def test_of_other_organs_nothing_is_seen() -> None:
    assert not queries.of(Scope()).exists()
