"""What is asked while a public record is made."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.faces.ui.forms import DateField, FileDrop, FilesField, Form, Radios
from gongkai.faces.workbench.words import choices
from gongkai.law.proactive import DOCUMENT_KINDS
from gongkai.ledger.disclosures.making import files
from gongkai.ledger.disclosures.making.entries import Elements
from gongkai.ledger.disclosures.models import Category
from gongkai.lib.today import today


class DropForm(Form):
    """Files, and whether they belong together."""

    dropped = FilesField(
        label=gettext_lazy("文件"),
        widget=FileDrop(multiple=True),
        help_text=gettext_lazy("Word、PDF、Excel或者图片，可以一次几个；涉密的不能放进来"),
    )
    together = forms.ChoiceField(
        label=gettext_lazy("有几个文件时"),
        widget=Radios,
        initial="one",
        choices=(
            ("one", gettext_lazy("是同一条信息：一份正文，其余是附件")),
            ("each", gettext_lazy("每个文件各是一条信息")),
        ),
    )

    def clean_dropped(self) -> list[Any]:
        dropped: list[Any] = self.cleaned_data["dropped"]
        if len(dropped) > files.MOST:
            raise forms.ValidationError(_("文件 — 一次最多{most}个 — 请分几次拖入。").format(most=files.MOST))
        return dropped


class MoreForm(Form):
    """Files that come besides, or instead of one."""

    dropped = FilesField(label=gettext_lazy("文件"), widget=FileDrop(multiple=True))


class OneForm(Form):
    """A file that comes instead of another."""

    dropped = FilesField(label=gettext_lazy("文件"), widget=FileDrop())


class ElementsForm(Form):
    """公文要素 as they were read, to be looked at."""

    title = forms.CharField(label=gettext_lazy("标题"), max_length=300)
    document_no = forms.CharField(label=gettext_lazy("文号"), max_length=40, required=False)
    formed_on = DateField(
        label=gettext_lazy("成文日期"), help_text=gettext_lazy("签发的那一天；20个工作日的公开期限从次日起算")
    )
    issuer = forms.CharField(label=gettext_lazy("发文机关"), max_length=120, required=False)
    document_kind = forms.ChoiceField(
        label=gettext_lazy("公文种类"),
        required=False,
        choices=[
            ("", gettext_lazy("不是公文")),
            *((kind.code, gettext_lazy(kind.zh)) for kind in DOCUMENT_KINDS),
        ],
    )
    category = forms.ChoiceField(
        label=gettext_lazy("信息类别"),
        widget=Radios,
        choices=choices(Category),
        help_text=gettext_lazy("规章、行政规范性文件计入年度报告表二"),
    )
    effective_on = DateField(label=gettext_lazy("生效日期"), required=False)
    expires_on = DateField(
        label=gettext_lazy("有效期至"), required=False, help_text=gettext_lazy("到期自动标为失效，不删除")
    )
    registration_no = forms.CharField(label=gettext_lazy("登记号"), max_length=40, required=False)
    notice_until = DateField(
        label=gettext_lazy("公示截止"), required=False, help_text=gettext_lazy("公示类的填；到期提醒撤下名单")
    )
    summary = forms.CharField(
        label=gettext_lazy("内容概述"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, makes_rules: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        if not makes_rules:
            self.fields["category"].choices = [  # type: ignore[attr-defined]  # a choice field
                one for one in choices(Category) if one[0] != Category.REGULATION
            ]

    def clean_formed_on(self) -> Any:
        day = self.cleaned_data["formed_on"]
        if day and day > today():
            raise forms.ValidationError(_("成文日期 — 在今天之后 — 还没有成文的先不核对。"))
        return day

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        formed, until = said.get("formed_on"), said.get("expires_on")
        if formed and until and until < formed:
            self.add_error("expires_on", _("有效期至 — 早于成文日期 — 请核对两个日期。"))
        return said

    def elements(self) -> Elements:
        return Elements(**self.cleaned_data)


class ReasonForm(Form):
    reason = forms.CharField(
        label=gettext_lazy("原因"), max_length=200, widget=forms.Textarea(attrs={"rows": 3})
    )
