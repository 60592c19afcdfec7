"""A portal as files says what the portal says, follows every change, and touches nothing that is not its
own."""

import json
import sqlite3
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
import time_machine
from django.test import Client
from pypdfium2 import PdfDocument

from gongkai.faces.portal.plain.folder import BOOK, Folder
from gongkai.faces.portal.plain.publishing import Done, publish
from gongkai.faces.portal.tests.test_site import at, open_portal
from gongkai.faces.portal.tests.test_site import publish as enter
from gongkai.faces.tests.html import page, parsed, texts
from gongkai.faces.tests.organs import real_organ
from gongkai.ledger.base import Refused
from gongkai.ledger.disclosures import actions
from gongkai.ledger.disclosures.making import publishing
from gongkai.ledger.disclosures.making.publishing import Withdrawal
from gongkai.ledger.disclosures.models import Category, PublishedFile, Record
from gongkai.ledger.disclosures.tests import made
from gongkai.ledger.organs import actions as organs
from gongkai.ledger.organs.models import Organ
from gongkai.reading.originals.tests.documents import TITLE

pytestmark = [pytest.mark.django_db, pytest.mark.slow]  # each writes a whole portal
BASE = "https://www.example.gov.cn/zw/"


@pytest.fixture
def town(db: None) -> Organ:
    return open_portal(real_organ())


@pytest.fixture
def record(town: Organ) -> Iterator[Record]:
    yield made.published(town)
    made.clear()


def written(town: Organ, folder: Path, **more: Any) -> Done:
    return publish(town, folder, BASE, **more)


def said(folder: Path, town: Organ, place: str = "") -> Any:
    return parsed((folder / f"organs/{town.pk}/{place}index.html").read_bytes())


def everything(folder: Path) -> bytes:
    """All that lies there, hidden and temporary files too, and what is packed in them."""
    return b"".join(part for path in sorted(folder.rglob("*")) if path.is_file() for part in held(path))


def held(path: Path) -> Iterator[bytes]:
    yield path.read_bytes()
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as packed:
            yield from map(packed.read, packed.namelist())
    if ".parquet" in path.name:
        yield repr(duckdb.connect().read_parquet(str(path)).fetchall()).encode()
    if ".pdf" in path.name:
        with PdfDocument(path) as document:
            yield "".join(page.get_textpage().get_text_bounded() for page in document).encode()


def words_in(folder: Path, *words: str) -> list[bool]:
    """Whether words stand anywhere in the folder: in pages, files, names, the index, the book."""
    held = everything(folder) + "\n".join(map(str, folder.rglob("*"))).encode()
    return [word.encode() in held or json.dumps(word)[1:-1].encode() in held for word in words]


def test_every_link_of_every_page_leads_to_a_file_that_is_there(
    town: Organ, record: Record, tmp_path: Path
) -> None:
    enter(town, "关于施行办法的通知", date(2022, 9, 1), category=Category.NORMATIVE, clause="art20_1")
    assert written(town, tmp_path).records == 2
    pages = list(tmp_path.rglob("*.html"))
    assert len(pages) > 12
    for path in pages:
        for link in parsed(path.read_bytes()).xpath("//@href | //@src | //@action | //@data-place"):
            if link.startswith(("data:", "#", "tel:", "http:", "https:")):
                continue
            file = path.parent / link.partition("#")[0].partition("?")[0]
            assert (file / "index.html" if link.partition("?")[0].endswith("/") else file).exists(), (
                path,
                link,
            )


@pytest.mark.parametrize("place", ["", "guide/", "rules/", "catalogue/", "in-force/", "records/", "reports/"])
def test_a_page_says_what_the_portal_says(client: Client, town: Organ, tmp_path: Path, place: str) -> None:
    enter(town, "农村低保金发放公示", clause="art20_7")
    written(town, tmp_path)
    live, file = page(client, at(town, place)), said(tmp_path, town, place)
    for what in ("//h1", "//main//h2[not(ancestor::*[@class='months'])]", "//main//td", "//main//li"):
        assert texts(file, what) == texts(live, what)


def test_a_record_lies_there_with_its_body_its_files_and_its_address(
    client: Client, town: Organ, record: Record, tmp_path: Path
) -> None:
    written(town, tmp_path)
    place = f"records/{record.disclosure_id}/"
    live, file = page(client, at(town, place)), said(tmp_path, town, place)
    assert (
        texts(file, "//div[contains(@class, 'body')]//td")
        == texts(live, "//div[contains(@class, 'body')]//td")
        != []
    )
    (link,) = file.xpath("//ul[@class='files']//a")
    data = (tmp_path / f"organs/{town.pk}/{place}" / link.get("href")).read_bytes()
    assert (data, link.get("download")) == (
        client.get(live.xpath("//ul[@class='files']//a/@href")[0]).content,
        "公示.docx",
    )
    assert file.xpath("//meta[@name='Url']/@content") == [f"{BASE}organs/{town.pk}/{place}"]
    assert file.xpath("//meta[@http-equiv='Content-Security-Policy']")
    assert file.xpath("//script[not(@src)] | //*[@style] | //form[@method='post']") == []


def test_data_feeds_and_maps_are_those_of_the_portal_under_the_given_address(
    client: Client, town: Organ, record: Record, tmp_path: Path
) -> None:
    written(town, tmp_path)
    live: Any = client.get(at(town, "data/records.json"))
    told, known = (
        json.loads((tmp_path / f"organs/{town.pk}/data/records.json").read_bytes()),
        json.loads(live.getvalue()),
    )
    known["rows"][0]["url"] = known["rows"][0]["url"].replace("http://testserver/", BASE)
    assert told == known
    assert (tmp_path / f"organs/{town.pk}/data/records.parquet").read_bytes()[:4] == b"PAR1"
    feed = json.loads((tmp_path / f"organs/{town.pk}/feeds/clause-art21.json").read_bytes())
    assert (feed["feed_url"], feed["items"][0]["title"]) == (
        f"{BASE}organs/{town.pk}/feeds/clause-art21.json",
        TITLE,
    )
    assert f"<loc>{BASE}organs/{town.pk}/records/{record.disclosure_id}/</loc>" in (
        tmp_path / f"organs/{town.pk}/sitemap-2022.xml"
    ).read_text("utf-8")


def test_only_what_changed_is_written(town: Organ, tmp_path: Path) -> None:
    rows = [enter(town, f"第{number}号公告", date(2022, 1 + number % 9, 3)) for number in range(60)]
    assert written(town, tmp_path).drawn == 60
    assert written(town, tmp_path) == Done(60, 0, 0, 0)
    other = f"organs/{town.pk}/records/{rows[1].pk}/index.html"
    before = (tmp_path / other).stat().st_mtime_ns
    actions.amend(organ=town, pairs=[(rows[0], {"title": "改过的通告"})], actor="测试", reason="错")
    done = written(town, tmp_path)
    assert (done.records, done.drawn, done.written < 40) == (60, 1, True)
    assert texts(said(tmp_path, town, f"records/{rows[0].pk}/"), "//article/h1") == ["改过的通告"]
    assert words_in(tmp_path, "第0号公告", "改过的通告") == [False, True]
    assert (tmp_path / other).stat().st_mtime_ns == before


def test_amending_the_index_leaves_what_making_it_anew_would(town: Organ, tmp_path: Path) -> None:
    rows = [enter(town, f"第{number}号公告", clause="art20_7") for number in range(60)]
    written(town, tmp_path / "amended")
    actions.amend(
        organ=town, pairs=[(rows[7], {"title": "桥梁养护", "clause": "art20_9"})], actor="测试", reason="错"
    )
    actions.amend(organ=town, pairs=[(rows[8], {"attribute": "withheld"})], actor="测试", reason="错")
    assert written(town, tmp_path / "amended").drawn == 1
    enter(town, "新来的", clause="art20_7")
    assert written(town, tmp_path / "amended").drawn == 1
    written(town, tmp_path / "anew")
    assert _index(tmp_path / "amended") == _index(tmp_path / "anew")


def _index(folder: Path) -> dict[str, Any]:
    """All pairs and facets by the records in which they stand, whatever their numbers."""
    known = json.loads((folder / "search/index.json").read_bytes())
    docs = json.loads((folder / f"search/docs-{known['docs']}.json").read_bytes())["pks"]
    found: dict[str, Any] = {}
    for first, prints in known["pairs"].items():
        for part, print_ in enumerate(prints):
            name = f"search/w-{ord(first):x}-{part}-{print_}.json"
            for second, flat in json.loads((folder / name).read_bytes()).items():
                found[first + second] = _places(flat, docs)
    for code, print_ in known["facets"].items():
        values = json.loads((folder / f"search/f-{code}-{print_}.json").read_bytes())
        found |= {f"{code}={value}": {docs[n] for n in numbers} for value, numbers in values.items()}
    return found


def _places(flat: list[int], docs: list[int]) -> dict[int, list[int]]:
    found, number, each = {}, 0, iter(flat)
    for step in each:
        number, place = number + step, 0
        found[docs[number]] = [place := place + next(each) for _place in range(next(each))]
    return found


@pytest.mark.parametrize("hard", [False, True])
def test_of_a_withdrawn_record_nothing_is_left_but_why(
    town: Organ, record: Record, tmp_path: Path, hard: bool
) -> None:
    enter(town, "别的公告")
    written(town, tmp_path)
    record = made.published_again(record, shows=True, extra="补贴每亩35元。", reason="金额有误")
    written(town, tmp_path)
    words = said_by(record)
    assert words_in(tmp_path, *words) == [True] * len(words)
    withdrawal = Withdrawal(reason="名单有误", hard=hard, title="已撤回的名单" if hard else "")
    publishing.withdraw(record=record, said=withdrawal, actor="赵建国")
    assert written(town, tmp_path).records == 1
    assert words_in(tmp_path, *words, "名单有误") == [False] * len(words) + [True]
    assert texts(said(tmp_path, town, f"records/{record.disclosure_id}/"), "//h1") == ["这条信息已撤回"]


def said_by(record: Record) -> list[str]:
    """What the folder holds of a record that was corrected: its body, files, names, changes."""
    (old, new) = PublishedFile.objects.filter(version__record=record).order_by("pk")
    line = new.text.split("\n")[2][:20]
    return [TITLE, line, "四政〔2022〕36号", "补贴每亩35元。", "金额有误", f"{old.pk}.docx", f"{new.pk}.docx"]


class Died(BaseException):
    """The power went."""


@pytest.mark.parametrize(
    ("where", "before"), [("files/", True), ("search/w-", True), ("data/records.csv", False), ("end", False)]
)
def test_where_a_run_dies_nothing_is_left_of_what_is_withdrawn_once_the_next_has_ended(
    town: Organ, record: Record, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str, before: bool
) -> None:
    """``before``: it dies before the withdrawal, while it writes the record; else while it takes it away."""
    enter(town, "别的公告")
    record = made.published_again(record, shows=True, extra="补贴每亩35元。", reason="金额有误")
    words = said_by(record)
    if before:
        dying(town, tmp_path, monkeypatch, where)
    else:
        written(town, tmp_path)
    publishing.withdraw(record=record, said=Withdrawal("名单有误", hard=True, title="某名单"), actor="赵建国")
    enter(town, "又一公告")
    if not before:
        dying(town, tmp_path, monkeypatch, where)
    assert written(town, tmp_path).records == 2
    assert words_in(tmp_path, *words, "名单有误") == [False] * len(words) + [True]
    assert [path for path in tmp_path.rglob("*.new") if path.is_file()] == []
    assert written(town, tmp_path) == Done(2, 0, 0, 0)


def dying(town: Organ, folder: Path, monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    """A run that dies with a draft written, or with all written and nothing taken away."""
    real = Folder.write

    def write(self: Folder, path: str, data: bytes) -> bool:
        if where not in path:
            return real(self, path, data)
        self.claim([path])
        draft = self._place(path)
        draft.parent.mkdir(parents=True, exist_ok=True)
        draft.with_name(f".{draft.name}.new").write_bytes(data)
        raise Died

    def finish(self: Folder) -> tuple[int, int]:
        raise Died

    with monkeypatch.context() as dies:
        dies.setattr(Folder, "write", write)
        dies.setattr(Folder, "finish", finish)
        with pytest.raises(Died):
            written(town, folder)


def test_the_address_of_an_attachment_leads_to_it_after_a_correction_too_until_it_is_taken_out(
    town: Organ, record: Record, tmp_path: Path
) -> None:
    written(town, tmp_path)
    place = tmp_path / f"organs/{town.pk}/records/{record.disclosure_id}/files"
    (old,) = place.iterdir()
    made.published_again(record, extra="补贴每亩35元。")
    written(town, tmp_path)
    (new,) = set(place.iterdir()) - {old}
    assert old.read_bytes() == new.read_bytes()
    assert "补贴每亩35元。".encode() in everything(place)


def test_what_turns_by_itself_turns_on_its_day(town: Organ, tmp_path: Path) -> None:
    row = enter(town, "公示名单", date(2026, 1, 5), notice_until=date(2026, 1, 20))
    enter(town, "将来的公告", date(2026, 1, 21))
    for day, notes, titles in (
        ("2026-01-20", [], 1),
        ("2026-01-21", ["公示期到2026-01-20已满，只留名称。"], 2),
    ):
        with time_machine.travel(f"{day} 12:00+08:00"):
            assert written(town, tmp_path).records == titles
            assert texts(said(tmp_path, town, f"records/{row.pk}/"), "//p[@class='note warning']") == notes


def test_a_setting_changes_every_page(town: Organ, tmp_path: Path) -> None:
    row = enter(town, "公告")
    written(town, tmp_path)
    organs.describe(organ=town, profile={"phone": "0372-8110001"}, actor="测试")
    assert written(town, tmp_path).drawn == 1
    assert "0372-8110001" in said(tmp_path, town, f"records/{row.pk}/").text_content()


def test_what_is_not_open_is_not_written(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="公开门户还没有开通"):
        publish(real_organ(), tmp_path, BASE)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_of_somebody_else_is_refused_and_left_as_it_was(town: Organ, tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").write_bytes(b"mine")
    with pytest.raises(Refused, match="不是空的"):
        written(town, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.docx"]


def test_another_organ_s_folder_is_refused(town: Organ, tmp_path: Path) -> None:
    written(town, tmp_path)
    other = open_portal(organs.create(name="别处镇人民政府", actor="测试"))
    with pytest.raises(Refused, match="里面是真实镇人民政府的静态站"):
        written(other, tmp_path)


def test_a_file_that_somebody_put_there_is_neither_overwritten_nor_taken_away(
    town: Organ, tmp_path: Path
) -> None:
    row = enter(town, "公告")
    written(town, tmp_path)
    mine = tmp_path / f"organs/{town.pk}/records/{row.pk}/note.txt"
    mine.write_text("mine")
    actions.amend(organ=town, pairs=[(row, {"attribute": "withheld"})], actor="测试", reason="错")
    written(town, tmp_path)
    assert mine.read_text() == "mine"
    late = tmp_path / f"organs/{town.pk}/records/{row.pk + 1}/index.html"
    late.parent.mkdir()
    late.write_text("mine")
    enter(town, "又一公告")
    with pytest.raises(Refused, match="不是本程序写的"):
        written(town, tmp_path)
    assert late.read_text() == "mine"


def test_no_link_and_no_book_lead_out_of_the_folder(town: Organ, tmp_path: Path) -> None:
    folder, outside = tmp_path / "site", tmp_path / "outside"
    outside.mkdir()
    (outside / "kept.txt").write_text("kept")
    enter(town, "公告")
    written(town, folder)
    with sqlite3.connect(folder / BOOK) as book:
        book.execute("INSERT INTO files VALUES ('organs/../../outside/kept.txt', 'x')")
        book.execute(
            f"INSERT INTO files VALUES ('organs/{town.pk}/reports/../../../../outside/kept.txt', 'x')"
        )
    with pytest.raises(Refused, match="指到文件夹外面"):
        enter(town, "又一公告") and written(town, folder, anew=True)
    assert (outside / "kept.txt").read_text() == "kept"
    written(town, tmp_path / "second")
    data = tmp_path / f"second/organs/{town.pk}/data"
    for path in data.iterdir():
        path.rename(outside / path.name)
    data.rmdir()
    data.symlink_to(outside)
    enter(town, "第三个公告")
    before = (outside / "records.csv").read_bytes()
    with pytest.raises(Refused, match="指到文件夹外面"):
        written(town, tmp_path / "second")
    assert (outside / "records.csv").read_bytes() == before


def test_after_a_crash_the_next_run_brings_it_to_its_end(
    town: Organ, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = enter(town, "公告")
    with monkeypatch.context() as dying:
        dying.setattr("gongkai.faces.portal.plain.index.build", lambda folder: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            written(town, tmp_path)
    assert (tmp_path / f"organs/{town.pk}/records/{row.pk}/index.html").exists()
    assert written(town, tmp_path).records == 1
    assert texts(said(tmp_path, town, "records/"), "//ul[@class='records']//a") == ["公告"]
