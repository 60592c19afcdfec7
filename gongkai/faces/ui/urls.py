"""The addresses of the kit itself: the reader's choices, and the page of all components for programmers."""

from django.conf import settings
from django.urls import path

from gongkai.faces.ui import display, kit

app_name = "ui"
urlpatterns = [path("display/", display.choose, name="display")]
if settings.DEBUG:
    urlpatterns.append(path("", kit.kit, name="kit"))
