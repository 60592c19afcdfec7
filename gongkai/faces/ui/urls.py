"""The addresses of the kit itself: the reader's choices, and the page of all components for programmers."""

from django.conf import settings
from django.urls import path

from gongkai.faces.ui import display
from gongkai.faces.ui.kit import views

app_name = "ui"
SPECIMENS = [
    path("", views.kit, name="kit"),
    path("question/", views.question, name="kit-question"),
    path("progress/", views.long_work, name="kit-progress"),
]
urlpatterns = [path("display/", display.choose, name="display"), *(SPECIMENS if settings.DEBUG else ())]
