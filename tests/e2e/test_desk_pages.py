"""Every page of the workbench: on every screen, by day and by night, in both languages, in large type."""

from typing import NamedTuple
from urllib.parse import urlsplit

import pytest
from django.urls import resolve

from gongkai.channels import BY_CODE as CHANNELS
from gongkai.channels.carriers import CARRIERS
from gongkai.faces.tests.test_access import ADDRESSES, CLOSED_ACCOUNT, OPEN_ACCOUNT
from tests.e2e.conftest import Open
from tests.e2e.desk import (
    ADMINISTRATOR,
    AUDITOR,
    CLERK,
    COUNTY,
    HEAD,
    LAND,
    LEADER,
    LEDGERS,
    LEGAL_REVIEWER,
    SECRECY_REVIEWER,
    SIGNER,
    SUPERVISOR,
    TO_MEND,
    TOWN,
    Desk,
)
from tests.e2e.looking import NARROW, WIDE, faults, seen
from tests.e2e.newcomer import Newcomer

browser = pytest.mark.browser
YEAR = 2025
#: Last year's report: its year is over, so that it can be on its way.
REPORT = f"reports/{YEAR - 1}/"
ARRIVAL = "inbox/{arrival}/"
LETTER = "ledger/requests/{requests}/letters/{letter}/"
REDACTION = "ledger/requests/{requests}/redactions/{redaction}/"
MAKING = "ledger/disclosures/making/{making}/"
SUBMITTED = "ledger/disclosures/making/{submitted}/"
PUBLISHED = "ledger/disclosures/making/{published}/"
PUSHING = ("training", "meeting", "notice", "rectification", "accountability")
MEETING, TASK = "supervision/matters/{meeting}/", "supervision/tasks/{task}/"
SURVEY = "supervision/surveys/{survey}/"
ASSESSMENT = "supervision/assessments/{assessment}/"
DELIVERY = "ledger/disclosures/deliveries/{delivery}/"


class Place(NamedTuple):
    """A page of a sample organ's desk: its address below the desk's, and who opens it."""

    path: str
    role: str = CLERK
    organ: str = LAND


PLACES = {
    "today": Place(""),
    "search": Place("search/?q=宅基地"),
    "nothing found by search": Place("search/?q=没有这样的"),
    "search without words": Place("search/"),
    **{f"ledger of {code}": Place(f"ledger/{code}/?q=2025") for code in LEDGERS},
    **{f"overdue in {code}": Place(f"ledger/{code}/?due=late") for code in ("requests", "disclosures")},
    "remedies by their limit": Place("ledger/remedies/?sort=due"),
    "review to be answered": Place("ledger/remedies/{contested}/"),
    "step of a review": Place("ledger/remedies/{contested}/steps/answer/"),
    "decision on a review": Place("ledger/remedies/{contested}/steps/decide/"),
    "entry of a review to take back": Place("ledger/remedies/{contested}/entries/1/void/"),
    "paper of a review": Place("ledger/remedies/{contested}/papers/review_answer/"),
    "paper of a review to sign": Place("ledger/remedies/{contested}/papers/evidence/sign/", SIGNER),
    "file of a review": Place("ledger/remedies/{contested}/files/new/"),
    "lesson of a review": Place("ledger/remedies/{contested}/lesson/"),
    "who is at law": Place("ledger/remedies/{contested}/parties/"),
    "applications by their limit": Place("ledger/requests/?sort=due"),
    "nothing in a ledger": Place("ledger/requests/?q=没有这样的"),
    **{f"record of {code}": Place(f"ledger/{code}/{{{code}}}/") for code in LEDGERS},
    **{f"new row of {code}": Place(f"ledger/{code}/new/") for code in LEDGERS},
    "correction": Place("ledger/requests/{requests}/correct/"),
    "step of an application": Place("ledger/requests/{requests}/steps/extend/"),
    "kinds of answer": Place("ledger/requests/{requests}/steps/answer/"),
    "answer of a kind": Place("ledger/requests/{requests}/steps/answer/?kind=partial"),
    "applications together": Place("ledger/requests/together/?id={requests}"),
    "nothing together": Place("ledger/requests/together/"),
    "step together": Place("ledger/requests/together/steps/extend/?id={requests}"),
    "kinds of answer together": Place("ledger/requests/together/steps/answer/?id={requests}"),
    "letter together": Place("ledger/requests/together/letters/receipt/?id={requests}"),
    "entry to take back": Place("ledger/requests/{requests}/events/{event}/void/"),
    "day on which a letter came": Place("ledger/requests/{consulted}/events/{sent}/deliver/"),
    "evidence of a year": Place(f"year/{YEAR}/evidence/"),
    "division of work": Place("charges/", ADMINISTRATOR, TOWN),
    "part of the work": Place("charges/requests/", ADMINISTRATOR),
    "entry of the division of work": Place("charges/requests/back/", ADMINISTRATOR, TOWN),
    "handover": Place("handover/"),
    "inbox": Place("inbox/"),
    "intake": Place("inbox/new/"),
    "arrival": Place(ARRIVAL),
    "receipt of an arrival": Place(f"{ARRIVAL}confirm/"),
    "arrival in parts": Place(f"{ARRIVAL}split/"),
    "arrival that came twice": Place(f"{ARRIVAL}join/"),
    "arrival that is none": Place(f"{ARRIVAL}close/"),
    "arrival in full": Place(f"{ARRIVAL}who/"),
    "file of an arrival": Place(f"{ARRIVAL}files/{{file}}/"),
    "rectification proposed": Place("inbox/{demanded}/", LEADER),
    "rectification to agree to": Place("inbox/{demanded}/agree/", LEADER),
    "rectification not agreed to": Place("inbox/{demanded}/object/", LEADER),
    "answer for all": Place("ledger/requests/{requests}/publish/"),
    "answer to release": Place("ledger/requests/{answered}/publish/release/", LEADER),
    "answer to withdraw": Place("ledger/requests/{answered}/publish/withdraw/", LEADER),
    "package of a case": Place("ledger/requests/{requests}/package/"),
    "archive": Place("archive/"),
    "what lacks service": Place("archive/?unserved"),
    "boxes": Place("archive/boxes/"),
    "box": Place("archive/boxes/{box}/"),
    "file taken out": Place("archive/files/{archived}/out/"),
    "file held": Place("archive/files/{archived}/hold/"),
    "archived case": Place("ledger/requests/{answered}/"),
    "arrival that ended": Place("inbox/{closed}/"),
    "arrival held": Place("archive/arrivals/{closed}/hold/"),
    "nothing to destroy": Place("archive/due/"),
    "new letter": Place("ledger/requests/{requests}/letters/new/extend/"),
    "new answer": Place("ledger/requests/{requests}/letters/new/answer/?kind=partial"),
    "letter": Place(LETTER),
    "letter as its head sees it": Place(LETTER, HEAD),
    "letter edited": Place(f"{LETTER}edit/"),
    "annex of a letter": Place(f"{LETTER}annexes/new/"),
    "letter submitted": Place(f"{LETTER}submit/"),
    "letter reviewed by law": Place(f"{LETTER}review-law/", LEGAL_REVIEWER),
    "letter reviewed for secrecy": Place(f"{LETTER}review-secrecy/", SECRECY_REVIEWER),
    "letter sent back": Place(f"{LETTER}return/", LEADER),
    "letter signed": Place(f"{LETTER}sign/", SIGNER),
    "letter made void": Place(f"{LETTER}void/"),
    "remark to leave": Place(f"{LETTER}findings/{{remark}}/accept/", HEAD),
    "new redaction": Place("ledger/requests/{requests}/redactions/new/"),
    "redaction": Place(REDACTION),
    "redaction with its lines": Place(f"{REDACTION}?lines=1&zoom=2"),
    "redaction as its signer sees it": Place(REDACTION, SIGNER),
    "redaction taken back": Place(f"{REDACTION}void/"),
    "redacted document": Place(f"{REDACTION}?view=after"),
    "numbers of letters": Place("numbers/"),
    "ratings of answers": Place("ratings/"),
    "rectifications": Place("rectifications/"),
    "record with its outlets": Place(f"{PUBLISHED}#outlets"),
    "record for an outlet": Place(f"{PUBLISHED}outlets/{{outlet}}/"),
    "delivery": Place(DELIVERY),
    "photo as it came": Place(f"{DELIVERY}photos/{{photo}}/original/"),
    **{
        f"delivery: {deed}": Place(f"{DELIVERY}{deed}/")
        for deed in ("note", "note-down", "take-down", "confirm")
    },
    "outlets": Place("settings/outlets/", ADMINISTRATOR),
    "portal as files": Place("ledger/disclosures/site/"),
    **{
        f"new outlet: {carrier.code}": Place(f"settings/outlets/new/{carrier.code}/", ADMINISTRATOR)
        for carrier in CARRIERS
    },
    "outlet": Place("settings/outlets/{outlet}/", ADMINISTRATOR),
    "what is to be published": Place("ledger/disclosures/making/"),
    "standard catalogue": Place("ledger/disclosures/making/catalogue/"),
    "standard catalogue taken over": Place("ledger/disclosures/making/catalogue/adopt/"),
    "files to be published": Place("ledger/disclosures/making/new/"),
    "record being made": Place(MAKING),
    "elements of a record": Place(f"{MAKING}elements/"),
    "annexes of a record": Place(f"{MAKING}files/"),
    "original of a record": Place(f"{MAKING}files/{{original}}/"),
    "better file of a record": Place(f"{MAKING}files/{{original}}/replace/"),
    "record put away": Place(f"{MAKING}drop/"),
    "record classified": Place(f"{MAKING}classify/"),
    "what was found in a record": Place(f"{MAKING}found/{{found}}/"),
    "record agreed with others": Place(f"{MAKING}coordinate/"),
    "what another organ answered": Place(f"{MAKING}asked/{{asked}}/"),
    "record submitted": Place(f"{MAKING}submit/"),
    "record as its leader sees it": Place(SUBMITTED, LEADER),
    **{
        f"record: {deed}": Place(f"{SUBMITTED}{deed}/", LEADER)
        for deed in ("review", "return", "release", "release-urgently")
    },
    "public record": Place(PUBLISHED),
    "public record changed": Place(f"{PUBLISHED}change/"),
    "typed record taken back": Place("ledger/disclosures/{disclosures}/withdraw/", LEADER),
    "public record taken back": Place(f"{PUBLISHED}withdraw/", LEADER),
    "version of a record": Place(f"{PUBLISHED}versions/1/"),
    "tasks": Place("supervision/tasks/"),
    "task": Place(TASK),
    "task reported": Place(f"{TASK}report/"),
    **{f"task: {deed}": Place(f"{TASK}{deed}/") for deed in ("move", "drop")},
    **{
        f"task: {deed}": Place(f"supervision/tasks/{{reported}}/{deed}/", LEADER)
        for deed in ("check", "return")
    },
    "task opened again": Place("supervision/tasks/{ended}/reopen/"),
    **{f"list of {kind}": Place(f"supervision/{kind}/") for kind in PUSHING},
    **{f"new {kind}": Place(f"supervision/{kind}/new/") for kind in PUSHING},
    "problems to take up": Place("supervision/rectification/proposals/"),
    "meeting": Place(MEETING),
    **{
        f"meeting: {deed}": Place(f"{MEETING}{deed}/")
        for deed in ("edit", "add-file", "attend", "write-up", "give", "close", "drop")
    },
    "notice": Place("supervision/matters/{notice}/"),
    "notice passed on": Place("supervision/matters/{notice}/give-out/"),
    "assessments": Place("supervision/assessments/", organ=TOWN),
    "new assessment": Place("supervision/assessments/new/", organ=TOWN),
    "indicators": Place("supervision/assessments/indicators/", organ=TOWN),
    "indicators to adopt": Place("supervision/assessments/indicators/adopt/", organ=TOWN),
    "assessments over the years": Place("supervision/assessments/trend/", organ=TOWN),
    "assessment": Place(ASSESSMENT, organ=TOWN),
    "assessment dropped": Place(f"{ASSESSMENT}drop/", organ=TOWN),
    "card": Place("supervision/cards/{settled}/", organ=TOWN),
    "card scored": Place("supervision/cards/{scored}/score/", organ=TOWN),
    "card checked": Place("supervision/cards/{scored}/check/", LEADER, TOWN),
    "card appealed": Place("supervision/cards/{appealable}/appeal/", organ=TOWN),
    "praise drafted": Place("supervision/cards/{settled}/consequences/praise/", organ=TOWN),
    "criticism issued": Place("supervision/consequences/{drafted}/issue/", LEADER, TOWN),
    "criticism not issued": Place("supervision/consequences/{drafted}/drop/", organ=TOWN),
    "card settled": Place("supervision/cards/{appealable}/settle/", LEADER, TOWN),
    "surveys": Place("supervision/surveys/", organ=TOWN),
    "new survey": Place("supervision/surveys/new/", organ=TOWN),
    "survey": Place(SURVEY, organ=TOWN),
    **{f"survey: {deed}": Place(f"{SURVEY}{deed}/", organ=TOWN) for deed in ("enter", "drop")},
    "survey closed": Place(f"{SURVEY}close/", LEADER, TOWN),
    "survey published": Place(f"{SURVEY}publish/", LEADER, TOWN),
    "texts of letters": Place("letter-texts/", HEAD),
    "text of a letter": Place("letter-texts/refused/", HEAD),
    "full name": Place("ledger/requests/{requests}/who/"),
    "pasting": Place("ledger/disclosures/paste/"),
    "whole ledger": Place("export/"),
    "importing": Place("import/"),
    "calendar feed": Place("calendar/"),
    "report's table two": Place(f"{REPORT}?part=proactive"),
    "report's table four": Place(f"{REPORT}?part=remedies"),
    "report's prose": Place(f"{REPORT}?part=overview"),
    "report's cell": Place(f"{REPORT}?cell=requests/total/natural_person"),
    "report's cases": Place(f"{REPORT}cases/requests/granted/natural_person"),
    "report to mend": Place(f"reports/{YEAR}/?part=overview", organ=TO_MEND),
    "report without rows": Place("reports/2019/"),
    "prose editor": Place(f"{REPORT}prose/"),
    "suggestion to leave": Place(f"reports/{YEAR}/findings/{{finding}}/accept/", organ=TO_MEND),
    "report of noughts": Place("reports/2019/begin/"),
    "kept reports": Place("kept-reports/"),
    "step": Place(f"{REPORT}steps/check/"),
    "step with a reason": Place(f"{REPORT}steps/send-back/", LEADER),
    "step with a day": Place(f"{REPORT}steps/publish/", LEADER),
    "year on one wall": Place(f"year/{YEAR}/"),
    "next year on one wall": Place(f"year/{YEAR + 1}/"),
    "duty that is done": Place(f"year/openness_day/{YEAR}-05-15/"),
    "organs below": Place(f"below/{YEAR - 1}/", SUPERVISOR, COUNTY),
    "compared": Place(f"below/{YEAR - 1}/compared/", SUPERVISOR, COUNTY),
    "nothing compared": Place(f"below/{YEAR - 1}/compared/", SUPERVISOR),
    "no organs below": Place(f"below/{YEAR - 1}/", SUPERVISOR),
    "year's notice": Place(f"below/{YEAR - 1}/notice/", SUPERVISOR, COUNTY),
    "sum": Place(f"below/{YEAR - 1}/sum/", SUPERVISOR, COUNTY),
    "sum of nothing": Place(f"below/{YEAR - 1}/sum/", SUPERVISOR),
    "report to receive": Place(f"below/{YEAR - 1}/receive/", SUPERVISOR, COUNTY),
    "keys of senders": Place("below/keys/", SUPERVISOR, COUNTY),
    "no keys of senders": Place("below/keys/", SUPERVISOR),
    "key of a sender": Place("below/keys/{below}/", SUPERVISOR, COUNTY),
    "packages": Place(f"reports/{YEAR - 1}/packages/"),
    "papers with the report": Place(f"reports/{YEAR - 1}/materials/new/"),
    "new package": Place(f"reports/{YEAR - 1}/packages/new/"),
    "receipt": Place(f"reports/{YEAR - 1}/packages/receipt/"),
    "key of the superior": Place("reports/keys/superior/"),
    "people": Place("people/", ADMINISTRATOR),
    "new person": Place("people/new/", ADMINISTRATOR),
    "person of another organ": Place("people/ask/", ADMINISTRATOR),
    "first person below": Place("people/first/{below}/", ADMINISTRATOR, COUNTY),
    "another role": Place("people/{person}/role/", ADMINISTRATOR),
    "handover of somebody": Place("people/{person}/hand-over/", ADMINISTRATOR),
    "person to deactivate": Place("people/{person}/active/", ADMINISTRATOR),
    "role to end": Place("people/roles/{role}/end/", ADMINISTRATOR),
    "deputy": Place("people/away/", ADMINISTRATOR),
    "settings": Place("settings/", ADMINISTRATOR),
    "profile": Place("settings/profile/", ADMINISTRATOR),
    "options": Place("settings/options/", ADMINISTRATOR),
    "superior": Place("settings/superior/", ADMINISTRATOR),
    "telephone of a village": Place("settings/units/1/phone/", ADMINISTRATOR, TOWN),
    "sections and villages": Place("settings/units/new/", ADMINISTRATOR),
    "tokens": Place("settings/tokens/", ADMINISTRATOR),
    "new token": Place("settings/tokens/new/", ADMINISTRATOR),
    "token to end": Place("settings/tokens/{token}/revoke/", ADMINISTRATOR),
    "token to agree to": Place("tokens/{token}/agree/", HEAD),
    "ways out": Place("settings/ways/", ADMINISTRATOR),
    **{f"way by {code}": Place(f"settings/ways/{code}/", ADMINISTRATOR) for code in CHANNELS},
    "how one is reminded": Place("reminders/"),
    "log": Place("log/?q=", AUDITOR),
    "proof of the log": Place("log/proof/", AUDITOR),
    "not for this role": Place("settings/"),
    "no such page": Place("nothing/"),
}
#: Of an organ in which nothing was entered: what a clerk and an administrator open there.
EMPTY = (
    "",
    "import/",
    "people/",
    "settings/",
    "settings/practice/",
    "handover/",
    "charges/",
    "settings/outlets/",
    "settings/tokens/",
    "settings/ways/",
    "settings/ways/mail/",
    "reminders/",
    "search/?q=1",
    "calendar/",
    f"reports/{YEAR}/",
    f"reports/{YEAR}/prose/",
    "inbox/",
    "numbers/",
    "ratings/",
    "rectifications/",
    "supervision/tasks/",
    *(f"supervision/{kind}/" for kind in PUSHING),
    "supervision/rectification/proposals/",
    "supervision/assessments/",
    "supervision/assessments/indicators/",
    "supervision/assessments/trend/",
    "supervision/surveys/",
    "ledger/disclosures/making/",
    "ledger/disclosures/making/catalogue/",
    "archive/",
    "archive/boxes/",
    "archive/due/",
    *(f"ledger/{code}/" for code in LEDGERS),
)
#: Pages of one's own account, which persons of a sample have not.
ACCOUNT = (
    "password/",
    "second-factor/",
    "second-factor/totp/activate/",
    "second-factor/recovery-codes/",
    "second-factor/webauthn/",
    "second-factor/webauthn/add/",
    "sessions/",
    "reauthenticate/",
    "logout/",
)
#: What is looked at where a journey comes by (test_workbench.py).
ON_THE_WAY = {
    "workbench:destruction",
    "workbench:destruction-drop",
    "workbench:destruction-carry-out",
    "workbench:setup",
    "workbench:setup-person",
    "workbench:accept",
    "workbench:asked",
    "workbench:evidence-made",
    "workbench:matter-open-sign-in",  # off unless the county wants it (test_supervision)
    "workbench:matter-write-quiz",
    "workbench:practice",
    "workbench:practice-end",
    "workbench:settings-samples",
    "workbench:amend",
    "workbench:received",
    "workbench:received-pass",
    "workbench:received-return",
    "workbench:report-version",
    "workbench:import-outcome",
    "workbench:site-progress",
    "workbench:together-outcome",
    "workbench:together-undo",
    "workbench:way-test",
    "account_login",
}
#: What answers with a file or leads on, and what of allauth's asks the same as another of its pages.
NO_PAGES = {
    "workbench:remedy-file",
    "workbench:remedy-paper-file",
    "workbench:remedy-paper-void",  # asks why, as the entry of a review to take back does
    "workbench:start",
    "workbench:resume",  # leads on; with something kept it is looked at by whoever logs in again
    "workbench:empty-workbook",
    "workbench:download",
    "workbench:letter-file",
    "workbench:redaction-file",
    "workbench:arrival-paper",
    "workbench:redaction-picture",
    "workbench:making-package",
    "workbench:material",
    "workbench:making-proof",
    "workbench:making-version-file",
    "workbench:outlet-paper",
    "workbench:delivery-photo",
    "workbench:matter-file",
    "workbench:matter-paper",
    "workbench:matter-sign-in-sheet",
    "workbench:handover-paper",
    "workbench:task-file",
    "workbench:indicators-file",
    "workbench:assessment-result",
    "workbench:card-paper",
    "workbench:consequence-paper",
    "workbench:survey-form",
    "workbench:survey-poster",
    "workbench:letter-annex-file",
    "workbench:kept-report",
    "workbench:own-key",
    "workbench:package",
    "workbench:received-file",
    "workbench:received-receipt",
    "workbench:sum-file",
    "workbench:archive-catalogue",
    "workbench:archive-spine",
    "workbench:archive-year",
    "workbench:destruction-file",
    "workbench:feed-file",
    "workbench:site-file",
    "account_inactive",
    "account_set_password",
    "mfa_authenticate",
    "mfa_deactivate_totp",
    "mfa_download_recovery_codes",
    "mfa_edit_webauthn",
    "mfa_generate_recovery_codes",
    "mfa_login_webauthn",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "mfa_remove_webauthn",
}


def test_no_page_of_the_workbench_is_passed_by() -> None:
    numbers = {**dict.fromkeys(LEDGERS, 1), "finding": "a", "remark": "a"}
    numbers |= dict.fromkeys(("outlet", "delivery", "token"), 1)
    numbers |= dict.fromkeys(("meeting", "notice", "task", "reported", "ended"), 1)
    numbers |= {
        "found": "a",
        **dict.fromkeys(("making", "asked", "original", "submitted", "published", "photo"), 1),
    }
    numbers |= dict.fromkeys(("person", "event", "arrival", "file", "letter", "below", "role"), 1)
    numbers |= dict.fromkeys(("consulted", "sent", "answered", "box", "archived", "redaction"), 1)
    numbers |= dict.fromkeys(("closed", "contested", "demanded"), 1)
    numbers |= dict.fromkeys(("assessment", "settled", "scored", "appealable", "drafted", "survey"), 1)
    paths = [f"/desk/organs/1/{place.path.format(**numbers)}" for place in PLACES.values()]
    paths += [*(f"/desk/organs/1/{path}" for path in EMPTY), *(f"/account/{path}" for path in ACCOUNT)]
    opened = {resolve(urlsplit(path).path).view_name for path in paths if not path.endswith("/nothing/")}
    of_desk = {
        page.name for page in ADDRESSES if page.name.startswith("workbench:") and "get" in page.methods
    }
    steps = {name for name in of_desk if name.startswith("workbench:step-")}  # one page in other words
    assert of_desk | {*OPEN_ACCOUNT, *CLOSED_ACCOUNT} == opened | steps | ON_THE_WAY | NO_PAGES


@browser
@pytest.mark.parametrize("name", PLACES)
def test_a_page_is_sound_on_every_screen(open_page: Open, desk: Desk, name: str) -> None:
    path, role, organ = PLACES[name]
    url = f"{desk.base(organ, role)}{path.format(**desk.numbers())}"
    assert seen(open_page(url, bypass_csp=True, storage_state=desk.state(organ, role)), name) == {}


@browser
def test_the_pages_of_a_new_organ_are_sound_where_they_are_empty(open_page: Open, own: Newcomer) -> None:
    page = open_page(own.desk, bypass_csp=True, storage_state=own.state)
    found = {}
    for path in EMPTY:
        page.goto(f"{own.desk}{path}")
        found[path] = faults(page, f"empty {path}", (WIDE, NARROW))
    assert {path: faults for path, faults in found.items() if faults} == {}


@browser
def test_the_pages_of_an_account_are_sound(open_page: Open, own: Newcomer) -> None:
    page = open_page(own.desk, bypass_csp=True, storage_state=own.state)
    found = {}
    for path in ACCOUNT:
        page.goto(f"{own.desk.split('/desk/')[0]}/account/{path}")
        found[path] = faults(page, f"account {path}", (WIDE, NARROW))
    assert {path: faults for path, faults in found.items() if faults} == {}
