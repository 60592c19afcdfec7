"""A released record as carriers get it."""

from datetime import date
from hashlib import sha256
from typing import Any

from gongkai.channels.carriers import File, Publication

PDF = b"%PDF-1.7 of a public annex"


def publication(**more: Any) -> Publication:
    given: dict[str, Any] = {
        "index_no": "005594321/2022-00027",
        "title": "四间房镇2022年9月农村最低生活保障资金发放公示",
        "organ": "四间房镇人民政府",
        "version": 1,
        "document_no": "四政〔2022〕36号",
        "document_kind": "announcement",
        "formed_on": date(2022, 10, 8),
        "published_on": date(2022, 10, 19),
        "notice_until": date(2022, 10, 26),
        "html": "<p>9月共发放12,500.50元，2个村186户。</p>"
        "<table><thead><tr><th>姓名</th><th>金额（元）</th></tr></thead>"
        "<tbody><tr><td>陈某某</td><td>640.00</td></tr></tbody></table>"
        "<p>附件：1.发放名册</p>"
        '<p class="signed">四间房镇人民政府<br>2022年10月8日</p>',
        "text": "9月共发放12,500.50元，2个村186户。",
        "url": "https://gk.example.gov.cn/organs/1/records/27/",
        "phone": "0372-8123406",
        "files": (File("名册.pdf", "pdf", len(PDF), sha256(PDF).hexdigest(), lambda: PDF),),
    }
    return Publication(**(given | more))
