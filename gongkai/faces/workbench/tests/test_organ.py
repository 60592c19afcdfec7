"""The settings of an organ on screen, each change a row of the log."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client

from gongkai.faces.tests.html import page, parsed, texts
from gongkai.faces.tests.interleaved import before_the_first
from gongkai.faces.tests.organs import staff
from gongkai.law.duties import DUTIES
from gongkai.ledger import agenda, logbook, proof
from gongkai.ledger.organs import actions, queries
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.organs.options import OPTIONS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("static_folder")]
DAY = "2022-10-19"


@pytest.fixture
def manager(client: Client, real: Organ) -> Client:
    client.force_login(staff(real, "administrator"))
    return client


def place(organ: Organ, more: str = "") -> str:
    return f"/desk/organs/{organ.pk}/settings/{more}"


def send(client: Client, url: str, **typed: str) -> Any:
    """Fill in the form of a page and send it: what stood in it stays."""
    (form,) = page(client, url).xpath("//form[@class='form']")
    return client.post(url, {**dict(form.form_values()), **typed})


def logged(organ: Organ) -> list[tuple[str, str]]:
    return list(logbook.of(organ).values_list("action", "reason"))


def test_quiet_hours_can_be_none_and_open_data_cannot_be_without_a_licence(
    manager: Client, real: Organ
) -> None:
    assert send(manager, place(real, "options/"), quiet_hours="").status_code == 302
    real.refresh_from_db()
    assert real.option("quiet_hours") == ""
    refused = send(manager, place(real, "options/"), data_licence=" ")
    assert refused.status_code == 422


def test_what_only_a_document_of_the_county_switches_on_is_refused_without_one(
    manager: Client, real: Organ
) -> None:
    answer = send(manager, place(real, "options/"), unit_points="on", unit_points_basis=" ")
    (why,) = texts(parsed(answer.content), "//*[@class='wrong-why']")
    assert (answer.status_code, why.split(" — ")[1]) == (422, "没有填，“考核各村、各部门打分”开了也不起作用")
    real.refresh_from_db()
    assert real.option("unit_points") == "off"
    said = {"unit_points": "on", "unit_points_basis": "滑政办〔2026〕8号"}
    assert send(manager, place(real, "options/"), **said).status_code == 302
    real.refresh_from_db()
    assert real.gives_points


@pytest.mark.slow
def test_what_the_organ_says_of_itself_is_changed_and_taken_back(
    manager: Client, real: Organ, head_noted: None
) -> None:
    url = place(real, "profile/")
    code = "91350100M000100Y43"
    typed = " ９１350100m000100y43 "  # full width, as an input method leaves it
    assert send(manager, url, uscc=typed, phone="0372-1234567").status_code == 302
    real.refresh_from_db()
    assert (real.uscc, real.phone) == (code, "0372-1234567")
    assert send(manager, url, phone="").status_code == 302
    real.refresh_from_db()
    assert (real.uscc, real.phone) == (code, "")
    assert [action for action, _reason in logged(real)[:2]] == ["organs.organ.change"] * 2
    assert proof.verify() is None


def test_what_was_changed_past_the_program_is_not_written_over_and_said(manager: Client, real: Organ) -> None:
    Organ.objects.filter(pk=real.pk).update(phone="0372-0000000")
    answer = send(manager, place(real, "profile/"), phone="0372-1234567")
    assert answer.status_code == 403
    assert "与操作日志最后一次记下的不符" in answer.content.decode()
    real.refresh_from_db()
    assert real.phone == "0372-0000000"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("address", "field", "said"),
    [("options/", "site_name", ("甲公开", "乙公开")), ("profile/", "phone", ("0372-1", "0372-2"))],
)
def test_two_who_save_at_one_instant_are_told_of_each_other(
    manager: Client,
    real: Organ,
    head_noted: None,
    monkeypatch: pytest.MonkeyPatch,
    address: str,
    field: str,
    said: tuple[str, str],
) -> None:
    url = place(real, address)
    (form,) = page(manager, url).xpath("//form[@class='form']")
    first, second = ({**dict(form.form_values()), field: words, "once": words} for words in said)

    def between() -> None:
        assert manager.post(url, first).status_code == 302

    before_the_first(monkeypatch, actions, "held", between)
    answer = manager.post(url, second)
    assert answer.status_code == 422
    told = parsed(answer.content)
    assert f"现在是“{said[0]}”" in told.text_content()
    assert told.xpath(f"//*[@name='{field}']/@value") == [said[1]]
    (form,) = told.xpath("//form[@class='form']")
    assert manager.post(url, dict(form.form_values())).status_code == 302  # told of it, they save over it
    assert proof.verify() is None


def test_a_code_copied_wrongly_is_told_and_kept(manager: Client, real: Organ) -> None:
    answer = send(manager, place(real, "profile/"), uscc="91350100M000100Y44")
    assert answer.status_code == 422
    tree = parsed(answer.content)
    assert "最后一位校验不符" in texts(tree, "//*[@class='wrong-why']")[0]
    assert tree.xpath("//input[@name='uscc']/@value") == ["91350100M000100Y44"]


def test_no_organ_stands_above_itself(manager: Client, real: Organ) -> None:
    answer = send(manager, place(real, "profile/"), superior_name=real.name)
    assert answer.status_code == 422
    (why,) = texts(parsed(answer.content), "//*[@class='wrong-why']")
    assert "写的是本机关" in why


def test_every_setting_stands_on_the_page_with_its_source(manager: Client, real: Organ) -> None:
    names = {option.zh for option in OPTIONS}
    assert names <= set(texts(page(manager, place(real)), "//tbody/tr/th"))
    form = page(manager, place(real, "options/"))
    assert len(form.xpath("//*[starts-with(@class, 'hint') and starts-with(., '依据：《')]")) == len(OPTIONS)


def test_only_a_setting_that_was_changed_is_logged(manager: Client, real: Organ) -> None:
    answer = send(manager, place(real, "options/"), count_unit="posting", fee_places="2")
    assert answer.status_code == 302
    real.refresh_from_db()
    assert (real.option("count_unit"), real.fee_places) == ("posting", 2)
    assert logged(real)[:2] == [
        ("organs.organ.change", "收费金额印到小数点后几位（空为不取整）"),
        ("organs.organ.change", "公开信息的计数单位"),
    ]
    assert "按发布次数计" in texts(page(manager, place(real)), "//tbody/tr/td")


def test_a_duty_that_is_switched_off_is_asked_no_more(manager: Client, real: Organ) -> None:
    training = next(duty for duty in DUTIES if duty.code == "training")
    assert agenda.has_duty(real, training)
    assert send(manager, place(real, "options/"), duty_training="off").status_code == 302
    real.refresh_from_db()
    assert not agenda.has_duty(real, training)


def test_a_setting_that_there_is_not_is_refused(manager: Client, real: Organ) -> None:
    answer = send(manager, place(real, "options/"), count_unit="weight", fee_places="9")
    assert answer.status_code == 422
    assert len(texts(parsed(answer.content), "//*[@class='wrong-why']")) == 2
    real.refresh_from_db()
    assert real.option("count_unit") == "item"


@time_machine.travel(DAY)
def test_villages_come_as_a_list_and_end_on_a_day(manager: Client, real: Organ, head_noted: None) -> None:
    url = place(real, "units/new/")
    assert send(manager, url, kind="village", names="东街村\r\n 西街村 \r\n\r\n").status_code == 302
    east, west = queries.units_of(real, date(2022, 10, 19))
    assert (east.name, west.name, east.kind) == ("东街村", "西街村", "village")
    assert manager.post(place(real, f"units/{east.pk}/end/")).status_code == 302
    assert queries.units_of(real, date(2022, 10, 19)) == [west]
    assert queries.units_of(real, date(2022, 10, 18)) == [east, west]
    assert manager.post(place(real, f"units/{east.pk}/end/")).status_code == 404
    assert proof.verify() is None


@pytest.mark.parametrize("names", ["东街村\n东街村", "西街村"])
def test_a_name_is_given_once(manager: Client, real: Organ, names: str) -> None:
    actions.add_units(organ=real, units=[("village", "西街村")], actor="测试")
    answer = send(manager, place(real, "units/new/"), kind="village", names=names)
    assert answer.status_code == 422
    assert "已经登记过" in answer.content.decode()
    assert len(queries.units_of(real, date(2022, 10, 19))) == 1


def test_another_organ_s_village_is_not_there(manager: Client, real: Organ) -> None:
    other = actions.create(name="留固镇人民政府", actor="测试")
    (unit,) = actions.add_units(organ=other, units=[("village", "东街村")], actor="测试")
    assert manager.post(place(real, f"units/{unit.pk}/end/")).status_code == 404


def test_an_organ_is_put_under_another(manager: Client, real: Organ, head_noted: None) -> None:
    county = actions.create(name="滑县人民政府", actor="测试")
    answer = send(manager, place(real, "superior/"), superior="滑县", since="2020-01-01")
    assert answer.status_code == 302
    assert queries.below(county, 2022) == [real]
    assert "滑县人民政府" in page(manager, place(real)).text_content()
    assert proof.verify() is None


def test_two_who_put_an_organ_under_another_at_one_instant_are_told_of_each_other(
    manager: Client, real: Organ, head_noted: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("滑县人民政府", "浚县人民政府"):
        actions.create(name=name, actor="测试")
    url = place(real, "superior/")
    (form,) = page(manager, url).xpath("//form[@class='form']")
    opened = dict(form.form_values())
    first, second = ({**opened, "superior": name, "once": name} for name in ("滑县", "浚县"))

    def between() -> None:
        assert manager.post(url, first).status_code == 302

    before_the_first(monkeypatch, actions, "place_under", between)
    answer = manager.post(url, second)
    assert answer.status_code == 422
    assert "上级机关现在是“滑县人民政府”" in parsed(answer.content).text_content()
    (form,) = parsed(answer.content).xpath("//form[@class='form']")
    assert manager.post(url, dict(form.form_values())).status_code == 302  # told of it, they save over it
    edge = queries.edge_above(real, date(2022, 10, 19))
    assert edge
    assert edge.superior.name == "浚县人民政府"
    assert proof.verify() is None


@time_machine.travel(DAY)
def test_of_two_who_add_or_end_a_village_at_one_instant_the_second_is_told(
    manager: Client, real: Organ, head_noted: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def add() -> Any:
        return send(manager, place(real, "units/new/"), kind="village", names="东街村")

    looked = actions._demand_free

    def look(organ: Organ, names: Sequence[str]) -> None:
        looked(organ, names)
        monkeypatch.setattr(actions, "_demand_free", looked)
        assert add().status_code == 302

    monkeypatch.setattr(actions, "_demand_free", look)
    refused = add()
    assert refused.status_code == 422
    assert "“东街村”已经登记过" in refused.content.decode()
    add()  # what was entered within the first went with it
    (unit,) = queries.units_of(real, date(2022, 10, 19))
    url = place(real, f"units/{unit.pk}/end/")

    def end(url: str) -> None:
        manager.post(url)

    before_the_first(monkeypatch, actions, "end_unit", lambda: end(url))
    answer = manager.post(url, follow=True)
    assert "刚才已经撤销" in answer.content.decode()
    assert proof.verify() is None


@pytest.mark.parametrize(
    ("name", "says"), [("真实镇人民政府", "不能作它的上级"), ("没有的县", "没有这个机关")]
)
def test_a_superior_that_cannot_be_is_told_at_its_field(
    manager: Client, real: Organ, name: str, says: str
) -> None:
    answer = send(manager, place(real, "superior/"), superior=name)
    assert answer.status_code == 422
    assert says in " ".join(texts(parsed(answer.content), "//*[@class='wrong-why']"))


@pytest.mark.slow
@pytest.mark.parametrize("address", ["", "profile/", "options/", "superior/", "units/new/"])
def test_in_english_the_settings_are_english(manager: Client, real: Organ, address: str) -> None:
    manager.cookies["django_language"] = "en"
    tree = page(manager, place(real, address))
    labels = texts(tree, "//label | //legend | //h1 | //tbody/tr/th")
    assert labels
    assert [words for words in labels if not words.isascii()] == []


@pytest.mark.slow
def test_the_samples_beside_a_real_organ_are_removed_once_that_is_confirmed(
    manager: Client, real: Organ, sample: Organ, head_noted: None
) -> None:
    assert "示例机关1个" in texts(page(manager, place(real)), "//h2")
    url = place(real, "samples/")
    assert texts(page(manager, url), "//h1[@id='question-title']") == ["删除1个示例机关？"]
    assert queries.sample_organs() == [sample]  # to look at the question does nothing
    for _twice in range(2):
        assert manager.post(url)["Location"] == place(real)
    assert (queries.sample_organs(), proof.verify()) == ([], None)
    assert ("sample.remove", sample.name) in logged(real)
    assert texts(page(manager, f"/desk/organs/{real.pk}/settings/"), "//h2[contains(., '示例机关')]") == []


def test_a_sample_does_not_remove_itself_nor_what_a_real_organ_rests_on(
    manager: Client, real: Organ, sample: Organ
) -> None:
    actions.place_under(organ=real, superior=sample, actor="测试")
    answer = manager.post(place(real, "samples/"))
    assert answer.status_code == 422
    assert "真实镇人民政府的上级或者承继机关是示例机关 — 请先给它换一个。" in answer.content.decode()
    visitor = Client()
    visitor.force_login(staff(sample, "administrator", username="visitor", name="某人"))
    assert visitor.get(place(sample, "samples/")).status_code == 404
    assert queries.sample_organs() == [sample]


def test_a_village_has_a_telephone_for_whoever_takes_over(
    manager: Client, real: Organ, head_noted: None
) -> None:
    (east,) = actions.add_units(organ=real, units=[("village", "东村")], actor="测试")
    manager.post(place(real, f"units/{east.pk}/phone/"), {"phone": "0372-1234567"})
    assert "0372-1234567" in page(manager, place(real, "")).text_content()
    assert proof.verify() is None


@pytest.mark.slow
def test_an_administrator_makes_an_organ_to_practise_on_which_nobody_else_sees(
    client: Client, real: Organ
) -> None:
    client.force_login(staff(real, "administrator", "clerk"))
    settings = f"/desk/organs/{real.pk}/settings/"
    assert "建好了" in client.post(f"{settings}practice/", follow=True).content.decode()
    (made,) = Organ.objects.filter(practises_for=real)
    here = f"/desk/organs/{made.pk}/"
    assert "练习机关：不计数，不对外发送" in page(client, here).text_content()
    assert "换一个机关" in page(client, here).text_content()
    client.logout()
    assert client.get(f"{here}ledger/requests/").status_code == 302
    assert client.get(f"/organs/{made.pk}/").status_code == 404
    client.force_login(staff(real, "administrator", username="zhou", name="周凯"))
    client.post(f"{settings}practice/end/")
    assert not Organ.objects.filter(practises_for=real).exists()
