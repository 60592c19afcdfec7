"""The samples, loaded once for all tests of a module: others here make their own and want none beside."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from gongkai.ledger.organs.models import Organ
from gongkai.sample.load import load_all


@pytest.fixture(scope="module")
def samples(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Organ]]:
    """Every sample organ by name. The transaction around them is never committed."""
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), transaction.atomic():
        patch.setattr(settings, "DATA", tmp_path_factory.mktemp("samples"))
        yield {organ.name: organ for organ in load_all()}
        transaction.set_rollback(True)
