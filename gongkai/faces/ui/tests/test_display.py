"""The reader's choices: theme, size and language, kept in cookies and told to the page."""

from typing import Any

import pytest
from django.test import Client

from gongkai.faces.tests.html import page, texts

pytestmark = pytest.mark.django_db


def choose(client: Client, **words: str) -> Any:
    return client.post("/ui/display/", words)


def test_an_untouched_page_follows_the_system(client: Client) -> None:
    tree = page(client, "/")
    assert (tree.get("data-theme"), tree.get("data-size"), tree.get("lang")) == (None, None, "zh-CN")
    assert tree.xpath("//link[contains(@href, 'dark.css')]/@media") == [
        "screen and (prefers-color-scheme: dark)"
    ]


@pytest.mark.parametrize(("theme", "media"), [("dark", ["screen"]), ("light", [])])
def test_a_theme_is_kept_whatever_the_system_says(client: Client, theme: str, media: list[str]) -> None:
    choose(client, theme=theme)
    tree = page(client, "/")
    assert tree.get("data-theme") == theme
    assert tree.xpath("//link[contains(@href, 'dark.css')]/@media") == media
    choose(client, theme="")
    assert page(client, "/").get("data-theme") is None


def test_large_type_is_one_style_sheet_more(client: Client) -> None:
    assert not page(client, "/").xpath("//link[contains(@href, 'elder.css')]")
    choose(client, size="elder")
    tree = page(client, "/")
    assert tree.get("data-size") == "elder"
    assert tree.xpath("//link[contains(@href, 'elder.css')]")


def test_the_page_speaks_the_language_chosen_and_no_other_page_does(client: Client) -> None:
    choose(client, language="en")
    assert page(client, "/").get("lang") == "en"
    assert page(Client(), "/").get("lang") == "zh-CN"
    choose(client, language="zh-hans")
    assert page(client, "/").get("lang") == "zh-CN"


def test_the_choice_in_force_is_marked(client: Client) -> None:
    choose(client, theme="dark")
    assert texts(page(client, "/"), "//button[@aria-pressed='true']") == ["深色", "普通版", "中文"]


@pytest.mark.parametrize(
    ("here", "back"),
    [
        ("/check/?a=1", "/check/?a=1"),
        ("https://elsewhere.example/", "/"),
        ("//elsewhere.example", "/"),
        ("", "/"),
        ("portal:nothing", "/"),
    ],
)
def test_one_stays_on_the_page_and_on_the_site(client: Client, here: str, back: str) -> None:
    assert choose(client, theme="dark", next=here)["Location"] == back


def test_what_is_no_choice_is_not_kept(client: Client) -> None:
    assert not choose(client, theme="<script>", language="fr", other="1").cookies
