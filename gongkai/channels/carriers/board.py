"""公示栏、公开栏: sheets to be put up and a leaflet, printed from the record's own text.

What is printed is Chinese, in whatever language the desk is read. Where the sheets hang, who put them up and
when they come down is noted by whoever does it; a photo is nobody's duty.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.conf import settings as installation

from gongkai.channels.base import Field, Settings
from gongkai.channels.carriers.base import (
    Carrier,
    Paper,
    Point,
    Preview,
    Publication,
    must,
    should,
)
from gongkai.channels.carriers.written import blocks
from gongkai.law.findings import Finding
from gongkai.law.proactive import DOCUMENT_KINDS
from gongkai.lib.language import _
from gongkai.papers.layout import chinese_date
from gongkai.papers.poster import SHEETS, Poster, leaflet, sheet

PDF = "application/pdf"
_KINDS = {kind.code: kind.zh for kind in DOCUMENT_KINDS}


@dataclass(frozen=True, slots=True)
class Notice:
    """样式: what a kind of record is called on a sheet, and the sentence that closes it."""

    code: str
    word: Callable[[Publication], str]
    foot: str
    fits: Callable[[Publication], bool]


def _kind(publication: Publication) -> str:
    return _KINDS.get(publication.document_kind, "")


#: The first that fits.
NOTICES: tuple[Notice, ...] = (
    Notice(
        "list",
        lambda publication: "公示",
        "对以上内容有异议的，请在公示期内向本机关反映。",
        lambda publication: publication.notice_until is not None or "公示" in publication.title,
    ),
    Notice(
        "announcement",
        _kind,
        "请相互转告。",
        lambda publication: publication.document_kind in {"announcement", "public_notice", "order"},
    ),
    Notice("document", _kind, "（此件公开发布）", lambda publication: bool(_kind(publication))),
    Notice("other", lambda publication: "政务公开", "有疑问的，请与本机关联系。", lambda publication: True),
)


def notice_of(publication: Publication) -> Notice:
    return next(notice for notice in NOTICES if notice.fits(publication))


def poster(publication: Publication) -> Poster:
    """What is printed, in whatever size."""
    notice = notice_of(publication)
    link_words = "扫码看全文和附件" if publication.files else "扫码看全文"
    return Poster(
        notice.word(publication),
        publication.title,
        publication.organ,
        publication.document_no,
        blocks(publication),
        tuple(_facts(publication)),
        (notice.foot,),
        publication.url,
        link_words,
        "（后面的内容请扫封底的二维码看。）" if publication.url else "（后面的内容请看公示栏。）",
    )


def _facts(publication: Publication) -> list[tuple[str, str]]:
    until = publication.notice_until
    said = (
        ("公示截止", chinese_date(until) if until else ""),
        ("电话", publication.phone),
        ("地址", publication.address),
        ("索引号", publication.index_no),
    )
    return [(name, value) for name, value in said if value]


def check(settings: Settings, publication: Publication) -> tuple[Finding, ...]:
    found = []
    if not blocks(publication):
        found.append(must("CH-board-1", _("正文"), _("正文 — 没有可以印的文字 — 请把附件打印出来张贴。")))
    if not publication.url:
        words = _("二维码 — 没有网址，印不出二维码 — 登记网址或者开通公开门户以后再打印。")
        found.append(should("CH-board-2", _("二维码"), words))
    if publication.files[1:]:
        words = _("附件 — 不印在张贴件上 — 要张贴的请另外打印。")
        found.append(should("CH-board-3", _("附件"), words))
    return tuple(found)


def preview(settings: Settings, publication: Publication) -> Preview:
    made = poster(publication)
    fonts = installation.FONTS
    papers = [
        Paper(
            f"张贴件{one.paper.upper()}.pdf",
            PDF,
            partial(sheet, made, one.paper, fonts_dir=fonts),
        )
        for one in SHEETS
    ]
    papers.append(Paper("对折页A4.pdf", PDF, partial(leaflet, made, fonts_dir=fonts)))
    return Preview(html=publication.html, papers=tuple(papers))


def points(settings: Settings, publication: Publication) -> tuple[Point, ...]:
    return tuple(Point(place) for place in places(settings["places"]))


def places(text: str) -> list[str]:
    """东徐村、西徐村 as names, each once."""
    return list(dict.fromkeys(filter(None, (one.strip() for one in re.split(r"[、，,；;\n]", text)))))


def places_complaint(text: str) -> str:
    if places(text):
        return ""
    return _("地点 — 没有写出一个 — 请写成“东徐村、西徐村”这样。")


CARRIER = Carrier(
    "board",
    "公示栏、宣传页",
    "打印A4、A3、A2的大字张贴件和对折的宣传页；贴在哪里、谁贴的、哪天撤，登记一次",
    (
        Field(
            "places",
            "张贴的地点",
            "用顿号分开，例如“镇便民服务中心、东徐村公示栏、西徐村公示栏”",
            complaint=places_complaint,
        ),
    ),
    check,
    preview,
    points=points,
    replaces=False,
)
