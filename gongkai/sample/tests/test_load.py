"""Loading the samples: everything once, nothing by halves, nothing beside the log."""

import re
from collections.abc import Mapping

import pytest

from gongkai.law.identifiers import is_resident_id
from gongkai.law.personal_data import scan
from gongkai.ledger import proof
from gongkai.ledger.audit.models import Entry
from gongkai.ledger.disclosures.models import Disclosure
from gongkai.ledger.organs import actions as organs
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.requests import privacy
from gongkai.ledger.requests.models import FoiRequest
from gongkai.sample import county
from gongkai.sample.base import Ledger, SampleOrgan, load
from gongkai.sample.load import SAMPLES, load_all

pytestmark = pytest.mark.django_db


def test_loading_again_changes_nothing(samples: Mapping[str, Organ]) -> None:
    logged = Entry.objects.count()
    assert [organ.pk for organ in load_all()] == [organ.pk for organ in samples.values()]
    assert Entry.objects.count() == logged


def test_a_missing_sample_is_added_to_the_others(samples: Mapping[str, Organ]) -> None:
    county_of_town = samples["滑县人民政府"]
    extra = SampleOrgan("补载镇人民政府", superior=county_of_town.name)
    loaded = load(extra, samples)
    assert loaded.superiors.get().superior == county_of_town
    assert loaded.is_sample


@pytest.mark.slow
def test_everything_loaded_is_a_sample_and_in_the_log(samples: Mapping[str, Organ], head_noted: None) -> None:
    assert list(samples) == [sample.name for sample in SAMPLES]
    assert all(organ.is_sample for organ in samples.values())
    logged = set(Entry.objects.values_list("subject", flat=True))
    for row in (*FoiRequest.objects.all(), *Disclosure.objects.all(), *samples.values()):
        assert f"{row._meta.label_lower}:{row.pk}" in logged
    assert proof.verify() is None


def test_an_organ_whose_records_fail_is_not_founded(samples: Mapping[str, Organ]) -> None:
    def broken() -> Ledger:
        raise RuntimeError("half way")

    with pytest.raises(RuntimeError, match="half way"):
        load(SampleOrgan("半途镇人民政府", broken), samples)
    assert not Organ.objects.filter(name="半途镇人民政府").exists()


def test_a_sample_never_enters_the_sum_of_a_real_organ(samples: Mapping[str, Organ]) -> None:
    real = organs.create(name="真实县人民政府", actor="王敏")
    town = load(SampleOrgan("某某镇人民政府", superior=real.name), {**samples, real.name: real})
    assert not town.superiors.exists()


@pytest.mark.slow
def test_every_data_folder_gets_the_same_figures() -> None:
    for sample in county.ORGANS:
        one, two = sample.ledger(), sample.ledger()
        assert one.requests == two.requests
        assert [case.case_no for case in one.cases] == [case.case_no for case in two.cases]
        assert [act.amount or act.quantity for act in one.acts] == [
            act.amount or act.quantity for act in two.acts
        ]


def test_no_number_or_address_leads_to_a_person(samples: Mapping[str, Organ]) -> None:
    keys = privacy.keys()
    rows = FoiRequest.objects.all()
    identities = [keys.open(row.id_number_sealed) for row in rows if row.id_number_sealed]
    assert identities
    assert all(is_resident_id(number) and number.startswith("990000") for number in identities)
    contacts = [keys.open(row.contact_sealed) for row in rows if row.contact_sealed]
    assert contacts
    assert all(re.fullmatch(r"applicant\d+@example\.com", contact) for contact in contacts)
    published = [text for row in Disclosure.objects.all() for text in (row.title, row.document_no)]
    assert [hit for text in (*published, *(row.content for row in rows)) for hit in scan(text)] == []
