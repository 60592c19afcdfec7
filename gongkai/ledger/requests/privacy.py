"""The applicant's identity: sealed at rest, shown masked, found by a keyed fingerprint."""

import unicodedata

from gongkai.law.personal_data import mask_contact, mask_identity, mask_labelled
from gongkai.ledger.audit.actions import keys
from gongkai.ledger.requests.models import FoiRequest

MASKS = {"id_number": mask_identity, "contact": mask_contact, "other_personal": mask_labelled}
FIELDS = tuple(MASKS)


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


def opens() -> None:
    """UnknownKey where the keys are gone, or do not open what the ledger holds."""
    held = FoiRequest.objects.exclude(id_number_sealed="").values_list("id_number_sealed", flat=True).first()
    keys().open(held or "")


def fingerprint(value: str) -> str:
    """By what a sealed value is found again: spaces, dashes and case do not matter."""
    plain = unicodedata.normalize("NFKC", value).upper()
    return keys().fingerprint("".join(char for char in plain if char not in " -\t"))


def masked_name(name: str) -> str:
    """王某某: what lists show of a person."""
    return name[:1] + "某" * min(max(len(name) - 1, 1), 2) if name else ""
