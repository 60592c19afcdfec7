"""The URLs for operators' machines."""

from django.urls import path

from gongkai.faces.operation import health, views

app_name = "operation"
urlpatterns = [
    path("health/live/", health.live, name="live"),
    path("health/ready/", health.ready, name="ready"),
    path("metrics/", views.figures, name="metrics"),
]
