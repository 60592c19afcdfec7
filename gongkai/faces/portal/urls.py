"""The URLs that anyone may open."""

from django.urls import path

from gongkai.faces.portal import checkup, views

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("sample/", views.load_sample, name="sample"),
    path("check/", checkup.checkup, name="checkup"),
    path("check/files/<str:form>", checkup.checkup_file, name="checkup-file"),
]
