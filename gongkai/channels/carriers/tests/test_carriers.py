"""What leaves through each carrier, looked at where it arrives."""

import io
import json
import shutil
import wave
from base64 import b64decode
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from pypdfium2 import PdfDocument

from gongkai.channels import Later, Misconfigured, Refused, Unsure, webhook
from gongkai.channels.carriers import CARRIERS, Parcel, Point, board, folder, group, mail, speaker
from gongkai.channels.carriers import webhook as web
from gongkai.channels.carriers.tests.publications import PDF, publication
from gongkai.channels.tests.servers import HOST, free_port, mail_server, web_server

KEY = "一串足够长的、只给这个接口用的密钥"


@pytest.fixture(autouse=True)
def ground(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(settings, "WEBHOOK_HOSTS", [HOST])
    monkeypatch.setattr(settings, "HANDOVER", tmp_path)


def words_of(pdf: bytes) -> tuple[int, str]:
    """How many pages there are and what stands on them."""
    with PdfDocument(pdf) as opened:
        pages = [page.get_textpage().get_text_bounded() for page in opened]
        return len(pages), "".join("".join(pages).split()).replace("\u2060", "")


def test_every_carrier_has_a_name_of_its_own_and_says_what_it_is_for() -> None:
    assert len({one.code for one in CARRIERS}) == len({one.zh for one in CARRIERS}) == len(CARRIERS)
    assert all(one.hint for one in CARRIERS)


def test_another_system_gets_what_is_public_signed_with_its_small_files() -> None:
    said = {"address": "", "secret": KEY}
    with web_server(answer={}) as app:
        web.deliver(said | {"address": f"{app.base}/in"}, Parcel("k1", publication()))
    (post,) = app.posts
    moment = post.headers["X-Gongkai-Timestamp"]
    assert post.headers["X-Gongkai-Signature"] == webhook.signature(KEY, moment, post.body)
    assert (post.headers["Idempotency-Key"], post.said["event"]) == ("k1", "record.published")
    assert post.said["index_no"] == "005594321/2022-00027"
    assert b64decode(post.said["files"][0]["base64"]) == PDF


def test_whatever_is_told_another_system_has_the_six_fields_of_every_event() -> None:
    at = datetime.fromisoformat("2022-10-19T09:30:00+08:00")
    with web_server(answer={}) as app:
        said = {"address": f"{app.base}/in", "secret": KEY}
        web.deliver(said, Parcel("k1", publication(at=at)))
        web.withdraw(said, Parcel("k2", publication(at=at, withdrawn_because="有误", url="")))
    expected = {"schema": "gongkai.event/1", "organ": "四间房镇人民政府", "at": "2022-10-19T09:30:00+08:00"}
    expected["object"] = "disclosures:005594321/2022-00027"
    events = ("record.published", "https://gk.example.gov.cn/organs/1/records/27/"), ("record.withdrawn", "")
    for post, (event, url) in zip(app.posts, events, strict=True):
        assert post.said.items() >= (expected | {"event": event, "url": url}).items()


@pytest.mark.parametrize(
    ("status", "error"), [(503, Later), (404, Misconfigured), (422, Refused), (408, Unsure)]
)
def test_each_refusal_of_another_system_is_told_apart(status: int, error: type[Exception]) -> None:
    with web_server(status=status) as app, pytest.raises(error):
        web.deliver({"address": f"{app.base}/in", "secret": KEY}, Parcel("k1", publication()))


@pytest.mark.slow
def test_a_mail_reaches_each_address_once_however_often_it_is_tried() -> None:
    notes: dict[str, object] = {}
    with mail_server() as post:
        said = post.settings | {"to": "archive@example.cn，lib@example.cn"}
        mail.deliver(said, Parcel("k1", publication(), {"sent": ["archive@example.cn"]}, notes.update))
    (got,) = post.mails
    (annex,) = got.iter_attachments()
    assert (got["To"], notes["sent"]) == ("lib@example.cn", ["archive@example.cn", "lib@example.cn"])
    assert (annex.get_filename(), annex.get_content()) == ("名册.pdf", PDF)


@pytest.mark.slow
def test_who_got_a_mail_is_told_once_that_it_was_taken_back() -> None:
    notes: dict[str, Any] = {"sent": ["archive@example.cn"]}
    with mail_server() as post:
        said = post.settings | {"to": "archive@example.cn, never-sent@example.cn"}
        for _try in range(2):
            outcome = mail.withdraw(said, Parcel("k1-withdraw", publication(), notes, notes.update))
    (got,) = post.mails
    assert (got["To"], str(got["Subject"])[:4]) == ("archive@example.cn", "已撤回：")
    assert notes["told"] == notes["sent"] == ["archive@example.cn"]
    assert "1个邮箱" in outcome.proof


def test_a_mail_server_that_is_away_is_asked_later() -> None:
    said = {"host": HOST, "port": str(free_port()), "security": "plain", "sender": "a@example.cn"}
    with pytest.raises(Later, match="连不上"):
        mail.deliver(said | {"to": "b@example.cn"}, Parcel("k1", publication()))


def test_a_folder_is_whole_and_replaced_as_a_whole(tmp_path: Path) -> None:
    said = {"name": "县门户"}
    folder.deliver(said, Parcel("k1", publication()))
    folder.deliver(said, Parcel("k2", publication(version=2, files=())))
    (place,) = (tmp_path / "县门户").iterdir()
    assert sorted(path.name for path in place.iterdir()) == ["record.html", "record.json"]
    assert json.loads((place / "record.json").read_bytes())["version"] == 2


@pytest.mark.parametrize("where", ["rename", "rmtree"])
def test_what_a_run_that_died_has_left_goes_with_the_next_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    said, other = {"name": "县门户"}, publication(index_no="005594321/2022-00027.X")
    folder.deliver(said, Parcel("k0", other))
    folder.deliver(said, Parcel("k1", publication()))
    with monkeypatch.context() as dies:
        dies.setattr(shutil, "rmtree", lambda *given, **more: None)  # nobody tidies up any more
        if where == "rename":
            dies.setattr(Path, "rename", lambda *given: 1 / 0)
            with pytest.raises(ZeroDivisionError):
                folder.deliver(said, Parcel("k2", publication(version=2)))
        else:
            folder.deliver(said, Parcel("k2", publication(version=2)))
    assert len(list((tmp_path / "县门户").iterdir())) == 3
    folder.withdraw(said, Parcel("k3", publication(withdrawn_because="名单有误")))
    places = sorted((tmp_path / "县门户").iterdir())
    assert [path.name for path in places] == ["005594321_2022-00027", "005594321_2022-00027.X"]
    assert [path.name for path in places[0].iterdir()] == ["record.json"]
    assert len(list(places[1].iterdir())) == 3


def test_a_name_that_leads_out_of_the_folder_is_refused() -> None:
    (field,) = folder.CARRIER.fields
    assert "不能用的字符" in field.complaint("../../etc")
    assert field.complaint("县门户") == ""


def test_a_work_group_is_told_number_day_and_link_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gongkai.channels.carriers.group.today", lambda: date(2022, 10, 19))
    page = "https://gk.example.gov.cn/passed-on/k1/"
    with web_server() as robot:
        said = {"address": f"{robot.base}/send?key=1", "days": "3", "places": "东徐村"}
        assert group.WECOM.deliver
        group.WECOM.deliver(said, Parcel("k1", publication(confirm=page)))
    content = robot.posts[0].said["text"]["content"]
    assert content == f"政府信息公开：请传达\n四政〔2022〕36号 已公开，请在2022-10-22以前传达到村。\n{page}"


@pytest.mark.parametrize("paper", ["A4", "A3", "A2"])
def test_a_sheet_bears_the_whole_text_on_one_page_with_its_period(paper: str) -> None:
    made = {one.name: one for one in board.preview({}, publication()).papers}
    pages, words = words_of(made[f"张贴件{paper}.pdf"].make())
    assert pages == 1
    for part in (
        "四间房镇2022年9月农村最低生活保障资金发放公示",
        "四政〔2022〕36号",
        "12,500.50元",
        "陈某某",
        "公示截止2022年10月26日",
        "0372-8123406",
        "扫码看全文和附件",
    ):
        assert part in words


@pytest.mark.slow
def test_a_long_text_takes_more_sheets_and_counts_them() -> None:
    long = "".join(f"<p>第{n}段，{'本镇各村按要求办理，' * 12}</p>" for n in range(30))
    made = {one.name: one for one in board.preview({}, publication(html=long)).papers}
    pages, words = words_of(made["张贴件A4.pdf"].make())
    assert pages > 1
    assert f"第{pages}页共{pages}页" in words
    assert "第29段" in words


@pytest.mark.slow
def test_a_leaflet_has_two_sides_and_says_where_the_rest_stands() -> None:
    long = "".join(f"<p>第{n}段，{'本镇各村按要求办理，' * 12}</p>" for n in range(60))
    made = {one.name: one for one in board.preview({}, publication(html=long)).papers}
    pages, words = words_of(made["对折页A4.pdf"].make())
    assert pages == 2
    assert "后面的内容请扫封底的二维码看" in words
    assert "第59段" not in words


@pytest.mark.slow
@pytest.mark.parametrize("name", ["对折页A4.pdf", "张贴件A4.pdf"])
def test_a_long_number_in_a_table_goes_on_within_its_own_box(name: str) -> None:
    rows = (
        ("序号", "姓名", "身份证号", "联系电话", "家庭住址", "银行账号"),
        (*("1", "张三", "410***********1912", "133****3938", "东街村***", "00021034567890123"),),
    )
    table = "".join(f"<tr>{''.join(f'<td>{text}</td>' for text in row)}</tr>" for row in rows)
    made = {one.name: one for one in board.preview({}, publication(html=f"<table>{table}</table>")).papers}
    with PdfDocument(made[name].make()) as document:
        for page in document:
            words = page.get_textpage()
            seen = [(words.get_text_range(at, 1), words.get_charbox(at)) for at in range(words.count_chars())]
            boxes = [box for sign, box in seen if sign.strip() and sign in "0123456789*"]
            for at, (left, bottom, right, top) in enumerate(boxes):
                for other in boxes[at + 1 :]:
                    across = min(right, other[2]) - max(left, other[0])
                    assert across < (right - left) / 2 or min(top, other[3]) <= max(bottom, other[1])


@pytest.mark.parametrize(
    ("more", "word"),
    [
        ({}, "公示"),
        ({"title": "关于禁止焚烧秸秆的通告", "notice_until": None, "document_kind": "public_notice"}, "通告"),
        ({"title": "关于做好秋收的通知", "notice_until": None, "document_kind": "notice"}, "通知"),
        ({"title": "政务公开日活动", "notice_until": None, "document_kind": ""}, "政务公开"),
    ],
)
def test_each_kind_of_record_has_its_word_on_the_sheet(more: dict[str, object], word: str) -> None:
    assert board.poster(publication(**more)).word == word


def test_a_plan_names_each_village_at_each_slot() -> None:
    said = {"places": "东徐村、西徐村", "slots": "07:00、18:30"}
    assert speaker.points(said, publication()) == (
        Point("东徐村", at="07:00"),
        Point("东徐村", at="18:30"),
        Point("西徐村", at="07:00"),
        Point("西徐村", at="18:30"),
    )


def test_without_the_program_that_speaks_the_script_is_there_and_it_is_said_in_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PATH", "")
    assert [one.name for one in speaker.preview({}, publication()).papers] == ["广播稿.pdf"]
    assert any("没有装espeak-ng" in one.message for one in speaker.check({}, publication()))
    with pytest.raises(Misconfigured, match="照稿子念"):
        speaker.sound(speaker.script(publication()))


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which(speaker.PROGRAM), reason="espeak-ng is not installed")
def test_the_sound_file_is_about_as_long_as_the_script_says() -> None:
    made = speaker.script(publication())
    with wave.open(io.BytesIO(speaker.sound(made))) as sound:
        minutes = sound.getnframes() / sound.getframerate() / 60
    assert 0.75 * made.minutes < minutes < 1.3 * made.minutes


@pytest.mark.slow
@pytest.mark.skipif(
    not (shutil.which(speaker.PROGRAM) and shutil.which(speaker.SMALLER)),
    reason="espeak-ng or lame is not installed",
)
def test_the_same_is_there_as_mp3_and_is_much_smaller() -> None:
    made = speaker.script(publication())
    sound = speaker.smaller(made)
    assert sound[:2] in {b"\xff\xf3", b"\xff\xf2", b"\xff\xfb", b"\xff\xfa"}  # the head of a frame
    assert len(sound) < len(speaker.sound(made)) / 4
    assert [one.name for one in speaker.preview({}, publication()).papers][1:] == [
        "广播录音.wav",
        "广播录音.mp3",
    ]


def test_where_nothing_makes_mp3_the_page_says_that_it_is_wav_and_what_would_help(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / speaker.PROGRAM).touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert [one.name for one in speaker.preview({}, publication()).papers] == ["广播稿.pdf", "广播录音.wav"]
    assert [one.message for one in speaker.check({}, publication())] == [
        "录音 — 服务器上没有装lame，只有WAV的 — 播放器只认MP3的，请管服务器的人装上。"
    ]


def test_the_script_is_printed_a_breath_a_line() -> None:
    (script, *_sound) = speaker.preview({}, publication()).papers
    _pages, words = words_of(script.make())
    assert "广播稿" in words
    assert "两个村一百八十六户" in words


def test_what_cannot_be_printed_or_read_aloud_is_stopped() -> None:
    empty = publication(html="", text="")
    assert [one.message for one in board.check({}, empty) if one.severity == "error"]
    assert [one.message for one in speaker.check({}, empty) if one.severity == "error"]
