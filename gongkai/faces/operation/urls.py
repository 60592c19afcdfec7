"""The URLs for operators' machines, which have no account: each page says itself whom it answers."""

from django.contrib.auth.decorators import login_not_required
from django.urls import path

from gongkai.faces.operation import health, views

app_name = "operation"
urlpatterns = [
    path("health/live/", login_not_required(health.live), name="live"),
    path("health/ready/", login_not_required(health.ready), name="ready"),
    path("metrics/", login_not_required(views.figures), name="metrics"),
]
