"""An article as WeChat keeps it: what it may hold, how long it may be, and how it looks there.

WeChat throws away classes, scripts, forms, links to elsewhere and pictures of other hosts; what looks like
anything there is written into the elements themselves. ``LOOK`` is that look; the preview on the workbench
has the same in a sheet of its own (``wechat.css``), since its pages allow no styles of elements.
"""

import hashlib
import json
from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from pathlib import PurePath

import lxml.html
import nh3

from gongkai.lib.language import _

TITLE, AUTHOR, DIGEST, SOURCE = 32, 16, 128, 1024
LONGEST = 20_000  # characters, and so within the megabyte that it may take
PICTURE, COVER = 1024 * 1024, 10 * 1024 * 1024
MIMES = {".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png"}

TAGS = {"p", "h2", "h3", "table", "caption", "thead", "tbody", "tr", "th", "td", "br", "img"}
ATTRIBUTES = {
    "p": {"class"},
    "td": {"class", "rowspan", "colspan"},
    "th": {"rowspan", "colspan"},
    "img": {"src", "alt"},
}
#: By element, and element with class. Short, since it counts; WeChat itself draws the lines of tables.
LOOK: Mapping[str, str] = {
    "section": "font-size:17px;line-height:1.8",
    "p": "margin:16px 0",
    "p.signed": "margin:0;text-align:right",
    "p.about": "margin:0;font-size:14px;color:#666",
    "h2": "margin:0 0 16px;font-size:20px;line-height:1.5;font-weight:bold",
    "h3": "margin:24px 0 8px;font-size:17px;font-weight:bold",
    "table": "width:100%;font-size:14px;line-height:1.6",
    "td.figure": "text-align:right",
    "img": "max-width:100%",
}


@dataclass(frozen=True, slots=True)
class Picture:
    name: str
    data: bytes

    @property
    def mime(self) -> str:
        return MIMES.get(PurePath(self.name).suffix.lower(), "")

    @property
    def print(self) -> str:
        return hashlib.sha256(self.data).hexdigest()

    @property
    def inline(self) -> str:
        """As an address that holds the picture itself."""
        return f"data:{self.mime};base64,{b64encode(self.data).decode()}"


@dataclass(frozen=True, slots=True)
class Article:
    """What is to stand in WeChat. ``mark`` is its digest: by it an earlier try is found again, and no article
    of another record or version has it.

    ``html`` is the cleaned body; ``above`` and ``below`` are lines of the record's head and foot.
    """

    mark: str
    title: str
    html: str
    cover: Picture
    author: str = ""
    source: str = ""
    above: tuple[str, ...] = ()
    below: tuple[str, ...] = ()
    pictures: tuple[Picture, ...] = ()

    @property
    def print(self) -> str:
        """What this very wording comes to; another title is another article."""
        said = [self.title, self.author, self.source, self.content({}), self.cover.print]
        said += [picture.print for picture in self.pictures]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()

    def content(self, addresses: Mapping[str, str]) -> str:
        """The body with the pictures where they may be seen, by their prints."""
        parts = [*_lines(self.above), self.html]
        for picture in self.pictures:
            address = escape(addresses.get(picture.print, ""))
            parts.append(f'<p><img src="{address}" alt="{escape(picture.name)}"></p>')
        return _kept("\n".join([*parts, *_lines(self.below)]))

    def said(self, cover: str, addresses: Mapping[str, str]) -> dict[str, object]:
        """As ``draft/add`` takes it."""
        return {
            "article_type": "news",
            "title": self.title,
            "author": self.author,
            "digest": self.mark,
            "content": dressed(self.content(addresses)),
            "content_source_url": self.source,
            "thumb_media_id": cover,
            "need_open_comment": 0,
            "only_fans_can_comment": 0,
        }


def complaints(article: Article) -> Iterator[str]:
    """Why WeChat would not take it, or would not show it whole."""
    for name, text, most in (
        (_("标题"), article.title, TITLE),
        (_("作者"), article.author, AUTHOR),
        (_("摘要"), article.mark, DIGEST),
    ):
        if len(text) > most:
            yield _("{name} — 有{count}个字，微信最多{most}个 — 请另写一个短的。").format(
                name=name, count=len(text), most=most
            )
    if not article.title.strip():
        yield _("标题 — 是空的 — 请写一个。")
    if (count := size(article)) > LONGEST:
        words = _("正文 — 连格式有{count}个字符，微信最多{most}个 — 请开通公开门户，全文就放在“阅读原文”。")
        yield words.format(count=count, most=LONGEST)
    if len(article.source.encode()) > SOURCE:
        yield _("阅读原文的地址 — 超过{most}字节 — 请在机关设置里换一个短的网址。").format(most=SOURCE)
    yield from _picture_complaints(article)


def size(article: Article) -> int:
    """How many characters its body takes; the addresses of pictures come later, each within some 200."""
    return len(dressed(article.content({}))) + 200 * len(article.pictures)


def _picture_complaints(article: Article) -> Iterator[str]:
    for picture, most in ((article.cover, COVER), *((one, PICTURE) for one in article.pictures)):
        if not picture.mime:
            yield _("{name} — 微信只收jpg和png的图 — 请换一张。").format(name=picture.name)
        elif len(picture.data) > most:
            yield _("{name} — 有{size}MB，微信最多收{most}MB — 请换一张小的。").format(
                name=picture.name, size=round(len(picture.data) / 1024**2, 1), most=most // 1024**2
            )


def text(html: str) -> str:
    """What is read in it, without blanks: to compare what was sent with what stands there."""
    return "".join("".join(lxml.html.fragment_fromstring(html, create_parent="div").itertext()).split())


def dressed(html: str) -> str:
    """The look written into the elements, and nothing for WeChat to throw away."""
    whole = lxml.html.fragment_fromstring(html, create_parent="section")
    for element in whole.iter():
        kind = element.attrib.pop("class", "")
        look = LOOK.get(f"{element.tag}.{kind}") or LOOK.get(str(element.tag))
        if look:
            element.set("style", look)
    return str(lxml.html.tostring(whole, encoding="unicode"))


def _lines(lines: tuple[str, ...]) -> list[str]:
    return [f'<p class="about">{escape(line)}</p>' for line in lines]


def _kept(html: str) -> str:
    return nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, url_schemes={"http", "https", "data"})
