"""Removing the samples: all of them goes, nothing else, and the log stays whole."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.apps import apps

from gongkai.ledger import proof
from gongkai.ledger.audit.models import Entry
from gongkai.ledger.base import Refused
from gongkai.ledger.disclosures.public.actions import INDEX
from gongkai.ledger.organs import actions as organs
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.people import actions as people
from gongkai.ledger.requests import actions as requests
from gongkai.ledger.requests import attachments, inbox
from gongkai.ledger.requests.entries import EventEntry, RequestEntry, Said
from gongkai.ledger.requests.models import Attachment, EventKind
from gongkai.ledger.words.actions import WORDS
from gongkai.sample.base import Ledger, SampleOrgan, load
from gongkai.sample.removal import entered_since, remove_all

pytestmark = pytest.mark.django_db
PICTURE = b"\x89PNG\r\n\x1a\n" + b"\0" * 100
#: What Django keeps for itself.
DJANGO_S = {"contenttypes", "auth"}
Committed = Callable[..., AbstractContextManager[list[Any]]]


def asked(number: str) -> RequestEntry:
    said = {"channel": "internet", "applicant_kind": "natural_person"}
    return RequestEntry(number, (EventEntry(EventKind.RECEIVED, date(2025, 3, 3), said),), content="道路合同")


def a_sample(name: str = "试看镇人民政府") -> Organ:
    return load(SampleOrgan(name, lambda: Ledger(requests=[asked("〔2025〕1号")]), staff="try"), {})


def a_real_town() -> Organ:
    town = organs.create(name="四间房镇人民政府", actor="测试")
    requests.receive(organ=town, entries=[asked("〔2025〕1号")], actor="测试")
    person = people.enrol(organ=town, username="wangmin", name="王敏", actor="测试")
    people.give_role(person=person, organ=town, role="administrator", actor="测试")
    return town


def everything() -> dict[str, list[Any]]:
    """The keys of all rows of all tables but the log, and what the indexes hold."""
    rows = {
        table._meta.label: list(table._default_manager.order_by("pk").values_list("pk", flat=True))
        for table in apps.get_models(include_auto_created=True)
        if table is not Entry
    }
    return rows | {index.name: [row.id for row in index.every()] for index in (WORDS, INDEX)}


@pytest.mark.slow
def test_all_of_a_sample_goes_and_a_real_organ_stays_as_it_was(
    django_capture_on_commit_callbacks: Committed, head_noted: None
) -> None:
    town = a_real_town()
    before = everything()
    sample = a_sample()
    said = Said("示范路合同", "natural_person", "钱某", phone="13800138000")
    with django_capture_on_commit_callbacks(execute=True):
        files = inbox.keep_files(organ=sample, actor="钱某", files=[("申请表.png", PICTURE)])
        inbox.arrive(
            organ=sample,
            channel="web",
            said=said,
            at=datetime(2025, 3, 3, tzinfo=UTC),
            actor="钱某",
            files=files,
        )
    file = attachments.path_of(Attachment.objects.get().place)
    assert (file.exists(), entered_since()) == (True, 2)
    with django_capture_on_commit_callbacks(execute=True):
        assert remove_all(actor="王敏（wangmin）", by=town) == 1
    assert everything() == before
    assert (WORDS.stale(), INDEX.stale(), file.exists()) == (0, 0, False)
    assert proof.verify() is None
    told = Entry.objects.get(organ=town, action="sample.remove")
    assert (told.actor, told.reason) == ("王敏（wangmin）", "试看镇人民政府")


@pytest.mark.slow
def test_a_new_organ_never_takes_the_number_that_the_log_names(head_noted: None) -> None:
    gone = a_sample().pk
    remove_all(actor="测试")
    assert organs.create(name="四间房镇人民政府", actor="测试").pk != gone
    assert a_sample().name == "试看镇人民政府"  # and they can be loaded again
    assert proof.verify() is None


@pytest.mark.parametrize("bond", ["superior", "successor"])
def test_a_real_organ_that_rests_on_a_sample_is_named_and_nothing_goes(bond: str) -> None:
    town, sample = a_real_town(), a_sample()
    if bond == "superior":
        organs.place_under(organ=town, superior=sample, actor="测试")
    else:
        organs.abolish(organ=town, on=date(2026, 1, 1), successor=sample, actor="测试")
    with pytest.raises(Refused, match="四间房镇人民政府的上级或者承继机关是示例机关"):
        remove_all(actor="测试")
    assert Organ.objects.filter(is_sample=True).get() == sample


@pytest.mark.slow
def test_the_samples_that_a_visitor_sees_can_all_be_removed(
    samples: Mapping[str, Organ], head_noted: None
) -> None:
    unchanged = {
        label: keys for label, keys in everything().items() if label.split(".")[0] in DJANGO_S and keys
    }
    assert remove_all(actor="命令行") == len(samples)
    assert {label: keys for label, keys in everything().items() if keys} == unchanged
    assert proof.verify() is None
