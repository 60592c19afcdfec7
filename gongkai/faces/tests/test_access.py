"""Every address in one table, with who may open it and how; and what each answer carries."""

import re
from collections.abc import Iterator
from typing import NamedTuple

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from gongkai.faces.portal.tests.many_reports import NAME as MANY
from gongkai.faces.tests.html import parsed
from gongkai.faces.tests.organs import YEAR, staff
from gongkai.ledger.organs import actions as organs
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.people import actions as people
from gongkai.ledger.people.roles import ROLES, VISITOR, Duty, Role
from gongkai.ledger.tokens import options as tokens
from gongkai.ledger.tokens.options import Permit

REPORT = f"/desk/organs/{{organ}}/reports/{YEAR}/"
KEYS = "/desk/organs/{organ}/reports/keys/"
BELOW = f"/desk/organs/{{organ}}/below/{YEAR}/"
INBOX = "/desk/organs/{organ}/inbox/"
PEOPLE = "/desk/organs/{organ}/people/"
SETTINGS = "/desk/organs/{organ}/settings/"
TOGETHER = "/desk/organs/{organ}/ledger/requests/together/"
CASE = "/desk/organs/{organ}/ledger/requests/0/"
ARCHIVE = "/desk/organs/{organ}/archive/"
REMEDY = "/desk/organs/{organ}/ledger/remedies/0/"
LETTERS = f"{CASE}letters/"
LETTER = f"{LETTERS}0/"
REDACTIONS = "/desk/organs/{organ}/ledger/requests/0/redactions/"
REDACTION = f"{REDACTIONS}0/"
MAKING = "/desk/organs/{organ}/ledger/disclosures/making/"
SITE = "/desk/organs/{organ}/ledger/disclosures/site/"
DELIVERY = "/desk/organs/{organ}/ledger/disclosures/deliveries/0/"
PUSHING = "/desk/organs/{organ}/supervision/"
MATTER, TASK = f"{PUSHING}matters/0/", f"{PUSHING}tasks/0/"
ASSESSMENT, CARD = f"{PUSHING}assessments/0/", f"{PUSHING}cards/0/"
SURVEY = f"{PUSHING}surveys/0/"
CONSEQUENCE = f"{PUSHING}consequences/0/"
TEXTS = "/desk/organs/{organ}/letter-texts/"
CELL = "requests/total/natural_person"
PUBLIC, ANY_PERSON = "public", "any person"


class Address(NamedTuple):
    """A page: its name, where it stands, the methods it takes, and who may: anyone, any person, a duty, or a
    token with a permit."""

    name: str
    url: str
    methods: str
    needs: Duty | Permit | str


pytestmark = pytest.mark.usefixtures("results")
ADDRESSES = (
    Address("portal:home", "/", "get", PUBLIC),
    Address("portal:sample", "/sample/", "post", PUBLIC),
    Address("portal:robots", "/robots.txt", "get", PUBLIC),
    Address("portal:site-maps", "/sitemap.xml", "get", PUBLIC),
    Address("portal:site-map", "/organs/{organ}/sitemap.xml", "get", PUBLIC),
    Address("portal:site-feed", "/organs/{organ}/feed.atom", "get", PUBLIC),
    Address("portal:site-home", "/organs/{organ}/", "get", PUBLIC),
    Address("portal:site-subscribe", "/organs/{organ}/subscribe/", "get post", PUBLIC),
    Address("portal:subscription", "/subscriptions/none/", "get post", PUBLIC),
    Address("portal:subscription-end", "/subscriptions/none/end/", "post", PUBLIC),
    *(
        Address(f"portal:site-{name}", f"/organs/{{organ}}/{place}", "get", PUBLIC)
        for name, place in (
            *((column, f"{column}/") for column in ("guide", "rules", "catalogue", "in-force", "reports")),
            *(("contents", "records/"), ("suggest", "records/suggest/"), ("record", "records/0/")),
            *(("file", "records/0/files/0/"), ("changes", "records/0/changes/2/")),
            *(("data", "data/"), ("data-file", "data/records.csv")),
            *(("report", f"reports/{YEAR}/"), ("report-file", f"reports/{YEAR}.json")),
        )
    ),
    Address("portal:apply-index", "/apply/", "get", PUBLIC),
    Address("portal:apply", "/apply/{organ}/", "get post", PUBLIC),
    Address("portal:apply-step", "/apply/{organ}/steps/who/", "get post", PUBLIC),
    Address("portal:apply-draft", "/apply/{organ}/steps/who/draft/", "post", PUBLIC),
    Address("portal:apply-similar", "/apply/{organ}/similar/", "post", PUBLIC),
    Address("portal:apply-answered", "/apply/{organ}/answered/", "get post", PUBLIC),
    Address("portal:apply-drop", "/apply/{organ}/files/none/drop/", "post", PUBLIC),
    Address("portal:apply-leave", "/apply/{organ}/leave/", "post", PUBLIC),
    Address("portal:apply-receipt", "/apply/{organ}/receipt/", "get", PUBLIC),
    Address("portal:apply-paper", "/apply/{organ}/form.docx", "get", PUBLIC),
    Address("portal:rectify", "/rectify/{organ}/", "get post", PUBLIC),
    Address("portal:track", "/track/", "get post", PUBLIC),
    Address("portal:track-case", "/track/case/", "get", PUBLIC),
    Address("portal:track-send", "/track/case/send/rating/", "get post", PUBLIC),
    Address("portal:track-letter", "/track/case/letters/0.pdf", "get", PUBLIC),
    Address("portal:track-annex", "/track/case/letters/0/files/0/", "get", PUBLIC),
    Address("portal:evaluate", "/evaluate/none/", "get post", PUBLIC),
    Address("portal:passed-on", "/passed-on/none/", "get post", PUBLIC),
    Address("portal:sign-in", "/sign-in/none/", "get post", PUBLIC),
    Address("portal:answers", "/answers/?q=路", "get", PUBLIC),
    Address("portal:answer", "/answers/0/", "get", PUBLIC),
    Address("portal:track-leave", "/track/leave/", "post", PUBLIC),
    Address("portal:proof", "/proof/?code=1-ABCDE-FGHJK-MNPQR-STVWX-YZ012", "get", PUBLIC),
    Address("portal:proof-head", "/proof/head.json", "get", PUBLIC),
    Address("portal:checkup", "/check/", "get post", PUBLIC),
    Address("portal:checkup-file", "/check/files/json", "post", PUBLIC),
    Address("portal:many-index", "/check/many/", "get", PUBLIC),
    Address("portal:many", f"/check/many/{MANY}/", "get", PUBLIC),
    Address("portal:many-reports", f"/check/many/{MANY}/reports/", "get", PUBLIC),
    Address("portal:many-report", f"/check/many/{MANY}/reports/0/", "get", PUBLIC),
    Address("portal:many-file", f"/check/many/{MANY}/files/rules.csv", "get", PUBLIC),
    Address("api:api-root", "/api/v1/", "get", PUBLIC),
    Address("api:openapi", "/api/v1/openapi.json", "get", PUBLIC),
    Address("api:list_organs", "/api/v1/organs", "get", PUBLIC),
    Address("api:log", "/api/v1/log", "get", PUBLIC),
    Address("api:log_heads", "/api/v1/log/heads", "get", PUBLIC),
    Address("api:log_entries", "/api/v1/log/entries", "get", PUBLIC),
    Address("api:log_consistency", "/api/v1/log/consistency?earlier=0&later=0", "get", PUBLIC),
    *(
        Address(f"api:{name}", f"/api/v1/organs/{{organ}}{place}", "get", PUBLIC)
        for name, place in {
            "organ": "",
            "catalogue": "/catalogue",
            "records": "/records",
            "record": "/records/0",
            "changes": "/records/0/changes/2",
            "record_proof": "/records/0/proof",
            "reports": "/reports",
            "report": f"/reports/{YEAR}",
            "findings": f"/reports/{YEAR}/findings",
            "report_proof": f"/reports/{YEAR}/proof",
            "data": "/data",
            "rows": "/data/records",
        }.items()
    ),
    *(
        Address(f"api:{name}", f"/api/v1/organs/{{organ}}{place}", method, permit)
        for name, place, method, permit in (
            ("deadlines", "/deadlines", "get", tokens.DEADLINES),
            ("register", "/register", "get", tokens.RECORDS),
            ("applications", "/applications", "get", tokens.APPLICATIONS),
            ("application", "/applications/0", "get", tokens.APPLICATIONS),
            ("personal", "/applications/0/personal", "post", tokens.PERSONAL),
            ("check_report", "/check", "post", tokens.CHECK),
            ("begin_import", "/imports", "post", tokens.IMPORT),
            ("submit_report", "/submissions", "post", tokens.SUBMIT),
            ("import_standing", "/imports/none", "get", tokens.IMPORT),
            ("letters_of", "/applications/0/letters", "get", tokens.LETTERS),
        )
    ),
    Address("operation:live", "/health/live/", "get", PUBLIC),
    Address("operation:ready", "/health/ready/", "get", PUBLIC),
    Address("operation:metrics", "/metrics/", "get", PUBLIC),
    Address("ui:display", "/ui/display/", "post", PUBLIC),
    Address("workbench:start", "/desk/", "get", ANY_PERSON),
    Address("workbench:resume", "/desk/resume/", "get", ANY_PERSON),
    Address("workbench:asked", "/desk/asked/", "get", ANY_PERSON),
    Address("workbench:asked-accept", "/desk/asked/0/accept/", "post", ANY_PERSON),
    Address("workbench:asked-decline", "/desk/asked/0/decline/", "post", ANY_PERSON),
    Address("workbench:sample", "/desk/sample/0/", "post", PUBLIC),
    Address("workbench:today", "/desk/organs/{organ}/", "get", Duty.ENTER),
    Address("workbench:setup", "/desk/setup/none/", "get post", PUBLIC),
    Address("workbench:setup-person", "/desk/setup/none/person/", "get post", PUBLIC),
    Address("workbench:accept", "/desk/link/none/", "get post", PUBLIC),
    Address("workbench:import", "/desk/organs/{organ}/import/", "get post", Duty.RECORD),
    Address("workbench:import-outcome", "/desk/organs/{organ}/import/none/", "get", Duty.RECORD),
    Address("workbench:import-cancel", "/desk/organs/{organ}/import/none/cancel/", "post", Duty.RECORD),
    Address("workbench:empty-workbook", "/desk/organs/{organ}/import/empty.xlsx", "get", Duty.RECORD),
    Address("workbench:site", SITE, "get post", Duty.RECORD),
    Address(
        "workbench:site-progress",
        f"{SITE}progress/",
        "get",
        Duty.RECORD,
    ),
    Address("workbench:site-file", f"{SITE}download/", "get", Duty.RECORD),
    Address("workbench:export", "/desk/organs/{organ}/export/", "get post", Duty.READ),
    Address("workbench:search", "/desk/organs/{organ}/search/?q=9", "get", Duty.READ),
    Address("workbench:feed", "/desk/organs/{organ}/calendar/", "get", Duty.READ),
    Address("workbench:feed-open", "/desk/organs/{organ}/calendar/open/", "post", Duty.READ),
    Address("workbench:feed-close", "/desk/organs/{organ}/calendar/close/", "post", Duty.READ),
    Address("workbench:feed-file", "/desk/calendar/none.ics", "get", PUBLIC),
    Address("workbench:settings", SETTINGS, "get", Duty.MANAGE),
    Address("workbench:settings-profile", f"{SETTINGS}profile/", "get post", Duty.MANAGE),
    Address("workbench:settings-options", f"{SETTINGS}options/", "get post", Duty.MANAGE),
    Address("workbench:settings-superior", f"{SETTINGS}superior/", "get post", Duty.MANAGE),
    Address("workbench:unit-phone", f"{SETTINGS}units/0/phone/", "get post", Duty.MANAGE),
    Address("workbench:practice", f"{SETTINGS}practice/", "get post", Duty.MANAGE),
    Address("workbench:practice-end", f"{SETTINGS}practice/end/", "get post", Duty.MANAGE),
    Address("workbench:settings-samples", f"{SETTINGS}samples/", "get post", Duty.MANAGE),
    Address("workbench:units-new", f"{SETTINGS}units/new/", "get post", Duty.MANAGE),
    Address("workbench:unit-end", f"{SETTINGS}units/0/end/", "post", Duty.MANAGE),
    Address("workbench:tokens", f"{SETTINGS}tokens/", "get", Duty.MANAGE),
    Address("workbench:token-new", f"{SETTINGS}tokens/new/", "get post", Duty.MANAGE),
    Address("workbench:token-revoke", f"{SETTINGS}tokens/0/revoke/", "get post", Duty.MANAGE),
    Address("workbench:token-agree", "/desk/organs/{organ}/tokens/0/agree/", "get post", Duty.ENTER),
    Address("workbench:ways", f"{SETTINGS}ways/", "get", Duty.MANAGE),
    Address("workbench:way", f"{SETTINGS}ways/wecom/", "get post", Duty.MANAGE),
    Address("workbench:way-test", f"{SETTINGS}ways/wecom/test/", "get post", Duty.MANAGE),
    Address("workbench:dispatch-again", f"{SETTINGS}ways/sent/0/again/", "post", Duty.MANAGE),
    Address("workbench:reminders", "/desk/organs/{organ}/reminders/", "get post", Duty.ENTER),
    Address("workbench:log", "/desk/organs/{organ}/log/", "get", Duty.AUDIT),
    Address("workbench:log-prove", "/desk/organs/{organ}/log/prove/", "post", Duty.AUDIT),
    Address("workbench:log-proof", "/desk/organs/{organ}/log/proof/", "get", Duty.AUDIT),
    Address("workbench:people", f"{PEOPLE}", "get", Duty.MANAGE),
    Address("workbench:person-new", f"{PEOPLE}new/", "get post", Duty.MANAGE),
    Address("workbench:person-ask", f"{PEOPLE}ask/", "get post", Duty.MANAGE),
    Address("workbench:person-first", f"{PEOPLE}first/0/", "get post", Duty.MANAGE),
    Address("workbench:person-role", f"{PEOPLE}0/role/", "get post", Duty.MANAGE),
    Address("workbench:person-hand-over", f"{PEOPLE}0/hand-over/", "get post", Duty.MANAGE),
    Address("workbench:person-link", f"{PEOPLE}0/link/", "post", Duty.MANAGE),
    Address("workbench:person-active", f"{PEOPLE}0/active/", "get post", Duty.MANAGE),
    Address("workbench:role-end", f"{PEOPLE}roles/0/end/", "get post", Duty.MANAGE),
    Address("workbench:delegate", f"{PEOPLE}away/", "get post", Duty.MANAGE),
    Address("workbench:delegation-end", f"{PEOPLE}away/0/end/", "post", Duty.MANAGE),
    Address("workbench:inbox", INBOX, "get", Duty.READ),
    Address("workbench:intake", f"{INBOX}new/", "get post", Duty.RECORD),
    Address("workbench:arrival", f"{INBOX}0/", "get", Duty.READ),
    *(
        Address(f"workbench:arrival-{done}", f"{INBOX}0/{done}/", "get post", Duty.RECORD)
        for done in ("confirm", "split", "join", "close")
    ),
    Address("workbench:arrival-agree", f"{INBOX}0/agree/", "get post", Duty.RELEASE),
    Address("workbench:arrival-object", f"{INBOX}0/object/", "get post", Duty.RELEASE),
    Address("workbench:arrival-paper", f"{INBOX}0/papers/notice.docx", "get", Duty.UNMASK),
    Address("workbench:arrival-who", f"{INBOX}0/who/", "get post", Duty.UNMASK),
    Address("workbench:arrival-file", f"{INBOX}0/files/0/", "get post", Duty.UNMASK),
    Address("workbench:making", MAKING, "get", Duty.READ),
    Address("workbench:making-new", f"{MAKING}new/", "get post", Duty.DRAFT),
    Address("workbench:catalogue", f"{MAKING}catalogue/", "get", Duty.READ),
    Address("workbench:catalogue-adopt", f"{MAKING}catalogue/adopt/", "get post", Duty.DRAFT),
    Address("workbench:making-record", f"{MAKING}0/", "get", Duty.READ),
    *(
        Address(f"workbench:making-{name}", f"{MAKING}0/{path}/", "get post", Duty.DRAFT)
        for name, path in {
            "elements": "elements",
            "add-files": "files",
            "replace": "files/0/replace",
            "drop": "drop",
            "classify": "classify",
            "judge": "found/none",
            "submit": "submit",
            "coordinate": "coordinate",
            "coordinated": "asked/0",
            "change": "change",
        }.items()
    ),
    *(
        Address(f"workbench:making-{deed}", f"{MAKING}0/{deed}/", "get post", Duty.RELEASE)
        for deed in ("review", "return", "release", "release-urgently", "withdraw")
    ),
    Address(
        "workbench:row-withdraw",
        "/desk/organs/{organ}/ledger/disclosures/0/withdraw/",
        "get post",
        Duty.RELEASE,
    ),
    Address("workbench:making-proof", f"{MAKING}0/asked/0/proof/", "get post", Duty.UNMASK),
    Address("workbench:making-judge-anew", f"{MAKING}0/found/none/anew/", "post", Duty.DRAFT),
    Address("workbench:making-version", f"{MAKING}0/versions/1/", "get", Duty.READ),
    Address("workbench:making-package", f"{MAKING}0/package/", "get", Duty.READ),
    Address("workbench:making-version-file", f"{MAKING}0/versions/1/files/0/", "get", Duty.READ),
    Address("workbench:outlet-of", f"{MAKING}0/outlets/0/", "get post", Duty.DRAFT),
    Address("workbench:outlet-paper", f"{MAKING}0/outlets/0/papers/0/", "get", Duty.READ),
    Address("workbench:delivery", DELIVERY, "get", Duty.READ),
    *(
        Address(f"workbench:delivery-{deed}", f"{DELIVERY}{deed}/", "get post", Duty.DRAFT)
        for deed in ("note", "note-down", "take-down", "confirm")
    ),
    *(
        Address(f"workbench:delivery-{deed}", f"{DELIVERY}{deed}/", "post", Duty.DRAFT)
        for deed in ("again", "prove")
    ),
    Address("workbench:delivery-photo", f"{DELIVERY}photos/0/", "get", Duty.READ),
    Address("workbench:delivery-photo-original", f"{DELIVERY}photos/0/original/", "get post", Duty.UNMASK),
    Address("workbench:outlets", f"{SETTINGS}outlets/", "get", Duty.MANAGE),
    Address("workbench:outlet-new", f"{SETTINGS}outlets/new/county/", "get post", Duty.MANAGE),
    Address("workbench:outlet", f"{SETTINGS}outlets/0/", "get post", Duty.MANAGE),
    Address("workbench:making-original", f"{MAKING}0/files/0/", "get post", Duty.UNMASK),
    Address("workbench:case-publish", f"{CASE}publish/", "get post", Duty.DRAFT),
    Address("workbench:answer-release", f"{CASE}publish/release/", "get post", Duty.RELEASE),
    Address("workbench:answer-withdraw", f"{CASE}publish/withdraw/", "get post", Duty.RELEASE),
    Address("workbench:case-package", f"{CASE}package/", "get post", Duty.UNMASK),
    Address("workbench:archive", ARCHIVE, "get", Duty.READ),
    Address("workbench:archive-file", f"{ARCHIVE}file/", "post", Duty.RECORD),
    Address("workbench:archive-boxes", f"{ARCHIVE}boxes/", "get", Duty.READ),
    Address("workbench:archive-box", f"{ARCHIVE}boxes/0/", "get", Duty.READ),
    Address("workbench:archive-catalogue", f"{ARCHIVE}boxes/0/catalogue.pdf", "get", Duty.READ),
    Address("workbench:archive-spine", f"{ARCHIVE}boxes/0/spine.pdf", "get", Duty.READ),
    Address("workbench:archive-year", f"{ARCHIVE}years/2022/catalogue.pdf", "get", Duty.READ),
    Address("workbench:archive-out", f"{ARCHIVE}files/0/out/", "get post", Duty.RECORD),
    Address("workbench:archive-hold", f"{ARCHIVE}files/0/hold/", "get post", Duty.RECORD),
    Address("workbench:archive-hold-arrival", f"{ARCHIVE}arrivals/0/hold/", "get post", Duty.RECORD),
    Address("workbench:archive-due", f"{ARCHIVE}due/", "get", Duty.READ),
    Address("workbench:archive-propose", f"{ARCHIVE}due/propose/", "post", Duty.RECORD),
    Address("workbench:destruction", f"{ARCHIVE}destructions/0/", "get", Duty.READ),
    Address("workbench:destruction-file", f"{ARCHIVE}destructions/0/record.pdf", "get", Duty.READ),
    Address("workbench:destruction-drop", f"{ARCHIVE}destructions/0/drop/", "get post", Duty.RECORD),
    Address("workbench:destruction-carry-out", f"{ARCHIVE}destructions/0/carry-out/", "get post", Duty.SIGN),
    Address("workbench:ledger", "/desk/organs/{organ}/ledger/requests/", "get", Duty.READ),
    Address("workbench:record", "/desk/organs/{organ}/ledger/acts/0/", "get", Duty.READ),
    Address("workbench:case", "/desk/organs/{organ}/ledger/requests/0/", "get", Duty.READ),
    Address(
        "workbench:case-step", "/desk/organs/{organ}/ledger/requests/0/steps/extend/", "get post", Duty.RECORD
    ),
    Address(
        "workbench:case-deliver",
        "/desk/organs/{organ}/ledger/requests/0/events/0/deliver/",
        "get post",
        Duty.RECORD,
    ),
    Address(
        "workbench:case-void",
        "/desk/organs/{organ}/ledger/requests/0/events/0/void/",
        "get post",
        Duty.RECORD,
    ),
    Address("workbench:remedy", REMEDY, "get", Duty.READ),
    Address("workbench:remedy-step", f"{REMEDY}steps/answer/", "get post", Duty.RECORD),
    Address("workbench:remedy-void", f"{REMEDY}entries/0/void/", "get post", Duty.RECORD),
    Address("workbench:remedy-reopen", f"{REMEDY}reopen/", "post", Duty.RECORD),
    Address("workbench:remedy-lesson", f"{REMEDY}lesson/", "get post", Duty.RECORD),
    Address("workbench:remedy-file-new", f"{REMEDY}files/new/", "get post", Duty.RECORD),
    Address("workbench:remedy-file", f"{REMEDY}files/0/", "get", Duty.UNMASK),
    Address("workbench:remedy-file-drop", f"{REMEDY}files/0/drop/", "post", Duty.RECORD),
    Address("workbench:remedy-paper", f"{REMEDY}papers/evidence/", "get post", Duty.DRAFT),
    Address("workbench:remedy-paper-sign", f"{REMEDY}papers/evidence/sign/", "get post", Duty.SIGN),
    Address("workbench:remedy-paper-void", f"{REMEDY}papers/evidence/void/", "get post", Duty.SIGN),
    Address("workbench:remedy-paper-file", f"{REMEDY}papers/evidence.docx", "get", Duty.READ),
    Address("workbench:remedy-parties", f"{REMEDY}parties/", "get post", Duty.UNMASK),
    Address("workbench:together", TOGETHER, "get", Duty.RECORD),
    Address("workbench:together-step", f"{TOGETHER}steps/extend/", "get post", Duty.RECORD),
    Address("workbench:together-letter", f"{TOGETHER}letters/extend/", "get post", Duty.DRAFT),
    Address("workbench:together-outcome", f"{TOGETHER}outcome/", "get", Duty.RECORD),
    Address("workbench:together-undo", f"{TOGETHER}undo/", "get post", Duty.RECORD),
    Address("workbench:letter-new", f"{LETTERS}new/extend/", "get post", Duty.DRAFT),
    Address("workbench:letter-new-draft", f"{LETTERS}new/extend/draft/", "post", Duty.DRAFT),
    Address("workbench:letter", LETTER, "get", Duty.READ),
    Address("workbench:letter-draft", f"{LETTER}draft/", "post", Duty.DRAFT),
    Address("workbench:letter-edit", f"{LETTER}edit/", "get post", Duty.DRAFT),
    Address("workbench:letter-annex", f"{LETTER}annexes/new/", "get post", Duty.DRAFT),
    Address("workbench:letter-annex-file", f"{LETTER}annexes/0/", "get", Duty.READ),
    Address("workbench:letter-annex-drop", f"{LETTER}annexes/0/drop/", "post", Duty.DRAFT),
    Address("workbench:letter-file", f"{LETTER}files/docx", "get", Duty.READ),
    Address("workbench:letter-accept", f"{LETTER}findings/none/accept/", "get post", Duty.APPROVE),
    *(
        Address(f"workbench:letter-{deed}", f"{LETTER}{deed}/", "get post", duty)
        for deed, duty in {
            "submit": Duty.DRAFT,
            "review-law": Duty.REVIEW_LAW,
            "review-secrecy": Duty.REVIEW_SECRECY,
            # of these the letter says whose they are
            **dict.fromkeys(("return", "sign", "void"), Duty.READ),
        }.items()
    ),
    Address("workbench:redaction-new", f"{REDACTIONS}new/", "get post", Duty.DRAFT),
    Address("workbench:redaction", REDACTION, "get", Duty.READ),
    Address("workbench:redaction-file", f"{REDACTION}file.pdf", "get", Duty.READ),
    Address("workbench:redaction-void", f"{REDACTION}void/", "get post", Duty.DRAFT),
    Address("workbench:redaction-picture", f"{REDACTION}source/1.png", "get", Duty.READ),
    Address("workbench:redaction-do", f"{REDACTION}do/undo/", "post", Duty.DRAFT),
    Address("workbench:tasks", f"{PUSHING}tasks/", "get", Duty.ENTER),
    Address("workbench:task", TASK, "get", Duty.ENTER),
    Address("workbench:task-file", f"{TASK}files/0/", "get", Duty.ENTER),
    Address("workbench:task-report", f"{TASK}report/", "get post", Duty.ENTER),
    # of these the task says whose they are
    *(
        Address(f"workbench:task-{deed}", f"{TASK}{deed}/", "get post", Duty.READ)
        for deed in ("check", "return", "reopen", "move", "drop")
    ),
    Address("workbench:assessments", f"{PUSHING}assessments/", "get", Duty.ENTER),
    Address("workbench:assessment-new", f"{PUSHING}assessments/new/", "get post", Duty.RECORD),
    Address("workbench:indicators", f"{PUSHING}assessments/indicators/", "get", Duty.READ),
    Address("workbench:indicators-file", f"{PUSHING}assessments/indicators.xlsx", "get", Duty.READ),
    Address("workbench:indicators-adopt", f"{PUSHING}assessments/indicators/adopt/", "get post", Duty.RECORD),
    Address("workbench:assessment-trend", f"{PUSHING}assessments/trend/", "get", Duty.READ),
    Address("workbench:assessment-result", f"{ASSESSMENT}result.pdf", "get", Duty.READ),
    Address("workbench:card-paper", f"{CARD}card.pdf", "get", Duty.ENTER),
    Address("workbench:consequence-new", f"{CARD}consequences/praise/", "get post", Duty.RECORD),
    Address("workbench:consequence-issue", f"{CONSEQUENCE}issue/", "get post", Duty.SIGN),
    Address("workbench:consequence-drop", f"{CONSEQUENCE}drop/", "get post", Duty.RECORD),
    Address("workbench:consequence-paper", f"{CONSEQUENCE}paper.pdf", "get", Duty.ENTER),
    Address("workbench:assessment", ASSESSMENT, "get", Duty.READ),
    Address("workbench:assessment-drop", f"{ASSESSMENT}drop/", "get post", Duty.RECORD),
    Address("workbench:card", CARD, "get", Duty.ENTER),
    # of these the card says whose they are
    *(
        Address(f"workbench:card-{deed}", f"{CARD}{deed}/", "get post", Duty.ENTER)
        for deed in ("score", "check", "appeal", "settle")
    ),
    Address("workbench:surveys", f"{PUSHING}surveys/", "get", Duty.READ),
    Address("workbench:survey-new", f"{PUSHING}surveys/new/", "get post", Duty.RECORD),
    Address("workbench:survey", SURVEY, "get", Duty.READ),
    Address("workbench:survey-form", f"{SURVEY}form.pdf", "get", Duty.READ),
    Address("workbench:survey-poster", f"{SURVEY}poster.pdf", "get", Duty.READ),
    *(
        Address(f"workbench:survey-{deed}", f"{SURVEY}{deed}/", "get post", duty)
        for deed, duty in {
            "enter": Duty.RECORD,
            "drop": Duty.RECORD,
            "close": Duty.SIGN,
            "publish": Duty.SIGN,
        }.items()
    ),
    Address("workbench:problems", f"{PUSHING}rectification/proposals/", "get", Duty.RECORD),
    Address("workbench:matters", f"{PUSHING}notice/", "get", Duty.READ),
    Address("workbench:matter-new", f"{PUSHING}notice/new/", "get post", Duty.RECORD),
    Address("workbench:matter", MATTER, "get", Duty.READ),
    Address("workbench:matter-paper", f"{MATTER}papers/sheet.pdf", "get", Duty.READ),
    Address("workbench:matter-file", f"{MATTER}files/0/", "get", Duty.READ),
    Address("workbench:matter-sign-in-sheet", f"{MATTER}sign-in.pdf", "get", Duty.RECORD),
    *(
        Address(f"workbench:matter-{deed}", f"{MATTER}{deed}/", "get post", Duty.RECORD)
        for deed in (
            "edit",
            "add-file",
            "attend",
            "open-sign-in",
            "write-quiz",
            "write-up",
            "give-out",
            "give",
            "drop",
        )
    ),
    Address("workbench:matter-close", f"{MATTER}close/", "get post", Duty.READ),
    Address("workbench:numbers", "/desk/organs/{organ}/numbers/", "get", Duty.READ),
    Address("workbench:rectifications", "/desk/organs/{organ}/rectifications/", "get", Duty.READ),
    Address("workbench:ratings", "/desk/organs/{organ}/ratings/", "get", Duty.READ),
    Address("workbench:letter-texts", TEXTS, "get", Duty.READ),
    Address("workbench:letter-text", f"{TEXTS}refused/", "get post", Duty.APPROVE),
    Address("workbench:letter-text-reset", f"{TEXTS}refused/reset/", "post", Duty.APPROVE),
    Address("workbench:row-new", "/desk/organs/{organ}/ledger/requests/new/", "get post", Duty.RECORD),
    Address("workbench:row-paste", "/desk/organs/{organ}/ledger/requests/paste/", "get post", Duty.RECORD),
    Address(
        "workbench:row-correct", "/desk/organs/{organ}/ledger/requests/0/correct/", "get post", Duty.RECORD
    ),
    Address("workbench:record-typing", f"{CASE}typing/", "post", Duty.RECORD),
    Address("workbench:unmask", "/desk/organs/{organ}/ledger/requests/0/who/", "get post", Duty.UNMASK),
    Address("workbench:report", REPORT, "get", Duty.READ_REPORT),
    *(
        Address(f"workbench:step-{code}", f"{REPORT}steps/{code}/", "get post", Duty(duty))
        for duty, codes in {
            "report": ("check", "submit", "note-pass", "note-return", "file", "reopen"),
            "release": ("publish",),
            "sign": ("approve", "send-back"),
            "pass": ("pass", "return"),
        }.items()
        for code in codes
    ),
    Address("workbench:report-begin", f"{REPORT}begin/", "get post", Duty.REPORT),
    Address("workbench:report-version", f"{REPORT}versions/0/", "get", Duty.READ_REPORT),
    Address("workbench:amend", f"{REPORT}amend/", "get post", Duty.SIGN),
    Address("workbench:finding-accept", f"{REPORT}findings/none/accept/", "get post", Duty.REPORT),
    Address("workbench:finding-judge", f"{REPORT}findings/none/judge/", "post", Duty.REPORT),
    Address("workbench:prose", f"{REPORT}prose/", "get post", Duty.REPORT),
    Address("workbench:prose-draft", f"{REPORT}prose/draft/", "post", Duty.REPORT),
    Address("workbench:prose-preview", f"{REPORT}prose/preview/", "post", Duty.REPORT),
    Address("workbench:kept-reports", "/desk/organs/{organ}/kept-reports/", "get", Duty.REPORT),
    Address("workbench:kept-report", "/desk/organs/{organ}/kept-reports/0/", "get", Duty.REPORT),
    Address("workbench:kept-report-drop", "/desk/organs/{organ}/kept-reports/0/drop/", "post", Duty.REPORT),
    Address("workbench:charges", "/desk/organs/{organ}/charges/", "get", Duty.ENTER),
    Address("workbench:charge", "/desk/organs/{organ}/charges/requests/", "get post", Duty.MANAGE),
    Address("workbench:charge-back", "/desk/organs/{organ}/charges/requests/back/", "get post", Duty.MANAGE),
    Address("workbench:evidence", f"/desk/organs/{{organ}}/year/{YEAR}/evidence/", "get post", Duty.READ),
    Address(
        "workbench:evidence-made", f"/desk/organs/{{organ}}/year/{YEAR}/evidence/none/", "get", Duty.READ
    ),
    Address("workbench:handover", "/desk/organs/{organ}/handover/", "get", Duty.READ),
    Address("workbench:handover-paper", "/desk/organs/{organ}/handover/list.pdf", "get", Duty.READ),
    Address("workbench:wall", f"/desk/organs/{{organ}}/year/{YEAR}/", "get", Duty.READ),
    Address(
        "workbench:discharge",
        f"/desk/organs/{{organ}}/year/openness_day/{YEAR}-05-15/",
        "get post",
        Duty.RECORD,
    ),
    Address("workbench:material-new", f"{REPORT}materials/new/", "get post", Duty.REPORT),
    Address("workbench:material", f"{REPORT}materials/0/", "get", Duty.READ_REPORT),
    Address("workbench:material-drop", f"{REPORT}materials/0/drop/", "post", Duty.REPORT),
    Address("workbench:packages", f"{REPORT}packages/", "get", Duty.REPORT),
    Address("workbench:package-new", f"{REPORT}packages/new/", "get post", Duty.REPORT),
    Address("workbench:package-receipt", f"{REPORT}packages/receipt/", "get post", Duty.REPORT),
    Address("workbench:package", f"{REPORT}packages/0/", "get", Duty.REPORT),
    Address("workbench:own-key", f"{KEYS}own.pem", "get", Duty.ENTER),
    Address("workbench:superior-key", f"{KEYS}superior/", "get post", Duty.REPORT),
    Address("workbench:sender-keys", "/desk/organs/{organ}/below/keys/", "get", Duty.SUPERVISE),
    Address("workbench:sender-key", "/desk/organs/{organ}/below/keys/0/", "get post", Duty.SUPERVISE),
    Address("workbench:below", f"{BELOW}", "get", Duty.SUPERVISE),
    Address("workbench:compared", f"{BELOW}compared/", "get", Duty.SUPERVISE),
    Address("workbench:chase", f"{BELOW}chase/", "post", Duty.SUPERVISE),
    Address("workbench:sum", f"{BELOW}sum/", "get", Duty.SUPERVISE),
    Address("workbench:sum-file", f"{BELOW}sum/files/pdf", "get", Duty.SUPERVISE),
    Address("workbench:receive", f"{BELOW}receive/", "get post", Duty.SUPERVISE),
    Address("workbench:received", f"{BELOW}received/0/", "get", Duty.SUPERVISE),
    Address("workbench:received-file", f"{BELOW}received/0/file/", "get", Duty.SUPERVISE),
    Address("workbench:received-receipt", f"{BELOW}received/0/receipt.zip", "get", Duty.SUPERVISE),
    *(
        Address(f"workbench:received-{step}", f"{BELOW}received/0/{step}/", "get post", Duty.SUPERVISE)
        for step in ("pass", "return")
    ),
    Address("workbench:year-notice", f"{BELOW}notice/", "get post", Duty.SUPERVISE),
    Address("workbench:cases", f"{REPORT}cases/{CELL}", "get", Duty.READ),
    Address("workbench:download", f"{REPORT}files/json", "get", Duty.READ_REPORT),
)
#: allauth's own pages, which it tests itself; that they ask for a log-in is tested here.
OPEN_ACCOUNT = (
    "account_login",
    "account_logout",
    "account_inactive",
    "mfa_authenticate",
    "mfa_login_webauthn",
)
CLOSED_ACCOUNT = (
    *("account_change_password", "account_set_password"),
    *("account_reauthenticate", "mfa_reauthenticate"),
    *("mfa_reauthenticate_webauthn", "mfa_index", "usersessions_list"),
    *("mfa_activate_totp", "mfa_deactivate_totp"),
    *("mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_download_recovery_codes"),
    *("mfa_list_webauthn", "mfa_add_webauthn", "mfa_edit_webauthn", "mfa_remove_webauthn"),
)
#: What stands below the API's address and is no call: 404 by whatever method.
NO_CALL = ("api:missing",)
#: What an empty form is answered where it does not lead on, and a page whose link is no longer open.
ANSWERS = {
    "workbench:evidence": 200,  # the file
    "portal:checkup": 422,
    "portal:checkup-file": 410,
    "workbench:sample": 404,
    "workbench:export": 200,  # without the names, which a visitor may not see
    "portal:apply": 200,
    "portal:apply-step": 422,
    "portal:rectify": 200,
    "portal:apply-draft": 200,
    "portal:apply-similar": 200,
    "portal:track": 422,
}
#: What leads on to where one has to begin, or back, while nothing has been filed or opened.
LEADS_ON = {
    *("portal:apply-receipt", "portal:track-case", "portal:track-send"),
    *("portal:track-letter", "portal:track-annex", "workbench:reminders"),
}
GONE = {"/desk/setup/none/", "/desk/setup/none/person/", "/desk/link/none/", "/desk/calendar/none.ics"}
#: Boxes, papers and lists of an archive in which nothing lies; a record that nobody makes; no public report;
#: packages and papers that nobody sent; a token that nobody made.
NONE_SUCH = re.compile(
    "/archive/.*[0-9]|/(making|deliveries|outlets|versions|kept-reports|matters|tasks|assessments|cards|consequences"
    "|surveys)/0/|/charges/requests/back/"
    "|/(packages|materials|received|below/keys|tokens)/0/|/sum/files/"
)
OF_ORGANS = [page for page in ADDRESSES if isinstance(page.needs, Duty)]
OPEN_TO_VISITORS = [page for page in ADDRESSES if page.needs == PUBLIC or page.needs in VISITOR]


def patterns(resolver: URLResolver, space: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from patterns(pattern, f"{pattern.namespace}:" if pattern.namespace else space)
        elif isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name}", pattern


def test_no_address_is_missing_from_the_table() -> None:
    listed = [*OPEN_ACCOUNT, *CLOSED_ACCOUNT, *NO_CALL, *(page.name for page in ADDRESSES)]
    assert sorted(name for name, _ in patterns(get_resolver())) == sorted(listed)


def test_a_view_asks_for_the_duty_that_the_table_says() -> None:
    asked = {name: getattr(pattern.callback, "duty", None) for name, pattern in patterns(get_resolver())}
    assert {page.name: page.needs for page in OF_ORGANS} == {k: v for k, v in asked.items() if v}


def test_a_call_of_the_api_asks_for_the_permit_that_the_table_says() -> None:
    asked = {name: getattr(pattern.callback, "permit", None) for name, pattern in patterns(get_resolver())}
    of_tokens = {page.name: page.needs for page in ADDRESSES if isinstance(page.needs, Permit)}
    assert of_tokens == {name: permit for name, permit in asked.items() if permit}


@pytest.mark.parametrize("role", [None, *ROLES], ids=lambda role: role.code if role else "nobody")
def test_no_role_opens_a_call_that_asks_for_a_token(client: Client, real: Organ, role: Role | None) -> None:
    if role:
        client.force_login(staff(real, role.code))
    for page in ADDRESSES:
        if isinstance(page.needs, Permit):
            answer = getattr(client, page.methods)(page.url.format(organ=real.pk))
            assert answer.status_code == 401, page


def test_a_page_is_closed_unless_the_table_opens_it() -> None:
    found = dict(patterns(get_resolver()))
    closed = {name for name, page in found.items() if getattr(page.callback, "login_required", True)}
    assert closed & {page.name for page in ADDRESSES} == {
        page.name for page in ADDRESSES if page.needs == ANY_PERSON
    }


@pytest.mark.slow
@pytest.mark.parametrize("page", OPEN_TO_VISITORS, ids=lambda page: page.name)
def test_an_address_takes_its_own_method_alone(client: Client, sample: Organ, page: Address) -> None:
    url = page.url.format(organ=sample.pk)
    answers = {other: getattr(client, other)(url).status_code for other in ("get", "post", "put", "delete")}
    assert {other for other, status in answers.items() if status != 405} == set(page.methods.split())
    expected = {"get": 302 if page.name in LEADS_ON else 200, "post": ANSWERS.get(page.name, 302)}
    no_such = {"workbench:record", "workbench:case", "workbench:arrival", "portal:answer", "portal:passed-on"}
    no_such |= {"portal:evaluate"}
    no_such |= {"portal:sign-in", "workbench:evidence-made"}
    no_such |= {"portal:site-record", "portal:site-file", "portal:site-changes", "portal:site-subscribe"}
    no_such |= {"portal:subscription", "portal:subscription-end", "api:record", "api:record_proof"}
    no_such |= {"api:changes"}
    no_such |= {"api:report_proof", "api:log", "portal:proof-head"}  # nothing is told, nothing signed
    of_none = ("/letters/0/", "/redactions/0/", "/remedies/0/")
    is_none = (url.startswith("/desk/") and any(one in url for one in of_none)) or NONE_SUCH.search(url)
    if url in GONE or page.name in no_such or is_none:
        expected = {"get": 404, "post": 404}
    assert all(answers[method] == expected[method] for method in page.methods.split())


@pytest.mark.parametrize("name", CLOSED_ACCOUNT)
def test_a_page_of_an_account_asks_to_log_in(client: Client, db: None, name: str) -> None:
    of_one_key = {"mfa_edit_webauthn", "mfa_remove_webauthn"}
    url = reverse(name, args=[1] if name in of_one_key else [])
    assert client.get(url).status_code in {302, 405}


def test_the_pages_of_an_account_open_for_its_person(client: Client, real: Organ) -> None:
    password, clerk = "芒种前后点瓜种豆2022", staff(real, "clerk")
    people.accept(token=people.invite(person=clerk, organ=real, actor="测试"), password=password)
    client.post(reverse("account_login"), {"login": clerk.username, "password": password})
    for name in ("account_change_password", "mfa_index", "usersessions_list", "mfa_activate_totp"):
        assert client.get(reverse(name), follow=True).status_code == 200, name


@pytest.mark.slow
def test_a_stranger_cannot_tell_a_real_organ_from_none(client: Client, real: Organ) -> None:
    for page in OF_ORGANS:
        for method in page.methods.split():
            answers = [getattr(client, method)(page.url.format(organ=pk)) for pk in (real.pk, real.pk + 1)]
            assert {answer.status_code for answer in answers} == {302}, page
            assert all(answer["Location"].startswith(reverse("account_login")) for answer in answers), page


@pytest.mark.slow
def test_another_organ_is_not_there_for_whoever_works_elsewhere(client: Client, real: Organ) -> None:
    elsewhere = organs.create(name="留固镇人民政府", actor="测试")
    client.force_login(staff(elsewhere, *(role.code for role in ROLES if not role.of_unit)))
    for page in OF_ORGANS:
        for method in page.methods.split():
            answer = getattr(client, method)(page.url.format(organ=real.pk))
            assert answer.status_code == 404, page
            assert real.name not in answer.content.decode(), page


@pytest.mark.slow
def test_somebody_of_a_sample_sees_what_their_role_sees_and_a_stranger_its_ledgers(
    client: Client, sample: Organ, real: Organ
) -> None:
    ledger = f"/desk/organs/{sample.pk}/ledger/requests/"
    assert client.get(ledger).status_code == 200
    client.force_login(staff(real, "administrator", username="visitor"))
    assert client.get(ledger).status_code == 200
    client.force_login(staff(sample, "administrator", username="keeper"))
    assert client.get(ledger).status_code == 403
    assert client.get(f"/desk/organs/{sample.pk}/people/").status_code == 200
    elsewhere = organs.create(name="示例乡人民政府", actor="测试", is_sample=True)
    assert client.get(f"/desk/organs/{elsewhere.pk}/ledger/requests/").status_code == 404


@pytest.mark.slow
@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.code)
def test_a_role_opens_the_pages_of_its_duties_alone(client: Client, real: Organ, role: Role) -> None:
    client.force_login(staff(real, role.code))
    for page in OF_ORGANS:
        may = page.needs in role.duties
        for method in page.methods.split():
            answer = getattr(client, method)(page.url.format(organ=real.pk))
            assert (answer.status_code != 403) == may, page
            if not may:
                assert Duty(str(page.needs)).zh in answer.content.decode(), page


@pytest.mark.slow
@pytest.mark.parametrize(
    "address",
    [
        f"{REPORT}?cell=requests/total/nobody",
        f"{REPORT}?cell=nothing",
        f"{REPORT}?part=seventh",
        f"{REPORT}cases/requests/total/nobody",
        f"{REPORT}files/exe",
        f"{REPORT}versions/1/",
        "/desk/organs/{organ}/reports/1999/",
        "/desk/organs/{organ}/reports/2018/cases/requests/total/business",
        "/desk/organs/{organ}/reports/2025/files/../../secret",
        "/nothing",
    ],
)
def test_what_does_not_exist_is_said_in_words(client: Client, sample: Organ, address: str) -> None:
    answer = client.get(address.format(organ=sample.pk))
    assert answer.status_code == 404
    assert "没有这个页面" in answer.content.decode()


@pytest.mark.slow
@pytest.mark.parametrize(
    "page", [page for page in ADDRESSES if "get" in page.methods], ids=lambda page: page.name
)
def test_no_page_lets_foreign_code_in_or_itself_be_framed(
    client: Client, sample: Organ, page: Address
) -> None:
    client.force_login(staff(sample, *(role.code for role in ROLES if not role.of_unit)))
    answer = client.get(page.url.format(organ=sample.pk))
    policy = dict(part.split(" ", 1) for part in answer["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["form-action"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in answer["Permissions-Policy"]


@pytest.mark.slow
@pytest.mark.parametrize(
    "page", [page for page in ADDRESSES if "get" in page.methods], ids=lambda page: page.name
)
def test_what_is_somebodys_own_no_cache_keeps_and_no_other_site_reads(
    client: Client, sample: Organ, page: Address
) -> None:
    client.force_login(staff(sample, *(role.code for role in ROLES if not role.of_unit)))
    answer = client.get(page.url.format(organ=sample.pk), headers={"Origin": "https://elsewhere.example"})
    caching = answer.get("Cache-Control", "")
    is_public_call = page.url.startswith("/api/v1/") and page.needs == PUBLIC and page.name != "api:api-root"
    assert (answer.get("Access-Control-Allow-Origin") == "*") == is_public_call
    assert answer["Cross-Origin-Resource-Policy"] == ("cross-origin" if is_public_call else "same-origin")
    assert "Access-Control-Allow-Credentials" not in answer
    if page.url.startswith(("/desk/", "/account/", "/track/", "/apply/")):
        assert {"no-store", "private"} <= set(caching.replace(" ", "").split(","))
    assert "public" not in caching
    for cookie in answer.cookies.values():
        assert cookie["httponly"]
        assert cookie["samesite"] in {"Lax", "Strict"}


def test_a_form_from_elsewhere_is_refused_in_words(db: None) -> None:
    answer = Client(enforce_csrf_checks=True).post(reverse("portal:sample"))
    assert answer.status_code == 403
    assert "页面过期了" in answer.content.decode()


def test_after_another_login_a_stale_form_says_where_what_was_typed_is(client: Client, sample: Organ) -> None:
    person = staff(sample, "clerk")
    first = Client(enforce_csrf_checks=True)
    first.force_login(person)
    url = reverse("workbench:row-new", args=(sample.pk, "requests"))
    (stale,) = parsed(first.get(url).content).xpath(
        "//form[@class='form']//input[@name='csrfmiddlewaretoken']/@value"
    )
    first.cookies["csrftoken"] = "x" * 32  # a second tab has logged in again
    answer = first.post(url, {"csrfmiddlewaretoken": stale, "c4": "道路硬化合同"})
    said = answer.content.decode()
    assert answer.status_code == 403
    assert "按浏览器的“后退”，填的文字还在那一页上" in said
    assert "道路硬化合同" not in said, "whose page it is by now nobody knows"


def test_a_broken_page_says_what_to_do(sample: Organ, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: object, **_more: object) -> None:
        raise RuntimeError("disk")

    monkeypatch.setattr("gongkai.ledger.reports.queries.compile_report", broken)
    client = Client(raise_request_exception=False)
    answer = client.get(REPORT.format(organ=sample.pk))
    assert answer.status_code == 500
    assert "gongkai doctor" in answer.content.decode()
    assert "RuntimeError" not in answer.content.decode()
