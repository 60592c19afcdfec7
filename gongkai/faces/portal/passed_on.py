"""已传达: a village says that it has passed on what the work group was told of. Whoever has the link may."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from gongkai.faces.ui import toasts
from gongkai.faces.ui.forms import Form, Radios
from gongkai.faces.ui.once import once
from gongkai.ledger.base import Refused
from gongkai.ledger.deliveries import actions, queries
from gongkai.ledger.deliveries.models import Delivery
from gongkai.lib.today import today


class PassedOnForm(Form):
    """Which village; who, only where the county has that counted."""

    place = forms.ChoiceField(label=gettext_lazy("哪个村"), widget=Radios)
    who = forms.CharField(label=gettext_lazy("谁传达的"), max_length=40)

    def __init__(self, *args: Any, delivery: Delivery, **more: Any) -> None:
        super().__init__(*args, **more)
        left = [one for one in delivery.postings.all() if one.done_on is None]
        place = self.fields["place"]
        assert isinstance(place, forms.ChoiceField)
        place.choices = [(str(one.pk), one.where) for one in left]
        if not delivery.organ.counts_persons:
            del self.fields["who"]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@once
def page(request: HttpRequest, key: str) -> HttpResponse:
    row = queries.told_group(key)
    if row is None:
        return _no_more(request, key)
    form = PassedOnForm(request.POST or None, delivery=row)
    if form.is_valid():
        try:
            actions.pass_on(
                delivery=row,
                place=int(form.cleaned_data["place"]),
                who=form.cleaned_data.get("who", ""),
                on=today(),
            )
        except Refused as error:
            form.add_error(None, str(error))
        else:
            toasts.say(request, _("已记下，谢谢。"))
            return redirect("portal:passed-on", key)
    postings = list(row.postings.all())
    publication = queries.publication_of(row.record)
    context = {
        "row": row,
        "publication": publication,
        # as it was released; whoever has an address reads it there
        "html": "" if publication.url else mark_safe(publication.html),
        "form": form,
        "done": [one for one in postings if one.done_on],
        "left": sum(one.done_on is None for one in postings),
    }
    return render(request, "portal/passed_on.html", context, status=422 if form.is_bound else 200)


def _no_more(request: HttpRequest, key: str) -> HttpResponse:
    """An old link leads to what the group was told since, or says that nothing is to be passed on."""
    row = queries.told_before(key)
    if row is None:
        raise Http404
    if since := queries.told_since(row):
        return redirect("portal:passed-on", since.key)
    return render(request, "portal/passed_on_no_more.html", {"row": row}, status=410)
