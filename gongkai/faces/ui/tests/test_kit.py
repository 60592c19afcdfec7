"""The page of all components, and what holds of the style sheets that it shows."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpRequest
from django.test import Client
from django.utils import translation

from gongkai.faces.tests.html import page, parsed, texts
from gongkai.faces.ui import styles
from gongkai.faces.ui.kit.colours import contrast, palette, palettes

pytestmark = pytest.mark.django_db  # what was done is kept with the session

SHEETS = {
    path.name: path.read_text("utf-8") for path in (Path(styles.__file__).parent / "static/ui").glob("*.css")
}
CHINESE = re.compile(r"[\u3400-\u9fff，。：；（）]")
#: What the design asks of each colour on paper.
LEAST = {
    **dict.fromkeys(("ink", "ink-2", "ink-3", "blue", "blue-h", "red", "ochre"), 4.5),
    **dict.fromkeys(("field", "grid", "rule", "used"), 3.0),
    **{f"chart-{number}": 3.0 for number in range(1, 6)},
}


@pytest.fixture
def debug(settings: Any) -> None:
    settings.ROOT_URLCONF = "gongkai.faces.ui.tests.urls"


def test_no_site_but_a_programmers_shows_it(client: Client, db: None) -> None:
    assert client.get("/ui/").status_code == 404


@pytest.mark.slow
def test_every_component_is_drawn_in_both_languages(client: Client, debug: None) -> None:
    for language in ("zh-hans", "en"):
        with translation.override(language):
            tree = page(client, "/ui/")
        names = [element.get("id") for element in tree.iter() if element.get("id")]
        assert len(names) == len(set(names))
        wanted = {link[1:] for link in tree.xpath("//a/@href") if link.startswith("#")}
        assert wanted <= set(names)
        assert not tree.xpath("//*[@style] | //style | //script[not(@src)] | //@onclick")


@pytest.mark.slow
def test_in_english_only_what_is_marked_as_chinese_is(client: Client, debug: None) -> None:
    client.cookies["django_language"] = "en"
    tree = page(client, "/ui/")
    for kept in tree.xpath("//*[@lang='zh-CN'] | //title"):
        kept.drop_tree()
    assert [text.strip() for text in tree.itertext() if CHINESE.search(text)] == []


@pytest.mark.slow
def test_a_form_refused_keeps_what_was_typed_and_one_accepted_is_told_with_an_undo(
    client: Client, debug: None
) -> None:
    typed = {"received_on": "2022-10-17", "number": "四政〔2022〕36号", "copies": "2"}
    refused = parsed(client.post("/ui/", typed).content)
    assert texts(refused, "//*[@id='form']//*[@role='alert']//li") == ["公开属性 — 还没有选 — 请选一项。"]
    assert refused.get_element_by_id("id_number").get("value") == "四政〔2022〕36号"
    answer = client.post("/ui/", typed | {"attribute": "proactive"}, follow=True)
    tree = parsed(answer.content)
    assert texts(tree, "//*[@class='toasts']//p") == ["四政〔2022〕36号已登记。"]
    assert texts(tree, "//*[@class='toasts']//form/button") == ["撤回登记"]
    assert not page(client, "/ui/").xpath("//*[@class='toasts']//p")


def test_a_question_is_a_page_of_its_own(client: Client, debug: None) -> None:
    tree = page(client, "/ui/question/")
    assert texts(tree, "//h1") == ["送达后不能改正文。现在登记送达？"]
    assert texts(tree, "//*[@id='question']//*[contains(@class, 'button')]") == ["先不登记", "登记送达"]
    assert client.post("/ui/question/").status_code == 302


def test_long_work_is_asked_after_until_it_is_done(client: Client, debug: None) -> None:
    first = page(client, "/ui/progress/")
    assert first.xpath("//noscript")
    url = first.get_element_by_id("progress").get("hx-get")
    seen = []
    while url:
        answer = client.get(url, headers={"HX-Request": "true"})
        assert b"<html" not in answer.content
        tree = parsed(answer.content)
        url = tree.xpath("//*[@id='progress']/@hx-get | self::*[@id='progress']/@hx-get")
        url = url[0] if url else ""
        seen += texts(tree, "//*[@role='status']")
    assert seen == ["已办40，共120", "已办80，共120", "办好了"]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_colour_keeps_the_contrast_that_its_use_asks_for(theme: str) -> None:
    colours = {colour.name: colour for colour in palettes()[theme]}
    assert {name: colours[name].contrast for name in LEAST if colours[name].contrast < LEAST[name]} == {}
    on = {"on-blue": "blue", "on-red": "red", "red": "red-t", "ochre": "ochre-t", "blue": "blue-t"}
    grounds = {text: contrast(colours[text].value, colours[ground].value) for text, ground in on.items()}
    assert min(grounds.values()) >= 4.5


def test_the_ratio_is_that_of_the_standard() -> None:
    assert contrast("#000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#fff") == pytest.approx(4.48, abs=0.01)


def test_both_themes_have_the_same_colours() -> None:
    light, dark = ([colour.name for colour in palette(sheet)] for sheet in ("ui/tokens.css", styles.DARK))
    assert light == dark


def test_every_token_that_is_used_is_defined() -> None:
    defined = {name for text in SHEETS.values() for name in re.findall(r"(--[\w-]+):", text)}
    used = {name for text in SHEETS.values() for name in re.findall(r"var\((--[\w-]+)\)", text)}
    assert used - defined == set()


def test_colours_are_named_in_the_tokens_alone() -> None:
    others = {
        name: text
        for name, text in SHEETS.items()
        if name not in {"tokens.css", "dark.css", "elder.css", "print.css"}
    }
    assert {name: re.findall(r"#[0-9a-f]{3,6}\b", text) for name, text in others.items()} == {
        name: [] for name in others
    }


def test_every_style_sheet_is_linked() -> None:
    linked = {Path(sheet).name for sheet in (*styles.SCREEN, styles.DARK, styles.ELDER, styles.PRINT)}
    assert set(SHEETS) - {"kit.css"} == {name for name in linked if name in SHEETS}


def test_a_page_without_a_request_still_has_its_frame(
    client: Client, debug: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_request: HttpRequest) -> None:
        raise RuntimeError

    monkeypatch.setattr("gongkai.faces.ui.kit.views._month", broken)
    answer = Client(raise_request_exception=False).get("/ui/")
    assert answer.status_code == 500
    assert "gongkai doctor" in answer.content.decode()


@pytest.mark.slow
def test_every_kind_of_chart_is_drawn_with_its_figures_beside_it(client: Client, debug: None) -> None:
    tree = page(client, "/ui/")
    cards = "//section[contains(@class, 'card')][.//*[contains(@class, 'chart')]]"
    assert texts(tree, f"{cards}//h2") == ["历年的申请", "各机关主动公开", "历年的答复"]
    pictures = tree.xpath(f"{cards}//*[name()='svg' and contains(@class, 'picture')]")
    assert len(pictures) == 6  # for screens and for phones
    first = texts(tree, f"{cards}//tbody/tr[1]/*")
    assert first == ["2018", "9", "1", "示例镇", "270", "2018", "5件", "1件", "1件", "1件", "0件"]
    assert "未知" in texts(tree, f"{cards}//tbody/tr[3]/td")  # what was not counted is no nought
