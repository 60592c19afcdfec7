"""A document with personal data that is seen and unseen goes out everywhere; no channel shows any of it."""

import io
import zipfile
from base64 import b64decode
from pathlib import Path

import pytest
from docx import Document
from pypdfium2 import PdfDocument

from gongkai.channels.tests.servers import mail_server, web_server
from gongkai.channels.tests.wechat_server import wechat_server
from gongkai.ledger.deliveries import actions, queries, sending
from gongkai.ledger.deliveries.tests.conftest import outlet, webhook
from gongkai.ledger.disclosures.models import Record
from gongkai.ledger.organs.models import Organ
from gongkai.reading.originals.tests.documents import ID_NUMBER, MOBILE, OTHER_ID

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
SECRETS = (ID_NUMBER, OTHER_ID, MOBILE, "13900000000", "内定名额", "赵六", "圈阅")


def words_of_pdf(data: bytes) -> str:
    with PdfDocument(data) as opened:
        return "".join(page.get_textpage().get_text_bounded() for page in opened)


def words_of_docx(data: bytes) -> str:
    """Everything that stands in the file, not only what Word shows."""
    Document(io.BytesIO(data))  # it opens
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        return "".join(parts.read(name).decode(errors="replace") for name in parts.namelist())


def test_no_channel_shows_what_was_masked_or_hidden(town: Organ, record: Record, tmp_path: Path) -> None:
    printed = []
    for code, said in (
        ("board", {"places": "东徐村公示栏"}),
        ("speaker", {"places": "东徐村", "slots": "07:00"}),
        ("county", {}),
    ):
        way = outlet(town, code, said=said)
        preview = queries.preview(way, queries.publication_of(record))
        printed += [preview.text, preview.html]
        printed += [words_of_pdf(one.make()) for one in preview.papers if one.name.endswith(".pdf")]
    with web_server(answer={"errcode": 0}) as app, mail_server() as post, wechat_server() as platform:
        webhook(town, app.base, name="县级App")
        outlet(town, "mail", said=post.settings | {"to": "archive@example.cn"})
        outlet(town, "folder", said={"name": "县门户"})
        outlet(town, "wechat", said=platform.settings, registration="豫新媒2024-18")
        group = {"address": f"{app.base}/send?key=1", "places": "东徐村", "days": "3"}
        outlet(town, "wecom_group", said=group)
        for way in queries.open_outlets(town):
            actions.ask(record=record, outlet=way, actor="王敏")
        sending.send()
    event = next(one.said for one in app.posts if "event" in one.said)
    (mail,) = post.mails
    files = [b64decode(one["base64"]) for one in event["files"]]
    files += [part.get_content() for part in mail.iter_attachments()]
    files += [path.read_bytes() for path in tmp_path.rglob("*.docx")]
    assert len(files) == 3
    shown = [*printed, *map(words_of_docx, files), str(mail), *(one.body.decode() for one in app.posts)]
    shown += [path.read_text(encoding="utf-8") for path in tmp_path.rglob("record.*")]
    shown += map(str, platform.standing)
    assert [(secret, at) for at, text in enumerate(shown) for secret in SECRETS if secret in text] == []
    (article,) = platform.standing
    assert all("640.00" in text for text in (words_of_docx(files[0]), event["html"], article["content"]))
