"""On an English page Chinese is what somebody typed, a paper, and the official form: never a word of ours."""

import re
from collections.abc import Iterable, Iterator

import pytest
from django.test import Client

from gongkai.faces.tests.html import parsed
from gongkai.faces.tests.office import Office
from gongkai.ledger.disclosures.tests import made
from gongkai.ledger.organs.models import Organ
from tests.house.catalogue import used
from tests.house.official import OFFICIAL

pytestmark = pytest.mark.usefixtures("static_folder")


def of_class(name: str) -> str:
    return f"//*[contains(concat(' ', @class, ' '), ' {name} ')]"


#: What was typed; a paper, the official form, and what names a place in the form or a column of a file.
FORM = (
    "//textarea",
    *map(of_class, ("paper", "official", "findings", "rules", "notes")),
    "//article[@class='record']/*[contains(@class, 'body')]",
    "//*[@id='panel']/header",
    "//*[@class='data']//th[@scope='row']",
)
UNMARKED = "//text()[not(ancestor::*[@lang='zh-CN'])] | //@aria-label"
#: A citation of the law has its article.
QUOTED = re.compile("“[^”]*”|《[^》]*》\\S*")
CHINESE = re.compile("[\u4e00-\u9fff][\u4e00-\u9fff、（）]+")
#: Files, what leads out of the language, and what asks about a finding, told again there.
ELSEWHERE = re.compile("/files/|/findings/|logout|[.][a-z]+$|^/static/")


def in_chinese(content: bytes, words: Iterable[str]) -> set[str]:
    """Which of these words a page shows as they are, outside of the form: alone, or within a sentence."""
    tree = parsed(content)
    for kept in tree.xpath(" | ".join((*FORM, "//script"))):
        kept.drop_tree()
    alone = {" ".join(text.split()).strip(" ·：:，。") for text in tree.itertext()}
    within = {word for text in tree.xpath(UNMARKED) for word in CHINESE.findall(QUOTED.sub("", text))}
    return (alone | within) & {word for word in words if CHINESE.search(word)}


def pages(client: Client, office: Office) -> Iterator[tuple[str, bytes]]:
    """Every form of an office with one of each, as it opens, then one page of each kind that they lead to."""
    links = {"the public portal": f"/organs/{office.organ.pk}/"}
    for places in (office.places(), office.citizens()):
        for place in places:
            if not ELSEWHERE.search(place.url):
                yield from _page(client, place.url, links)
    seen: set[str] = set()
    while waiting := links.keys() - seen:
        kind = waiting.pop()
        seen.add(kind)
        yield from _page(client, links[kind], links)


def _page(client: Client, url: str, links: dict[str, str]) -> Iterator[tuple[str, bytes]]:
    answer = client.get(url, follow=True)
    if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
        yield url, answer.content
        for link in parsed(answer.content).xpath("//a/@href"):
            if link.startswith("/") and not ELSEWHERE.search(address := link.split("#")[0]):
                links.setdefault(re.sub(r"\d+", "N", address.split("?")[0]), address)


def test_a_word_of_the_law_is_told_from_the_form_itself() -> None:
    page = "<body><p>Kind <b>自然人</b></p><table class='official requests'><th>商业企业</th></table></body>"
    assert in_chinese(page.encode(), OFFICIAL) == {"自然人"}


@pytest.mark.slow
def test_no_page_leaves_a_word_in_chinese_that_has_its_english(client: Client, real: Organ) -> None:
    office = Office(client, real)
    client.cookies["django_language"] = "en"
    found = [(url, in_chinese(content, used())) for url, content in pages(client, office)]
    made.clear()
    assert {url: words for url, words in found if words} == {}
    assert len(found) > 200
