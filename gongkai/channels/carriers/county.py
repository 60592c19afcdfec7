"""交给县级平台: handed to the account or app of the county (县级融媒体 App), whose people publish it.

Whoever handed it over notes the address at which it appeared: that is the proof.
"""

from gongkai.channels.base import Settings
from gongkai.channels.carriers.base import Carrier, Preview, Publication, one_point, should
from gongkai.law.findings import Finding
from gongkai.lib.language import _


def check(settings: Settings, publication: Publication) -> tuple[Finding, ...]:
    if publication.text.strip() or publication.files:
        return ()
    return (should("CH-county", "正文", _("正文 — 是空的 — 请看看是不是要交的这一条。")),)


def preview(settings: Settings, publication: Publication) -> Preview:
    lines = [publication.title, publication.text, f"来源：{publication.organ}"]
    return Preview("\n\n".join(filter(None, lines)), publication.html)


CARRIER = Carrier(
    "county",
    "交给县级平台",
    "县级融媒体App、县公众号、县政府网站：由县里发，发出后把网址记下来",
    check=check,
    preview=preview,
    points=one_point,
    asks_address=True,
)
