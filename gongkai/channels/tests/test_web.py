"""Robots and other systems, against a web server that answers as documented."""

import base64
import hashlib
import hmac
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.conf import settings

from gongkai.channels import (
    Channel,
    Later,
    Message,
    Misconfigured,
    Refused,
    Unsent,
    Unsure,
    dingtalk,
    http,
    webhook,
    wecom,
)
from gongkai.channels.tests.servers import HOST, WebServer, free_port, web_server

KEY = "693a91f6-7xxx-4bc4"
MESSAGE = Message(
    "0123abcd",
    "政府信息公开提醒：1件",
    "〔2025〕7号 答复期限 2025-03-31，还剩3个工作日\n请登录办理",
    event={
        "event": "deadline.near",
        "organ": "真实镇人民政府",
        "object": "requests:7",
        "at": "2025",
        "url": "",
    },
)
ROBOTS = ((wecom.CHANNEL, "/cgi-bin/webhook/send?key="), (dingtalk.CHANNEL, "/robot/send?access_token="))
ALL = (*ROBOTS, (webhook.CHANNEL, "/hook?"))


@pytest.fixture(autouse=True)
def allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "WEBHOOK_HOSTS", [HOST])


def send(channel: Channel, server: WebServer, path: str, **more: str) -> None:
    said = {"address": f"{server.base}{path}{KEY}", "secret": "SECa-key-of-both-sides", **more}
    channel.hand_over(said, MESSAGE)


def test_a_text_stands_in_the_wecom_group() -> None:
    with web_server() as server:
        send(*ROBOTS[0][:1], server, ROBOTS[0][1])
    (post,) = server.posts
    assert post.path == f"/cgi-bin/webhook/send?key={KEY}"
    assert post.said == {"msgtype": "text", "text": {"content": f"{MESSAGE.title}\n{MESSAGE.text}"}}


def test_a_text_for_wecom_is_cut_at_whole_lines_within_its_2048_bytes() -> None:
    lines = [f"〔2025〕{number}号 答复期限 2025-03-31，还剩3个工作日" for number in range(100)]
    with web_server() as server:
        wecom.hand_over(
            {"address": f"{server.base}/?key={KEY}"}, Message("a", "提醒：100件", "\n".join(lines))
        )
    content = server.posts[0].said["text"]["content"]
    assert len(content.encode()) <= 2048
    assert content.splitlines()[-2] in lines
    assert content.endswith("……其余请登录查看。")


def test_a_text_stands_in_the_dingtalk_group_signed_for_this_moment() -> None:
    with web_server() as server, time_machine.travel("2025-03-26T00:30:00+00:00", tick=False):
        send(dingtalk.CHANNEL, server, ROBOTS[1][1])
    (post,) = server.posts
    query = parse_qs(urlsplit(post.path).query)
    assert query["access_token"] == [KEY]
    assert query["timestamp"] == ["1742949000000"]
    signed = b"1742949000000\nSECa-key-of-both-sides"
    expected = base64.b64encode(hmac.digest(b"SECa-key-of-both-sides", signed, hashlib.sha256)).decode()
    assert query["sign"] == [expected]
    assert post.said["msgtype"] == "markdown"
    assert post.said["markdown"]["title"] == MESSAGE.title
    assert "还剩3个工作日  \n请登录办理" in post.said["markdown"]["text"]


def test_a_robot_without_a_secret_is_not_signed() -> None:
    with web_server() as server:
        send(dingtalk.CHANNEL, server, ROBOTS[1][1], secret="")
    assert server.posts[0].path == f"/robot/send?access_token={KEY}"


def test_another_system_can_prove_who_wrote_and_know_it_again() -> None:
    with web_server() as server:
        send(webhook.CHANNEL, server, "/hook?")
        send(webhook.CHANNEL, server, "/hook?")
    first, second = server.posts
    assert first.said == {"schema": "gongkai.event/1", **MESSAGE.event}
    assert first.headers["Idempotency-Key"] == second.headers["Idempotency-Key"] == "0123abcd"
    signed = first.headers["X-Gongkai-Timestamp"].encode() + b"." + first.body
    expected = hmac.digest(b"SECa-key-of-both-sides", signed, hashlib.sha256).hex()
    assert first.headers["X-Gongkai-Signature"] == expected


@pytest.mark.parametrize(
    ("channel", "path", "code", "kind", "words"),
    [
        (*ROBOTS[0], 93000, Misconfigured, "没有这个机器人（93000） — .*复制新的Webhook地址"),
        (*ROBOTS[0], 45009, Later, "一分钟发了20条以上（45009） — 会自动"),
        (*ROBOTS[0], -1, Later, "系统繁忙"),
        (*ROBOTS[0], 40058, Refused, "没有收下（40058）"),
        (*ROBOTS[1], 310000, Misconfigured, "安全设置不符（310000） — .*“公开”"),
        (*ROBOTS[1], 130101, Later, "一分钟发了20条以上（130101）"),
        (*ROBOTS[1], 400102, Misconfigured, "机器人已经停用"),
        (*ROBOTS[1], 460101, Refused, "没有收下（460101）"),
    ],
)
def test_a_documented_error_is_told_with_how_to_mend_it(
    channel: Channel, path: str, code: int, kind: type[Unsent], words: str
) -> None:
    with (
        web_server(answer={"errcode": code, "errmsg": KEY}) as server,
        pytest.raises(kind, match=words) as told,
    ):
        send(channel, server, path)
    assert KEY not in str(told.value)


def test_whoever_sends_too_much_to_dingtalk_waits_ten_minutes() -> None:
    with web_server(answer={"errcode": 130101}) as server, pytest.raises(Later) as told:
        send(dingtalk.CHANNEL, server, ROBOTS[1][1])
    assert told.value.pause.total_seconds() == 600


@pytest.mark.parametrize(("channel", "path"), ALL, ids=["wecom", "dingtalk", "webhook"])
@pytest.mark.parametrize(
    ("status", "kind"),
    [(404, Misconfigured), (301, Misconfigured), (413, Refused), (429, Later), (503, Later), (504, Unsure)],
)
def test_a_status_other_than_well_is_told(
    channel: Channel, path: str, status: int, kind: type[Unsent]
) -> None:
    with web_server(status=status, headers={"Location": "/elsewhere"}) as server, pytest.raises(kind):
        send(channel, server, path)
    assert len(server.posts) == 1  # it is never led on to another address


@pytest.mark.slow
@pytest.mark.parametrize(("channel", "path"), ALL, ids=["wecom", "dingtalk", "webhook"])
def test_whether_a_message_got_there_is_open_where_no_answer_comes(
    channel: Channel, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http, "SECONDS", 0.2)
    with web_server(silent=True) as server, pytest.raises(Unsure, match="发出后没有应答"):
        send(channel, server, path)


@pytest.mark.parametrize(("channel", "path"), ROBOTS, ids=["wecom", "dingtalk"])
@pytest.mark.parametrize("answer", [b"<html>", b"[]", b"{}"], ids=str)
def test_an_answer_that_is_none_of_a_robot_is_told(channel: Channel, path: str, answer: bytes) -> None:
    with web_server(answer=answer) as server, pytest.raises(Unsure, match="应答看不懂"):
        send(channel, server, path)


def test_where_nobody_listens_it_is_tried_later() -> None:
    nobody = WebServer(port=free_port())
    with pytest.raises(Later, match="连不上"):
        send(wecom.CHANNEL, nobody, ROBOTS[0][1])


@pytest.mark.parametrize(
    "address",
    [
        "http://169.254.169.254/?key=1",
        "https://qyapi.weixin.qq.com.evil.example/?key=1",
        f"ftp://{HOST}/?key=1",
        "file:///etc/passwd?key=1",
        f"http://{HOST}@10.0.0.1/?key=1",
        f"http://{HOST}:1/ ?key=1",
        "http://[",
        "key=1",
    ],
)
def test_nothing_goes_to_a_host_that_the_operator_does_not_allow(address: str) -> None:
    (field,) = wecom.CHANNEL.fields
    assert " — " in field.complaint(address)
    with pytest.raises(Misconfigured):
        wecom.hand_over({"address": address}, MESSAGE)


def test_an_address_without_its_key_is_no_address_of_a_robot() -> None:
    (field,) = wecom.CHANNEL.fields
    assert field.complaint(f"https://{HOST}/cgi-bin/webhook/send?key=1") == ""
    assert "里面没有key=" in field.complaint(f"https://{HOST}/cgi-bin/webhook/send")
    assert "以SEC开头" in dingtalk.CHANNEL.fields[1].complaint("abc")
