"""Whose workbook it is: its superior, another organ's name in it, the same number at two organs."""

import pytest

from gongkai.ledger import proof
from gongkai.ledger.audit import queries as audit
from gongkai.ledger.organs.actions import create, place_under
from gongkai.ledger.organs.queries import superior_of
from gongkai.ledger.remedies.models import RemedyCase
from gongkai.ledger.requests.models import FoiRequest
from gongkai.ledger.workbook.tests.books import (
    ANSWERED,
    APPLICATION,
    CASE,
    TODAY,
    table,
    take,
    take_rows,
    where,
    xlsx,
)

pytestmark = pytest.mark.django_db


def test_the_superior_named_in_the_workbook_becomes_the_superior(tmp_path, organ):
    county = create(name="青山县人民政府", actor="测试")
    path = xlsx(tmp_path / "a.xlsx", {"机关信息": [["上级机关", "青山县"]]})
    assert where(take(path, organ, may_link=True).warnings) == []
    assert superior_of(organ, TODAY) == county
    head = audit.head()
    assert where(take(path, organ, may_link=True).warnings) == []
    assert (audit.head(), proof.verify()) == (head, None)


@pytest.mark.parametrize(
    ("named", "may_link", "said"),
    [
        ("青山县", False, "没有放到青山县人民政府之下 — 要改，请用 gongkai organ under"),
        ("白山县", True, "白山县不在这份数据里，只记下了名称"),
        ("青石镇", True, "青石镇人民政府就是青石镇人民政府或在它之下"),
    ],
    ids=["by whom may not", "unknown", "itself"],
)
def test_a_superior_that_stays_a_mere_name_is_told_of(tmp_path, organ, named, may_link, said):
    create(name="青山县人民政府", actor="测试")
    path = xlsx(tmp_path / "a.xlsx", {"机关信息": [["上级机关", named]]})
    (warning,) = take(path, organ, may_link=may_link).warnings
    assert (warning.column, said in warning.message) == ("上级机关", True), warning.message
    organ.refresh_from_db()
    assert (organ.superior_name, superior_of(organ, TODAY)) == (named, None)


def test_an_organ_is_not_moved_by_a_workbook(tmp_path, organ):
    county, other = (create(name=f"{name}人民政府", actor="测试") for name in ("青山县", "白山县"))
    place_under(organ=organ, superior=county, actor="测试")
    path = xlsx(tmp_path / "a.xlsx", {"机关信息": [["上级机关", other.name]]})
    (warning,) = take(path, organ, may_link=True).warnings
    assert "没有放到白山县人民政府之下" in warning.message
    assert superior_of(organ, TODAY) == county


def test_another_organs_name_in_the_workbook_is_a_warning(tmp_path, organ):
    path = xlsx(
        tmp_path / "a.xlsx", {"依申请公开": table(ANSWERED), "机关信息": [["机关名称", "白石镇人民政府"]]}
    )
    report = take(path, organ)
    assert where(report.warnings) == [("机关信息", 0, "机关名称")]
    organ.refresh_from_db()
    assert organ.name == "青石镇人民政府"


def test_what_points_to_a_party_of_a_suit_is_not_kept_in_clear(tmp_path, organ):
    row = {
        **CASE,
        "原告身份证": "11010519491231002X",
        "第三人身份证": "110105194912310021",  # mistyped
        "原告电话": "13800138000",
        "法院地址": "人民路1号",
        "原告小名": "阿三",
    }
    told = take_rows(tmp_path, organ, "复议诉讼", row).warnings
    assert "只保存打星号的写法" in told[0].message
    kept = RemedyCase.objects.get().extra
    assert kept == {
        "原告身份证": "110***********002X",
        "第三人身份证": "110***********0021",
        "原告电话": "138****8000",
        "法院地址": "人民路1号",
        "原告小名": "阿三",
    }
    for again in (row, {**CASE, **kept}):
        assert take_rows(tmp_path, organ, "复议诉讼", again).unchanged["复议诉讼"] == 1


def test_the_same_number_at_another_organ_is_another_application(tmp_path, organ):
    from gongkai.ledger.organs import actions

    other = actions.create(name="白石镇人民政府", actor="测试")
    take_rows(tmp_path, organ, "依申请公开", ANSWERED)
    assert take_rows(tmp_path, other, "依申请公开", APPLICATION).added["依申请公开"] == 1
    assert FoiRequest.objects.get(organ=organ).result == "granted"
