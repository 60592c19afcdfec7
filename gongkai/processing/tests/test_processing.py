"""What is held of whom is listed in full, given to whoever it is about alone, and told when it got out."""

import io
import json
import zipfile
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.db.models import CharField, EmailField, GenericIPAddressField, JSONField, TextField

from gongkai.law.workdays import OFFICIAL
from gongkai.ledger.archive.tests import cases
from gongkai.ledger.audit.models import Entry
from gongkai.ledger.base import Refused
from gongkai.ledger.organs import actions as organs
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.requests import inbox
from gongkai.ledger.requests.tests.bodies import BODIES
from gongkai.papers import write
from gongkai.processing import breach, document, person
from gongkai.processing.activities import ACTIVITIES, BY_CODE, NONE
from gongkai.processing.breach import Scenario
from gongkai.reading import words

pytestmark = pytest.mark.django_db
OF_FRAMEWORK = {"contenttypes", "django_tasks_database", "django_tasks_db"}
TELLING = (CharField, TextField, JSONField, EmailField, GenericIPAddressField)


@pytest.fixture
def town(head_noted: None) -> Organ:
    return organs.create(name="四间房镇人民政府", actor="测试", options={"letter_mark": "四政", **BODIES})


def told() -> dict[str, set[str]]:
    """Every table with words in it, and its columns."""
    return {
        table._meta.label_lower: {field.name for field in table._meta.concrete_fields}
        for table in apps.get_models()
        if table._meta.app_label not in OF_FRAMEWORK
        and any(isinstance(field, TELLING) for field in table._meta.concrete_fields)
    }


def test_every_table_is_listed_or_known_to_tell_of_nobody() -> None:
    listed = {table for one in ACTIVITIES for table in one.tables}
    assert not listed & NONE
    assert listed | NONE == set(told())


def test_every_listed_column_is_there_and_every_sealed_one_is_listed() -> None:
    columns = {column for one in ACTIVITIES for column in one.columns}
    known = {(table, name) for table, names in told().items() for name in names}
    assert columns <= known
    of_organs = {
        "reports.keptreport",
        "reports.material",
        "reports.sent",
        "reports.received",
        "deliveries.outlet",
    }
    sealed = {(table, name) for table, name in known if name.endswith("_sealed") and table not in of_organs}
    assert sealed <= columns


@time_machine.travel("2022-04-01T09:00:00+08:00")
def test_the_list_says_how_much_there_is_now(town: Organ) -> None:
    cases.served(town)
    text = words.read(write(document.build(town), "docx"))
    assert "办理政府信息公开申请" in text
    assert "确认申请、办理、答复、送达" in text
    assert "《政府信息公开条例》第二十九条" in text
    assert BY_CODE["applications"].count() >= 3


@time_machine.travel("2022-04-01T09:00:00+08:00")
def test_whoever_it_is_about_gets_all_of_it_and_nobody_elses(town: Organ) -> None:
    cases.served(town)
    cases.served(town, "〔2022〕2号")
    cases.served(town, "〔2022〕3号", replace(cases.SAID, applicant_name="西门吹雪"))  # of one telephone
    said: dict[str, Any] = {
        "actor": "王敏",
        "reason": "本人到场",
        "on": date(2022, 4, 1),
        "calendar": OFFICIAL,
    }
    inbox.arrive(organ=town, channel="in_person", said=cases.SAID, at=cases.at(cases.ARRIVED), actor="王敏")
    data = person.take(town, name="欧阳石榴", number="13900139000", fonts_dir=None, **said)
    with zipfile.ZipFile(io.BytesIO(data)) as made:
        index = json.loads(made.read("index.json"))
        assert [one["number"] for one in index["applications"]] == ["〔2022〕1号", "〔2022〕2号"]
        assert [one["said"]["content"] for one in index["waiting"]] == [cases.SAID.content]
        first = made.read(f"applications/{index['applications'][0]['package']}")
        assert "case.json" in zipfile.ZipFile(io.BytesIO(first)).namelist()
    assert Entry.objects.filter(action__contains="unmask", reason="本人到场").count() == 3
    for name, number in (("欧阳石榴", "13900139001"), ("欧阳", "13900139000"), ("", "")):
        with pytest.raises(Refused, match="没有找到"):
            person.take(town, name=name, number=number, fonts_dir=None, **said)


def test_without_the_keys_what_is_sealed_cannot_be_read() -> None:
    stolen, with_keys = breach.of_data(Scenario.DATABASE), breach.of_data(Scenario.FOLDER)
    for less, more in zip(stolen.touched, with_keys.touched, strict=True):
        assert less.sealed == len(less.activity.sealed)
        assert more.readable == less.readable + less.sealed
        assert more.sealed == 0


@time_machine.travel("2022-04-01T09:00:00+08:00")
def test_an_account_is_told_by_what_it_looked_at_and_the_notice_says_what_the_law_asks(town: Organ) -> None:
    cases.served(town)
    with time_machine.travel("2022-04-02T09:00:00+08:00"):
        person.take(
            town,
            name="欧阳石榴",
            number="13900139000",
            actor="周凯",
            reason="看看",
            on=date(2022, 4, 2),
            calendar=OFFICIAL,
            fonts_dir=None,
        )
    found = breach.of_account(town, "周凯", date(2022, 4, 2), date(2022, 4, 2))
    assert found.looks == (("request.unmask.package", 1),)
    assert breach.of_account(town, "周凯", date(2022, 4, 3), date(2022, 4, 9)).looks == ()
    text = words.read(write(breach.notice(town, found, date(2022, 4, 3)), "docx"))
    for asked in ("信息种类、原因和可能造成的危害", "补救措施", "联系方式"):
        assert asked in text
    assert "查看、取走个人信息1次" in text
