"""The file itself: encodings, and the markup that editors and people leave in web pages."""

import re
from random import Random

from tests.synthetic.files import Draft
from tests.synthetic.variants.base import Spoil, Variant
from tests.synthetic.variants.figures import struck_figures


def charset(encoding: str, named: str | None) -> Spoil:
    def spoil(page: Draft, chance: Random) -> None:
        def recode(data: bytes) -> bytes:
            text = data.decode("utf-8")
            text = text.replace("charset='utf-8'", f"charset='{named}'" if named else "name='x'")
            return text.encode(encoding, "xmlcharrefreplace")

        page.raw.append(recode)

    return spoil


def cut_spans(page: Draft, chance: Random) -> None:
    """Word's own web pages: every few characters in a span, styles everywhere."""

    def spoil(data: bytes) -> bytes:
        def cut(found: re.Match[str]) -> str:
            text = found[1]
            at = chance.randint(0, len(text))
            style = "<span lang=EN-US style='font-family:仿宋_GB2312;mso-hide:none'>"
            between = "" if text[at - 1 : at].isdigit() else "\n"
            return f"><p class=MsoNormal>{style}{text[:at]}</span>{between}{style}{text[at:]}</span></p></td>"

        return re.sub(r">([^<>&]+)</td>", cut, data.decode()).encode()

    page.raw.append(spoil)


def nested(page: Draft, chance: Random) -> None:
    """The whole article in a table that lays out the page, some boxes with a table of their own."""

    def spoil(data: bytes) -> bytes:
        text = data.decode()
        text = text.replace("<body>", "<body><table><tr><td>导航</td><td>首页</td></tr><tr><td colspan=2>")
        text = text.replace("</body>", "</td></tr></table></body>")
        if chance.random() < 0.3:
            text = re.sub(
                r"<td([^>]*)>(\d+)</td>", r"<td\1><table><tr><td>\2</td></tr></table></td>", text, count=3
            )
        return text.encode()

    page.raw.append(spoil)


def silent(page: Draft, chance: Random) -> None:
    """Scripts, comments, style-hidden boxes, and tables inside comments and scripts."""

    def spoil(data: bytes) -> bytes:
        text = data.decode()
        table = text[text.find("<table") : text.find("</table>") + 8]
        ghost = re.sub(r">\d+<", ">7<", table)
        text = text.replace("<body>", f"<body><!-- {ghost} --><script>var a='{ghost}'</script>")
        text = text.replace("<head>", "<head><style>.gone, td.off { color: red; display: none }</style>")
        text = text.replace("</body>", f"<div class='x gone'>{ghost}</div><div hidden>{ghost}</div></body>")

        def hide(found: re.Match[str]) -> str:
            extra = "<td style='display:none'>8</td>" if chance.random() < 0.1 else ""
            extra += "<td class='off'>9</td>" if chance.random() < 0.1 else ""
            return extra + found[0]

        return re.sub(r"<td[^>]*>\d+</td>", hide, text).encode()

    page.raw.append(spoil)


def pictures(page: Draft, chance: Random) -> None:
    """Some figures are pictures, or stand in fields of a form."""

    def spoil(data: bytes) -> bytes:
        def draw(found: re.Match[str]) -> str:
            if chance.random() > 0.1:
                return found[0]
            shown = chance.choice(
                ("<img src='n.png'>", f"<input value='{found[2]}'>", f"{found[2]}<img src='n.png'>")
            )
            return f"<td{found[1]}>{shown}</td>"

        return re.sub(r"<td([^>]*)>(\d+)</td>", draw, data.decode()).encode()

    page.raw.append(spoil)


#: Digits beside a figure that only the site's style sheet tells from it.
_STYLED = (
    "<span style='text-decoration: line-through'>{}</span>",
    "<span style='opacity: 0'>{}</span>",
    "<span style='font-size: 0'>{}</span>",
    "<span style='position: absolute; left: -9999px'>{}</span>",
    "<span class='sr-only'>{}</span>",
    "<b class='old'>{}</b>",
    "<ruby><rt>{}</rt></ruby>",
    "<small>{}</small>",
    "<a href='#note'>{}</a>",
)


def styled(page: Draft, chance: Random) -> None:
    """Notes, old figures and text for screen readers, before or behind a figure."""

    def beside(found: re.Match[str]) -> str:
        if chance.random() > 0.2:
            return found[0]
        pieces = [found[2], chance.choice(_STYLED).format(chance.randint(1, 99))]
        return f"<td{found[1]}>{''.join(pieces if chance.random() < 0.5 else pieces[::-1])}</td>"

    page.raw.append(lambda data: re.sub(r"<td([^>]*)>(\d+)</td>", beside, data.decode()).encode())


def struck_by_style(page: Draft, chance: Random) -> None:
    """Whole figures struck out by the page's own style sheet."""
    struck_figures(page, chance)
    rule = b"<head><style>.gone { text-decoration: line-through red }</style>"
    page.raw.append(lambda data: data.replace(b"<head>", rule).replace(b"<del>", b"<b class='gone'>"))
    page.raw.append(lambda data: data.replace(b"</del>", b"</b>"))


def emphasis(page: Draft, chance: Random) -> None:
    """Markdown's stars around a figure, and figures struck out beside it."""

    def mark(found: re.Match[str]) -> str:
        old = f"~~{chance.randint(1, 99)}~~" if chance.random() < 0.1 else ""
        return old or f"**{found[0]}**" if chance.random() < 0.3 else f"{old}{found[0]}"

    page.raw.append(lambda data: re.sub(r"(?<=[\t|] )\d+(?= [\t|])", mark, data.decode()).encode())


def wrapped(page: Draft, chance: Random) -> None:
    """Every line cut at forty characters."""

    def cut(line: str) -> str:
        return "\n".join(line[at : at + 40] for at in range(0, max(1, len(line)), 40))

    page.raw.append(lambda data: "\n".join(map(cut, data.decode().split("\n"))).encode())


def unclosed(page: Draft, chance: Random) -> None:
    """Tags left open, as hand-written pages have them."""
    page.raw.append(lambda data: re.sub(rb"</t[dr]>", b"", data))


VARIANTS: tuple[Variant, ...] = (
    Variant("gb18030", charset("gb18030", "gb18030"), ("html", "tabs.txt"), may_lose=False),
    Variant("gbk named utf-8", charset("gbk", "utf-8"), ("html",), may_lose=False),
    Variant("utf-8 named gb2312", charset("utf-8", "gb2312"), ("html",), may_lose=False),
    Variant("gbk unnamed", charset("gbk", None), ("html", "tabs.txt"), may_lose=False),
    Variant("utf-8 with mark", charset("utf-8-sig", None), ("html", "tabs.txt", "md"), may_lose=False),
    Variant("utf-16", charset("utf-16", "utf-16"), ("html", "tabs.txt"), may_lose=False),
    Variant("spans of Word", cut_spans, ("html",), may_lose=False),
    Variant("nested tables", nested, ("html",)),
    Variant("scripts and comments", silent, ("html",)),
    Variant("pictures of figures", pictures, ("html",)),
    Variant("digits beside figures by style", styled, ("html",)),
    Variant("figures struck out by style", struck_by_style, ("html",)),
    Variant("emphasis of Markdown", emphasis, ("md",)),
    Variant("lines cut", wrapped, ("tabs.txt", "words.txt", "lines.txt")),
    Variant("tags left open", unclosed, ("html",), may_lose=False),
)
