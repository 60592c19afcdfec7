"""The URLs of the workbench. What belongs to an organ stands below it, and asks for a duty there."""

from django.urls import include, path, register_converter

from gongkai.faces.ui.addresses import Year
from gongkai.faces.workbench import presence
from gongkai.faces.workbench.archive import destruction
from gongkai.faces.workbench.archive import page as archive
from gongkai.faces.workbench.assessments import deeds as assessment_deeds
from gongkai.faces.workbench.assessments import page as assessments
from gongkai.faces.workbench.assessments import papers as assessment_papers
from gongkai.faces.workbench.assessments import sets as assessment_sets
from gongkai.faces.workbench.assessments import surveys
from gongkai.faces.workbench.assessments import trend as assessment_trend
from gongkai.faces.workbench.below import comparing, received, summing
from gongkai.faces.workbench.below import page as below
from gongkai.faces.workbench.day import evidence, feed, search, today, wall
from gongkai.faces.workbench.deliveries import deeds as delivery_deeds
from gongkai.faces.workbench.deliveries import outlets, sites
from gongkai.faces.workbench.deliveries import page as deliveries
from gongkai.faces.workbench.entry import setup, start
from gongkai.faces.workbench.ledgers import imports, registers, rows
from gongkai.faces.workbench.letters import annexes, numbers
from gongkai.faces.workbench.letters import deeds as letter_deeds
from gongkai.faces.workbench.letters import page as letters
from gongkai.faces.workbench.letters import texts as letter_texts
from gongkai.faces.workbench.letters import writing as letter_writing
from gongkai.faces.workbench.making import catalogue as making_catalogue
from gongkai.faces.workbench.making import deeds as making_deeds
from gongkai.faces.workbench.making import page as making
from gongkai.faces.workbench.making import versions as making_versions
from gongkai.faces.workbench.matters import deeds as matter_deeds
from gongkai.faces.workbench.matters import page as matters
from gongkai.faces.workbench.matters import problems, tasks
from gongkai.faces.workbench.organ import charges, handover, log, reminders, staff, tokens
from gongkai.faces.workbench.organ import settings as organ
from gongkai.faces.workbench.redactions import deeds as redaction_deeds
from gongkai.faces.workbench.redactions import files as redaction_files
from gongkai.faces.workbench.redactions import page as redactions
from gongkai.faces.workbench.remedies import case as remedy_case
from gongkai.faces.workbench.remedies import files as remedy_files
from gongkai.faces.workbench.remedies import papers as remedy_papers
from gongkai.faces.workbench.remedies import steps as remedy_steps
from gongkai.faces.workbench.reports import judging, materials, packages, prose, versions, way
from gongkai.faces.workbench.reports import kept as kept_reports
from gongkai.faces.workbench.reports import page as reports
from gongkai.faces.workbench.requests import (
    answers,
    case,
    identity,
    inbox,
    intake,
    ratings,
    rectifications,
    steps,
    together,
)
from gongkai.law.annual_report.stages import STEPS

app_name = "workbench"
register_converter(Year, "year")
LETTERS = "ledger/requests/<int:pk>/letters/"
LETTER = f"{LETTERS}<int:letter_id>/"
REDACTIONS = "ledger/requests/<int:pk>/redactions/"
REDACTION = f"{REDACTIONS}<int:redaction_id>/"
MAKING = "ledger/disclosures/making/"
IN_WORK = f"{MAKING}<int:pk>/"
VERSION = f"{IN_WORK}versions/<int:number>/"
DELIVERY = "ledger/disclosures/deliveries/<int:pk>/"
REMEDY = "ledger/remedies/<int:pk>/"
MATERIALS = "reports/<year:year>/materials/"
PACKAGES = "reports/<year:year>/packages/"
RECEIVED = "below/<year:year>/received/<int:pk>/"
TOGETHER = "ledger/requests/together/"
MATTER = "supervision/matters/<int:pk>/"
TASK = "supervision/tasks/<int:pk>/"
SURVEY = "supervision/surveys/<int:pk>/"
CONSEQUENCE = "supervision/consequences/<int:pk>/"
ASSESSMENT, CARD = "supervision/assessments/<int:pk>/", "supervision/cards/<int:pk>/"
DESTRUCTION = "archive/destructions/<int:pk>/"
of_an_organ = [
    path("", today.today_, name="today"),
    path("inbox/", inbox.page, name="inbox"),
    path("inbox/new/", intake.add, name="intake"),
    path("inbox/<int:pk>/", inbox.arrival, name="arrival"),
    path("inbox/<int:pk>/confirm/", intake.confirm, name="arrival-confirm"),
    path("inbox/<int:pk>/agree/", intake.agree, name="arrival-agree"),
    path("inbox/<int:pk>/object/", intake.object_, name="arrival-object"),
    path("inbox/<int:pk>/papers/<slug:code>.<str:form>", inbox.paper, name="arrival-paper"),
    path("inbox/<int:pk>/split/", intake.split, name="arrival-split"),
    path("inbox/<int:pk>/join/", intake.join, name="arrival-join"),
    path("inbox/<int:pk>/close/", intake.close, name="arrival-close"),
    path("inbox/<int:pk>/who/", inbox.look, name="arrival-who"),
    path("inbox/<int:pk>/files/<int:file_id>/", inbox.file, name="arrival-file"),
    path(MAKING, making.list_, name="making"),
    path(f"{MAKING}new/", making.take_in, name="making-new"),
    path(f"{MAKING}catalogue/", making_catalogue.page, name="catalogue"),
    path(f"{MAKING}catalogue/adopt/", making_catalogue.adopt, name="catalogue-adopt"),
    path(IN_WORK, making.page, name="making-record"),
    path(f"{IN_WORK}elements/", making.elements, name="making-elements"),
    path(f"{IN_WORK}files/", making.add_files, name="making-add-files"),
    path("ledger/disclosures/site/", sites.page, name="site"),
    path("ledger/disclosures/site/progress/", sites.standing, name="site-progress"),
    path("ledger/disclosures/site/download/", sites.download, name="site-file"),
    path(f"{IN_WORK}files/<int:file_id>/", making.original, name="making-original"),
    path(f"{IN_WORK}files/<int:file_id>/replace/", making.replace, name="making-replace"),
    path(f"{IN_WORK}asked/<int:which>/", making.coordinated, name="making-coordinated"),
    path(f"{IN_WORK}asked/<int:which>/proof/", making.proof, name="making-proof"),
    path(f"{IN_WORK}drop/", making.drop, name="making-drop"),
    path(f"{IN_WORK}classify/", making_deeds.classify, name="making-classify"),
    path(f"{IN_WORK}found/<slug:key>/", making_deeds.judge, name="making-judge"),
    path(f"{IN_WORK}found/<slug:key>/anew/", making_deeds.judge_anew, name="making-judge-anew"),
    path(f"{IN_WORK}outlets/<int:outlet_id>/", deliveries.ask, name="outlet-of"),
    path(f"{IN_WORK}outlets/<int:outlet_id>/papers/<int:number>/", deliveries.paper, name="outlet-paper"),
    path(f"{IN_WORK}package/", making_versions.package, name="making-package"),
    path(VERSION, making_versions.page, name="making-version"),
    path(f"{VERSION}files/<int:file_id>/", making_versions.file, name="making-version-file"),
    *(
        path(f"{IN_WORK}{deed.slug}/", making_deeds.page_of(deed), name=f"making-{deed.slug}")
        for deed in making_deeds.DEEDS
    ),
    path(DELIVERY, deliveries.page, name="delivery"),
    path(f"{DELIVERY}note/", delivery_deeds.note, name="delivery-note"),
    path(f"{DELIVERY}note-down/", delivery_deeds.note_down, name="delivery-note-down"),
    path(f"{DELIVERY}take-down/", delivery_deeds.take_down, name="delivery-take-down"),
    path(f"{DELIVERY}confirm/", delivery_deeds.confirm, name="delivery-confirm"),
    path(f"{DELIVERY}again/", delivery_deeds.again, name="delivery-again"),
    path(f"{DELIVERY}prove/", delivery_deeds.prove, name="delivery-prove"),
    path(f"{DELIVERY}photos/<int:photo_id>/", deliveries.photo, name="delivery-photo"),
    path(f"{DELIVERY}photos/<int:photo_id>/original/", deliveries.original, name="delivery-photo-original"),
    path("ledger/requests/<int:pk>/publish/", answers.propose, name="case-publish"),
    path("ledger/requests/<int:pk>/publish/release/", answers.release, name="answer-release"),
    path("ledger/requests/<int:pk>/publish/withdraw/", answers.withdraw, name="answer-withdraw"),
    path(TOGETHER, together.choose, name="together"),
    path(f"{TOGETHER}steps/<slug:step>/", together.take, name="together-step"),
    path(f"{TOGETHER}letters/<slug:code>/", together.draft, name="together-letter"),
    path(f"{TOGETHER}outcome/", together.outcome, name="together-outcome"),
    path(f"{TOGETHER}undo/", together.undo, name="together-undo"),
    path(REMEDY, remedy_case.page, name="remedy"),
    path(f"{REMEDY}steps/<slug:step>/", remedy_steps.take, name="remedy-step"),
    path(f"{REMEDY}entries/<int:number>/void/", remedy_steps.void, name="remedy-void"),
    path(f"{REMEDY}reopen/", remedy_steps.reopen, name="remedy-reopen"),
    path(f"{REMEDY}files/new/", remedy_files.add, name="remedy-file-new"),
    path(f"{REMEDY}files/<int:file_id>/", remedy_files.file, name="remedy-file"),
    path(f"{REMEDY}files/<int:file_id>/drop/", remedy_files.drop, name="remedy-file-drop"),
    path(f"{REMEDY}papers/<slug:code>/", remedy_papers.edit, name="remedy-paper"),
    path(f"{REMEDY}papers/<slug:code>/sign/", remedy_papers.sign, name="remedy-paper-sign"),
    path(f"{REMEDY}papers/<slug:code>/void/", remedy_papers.void, name="remedy-paper-void"),
    path(f"{REMEDY}papers/<slug:code>.<slug:form>", remedy_papers.file, name="remedy-paper-file"),
    path(f"{REMEDY}lesson/", remedy_steps.learn, name="remedy-lesson"),
    path(f"{REMEDY}parties/", remedy_steps.parties, name="remedy-parties"),
    path("ledger/<slug:code>/", registers.ledger, name="ledger"),
    path("ledger/<slug:code>/new/", rows.add, name="row-new"),
    path("ledger/<slug:code>/paste/", rows.paste, name="row-paste"),
    path("ledger/requests/<int:pk>/", case.page, name="case"),
    path("ledger/requests/<int:pk>/steps/<slug:step>/", steps.take, name="case-step"),
    path("ledger/requests/<int:pk>/events/<int:event_id>/void/", steps.void, name="case-void"),
    path("ledger/requests/<int:pk>/events/<int:event_id>/deliver/", steps.deliver, name="case-deliver"),
    path(f"{LETTERS}new/<slug:code>/", letter_writing.new, name="letter-new"),
    path(f"{LETTERS}new/<slug:code>/draft/", letter_writing.keep_new, name="letter-new-draft"),
    path(f"{LETTER}", letters.page, name="letter"),
    path(f"{LETTER}draft/", letter_writing.keep, name="letter-draft"),
    path(f"{LETTER}edit/", letter_writing.edit, name="letter-edit"),
    path(f"{LETTER}files/<slug:form>", letters.file, name="letter-file"),
    path(f"{LETTER}annexes/new/", annexes.add, name="letter-annex"),
    path(f"{LETTER}annexes/<int:file_id>/", annexes.file, name="letter-annex-file"),
    path(f"{LETTER}annexes/<int:file_id>/drop/", annexes.drop, name="letter-annex-drop"),
    path(f"{LETTER}findings/<slug:key>/accept/", letter_deeds.accept, name="letter-accept"),
    *(
        path(f"{LETTER}{deed.slug}/", letter_deeds.page_of(deed), name=f"letter-{deed.slug}")
        for deed in letter_deeds.DEEDS
    ),
    path(f"{REDACTIONS}new/", redaction_files.new, name="redaction-new"),
    path(REDACTION, redactions.page, name="redaction"),
    path(f"{REDACTION}file.pdf", redaction_files.file, name="redaction-file"),
    path(f"{REDACTION}void/", redaction_deeds.void, name="redaction-void"),
    path(f"{REDACTION}<slug:which>/<int:number>.png", redaction_files.picture, name="redaction-picture"),
    path(f"{REDACTION}do/<slug:deed>/", redaction_deeds.do, name="redaction-do"),
    path("ledger/requests/<int:pk>/package/", archive.take_package, name="case-package"),
    path("archive/", archive.page, name="archive"),
    path("archive/file/", archive.file, name="archive-file"),
    path("archive/boxes/", archive.boxes, name="archive-boxes"),
    path("archive/boxes/<int:pk>/", archive.box, name="archive-box"),
    path("archive/boxes/<int:pk>/catalogue.<slug:form>", archive.catalogue, name="archive-catalogue"),
    path("archive/boxes/<int:pk>/spine.<slug:form>", archive.spine, name="archive-spine"),
    path("archive/years/<year:year>/catalogue.<slug:form>", archive.year_catalogue, name="archive-year"),
    path("archive/files/<int:pk>/out/", archive.take_out, name="archive-out"),
    path("archive/files/<int:pk>/hold/", archive.hold, name="archive-hold"),
    path("archive/arrivals/<int:pk>/hold/", archive.hold_unfiled, name="archive-hold-arrival"),
    path("archive/due/", destruction.due, name="archive-due"),
    path("archive/due/propose/", destruction.propose, name="archive-propose"),
    path(DESTRUCTION, destruction.record, name="destruction"),
    path(f"{DESTRUCTION}record.<slug:form>", destruction.record_file, name="destruction-file"),
    path(f"{DESTRUCTION}drop/", destruction.drop, name="destruction-drop"),
    path(f"{DESTRUCTION}carry-out/", destruction.carry_out, name="destruction-carry-out"),
    path("supervision/tasks/", tasks.list_, name="tasks"),
    path(TASK, tasks.page, name="task"),
    path(f"{TASK}report/", tasks.report, name="task-report"),
    path(f"{TASK}files/<int:file_id>/", tasks.file, name="task-file"),
    *(path(f"{TASK}{deed.slug}/", tasks.page_of(deed), name=f"task-{deed.slug}") for deed in tasks.DEEDS),
    path(MATTER, matters.page, name="matter"),
    path(f"{MATTER}edit/", matter_deeds.edit, name="matter-edit"),
    path(f"{MATTER}add-file/", matter_deeds.add_file, name="matter-add-file"),
    path(f"{MATTER}attend/", matter_deeds.attend, name="matter-attend"),
    path(f"{MATTER}open-sign-in/", matter_deeds.open_sign_in, name="matter-open-sign-in"),
    path(f"{MATTER}sign-in.pdf", matters.sign_in_sheet, name="matter-sign-in-sheet"),
    path(f"{MATTER}write-quiz/", matter_deeds.write_quiz, name="matter-write-quiz"),
    path(f"{MATTER}write-up/", matter_deeds.write_up, name="matter-write-up"),
    path(f"{MATTER}give-out/", matter_deeds.give_out, name="matter-give-out"),
    path(f"{MATTER}give/", matter_deeds.give, name="matter-give"),
    path(f"{MATTER}close/", matter_deeds.close, name="matter-close"),
    path(f"{MATTER}drop/", matter_deeds.drop, name="matter-drop"),
    path(f"{MATTER}files/<int:file_id>/", matters.file, name="matter-file"),
    path(f"{MATTER}papers/<slug:code>.<slug:form>", matters.paper, name="matter-paper"),
    path("supervision/assessments/", assessments.list_, name="assessments"),
    path("supervision/assessments/new/", assessment_deeds.begin, name="assessment-new"),
    path("supervision/assessments/indicators/", assessment_sets.page, name="indicators"),
    path("supervision/assessments/indicators.xlsx", assessment_sets.template, name="indicators-file"),
    path("supervision/assessments/indicators/adopt/", assessment_sets.adopt, name="indicators-adopt"),
    path(ASSESSMENT, assessments.page, name="assessment"),
    path(f"{ASSESSMENT}drop/", assessment_deeds.drop, name="assessment-drop"),
    path(CARD, assessments.card, name="card"),
    *(
        path(f"{CARD}{deed.slug}/", assessment_deeds.page_of(deed), name=f"card-{deed.slug}")
        for deed in assessment_deeds.DEEDS
    ),
    path(f"{ASSESSMENT}result.<slug:form>", assessment_papers.result, name="assessment-result"),
    path(f"{CARD}card.<slug:form>", assessment_papers.card, name="card-paper"),
    path(f"{CARD}consequences/<slug:kind>/", assessment_papers.new, name="consequence-new"),
    path(f"{CONSEQUENCE}issue/", assessment_papers.issue, name="consequence-issue"),
    path(f"{CONSEQUENCE}drop/", assessment_papers.drop, name="consequence-drop"),
    path(f"{CONSEQUENCE}paper.<slug:form>", assessment_papers.paper, name="consequence-paper"),
    path("supervision/assessments/trend/", assessment_trend.page, name="assessment-trend"),
    path("supervision/surveys/", surveys.list_, name="surveys"),
    path("supervision/surveys/new/", surveys.new, name="survey-new"),
    path(SURVEY, surveys.page, name="survey"),
    path(f"{SURVEY}enter/", surveys.enter, name="survey-enter"),
    path(f"{SURVEY}close/", surveys.close, name="survey-close"),
    path(f"{SURVEY}publish/", surveys.publish, name="survey-publish"),
    path(f"{SURVEY}drop/", surveys.drop, name="survey-drop"),
    path(f"{SURVEY}form.<slug:form>", surveys.questionnaire, name="survey-form"),
    path(f"{SURVEY}poster.pdf", surveys.poster, name="survey-poster"),
    path("supervision/rectification/proposals/", problems.page, name="problems"),
    path("supervision/<slug:kind>/", matters.list_, name="matters"),
    path("supervision/<slug:kind>/new/", matter_deeds.new, name="matter-new"),
    path("numbers/", numbers.register, name="numbers"),
    path("rectifications/", rectifications.page, name="rectifications"),
    path("ratings/", ratings.page, name="ratings"),
    path("kept-reports/", kept_reports.page, name="kept-reports"),
    path("kept-reports/<int:pk>/", kept_reports.file, name="kept-report"),
    path("kept-reports/<int:pk>/drop/", kept_reports.drop, name="kept-report-drop"),
    path("letter-texts/", letter_texts.list_, name="letter-texts"),
    path("letter-texts/<slug:code>/", letter_texts.edit, name="letter-text"),
    path("letter-texts/<slug:code>/reset/", letter_texts.reset, name="letter-text-reset"),
    path("ledger/<slug:code>/<int:pk>/", registers.record, name="record"),
    path("ledger/<slug:code>/<int:pk>/typing/", presence.typing, name="record-typing"),
    path("ledger/<slug:code>/<int:pk>/correct/", rows.correct, name="row-correct"),
    path("ledger/disclosures/<int:pk>/withdraw/", making_deeds.withdraw_typed, name="row-withdraw"),
    path("ledger/requests/<int:pk>/who/", identity.look, name="unmask"),
    path("reports/<year:year>/", reports.report, name="report"),
    path("reports/<year:year>/cases/<path:code>", reports.cases, name="cases"),
    path("reports/<year:year>/files/<slug:form>", reports.download, name="download"),
    *(
        path(f"reports/<year:year>/steps/{step.code}/", way.page_of(step), name=f"step-{step.code}")
        for step in STEPS
    ),
    path("reports/<year:year>/begin/", way.begin, name="report-begin"),
    path("reports/<year:year>/versions/<int:number>/", versions.version, name="report-version"),
    path("reports/<year:year>/amend/", way.amend, name="amend"),
    path("reports/<year:year>/findings/<slug:key>/accept/", judging.accept, name="finding-accept"),
    path("reports/<year:year>/findings/<slug:key>/judge/", judging.judge_anew, name="finding-judge"),
    path("reports/<year:year>/prose/", prose.prose, name="prose"),
    path("reports/<year:year>/prose/draft/", prose.draft, name="prose-draft"),
    path("reports/<year:year>/prose/preview/", prose.preview, name="prose-preview"),
    path(f"{MATERIALS}new/", materials.add, name="material-new"),
    path(f"{MATERIALS}<int:pk>/", materials.file, name="material"),
    path(f"{MATERIALS}<int:pk>/drop/", materials.drop, name="material-drop"),
    path(PACKAGES, packages.list_, name="packages"),
    path(f"{PACKAGES}new/", packages.make, name="package-new"),
    path(f"{PACKAGES}receipt/", packages.receipt, name="package-receipt"),
    path(f"{PACKAGES}<int:pk>/", packages.file, name="package"),
    path("reports/keys/own.pem", packages.own_key, name="own-key"),
    path("reports/keys/superior/", packages.superior_key, name="superior-key"),
    path("below/keys/", received.key_list, name="sender-keys"),
    path("below/keys/<int:member_id>/", received.key, name="sender-key"),
    path("below/<year:year>/", below.below, name="below"),
    path("below/<year:year>/compared/", comparing.page, name="compared"),
    path("below/<year:year>/chase/", below.chase, name="chase"),
    path("below/<year:year>/sum/", summing.page, name="sum"),
    path("below/<year:year>/sum/files/<slug:form>", summing.file, name="sum-file"),
    path("below/<year:year>/receive/", received.receive, name="receive"),
    path(RECEIVED, received.page, name="received"),
    path(f"{RECEIVED}file/", received.file, name="received-file"),
    path(f"{RECEIVED}receipt.zip", received.receipt, name="received-receipt"),
    *(
        path(f"{RECEIVED}{code}/", received.judge(state), name=f"received-{code}")
        for state, (code, _verb, _words) in received.JUDGEMENTS.items()
    ),
    path("below/<year:year>/notice/", below.notice, name="year-notice"),
    path("charges/", charges.page, name="charges"),
    path("charges/<slug:code>/", charges.change, name="charge"),
    path("charges/<slug:code>/back/", charges.back, name="charge-back"),
    path("handover/", handover.page, name="handover"),
    path("handover/list.<slug:form>", handover.paper, name="handover-paper"),
    path("year/<year:year>/", wall.page, name="wall"),
    path("year/<year:year>/evidence/", evidence.take, name="evidence"),
    path("year/<year:year>/evidence/<slug:key>/", evidence.made, name="evidence-made"),
    path("year/<slug:code>/<slug:last>/", wall.discharge, name="discharge"),
    path("import/", imports.import_, name="import"),
    path("import/<slug:key>/", imports.outcome, name="import-outcome"),
    path("import/<slug:key>/cancel/", imports.cancel, name="import-cancel"),
    path("import/empty.xlsx", imports.empty_workbook, name="empty-workbook"),
    path("export/", imports.export_, name="export"),
    path("search/", search.results, name="search"),
    path("calendar/", feed.page, name="feed"),
    path("calendar/open/", feed.open_, name="feed-open"),
    path("calendar/close/", feed.close, name="feed-close"),
    path("settings/", organ.settings, name="settings"),
    path("settings/profile/", organ.profile, name="settings-profile"),
    path("settings/options/", organ.options, name="settings-options"),
    path("settings/superior/", organ.superior, name="settings-superior"),
    path("settings/units/<int:unit_id>/phone/", organ.unit_phone, name="unit-phone"),
    path("settings/practice/", organ.practise, name="practice"),
    path("settings/practice/end/", organ.end_practice, name="practice-end"),
    path("settings/samples/", organ.remove_samples, name="settings-samples"),
    path("settings/units/new/", organ.add_units, name="units-new"),
    path("settings/units/<int:unit_id>/end/", organ.end_unit, name="unit-end"),
    path("settings/outlets/", outlets.list_, name="outlets"),
    path("settings/outlets/new/<slug:code>/", outlets.new, name="outlet-new"),
    path("settings/outlets/<int:pk>/", outlets.edit, name="outlet"),
    path("settings/tokens/", tokens.list_, name="tokens"),
    path("settings/tokens/new/", tokens.make, name="token-new"),
    path("settings/tokens/<int:pk>/revoke/", tokens.revoke, name="token-revoke"),
    path("tokens/<int:pk>/agree/", tokens.agree, name="token-agree"),
    path("settings/ways/", reminders.ways, name="ways"),
    path("settings/ways/<slug:code>/", reminders.way, name="way"),
    path("settings/ways/<slug:code>/test/", reminders.try_out, name="way-test"),
    path("settings/ways/sent/<int:pk>/again/", reminders.again, name="dispatch-again"),
    path("reminders/", reminders.mine, name="reminders"),
    path("log/", log.log, name="log"),
    path("log/prove/", log.prove, name="log-prove"),
    path("log/proof/", log.proof, name="log-proof"),
    path("people/", staff.people, name="people"),
    path("people/new/", staff.add, name="person-new"),
    path("people/ask/", staff.ask, name="person-ask"),
    path("people/first/<int:below_id>/", staff.begin, name="person-first"),
    path("people/<int:person_id>/role/", staff.give, name="person-role"),
    path("people/<int:person_id>/hand-over/", handover.hand_over, name="person-hand-over"),
    path("people/<int:person_id>/link/", staff.invite, name="person-link"),
    path("people/<int:person_id>/active/", staff.switch, name="person-active"),
    path("people/roles/<int:membership_id>/end/", staff.end_role, name="role-end"),
    path("people/away/", staff.delegate, name="delegate"),
    path("people/away/<int:delegation_id>/end/", staff.end_delegation, name="delegation-end"),
]
urlpatterns = [
    path("", start.start, name="start"),
    path("resume/", start.resume, name="resume"),
    path("asked/", start.asked, name="asked"),
    path("asked/<int:membership_id>/accept/", start.answer, {"accepts": True}, name="asked-accept"),
    path("asked/<int:membership_id>/decline/", start.answer, {"accepts": False}, name="asked-decline"),
    path("sample/<int:person_id>/", start.enter_sample, name="sample"),
    path("setup/<str:token>/", setup.organ, name="setup"),
    path("setup/<str:token>/person/", setup.person, name="setup-person"),
    path("calendar/<str:token>.ics", feed.file, name="feed-file"),
    path("link/<str:token>/", staff.accept, name="accept"),
    path("organs/<int:organ_id>/", include(of_an_organ)),
]
