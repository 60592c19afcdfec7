"""The applicant's identity: sealed at rest, shown masked, found by a keyed fingerprint."""

import re
import secrets
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace

from gongkai.law.masks import mask
from gongkai.law.personal_data import mask_contact, mask_identity, mask_labelled, mask_name, scan
from gongkai.law.personal_numbers import Confidence
from gongkai.ledger.audit.actions import keys
from gongkai.ledger.base import Refused
from gongkai.ledger.requests.entries import Said
from gongkai.ledger.requests.models import ERASED, Arrival, Attachment, FoiRequest, Letter
from gongkai.lib.crypto import UnknownKey
from gongkai.lib.language import _

MASKS = {"id_number": mask_identity, "contact": mask_contact, "other_personal": mask_labelled}
FIELDS = tuple(MASKS)
#: Kept as they are, and masked on screen alone.
NAMES = ("applicant_name", "agent")
#: Shown in full only to whoever says why: names, and what is asked, where it gives somebody away.
PLAIN = (*NAMES, "content")
#: The same as they stood before they were corrected.
FORMER = "former"
#: So many characters a person's name has at most, but for names with a point between their parts.
LONGEST_NAME = 4
#: Tracking codes: digits and letters that nobody mistakes for another. Why twelve: docs/howto/take-in.md.
ALPHABET, LENGTH = "23456789ABCDEFGHJKMNPQRSTUVWXYZ", 12


def protect(foi_request: FoiRequest, field: str, value: str) -> bool:
    """Seal a value into the row. What is empty, known already, or but the mask of what is known, changes
    nothing; the answer says whether the row changed."""
    plain = unicodedata.normalize("NFKC", value).strip()
    if not plain or plain == getattr(foi_request, f"{field}_masked"):
        return False
    print_ = fingerprint(plain)
    if print_ == getattr(foi_request, f"{field}_print"):
        return False
    setattr(foi_request, f"{field}_sealed", keys().seal(plain))
    setattr(foi_request, f"{field}_masked", MASKS[field](plain))
    setattr(foi_request, f"{field}_print", print_)
    return True


def address(letter: Letter, name: str) -> None:
    """Seal into a letter the name of the third party that it goes to."""
    plain = unicodedata.normalize("NFKC", name).strip()
    if fingerprint(plain) == letter.addressee_print:
        return
    letter.addressee_sealed = keys().seal(plain) if plain else ""
    letter.addressee_masked = shown_name(plain)
    letter.addressee_print = fingerprint(plain) if plain else ""


def addressee_of(letter: Letter) -> str:
    """The third party's name; empty where the letter goes to the applicant or to an organ."""
    return keys().open(letter.addressee_sealed) if letter.addressee_sealed else ""


def known_of(foi_request: FoiRequest) -> tuple[str, ...]:
    """What the ledger knows of whoever asked: names, and what is sealed."""
    if foi_request.erased_on:
        return ()
    sealed = (field for field in FIELDS if getattr(foi_request, f"{field}_sealed"))
    gives_away = masked(foi_request, foi_request.content) != foi_request.content
    content = ("content",) if gives_away else ()
    corrected = (FORMER,) if former(foi_request) else ()
    return (*(name for name in NAMES if getattr(foi_request, name)), *content, *sealed, *corrected)


def former(foi_request: FoiRequest) -> str:
    """The names and the wish as they stood before each correction, the oldest first, in plain."""
    return "；".join(
        f"{FoiRequest._meta.get_field(field).verbose_name}：{old}"  # type: ignore[union-attr]
        for field, old in _former(foi_request, PLAIN)
    )


def _former(foi_request: FoiRequest, fields: Iterable[str]) -> Iterator[tuple[str, str]]:
    for correction in foi_request.corrections:
        for field in fields:
            old, _new = correction["changes"].get(field, ("", ""))
            if old:
                yield field, old


def opens() -> None:
    """UnknownKey where the keys are gone, or do not open what the ledger holds."""
    held = FoiRequest.objects.exclude(id_number_sealed="").values_list("id_number_sealed", "id_number_print")
    sealed, print_ = held.first() or ("", "")
    if fingerprint(keys().open(sealed)) != print_:
        raise UnknownKey(_("密钥文件夹 — lookup.key不是这份台账的 — 请放回备份的密钥文件。"))


def sealed() -> dict[str, int]:
    """How many applications have each sealed field, by its official name."""
    names = {"id_number": "证件号码", "contact": "联系方式", "other_personal": "其他个人信息"}
    rows = FoiRequest.objects.all()
    counts = {names[field]: rows.exclude(**{f"{field}_sealed": ""}).count() for field in FIELDS}
    return counts | {
        "第三方": Letter.objects.exclude(addressee_sealed="").count(),
        "收件内容": Arrival.objects.filter(erased_on=None).count(),
        "附件": Attachment.objects.count(),
    }


def seal(arrival: Arrival, said: Said) -> None:
    """Put what is said into the row: sealed whole, found again by identity and contact."""
    text = said.as_json()
    arrival.said_sealed = keys().seal(text)
    arrival.said_print = keys().fingerprint(text)
    arrival.id_number_print = fingerprint(said.id_number)
    arrival.contact_print = fingerprint(said.contact)


def opened(arrival: Arrival) -> Said:
    """What an arrival says, in plain; of one that was destroyed, nothing."""
    if arrival.erased_on:
        return Said()
    return Said.from_json(keys().open(arrival.said_sealed))


def applicant_of(row: Arrival | FoiRequest) -> str:
    """Who asks, by the full name."""
    return row.applicant_name if isinstance(row, FoiRequest) else opened(row).applicant_name


def shown(arrival: Arrival) -> Said:
    """What an arrival says, as people without leave to see who asked may read it; what was sent later is held
    against the names of the application that it is about."""
    said = opened(arrival)
    first = opened(arrival.about) if arrival.about else said
    is_firm = _is_organisation(said.applicant_name, said.applicant_kind)
    names = [*_people_in(said), *_people_in(first)]
    return replace(
        said,
        content=without(said.content, names),
        applicant_name=said.applicant_name if is_firm else masked_name(said.applicant_name),
        agent=masked_name(said.agent),
        id_number=mask_identity(said.id_number) if said.id_number else "",
        phone=mask_contact(said.phone) if said.phone else "",
        email=mask_contact(said.email) if said.email else "",
        address=mask_contact(said.address) if said.address else "",
        help=without(said.help, names),
        confirmed_how=without(said.confirmed_how, names),
        outcome=without(said.outcome, names),
        objection=without(said.objection, names),
    )


def new_code() -> str:
    """A tracking code, known to whoever is told it and to nobody else."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def code_hash(code: str) -> str:
    """By what a tracking code is known: without the keys of this folder nobody can try codes against it."""
    plain = "".join(char for char in unicodedata.normalize("NFKC", code).upper() if char in ALPHABET)
    return keys().fingerprint(f"tracking code {plain}")


def fingerprint(value: str) -> str:
    """By what a sealed value is found again: spaces, dashes and case do not matter."""
    plain = unicodedata.normalize("NFKC", value).upper()
    return keys().fingerprint("".join(char for char in plain if char not in " -\t"))


def masked(foi_request: FoiRequest, text: str) -> str:
    """Free words about an application as people without leave to see who asked may read them."""
    return without(text, _people_of(foi_request))


def shown_applicant(foi_request: FoiRequest) -> str:
    """Who asks, as lists show it: a person masked, an organisation by its name."""
    return masked(foi_request, foi_request.applicant_name)


def _people_of(foi_request: FoiRequest) -> list[str]:
    return _people(names_of(foi_request), foi_request.applicant_name, foi_request.applicant_kind)


def _people_in(said: Said) -> list[str]:
    return _people([said.applicant_name, said.agent], said.applicant_name, said.applicant_kind)


def _people(names: list[str], asked: str, kind: str) -> list[str]:
    """The names that are personal data: all but that of an organisation."""
    return [name for name in names if name != asked or not _is_organisation(asked, kind)]


def _is_organisation(name: str, kind: str) -> bool:
    """What is no longer than a person's name may be that of its head, or of a 个体工商户 without a firm."""
    return kind not in ("", "natural_person") and _is_firm(name)


def shown_name(name: str) -> str:
    """Somebody whose kind nobody said: a person masked, an organisation by its name."""
    return name if _is_firm(name) else masked_name(name)


def people_among(names: Iterable[str]) -> list[str]:
    return [name for name in names if name and not _is_firm(name)]


def _is_firm(name: str) -> bool:
    return len(name) > LONGEST_NAME and "·" not in name and name != ERASED


def names_of(foi_request: FoiRequest) -> list[str]:
    """Who asks and for whom, as the ledger knows them and as it did before a correction. The longest first:
    one name may be part of another."""
    known = {getattr(foi_request, name) for name in NAMES}
    known.update(old for _field, old in _former(foi_request, NAMES))
    return sorted(known - {""}, key=lambda name: (-len(name), name))


def without(text: str, names: Iterable[str]) -> str:
    """A text in which these names, and whatever looks like personal data, are masked."""
    for value, hidden in _hidden(text, names):
        text = text.replace(value, hidden)
    return text


def _hidden(text: str, names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """What is masked in a text, each with its mask, in the order in which one goes over the other."""
    for name in filter(None, names):
        yield name, masked_name(name)
        text = text.replace(name, masked_name(name))
    found = {
        text[hit.start : hit.end]: hit for hit in scan(text, least=Confidence.MEDIUM)
    }  # as it is written
    for words, hit in found.items():
        yield words, mask(hit.kind, hit.value)


def restored(foi_request: FoiRequest, typed: str, stands: str) -> str:
    """What was typed over the masked writing of what ``stands``, with what is still masked in it put back:
    whoever corrects the words around a name need not see it. Refused where a mask may mean several."""
    if typed == masked(foi_request, stands):
        return stands
    meant: dict[str, set[str]] = {}
    for value, hidden in _hidden(stands, _people_of(foi_request)):
        if value in stands and value != hidden:
            meant.setdefault(hidden, set()).add(value)
    for hidden in sorted(meant, key=len, reverse=True):
        mask_alone = re.compile(f"{re.escape(hidden)}(?!某)")
        if mask_alone.search(typed):
            typed = mask_alone.sub(_only(hidden, meant[hidden]), typed)
    return typed


def _only(hidden: str, values: Collection[str]) -> Callable[[re.Match[str]], str]:
    if len(values) > 1:
        words = _("隐去的“{hidden}”在原文里不止一个，分不清是哪一个 — 请用“显示全名”看过，填完整的内容。")
        raise Refused(words.format(hidden=hidden))
    (value,) = values
    return lambda _found: value


def masked_name(name: str) -> str:
    """王某某: what lists show of a person."""
    return name if name == ERASED else mask_name(name)


def is_mask_of(shown: str, name: str) -> bool:
    """Whether lists show, or showed before they knew compound surnames, the name so."""
    return bool(name) and shown in {masked_name(name), name[0] + "某" * min(max(len(name) - 1, 1), 2)}
