"""What comes by itself: drafts of what may come in, each once; of the rest a sentence."""

import os
import time
from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from gongkai.channels.tests.imap_server import USER, ImapServer, imap_server
from gongkai.channels.tests.servers import HOST
from gongkai.ledger import proof
from gongkai.ledger.audit.models import Entry
from gongkai.ledger.base import Refused, Scope
from gongkai.ledger.disclosures.intake import actions, folder, letters, mail, queries
from gongkai.ledger.disclosures.models import Intake, Record
from gongkai.ledger.disclosures.tests import made
from gongkai.ledger.organs import actions as organs
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.vault import NotScanned
from gongkai.reading.originals.tests.documents import notice, workbook

pytestmark = pytest.mark.django_db
CLERK = "zhang@hx.gov.cn"
SECRET = "机密★10年.docx"


@pytest.fixture
def town(head_noted: None, tmp_path: Path, settings: Settings) -> Iterator[Organ]:
    settings.DROP = tmp_path / "drop"
    organ = organs.create(name="四间房镇人民政府", actor="测试")
    organs.set_option(organ=organ, code="drop_folder", value="on", actor="测试")
    organs.set_option(organ=organ, code="mail_senders", value=CLERK, actor="测试")
    yield Organ.objects.get(pk=organ.pk)
    made.clear()


def dropped(town: Organ, name: str, data: bytes, ago: float = 60) -> Path:
    """A file put there so many seconds ago, as far as its times tell."""
    path = folder._made(town) / name
    path.write_bytes(data)
    os.utime(path, (time.time() - ago,) * 2)
    return path


@pytest.fixture
def steady(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files count as complete at once: their time of change cannot be set back."""
    monkeypatch.setattr(folder, "STEADY", -1)


def names(town: Organ, place: str = "") -> list[str]:
    return sorted(path.name for path in (queries.folder_of(town) / place).iterdir() if path.is_file())


@pytest.mark.slow
@pytest.mark.usefixtures("steady")
def test_a_file_of_the_folder_becomes_one_draft_and_what_bears_a_mark_leaves_nothing(town: Organ) -> None:
    dropped(town, "公示.docx", notice())
    dropped(town, SECRET, notice())
    dropped(town, "程序.exe", b"MZ")
    assert folder.is_due()
    assert folder.take_in() == 3
    assert not folder.is_due()
    (record,) = Record.objects.all()
    assert (record.state, record.originals.count(), queries.came_by(record)) == ("inbox", 1, "投放文件夹")
    assert (names(town), names(town, "done")) == ([], ["公示.docx"])
    everything = "".join(str(path) for path in queries.folder_of(town).rglob("*"))
    assert "机密" not in everything
    notes = [path.read_text("utf-8") for path in (queries.folder_of(town) / "refused").glob("*.说明.txt")]
    assert sorted("保密员" in note for note in notes) == [False, True]
    assert "程序.exe" in names(town, "refused")
    assert Entry.objects.filter(action="record.barred").count() == 1
    assert len(queries.not_taken(Scope.of(town))) == 2
    assert proof.verify() is None


@pytest.mark.slow
@pytest.mark.usefixtures("steady")
def test_killed_between_the_draft_and_the_move_it_takes_the_same_file_once(
    town: Organ, monkeypatch: pytest.MonkeyPatch
) -> None:
    dropped(town, "公示.docx", notice())
    with monkeypatch.context() as broken:
        broken.setattr(folder, "_put", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            folder.take_in()
    assert names(town, "taking") == ["公示.docx"]
    monkeypatch.setattr(folder, "CUT_OFF", -1)
    folder.take_in()
    assert (Record.objects.count(), names(town, "done"), names(town, "taking")) == (1, ["公示.docx"], [])


def test_what_is_still_written_stays_and_links_and_giants_are_refused_unread(
    town: Organ, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dropped(town, "刚放的.docx", b"half")  # its time of change is now
    assert not folder.is_due()
    assert folder.take_in() == 0
    monkeypatch.setattr(folder, "STEADY", -1)
    for unfinished in ("大.docx.part", ".隐藏.docx", "~$公示.docx"):
        dropped(town, unfinished, b"half")
    (queries.folder_of(town) / "刚放的.docx").unlink()
    (tmp_path / "别处的.docx").write_bytes(b"secret of another")
    (queries.folder_of(town) / "链接.docx").symlink_to(tmp_path / "别处的.docx")
    os.link(tmp_path / "别处的.docx", queries.folder_of(town) / "硬链接.docx")
    os.mkfifo(queries.folder_of(town) / "管道.docx")
    monkeypatch.setattr(folder, "LARGEST", 3)
    dropped(town, "太大.docx", b"long")
    assert folder.take_in() == 4
    assert not Record.objects.exists()
    assert names(town) == [".隐藏.docx", "~$公示.docx", "大.docx.part"]
    whys = [one.why for one in queries.not_taken(Scope.of(town))]
    assert sum("不是普通文件" in why for why in whys) == 3
    assert (tmp_path / "别处的.docx").read_bytes() == b"secret of another"


@pytest.mark.usefixtures("steady")
def test_without_the_scanners_word_a_file_waits_and_is_kept_nowhere_else(
    town: Organ, monkeypatch: pytest.MonkeyPatch
) -> None:
    def silent(**_said: object) -> None:
        raise NotScanned("没有结果")

    monkeypatch.setattr("gongkai.ledger.disclosures.intake.actions.making.take_in", silent)
    dropped(town, "公示.docx", notice())
    folder.take_in()
    assert (names(town), names(town, "taking")) == (["公示.docx"], [])
    assert not Intake.objects.exists()


def test_what_was_taken_in_is_deleted_after_a_week_and_what_was_refused_after_a_month(town: Organ) -> None:
    place = folder._made(town)
    for name, days in (("done", 8), ("done", 6), ("refused", 31), ("refused", 8)):
        path = place / name / f"{days}.docx"
        path.write_bytes(b"x")
        os.utime(path, (time.time() - days * 86400,) * 2)
    assert folder.sweep() == 2
    assert (names(town, "done"), names(town, "refused")) == (["6.docx"], ["8.docx"])


def test_who_sent_something_is_forgotten_after_200_days_and_the_same_is_still_not_taken_twice(
    town: Organ,
) -> None:
    actions.refuse(organ=town, way=Intake.Way.MAIL, key="<1@hx.gov.cn>", said="没有附件", sender=CLERK)
    (row,) = Intake.objects.all()
    assert actions.forget(row.at + timedelta(days=199)) == 0
    assert actions.forget(row.at + timedelta(days=201)) == 1
    row.refresh_from_db()
    assert (row.sender_sealed, row.said_sealed, queries.sender_of(row)) == ("", "", "")
    assert actions.is_known(town, "<1@hx.gov.cn>") == row
    assert actions.forget(row.at + timedelta(days=201)) == 0


def written(
    *files: tuple[str, bytes], sender: str = CLERK, number: str = "<1@hx.gov.cn>", **heads: str
) -> bytes:
    message = EmailMessage(policy=SMTP)
    for name, value in heads.items():
        message[name.replace("_", "-")] = value
    message["From"], message["To"], message["Message-ID"] = sender, USER, number
    message["Subject"] = "请公开"
    message.set_content("见附件")
    for name, data in files:
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


@pytest.fixture
def box(
    town: Organ, tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> Iterator[ImapServer]:
    with imap_server(tmp_path) as server:
        monkeypatch.setenv("SSL_CERT_FILE", str(server.trusted))
        settings.IMAP_HOST, settings.IMAP_PORT = HOST, server.port
        settings.IMAP_USER, settings.IMAP_PASSWORD = USER, "right"
        yield server


@pytest.mark.slow
def test_a_mail_becomes_one_draft_however_often_it_comes_and_a_strangers_body_is_never_fetched(
    town: Organ, box: ImapServer
) -> None:
    box.mails += [
        written(("公示.docx", notice()), ("名单.xlsx", workbook())),
        written(("公示.docx", notice()), sender="who@example.com", number="<2@x>"),
        written(("公示.docx", notice()), ("名单.xlsx", workbook())),
        written((SECRET, notice()), number="<3@hx.gov.cn>"),
        written(number="<4@hx.gov.cn>"),
    ]
    assert mail.take_in() == (2, 2)
    (record,) = Record.objects.all()
    assert (record.originals.count(), queries.came_by(record)) == (2, f"收件邮箱 {CLERK}")
    assert box.fetched == [1, 4, 5]
    assert box.seen == {1, 2, 3, 4, 5}
    barred, empty = sorted((one.why for one in queries.not_taken(Scope.of(town))), key=len, reverse=True)
    assert ("保密员" in barred, "没有附件" in empty) == (True, True)
    box.seen.clear()  # as where it was cut off before it marked them
    assert mail.take_in()[0] == 2
    assert Record.objects.count() == 1
    assert proof.verify() is None


def test_the_own_mail_server_has_to_vouch_for_the_sender_where_that_is_asked(
    town: Organ, box: ImapServer, settings: Settings
) -> None:
    settings.IMAP_VOUCHED_BY = "mx.hx.gov.cn"
    good = "mx.hx.gov.cn; spf=pass; dmarc=pass header.from=hx.gov.cn"
    assert letters.head(written(Authentication_Results=good), "mx.hx.gov.cn").is_vouched
    for forged in (
        "evil.example; dmarc=pass header.from=hx.gov.cn",
        "mx.hx.gov.cn; dmarc=fail header.from=hx.gov.cn",
        "mx.hx.gov.cn; dmarc=pass header.from=hx.gov.cn.evil.example",
    ):
        assert not letters.head(written(Authentication_Results=forged), "mx.hx.gov.cn").is_vouched, forged
    box.mails += [written(("a.docx", b"x"))]
    assert mail.take_in() == (0, 1)
    assert box.fetched == []
    assert "没有证明发件人是真的" in queries.not_taken(Scope.of(town))[0].why


def test_a_sender_of_several_names_is_nobodys() -> None:
    two = written().replace(b"From: zhang@hx.gov.cn", b"From: zhang@hx.gov.cn, li@example.com")
    twice = b"From: li@example.com\r\n" + written()
    for data in (two, twice, b"\xff\xfe", b"", b"From: \r\n\r\n"):
        assert letters.head(data, "").sender == "", data[:60]
    assert letters.head(written(sender="张三 <Zhang@HX.gov.cn>"), "").sender == CLERK


def test_a_name_leads_nowhere_and_what_is_nested_or_too_much_is_refused() -> None:
    data = written(("../../etc/x\u202e.docx", b"1"), ("C:\\temp\\y.docx", b"2"))
    assert [name for name, _data in letters.files(data)] == ["x.docx", "y.docx"]
    outer = EmailMessage(policy=SMTP)
    outer.set_content("x")
    inner = EmailMessage(policy=SMTP)
    inner.set_content("y")
    outer.add_attachment(inner)
    deep = b"".join(
        b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n' % (n, n) for n in range(3000)
    )
    for bad, why in (
        (outer.as_bytes(), "另一封邮件"),
        (deep, "邮件"),
        (written(*[(f"{n}.docx", bytes([n])) for n in range(21)]), "超过20个"),
        (written(), "没有附件"),
    ):
        with pytest.raises(Refused, match=why):
            letters.files(bad)
