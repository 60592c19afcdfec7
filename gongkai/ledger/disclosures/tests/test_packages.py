"""A record as a package for the county's site: what was released, signed; tampered with, it is refused."""

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from gongkai.ledger.base import Refused
from gongkai.ledger.disclosures import actions
from gongkai.ledger.disclosures.making import publishing
from gongkai.ledger.disclosures.making.publishing import Withdrawal
from gongkai.ledger.disclosures.models import Disclosure, Record
from gongkai.ledger.disclosures.public import packages
from gongkai.ledger.disclosures.tests import made
from gongkai.ledger.disclosures.tests.test_links import measure
from gongkai.ledger.organs import actions as organs
from gongkai.ledger.organs.models import Organ
from gongkai.lib.bundles import BadBundle
from gongkai.reading.originals.tests.documents import ID_NUMBER, TITLE

pytestmark = pytest.mark.django_db
TODAY = date(2022, 10, 20)
KEY = Ed25519PrivateKey.generate()
Parts = dict[str, bytes]


@pytest.fixture
def record(db: None) -> Iterator[Record]:
    yield made.published(organs.create(name="真实镇人民政府", actor="测试"))
    made.clear()


def number(record: Record) -> str:
    assert record.disclosure is not None
    return record.disclosure.index_no


def packed(record: Record) -> bytes:
    return packages.build(record.organ, number(record), TODAY, KEY)


def test_it_says_what_was_released_in_every_form(record: Record) -> None:
    data = packed(record)
    found = packages.opened(data, KEY.public_key())
    assert {
        name: found.manifest[name]
        for name in ("action", "title", "document_no", "organ", "validity", "topic")
    } == {
        "action": "publish",
        "title": TITLE,
        "document_no": "四政〔2022〕36号",
        "organ": "真实镇人民政府",
        "validity": "有效",
        "topic": "民政、扶贫、救灾",
    }
    assert list(found.files) == ["record.html", "record.xlsx", "record.xml", "files/1-公示.docx"]
    rows: Any = openpyxl.load_workbook(io.BytesIO(found.files["record.xlsx"])).active
    assert {row[0].value: row[1].value for row in rows.iter_rows() if len(row) > 1}[
        "文号"
    ] == "四政〔2022〕36号"
    assert ElementTree.fromstring(found.files["record.xml"]).findtext("index_no") == number(record)
    assert ID_NUMBER.encode() not in b"".join(found.files.values())
    assert packed(record) == data


def test_it_names_what_the_record_is_to_others_by_their_numbers_and_the_body_stays_as_released(
    record: Record,
) -> None:
    assert record.disclosure
    rule = measure(record.organ)
    about = made.linked(record.organ, "interprets", rule)
    found = packages.opened(packed(about), KEY.public_key())
    (link,) = ElementTree.fromstring(found.files["record.xml"]).findall("link")
    assert (dict(link.attrib), link.text) == (
        {"kind": "interprets", "back": "false", "index_no": "2020-00005"},
        "关于印发《宅基地审批管理办法》的通知",
    )
    assert found.files["record.html"].decode() == about.versions.get().html
    assert "links" not in found.manifest
    back = made.linked(record.organ, "amends", record.disclosure)
    (link,) = ElementTree.fromstring(
        packages.opened(packed(record), KEY.public_key()).files["record.xml"]
    ).findall("link")
    assert (link.get("kind"), link.get("back"), link.get("index_no")) == ("amends", "true", number(back))


def test_a_change_in_work_is_not_in_it(record: Record) -> None:
    publishing.change(record=record, actor="李四", reason="错")
    row = Disclosure.objects.get(record=record)
    actions.amend(
        organ=record.organ, pairs=[(row, {"document_no": "四政〔2022〕99号"})], actor="测试", reason="错"
    )
    assert packages.opened(packed(record), KEY.public_key()).manifest["document_no"] == "四政〔2022〕36号"


def test_of_a_withdrawn_record_it_says_only_which_one(record: Record) -> None:
    said = Withdrawal(reason="名单有误", hard=True, title="已撤回的名单")
    publishing.withdraw(record=record, said=said, actor="赵建国")
    found = packages.opened(packed(record), KEY.public_key())
    assert (found.manifest["action"], found.manifest["index_no"]) == ("withdraw", number(record))
    assert [found.manifest["title"], found.files["record.html"], len(found.files)] == ["", b"", 3]


def test_what_was_never_released_is_refused(record: Record) -> None:
    with pytest.raises(Refused, match="没有公开过这个索引号"):
        packages.build(record.organ, "X-1", TODAY, KEY)
    row = Disclosure(organ=record.organ, index_no="T-1", title="公告", formed_on=TODAY, published_on=TODAY)
    row.attribute = "proactive"
    actions.register(organ=record.organ, rows=[row], actor="测试")
    with pytest.raises(Refused, match="没有放行过的正文"):
        packages.build(record.organ, "T-1", TODAY, KEY)
    other: Organ = organs.create(name="别处镇人民政府", actor="测试")
    with pytest.raises(Refused, match="没有公开过这个索引号"):
        packages.build(other, number(record), TODAY, KEY)


def changed(name: str, data: bytes) -> Callable[[Parts], Parts]:
    return lambda parts: {**parts, name: data}


@pytest.mark.parametrize(
    ("tampered", "why"),
    [
        (changed("record.html", b"<p>other</p>" * 99), "和清单对不上"),
        (lambda parts: {**parts, "record.html": parts["record.html"][::-1]}, "校验码对不上"),
        (
            lambda parts: {**parts, "manifest.json": parts["manifest.json"].replace(b"publish", b"withdraw")},
            "签名对不上",
        ),
        (changed("more.txt", b"x"), "和清单对不上"),
        (changed("../out.txt", b"x"), "指到包外面"),
        (changed("/etc/x", b"x"), "指到包外面"),
        (lambda parts: {name: data for name, data in parts.items() if name != "record.xml"}, "和清单对不上"),
        (
            lambda parts: {name: data for name, data in parts.items() if name != "signature.bin"},
            "缺少清单或者签名",
        ),
        (changed("signature.bin", b"x" * 64), "签名对不上"),
    ],
)
def test_what_was_tampered_with_is_refused_in_words(
    record: Record, tampered: Callable[[Parts], Parts], why: str
) -> None:
    with zipfile.ZipFile(io.BytesIO(packed(record))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in tampered(parts).items():
            archive.writestr(name, data)
    with pytest.raises(BadBundle, match=why):
        packages.opened(file.getvalue(), KEY.public_key())


@pytest.mark.slow
def test_a_package_with_a_byte_changed_says_the_same_or_is_refused(record: Record) -> None:
    data = packed(record)
    whole = packages.opened(data, KEY.public_key())
    for at in range(0, len(data), 5):
        bent = bytearray(data)
        bent[at] ^= 0x55
        with suppress(BadBundle):
            assert packages.opened(bytes(bent), KEY.public_key()) == whole


def test_what_is_no_package_is_refused(record: Record) -> None:
    data = packed(record)
    for other in (b"", b"PK", data[:-30], data[: len(data) // 2]):
        with pytest.raises(BadBundle, match="不是zip文件"):
            packages.opened(other, KEY.public_key())
    with pytest.raises(BadBundle, match="签名对不上"):
        packages.opened(data, Ed25519PrivateKey.generate().public_key())
    manifest = json.loads(zipfile.ZipFile(io.BytesIO(data)).read("manifest.json"))
    assert manifest["schema"] == "gongkai.record/1"
