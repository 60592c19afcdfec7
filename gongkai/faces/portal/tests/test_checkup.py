"""年报体检: what is said of a good report, of a bad one, of one that cannot be read whole.

None of these tests may touch the database, so the page does not either.
"""

import io
import json
import re
import sys
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import unquote

import docx
import pypdfium2
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from gongkai import reading
from gongkai.faces.portal.checkup import page as checkup
from gongkai.faces.portal.tests.checked_reports import (
    MOBILE,
    ORGAN,
    OVERVIEW,
    bad,
    good,
    last_year,
    page,
)
from gongkai.faces.tests.html import parsed, texts
from gongkai.law.annual_report.contract import from_json
from gongkai.law.annual_report.formats.y2021 import FORM
from gongkai.law.annual_report.model import ReportData
from gongkai.reading import compare, read_bytes, recognised, safely
from gongkai.reading.printed import Reading
from gongkai.reading.tests import printed

CHINESE = re.compile(r"[\u3400-\u9fff，。：；（）]")


@pytest.fixture(autouse=True)
def read_in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process for each reading costs half a second; test_intake has the real ones."""

    def plainly(data: bytes, *, name: str, **limits: object) -> Reading:
        found = recognised(data, name=name)
        return Reading(found.report, found.parts())

    monkeypatch.setattr(safely, "read_printed", plainly)


def handed_in(client: Client, report: bytes = b"", *, previous: bytes = b"", **fields: str) -> Any:
    """The page after the form was sent, as a tree; ``status`` is the answer's."""
    files = {"report": ("年报.html", report), "previous": ("上年.html", previous)}
    sent: Mapping[str, Any] = fields | {
        name: SimpleUploadedFile(called, data) for name, (called, data) in files.items() if data
    }
    answer = client.post("/check/", sent)
    tree = parsed(answer.content)
    tree.set("status", str(answer.status_code))
    return tree


def kept(tree: Any) -> str:
    (value,) = tree.xpath("//input[@name='kept']/@value")
    return str(value)


def told(tree: Any, number: int) -> list[str]:
    """What stands in the lines of a finding."""
    return texts(tree, f"//*[@id='finding-{number}']//*[self::p or self::dd]")


def with_cell(code: str, value: str) -> ReportData:
    """The good report with other words in one cell."""
    report = good()
    return ReportData(
        report.organ, report.year, report.format, {**report.cells, code: value}, report.narrative
    )


def test_a_good_report_is_praised_and_every_rule_is_listed_as_met(client: Client) -> None:
    tree = handed_in(client, page(good()), previous=page(last_year()))
    assert texts(tree, "//h1") == ["数字全部相符，没有要改的"]
    # 7 columns × AR-3.1, 3.2, 3.5, 25 rows of AR-3.3, 3 blocks of AR-4.1
    assert f"{ORGAN}2025年政府信息公开工作年度报告。读出200格，核对49条勾稽关系，全部相符。" in texts(
        tree, "//h1/../p"
    )
    assert texts(tree, "//article") == []
    assert "1条规则没能核对：缺数，或没有正文、正文太短" in tree.text_content()
    assert texts(tree, "//details[contains(summary, '没能核对')]//*[@class='id']") == ["AR-O.1"]
    assert "AR-3.5" in texts(tree, "//details[@open]//*[@class='id']")


def test_rules_that_need_last_years_report_do_not_count_as_met_without_it(client: Client) -> None:
    tree = handed_in(client, page(good()))
    assert "核对42条勾稽关系，全部相符" in tree.text_content()
    met, not_checked, notes = tree.xpath("//*[@class='folded']/details")
    assert texts(not_checked, ".//*[@class='id']") == ["AR-5.1", "AR-O.1"]
    assert texts(notes, ".//article//*[@class='head']")  # AR-3.5, 4.2 and 2.1 ask for it themselves
    assert not {"AR-3.5", "AR-4.2", "AR-2.1", "AR-5.1"} & set(texts(met, ".//*[@class='id']"))


def test_figures_stand_beside_last_years(client: Client) -> None:
    tree = handed_in(client, page(good()), previous=page(last_year()))
    (licences,) = tree.xpath("//*[@class='figures']//tr[th='行政许可']")
    assert texts(licences, "td") == ["32", "28", "+4"]
    assert texts(tree, "//*[@id='proactive-licensing']//*[@class='last-year']") == ["上年28"]


def test_a_bad_report_is_told_what_is_wrong_where_and_how_to_mend_it(client: Client) -> None:
    tree = handed_in(client, page(bad(), heading="二、主动公开情况"))
    assert texts(tree, "//h1") == ["有7处要改，其中6处数字不符"]
    assert "核对40条勾稽关系，34条相符，6条不符。另有6处建议。" in tree.text_content()
    head, law, why, actual, expected, mend = told(tree, 1)
    assert head.startswith("1 要改 （一）予以公开·总计")
    assert law.startswith("国办公开办函〔2021〕30号 表三")
    assert why == "“（一）予以公开”一行：自然人6＋商业企业4＝10，总计却是8"
    assert (actual, expected, mend) == ("8", "10", "怎么改 请核对各列，或把总计改为10。")


@pytest.mark.parametrize("prefix", ["", "n-"])
def test_a_finding_and_its_cell_lead_to_each_other(client: Client, prefix: str) -> None:
    tree = handed_in(client, page(bad()))
    cell = tree.get_element_by_id(f"{prefix}requests-granted-total")
    assert texts(cell, ".//a") == ["要改18"]  # the mark with its words, then the figure
    assert cell.xpath(".//a/@href") == ["#finding-1"]
    assert f"#{prefix}requests-granted-total" in tree.xpath("//*[@id='finding-1']//a/@href")


def test_every_link_within_the_page_leads_somewhere(client: Client) -> None:
    tree = handed_in(client, page(bad(), heading="二、主动公开情况"))
    names = tree.xpath("//@id")
    assert len(names) == len(set(names))
    links = {link[1:] for link in tree.xpath("//@href") if link.startswith("#")}
    assert links <= set(names)
    assert len(links) > 30


def test_the_sentence_that_a_finding_quotes_is_marked_in_the_text(client: Client) -> None:
    tree = handed_in(client, page(bad()))
    (number,) = tree.xpath("//article[contains(., '写的是21')]/@id")
    (quoted,) = tree.xpath(f"//a[@class='quoted warning' and @href='#{number}']")
    assert "收到政府信息公开申请21件" in quoted.text_content()


def test_a_number_that_must_not_be_published_is_not_repeated_in_the_finding(client: Client) -> None:
    tree = handed_in(client, page(bad()))
    (leak,) = tree.xpath("//article[contains(., '手机号码')]")
    assert MOBILE not in leak.text_content()
    assert "联系人王敏，电话" in leak.text_content()


def test_a_renamed_heading_is_set_against_the_official_one(client: Client) -> None:
    tree = handed_in(client, page(good(), heading="二、主动公开情况"))
    assert texts(tree, "//article//dd") == ["二、主动公开情况", "二、主动公开政府信息情况"]
    assert texts(tree, "//article//ins") == ["政府信息"]


def test_an_unread_cell_is_unknown_with_its_reason_and_never_0(client: Client) -> None:
    code = "requests/granted/natural_person"
    tree = handed_in(client, page(with_cell(code, "6 7")))
    (cell,) = tree.xpath("//*[@id='requests-granted-natural_person']")
    assert "未读" in cell.text_content()
    assert "0" not in cell.text_content()
    assert "6 7" in tree.xpath("//article")[0].text_content()
    assert texts(tree, "//h1") == ["读出的数全部相符，没有要改的"]
    # the sums of its row and its column cannot be held against anything
    assert "读出199格，核对40条勾稽关系，全部相符。还有1格没有读出，不当作0。" in tree.text_content()
    assert len(tree.xpath("//*[@class='map requests']//*[@class='unread']")) == 1


def test_a_blank_cell_is_blank_and_not_unread(client: Client) -> None:
    tree = handed_in(client, page(with_cell("requests/granted/research", "-")))
    (cell,) = tree.xpath("//*[@id='requests-granted-research']")
    assert texts(cell, ".//a") == ["建议1空格"]
    assert texts(tree, "//h1") == ["读出的数全部相符，没有要改的"]


def test_a_part_larger_than_its_total_is_told_beside_a_blank_cell(client: Client) -> None:
    report = with_cell("remedies/reconsideration/other", "")
    cells = dict(report.cells) | {"remedies/reconsideration/upheld": 2}
    tree = handed_in(client, page(replace(report, cells=cells)))
    assert texts(tree, "//h1") == ["有1处数字要改"]
    assert "核对42条勾稽关系，41条相符，1条不符" in tree.text_content()
    assert "结果维持2，另有1格没有数，总计却只有1" in tree.xpath("//article")[0].text_content()


def test_cells_unread_for_one_reason_are_one_finding(client: Client) -> None:
    lost = {code: None for code in FORM.slots if code.startswith("remedies/")}
    text = printed.text(good(), between="\t").decode()
    without = text.replace(text[text.index("行政复议\t行政诉讼") : text.index("五、存在的主要问题")], "")
    tree = handed_in(client, pasted=without)
    (finding,) = tree.xpath("//article[contains(@class, 'warning')]")
    assert f"等{len(lost)}格没有读出" in finding.text_content()
    assert len(tree.xpath("//*[@class='map remedies']//*[@class='unread']")) == len(lost)


@pytest.mark.parametrize("between", ["\t", "|"])
def test_a_pasted_text_is_read_like_a_file(client: Client, between: str) -> None:
    tree = handed_in(client, pasted=printed.text(good(), between=between).decode())
    assert texts(tree, "//h1") == ["数字全部相符，没有要改的"]
    assert texts(tree, "//*[@class='sources']/span") == ["粘贴的内容"]


def test_pasted_source_of_a_page_is_read_as_a_page(client: Client) -> None:
    assert texts(handed_in(client, pasted=page(good()).decode()), "//h1") == ["数字全部相符，没有要改的"]


def test_a_file_goes_before_a_pasted_text(client: Client) -> None:
    tree = handed_in(client, page(good()), pasted="通知")
    assert texts(tree, "//*[@class='sources']/span") == ["年报.html"]


def test_a_report_of_the_2019_form_is_rebuilt_on_its_own_form(client: Client) -> None:
    tree = handed_in(client, page(printed.report("2019")))
    assert "格式：2019年版（国办公开办函〔2019〕60号）" in tree.text_content()
    assert "对外公开总数量" in tree.get_element_by_id("table-proactive").text_content()
    assert tree.get_element_by_id("requests-other_all-total").text_content().strip()
    assert "没有读出" not in tree.text_content()


def test_last_years_report_can_follow_without_handing_in_the_first_again(client: Client) -> None:
    first = handed_in(client, page(good()))
    tree = handed_in(client, previous=page(last_year()), kept=kept(first))
    assert "核对49条勾稽关系，全部相符" in tree.text_content()
    assert texts(tree, "//*[@class='sources']/span") == ["年报.html", "上年.html"]


@pytest.mark.parametrize(
    ("previous", "says"),
    [
        (page(good()), "给的上年年报是2025年的，应是2024年的，没有用来核对。"),
        (
            page(last_year()).replace(ORGAN.encode(), "某县白水镇人民政府".encode()),
            f"给的上年年报是“某县白水镇人民政府”的，与“{ORGAN}”不同名，没有用来核对。",
        ),
    ],
)
def test_a_report_that_is_not_last_years_is_not_held_against_it(
    client: Client, previous: bytes, says: str
) -> None:
    tree = handed_in(client, page(good()), previous=previous)
    assert texts(tree, "//*[@class='passed-over']") == [says]
    assert "核对42条勾稽关系" in tree.text_content()


def download(client: Client, form: str, report: bytes) -> bytes:
    answer = client.post(f"/check/files/{form}", {"kept": kept(handed_in(client, report))})
    assert answer.status_code == 200
    assert unquote(answer["Content-Disposition"]).endswith(f".{form}")
    return answer.content


def test_the_figures_leave_as_json_with_the_findings(client: Client) -> None:
    data = json.loads(download(client, "json", page(bad())))
    report = from_json(data)
    assert compare(bad(), report) == ()
    assert [f.rule for f in report.findings if f.severity == "error"][:3] == ["AR-3.3", "AR-3.1", "AR-3.2"]


def test_the_figures_leave_as_excel_and_read_back_as_they_are(client: Client) -> None:
    assert compare(bad(), read_bytes(download(client, "xlsx", page(bad())), name="数据.xlsx")) == ()


def test_the_findings_leave_as_word(client: Client) -> None:
    paper = docx.Document(io.BytesIO(download(client, "docx", page(bad()))))
    text = "\n".join(paragraph.text for paragraph in paper.paragraphs)
    assert "有7处要改，其中6处数字不符。" in text
    assert "核对的文件：《年报.html》，SHA-256：" in text
    errors, suggestions = paper.tables
    assert [cell.text for cell in errors.rows[1].cells[:2]] == ["1", "（一）予以公开·总计"]
    assert len(errors.rows) + len(suggestions.rows) == 2 + 7 + 5
    assert MOBILE not in "".join(
        cell.text for table in paper.tables for row in table.rows for cell in row.cells
    )


def test_the_findings_leave_as_pdf(client: Client) -> None:
    paper = pypdfium2.PdfDocument(download(client, "pdf", page(good())))
    text = "".join(page.get_textpage().get_text_range() for page in paper)
    assert "数字全部相符，没有要改的" in re.sub(r"\s", "", text)


def test_the_findings_report_speaks_chinese_on_an_english_page(client: Client) -> None:
    client.cookies["django_language"] = "en"
    paper = docx.Document(io.BytesIO(download(client, "docx", page(good()))))
    assert any("数字全部相符" in paragraph.text for paragraph in paper.paragraphs)


@pytest.mark.parametrize("forge", [lambda text: "", lambda text: text[:-1] + "x", lambda text: text[9:]])
def test_what_this_site_has_not_signed_is_not_unpacked(client: Client, forge: Any) -> None:
    carried = forge(kept(handed_in(client, page(good()))))
    answer = client.post("/check/files/json", {"kept": carried})
    assert answer.status_code == 410
    assert "请重新选择年报文件再查一次" in answer.content.decode()


def test_a_result_can_be_downloaded_for_a_day(client: Client) -> None:
    with time_machine.travel("2026-03-01 09:00"):
        carried = kept(handed_in(client, page(good())))
    for when, status in (("2026-03-02 08:00", 200), ("2026-03-02 10:00", 410)):
        with time_machine.travel(when):
            assert client.post("/check/files/json", {"kept": carried}).status_code == status


@pytest.mark.parametrize("form", ["html", "exe", "json/x"])
def test_there_are_no_other_downloads(client: Client, form: str) -> None:
    assert client.post(f"/check/files/{form}", {"kept": ""}).status_code == 404


@pytest.mark.parametrize("state", ["question", "refused", "good", "bad", "unread"])
def test_in_english_only_official_words_and_those_of_the_report_are_chinese(
    client: Client, state: str
) -> None:
    client.cookies["django_language"] = "en"
    tree = {
        "question": lambda: parsed(client.get("/check/").content),
        "refused": lambda: handed_in(client, pasted="通知"),
        "good": lambda: handed_in(client, page(good()), previous=page(last_year())),
        "bad": lambda: handed_in(client, page(bad()), previous=page(good())),
        "unread": lambda: handed_in(client, page(with_cell("proactive/licensing", "3 2"))),
    }[state]()
    for chinese in tree.xpath("//*[@lang='zh-CN'] | //title | //textarea"):
        chinese.drop_tree()
    spoken = [text.strip() for text in tree.itertext() if CHINESE.search(text)]
    spoken += [label for label in tree.xpath("//@aria-label") if CHINESE.search(label)]
    official = {chapter.heading for chapter in FORM.chapters} | {FORM.source.instrument.number, ORGAN}
    assert [text for text in spoken if not any(words in text for words in official)] == []


def test_where_scans_cannot_be_read_the_page_says_so_before_and_after(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checkup, "has_eyes", lambda: False)
    monkeypatch.delattr(reading, "scan", raising=False)
    monkeypatch.setitem(sys.modules, "gongkai.reading.scan", None)
    picture = io.BytesIO()
    Image.new("L", (600, 800), 255).save(picture, "PNG")
    asked = parsed(client.get("/check/").content)
    answered = handed_in(client, picture.getvalue())
    assert "扫描件和图片不行，本站没有装识别它们的组件" in texts(asked, "//*[@id='hint-report']")[0]
    assert ".png" not in asked.xpath("//input[@id='id-report']/@accept")[0].split(",")
    (why,) = texts(answered, "//*[@role='alert']/p")
    assert "是扫描件或图片，识别图片要用可选组件ocr，本机没有安装" in why
    assert "或改用Word、网页、可复制文字的PDF" in why


def test_a_reworded_label_is_marked_on_the_label_and_no_figure_is(client: Client) -> None:
    wanted, printed_label = "2.其他法律行政法规禁止公开", "2.其他法律法规禁止公开"
    tree = handed_in(client, page(good()).replace(wanted.encode(), printed_label.encode()))
    (number,) = {
        mark.removeprefix("#finding-") for mark in tree.xpath("//th//a/@href") if mark.startswith("#finding-")
    }
    assert any(wanted in line for line in told(tree, int(number)))
    marked = tree.xpath("//section[@id='table-requests']//th[.//a]/span")
    assert {cell.text_content() for cell in marked} == {wanted}
    assert tree.xpath("//section[@id='table-requests']//td//a") == []
    assert tree.xpath(f"//*[@id='finding-{number}']//a/@href")[0] == "#table-requests"


def test_a_finding_leads_to_its_place_in_the_source_and_back(client: Client) -> None:
    tree = handed_in(client, page(bad()))
    (link,) = tree.xpath("//*[@id='finding-1']//*[@class='places']/a")
    assert (link.get("href"), link.text) == ("#source-requests-granted-total", "原文：第2张表")
    (box,) = tree.xpath("//table[@class='original']//td[*[@id='source-requests-granted-total']]")
    assert (box.text_content().strip(), box.xpath("a/@href")) == ("要改18", ["#finding-1"])
    assert box.xpath("ancestor::section/@id") == ["table-requests"]


def test_an_unread_cell_shows_what_is_printed_there(client: Client) -> None:
    tree = handed_in(client, page(with_cell("proactive/licensing", "3 2")))
    (cell,) = texts(tree, "//td[@id='proactive-licensing']")
    assert "未读" in cell
    assert "原文 3 2" in cell
    (printed_there,) = texts(tree, "//table[@class='original']//td[*[@id='source-proactive-licensing']]")
    assert printed_there.endswith("3 2")


def test_what_the_prose_contradicts_is_marked_in_the_table_and_on_the_map(client: Client) -> None:
    prose = {**good().narrative, "overview": OVERVIEW.replace("申请12件", "申请21件")}
    tree = handed_in(client, page(replace(good(), narrative=prose)))
    (article,) = tree.xpath("//article[contains(., '写的是21')]")
    assert article.xpath(".//*[@class='places']/a/@href") == [
        "#requests-new-total",
        "#n-requests-new-total",
        "#source-requests-new-total",
    ]
    assert tree.xpath("//td[@id='requests-new-total']/a/@href") == [f"#{article.get('id')}"]
    assert "1格建议改" in texts(tree, "//*[@class='maps']/*[contains(@class, 'requests')]")[0]


def test_text_without_its_heading_is_not_said_to_be_missing(client: Client) -> None:
    tree = handed_in(client, page(good()).replace("一、总体情况".encode(), b""))
    (article,) = tree.xpath("//article[contains(., '一、总体情况')][contains(@class, 'error')]")
    assert texts(article, ".//*[@class='why']") == ["文字有，标题没有"]
    headings = texts(tree, "//section[@class='chapter']/h3")
    assert headings[0] == "没有标题的一段，按位置应是“一、总体情况”"


def test_the_source_stays_beside_the_form_when_last_years_report_follows(client: Client) -> None:
    first = handed_in(client, page(good()))
    tree = handed_in(client, previous=page(last_year()), kept=kept(first))
    assert len(tree.xpath("//table[@class='original']")) == 3
