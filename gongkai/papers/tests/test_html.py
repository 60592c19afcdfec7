import json
import re
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from lxml import html as parser

from gongkai.papers import html
from gongkai.papers.layout import clean
from gongkai.papers.model import Cell, Document, Heading, Paragraph, Table
from gongkai.papers.tests.samples import DOCUMENT, TABLE


def opened(document: Document, **more: str) -> parser.HtmlElement:
    return parser.document_fromstring(html.page(document, **more))


def test_every_block_is_on_the_page_in_order() -> None:
    main = opened(DOCUMENT).find(".//main")
    texts = [(e.tag, e.text_content()) for e in main.iter("h1", "h2", "h3", "p", "table") if e.tag != "table"]
    assert texts == [
        ("h1", "示例镇人民政府2022年公开情况"),
        ("p", "示例县人民政府："),
        ("h2", "一、总体情况"),
        ("h3", "（一）主动公开"),
        ("p", "全年公开32条。"),
        ("p", "（二）监督保障。全年培训2次。"),
        ("h2", "二、公开件数"),
        ("p", "附件：1.目录\u3000\u3000\u30002.指南"),
        ("p", "示例镇人民政府"),
        ("p", "2023年1月6日"),
        ("p", "（此件公开发布）"),
    ]


def test_a_figure_names_all_its_heads() -> None:
    page = opened(DOCUMENT)
    named = {}
    for cell in page.iterfind(".//td"):
        heads = [page.get_element_by_id(name) for name in cell.get("headers").split()]
        named[cell.text_content()] = [head.text_content() for head in heads]
        assert all(head.tag == "th" for head in heads)
    assert named["2"] == ["件数", "下半年", "公开", "许可"]
    assert named[""] == ["件数", "上半年", "公开", "处罚"]


def test_heads_in_the_middle_of_a_table_name_only_what_is_below_them() -> None:
    band, column = TABLE.rows[0][1], TABLE.rows[1][0]
    banded = Table(
        rows=(
            (replace(band, text="第一项", colspan=2),),
            (replace(column, text="内容"), replace(column, text="件数")),
            (Cell("规章", head=TABLE.rows[2][1].head), Cell("1")),
            (replace(band, text="第五项", colspan=2),),
            (replace(column, text="内容"), replace(column, text="数量")),
            (Cell("许可", head=TABLE.rows[2][1].head), Cell("2")),
        ),
        widths=(1, 1),
    )
    page = opened(Document("表", (banded,)))
    heads = [
        [page.get_element_by_id(name).text for name in cell.get("headers").split()]
        for cell in page.iterfind(".//td")
    ]
    assert heads == [["第一项", "件数", "规章"], ["第五项", "数量", "许可"]]


def test_scopes_and_spans_are_those_of_the_table() -> None:
    cells = {e.text_content(): e for e in opened(DOCUMENT).iterfind(".//th")}
    assert (cells["件数"].get("scope"), cells["件数"].get("colspan")) == ("colgroup", "3")
    assert (cells["上半年"].get("scope"), cells["上半年"].get("colspan")) == ("col", None)
    assert (cells["公开"].get("scope"), cells["公开"].get("rowspan")) == ("rowgroup", "2")
    assert cells["许可"].get("scope") == "row"


def test_the_page_carries_the_official_meta_tags() -> None:
    meta = {e.get("name"): e.get("content") for e in opened(DOCUMENT).iterfind(".//meta[@name]")}
    assert meta == {
        "viewport": "width=device-width, initial-scale=1",
        "ArticleTitle": "示例镇人民政府2022年公开情况",
        "ContentSource": "示例镇人民政府",
        "SiteName": "示例县人民政府",
        "SiteIDCode": "4105260001",
        "PubDate": "2023-01-06 09:00",
    }


def test_the_figures_inside_cannot_end_their_element() -> None:
    element = opened(DOCUMENT).get_element_by_id(html.DATA_ID)
    assert element.get("type") == "application/json"
    assert json.loads(element.text) == {"organ": "示例镇人民政府", "note": "</script><b>&"}
    assert html.page(DOCUMENT).count("</script>") == 1


def test_nothing_is_fetched_and_nothing_runs() -> None:
    page = opened(DOCUMENT)
    assert not page.xpath("//*[@src or @href or @style or @*[starts-with(name(), 'on')]]")
    assert not re.search(r"url\(|@import", html.page(DOCUMENT))
    assert len(page.findall(".//style")) == 1
    assert [e.get("type") for e in page.findall(".//script")] == ["application/json"]


def test_the_nonce_of_a_strict_policy_is_on_the_style_element() -> None:
    page = opened(DOCUMENT, nonce='a"b')
    assert page.find(".//style").get("nonce") == 'a"b'
    assert opened(DOCUMENT).find(".//style").get("nonce") is None


def test_a_page_without_data_has_no_script() -> None:
    assert not opened(replace(DOCUMENT, data="")).findall(".//script")


def test_a_fragment_is_the_text_alone_with_ruled_tables() -> None:
    fragment = html.fragment(DOCUMENT)
    assert not re.search("<(html|head|style|script|h1)", fragment)
    assert '<table border="1" id="table-1"' in fragment
    assert "全年公开32条。" in fragment


def test_a_wide_table_scrolls_in_a_region_that_the_keyboard_reaches() -> None:
    region = opened(DOCUMENT).find(".//table").getparent()
    assert (region.get("role"), region.get("tabindex"), region.get("aria-label")) == (
        "region",
        "0",
        "公开件数",
    )


@given(st.text(max_size=200))
def test_any_text_stays_text(text: str) -> None:
    document = Document(
        text,
        (Heading(text), Paragraph(text, lead=text), Table(((Cell(text),),), (1,), caption=text)),
        tags={"SiteName": text or "站"},
    )
    page = opened(document)
    plain = re.compile(r"\s")
    for element in (page.find(".//h2"), page.find(".//td")):
        assert plain.sub("", element.text_content()) == plain.sub("", clean(text))
    assert {e.tag for e in page.find(".//main").iter()} <= {
        "main", "h1", "h2", "p", "span", "div", "table", "colgroup", "col", "tbody", "tr", "td", "br",
    }  # fmt: skip
