"""Files in a bucket of a real server that speaks S3, and of one that fails in every way."""

import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from gongkai.backup import holdings, making
from gongkai.channels.tests.servers import listening
from gongkai.cli.doctor import data
from gongkai.ledger import vault
from gongkai.ledger.base import Refused
from gongkai.ledger.organs import actions as organs
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.requests import attachments, inbox
from gongkai.ledger.requests.entries import Said
from gongkai.ledger.requests.models import Attachment
from gongkai.ledger.requests.tests.test_attachments import PNG
from gongkai.lib import stores
from gongkai.lib.today import now

boto3 = pytest.importorskip("boto3", reason="the extra s3 is not installed")
moto = pytest.importorskip("moto.server", reason="moto is not installed")
pytestmark = pytest.mark.django_db
NAME = "gongkai-files"


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    server = moto.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


def kept_in(patch: pytest.MonkeyPatch, endpoint: str) -> None:
    for name, value in {
        "S3_BUCKET": f"{NAME}/town",
        "S3_ENDPOINT": endpoint,
        "S3_REGION": "us-east-1",
        "S3_KEY": "key",
        "S3_SECRET": "secret",
    }.items():
        patch.setattr(settings, name, value)


@pytest.fixture
def objects(endpoint: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The bucket, empty, as somebody sees it who has its key."""
    kept_in(monkeypatch, endpoint)
    client = boto3.client(
        "s3",
        endpoint_url=endpoint,
        region_name="us-east-1",
        aws_access_key_id="key",
        aws_secret_access_key="secret",
    )
    client.create_bucket(Bucket=NAME)
    bucket = boto3.resource(
        "s3",
        endpoint_url=endpoint,
        region_name="us-east-1",
        aws_access_key_id="key",
        aws_secret_access_key="secret",
    ).Bucket(NAME)
    yield bucket
    bucket.objects.all().delete()
    bucket.delete()


def arrived(organ: Organ) -> Attachment:
    said = Said(applicant_name="张三", content="道路养护资金")
    kept = [attachments.keep("信封.png", PNG)]
    made = inbox.arrive(
        organ=organ, channel="internet", said=said, at=now(), actor=inbox.APPLICANT, files=kept
    )
    return made.arrival.attachments.get()


@pytest.fixture
def town(head_noted: None) -> Organ:
    return organs.create(name="四间房镇人民政府", actor="测试")


def test_a_file_lies_in_the_bucket_sealed_and_nowhere_else(town: Organ, objects: Any) -> None:
    row = arrived(town)
    (found,) = objects.objects.all()
    assert found.key == f"town/{attachments.VAULT.name_of(row.place)}"
    assert PNG not in found.get()["Body"].read()
    assert not attachments.path_of(row.place).exists()
    assert attachments.content(row) == PNG
    assert list(holdings.lost()) == []
    found.delete()
    assert [one.row for one in holdings.lost()] == [str(row.pk)]
    with pytest.raises(vault.UnknownKey, match="请从备份恢复"):
        attachments.content(row)


def test_what_lay_in_the_folder_before_is_read_and_taken_away_as_ever(
    town: Organ, objects: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as before:
        before.setattr(settings, "S3_BUCKET", "")
        row = arrived(town)
    assert attachments.content(row) == PNG
    assert list(holdings.lost()) == []
    stray = attachments.keep("信封.png", PNG)
    assert attachments.sweep() == 0  # its form may still be sent
    monkeypatch.setattr(vault, "WAITS", -vault.WAITS)  # as two days later
    assert attachments.sweep() >= 1  # others may have left some
    assert not attachments.VAULT.holds(stray.place)
    attachments.VAULT.drop(row.place)
    assert not attachments.VAULT.holds(row.place)


@pytest.mark.django_db(transaction=True)
def test_a_backup_holds_what_lies_in_the_bucket(
    town: Organ, objects: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    row = arrived(town)
    made = making.make(tmp_path / "backups", actor="测试")
    name = attachments.VAULT.name_of(row.place)
    with zipfile.ZipFile(made.path) as held:
        sealed = held.read(f"files/{name}")
    monkeypatch.setattr(settings, "S3_BUCKET", "")  # as where it is restored: the folder
    vault.store().put(name, sealed)
    assert attachments.content(row) == PNG
    attachments.VAULT.drop(row.place)


@contextmanager
def failing(status: int) -> Iterator[str]:
    """A server that answers everything with a status; with none it says nothing until it is too late."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if not status:
                time.sleep(1)
                return
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        do_PUT = do_HEAD = do_DELETE = do_GET

        def log_message(self, *_words: object) -> None:
            pass

    with listening(Handler) as port:
        yield f"http://127.0.0.1:{port}"


@pytest.mark.parametrize(
    ("status", "why"),
    [(403, "密钥或者权限不对"), (503, "对象存储出错（503）"), (0, "对象存储连不上，或者太慢")],
    ids=["refused", "broken", "silent"],
)
def test_storage_that_fails_is_told_of_and_loses_nothing(
    town: Organ, objects: Any, monkeypatch: pytest.MonkeyPatch, status: int, why: str
) -> None:
    row = arrived(town)
    working = settings.S3_ENDPOINT
    monkeypatch.setattr(stores, "READ", 0.2)
    monkeypatch.setattr(stores, "TRIES", 1)
    with failing(status) as address:
        kept_in(monkeypatch, address)
        with pytest.raises(Refused, match=f"附件 — 现在存不下（.*{why}）?.*，没有收下 — 请过一会儿再试"):
            arrived(town)
        with pytest.raises(stores.Unavailable, match=f"现在取不出来（.*{why}.*文件没有丢"):
            attachments.content(row)
        attachments.VAULT.drop(row.place)  # not now; nor does it break what was done
        (told,) = data.storage()
        assert (told.mark, why in told.text) == ("✗", True)
        assert "没有核对成" in next(data.files()).text
    kept_in(monkeypatch, working)
    assert Attachment.objects.count() == 1
    assert attachments.content(row) == PNG


def test_the_doctor_tells_of_a_bucket_that_is_open_to_all(objects: Any) -> None:
    (told,) = data.storage()
    assert (told.mark, told.text) == ("✓", f"对象存储{NAME}/town能存能取，外人读不到。")
    objects.Acl().put(ACL="public-read")
    (told,) = data.storage()
    assert (told.mark, "不用密钥谁都能读" in told.text) == ("✗", True)
    assert list(objects.objects.all()) == []
