"""微信公众号: a record as an article of the organ's own account, by ``channels.wechat``.

A title that is too long for WeChat is shortened and stands whole above the body; a body that is too long
gives way to its beginning, where the rest can be read in the portal.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from html import escape
from io import BytesIO
from pathlib import PurePath

from django.conf import settings as installation
from PIL import Image

from gongkai.channels.base import Later, Settings
from gongkai.channels.carriers.base import (
    Carrier,
    File,
    Outcome,
    Parcel,
    Preview,
    Publication,
    must,
    should,
)
from gongkai.channels.http import MINUTE
from gongkai.channels.wechat import FIELDS, Account, Article, Picture, Publishing, UnderWay, page
from gongkai.law.findings import Finding
from gongkai.lib.kinds import PICTURES
from gongkai.lib.language import _
from gongkai.papers import cover

CODE, RULE = "wechat", "CH-wechat"
#: What stands in the article is Chinese, whoever reads the workbench: by its mark it is found again.
KIND, WHOLE, COVER = "政府信息公开", "阅读原文", "封面"
#: So much of a body that is too long stands there before the reader is sent to the whole.
BEGINNING = 1000
#: As wide as a telephone shows it, twice over for fine screens.
WIDEST = 1080
_NO_COVER = Picture("cover.png", b"")
_QUOTED = re.compile(r"《(.+)》")
_KINDS = {kind.code for kind in PICTURES}


def check(settings: Settings, publication: Publication) -> tuple[Finding, ...]:
    return tuple(_findings(settings, publication))


def preview(settings: Settings, publication: Publication) -> Preview:
    article = _article(publication)
    shown = article.content({picture.print: picture.inline for picture in article.pictures})
    parts = [
        f'<p class="cover"><img src="{article.cover.inline}" alt="{COVER}"></p>',
        f'<p class="title">{escape(article.title)}</p><p class="by">{escape(publication.organ)}</p>',
        f"<section>{shown}</section>",
        f'<p class="source">{WHOLE}</p>' if article.source else "",
    ]
    lines = [f"摘要 {article.mark}", f"作者 {article.author}" if article.author else ""]
    lines += [f"{WHOLE} {article.source}" if article.source else ""]
    return Preview("\n".join(filter(None, lines)), "".join(parts), CODE)


def deliver(settings: Settings, parcel: Parcel) -> Outcome:
    if parcel.publication.withdrawn_because:
        raise Later(_("微信公众号 — 公开信息刚刚撤回 — 会自动改为撤下。"), MINUTE)
    try:
        address = _publishing(settings, parcel, _article(parcel.publication)).publish()
    except UnderWay as error:
        return _still_at_it(error)
    return Outcome(_("已在公众号发表。"), address)


def prove(settings: Settings, parcel: Parcel) -> Outcome:
    address = _publishing(settings, parcel, _article(parcel.publication)).standing()
    return Outcome(_("文章还在，回读与放行的一致。"), address)


def withdraw(settings: Settings, parcel: Parcel) -> Outcome:
    try:
        _publishing(settings, parcel, _bare(parcel.publication)).withdraw()
    except UnderWay as error:
        return _still_at_it(error)
    return Outcome(_("文章已从公众号删除。"))


def _still_at_it(error: UnderWay) -> Outcome:
    return Outcome(str(error), is_settled=False, pause=error.pause)


def _publishing(settings: Settings, parcel: Parcel, article: Article) -> Publishing:
    return Publishing(Account.of(settings), article, dict(parcel.notes), parcel.note)


def _bare(publication: Publication) -> Article:
    """What an article is known by; enough to take it back."""
    mark = f"索引号：{publication.index_no}（第{publication.version}版）"
    return Article(mark, publication.title, "", _NO_COVER)


def _article(publication: Publication) -> Article:
    whole = _whole(publication)
    if not _is_long(whole) or not publication.url:
        return whole
    beginning = "".join(_beginning(publication.text))
    return replace(whole, html=f"{beginning}<p>全文较长，请点文末的“{WHOLE}”。</p>")


def _whole(publication: Publication) -> Article:
    title = short_title(publication)
    head = f"<h2>{escape(publication.title)}</h2>" if title != publication.title else ""
    return replace(
        _bare(publication),
        title=title,
        html=head + publication.html,
        cover=_cover(publication),
        author=publication.organ if len(publication.organ) <= page.AUTHOR else "",
        source=publication.url,
        above=tuple(_above(publication)),
        below=tuple(_below(publication)),
        pictures=tuple(_picture(file) for file in publication.files if file.kind in _KINDS),
    )


def short_title(publication: Publication) -> str:
    """The title within what WeChat takes: without whose it is, which stands beside it there; then what is
    quoted in it alone; then its beginning."""
    whole = publication.title
    without = whole.removeprefix(publication.issuer).removeprefix(publication.organ)
    quoted = _QUOTED.search(whole)
    shorter = (whole, without, quoted[1] if quoted else whole)
    return next((one for one in shorter if len(one) <= page.TITLE), f"{without[: page.TITLE - 1]}…")


def _above(publication: Publication) -> Iterator[str]:
    if publication.document_no:
        yield f"文号：{publication.document_no}"
    yield f"发文机关：{publication.issuer}"
    if publication.formed_on:
        yield f"成文日期：{publication.formed_on}"


def _below(publication: Publication) -> Iterator[str]:
    names = [file.name for file in publication.files if file.kind not in _KINDS]
    if names:
        where = f"请点“{WHOLE}”下载" if publication.url else "请到本机关查阅"
        yield f"文件：{'、'.join(names)}（{where}）"
    if publication.reason:
        yield f"更正说明：{publication.reason}"


def _beginning(text: str) -> Iterator[str]:
    """Whole lines of a text, up to so many characters."""
    room = BEGINNING
    for line in text.splitlines():
        room -= len(line)
        if room < 0:
            return
        yield f"<p>{escape(line)}</p>"


def _cover(publication: Publication) -> Picture:
    made = cover.png(
        organ=publication.organ, kind=KIND, title=publication.title, fonts_dir=installation.FONTS
    )
    return Picture("cover.png", made)


def _picture(file: File) -> Picture:
    """A picture within what WeChat takes."""
    data = file.read()
    if len(data) <= page.PICTURE:
        return Picture(file.name, data)
    with Image.open(BytesIO(data)) as opened:
        smaller = opened.convert("RGB")
        smaller.thumbnail((WIDEST, WIDEST * 10))
        made = BytesIO()
        smaller.save(made, "JPEG", quality=85)
    return Picture(PurePath(file.name).with_suffix(".jpg").name, made.getvalue())


def _is_long(article: Article) -> bool:
    return page.size(article) > page.LONGEST


def _findings(settings: Settings, publication: Publication) -> Iterator[Finding]:
    whole = _whole(publication)
    if any(field.required and not settings.get(field.code) for field in FIELDS):
        yield must(RULE, "渠道", _("公众号 — AppID或者密钥没有填 — 请先在渠道设置里填写。"))
    if not publication.text.strip() and not whole.pictures:
        yield must(RULE, "正文", _("正文 — 没有文字也没有图片，发出去是空的 — 请用别的渠道。"))
    if whole.title != publication.title:
        words = _("标题 — 有{count}个字，微信最多{most}个 — 发出去是“{title}”，全题写在正文上面。")
        said = words.format(count=len(publication.title), most=page.TITLE, title=whole.title)
        yield should(RULE, "标题", said)
    if _is_long(whole) and publication.url:
        words = _("正文 — 太长，微信最多{most}个字符 — 发出去是开头一段，读者点“阅读原文”看全文。")
        yield should(RULE, "正文", words.format(most=page.LONGEST))
    if not publication.url:
        words = _("阅读原文 — 没有网址，读者下载不了附件 — 开通公开门户或者登记网址以后才有。")
        yield should(RULE, "阅读原文", words)
    for complaint in page.complaints(_article(publication)):
        yield must(RULE, "正文", complaint)


CARRIER = Carrier(
    CODE,
    "微信公众号",
    "经公众号的接口发成文章：自动传封面和图片，发表后取回网址，撤回时删除",
    FIELDS,
    check,
    preview,
    deliver,
    prove,
    withdraw,
    replaces=False,  # what is published there cannot be changed
    is_account=True,
    knows_again=True,
)
