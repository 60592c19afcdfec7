"""A mailbox is read over TLS alone, and what is wrong with it is said without its password."""

from dataclasses import replace
from pathlib import Path

import pytest

from gongkai.channels import Later, Misconfigured, mailbox
from gongkai.channels.tests.imap_server import imap_server
from gongkai.channels.tests.servers import free_port, mail_server

MAIL = b"From: a@example.gov.cn\r\nMessage-ID: <1@x>\r\n\r\n" + "正文".encode() + b"\r\n"


def test_a_message_is_read_and_stays_unread_until_it_is_marked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with imap_server(tmp_path) as server:
        monkeypatch.setenv("SSL_CERT_FILE", str(server.trusted))
        server.mails += [MAIL, MAIL]
        with mailbox.opened(server.mailbox) as box:
            first, second = box.waiting()
            assert (first.size, first.head) == (len(MAIL), MAIL.partition(b"\r\n\r\n")[0] + b"\r\n\r\n")
            assert box.message(second.uid) == MAIL
            assert server.seen == set()
            box.seen(first.uid)
            assert [one.uid for one in box.waiting()] == [second.uid]


def test_nobody_logs_in_where_the_server_is_not_who_it_says_or_speaks_no_tls(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (
        imap_server(tmp_path) as server,
        pytest.raises(Misconfigured, match="证书不被信任"),
        mailbox.opened(server.mailbox),
    ):
        pass
    with mail_server() as plain:
        known = replace(server.mailbox, port=int(plain.settings["port"]))
        with pytest.raises(Misconfigured, match="不用TLS"), mailbox.opened(known):
            pass
    gone = replace(server.mailbox, port=free_port())
    with pytest.raises(Later, match="连不上服务器"), mailbox.opened(gone):
        pass


def test_a_wrong_password_and_a_folder_that_is_not_there_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with imap_server(tmp_path) as server:
        monkeypatch.setenv("SSL_CERT_FILE", str(server.trusted))
        with (
            pytest.raises(Misconfigured, match="用户名或密码不对") as refused,
            mailbox.opened(replace(server.mailbox, password="wrong-word")),
        ):
            pass
        assert "wrong-word" not in f"{refused.value}{refused.value.__cause__}"
        with (
            pytest.raises(Misconfigured, match="没有“通知”这个文件夹"),
            mailbox.opened(replace(server.mailbox, folder="通知")),
        ):
            pass
        with mailbox.opened(replace(server.mailbox, folder="公开 in")) as box:
            assert list(box.waiting()) == []
