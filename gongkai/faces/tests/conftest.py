"""Pages with the organs they are shown with."""

import shutil
from collections.abc import Iterator

import pytest
from django.conf import settings

from gongkai.analysis.overview import FOLDER
from gongkai.analysis.tests.folders import written
from gongkai.faces.portal.tests.many_reports import NAME, a_result
from gongkai.faces.tests.organs import organ_to_mend, real_organ
from gongkai.law.tests.annual_reports import a_report
from gongkai.ledger.organs.models import Organ
from gongkai.sample.base import load
from gongkai.sample.county import COUNTY, LAND
from gongkai.sample.load import SAMPLES


@pytest.fixture(autouse=True, scope="session")
def static_folder() -> None:
    """``gongkai serve`` makes it; the static files' server warns where it is missing."""
    settings.STATIC_ROOT.mkdir(exist_ok=True)


@pytest.fixture(scope="session")
def results(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Two results of many reports in the data folder."""
    folder = written(tmp_path_factory.mktemp("reports"), [a_report()])[0].parent
    for name in (NAME, "另一批"):
        a_result(settings.DATA, folder, name)
    yield
    shutil.rmtree(settings.DATA / FOLDER)


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
