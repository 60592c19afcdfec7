"""标准目录 taken over from a file: what stays, what changes, what goes; what it proposes for a record."""

import io

import openpyxl
import pytest

from gongkai.ledger import proof
from gongkai.ledger.base import Refused, Scope
from gongkai.ledger.disclosures.catalogue import actions, queries
from gongkai.ledger.disclosures.catalogue.actions import Adopted
from gongkai.ledger.disclosures.models import CatalogueLine
from gongkai.ledger.organs import actions as organs
from gongkai.ledger.organs.models import Organ

pytestmark = pytest.mark.django_db
HEADS = ("公开事项", "二级事项", "公开内容（要素）", "公开对象")


@pytest.fixture
def town(head_noted: None) -> Organ:
    return organs.create(name="四间房镇人民政府", actor="测试")


def book(*rows: tuple[str, ...], sheet: str = "社会救助", heads: tuple[str, ...] = HEADS) -> bytes:
    made = openpyxl.Workbook()
    page = made.worksheets[0]
    page.title = sheet
    for row in (heads, *rows):
        page.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def adopted(town: Organ, data: bytes) -> Adopted:
    return actions.adopt(organ=town, said=actions.read("目录.xlsx", data), actor="王敏")


def names(town: Organ) -> list[str]:
    return [row.name for row in queries.of(Scope.of(town))]


LOW, POOR, FARM = (
    ("低保", "审核信息", "名单", "全社会"),
    ("特困", "审批", "名单", ""),
    ("补贴", "种粮", "册", ""),
)


def test_a_newer_catalogue_takes_the_place_of_its_field_and_of_no_other(town: Organ) -> None:
    assert adopted(town, book(LOW, POOR)) == Adopted(2, 0, 0)
    assert adopted(town, book(FARM, sheet="涉农补贴")) == Adopted(1, 0, 0)
    newer = book(("低保", "审核信息", "名单和标准", "全社会"), ("临时救助", "审批", "名单", ""))
    assert adopted(town, newer) == Adopted(1, 1, 1)
    assert names(town) == ["补贴·种粮", "低保·审核信息", "临时救助·审批"]
    assert adopted(town, newer) == Adopted(0, 0, 0)
    assert proof.verify() is None


def test_what_came_back_is_the_same_line_again(town: Organ) -> None:
    adopted(town, book(LOW, POOR))
    adopted(town, book(LOW))
    assert adopted(town, book(LOW, POOR)) == Adopted(0, 1, 0)
    assert CatalogueLine.objects.count() == 2


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "不是能读的文件"),
        (b"%PDF-1.7 cut off", "《目录.xlsx》"),
        (book(LOW, heads=("姓名", "乙", "丙", "丁")), "没有“公开事项”“公开内容”这些栏"),
        (book(("秘密★10年", "", "计划", "")), "有密级或者不公开的标志"),
    ],
)
def test_a_file_without_a_catalogue_is_refused_in_words(town: Organ, data: bytes, why: str) -> None:
    with pytest.raises(Refused, match=why):
        actions.read("目录.xlsx", data)


def test_the_line_whose_matter_stands_in_a_title_is_proposed_and_none_of_two_alike(town: Organ) -> None:
    adopted(
        town, book(("最低生活保障", "资金发放", "名单", "全社会"), ("最低生活保障", "政策文件", "办法", ""))
    )
    scope = Scope.of(town)
    found = queries.likeliest(scope, "2022年9月农村最低生活保障资金发放公示")
    assert found
    assert (found[0].name, found[1]) == ("最低生活保障·资金发放", "资金发放")
    assert queries.likeliest(scope, "关于防汛的通知") is None
    assert queries.likeliest(scope, "最低生活保障") is None


def test_nobody_sees_the_catalogue_of_another_organ(town: Organ) -> None:
    other = organs.create(name="青石镇人民政府", actor="测试")
    adopted(other, book(LOW))
    assert names(town) == []
