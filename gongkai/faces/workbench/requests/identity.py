"""显示全名: who asked, shown once to whoever may see it and says why. Every look is a row of the log."""

from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from gongkai.faces.ui.forms import Checks, Form
from gongkai.faces.workbench import pages
from gongkai.faces.workbench.access import Visit, needs
from gongkai.faces.workbench.ledgers.registers import find_record
from gongkai.ledger.people.roles import Duty
from gongkai.ledger.requests import actions
from gongkai.ledger.requests.models import FoiRequest
from gongkai.ledger.requests.privacy import FORMER, known_of

FIELDS = {
    "applicant_name": gettext_lazy("申请人"),
    "agent": gettext_lazy("代理人"),
    "content": gettext_lazy("申请内容"),
    "id_number": gettext_lazy("证件号码"),
    "contact": gettext_lazy("联系方式"),
    "other_personal": gettext_lazy("其他个人信息"),
    FORMER: gettext_lazy("更正之前的姓名和内容"),
}


class LookForm(Form):
    """What to see, and what for."""

    what = forms.MultipleChoiceField(label=gettext_lazy("要看什么"), widget=Checks)
    reason = forms.CharField(
        label=gettext_lazy("为什么要看"),
        max_length=200,
        help_text=gettext_lazy("记入操作日志，例如寄送答复书"),
    )

    def __init__(self, *args: Any, foi_request: FoiRequest, **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["what"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(name, FIELDS[name]) for name in known_of(foi_request)]


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.UNMASK)
def look(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Ask for the reason; then show once what was asked for."""
    row = find_record(visit, "requests", pk)
    form = LookForm(request.POST or None, foi_request=row, initial={"what": ["applicant_name"]})
    back = reverse("workbench:record", args=(visit.organ.pk, "requests", pk))
    if not form.is_valid():
        title = _("{number}：显示全名").format(number=row.number)
        lead = _("只在下一页显示一次；谁在什么时候为什么看过，都记进操作日志。")
        return pages.ask(request, visit, form, title=title, verb=_("显示"), back=back, lead=lead)
    said = form.cleaned_data
    with transaction.atomic():
        shown = [
            (
                FIELDS[name],
                actions.unmask(foi_request=row, field=name, actor=str(request.user), reason=said["reason"]),
            )
            for name in said["what"]
        ]
    return pages.show(request, visit, "requests/identity", {"row": row, "shown": shown, "back": back})
