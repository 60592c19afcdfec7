"""The URLs that anyone may open."""

from django.urls import path

from gongkai.faces.portal import views

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("sample/", views.load_sample, name="sample"),
    path("healthz", views.healthz, name="healthz"),
]
