"""The URLs of the workbench."""

from django.urls import path

from gongkai.faces.workbench import reports, start, today

app_name = "workbench"
urlpatterns = [
    path("", start.start, name="start"),
    path("sample/<int:person_id>/", start.enter_sample, name="sample"),
    path("organs/<int:organ_id>/", today.today_, name="today"),
    path("organs/<int:organ_id>/reports/<int:year>/", reports.report, name="report"),
    path("organs/<int:organ_id>/reports/<int:year>/cases/<path:code>", reports.cases, name="cases"),
    path("organs/<int:organ_id>/reports/<int:year>/files/<slug:form>", reports.download, name="download"),
]
