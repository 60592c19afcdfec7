"""Pages with the organs they are shown with."""

import pytest
from django.conf import settings

from gongkai.faces.tests.organs import organ_to_mend, real_organ
from gongkai.ledger.organs.models import Organ
from gongkai.sample.base import load
from gongkai.sample.county import COUNTY, LAND
from gongkai.sample.load import SAMPLES


@pytest.fixture(autouse=True, scope="session")
def static_folder() -> None:
    """``gongkai serve`` makes it; the static files' server warns where it is missing."""
    settings.STATIC_ROOT.mkdir(exist_ok=True)


@pytest.fixture
def sample(db: None) -> Organ:
    """A sample organ whose report of 2025 has errors and suggestions."""
    return organ_to_mend()


@pytest.fixture
def lively(db: None) -> Organ:
    """A sample department whose every ledger holds something in 2023 to 2025."""
    known: dict[str, Organ] = {}
    for sample in SAMPLES:
        if sample.name in {COUNTY, LAND}:
            known[sample.name] = load(sample, known)
    return known[LAND]


@pytest.fixture
def real(db: None) -> Organ:
    return real_organ()
