"""A record as a package for the county's site (contract "County CMS package"): what everybody may see of it,
as it was released, signed. Of a withdrawn record it says which one, and nothing else."""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any
from xml.etree import ElementTree

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from gongkai.law import proactive
from gongkai.ledger.base import Refused, Scope
from gongkai.ledger.disclosures.models import Disclosure, Record, Validity
from gongkai.ledger.disclosures.public import queries
from gongkai.ledger.disclosures.public.facets import BY_CODE
from gongkai.ledger.disclosures.public.queries import Linked
from gongkai.ledger.disclosures.queries import content_of
from gongkai.ledger.organs.models import Organ
from gongkai.lib import bundles
from gongkai.lib.files import safe_name
from gongkai.lib.language import _
from gongkai.papers import xlsx
from gongkai.papers.layout import clean
from gongkai.papers.model import Cell, Document, Table

SCHEMA = "gongkai.record/1"
#: The fields of the manifest by their Chinese labels, as the sheet has them.
LABELS = {
    "action": "操作",
    "index_no": "索引号",
    "title": "名称",
    "document_no": "文号",
    "organ": "发布机构",
    "formed_on": "成文日期",
    "published_on": "发布日期",
    "topic": "主题分类",
    "kind": "公文种类",
    "validity": "有效性",
    "keywords": "关键词",
}


class Action(StrEnum):
    """What the county's site is to do with the record."""

    PUBLISH = "publish"
    CHANGE = "change"
    WITHDRAW = "withdraw"


#: As the sheet says it.
ACTIONS = {Action.PUBLISH: "发布", Action.CHANGE: "更新", Action.WITHDRAW: "撤下"}
_KINDS = {kind.code: kind.zh for kind in proactive.DOCUMENT_KINDS}


def build(organ: Organ, index_no: str, on: date, key: Ed25519PrivateKey) -> bytes:
    """The package of the record with this number as it is on a day."""
    row = Disclosure.objects.within(Scope.of(organ)).filter(index_no=index_no, published_on__lte=on).first()
    if row is None:
        raise Refused(
            _("{number} — 没有公开过这个索引号的信息 — 请照目录抄写索引号。").format(number=index_no)
        )
    shown = queries.record(organ, row.pk, on)
    if shown is None:
        return _withdrawal(organ, row, key)
    told = queries.released(shown)
    if told is None:
        raise Refused(
            _("{number} — 只登记了目录，没有放行过的正文 — 请在工作台收入文件、放行以后再打包。").format(
                number=index_no
            )
        )
    if shown.notice_until and shown.notice_until < on:
        return _withdrawal(organ, shown, key)
    action = Action.PUBLISH if len(told.versions) == 1 else Action.CHANGE
    files = {f"files/{n}-{safe_name(file.name)}": content_of(file) for n, file in enumerate(told.files, 1)}
    linked = queries.links(shown, on)
    return _signed(_fields(organ, shown, action, on), told.html, files, key, linked)


def opened(data: bytes, key: Ed25519PublicKey) -> bundles.Bundle:
    """A package as the county receives it, proved; BadBundle where it is not to be taken."""
    return bundles.opened(data, key, SCHEMA)


def _fields(organ: Organ, row: Disclosure, action: Action, on: date) -> dict[str, Any]:
    clause, now = proactive.BY_CODE.get(row.clause), queries.validity(row, on)
    topic = BY_CODE["topic"].of(row)
    return {
        "action": action.value,
        "index_no": row.index_no,
        "title": row.title,
        "document_no": row.document_no,
        "organ": organ.name,
        "formed_on": str(row.formed_on),
        "published_on": str(row.published_on),
        "topic": topic,
        "kind": _KINDS.get(BY_CODE["kind"].of(row), ""),
        "validity": Validity(now).label if now else "",
        "keywords": [word for word in (clause.short if clause else "", topic) if word],
    }


def _withdrawal(organ: Organ, row: Disclosure, key: Ed25519PrivateKey) -> bytes:
    """Nothing that was taken back is said once more: its number and its days are enough to take it down."""
    record = Record.objects.filter(disclosure=row).first()
    if record is None or record.state not in {Record.State.WITHDRAWN, Record.State.PUBLISHED}:
        raise Refused(_("{number} — 现在没有公开 — 没有可以打包的内容。").format(number=row.index_no))
    said: dict[str, Any] = {**dict.fromkeys(LABELS, ""), "keywords": []}
    said |= {"action": Action.WITHDRAW.value, "index_no": row.index_no, "organ": organ.name}
    said |= {"formed_on": str(row.formed_on), "published_on": str(row.published_on)}
    return _signed(said, "", {}, key)


def _signed(
    said: Mapping[str, Any],
    html: str,
    files: Mapping[str, bytes],
    key: Ed25519PrivateKey,
    linked: Sequence[Linked] = (),
) -> bytes:
    parts = {
        "record.html": html.encode(),
        "record.xlsx": _sheet(said),
        "record.xml": _xml(said, html, files, linked),
    }
    return bundles.signed({"schema": SCHEMA, **said}, {**parts, **files}, key)


def _sheet(said: Mapping[str, Any]) -> bytes:
    values = {**said, "action": ACTIONS[Action(said["action"])], "keywords": "、".join(said["keywords"])}
    rows = tuple((Cell(label), Cell(values[name])) for name, label in LABELS.items())
    return xlsx.write(
        Document(
            title="公开信息",
            blocks=(Table(rows, widths=(32.0, 128.0), caption="公开信息"),),
            organ=said["organ"],
        )
    )


def _xml(said: Mapping[str, Any], html: str, files: Mapping[str, bytes], linked: Sequence[Linked]) -> bytes:
    """The fields with the body; what it is to other records, by their numbers, stands here alone: manifest
    and sheet have no place for it, and the body is what was released."""
    root = ElementTree.Element("record", schema=SCHEMA)
    for name in LABELS:
        values = said[name] if isinstance(said[name], list) else [said[name]]
        for value in values:
            ElementTree.SubElement(root, "keyword" if name == "keywords" else name).text = clean(value)
    ElementTree.SubElement(root, "html").text = clean(html)
    for path in files:
        ElementTree.SubElement(root, "file", path=path)
    for kind, is_back, other in linked:
        way = {"kind": kind, "back": str(is_back).lower(), "index_no": clean(other.index_no)}
        ElementTree.SubElement(root, "link", way).text = clean(other.title)
    found: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return found
