"""放行 and what follows: clean copies, versions, changes, what ends by itself, and taking everything back.

What is released is made anew from the originals and read again: a copy that shows what nobody decided to show
is not released.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from django.db import transaction

from gongkai.law.personal_numbers import Confidence
from gongkai.ledger import corrections, records
from gongkai.ledger.audit import actions as audit
from gongkai.ledger.base import Refused, state_of
from gongkai.ledger.disclosures import statements
from gongkai.ledger.disclosures.making import files, links, progress, screening
from gongkai.ledger.disclosures.making.actions import demand, do, locked, remove_originals
from gongkai.ledger.disclosures.making.deeds import Deed, history
from gongkai.ledger.disclosures.making.files import Copied
from gongkai.ledger.disclosures.making.screening import Group, Screened
from gongkai.ledger.disclosures.models import (
    Disclosure,
    PublishedFile,
    Record,
    Validity,
    Version,
)
from gongkai.ledger.disclosures.public import elements, rows
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.transparency import actions as transparency
from gongkai.lib.kinds import BY_CODE
from gongkai.lib.language import _
from gongkai.lib.today import now
from gongkai.reading.originals import html
from gongkai.reading.originals.model import Block, Text
from gongkai.reading.originals.screen import screen

State = Record.State
#: What stands in the log as whoever did what comes by itself.
BY_ITSELF = "系统"


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """Why something is taken back. ``hard``: personal data or secrets leaked, so that nothing of it stays."""

    reason: str
    hard: bool = False
    title: str = ""  # what the register says from then on, where the title itself gave something away

    @property
    def words(self) -> Mapping[str, str]:
        """What everybody reads of it."""
        return {"撤回的原因": self.reason, "标题": self.title}


def release(*, record: Record, actor: str, on: date, reason: str = "", urgently: bool = False) -> Version:
    """放行 by somebody who did not work on it: the version everybody sees, and its day in the register. A
    correction in which nothing changed is no version: the last one stands.

    The copies are made and proved before anything is written.
    """
    deed = Deed.RELEASE_URGENTLY if urgently else Deed.RELEASE
    if urgently:
        demand(reason)
    found = screening.screened(record)
    groups = screening.groups(record, found)
    if why := progress.why_not(deed, record, found, groups, actor=actor):
        raise Refused(why)
    copies = [(file, _proved(file, groups)) for file in found]
    stored: list[str] = []
    with files.VAULT.unless_named(stored):
        return _release(record, deed, copies, stored, actor, on, reason)


def _proved(file: Screened, groups: Sequence[Group]) -> Copied:
    """The copy of a file, once what stands in it is no more than what was decided to stand there."""
    copied = files.copied(file.original, screening.covers(groups, file.original))
    organ = file.original.record.organ
    kept = screening.kept(groups, file.original)
    left = [
        one
        for one in screen(copied.read, allow=screening.own_contacts(organ))
        if one.confidence >= Confidence.MEDIUM and one.value not in kept and "*" not in one.text
    ]
    if left:
        raise Refused(
            _("{file} — 遮盖以后还查得出个人信息（{where}） — 请换成遮盖好的文件。").format(
                file=file.name, where=left[0].where
            )
        )
    return copied


@transaction.atomic
def _release(
    record: Record,
    deed: Deed,
    copies: Sequence[tuple[Screened, Copied]],
    stored: list[str],
    actor: str,
    on: date,
    reason: str,
) -> Version:
    row, before = locked(record, {State.REVIEW}, deed)
    if {file.original.pk for file, _copy in copies} != set(_in_use(row)) or row.deeds != record.deeds:
        raise Refused(_("放行 — 刚才有人改过这一稿 — 请重新打开看过再放行。"))
    disclosure = row.disclosure
    if disclosure is None:
        raise Refused(_("放行 — 要素还没有核对 — 请先核对要素。"))
    last = row.versions.first()
    version = _version(row, disclosure, copies[0][1], actor, last)
    if last and _says_the_same(last, version, copies):
        version = last
    else:
        _publish(version, copies, stored, actor)
        links.release(version, on, actor)
    _enter(disclosure, on, actor)
    row.state = State.PUBLISHED
    row.is_urgent = row.is_urgent or deed is Deed.RELEASE_URGENTLY
    do(row, deed, before, actor, reason)
    return version


def _in_use(row: Record) -> list[int]:
    return list(row.originals.filter(is_current=True).values_list("pk", flat=True))


def _version(row: Record, disclosure: Disclosure, body: Copied, actor: str, last: Version | None) -> Version:
    """What would be released, not yet kept."""
    blocks = html.body(body.read.blocks, disclosure.title, disclosure.document_no)
    return Version(
        organ=row.organ,
        record=row,
        number=last.number + 1 if last else 1,
        title=disclosure.title,
        html=html.html(blocks),
        text="\n".join(_lines(blocks)),
        said=elements.said(disclosure, row),
        released_at=now(),
        people=[*sorted(progress.drafters(row)), *progress.reviewers(row), actor],
        reason=_why_changed(row) if last else "",
    )


def _why_changed(row: Record) -> str:
    """Why the record was corrected last: everybody reads it beside the new version."""
    reasons = [done.reason for done in history(row) if done.what is Deed.CHANGE]
    return reasons[-1] if reasons else ""


def _says_the_same(last: Version, version: Version, copies: Sequence[tuple[Screened, Copied]]) -> bool:
    names = ("title", "html", "said")
    files_ = [(one.original_id, one.name, one.text) for one in last.files.all()]
    now_ = [(file.original.pk, file.name, _text_of(copy)) for file, copy in copies]
    is_alike = all(getattr(last, name) == getattr(version, name) for name in names)
    return is_alike and files_ == now_ and not links.differ(last, version.record)


def _publish(
    version: Version, copies: Sequence[tuple[Screened, Copied]], stored: list[str], actor: str
) -> None:
    version.save()
    audit.created([version], actor=actor, organ=version.organ)
    for file, copy in copies:
        stored.append(_publish_file(version, file, copy, actor).place)
    transparency.append([statements.of_version(version)])


def _text_of(copy: Copied) -> str:
    return "\n".join(copy.read.texts())


def _lines(blocks: Sequence[Block]) -> list[str]:
    """The body as lines to compare and to search: a paragraph a line, a row of a table a line."""
    lines: list[str] = []
    for block in blocks:
        if isinstance(block, Text):
            lines += block.text.split("\n")
        else:
            lines += ["\t".join(box.text for box in row) for row in block.rows]
    return lines


def _publish_file(version: Version, file: Screened, copy: Copied, actor: str) -> PublishedFile:
    kind = BY_CODE[file.original.kind]
    kept = files.VAULT.store(file.name, copy.data, kind, is_read=True, is_scanned=file.original.is_scanned)
    row = PublishedFile(
        version=version,
        original=file.original,
        name=file.name,
        kind=kind.code,
        size=kept.size,
        sha256=kept.sha256,
        place=kept.place,
        key_sealed=kept.key_sealed,
        text=_text_of(copy),
    )
    row.save()
    audit.created([row], actor=actor, organ=version.organ)
    return row


def _enter(disclosure: Disclosure, on: date, actor: str) -> None:
    """The register gets the day of the first publication; a change does not move it."""
    if disclosure.published_on is None:
        pairs = [(disclosure, {"published_on": on})]
        records.amend(pairs, organ=disclosure.organ, actor=actor, reason=_("放行"))


@transaction.atomic
def change(*, record: Record, actor: str, reason: str, shows: bool = False) -> Record:
    """更正: the record becomes a draft again; what is published stays as it is until the next release.
    ``shows``: everybody may read what stood there before, beside what stands there then."""
    row, before = locked(record, {State.PUBLISHED}, Deed.CHANGE)
    demand(reason)
    must_be_spoken(Deed.CHANGE, row.organ, {"更正的原因": reason})
    row.state = State.DRAFT
    return do(row, Deed.CHANGE, before, actor, reason, shows=shows)


@transaction.atomic
def withdraw(*, record: Record, said: Withdrawal, actor: str) -> Record:
    """撤回: nobody sees it any more, and its place says why. ``hard`` removes body, files and words."""
    row, before = locked(record, progress.STATES[Deed.WITHDRAW], Deed.WITHDRAW)
    demand(said.reason)
    if not row.versions.exists():
        raise Refused(_("撤回 — 还没有公开过 — 不公开的请改公开属性。"))
    must_be_spoken(Deed.WITHDRAW, row.organ, said.words)
    row.state = State.WITHDRAWN
    if said.hard:
        _erase(row, said, actor)
    return taken_back(do(row, Deed.WITHDRAW, before, actor, said.reason))


def must_be_spoken(deed: Deed, organ: Organ, texts: Mapping[str, str]) -> None:
    """Refused where what everybody will read names somebody."""
    if leaked := screening.leak(texts, screening.own_contacts(organ)):
        raise Refused(progress.unspeakable(deed, leaked))


def taken_back(row: Record) -> Record:
    transparency.append([statements.of_withdrawal(row)])
    return row


def _erase(row: Record, said: Withdrawal, actor: str) -> None:
    """Body, files and every word of them, in all versions; the originals too."""
    for version in row.versions.all():
        before = state_of(version)
        version.html, version.text, version.said = "", "", {}
        version.title = said.title or version.title
        version.save(update_fields=["html", "text", "said", "title"])
        audit.changed([(before, version)], actor=actor, organ=row.organ, reason=said.reason)
        for file in version.files.all():
            was = state_of(file)
            file.text, file.key_sealed = "", ""
            file.name = f"{_('附件')}{BY_CODE[file.kind].suffix}"
            file.save(update_fields=["text", "key_sealed", "name"])
            audit.changed([(was, file)], actor=actor, organ=row.organ, reason=said.reason)
            transaction.on_commit(partial(files.VAULT.drop, file.place))
    transparency.forget(map(audit.subject, row.versions.all()))
    remove_originals(row, actor, said.reason)
    row.read_sealed, row.summary = "", ""
    if said.title and row.disclosure:
        rename(row.disclosure, said, actor)


def rename(row: Disclosure, said: Withdrawal, actor: str) -> None:
    """The register says the new title from now on, and no correction tells what it said before."""
    records.amend([(row, {"title": said.title})], organ=row.organ, actor=actor, reason=said.reason)
    before = state_of(row)
    corrections.forget(row, {"title"})
    row.save(update_fields=["corrections"])
    audit.changed([(before, row)], actor=actor, organ=row.organ, reason=said.reason)


@transaction.atomic
def expire(*, on: date) -> int:
    """What ends by itself: lists whose 公示 is over are taken down, documents whose time is over lapse,
    what was repealed from a day on is out of force; how many."""
    over = list(Record.objects.filter(state=State.PUBLISHED, disclosure__notice_until__lt=on))
    for record in over:
        row, before = locked(record, {State.PUBLISHED}, Deed.EXPIRE)
        row.state = State.WITHDRAWN
        taken_back(do(row, Deed.EXPIRE, before, BY_ITSELF, _("公示期满")))
    lapsed = list(Disclosure.objects.filter(pk__in=_lapsing(on)))
    for disclosure in lapsed:
        pairs = [(disclosure, {"validity": Validity.LAPSED})]
        records.amend(pairs, organ=disclosure.organ, actor=BY_ITSELF, reason=_("有效期满"))
    repealed = list(Disclosure.objects.filter(validity=Validity.IN_FORCE, repealed_on__lte=on))
    for disclosure in repealed:
        pairs = [(disclosure, {"validity": Validity.REPEALED})]
        records.amend(pairs, organ=disclosure.organ, actor=BY_ITSELF, reason=_("废止之日已到"))
    return len(over) + len(lapsed) + len(repealed)


def _lapsing(on: date) -> list[int]:
    """Documents whose time is over as it was released."""
    found = rows.as_released(Disclosure.objects.filter(validity=Validity.IN_FORCE, expires_on__lt=on))
    return [row.pk for row in map(rows.named, found) if row.expires_on and row.expires_on < on]
