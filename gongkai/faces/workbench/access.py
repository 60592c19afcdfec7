"""Who may see which organ: asked in one place by every view."""

from django.http import Http404, HttpRequest

from gongkai.ledger.base import Scope
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.organs.queries import sample_organs


def organ_for(request: HttpRequest, organ_id: int) -> tuple[Organ, Scope]:
    """The organ and the scope in which this visitor sees it; 404 for every other.

    Nobody can log in yet, so only samples are open. A real organ answers as if it were not there.
    """
    samples = {organ.pk: organ for organ in sample_organs()}
    if organ_id not in samples:
        raise Http404
    return samples[organ_id], Scope.of(samples[organ_id])
