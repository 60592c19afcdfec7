"""The public log over HTTP, and what is downloaded held against it with the command, as anybody would."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import caches
from django.db import transaction
from django.test import Client

from gongkai.cli.main import main
from gongkai.faces.api.tests.calls import ROOT, at, opened, problem, told
from gongkai.faces.tests.html import page, parsed
from gongkai.faces.tests.organs import real_organ
from gongkai.ledger.disclosures.making.publishing import Withdrawal, withdraw
from gongkai.ledger.disclosures.models import Record
from gongkai.ledger.disclosures.tests import made
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.reports.tests.test_way import ask, walk
from gongkai.ledger.transparency import actions, queries
from gongkai.lib import merkle, proofs
from gongkai.lib.proofs import Entry, Growth, Kind, Proof

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def town(db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Organ:
    caches["pages"].clear()
    monkeypatch.chdir(tmp_path)
    return opened(real_organ())


@pytest.fixture
def record(town: Organ) -> Iterator[Record]:
    yield made.published(town)
    made.clear()


def verify(*words: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(["verify", *words])
    return int(ended.value.code or 0)


def proof_at(client: Client, address: str) -> Proof:
    """What is proved there, kept beside as whoever downloads it keeps it."""
    content = client.get(address).content
    Path("proof.json").write_bytes(content)
    found = proofs.read(content)
    assert isinstance(found, Proof)
    return found


def test_a_record_is_proved_by_its_page_and_its_files(client: Client, town: Organ, record: Record) -> None:
    actions.sign()
    assert record.disclosure
    key = record.disclosure.pk
    shown = page(client, f"/organs/{town.pk}/records/{key}/")
    (code,) = shown.xpath("//p[@class='proved']/span/text()")
    (link,) = shown.xpath("//a[@download='proof.json']/@href")
    found = proof_at(client, link)
    assert (found.entry.kind, found.head.code) == (Kind.RELEASE, code)
    Path("页面.html").write_bytes(client.get(f"/organs/{town.pk}/records/{key}/").content)
    (file,) = told(client, at(town, f"/records/{key}"))["files"]
    Path("公示.docx").write_bytes(client.get(file["url"].removeprefix("http://testserver")).content)
    assert verify("页面.html", "公示.docx", "--proof", "proof.json", "--trust", code) == 0
    Path("页面.html").write_text(Path("页面.html").read_text("utf-8").replace("公示", "公告"), "utf-8")
    assert verify("页面.html", "--proof", "proof.json", "--trust", code) == 1


def test_of_what_was_taken_back_that_is_proved_and_nothing_else(
    client: Client, town: Organ, record: Record
) -> None:
    withdraw(record=record, said=Withdrawal("有个人信息", hard=True), actor="赵建国")
    assert record.disclosure
    found = proof_at(client, at(town, f"/records/{record.disclosure.pk}/proof"))
    assert (found.entry.kind, json.loads(found.content or "")["reason"]) == (Kind.WITHDRAWAL, "有个人信息")


@pytest.mark.parametrize("form", ["docx", "pdf", "html", "json"])
def test_a_report_is_proved_by_its_paper(client: Client, town: Organ, form: str) -> None:
    published(town)
    paper = Path(f"年报.{form}")
    paper.write_bytes(client.get(f"/organs/{town.pk}/reports/2022.{form}").content)
    (code,) = page(client, f"/organs/{town.pk}/reports/2022/").xpath("//p[@class='proved']/span/text()")
    if form == "html":
        assert f"公开存证码：{code}" in parsed(paper.read_bytes()).text_content()
    proof_at(client, at(town, "/reports/2022/proof"))
    assert verify(str(paper), "--proof", "proof.json", "--trust", code) == 0


def test_a_paper_with_another_figure_is_found_out(
    client: Client, town: Organ, capsys: pytest.CaptureFixture[str]
) -> None:
    published(town)
    found = proof_at(client, at(town, "/reports/2022/proof"))
    said = json.loads(client.get(f"/organs/{town.pk}/reports/2022.json").content)
    said["requests"]["new"][0] += 1
    Path("年报.json").write_text(json.dumps(said), "utf-8")
    assert verify("年报.json", "--proof", "proof.json", "--trust", found.head.code) == 1
    assert "这份文件是" in capsys.readouterr().out


def published(town: Organ) -> None:
    """The report of a year with one application."""
    ask(town, "1", "2022-03-01", "2022-03-20")
    walk(town, "check", "approve", "submit", "pass", "publish")


def test_whoever_copies_the_entries_makes_the_tree_anew(client: Client, town: Organ) -> None:
    tell("一", "二", "三")
    actions.sign()
    first = told(client, f"{ROOT}/log/entries?limit=2")
    rest = told(client, first["next"].removeprefix("http://testserver"))
    leaves = [merkle.leaf_hash(_entry(one).data) for one in (*first["items"], *rest["items"])]
    root = merkle.node_hash(merkle.node_hash(leaves[0], leaves[1]), leaves[2])
    assert told(client, f"{ROOT}/log")["root"] == root.hex()
    assert [one["size"] for one in told(client, f"{ROOT}/log/heads")["items"]] == [3]


def _entry(one: dict[str, Any]) -> Entry:
    return Entry(Kind(one["kind"]), one["subject"], one["at"], one["digest"])


def tell(*contents: str) -> None:
    with transaction.atomic():
        actions.append([actions.Statement(Kind.RELEASE, f"thing:{content}", content) for content in contents])


def test_the_log_says_how_it_grew(client: Client, town: Organ) -> None:
    tell("一", "二", "三")
    growth = proofs.read(client.get(f"{ROOT}/log/consistency?earlier=1&later=3").content)
    assert isinstance(growth, Growth)
    growth.check()
    for ends in ("earlier=2&later=1", "earlier=1&later=4", "earlier=0&later=9007199254740991"):
        assert problem(client.get(f"{ROOT}/log/consistency?{ends}"))["status"] == 404


def test_a_code_is_looked_up(client: Client, town: Organ) -> None:
    tell("一", "二")
    code = queries.head_at(1).code
    assert "在公开日志里" in page(client, f"/proof/?code={code.lower()}").text_content()
    assert "不在公开日志里" in page(client, f"/proof/?code=2{code[1:]}").text_content()
    assert "不在公开日志里" in page(client, f"/proof/?code=9{code}").text_content()
    typed = client.get("/proof/?code=abc")
    assert (typed.status_code, "不是这个样子" in typed.content.decode()) == (422, True)


def test_nothing_is_vouched_for_before_it_is_signed(client: Client, town: Organ) -> None:
    assert problem(client.get(f"{ROOT}/log"))["status"] == 404
    assert client.get("/proof/head.json").status_code == 404
    tell("一")
    actions.sign()
    head = proofs.read_head(client.get("/proof/head.json").content)
    assert head.is_signed
    assert head == queries.latest()
