"""The portal as files from the desk: made by the jobs process, taken along as a zip, never with what was
taken back."""

import io
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django_tasks_db.models import DBTaskResult

from gongkai.faces.portal.plain.publishing import publish
from gongkai.faces.tests.html import page, parsed, texts
from gongkai.faces.tests.organs import staff
from gongkai.jobs import sites
from gongkai.ledger.disclosures.making import publishing
from gongkai.ledger.disclosures.making.publishing import Withdrawal
from gongkai.ledger.disclosures.models import Record
from gongkai.ledger.disclosures.tests import made
from gongkai.ledger.organs import actions as organs
from gongkai.ledger.organs import queries
from gongkai.ledger.organs.models import Organ

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.usefixtures("static_folder")]
BASE = "https://www.example.gov.cn/zw/"


@pytest.fixture
def clerk(client: Client, real: Organ) -> Client:
    client.force_login(staff(real, "clerk"))
    return client


@pytest.fixture
def record(real: Organ) -> Iterator[Record]:
    for code, value in (("portal", "on"), ("portal_basis", "指南第二条")):
        organs.set_option(organ=real, code=code, value=value, actor="测试")
    yield made.published(real)
    made.clear()


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process of its own would not see the database of a test: the same is done within this one."""

    def within(organ: str, site: Path, base: str, told: Path) -> "subprocess.CompletedProcess[str]":
        done = publish(queries.named(organ), site, base)
        told.write_text(f"{done.drawn}/{done.records}", "ascii")
        return subprocess.CompletedProcess([], 0, f"{organ}：{done.records}条", "")

    monkeypatch.setattr(sites, "publish", within)


def at(organ: Organ, more: str = "") -> str:
    return f"/desk/organs/{organ.pk}/ledger/disclosures/site/{more}"


def asked(clerk: Client, organ: Organ) -> Any:
    return clerk.post(at(organ), {"base": BASE})


def names(answer: Any) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as packed:
        return packed.namelist()


def test_it_is_made_beside_the_server_and_taken_along_whole(
    clerk: Client, real: Organ, record: Record
) -> None:
    assert "还没有做过" in page(clerk, at(real)).text_content()
    assert clerk.get(at(real, "download/")).status_code == 404
    assert asked(clerk, real)["Location"] == at(real, "progress/")
    assert "正在排队" in page(clerk, at(real, "progress/")).text_content()
    assert asked(clerk, real)["Location"] == at(real, "progress/")  # the one on its way goes on
    sites.make.call(real.pk)
    (there,) = page(clerk, at(real, "progress/")).xpath("//*[@id='progress']//a/@href")
    assert there == at(real)
    assert texts(page(clerk, at(real)), "//main//dd")[1:3] == [BASE, "真实镇人民政府：1条"]
    found = names(clerk.get(at(real, "download/")))
    assert {"index.html", f"organs/{real.pk}/records/{record.disclosure_id}/index.html"} <= set(found)
    assert not [name for name in found if "gongkai-site" in name]


def test_what_was_taken_back_is_handed_out_no_more(clerk: Client, real: Organ, record: Record) -> None:
    asked(clerk, real)
    sites.make.call(real.pk)
    publishing.withdraw(record=record, said=Withdrawal("有隐私", hard=True), actor="赵建国")
    assert clerk.get(at(real, "download/")).status_code == 404
    assert "又有1条变了" in page(clerk, at(real)).text_content()
    assert sites.sweep() == 1
    assert not (Path(settings.DATA) / sites.FOLDER / str(real.pk)).exists()


def test_what_is_withdrawn_at_the_desk_leaves_the_server_s_own_folder_without_waiting_for_the_night(
    client: Client, clerk: Client, real: Organ, record: Record
) -> None:
    asked(clerk, real)
    sites.make.call(real.pk)
    client.force_login(staff(real, "leader", username="zhaojianguo", name="赵建国"))
    said = {"reason": "有隐私", "hard": "on"}
    client.post(f"/desk/organs/{real.pk}/ledger/disclosures/making/{record.pk}/withdraw/", said)
    for task in DBTaskResult.objects.filter(task_path="gongkai.jobs.sites.forget"):
        task.task.call()
    assert not (Path(settings.DATA) / sites.FOLDER / str(real.pk)).exists()


def test_a_portal_that_is_closed_has_none(clerk: Client, real: Organ) -> None:
    refused = parsed(asked(clerk, real).content)
    assert "公开门户还没有开通" in texts(refused, "//*[@class='error-summary']//li")[0]
    assert sites.standing(real) is None


START = """
import os, django; os.environ['DJANGO_SETTINGS_MODULE'] = 'gongkai.settings'; django.setup()
from gongkai.jobs import sites
from gongkai.ledger.organs.actions import create
options = {'portal': 'on', 'portal_basis': '指南第二条'}
town = create(name='真实镇人民政府', actor='测试', options=options)
sites.begin(town, 'https://x.gov.cn/')
sites.make.call(town.pk)
found = sites.standing(town)
print(found.outcome.failed or found.outcome.said, found.outcome.size > 10_000, found.is_ready)
"""


def test_the_process_of_its_own_writes_the_pages(started_before: Path) -> None:
    known = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    around = known | {"GONGKAI_DATA": str(started_before), "PYTHONIOENCODING": "utf-8"}
    ran = subprocess.run(
        [sys.executable, "-c", START], env=around, capture_output=True, encoding="utf-8", timeout=240
    )
    assert ran.returncode == 0, ran.stderr
    assert "写入" in ran.stdout
    assert ran.stdout.endswith("True True\n")
