"""Whatever is typed into any form: an answer in words, what was typed still there, and nothing done twice."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from copy import deepcopy

import pytest
from django.db import transaction
from django.test import Client

from gongkai.faces.tests.html import page, parsed
from gongkai.faces.tests.office import Office, Place
from gongkai.faces.tests.organs import YEAR, application
from gongkai.faces.tests.test_access import ADDRESSES
from gongkai.ledger.audit.models import Entry
from gongkai.ledger.base import Scope
from gongkai.ledger.disclosures.tests import made
from gongkai.ledger.organs import actions as organs
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.reports import queries
from gongkai.ledger.requests import actions as requests

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("static_folder")]

BAD = {
    "nothing": "",
    "blanks": " \u3000 ",
    "too long": "长" * 10_000,
    "no such day": "2022-13-45",
    "a year beyond all": "9999-12-31",
    "full-width figures": "２０２２－１０－１７",
    "figures of another script": "١٢٣",
    "a huge number": "9" * 400,
    "a negative number": "-1",
    "a number with an exponent": "1e9",
    "a NUL": "甲\x00乙",
    "control characters": "甲\x07\x1b[31m乙",
    "a page": "<script>alert(1)</script>",
    "a formula": '=HYPERLINK("http://example.com")',
    "a right-to-left mark": "甲\u202e乙",
    "a template": "{{ 7|add:7 }}{新收件数",
}
#: So many workers may have a part of the forms each.
PARTS = 4


@pytest.fixture
def office(client: Client, real: Organ) -> Iterator[Office]:
    yield Office(client, real)
    made.clear()


def fields(client: Client, place: Place) -> dict[str, str]:
    """What the form holds when it is opened, with what was filled in right."""
    forms = page(client, place.url).xpath("//form[@method='post'][not(contains(@action, 'display'))]")
    typed_into = [
        one for one in forms if one.xpath(".//textarea | .//input[not(@type='hidden')] | .//select")
    ]
    if not typed_into:
        assert place.name == "workbench:case-step", place  # what was done besides has barred it since
        return {}
    form = typed_into[0]
    held = {name: value for name, value in form.form_values() if name != "csrfmiddlewaretoken"}
    names = set(form.xpath(".//*[self::input or self::textarea or self::select]/@name"))
    empty = dict.fromkeys(names - {"csrfmiddlewaretoken"}, "")
    return {**empty, **held, **place.right}


def typable(held: Mapping[str, str]) -> list[str]:
    return [name for name in held if name not in {"once", "seen"}]


def answer_to(client: Client, place: Place, typed: Mapping[str, str], bad: Mapping[str, str]) -> None:
    """A refusal says in words what to do and keeps what was typed; anything else was taken as a text."""
    answer = client.post(place.url, {**typed, "once": ""})
    assert answer.status_code in {200, 302, 422}, (place, bad)
    if answer.status_code != 422:
        return
    tree = parsed(answer.content)
    told = tree.text_content()
    assert " — " in told or "可能已经公开，不用申请" in told, (place, bad)
    assert not tree.xpath("//script[contains(., 'alert')]")
    kept = {element.get("name"): element for element in tree.xpath("//input | //textarea")}
    for name, value in bad.items():
        element = kept.get(name)
        if element is None or element.get("type") in {"radio", "checkbox", "hidden", "password", "file"}:
            continue
        if element.get("disabled") is not None:
            continue
        shown = element.get("value") if element.tag == "input" else element.text_content()
        assert visible(shown or "") == visible(value), (place, name)


@contextmanager
def undone(client: Client) -> Iterator[None]:
    """What is sent meanwhile leaves nothing behind: what is typed next meets the form as it was."""
    cookies = deepcopy(client.cookies)
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    client.cookies = cookies


def visible(text: str) -> str:
    """What a page can show of a text: no page can hold a NUL or a bell."""
    return "".join(char for char in text if char >= " " and char not in "\x7f\ufffd").strip()


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_no_form_breaks_over_what_is_typed_into_all_of_it(office: Office, part: int) -> None:
    for place in [*office.places(), *office.doors()][part::PARTS]:
        _type_into_all(office.client, place)


@pytest.mark.slow
def test_no_form_of_a_citizen_breaks_over_what_is_typed_into_all_of_it(office: Office) -> None:
    for place in office.citizens():
        _type_into_all(office.client, place)


@pytest.mark.slow
@pytest.mark.parametrize("chosen", ["/requests/new/", "/profile/", "/notice/", "/inbox/new/", "/extend/"])
def test_one_field_that_is_wrong_beside_others_that_are_right_is_refused_or_taken(
    office: Office, chosen: str
) -> None:
    places = [place for place in office.places(quick=True) if place.url.endswith(chosen)]
    assert places
    for place in places:
        held = fields(office.client, place)
        for name in typable(held):
            for text in BAD.values():
                with undone(office.client):
                    answer_to(office.client, place, {**held, name: text}, {name: text})


def _type_into_all(client: Client, place: Place) -> None:
    held = fields(client, place)
    for text in BAD.values():
        bad = dict.fromkeys(typable(held), text)
        with undone(client):
            answer_to(client, place, {**held, **bad}, bad)


@pytest.mark.slow
def test_the_amendment_and_the_filing_of_a_public_report_refuse_in_words(office: Office) -> None:
    office.publish()
    requests.receive(organ=office.organ, entries=[application(3)], actor="测试")
    report = f"/desk/organs/{office.organ.pk}/reports/{YEAR}/"
    for url in (f"{report}amend/", f"{report}steps/file/"):
        place = Place(url, url, {})
        held = fields(office.client, place)
        for text in BAD.values():
            for name in typable(held):
                answer_to(office.client, place, {**held, name: text}, {name: text})
    assert queries.progress_of(office.organ, YEAR, scope=Scope.of(office.organ)).state == "published"


@pytest.mark.slow
def test_every_form_that_takes_words_is_tried(office: Office) -> None:
    places = [*office.places(), *office.doors(), *office.citizens()]
    tried = {place.name for place in places} | {"workbench:amend"}
    forms = {
        page.name
        for page in ADDRESSES
        if page.name.startswith(("workbench:", "portal:")) and page.methods == "get post"
    }
    elsewhere = {
        "workbench:setup-person",
        "workbench:import",
        "portal:checkup",
        "portal:site-subscribe",
        "workbench:matter-add-file",
        "workbench:indicators-adopt",
        "workbench:delivery-photo-original",
        *(f"workbench:making-{name}" for name in ("new", "add-files", "replace")),
        "workbench:catalogue-adopt",
        *(
            "workbench:material-new",
            "workbench:package-new",
            "workbench:package-receipt",
            "workbench:receive",
        ),
        *("workbench:received-pass", "workbench:received-return"),
    }  # tried in test_setup, _importing, _checkup, _subscribe, _supervision, _assessments, _deliveries,
    # _making
    clicks = {f"workbench:step-{code}" for code in ("check", "submit", "approve", "pass", "return")}
    clicks |= {f"workbench:letter-{deed}" for deed in ("submit", "review-law", "review-secrecy", "sign")}
    clicks |= {f"workbench:making-{deed}" for deed in ("submit", "review", "release")}
    clicks |= {"portal:apply-answered", "workbench:answer-release", "workbench:destruction-carry-out"}
    clicks |= {"workbench:arrival-agree"}
    clicks |= {"workbench:person-active", "workbench:role-end", "workbench:redaction-void"}
    clicks |= {"workbench:matter-close", "workbench:consequence-issue", "workbench:survey-publish"}
    clicks |= {"workbench:practice", "workbench:practice-end", "workbench:matter-open-sign-in"}
    clicks |= {"workbench:settings-samples", "workbench:report-begin", "portal:subscription"}
    clicks |= {"workbench:token-revoke", "workbench:token-agree", "workbench:remedy-paper-sign"}
    assert forms - tried - elsewhere - clicks == set()


@pytest.mark.parametrize("again", [{}, {"once": "a-page-from-the-history"}], ids=["sent twice", "gone back"])
def test_a_form_sent_twice_or_gone_back_to_does_its_work_once(office: Office, again: dict[str, str]) -> None:
    url = f"/desk/organs/{office.organ.pk}/settings/units/new/"
    sent = {"kind": "village", "names": "东村", "once": f"token-{len(again)}"}
    assert office.client.post(url, sent).status_code == 302
    before = Entry.objects.count()
    answer = office.client.post(url, {**sent, **again})
    assert answer.status_code in {302, 422}
    assert Entry.objects.count() == before


@pytest.mark.parametrize("address", ["settings/profile/", f"below/{YEAR}/notice/"])
def test_two_who_edit_one_thing_are_told_of_each_other_and_nothing_is_lost(
    office: Office, address: str
) -> None:
    place = Place(address, f"/desk/organs/{office.organ.pk}/{address}", {"due_on": f"{YEAR + 1}-01-18"})
    field = "phone" if "profile" in address else "text"
    first, second = (fields(office.client, place) for _person in range(2))
    assert office.client.post(place.url, {**first, field: "0372-8110001"}).status_code == 302
    answer = office.client.post(place.url, {**second, field: "0372-8110002"})
    assert answer.status_code == 422
    told = parsed(answer.content)
    assert "刚才被别人改过" in told.text_content()
    assert "现在是“0372-8110001”" in told.text_content()
    assert "0372-8110002" in answer.content.decode()
    (form,) = told.xpath("//form[@class='form']")
    assert office.client.post(place.url, dict(form.form_values())).status_code == 302


def test_settings_changed_by_two_are_told_of(office: Office) -> None:
    place = Place("options", f"/desk/organs/{office.organ.pk}/settings/options/", {})
    held = fields(office.client, place)
    organs.set_option(organ=office.organ, code="short_name", value="我镇", actor="李四")
    answer = office.client.post(place.url, {**held, "site_name": "滑县政府网"})
    assert answer.status_code == 422
    assert "正文中的自称现在是“我镇”" in parsed(answer.content).text_content()
