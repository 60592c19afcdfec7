"""Records at every point of their way, made within this process: what reads strangers' files apart is tested
where it is (``test_making``, ``test_publishing``)."""

from dataclasses import replace
from datetime import date
from typing import Any

from gongkai.ledger.disclosures.making import actions, files, publishing, screening
from gongkai.ledger.disclosures.making.deeds import Deed
from gongkai.ledger.disclosures.making.entries import Classified, Elements
from gongkai.ledger.disclosures.making.files import Copied, Taken
from gongkai.ledger.disclosures.making.screening import Verdict
from gongkai.ledger.disclosures.models import Disclosure, Record
from gongkai.ledger.organs.models import Organ
from gongkai.lib.kinds import WORD
from gongkai.reading.originals import docx
from gongkai.reading.originals.model import Original, Text
from gongkai.reading.originals.tests.documents import TITLE, notice

ELEMENTS = Elements(title=TITLE, formed_on=date(2022, 10, 8), document_no="四政〔2022〕36号")
OPEN = Classified(attribute="proactive", clause="art21", field="social_relief", topic="民政、扶贫、救灾")


def taken_in(organ: Organ, actor: str = "李四") -> Record:
    data = notice()
    kept = files.VAULT.store("公示.docx", data, WORD, is_read=True, is_scanned=False)
    (record,) = actions._file(organ, actor, [[Taken("公示.docx", docx.read(data, "公示.docx"), kept)]])
    return record


def of_lines(organ: Organ, *lines: str) -> Record:
    """A record whose document says these lines."""
    kept = files.VAULT.store("a.docx", b"a", WORD, is_read=True, is_scanned=False)
    return actions._file(organ, "李四", [[Taken("a.docx", Original(tuple(map(Text, lines))), kept)]])[0]


def drafted(organ: Organ, actor: str = "李四") -> Record:
    """With one thing that was found and nobody has decided on."""
    record = actions.confirm(record=taken_in(organ, actor), elements=ELEMENTS, actor=actor)
    return actions.classify(record=record, said=OPEN, actor=actor, on=date(2022, 10, 10))


def open_key(record: Record) -> str:
    """The key of what is to be decided on."""
    return next(one.key for one in screening.groups(record, screening.screened(record)) if one.is_open)


def linked(organ: Organ, kind: str, row: Disclosure, effective_on: date | None = None) -> Record:
    """Released, with what it is to another row of the register."""
    elements = replace(ELEMENTS, links=((kind, row.pk),), effective_on=effective_on)
    record = actions.confirm(record=taken_in(organ), elements=elements, actor="李四")
    return released(
        _submitted(actions.classify(record=record, said=OPEN, actor="李四", on=date(2022, 10, 10)))
    )


def submitted(organ: Organ, actor: str = "李四") -> Record:
    return _submitted(drafted(organ, actor), actor)


def _submitted(record: Record, actor: str = "李四") -> Record:
    key = open_key(record)
    actions.judge(record=record, key=key, verdict=Verdict.MASK, reason="", actor=actor)
    return actions.advance(record=record, deed=Deed.SUBMIT, actor=actor)


def published(organ: Organ, by: str = "赵建国", on: date = date(2022, 10, 19), extra: str = "") -> Record:
    return released(submitted(organ), by, on, extra)


def published_again(
    record: Record,
    by: str = "赵建国",
    on: date = date(2022, 10, 20),
    reason: str = "更正",
    *,
    shows: bool = False,
    extra: str = "",
    **more: Any,
) -> Record:
    """Its next version, which says the same but for its issuer, ``extra`` or what is named."""
    draft = publishing.change(record=record, actor="李四", reason=reason, shows=shows)
    said = replace(ELEMENTS, **{"issuer": "四间房镇人民政府办公室", **more})
    actions.confirm(record=draft, elements=said, actor="李四")
    draft = Record.objects.select_related("organ", "disclosure").get(pk=record.pk)
    row = actions.advance(record=draft, deed=Deed.SUBMIT, actor="李四")
    return released(row, by, on, extra)


def released(record: Record, by: str = "赵建国", on: date = date(2022, 10, 19), extra: str = "") -> Record:
    """What was submitted, released by somebody else; ``extra`` is a line more."""
    found = screening.screened(record)
    groups = screening.groups(record, found)
    copies = [(file, _copied(screening.covers(groups, file.original), extra)) for file in found]
    publishing._release(record, Deed.RELEASE, copies, [], by, on, "")
    return Record.objects.select_related("organ", "disclosure").get(pk=record.pk)


def _copied(covers: dict[str, str], extra: str) -> Copied:
    data = docx.copy(notice(extra=extra), "公示.docx", covers)
    return Copied(data, docx.read(data, "公示.docx"))


def clear() -> None:
    """Drop the files of all records that a test has made."""
    from pathlib import Path

    from django.conf import settings

    for path in (Path(settings.DATA) / files.FOLDER).rglob("*"):
        if path.is_file():
            path.unlink()
