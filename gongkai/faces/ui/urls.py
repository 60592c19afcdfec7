"""The addresses of the kit itself: the reader's choices, and the page of all components for programmers."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.urls import path

from gongkai.faces.ui import display, kit

app_name = "ui"
urlpatterns = [path("display/", login_not_required(display.choose), name="display")]
if settings.DEBUG:
    urlpatterns.append(path("", login_not_required(kit.kit), name="kit"))
