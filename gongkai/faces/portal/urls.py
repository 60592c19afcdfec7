"""The URLs that anyone may open."""

from django.urls import path

from gongkai.faces.portal import checkup, many, views

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("sample/", views.load_sample, name="sample"),
    path("check/", checkup.checkup, name="checkup"),
    path("check/files/<str:form>", checkup.checkup_file, name="checkup-file"),
    path("check/many/", many.index, name="many-index"),
    path("check/many/<str:name>/", many.page, name="many"),
    path("check/many/<str:name>/reports/", many.reports, name="many-reports"),
    path("check/many/<str:name>/reports/<int:id>/", many.report, name="many-report"),
    path("check/many/<str:name>/files/<str:table>.<str:form>", many.file, name="many-file"),
    path("healthz", views.healthz, name="healthz"),
]
