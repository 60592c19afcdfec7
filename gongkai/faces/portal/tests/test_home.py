"""The first page in its three states: nothing yet, samples, an organ of one's own."""

from typing import Any

import pytest
import time_machine
from django.test import Client

from gongkai.faces.tests.html import page, texts
from gongkai.faces.tests.organs import real_organ
from gongkai.ledger.organs.queries import all_organs

pytestmark = pytest.mark.django_db


def home(client: Client) -> Any:
    return page(client, "/")


def test_an_empty_folder_offers_the_sample_and_the_three_commands(client: Client) -> None:
    tree = home(client)
    assert texts(tree, "//main//button") == ["看示例"]
    assert [line.split()[2:4] for line in texts(tree, "//code")] == [
        ["gongkai", "template"],
        ["gongkai", "import"],
        ["gongkai", "report"],
    ]


@pytest.mark.slow
def test_the_sample_is_loaded_once_and_shown_with_the_town_first(client: Client) -> None:
    for _ in range(2):
        answer = client.post("/sample/", follow=True)
        assert answer.status_code == 200
    tree = home(client)
    assert texts(tree, "//section[1]/h2") == ["四间房镇人民政府"]
    assert texts(tree, "//*[contains(@class, 'primary')]") == ["看2022年年报"]
    assert "王敏 · 公开专员" in texts(tree, "//main//button")
    assert "看示例" not in texts(tree, "//main//button")
    names = texts(tree, "//li/*[@class='main']")
    assert names[:2] == ["示例县人民政府", "示例县人民政府办公室"]
    assert len(names) == len(set(names))


@pytest.mark.slow
@time_machine.travel("2026-11-23")
def test_the_running_year_is_named_as_unfinished(client: Client) -> None:
    client.post("/sample/")
    years = texts(home(client), "//li[*[text()='示例县人民政府']]//a")
    assert [year.removeprefix("示例县人民政府") for year in years] == [
        "公开门户",
        "2026年至今",
        "2025年",
        "2024年",
        "2023年",
    ]


def test_beside_a_real_organ_no_sample_is_loaded(client: Client) -> None:
    organ = real_organ()
    assert client.post("/sample/").status_code == 302
    assert all_organs() == [organ]
    tree = home(client)
    assert texts(tree, "//main//button") == []
    assert "台账已经建立" in tree.text_content()
    assert any(line.endswith('--organ "真实镇人民政府"') for line in texts(tree, "//code"))


@time_machine.travel("2026-01-05")
def test_in_january_the_command_makes_last_years_report(client: Client) -> None:
    assert texts(home(client), "//code")[2] == "python3 run.py gongkai report 2025 --format docx"
