"""What every ledger shares: rows that belong to an organ, and the scope without which none is seen."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Self, TypeVar

from django.db import models


class Refused(Exception):
    """Why something cannot be done now: one sentence."""


class Overtaken(Exception):
    """What was to be written over is no longer what whoever writes has read."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The organs a person or command may see. An empty scope shows nothing."""

    organ_ids: frozenset[int] = frozenset()

    @classmethod
    def of(cls, *organs: models.Model) -> "Scope":
        return cls(frozenset(organ.pk for organ in organs))

    def __contains__(self, organ: object) -> bool:
        return getattr(organ, "pk", None) in self.organ_ids


M = TypeVar("M", bound=models.Model)


class OrganRows(models.QuerySet[M]):
    """Rows of one ledger. Queries and faces start from ``within``; thence the rows know their ``scope``."""

    scope = Scope()

    def within(self, scope: Scope) -> Self:
        """Only rows of the organs in ``scope``."""
        rows = self.filter(organ_id__in=scope.organ_ids)
        rows.scope = scope
        return rows

    def _clone(self) -> Self:
        rows: Self = super()._clone()  # type: ignore[misc]  # the stubs leave it out
        rows.scope = self.scope
        return rows


class OrganRecord(models.Model):
    """A row of an organ's ledger."""

    organ = models.ForeignKey("organs.Organ", on_delete=models.PROTECT, related_name="+")
    remarks = models.TextField("备注", blank=True, default="")
    extra = models.JSONField(
        "其他栏目", blank=True, default=dict
    )  # columns of a workbook that the product does not know

    objects = OrganRows.as_manager()

    class Meta:
        abstract = True


class StoredFile(models.Model):
    """A row that names a file of the data folder, encrypted there (``ledger.vault``).

    Its key and its name lie here, sealed: without the row nobody opens the file. Emptied of its key, it names
    a file that is gone.
    """

    UNLOGGED: tuple[str, ...] = ("name_sealed", "key_sealed")

    place = models.CharField(max_length=64, unique=True)
    name_sealed = models.TextField()
    key_sealed = models.TextField()
    kind = models.CharField(max_length=8)  # a code of gongkai.lib.kinds
    size = models.PositiveIntegerField()  # bytes
    sha256 = models.CharField(max_length=64)

    class Meta:
        abstract = True


class Corrected(OrganRecord):
    """A row of a ledger that keeps its corrections 更正 (``ledger.corrections``), the oldest first."""

    corrections = models.JSONField("更正记录", blank=True, default=list)

    class Meta:
        abstract = True


def number_of(rows: models.QuerySet[M]) -> models.Subquery:
    """How many rows there are, as a column of another query."""
    counted = models.Func("pk", function="COUNT", output_field=models.IntegerField())
    return models.Subquery(rows.order_by().annotate(how_many=counted).values("how_many"))


def state_of(instance: models.Model, fields: Iterable[str] | None = None) -> dict[str, object]:
    """What a row says, by column, in one writing: the same whether it was just made or read again.

    Empty values are left out, so that a column added later leaves the digests of older rows as they are.
    So are the columns that a model names in ``UNLOGGED``.
    """
    wanted = set(fields) if fields is not None else None
    unlogged = getattr(instance, "UNLOGGED", ())
    state = {}
    for field in instance._meta.concrete_fields:
        value = field.value_from_object(instance)
        if (
            (wanted is None or field.name in wanted)
            and field.name not in unlogged
            and value not in ("", None, False, [], {})
        ):
            state[field.attname] = _plain(field, value)
    return state


def _plain(field: models.Field[object, object], value: object) -> object:
    if isinstance(field, models.DecimalField):
        return f"{Decimal(str(value)):.{field.decimal_places}f}"
    if isinstance(value, datetime):
        return str(value.astimezone(UTC))  # as it is read again
    return field.get_prep_value(value)
