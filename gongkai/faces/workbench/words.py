"""What the ledgers call by an official word, in the reader's language.

The ledger itself, its workbook and every paper keep the word."""

from collections.abc import Sequence

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


def choices(kinds: type[TextChoices]) -> Sequence[tuple[str, object]]:
    """The kinds as a form offers them."""
    return [(value, gettext_lazy(word)) for value, word in kinds.choices]


def said(word: str) -> str:
    """One of their words; nothing where there is none."""
    return _(word) if word else ""
