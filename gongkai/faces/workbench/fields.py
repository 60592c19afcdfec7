"""Fields that more than one form of the workbench asks for."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.law.identifiers import is_uscc
from gongkai.law.text import plain


class CreditCodeField(forms.CharField):
    """统一社会信用代码: 18 characters whose last one is right; it may be left open."""

    def __init__(self, **more: Any) -> None:
        shared: dict[str, Any] = {
            "label": gettext_lazy("统一社会信用代码"),
            "help_text": gettext_lazy("18位"),
            "max_length": 40,
            "required": False,
        }
        super().__init__(**shared | more)

    def clean(self, value: Any) -> str:
        code = plain(str(super().clean(value))).upper()
        if code and len(code) != 18:
            raise ValidationError(
                _("统一社会信用代码 — 要18位，现在是{count}位 — 请照证书填全，或先留空。").format(
                    count=len(code)
                )
            )
        if code and not is_uscc(code):
            raise ValidationError(
                _("统一社会信用代码 — 最后一位校验不符，可能抄错了一位 — 请照证书核对18位，或先留空。")
            )
        return code


def refuse_itself(form: forms.BaseForm, field: str, names: Collection[str]) -> None:
    """No organ stands above itself: with it 复议机关 would be named wrong in every letter."""
    if "".join(str(form.cleaned_data.get(field) or "").split()) in {*names} - {""}:
        form.add_error(field, _("上级机关 — 写的是本机关 — 请写上一级机关的全称，没有就不填。"))
