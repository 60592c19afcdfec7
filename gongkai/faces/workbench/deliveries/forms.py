"""What is asked while a record goes through an outlet."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.faces.ui.forms import Checks, DateField, FileDrop, Form
from gongkai.ledger.deliveries import queries
from gongkai.ledger.deliveries.models import Delivery
from gongkai.lib.today import today


class AskForm(Form):
    """When it must be taken down again, where that is known."""

    take_down_on = DateField(
        label=gettext_lazy("到哪天撤下"),
        required=False,
        help_text=gettext_lazy("到那天“今日”里提醒；公示的不填就是公示截止那天"),
    )

    def __init__(self, *args: Any, by_hand: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        if not by_hand:  # the program takes down by itself what it has put up
            del self.fields["take_down_on"]


class NoteForm(Form):
    """What a person notes of what was put up; a photo is nobody's duty."""

    places = forms.MultipleChoiceField(label=gettext_lazy("哪些地方"), widget=Checks)
    on = DateField(label=gettext_lazy("哪天办的"))
    address = forms.URLField(
        label=gettext_lazy("网址"), max_length=500, assume_scheme="https", required=False
    )
    words = forms.CharField(label=gettext_lazy("说明"), max_length=300, required=False)
    photo = forms.FileField(
        label=gettext_lazy("照片"),
        required=False,
        widget=FileDrop(),
        help_text=gettext_lazy("JPG或PNG，不超过10兆字节；加密保存，看到的不带拍摄地点和手机型号"),
    )

    def __init__(self, *args: Any, delivery: Delivery, **more: Any) -> None:
        super().__init__(*args, **more)
        left = [one for one in delivery.postings.all() if one.done_on is None]
        places = self.fields["places"]
        assert isinstance(places, forms.MultipleChoiceField)
        places.choices = [(str(one.pk), str(one) if one.where else delivery.outlet.name) for one in left]
        places.initial = [str(one.pk) for one in left]
        if queries.carrier_of(delivery.outlet).asks_address:
            self.fields["address"].required = True
        else:
            del self.fields["address"]

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if on > today():
            raise forms.ValidationError(_("哪天办的 — 晚于今天 — 请写真正办的那一天。"))
        return on


class DownForm(Form):
    on = DateField(label=gettext_lazy("哪天撤下的"))


class SeenForm(Form):
    address = forms.URLField(
        label=gettext_lazy("网址"), max_length=500, assume_scheme="https", required=False
    )
    words = forms.CharField(label=gettext_lazy("怎样看到的"), max_length=200)
