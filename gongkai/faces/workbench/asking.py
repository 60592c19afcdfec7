"""What the ledger asks (``ledger.requests.steps.Ask``) as the fields of a form."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from gongkai.faces.ui.forms import DateField, Form
from gongkai.ledger.requests.steps import Ask, Kind

_LONGEST = {Kind.LINE: 200, Kind.TEXT: 5000}


class AskForm(Form):
    """A form that asks what it is told to, besides the fields of its class."""

    def __init__(self, *args: Any, asks: Iterable[Ask], **more: Any) -> None:
        self.asks = tuple(asks)
        super().__init__(*args, fields={field_of(ask.name): _field(ask) for ask in self.asks}, **more)

    def said(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """The answers among ``values`` as the ledger's JSON holds them."""
        return {
            ask.name: _stored(values[name])
            for ask in self.asks
            if values.get(name := field_of(ask.name)) not in (None, "")
        }


def field_of(name: str) -> str:
    return f"says-{name}"  # what is asked may be called as a field of the form itself


def _field(ask: Ask) -> forms.Field:
    shared: dict[str, Any] = {"label": _(ask.zh), "required": ask.required, "help_text": _(ask.hint)}
    match ask.kind:
        case Kind.DAY:
            return DateField(**shared)
        case Kind.NUMBER:
            return forms.IntegerField(min_value=ask.least, max_value=ask.most, **shared)
        case Kind.MONEY:
            return forms.DecimalField(min_value=0, max_digits=10, decimal_places=2, **shared)
        case Kind.CHOICE:
            empty = [] if len(ask.choices) == 1 else [("", _("请选择"))]
            return forms.ChoiceField(choices=[*empty, *((code, _(zh)) for code, zh in ask.choices)], **shared)
        case Kind.LINE:
            return forms.CharField(max_length=_LONGEST[Kind.LINE], **shared)
    return forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), max_length=_LONGEST[Kind.TEXT], **shared)


def _stored(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return f"{value:.2f}" if isinstance(value, Decimal) else value  # one writing of one sum of money
