"""The URLs of the workbench. What belongs to an organ stands below it, and asks for a duty there."""

from django.urls import include, path

from gongkai.faces.workbench import (
    below,
    case,
    feed,
    identity,
    imports,
    judging,
    letter_deeds,
    letter_texts,
    letters,
    log,
    numbers,
    organ,
    prose,
    registers,
    reports,
    rows,
    search,
    setup,
    staff,
    start,
    steps,
    today,
    way,
)
from gongkai.law.annual_report.stages import STEPS

app_name = "workbench"
LETTERS = "ledger/requests/<int:pk>/letters/"
LETTER = f"{LETTERS}<int:letter_id>/"
of_an_organ = [
    path("", today.today_, name="today"),
    path("ledger/<slug:code>/", registers.ledger, name="ledger"),
    path("ledger/<slug:code>/new/", rows.add, name="row-new"),
    path("ledger/<slug:code>/paste/", rows.paste, name="row-paste"),
    path("ledger/requests/<int:pk>/", case.page, name="case"),
    path("ledger/requests/<int:pk>/steps/<slug:step>/", steps.take, name="case-step"),
    path("ledger/requests/<int:pk>/events/<int:event_id>/void/", steps.void, name="case-void"),
    path(f"{LETTERS}new/<slug:code>/", letters.new, name="letter-new"),
    path(f"{LETTER}", letters.page, name="letter"),
    path(f"{LETTER}edit/", letters.edit, name="letter-edit"),
    path(f"{LETTER}files/<slug:form>", letters.file, name="letter-file"),
    path(f"{LETTER}findings/<slug:key>/accept/", letter_deeds.accept, name="letter-accept"),
    *(
        path(f"{LETTER}{deed.slug}/", letter_deeds.page_of(deed), name=f"letter-{deed.slug}")
        for deed in letter_deeds.DEEDS
    ),
    path("numbers/", numbers.register, name="numbers"),
    path("letter-texts/", letter_texts.list_, name="letter-texts"),
    path("letter-texts/<slug:code>/", letter_texts.edit, name="letter-text"),
    path("letter-texts/<slug:code>/reset/", letter_texts.reset, name="letter-text-reset"),
    path("ledger/<slug:code>/<int:pk>/", registers.record, name="record"),
    path("ledger/<slug:code>/<int:pk>/correct/", rows.correct, name="row-correct"),
    path("ledger/requests/<int:pk>/who/", identity.look, name="unmask"),
    path("reports/<int:year>/", reports.report, name="report"),
    path("reports/<int:year>/cases/<path:code>", reports.cases, name="cases"),
    path("reports/<int:year>/files/<slug:form>", reports.download, name="download"),
    *(
        path(f"reports/<int:year>/steps/{step.code}/", way.page_of(step), name=f"step-{step.code}")
        for step in STEPS
    ),
    path("reports/<int:year>/amend/", way.amend, name="amend"),
    path("reports/<int:year>/findings/<slug:key>/accept/", judging.accept, name="finding-accept"),
    path("reports/<int:year>/findings/<slug:key>/judge/", judging.judge_anew, name="finding-judge"),
    path("reports/<int:year>/prose/", prose.prose, name="prose"),
    path("reports/<int:year>/prose/draft/", prose.draft, name="prose-draft"),
    path("reports/<int:year>/prose/preview/", prose.preview, name="prose-preview"),
    path("below/<int:year>/", below.below, name="below"),
    path("below/<int:year>/notice/", below.notice, name="year-notice"),
    path("import/", imports.import_, name="import"),
    path("import/<slug:key>/", imports.outcome, name="import-outcome"),
    path("import/<slug:key>/cancel/", imports.cancel, name="import-cancel"),
    path("import/empty.xlsx", imports.empty_workbook, name="empty-workbook"),
    path("export.xlsx", imports.export_, name="export"),
    path("search/", search.results, name="search"),
    path("calendar/", feed.page, name="feed"),
    path("calendar/open/", feed.open_, name="feed-open"),
    path("calendar/close/", feed.close, name="feed-close"),
    path("settings/", organ.settings, name="settings"),
    path("settings/profile/", organ.profile, name="settings-profile"),
    path("settings/options/", organ.options, name="settings-options"),
    path("settings/superior/", organ.superior, name="settings-superior"),
    path("settings/units/new/", organ.add_units, name="units-new"),
    path("settings/units/<int:unit_id>/end/", organ.end_unit, name="unit-end"),
    path("log/", log.log, name="log"),
    path("log/prove/", log.prove, name="log-prove"),
    path("log/proof/", log.proof, name="log-proof"),
    path("people/", staff.people, name="people"),
    path("people/new/", staff.add, name="person-new"),
    path("people/<int:person_id>/role/", staff.give, name="person-role"),
    path("people/<int:person_id>/link/", staff.invite, name="person-link"),
    path("people/<int:person_id>/active/", staff.switch, name="person-active"),
    path("people/roles/<int:membership_id>/end/", staff.end_role, name="role-end"),
    path("people/away/", staff.delegate, name="delegate"),
    path("people/away/<int:delegation_id>/end/", staff.end_delegation, name="delegation-end"),
]
urlpatterns = [
    path("", start.start, name="start"),
    path("sample/<int:person_id>/", start.enter_sample, name="sample"),
    path("setup/<str:token>/", setup.organ, name="setup"),
    path("setup/<str:token>/person/", setup.person, name="setup-person"),
    path("calendar/<str:token>.ics", feed.file, name="feed-file"),
    path("link/<str:token>/", staff.accept, name="accept"),
    path("organs/<int:organ_id>/", include(of_an_organ)),
]
