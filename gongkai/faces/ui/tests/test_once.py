"""A form does its work once, however often it is sent."""

import os
import time

import pytest
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.test import RequestFactory

from gongkai.faces.ui import marks
from gongkai.faces.ui.marks import Mark
from gongkai.faces.ui.once import once, token
from gongkai.faces.ui.toasts import said


class Desk:
    """A view that counts what it does."""

    def __init__(self) -> None:
        self.done = 0

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method != "POST":
            return HttpResponse("form")
        if "wrong" in request.POST:
            return HttpResponse("mend it", status=422)
        if "broken" in request.POST:
            raise RuntimeError
        self.done += 1
        return HttpResponseRedirect(f"/case/{self.done}/")


def send(desk: Desk, **words: str) -> tuple[HttpResponse, HttpRequest]:
    request = RequestFactory().post("/new/", words)
    request._messages = CookieStorage(request)  # type: ignore[attr-defined]
    return once(desk)(request), request


def test_the_second_sending_is_answered_like_the_first() -> None:
    desk, sent = Desk(), token()
    first, _request = send(desk, once=sent)
    second, request = send(desk, once=sent)
    assert (first["Location"], second["Location"], desk.done) == ("/case/1/", "/case/1/", 1)
    assert [toast.text for toast in said(request)] == ["刚才已经收到，没有重复办理。"]


def test_another_form_is_another_work() -> None:
    desk = Desk()
    answers = [send(desk, once=token())[0]["Location"] for _ in range(2)]
    assert answers == ["/case/1/", "/case/2/"]


def test_a_form_that_was_refused_may_be_sent_again() -> None:
    desk, sent = Desk(), token()
    assert send(desk, once=sent, wrong="1")[0].status_code == 422
    assert send(desk, once=sent)[0]["Location"] == "/case/1/"


def test_a_form_that_met_a_fault_may_be_sent_again() -> None:
    desk, sent = Desk(), token()
    with pytest.raises(RuntimeError):
        send(desk, once=sent, broken="1")
    assert send(desk, once=sent)[0]["Location"] == "/case/1/"


def test_while_the_first_is_still_at_work_the_second_waits_on_the_form() -> None:
    desk, sent = Desk(), token()
    assert Mark(f"/new/:{sent}").make()
    assert send(desk, once=sent)[0]["Location"] == "/new/"
    assert desk.done == 0


@pytest.mark.parametrize(("answer", "seconds"), [("", marks.CUT_OFF), ("/case/9/", marks.KEPT)])
def test_what_was_cut_off_or_is_long_ago_stands_in_nobody_s_way(answer: str, seconds: int) -> None:
    desk, sent = Desk(), token()
    mark = Mark(f"/new/:{sent}")
    assert mark.make()
    if answer:
        mark.keep(answer)
    then = time.time() - seconds - 1
    os.utime(mark.path, (then, then))
    assert send(desk, once=sent)[0]["Location"] == "/case/1/"


def test_reading_and_forms_without_a_token_go_through() -> None:
    desk = Desk()
    assert once(desk)(RequestFactory().get("/new/")).content == b"form"
    assert send(desk)[0]["Location"] == "/case/1/"
