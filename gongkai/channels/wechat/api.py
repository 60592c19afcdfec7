"""The documented calls to an official account, one function each. They fail as a way out does, in words.

Whatever changes nothing that anybody sees, and whatever can be found again, comes to ``Later`` where no
answer came; to submit alone does not: it stays ``Unsure``.
"""

import re
import secrets
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from gongkai.channels import http
from gongkai.channels.base import Later, Refused, Unsure
from gongkai.channels.wechat import codes
from gongkai.channels.wechat.account import Account
from gongkai.channels.wechat.page import Picture
from gongkai.lib.language import _

NAME = "微信公众号"
#: A token is not used in its last minutes.
_MARGIN = 300
#: An article comes back whole, at most 1 MB, and JSON may write a character in six bytes.
_ARTICLE = 8 * 1024 * 1024
#: Lists come so many at a time.
_PAGE = 20
_IPV4 = re.compile(r"\b\d{1,3}(?:\.\d{1,3}){3}\b")
_tokens: dict[Account, tuple[str, float]] = {}


@dataclass(frozen=True, slots=True)
class Listed:
    """A draft or a published article of a list: its id, and what it says of itself."""

    key: str
    title: str
    digest: str
    address: str


@dataclass(frozen=True, slots=True)
class Job:
    """A publication under way or ended; ``article`` and ``address`` once it is done."""

    status: object
    article: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """A published article as it stands there now."""

    title: str
    html: str
    address: str
    is_deleted: bool


class Unknown(Refused):
    """What was named is not there."""


def add_cover(account: Account, picture: Picture) -> str:
    """The id of a picture that stays with the account."""
    said = _upload(account, "/cgi-bin/material/add_material?type=image", picture, "media_id")
    return str(said["media_id"])


def add_picture(account: Account, picture: Picture) -> str:
    """The address of a picture that may stand in an article."""
    return str(_upload(account, "/cgi-bin/media/uploadimg", picture, "url")["url"])


def add_draft(account: Account, article: Mapping[str, object]) -> str:
    return str(_call(account, "/cgi-bin/draft/add", {"articles": [article]}, "media_id")["media_id"])


def has_draft(account: Account, draft: str) -> bool:
    try:
        _call(account, "/cgi-bin/draft/get", {"media_id": draft}, "news_item", largest=_ARTICLE)
    except Unknown:
        return False
    return True


def delete_draft(account: Account, draft: str) -> None:
    """Drop a draft; one that is not there is as good as dropped."""
    try:
        _call(account, "/cgi-bin/draft/delete", {"media_id": draft}, "errcode")
    except Unknown:
        return


def drafts(account: Account) -> Iterator[Listed]:
    return _listed(account, "/cgi-bin/draft/batchget", "media_id")


def articles(account: Account) -> Iterator[Listed]:
    """What was published by this interface and still stands."""
    return _listed(account, "/cgi-bin/freepublish/batchget", "article_id")


def submit(account: Account, draft: str) -> str:
    """The id of the job; ``Unsure`` where it may have been taken."""
    said = _said(account, "/cgi-bin/freepublish/submit", http.encoded({"media_id": draft}), "publish_id")
    return str(said["publish_id"])


def job(account: Account, publish: str) -> Job:
    said = _call(account, "/cgi-bin/freepublish/get", {"publish_id": publish}, "publish_status")
    if said["publish_status"] != codes.PUBLISHED:
        return Job(said["publish_status"])
    with _harmless():
        address = said["article_detail"]["item"][0]["article_url"]
        return Job(codes.PUBLISHED, str(said["article_id"]), str(address))


def standing(account: Account, article: str) -> Standing:
    body = {"article_id": article}
    said = _call(account, "/cgi-bin/freepublish/getarticle", body, "news_item", largest=_ARTICLE)
    with _harmless():
        item = said["news_item"][0]
        return Standing(item["title"], item.get("content", ""), item["url"], bool(item.get("is_deleted")))


def delete_article(account: Account, article: str) -> None:
    """Take an article back, for good; one that is not there any more is taken back already."""
    try:
        _call(account, "/cgi-bin/freepublish/delete", {"article_id": article, "index": 1}, "errcode")
    except Unknown:
        return


def _listed(account: Account, path: str, key: str) -> Iterator[Listed]:
    offset, total = 0, 1
    while offset < total:
        body = {"offset": offset, "count": _PAGE, "no_content": 1}
        said = _call(account, path, body, "total_count", largest=_ARTICLE)
        with _harmless():
            found = [_one(item, key) for item in said.get("item") or []]
            total = int(said["total_count"])
        yield from found
        if not found:
            return
        offset += len(found)


def _one(item: Mapping[str, Any], key: str) -> Listed:
    items: list[Mapping[str, Any]] = item["content"]["news_item"]
    said = next((one for one in items if not one.get("is_deleted")), {})
    return Listed(item[key], said.get("title", ""), said.get("digest", ""), said.get("url", ""))


def _upload(account: Account, path: str, picture: Picture, wanted: str) -> Mapping[str, Any]:
    mark = secrets.token_hex(16)
    head = (
        f'--{mark}\r\nContent-Disposition: form-data; name="media"; filename="{picture.name}"\r\n'
        f"Content-Type: {picture.mime}\r\n\r\n"
    )
    body = head.encode() + picture.data + f"\r\n--{mark}--\r\n".encode()
    with _harmless():
        return _said(account, path, body, wanted, kind=f"multipart/form-data; boundary={mark}")


def _call(
    account: Account, path: str, body: object, wanted: str, largest: int = http.LARGEST
) -> Mapping[str, Any]:
    with _harmless():
        return _said(account, path, http.encoded(body), wanted, largest=largest)


def _said(
    account: Account,
    path: str,
    body: bytes,
    wanted: str,
    *,
    kind: str = "application/json; charset=utf-8",
    largest: int = http.LARGEST,
) -> Mapping[str, Any]:
    """The answer to a call under a token, which is renewed once where it is not taken any more."""

    def asked(token: str) -> http.Answer:
        address = f"{account.base}{path}{'&' if '?' in path else '?'}{urlencode({'access_token': token})}"
        return http.post(address, body, headers={"Content-Type": kind}, largest=largest, zh=_(NAME))

    token = _token(account)
    answer = asked(token)
    if answer.code in codes.STALE:
        answer = asked(_renewed(account, token))
    return _understood(answer, wanted)


def _token(account: Account) -> str:
    token, until = _tokens.get(account, ("", 0.0))
    return token if time.monotonic() < until else _fetched(account)


def _renewed(account: Account, stale: str) -> str:
    """Another token. The platform gives the same one until its end, unless it is told to part from it."""
    token = _fetched(account)
    return token if token != stale else _fetched(account, force=True)


def _fetched(account: Account, *, force: bool = False) -> str:
    body = {
        "grant_type": "client_credential",
        "appid": account.appid,
        "secret": account.secret,
        "force_refresh": force,
    }
    with _harmless():
        answer = http.post(f"{account.base}/cgi-bin/stable_token", http.encoded(body), zh=_(NAME))
        said = _understood(answer, "access_token")
    token = str(said["access_token"])
    _tokens[account] = token, time.monotonic() + int(said.get("expires_in", 0)) - _MARGIN
    return token


def _understood(answer: http.Answer, wanted: str) -> Mapping[str, Any]:
    """What was said; how it fails where it says an error, or nothing that can be understood."""
    if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:  # a gateway's word, whatever became of it behind
        raise Unsure(_("{zh} — 没有应答（{code}） — 请去看看。").format(zh=_(NAME), code=answer.status))
    http.check_status(answer, _(NAME))
    if answer.code:
        raise _failed(answer)
    if wanted not in answer.said:
        raise Unsure(_("{zh} — 应答看不懂 — 请核对接口地址。").format(zh=_(NAME)))
    return answer.said


def _failed(answer: http.Answer) -> Exception:
    code = answer.code
    if code in {codes.NO_MEDIA, codes.NO_ARTICLE}:
        return Unknown(str(codes.MEANINGS[code].error(_(NAME), code)))
    if meaning := codes.MEANINGS.get(code):
        return meaning.error(_(NAME), _with_address(answer))
    return Refused(
        _("{zh} — 没有收下（{code}） — 请把这个码告诉管服务器的人。").format(zh=_(NAME), code=code)
    )


def _with_address(answer: http.Answer) -> str:
    """The code; beside it the address that has to be listed, which nobody here would know otherwise."""
    found = _IPV4.search(str(answer.said.get("errmsg", ""))) if answer.code == codes.NOT_LISTED else None
    return f"{answer.code}，IP是{found[0]}" if found else str(answer.code)


@contextmanager
def _harmless() -> Iterator[None]:
    """What can be asked again without harm is."""
    try:
        yield
    except (Unsure, LookupError, TypeError, ValueError, AttributeError) as error:
        raise Later(
            _("{zh} — 没有应答，或者应答看不懂 — 会自动再试；一直这样，请核对网络和接口地址。").format(
                zh=_(NAME)
            ),
            http.MINUTE,
        ) from error
