"""The URLs of the workbench."""

from django.urls import path

from gongkai.faces.workbench import reports

app_name = "workbench"
urlpatterns = [
    path("organs/<int:organ_id>/reports/<int:year>/", reports.report, name="report"),
    path("organs/<int:organ_id>/reports/<int:year>/cases/<path:code>", reports.cases, name="cases"),
    path("organs/<int:organ_id>/reports/<int:year>/files/<slug:form>", reports.download, name="download"),
]
