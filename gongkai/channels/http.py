"""JSON to a web address, and its answer: bounded in time and size, never led on, to allowed hosts alone."""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from http.client import HTTPException, HTTPResponse
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.conf import settings

from gongkai.channels.base import Later, Misconfigured, Refused, Unsure
from gongkai.lib.language import _

SECONDS = 10.0
LARGEST = 64 * 1024
MINUTE = timedelta(minutes=1)
_BUSY = {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.BAD_GATEWAY, HTTPStatus.SERVICE_UNAVAILABLE}
_LOST = {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.GATEWAY_TIMEOUT}


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: the status, and the JSON object of the body; empty where it is none."""

    status: int
    said: Mapping[str, Any]

    @property
    def code(self) -> object:
        """The error code of a robot; None where the answer has none."""
        return self.said.get("errcode")


class _Stays(HTTPRedirectHandler):
    """What was meant for one address is never sent to another."""

    def redirect_request(self, *_more: Any) -> None:
        return None


def address_complaint(address: str) -> str:
    """Why nothing may be sent to an address; empty where it may."""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port = "", None
    if not host or parts.scheme not in {"https", "http"} or any(char <= " " for char in address):
        return _("地址 — 不是网址 — 请整个复制过来，以https://开头。")
    allowed = settings.WEBHOOK_HOSTS
    if not {host, f"{host}:{port}"} & set(allowed):
        return _(
            "地址 — 主机{host}不在允许的范围内 — 请核对；专用地址请管服务器的人写进GONGKAI_WEBHOOK_HOSTS。"
        ).format(host=host)
    return ""


def post(
    address: str,
    body: bytes,
    *,
    headers: Mapping[str, str] | None = None,
    largest: int = LARGEST,
    zh: str,
) -> Answer:
    """Send the body and read the answer, up to ``largest``; ``zh`` names the other side where it fails.

    ``Later`` where it was certainly not taken, ``Unsure`` where nobody knows.
    """
    if why := address_complaint(address):
        raise Misconfigured(why)
    sent = {"Content-Type": "application/json; charset=utf-8", **(headers or {})}
    asked = Request(address, data=body, headers=sent, method="POST")
    try:
        with build_opener(_Stays).open(asked, timeout=SECONDS) as response:
            return Answer(response.status, _object(_read(response, largest)))
    except HTTPError as error:
        with error:
            return Answer(error.code, {})
    except URLError as error:  # while connecting or sending: whoever did not get all of it does nothing
        raise Later(_("{zh} — 连不上 — 会自动再试；一直这样，请查网络和地址。").format(zh=zh)) from error
    except (OSError, HTTPException) as error:
        raise Unsure(_("{zh} — 发出后没有应答 — 请去看看收到没有，没有就再发一次。").format(zh=zh)) from error


def check_status(answer: Answer, zh: str) -> None:
    """What the status alone says."""
    if answer.status < HTTPStatus.MULTIPLE_CHOICES:
        return
    if answer.status in _LOST:
        raise Unsure(_("{zh} — 发出后没有应答 — 请去看看收到没有，没有就再发一次。").format(zh=zh))
    if answer.status in _BUSY or answer.status == HTTPStatus.INTERNAL_SERVER_ERROR:
        raise Later(_("{zh} — 现在忙（{code}） — 会自动再试。").format(zh=zh, code=answer.status), MINUTE)
    if answer.status in {
        HTTPStatus.UNAUTHORIZED,
        HTTPStatus.FORBIDDEN,
        HTTPStatus.NOT_FOUND,
        HTTPStatus.GONE,
    }:
        raise Misconfigured(
            _("{zh} — 不认这个地址或密钥（{code}） — 请核对后重新填写。").format(zh=zh, code=answer.status)
        )
    if answer.status < HTTPStatus.BAD_REQUEST:
        raise Misconfigured(
            _("{zh} — 地址已经搬走（{code}） — 请填新地址。").format(zh=zh, code=answer.status)
        )
    raise Refused(
        _("{zh} — 没有收下（{code}） — 请把这个码告诉管服务器的人。").format(zh=zh, code=answer.status)
    )


def encoded(content: object) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def _read(response: HTTPResponse, largest: int) -> bytes:
    """The body, however slowly it drips, within the time and size that an answer may take."""
    until, body = time.monotonic() + SECONDS, b""
    while len(body) < largest and (chunk := response.read1(largest - len(body))):
        body += chunk
        if time.monotonic() > until:
            raise TimeoutError
    return body


def _object(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
