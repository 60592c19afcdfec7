"""What points to a person is sealed whatever the head of its column, and leaves with stars."""

from pathlib import Path

import pytest
from django.db import connection
from python_calamine import CalamineWorkbook

from gongkai.ledger.organs.models import Organ
from gongkai.ledger.requests import actions
from gongkai.ledger.requests.models import FoiRequest
from gongkai.ledger.workbook.exporting import Export, export
from gongkai.ledger.workbook.sheets import CONTACT_HEADS, IDENTITY_HEADS
from gongkai.ledger.workbook.tests.books import APPLICATION, table, take, take_rows, town, xlsx

pytestmark = pytest.mark.django_db
ID_NUMBER, PHONE, HOME = "11010519491231002X", "13812345678", "青石镇李村3组12号"
CARD = "6217001234567890120"


@pytest.fixture
def organ() -> Organ:
    return town()


def stored() -> str:
    """Everything the database holds of applications, as it lies there."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM requests_foirequest")
        rows = repr(cursor.fetchall())
        cursor.execute("SELECT * FROM requests_requestevent")
        return rows + repr(cursor.fetchall())


def opened(field: str) -> str:
    return actions.unmask(foi_request=FoiRequest.objects.get(), field=field, actor="王敏", reason="核对")


HEADS = {
    **dict.fromkeys((*IDENTITY_HEADS, "身份证 号码"), ("id_number_masked", ID_NUMBER, "110***********002X")),
    **dict.fromkeys((*CONTACT_HEADS, "Email", "E-mail", "QQ"), ("contact_masked", PHONE, "138****5678")),
}


def test_identity_and_contact_are_sealed_under_every_usual_head(tmp_path: Path, organ: Organ) -> None:
    rows = [{**APPLICATION, "申请编号": head, head: value} for head, (_field, value, _mask) in HEADS.items()]
    take_rows(tmp_path, organ, "依申请公开", *rows)
    assert ID_NUMBER not in stored()
    assert PHONE not in stored()
    for row in FoiRequest.objects.all():
        field, _value, mask = HEADS[row.number]
        assert getattr(row, field) == mask


def test_several_columns_of_contacts_become_one_and_nothing_is_lost(tmp_path: Path, organ: Organ) -> None:
    row = {**APPLICATION, "联系方式": PHONE, "手机": PHONE, "通讯地址": HOME, "Email": "zhang@example.com"}
    take_rows(tmp_path, organ, "依申请公开", row)
    assert opened("contact") == f"{PHONE};{HOME};zhang@example.com"
    assert FoiRequest.objects.get().contact_masked == "138****5678;青石镇***;z***@example.com"
    assert take_rows(tmp_path, organ, "依申请公开", row).unchanged["依申请公开"] == 1


@pytest.mark.parametrize(
    ("head", "value"),
    [("申请人银行卡", CARD), ("家属电话", "0372-8112345"), ("住在哪里", HOME), ("记事", f"来电{PHONE}")],
)
def test_an_unknown_column_that_points_to_a_person_is_sealed_as_a_whole(
    head: str, value: str, tmp_path: Path, organ: Organ
) -> None:
    other = {**APPLICATION, "申请编号": "2022-2", head: "没有写"}
    report = take_rows(tmp_path, organ, "依申请公开", {**APPLICATION, head: value}, other)
    assert value not in stored()
    assert "没有写" not in stored()
    assert "已加密保存到“其他个人信息”" in report.warnings[0].message
    first = FoiRequest.objects.get(number="2022-1")
    assert first.other_personal_masked == f"{head}:***"
    assert actions.unmask(foi_request=first, field="other_personal", actor="王敏", reason="核对") == (
        f"{head}:{value}"
    )


@pytest.mark.parametrize("in_clear", [False, True], ids=["masked", "in clear"])
def test_what_was_sealed_leaves_masked_and_comes_again_unchanged(
    in_clear: bool, tmp_path: Path, organ: Organ
) -> None:
    row = {**APPLICATION, "身份证号": ID_NUMBER, "电话": PHONE, "住址": HOME, "银行账号": CARD}
    take_rows(tmp_path, organ, "依申请公开", row)
    file = tmp_path / "导出.xlsx"
    file.write_bytes(export(Export(organ, "王敏", with_personal_data=in_clear)))
    cells = repr(CalamineWorkbook.from_path(str(file)).get_sheet_by_name("依申请公开").to_python())
    assert [value in cells for value in (ID_NUMBER, PHONE, HOME, CARD)] == [in_clear] * 4
    assert take(file, organ).unchanged["依申请公开"] == 1


def test_a_number_inside_free_text_is_told_with_its_row_and_not_printed(tmp_path: Path, organ: Organ) -> None:
    content = {**APPLICATION, "申请内容": f"查询{ID_NUMBER}的低保", "备注": f"已电话告知{PHONE}"}
    document = {"索引号": "QS-1", "标题": "公示", "形成日期": "2022-02-10", "备注": f"联系人{PHONE}"}
    sheets = {"依申请公开": table(APPLICATION, {**content, "申请编号": "2"}), "主动公开": table(document)}
    report = take(xlsx(tmp_path / "台账.xlsx", sheets), organ)
    told = [remark for remark in report.warnings if "这一格不加密" in remark.message]
    assert [(remark.sheet, remark.row, remark.column) for remark in told] == [
        ("依申请公开", 3, "申请内容"),
        ("依申请公开", 3, "备注"),
        ("主动公开", 2, "备注"),
    ]
    assert not any(PHONE in repr(remark) or ID_NUMBER in repr(remark) for remark in report.warnings)
