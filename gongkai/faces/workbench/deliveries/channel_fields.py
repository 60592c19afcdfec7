"""What a way out or an outlet has to be told, as fields of a form; what is secret is never shown again."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.channels import Field
from gongkai.faces.ui.forms import Radios

#: So much of a secret is shown, to know it by.
TAIL = 4


def accepted_by(complaint: Callable[[str], str]) -> Callable[[str], None]:
    def validate(value: str) -> None:
        if value and (why := complaint(value)):
            raise forms.ValidationError(why)

    return validate


def asked(field: Field, stands: str) -> forms.Field:
    shared: dict[str, Any] = {"label": _(field.zh), "help_text": _(field.hint) if field.hint else ""}
    if field.choices:
        words = [(code, gettext_lazy(word)) for code, word in field.choices]
        return forms.ChoiceField(choices=words, widget=Radios, **shared)
    shared["validators"] = [accepted_by(field.complaint)]
    if not field.secret:
        return forms.CharField(max_length=300, required=field.required, **shared)
    if stands:
        kept = _("已经填过（末{count}位是{tail}），不改就留空").format(count=TAIL, tail=stands[-TAIL:])
        shared["help_text"] = kept
    widget = forms.PasswordInput(attrs={"autocomplete": "new-password"})
    return forms.CharField(max_length=1000, required=field.required and not stands, widget=widget, **shared)
