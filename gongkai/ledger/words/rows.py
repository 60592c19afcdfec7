"""What is indexed of a ledger row. ``FIELDS`` is the one place that says which words are looked for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from gongkai.ledger.words import grams

#: By table, in the order of the numbers under which they are kept: a new one is put at the end. The first
#: field names a row. What is sealed, and people's names, are no words that anybody looks for.
FIELDS: Mapping[str, tuple[str, ...]] = {
    "requests.foirequest": ("number", "content", "delivery_form", "remarks"),
    "disclosures.disclosure": (
        *("title", "document_no", "index_no", "registration_no"),
        *("withheld_because", "url", "remarks"),
    ),
    "disclosures.administrativeact": ("note", "remarks"),
    "remedies.remedycase": (
        *("case_no", "body", "request_number", "respondent", "outcome", "remarks", "lessons"),
    ),
    "supervision.activity": ("topic", "target", "note", "remarks"),
    # without who came, and without the minutes' names of those who spoke
    "supervision.matter": ("title", "number", "text", "document_no", "measure", "by", "target"),
    "supervision.task": ("what", "words"),
}
NUMBERS = {table: number for number, table in enumerate(FIELDS)}
#: Room for as many tables as there will ever be.
STRIDE = 16
_BETWEEN = "\n"


@dataclass(frozen=True, slots=True)
class Row:
    """A ledger row as the index has it: its texts evened, one to a line."""

    id: int
    organ_id: int
    text: str

    @property
    def values(self) -> tuple[int | str, ...]:
        return self.id, self.organ_id, self.text

    @property
    def tokens(self) -> set[str]:
        whose = mark(self.id % STRIDE, self.organ_id)
        return {whose + pair for pair in grams.of_texts(self.text.split(_BETWEEN))}


def mark(number: int, organ_id: int) -> str:
    """How every token of an organ's ledger begins: in looking for it no other's rows are passed over."""
    return f"t{number}o{organ_id}x"


def of_values(table: str, pk: int, organ_id: int, values: Iterable[Any]) -> Row:
    """The values of a table's ``FIELDS`` as a row of the index."""
    lines = (" ".join(grams.even(str(value)).split(_BETWEEN)) for value in values if value)
    return Row(pk * STRIDE + NUMBERS[table], organ_id, _BETWEEN.join(lines))
