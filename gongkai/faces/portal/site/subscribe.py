"""邮件订阅: asking to be written to about a list, saying in answer to a mail that one is meant, ending it."""

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from gongkai.faces.portal.site.frame import CONTENTS, show, site_at
from gongkai.faces.portal.site.lists import address_of, chosen
from gongkai.faces.public.facets import asked_for
from gongkai.faces.public.limits import Limit
from gongkai.ledger.disclosures.subscriptions import actions
from gongkai.ledger.disclosures.subscriptions.sending import named, offers_mail
from gongkai.lib.today import now, today

#: Mails that one browser may have sent to addresses that are perhaps not its own.
ASKING = Limit("subscribing", 5, 3600)


class Address(forms.Form):
    email = forms.EmailField(
        label=gettext_lazy("电子邮箱"),
        max_length=200,
        error_messages={
            "required": gettext_lazy("电子邮箱 — 还没有填 — 请填写收信的邮箱。"),
            "invalid": gettext_lazy("电子邮箱 — 不像邮箱地址 — 请写成name@example.cn这样。"),
            "max_length": gettext_lazy("电子邮箱 — 太长 — 请写成name@example.cn这样。"),
        },
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, organ_id: int) -> HttpResponse:
    """What is asked for stands in the address, as in lists. The answer is the same for every address."""
    site = site_at(request, organ_id)
    asked, form = asked_for(request.GET), Address(request.POST if request.method == "POST" else None)
    if not offers_mail(site.organ) or actions.is_long(asked):
        raise Http404
    sent = request.method == "POST" and form.is_valid()
    if sent and ASKING.is_reached(request):
        form.add_error("email", _("订阅 — 这一小时里已经试了几次 — 请过一小时再来。"))
        sent = False
    if sent:
        ASKING.count(request)
        actions.subscribe(organ=site.organ, email=form.cleaned_data["email"], asked=asked, at=now())
    context = {
        "form": form,
        "sent": sent,
        "asked": [words for _code, words in chosen(asked)],
        "back": site.address("contents") + address_of(asked),
    }
    answer = show(request, site, "subscribe", context, column=CONTENTS)
    answer.status_code = 422 if request.method == "POST" and not sent else 200
    return answer


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, token: str) -> HttpResponse:
    """To confirm or to end it; both by a button, for machines open the links in mails."""
    pk, print_ = named(token)
    if not pk:
        raise Http404
    done = ""
    if request.method == "POST":
        there = actions.confirm(pk=pk, print_=print_, on=today())
        done = "confirmed" if there else "gone"
    return render(request, "portal/subscription.html", {"token": token, "done": done})


@csrf_exempt  # mail programs send this by themselves (RFC 8058); the token alone says what is meant
@require_POST
def end(request: HttpRequest, token: str) -> HttpResponse:
    pk, print_ = named(token)
    if not pk:
        raise Http404
    actions.end(pk=pk, print_=print_)
    return render(request, "portal/subscription.html", {"token": token, "done": "ended"})
