"""The forms of a redaction: a box in millimetres, words to look for, lines to choose, places to decide on."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.faces.ui.forms import Checks, Form
from gongkai.ledger.requests.redactions.grounds import GROUNDS
from gongkai.redaction.boxes import Box

_FARTHEST = 9999


def _ground() -> forms.ChoiceField:
    return forms.ChoiceField(label=gettext_lazy("事由"), choices=grounds)


def grounds() -> list[tuple[str, str]]:
    """The grounds as a form offers them, each with its article."""
    return [("", _("请选择")), *((one.code, f"{_(one.zh)}（{one.label}）") for one in GROUNDS)]


def _millimetres(label: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=label, min_value=0, max_value=_FARTHEST, max_digits=5, decimal_places=1, localize=False
    )


class BoxForm(Form):
    """A rectangle on the page that is looked at."""

    page = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    left = _millimetres(gettext_lazy("左（毫米）"))
    top = _millimetres(gettext_lazy("上（毫米）"))
    width = _millimetres(gettext_lazy("宽（毫米）"))
    height = _millimetres(gettext_lazy("高（毫米）"))
    ground = _ground()


class WordsForm(Form):
    """Words wherever they stand."""

    page = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    words = forms.CharField(label=gettext_lazy("要遮盖的字"), max_length=100)
    everywhere = forms.BooleanField(label=gettext_lazy("每一页都找"), required=False)
    ground = _ground()

    @property
    def pages(self) -> list[int]:
        return [] if self.cleaned_data["everywhere"] else [self.cleaned_data["page"]]


class MakeForm(Form):
    """How the redacted document is made."""

    every_page = forms.BooleanField(
        label=gettext_lazy("每页都转成图片（连没有框的页，也不带原件的字体）"), required=False
    )


class LinesForm(Form):
    """Lines of the page, by what stands on them."""

    page = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    ground = _ground()

    def __init__(self, *args: Any, lines: Sequence[tuple[str, Box]], **more: Any) -> None:
        self.lines = lines
        choices = [(str(place), words) for place, (words, _box) in enumerate(lines)]
        asked = forms.MultipleChoiceField(label=_("这一页的字"), choices=choices, widget=Checks)
        super().__init__(*args, fields={"lines": asked}, **more)
        self.order_fields(["page", "lines", "ground"])

    @property
    def boxes(self) -> list[Box]:
        return [self.lines[int(place)][1] for place in self.cleaned_data["lines"]]


class MarksForm(Form):
    """Places to be decided on; ``with_ground`` where accepting them is one way."""

    def __init__(
        self, *args: Any, marks: Sequence[tuple[str, str]], with_ground: bool = False, **more: Any
    ) -> None:
        fields: dict[str, forms.Field] = {
            "marks": forms.MultipleChoiceField(label=_("哪几处"), choices=marks, widget=Checks)
        }
        if with_ground:
            fields["ground"] = _ground()
        super().__init__(*args, fields=fields, **more)

    @property
    def marks(self) -> list[int]:
        return [int(mark) for mark in self.cleaned_data["marks"]]
