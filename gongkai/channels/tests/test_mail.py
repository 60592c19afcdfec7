"""Mail, against a real SMTP server: what arrives, and what is said where it does not."""

from pathlib import Path
from typing import Any

import pytest

from gongkai.channels import Later, Message, Misconfigured, Refused, Unsure, mail
from gongkai.channels.tests.servers import free_port, mail_server, own_certificate

MESSAGE = Message(
    "0123abcd", "政府信息公开提醒：1件", "〔2025〕7号 答复期限 2025-03-31", "wang@example.gov.cn"
)


def test_a_mail_arrives_with_its_words_its_sender_and_a_key_that_stays_the_same() -> None:
    with mail_server() as server:
        mail.hand_over(server.settings, MESSAGE)
        mail.hand_over(server.settings, MESSAGE)
    first, second = server.mails
    assert (first["Subject"], first["To"], first["From"]) == (
        "政府信息公开提醒：1件",
        "wang@example.gov.cn",
        "gk@example.gov.cn",
    )
    assert first.get_content().strip() == "〔2025〕7号 答复期限 2025-03-31"
    assert first["Message-ID"] == second["Message-ID"] == "<0123abcd@example.gov.cn>"
    assert first["Auto-Submitted"] == "auto-generated"


def test_with_starttls_and_the_right_password_it_arrives(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    context, trusted = own_certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    with mail_server(login=("gk", "right"), tls=context) as server:
        known = server.settings | {"security": "starttls", "username": "gk"}
        mail.hand_over(known | {"password": "right"}, MESSAGE)
        with pytest.raises(Misconfigured, match="用户名或密码不对（535）") as refused:
            mail.hand_over(known | {"password": "wrong-word"}, MESSAGE)
    assert "wrong-word" not in str(refused.value)
    assert len(server.mails) == 1


def test_a_server_whose_certificate_nobody_vouches_for_gets_nothing(tmp_path: Path) -> None:
    context, _trusted = own_certificate(tmp_path)
    with mail_server(tls=context) as server, pytest.raises(Misconfigured, match="证书不被信任"):
        mail.hand_over(server.settings | {"security": "starttls"}, MESSAGE)
    assert server.mails == []


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_kind_of_encryption_that_the_server_does_not_speak_is_told(security: str) -> None:
    with mail_server() as server, pytest.raises(Misconfigured, match="加密方式或登录方式和服务器不符"):
        mail.hand_over(server.settings | {"security": security}, MESSAGE)


@pytest.mark.parametrize(
    ("answers", "kind", "words"),
    [
        ({"to": "550 no such user"}, Refused, "没有这个收件人，或不让发给他（550）"),
        ({"to": "451 greylisted"}, Later, "过一会儿再发（451）"),
        ({"says": "554 looks like spam"}, Refused, "没有收下（554）"),
        ({"says": "452 full"}, Later, "过一会儿再发（452）"),
        ({"silent": True}, Unsure, "发出后没有应答"),
    ],
    ids=lambda value: str(value),
)
def test_what_the_server_answers_decides_whether_it_is_tried_again(
    answers: dict[str, Any], kind: type[Exception], words: str
) -> None:
    with mail_server(**answers) as server, pytest.raises(kind, match=words):
        mail.hand_over(server.settings, MESSAGE)


def test_where_nobody_listens_it_is_tried_later() -> None:
    settings = {"host": "127.0.0.1", "port": str(free_port()), "security": "plain", "sender": "gk@example.cn"}
    with pytest.raises(Later, match="连不上服务器"):
        mail.hand_over(settings, MESSAGE)


@pytest.mark.parametrize(
    ("code", "value"),
    [("host", "http://smtp.example.cn"), ("port", "70000"), ("port", "二五"), ("sender", "gk")],
)
def test_what_cannot_be_a_setting_is_refused_before_it_is_tried(code: str, value: str) -> None:
    field = next(field for field in mail.CHANNEL.fields if field.code == code)
    assert " — " in field.complaint(value)
