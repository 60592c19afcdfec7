"""The addresses of the kit itself: the reader's choices, and the page of all components for programmers."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.urls import path

from gongkai.faces.ui import display
from gongkai.faces.ui.kit import views

app_name = "ui"
SPECIMENS = [
    path("", login_not_required(views.kit), name="kit"),
    path("question/", login_not_required(views.question), name="kit-question"),
    path("progress/", login_not_required(views.long_work), name="kit-progress"),
]
urlpatterns = [
    path("display/", login_not_required(display.choose), name="display"),
    *(SPECIMENS if settings.DEBUG else ()),
]
