"""Removing the sample organs again: their rows, files and people, in one transaction.

The log stays whole: what it says of them stands, and each row's end is its last word, so the proof holds.
The organs are no more; their numbers, which the log goes on naming, are given to nobody else.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import partial, reduce
from operator import or_
from typing import Any

from django.apps import apps
from django.db import models, transaction

from gongkai.ledger.audit import actions as audit
from gongkai.ledger.audit.models import Entry
from gongkai.ledger.base import Refused
from gongkai.ledger.deliveries.models import Photo
from gongkai.ledger.deliveries.photos import VAULT as PHOTOS
from gongkai.ledger.disclosures.making.files import VAULT as ORIGINALS
from gongkai.ledger.disclosures.models import Original, PublishedFile
from gongkai.ledger.disclosures.public.actions import INDEX
from gongkai.ledger.organs.models import Organ, Superior
from gongkai.ledger.organs.queries import sample_organs
from gongkai.ledger.people.models import Person
from gongkai.ledger.proof import LOGGED, states
from gongkai.ledger.remedies.files import VAULT as REMEDY_FILES
from gongkai.ledger.remedies.models import RemedyFile
from gongkai.ledger.reports.kept import VAULT as KEPT_REPORTS
from gongkai.ledger.reports.models import KeptReport, Material, Received, Sent
from gongkai.ledger.reports.submissions import VAULT as SUBMISSIONS
from gongkai.ledger.requests.attachments import VAULT as ATTACHMENTS
from gongkai.ledger.requests.models import Attachment
from gongkai.ledger.supervision.files import VAULT as ENCLOSURES
from gongkai.ledger.supervision.models import Enclosure
from gongkai.ledger.words.actions import WORDS
from gongkai.lib.language import _
from gongkai.sample.people import ACTOR, RELEASER

#: What tells that a row is a sample's, wherever its foreign keys end.
ROOTS: tuple[type[models.Model], ...] = (Person, Organ)
DROP: Mapping[type[models.Model], Callable[[str], None]] = {
    Attachment: ATTACHMENTS.drop,
    Original: ORIGINALS.drop,
    PublishedFile: ORIGINALS.drop,
    Photo: PHOTOS.drop,
    KeptReport: KEPT_REPORTS.drop,
    Material: SUBMISSIONS.drop,
    Sent: SUBMISSIONS.drop,
    Received: SUBMISSIONS.drop,
    RemedyFile: REMEDY_FILES.drop,
    Enclosure: ENCLOSURES.drop,
}


def entered_since() -> int:
    """How often something was entered or changed at the samples since they were loaded."""
    return Entry.objects.filter(organ__in=sample_organs()).exclude(actor__in=(ACTOR, RELEASER)).count()


@transaction.atomic
def remove_all(*, actor: str, by: Organ | None = None) -> int:
    """Remove every sample organ with all that was entered there; how many. ``by``: in whose log it is told.

    What was entered into a sample was tried, and goes too. Refused where a real organ rests on a sample.
    """
    organs = sample_organs()
    _refuse_real()
    _remove(organs, actor, by, with_people=True)
    return len(organs)


def remove(organ: Organ, *, actor: str) -> None:
    """Remove a practice organ with all that was entered there; whoever practised is real and stays."""
    with transaction.atomic():
        _remove([organ], actor, organ.practises_for, with_people=False)


def _remove(organs: list[Organ], actor: str, by: Organ | None, *, with_people: bool) -> None:
    tables = [(table, _of(organs, table, ways, with_people)) for table, ways in _tables()]
    _log(tables, actor, by)
    for index in (WORDS, INDEX):
        index.take_out_all_of([organ.pk for organ in organs])
    for table, rows in tables:
        if table in DROP:
            for row in rows:
                transaction.on_commit(partial(DROP[table], row.place))
        # its own check would ask for an order that rows which name one another do not have
        table._default_manager.filter(pk__in=[row.pk for row in rows])._raw_delete(rows.db)


def _refuse_real() -> None:
    real = Organ.objects.filter(is_sample=False)
    below = Superior.objects.filter(organ__in=real, superior__is_sample=True).values("organ")
    if found := real.filter(models.Q(pk__in=below) | models.Q(successor__is_sample=True)).first():
        raise Refused(
            _("示例机关 — {organ}的上级或者承继机关是示例机关 — 请先给它换一个。").format(organ=found.name)
        )


def _log(tables: Any, actor: str, by: Organ | None) -> None:
    """Each row's end; that of an organ, with its name, stands in the log of whoever removed it."""
    ends = [
        audit.Change(by, "sample.remove", audit.subject(row), before, reason=row.name)
        if table is Organ
        else audit.Change(None, "sample.remove", audit.subject(row), before)
        for table, rows in tables
        if table in LOGGED
        for row, before in states(rows)
    ]
    audit.record(ends, actor=actor)


#: A way from a table to a root, and the root.
Way = tuple[str, type[models.Model]]


def _tables() -> list[tuple[type[models.Model], list[Way]]]:
    """Every table with rows of samples and the ways to them; what names others before what is named."""
    found = [(table, list(_ways(table))) for table in apps.get_models(include_auto_created=True)]
    leading = [(table, ways) for table, ways in found if ways and table not in (Entry, *ROOTS)]
    longest = sorted(leading, key=lambda one: -max(way.count("__") for way, _root in one[1]))
    return [*longest, *((root, [("", root)]) for root in ROOTS)]


def _ways(table: type[models.Model]) -> Iterator[Way]:
    for field in table._meta.concrete_fields:
        above = field.related_model
        if above in ROOTS:
            yield f"{field.name}__", above
        elif isinstance(above, type) and above is not table:
            yield from ((f"{field.name}__{way}", root) for way, root in _ways(above))


def _of(
    organs: list[Organ], table: type[models.Model], ways: list[Way], with_people: bool
) -> models.QuerySet[Any]:
    """The rows of a table that belong to these organs, and with their people those of all sample persons."""
    keys = [organ.pk for organ in organs]
    ways_in = [
        models.Q(**{f"{way}pk__in": keys}) if root is Organ else models.Q(**{f"{way}is_sample": True})
        for way, root in ways
        if root is Organ or with_people
    ]
    is_theirs = reduce(or_, ways_in, models.Q(pk__in=[]))
    found = table._default_manager.filter(is_theirs).values("pk")
    return table._default_manager.filter(pk__in=found).order_by("pk")
