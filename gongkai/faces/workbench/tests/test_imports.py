"""A long ledger is taken in beside the web server: told how far, ended at will, whole or not at all."""

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gongkai.faces.tests.html import page, parsed, texts
from gongkai.faces.tests.organs import staff
from gongkai.faces.workbench.ledgers.imports import AT_ONCE, XLSX
from gongkai.jobs import imports
from gongkai.ledger.audit.models import Entry
from gongkai.ledger.base import Scope
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.requests import queries as requests
from gongkai.ledger.workbook.sheets import REMEDIES
from gongkai.ledger.workbook.writing import Content, write_workbook

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("static_folder")]
HEAD = "申请编号,收到日期,申请人类型,申请人,申请内容\n"


def ledger(rows: int, *, day: str = "2022-03-01") -> SimpleUploadedFile:
    lines = "".join(f"〔2022〕{number}号,{day},自然人,张三,道路\n" for number in range(1, rows + 1))
    return SimpleUploadedFile("依申请公开.csv", f"{HEAD}{lines}".encode("gb18030"))


@pytest.fixture
def clerk(client: Client, real: Organ) -> Client:
    client.force_login(staff(real, "clerk"))
    return client


def send(client: Client, organ: Organ, files: Any, **more: str) -> Any:
    return client.post(f"/desk/organs/{organ.pk}/import/", {"workbooks": files, **more})


def key_of(address: str) -> str:
    return address.rstrip("/").rpartition("/")[2]


def count(organ: Organ) -> int:
    return requests.of(Scope.of(organ)).count()


def kept(key: str) -> list[Path]:
    """The uploads that still lie there."""
    return list((settings.DATA / imports.FOLDER.name / key).glob("files/*"))


def test_a_short_ledger_is_in_at_once(clerk: Client, real: Organ) -> None:
    answer = send(clerk, real, ledger(3))
    assert (answer.status_code, count(real)) == (200, 3)


def test_of_several_files_it_is_told_which_is_in_and_which_row_of_which_is_not(
    clerk: Client, real: Organ
) -> None:
    row = {"案号": "复议1", "类型": "行政复议", "收到日期": "2099-05-09"}
    content = write_workbook([(REMEDIES, Content([row]))])
    answer = send(clerk, real, [ledger(1), SimpleUploadedFile("复议.xlsx", content)])
    told = parsed(answer.content)
    assert (texts(told, "//h1"), count(real)) == (["有1行要改，有的文件没有导入"], 1)
    assert texts(told, "//section[2]//tbody/tr/*[position() < 4]") == [
        *("复议.xlsx", "没有导入", "0"),
        *("依申请公开.csv", "已导入", "1"),
    ]
    assert texts(told, "//section[1]//tbody/tr/td[1]") == ["复议.xlsx"]


@pytest.mark.slow
def test_a_long_one_waits_is_worked_off_and_tells_what_it_did(clerk: Client, real: Organ) -> None:
    place = send(clerk, real, ledger(AT_ONCE + 1))["Location"]
    waiting = page(clerk, place)
    assert "正在排队" in waiting.text_content()
    assert waiting.xpath("//noscript/meta[@http-equiv='refresh']")
    assert waiting.xpath("//*[@id='progress']/@hx-get") == [place]
    assert count(real) == 0
    assert len(kept(key_of(place))) == 1
    imports.take_in.call(key_of(place))
    assert count(real) == AT_ONCE + 1
    assert kept(key_of(place)) == []
    (result,) = page(clerk, place).xpath("//*[@id='progress']//a/@href")
    told = page(clerk, result)
    assert texts(told, "//h1") == ["台账已导入"]
    assert texts(told, "//tbody/tr/*") == ["依申请公开", str(AT_ONCE + 1), "0", "0"]


@pytest.mark.slow
def test_bad_rows_are_listed_and_nothing_is_in_until_they_are_skipped(clerk: Client, real: Organ) -> None:
    wrong = "〔2022〕错,2099-01-01,自然人,张三,路\n".encode("gb18030")
    bad = SimpleUploadedFile("依申请公开.csv", ledger(AT_ONCE + 1).read() + wrong)
    place = send(clerk, real, bad)["Location"]
    imports.take_in.call(key_of(place))
    told = page(clerk, f"{place}?told=1")
    assert texts(told, "//h1") == ["有1行要改，什么也没有导入"]
    assert "2099-01-01" in told.text_content()
    assert told.xpath("//form[@enctype]/@action") == [f"/desk/organs/{real.pk}/import/"]
    assert told.xpath("//button[@name='skip']")
    assert count(real) == 0
    bad.seek(0)
    place = send(clerk, real, bad, skip="1")["Location"]
    imports.take_in.call(key_of(place))
    assert count(real) == AT_ONCE + 1


@pytest.mark.slow
def test_trying_changes_nothing(clerk: Client, real: Organ) -> None:
    place = send(clerk, real, ledger(AT_ONCE + 1), **{"try": "1"})["Location"]
    imports.take_in.call(key_of(place))
    assert texts(page(clerk, f"{place}?told=1"), "//h1") == ["试过了，可以导入"]
    assert count(real) == 0


@pytest.mark.slow
def test_sent_twice_it_is_one_import(clerk: Client, real: Organ) -> None:
    first, second = (send(clerk, real, ledger(AT_ONCE + 1), once="abc")["Location"] for _time in range(2))
    assert first == second


def test_one_that_waits_is_cancelled_at_once(clerk: Client, real: Organ) -> None:
    place = send(clerk, real, ledger(AT_ONCE + 1))["Location"]
    (cancel,) = page(clerk, place).xpath("//*[@id='progress']//form/@action")
    assert clerk.post(cancel)["Location"] == place
    assert "已取消，什么也没有导入" in page(clerk, place).text_content()
    imports.take_in.call(key_of(place))
    assert (count(real), kept(key_of(place))) == (0, [])


def test_what_was_cut_off_is_told_and_leaves_no_upload(clerk: Client, real: Organ) -> None:
    place = send(clerk, real, ledger(AT_ONCE + 1))["Location"]
    done = settings.DATA / imports.FOLDER.name / key_of(place) / "done"
    done.write_text("20")
    assert "已办20，共602" in page(clerk, place).text_content()
    then = time.time() - imports.CUT_OFF - 1
    os.utime(done, (then, then))
    assert "请再导入一次" in page(clerk, place).text_content()
    assert kept(key_of(place)) == []


def test_the_whole_ledger_leaves_with_names_only_for_a_reason_that_is_logged(
    clerk: Client, real: Organ
) -> None:
    send(clerk, real, ledger(2))
    url = f"/desk/organs/{real.pk}/export/"
    assert clerk.get(url)["Content-Type"].startswith("text/html")
    assert clerk.post(url, {"reason": ""}).status_code == 422
    answer = clerk.post(url, {"reason": "做年报"})
    assert answer["Content-Type"] == XLSX
    (look,) = Entry.objects.filter(action="request.unmask.ledger")
    assert look.reason == "做年报"
    clerk.force_login(staff(real, "auditor", username="auditor"))
    assert clerk.get(url)["Content-Type"] == XLSX  # the names are masked


def test_another_organ_s_import_is_not_there(clerk: Client, real: Organ, sample: Organ) -> None:
    place = send(clerk, real, ledger(AT_ONCE + 1))["Location"]
    staff(sample, "clerk", username="lihua")
    clerk.force_login(staff(sample, "clerk", username="zhaolei"))
    other = place.replace(f"/organs/{real.pk}/", f"/organs/{sample.pk}/")
    assert clerk.get(other).status_code == 404
    assert clerk.post(f"{other}cancel/").status_code == 404
    assert clerk.get(place).status_code == 404


START = "import os, django; os.environ['DJANGO_SETTINGS_MODULE'] = 'gongkai.settings'; django.setup()\n"
FOUND = """
from gongkai.faces.tests.organs import real_organ
from gongkai.jobs.imports import Asked, begin
from pathlib import Path
data = Path(os.environ["LEDGER"]).read_bytes()
print("KEY", begin(Asked(real_organ().pk, "测试", 6000, False, False, []), [("依申请公开.csv", [data])]))
"""
COUNT = "from gongkai.ledger.requests.models import FoiRequest; print('COUNT', FoiRequest.objects.count())"


@pytest.mark.slow
@pytest.mark.parametrize("is_cancelled", [True, False])
def test_the_jobs_process_takes_it_in_and_stops_when_told_to(
    started_before: Path, tmp_path: Path, is_cancelled: bool
) -> None:
    (tmp_path / "rows.csv").write_bytes(ledger(3000).read())
    known = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    around = known | {
        "GONGKAI_DATA": str(started_before),
        "LEDGER": str(tmp_path / "rows.csv"),
        "PYTHONIOENCODING": "utf-8",
    }

    def told(lines: str) -> str:
        ran = subprocess.run(
            [sys.executable, "-c", START + lines],
            env=around,
            check=True,
            capture_output=True,
            encoding="utf-8",
            timeout=120,
        )
        return ran.stdout.split()[-1]

    place = started_before / imports.FOLDER.name / told(FOUND)
    worker = subprocess.Popen([sys.executable, "-m", "gongkai.jobs"], env=around)
    try:
        until = time.monotonic() + 120
        while not (place / "done").exists() and time.monotonic() < until:
            time.sleep(0.01)
        if is_cancelled:
            (place / "cancel").touch()
        while not (place / "outcome.json").exists() and time.monotonic() < until:
            time.sleep(0.05)
        outcome = (place / "outcome.json").read_text("utf-8")
    finally:
        worker.terminate()
        worker.wait(30)
    assert ("已取消" in outcome) == is_cancelled
    assert told(COUNT) == ("0" if is_cancelled else "3000")
