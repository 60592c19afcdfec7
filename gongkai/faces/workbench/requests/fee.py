"""信息处理费 worked out beside the notice: by number and by pages, compared; the clerk takes one, or none."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.faces.ui.forms import Form
from gongkai.law import fees
from gongkai.law.fees import Line, Scale
from gongkai.ledger.requests import queries
from gongkai.ledger.requests.models import FoiRequest
from gongkai.lib.today import today

#: The step and the letter about which this is.
STEP = "notify_fee"


class PagesForm(Form):
    pages = forms.IntegerField(
        label=gettext_lazy("提供的页数"),
        min_value=0,
        max_value=20_000,
        required=False,
        help_text=gettext_lazy("A4及以下，一面算一页；已经主动公开的不算"),
    )


@dataclass(frozen=True, slots=True)
class Way:
    """One scale, worked out for this application; ``words`` are those of the notice."""

    scale: Scale
    lines: tuple[Line, ...]
    words: str
    amount: Decimal
    query: str
    pages: int | None = None

    @property
    def fields(self) -> dict[str, Any]:
        """What the notice says by it."""
        return {"amount": self.amount, "fee": self.words, "pages": self.pages}


@dataclass(frozen=True, slots=True)
class Fee:
    """``taken`` is what the fields of the notice say by the scale that was taken."""

    form: PagesForm
    ways: tuple[Way, ...]
    taken: Mapping[str, Any]


def of(request: HttpRequest, row: FoiRequest) -> Fee:
    """What an application costs by its place in the month and by the pages that the address tells."""
    form = PagesForm(request.GET if "pages" in request.GET else None)
    pages = form.cleaned_data["pages"] if form.is_valid() else None
    nth, month, on = queries.place_in_month(row), row.received_on, today()
    head = _("申请人{year}年{month}月的第{nth}件").format(year=month.year, month=month.month, nth=nth)
    ways = [_way(fees.BY_ITEMS.on(on), nth - 1, 1, head, f"pages={pages or ''}")]
    if pages is not None:
        head = _("提供{pages}页").format(pages=pages)
        ways.append(replace(_way(fees.BY_PAGES.on(on), 0, pages, head, f"pages={pages}"), pages=pages))
    taken = next((way for way in ways if way.scale.code == request.GET.get("scale")), None)
    return Fee(form, tuple(ways), taken.fields if taken else {})


def _way(scale: Scale, before: int, count: int, head: str, query: str) -> Way:
    lines = fees.worked(scale, before, count)
    words = f"{scale.zh}，{head}：{'；'.join(map(str, lines))}"
    amount = sum((line.sum for line in lines), Decimal(0))
    return Way(scale, lines, words, amount, f"?{query}&scale={scale.code}")
