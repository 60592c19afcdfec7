"""The report page: what the panel says, what is behind a cell, the files."""

from datetime import date
from urllib.parse import unquote

import pytest
from django.test import Client

from gongkai.faces.tests.html import page, texts
from gongkai.faces.tests.organs import YEAR, application, staff
from gongkai.ledger.base import Scope
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.reports import queries
from gongkai.ledger.reports.writing import FILE_FORMS, FileForm, RoundTripError
from gongkai.ledger.requests import actions
from gongkai.ledger.requests.entries import EventEntry, RequestEntry
from gongkai.ledger.requests.models import EventKind
from gongkai.lib.today import today
from gongkai.reading import compare, read_bytes
from gongkai.sample.base import Ledger, SampleOrgan, load

CELL = "requests/total/natural_person"


def address(organ: Organ, year: int = YEAR) -> str:
    return f"/desk/organs/{organ.pk}/reports/{year}/"


def words(client: Client, url: str, path: str) -> list[str]:
    return texts(page(client, url), path)


@pytest.mark.slow
def test_the_panel_says_what_the_cell_is_its_value_and_its_first_cases(client: Client, sample: Organ) -> None:
    url = f"{address(sample)}?cell={CELL}"
    assert words(client, url, "//*[@id='panel-title']") == ["（七）总计 7"]
    assert words(client, url, "//*[@class='of']") == ["表三 · 自然人"]
    assert words(client, url, "//*[@id='panel']//li//strong") == [f"〔{YEAR}〕{n}号" for n in range(1, 5)]
    assert words(client, url, "//*[@class='more']") == ["看全部7条"]


@pytest.mark.slow
def test_an_empty_cell_says_why_it_is_zero(client: Client, sample: Organ) -> None:
    url = f"{address(sample)}?cell=requests/total/research"
    assert words(client, url, "//*[@id='panel']//p[@class='quiet']") == [
        "台账里没有计入这一格的记录，所以是0。"
    ]


def test_a_year_with_nothing_in_the_ledger_says_what_to_do_and_shows_no_table_of_noughts(
    client: Client, real: Organ
) -> None:
    client.force_login(staff(real, "clerk"))
    tree = page(client, address(real, 2022))
    assert texts(tree, "//h1") == ["2022年的台账还是空的"]
    assert not tree.xpath("//main//table")
    assert texts(tree, "//*[@class='empty']//a") == ["导入台账", "登记一件申请", "确实没有，按0编报告"]


def test_a_report_of_noughts_is_begun_by_somebody_who_vouches_for_it_and_not_before_the_year_is_over(
    client: Client, real: Organ
) -> None:
    client.force_login(staff(real, "clerk"))
    assert client.get(f"{address(real, today().year)}begin/").status_code == 404
    begin = f"{address(real, 2022)}begin/"
    assert texts(page(client, begin), "//h1") == ["2022年确实没有可以登记的，按0编报告？"]
    assert not page(client, address(real, 2022)).xpath("//main//table")
    assert client.post(begin)["Location"] == address(real, 2022)
    assert set(words(client, address(real, 2022), "//*[@id='requests-new-natural_person']/span[last()]")) == {
        "0"
    }


@pytest.mark.slow
def test_a_year_with_nothing_but_what_was_carried_over_keeps_its_table_and_says_so(
    client: Client, real: Organ
) -> None:
    received = EventEntry(EventKind.RECEIVED, date(2021, 3, 3), {"applicant_kind": "natural_person"})
    actions.receive(
        organ=real,
        entries=[RequestEntry("1", (received,), applicant_name="张三", content="合同")],
        actor="测试",
    )
    client.force_login(staff(real, "clerk"))
    tree = page(client, address(real, 2022))
    assert texts(tree, "//h1") == ["2022年还没有登记，只有从以前结转的数"]
    assert tree.xpath("//main//table")
    assert "相符" not in tree.xpath("//main")[0].text_content()
    assert "结转" not in texts(page(client, address(real, 2021)), "//h1")[0]


@pytest.mark.slow
def test_earlier_years_are_shown_only_where_they_are_known(client: Client, db: None) -> None:
    def asked_in(year: int) -> RequestEntry:
        about = {"channel": "internet", "applicant_kind": "natural_person"}
        events = (
            EventEntry(EventKind.RECEIVED, date(year, 3, 3), about),
            EventEntry(EventKind.ANSWERED, date(year, 3, 9), {"row": "granted"}),
        )
        return RequestEntry(f"{year}-1", events, applicant_name="张三", content="合同")

    ledger = Ledger(requests=[asked_in(2022), asked_in(2025)])
    organ = load(SampleOrgan("有年镇人民政府", lambda: ledger), {})
    earlier = "//*[contains(@class, 'earlier')]/li"
    assert words(client, f"{address(organ, 2025)}?cell={CELL}", earlier) == ["2022年1"]
    assert words(client, f"{address(organ, 2022)}?cell={CELL}", earlier) == []
    assert words(client, f"{address(organ, 2025)}?last-year=1", "//*[@class='last-year']") == []
    assert "上年数" not in client.get(address(organ, 2025)).content.decode()


def test_a_cell_that_no_ledger_fills_is_blank_and_says_so(client: Client, db: None) -> None:
    entry = RequestEntry(
        "1",
        (
            EventEntry(
                EventKind.RECEIVED, date(2019, 5, 6), {"channel": "internet", "applicant_kind": "business"}
            ),
        ),
        applicant_name="某公司",
        content="合同",
    )
    organ = load(SampleOrgan("旧表镇人民政府", lambda: Ledger(requests=[entry])), {})
    cell = "proactive/legacy/licensing/items_last_year"
    url = f"{address(organ, 2019)}?cell={cell}"
    (shown,) = words(client, url, f"//*[@id='{cell.replace('/', '-')}']/span[last()]")
    assert shown == "空格"
    assert words(client, url, "//*[@id='panel']//p[@class='quiet']") == ["台账不登记这一项，所以这一格空着。"]
    assert client.get(f"{address(organ, 2019)}cases/{cell}").status_code == 404


@pytest.mark.slow
def test_all_cases_are_listed_page_by_page_with_masked_names(client: Client, sample: Organ) -> None:
    actions.receive(organ=sample, entries=[application(n) for n in range(100, 160)], actor="测试")
    url = f"{address(sample)}cases/{CELL}"
    assert len(words(client, url, "//tbody/tr")) == 50
    assert len(words(client, f"{url}?page=2", "//tbody/tr")) == 17
    assert len(words(client, f"{url}?page=nonsense", "//tbody/tr")) == 50
    assert set(words(client, url, "//tbody/tr/td[last()]")) == {"张某"}
    assert "张三" not in client.get(url).content.decode()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("code", "heads"),
    [
        (CELL, ["申请编号", "收到日期", "答复日期", "结果", "申请内容", "申请人"]),
        (
            "proactive/normative_documents/made",
            ["文号或索引号", "形成日期", "废止或失效日期", "有效性", "标题"],
        ),
        ("proactive/licensing", ["类别", "日期", "数量或金额", "说明"]),
        ("proactive/fees_10k_yuan", ["类别", "日期", "数量或金额", "说明"]),
        ("remedies/reconsideration/total", ["案号", "收到日期", "审结日期", "结果", "审理机关"]),
    ],
)
def test_each_ledger_has_its_own_columns(client: Client, lively: Organ, code: str, heads: list[str]) -> None:
    url = f"{address(lively)}cases/{code}"
    assert words(client, url, "//thead//th") == heads
    assert {len(row) for row in page(client, url).xpath("//tbody/tr")} == {len(heads)}


@pytest.mark.slow
@pytest.mark.parametrize("form", FILE_FORMS, ids=lambda form: form.code)
def test_a_file_has_its_type_and_name_and_reads_back_as_the_ledger(
    client: Client, lively: Organ, form: FileForm
) -> None:
    answer = client.get(f"{address(lively)}files/{form.code}")
    made = queries.compile_report(lively, YEAR, scope=Scope.of(lively))
    assert answer["Content-Type"] == form.content_type
    name = f"{lively.name}{YEAR}年政府信息公开工作年度报告.{form.code}"
    disposition = answer["Content-Disposition"]
    assert disposition.startswith("attachment; ")
    assert unquote(disposition.rpartition("''")[2]) == name
    assert compare(made, read_bytes(answer.content, name=name)) == ()


def test_a_file_that_does_not_read_back_is_not_handed_out(
    client: Client, sample: Organ, monkeypatch: pytest.MonkeyPatch
) -> None:
    def differs(*_args: object, **_more: object) -> bytes:
        raise RoundTripError("PDF回读与台账不一致（1处），没有写出文件。")

    monkeypatch.setattr("gongkai.faces.workbench.reports.page.write", differs)
    answer = client.get(f"{address(sample)}files/pdf")
    assert answer.status_code == 500
    assert "PDF回读与台账不一致" in answer.content.decode()
    assert "Content-Disposition" not in answer
