"""An official account on this machine: speaks the documented interface, keeps drafts, jobs and articles.

It refuses as documented what the account may not, what is too long and what is not there. ``fails`` queues
answers for a call; ``silent`` calls are done and never answered, ``deaf`` ones neither, ``cut`` ones are
answered by half.
"""

import json
import re
import threading
from collections import defaultdict, deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.policy import default
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qs, urlsplit

from gongkai.channels.tests.servers import HOST, listening

APPID, SECRET = "wx0123456789abcdef", "0123456789abcdef0123456789abcdef"
Json = dict[str, Any]


@dataclass
class WeChat:
    """The platform. ``polls``: so many answers of a job say that it is under way; ``verdict``: then this."""

    polls: int = 0
    verdict: int = 0
    silent: set[str] = field(default_factory=set)
    deaf: set[str] = field(default_factory=set)
    cut: set[str] = field(default_factory=set)
    fails: dict[str, deque[int]] = field(default_factory=lambda: defaultdict(deque))
    calls: list[str] = field(default_factory=list)
    tokens: list[str] = field(default_factory=lambda: ["TOKEN_1"])
    covers: dict[str, bytes] = field(default_factory=dict)
    pictures: dict[str, bytes] = field(default_factory=dict)
    drafts: dict[str, Json] = field(default_factory=dict)
    jobs: dict[str, Json] = field(default_factory=dict)
    articles: dict[str, Json] = field(default_factory=dict)
    arrived: dict[str, threading.Event] = field(default_factory=lambda: defaultdict(threading.Event))
    released: threading.Event = field(default_factory=threading.Event)
    port: int = 0
    count: int = 0

    @property
    def base(self) -> str:
        return f"http://{HOST}:{self.port}"

    @property
    def settings(self) -> dict[str, str]:
        return {"appid": APPID, "secret": SECRET, "base": self.base}

    @property
    def standing(self) -> list[Json]:
        return [one for one in self.articles.values() if not one["is_deleted"]]

    def expire(self) -> None:
        """The token comes to its end, as it does after two hours."""
        self.tokens.append(f"TOKEN_{len(self.tokens) + 1}")

    def answer(self, path: str, query: dict[str, list[str]], body: bytes, kind: str) -> Json:
        if waiting := self.fails[path.removeprefix("/cgi-bin/")]:
            return _error(waiting.popleft(), "as documented")
        if path == "/cgi-bin/stable_token":
            return self._token(json.loads(body))
        if query.get("access_token") != [self.tokens[-1]]:
            return _error(42001, "access_token expired")
        if path in _UPLOADS:
            return _UPLOADS[path](self, _media(body, kind))
        if path in _CALLS:
            return _CALLS[path](self, json.loads(body))
        return _error(40066, "invalid url")

    def _token(self, said: Json) -> Json:
        if said["appid"] != APPID:
            return _error(40013, "invalid appid")
        if said["secret"] != SECRET:
            return _error(40125, "invalid appsecret")
        if said["force_refresh"]:
            self.expire()
        return {"access_token": self.tokens[-1], "expires_in": 7200}

    def _id(self, kind: str) -> str:
        self.count += 1
        return f"{kind}_{self.count}"

    def _add_cover(self, data: bytes) -> Json:
        key = self._id("MEDIA")
        self.covers[key] = data
        return {"media_id": key, "url": f"https://mmbiz.qpic.cn/{key}"}

    def _add_picture(self, data: bytes) -> Json:
        if len(data) > 1024 * 1024:
            return _error(40009, "invalid image size")
        address = f"https://mmbiz.qpic.cn/{self._id('PICTURE')}"
        self.pictures[address] = data
        return {"url": address}

    def _add_draft(self, said: Json) -> Json:
        (article,) = said["articles"]
        if article["thumb_media_id"] not in self.covers:
            return _error(40007, "invalid media_id")
        if len(article["title"]) > 32:
            return _error(45003, "title size out of limit")
        if len(article["content"]) > 20_000:
            return _error(45002, "content size out of limit")
        key = self._id("DRAFT")
        self.drafts[key] = article | {"content": _without_strangers(article["content"])}
        return {"media_id": key}

    def _get_draft(self, said: Json) -> Json:
        draft = self.drafts.get(said["media_id"])
        return {"news_item": [draft]} if draft else _error(40007, "invalid media_id")

    def _delete_draft(self, said: Json) -> Json:
        gone = self.drafts.pop(said["media_id"], None)
        return _OK if gone else _error(40007, "invalid media_id")

    def _list_drafts(self, said: Json) -> Json:
        return _page(said, [{"media_id": key, **_item(one)} for key, one in self.drafts.items()])

    def _submit(self, said: Json) -> Json:
        draft = self.drafts.get(said["media_id"])
        if not draft:
            return _error(40007, "invalid media_id")
        key = self._id("PUBLISH")
        self.jobs[key] = {"draft": said["media_id"], "left": self.polls}
        if not self.polls:
            self._finish(self.jobs[key])
        return _OK | {"publish_id": key, "msg_data_id": "1"}

    def _finish(self, job: Json) -> None:
        job["status"] = self.verdict
        if self.verdict == 0:
            article = self.drafts.pop(job["draft"])
            key = job["article"] = self._id("ARTICLE")
            address = f"https://mp.weixin.qq.com/s/{key}"
            self.articles[key] = article | {"url": address, "is_deleted": False}

    def _job(self, said: Json) -> Json:
        job = self.jobs.get(said["publish_id"])
        if not job:
            return _error(53502, "publish id invalid")
        if "status" not in job:
            if job["left"]:
                job["left"] -= 1
                return {"publish_id": said["publish_id"], "publish_status": 1, "fail_idx": []}
            self._finish(job)
        status = 5 if self.articles.get(job.get("article", ""), {}).get("is_deleted") else job["status"]
        told = {"publish_id": said["publish_id"], "publish_status": status, "fail_idx": []}
        if status == 0:
            item = {"idx": 1, "article_url": self.articles[job["article"]]["url"]}
            told |= {"article_id": job["article"], "article_detail": {"count": 1, "item": [item]}}
        return told

    def _list_articles(self, said: Json) -> Json:
        standing = [(key, one) for key, one in self.articles.items() if not one["is_deleted"]]
        return _page(said, [{"article_id": key, **_item(one)} for key, one in reversed(standing)])

    def _article(self, said: Json) -> Json:
        article = self.articles.get(said["article_id"])
        return {"news_item": [article]} if article else _error(53600, "article id invalid")

    def _delete_article(self, said: Json) -> Json:
        article = self.articles.get(said["article_id"])
        if not article or article["is_deleted"]:
            return _error(53600, "article id invalid")
        article["is_deleted"] = True
        return _OK


_OK: Json = {"errcode": 0, "errmsg": "ok"}
_UPLOADS = {
    "/cgi-bin/material/add_material": WeChat._add_cover,
    "/cgi-bin/media/uploadimg": WeChat._add_picture,
}
_CALLS = {
    "/cgi-bin/draft/add": WeChat._add_draft,
    "/cgi-bin/draft/get": WeChat._get_draft,
    "/cgi-bin/draft/delete": WeChat._delete_draft,
    "/cgi-bin/draft/batchget": WeChat._list_drafts,
    "/cgi-bin/freepublish/submit": WeChat._submit,
    "/cgi-bin/freepublish/get": WeChat._job,
    "/cgi-bin/freepublish/batchget": WeChat._list_articles,
    "/cgi-bin/freepublish/getarticle": WeChat._article,
    "/cgi-bin/freepublish/delete": WeChat._delete_article,
}


def _error(code: int, words: str) -> Json:
    return {"errcode": code, "errmsg": f"{words} rid: 0-0-0"}


def _item(article: Json) -> Json:
    said = {key: value for key, value in article.items() if key != "content"}
    return {"content": {"news_item": [said]}, "update_time": 1}


def _page(said: Json, items: list[Json]) -> Json:
    assert 1 <= said["count"] <= 20
    assert said["no_content"] == 1
    page = items[said["offset"] : said["offset"] + said["count"]]
    return {"total_count": len(items), "item_count": len(page), "item": page}


def _media(body: bytes, kind: str) -> bytes:
    """The file of a form; an error where it is none."""
    form = message_from_bytes(b"Content-Type: " + kind.encode() + b"\r\n\r\n" + body, policy=default)
    (part,) = form.iter_parts()
    assert part.get_param("name", header="Content-Disposition") == "media"
    assert part.get_filename()
    assert part.get_content_type() in {"image/png", "image/jpeg"}
    found = part.get_payload(decode=True)
    assert isinstance(found, bytes)
    return found


def _without_strangers(html: str) -> str:
    """What the platform throws away: pictures of other hosts, classes."""
    html = re.sub(r'<img(?![^>]*src="https://mmbiz\.qpic\.cn/)[^>]*>', "", html)
    return re.sub(r' class="[^"]*"', "", html)


@contextmanager
def wechat_server(**behaviour: Any) -> Iterator[WeChat]:
    platform = WeChat(**behaviour)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            parts = urlsplit(self.path)
            name = parts.path.removeprefix("/cgi-bin/")
            platform.calls.append(name)
            said: Json = {}
            if name not in platform.deaf:
                said = platform.answer(parts.path, parse_qs(parts.query), body, self.headers["Content-Type"])
            platform.arrived[name].set()
            if name in platform.silent | platform.deaf:
                platform.released.wait(30)
                return
            sent = json.dumps(said).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(sent)))
            self.end_headers()
            self.wfile.write(sent[: len(sent) // 2] if name in platform.cut else sent)

        def log_message(self, *_words: object) -> None:
            pass

    with listening(Handler) as platform.port:
        try:
            yield platform
        finally:
            platform.released.set()
