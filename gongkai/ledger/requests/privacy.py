"""The applicant's identity: sealed at rest, shown masked, found by a keyed fingerprint."""

import unicodedata

from gongkai.law.masks import mask
from gongkai.law.personal_data import mask_contact, mask_identity, mask_labelled, scan
from gongkai.law.personal_numbers import Confidence
from gongkai.ledger.audit.actions import keys
from gongkai.ledger.requests.models import FoiRequest, Letter
from gongkai.lib.crypto import UnknownKey
from gongkai.lib.language import _

MASKS = {"id_number": mask_identity, "contact": mask_contact, "other_personal": mask_labelled}
FIELDS = tuple(MASKS)
#: Kept as they are, and masked on screen alone.
NAMES = ("applicant_name", "agent")


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
    letter.addressee_masked = masked_name(plain)
    letter.addressee_print = fingerprint(plain) if plain else ""


def addressee_of(letter: Letter) -> str:
    """The third party's name; empty where the letter goes to the applicant or to an organ."""
    return keys().open(letter.addressee_sealed) if letter.addressee_sealed else ""


def known_of(foi_request: FoiRequest) -> tuple[str, ...]:
    """What the ledger knows of whoever asked: names, and what is sealed."""
    sealed = (field for field in FIELDS if getattr(foi_request, f"{field}_sealed"))
    return (*(name for name in NAMES if getattr(foi_request, name)), *sealed)


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
    return {**counts, "第三方": Letter.objects.exclude(addressee_sealed="").count()}


def fingerprint(value: str) -> str:
    """By what a sealed value is found again: spaces, dashes and case do not matter."""
    plain = unicodedata.normalize("NFKC", value).upper()
    return keys().fingerprint("".join(char for char in plain if char not in " -\t"))


def masked(foi_request: FoiRequest, text: str) -> str:
    """Free words about an application as people without leave to see who asked may read them."""
    for name in NAMES:
        if known := getattr(foi_request, name):
            text = text.replace(known, masked_name(known))
    for value, kind in {hit.value: hit.kind for hit in scan(text, least=Confidence.MEDIUM)}.items():
        text = text.replace(value, mask(kind, value))
    return text


def masked_name(name: str) -> str:
    """王某某: what lists show of a person."""
    return name[:1] + "某" * min(max(len(name) - 1, 1), 2) if name else ""
