"""Forms as the house asks: label, hint, field; what was typed is kept; every refusal says how to mend it.

``Renderer`` draws every Django form with the kit's templates. A form of the workbench extends ``Form``, whose
sentences have the shape 哪一项 — 为什么 — 怎么改.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from gongkai.law.text import TURNING

#: As people write dates in ledgers and e-mails; 20221017 too.
DATE_FORMATS = ("%Y-%m-%d", "%Y%m%d", "%Y.%m.%d", "%Y/%m/%d", "%Y年%m月%d日")

_CONTROL = _("{label} — 含有看不见的控制字符 — 请删去这一处，重新输入。")
_TOO_LARGE = _("{label} — 位数太多 — 请核对数字。")
_REFUSALS = {
    "required": _("{label} — 还没有填 — 请填写。"),
    "max_length": _("{label} — 超过%(limit_value)d个字 — 请写短一些。"),
    "min_length": _("{label} — 少于%(limit_value)d个字 — 请写完整。"),
    "min_value": _("{label} — 小于%(limit_value)s — 请核对数字。"),
    "max_value": _("{label} — 大于%(limit_value)s — 请核对数字。"),
    "max_digits": _TOO_LARGE,
    "max_whole_digits": _TOO_LARGE,
    "max_decimal_places": _("{label} — 小数点后超过%(max)d位 — 请核对数字。"),
    "invalid_list": _("{label} — 没有这一项 — 请在列出的里面选。"),
    "invalid_choice": _("{label} — 没有这一项 — 请在列出的里面选。"),
    "null_characters_not_allowed": _CONTROL,
    "control": _CONTROL,
    "empty": _("{label} — 文件是空的 — 请打开看看，再选一次。"),
}
#: What "invalid" means depends on what is asked.
_INVALID = (
    (forms.DateField, _("{label} — 不是日期 — 请写成2022-10-17这样。")),
    (forms.IntegerField, _("{label} — 不是数字 — 请只写数字。")),
    (forms.EmailField, _("{label} — 不像邮箱地址 — 请写成name@example.cn这样。")),
    (forms.FileField, _("{label} — 没有收到文件 — 请再选一次。")),
    (forms.URLField, _("{label} — 不像网址 — 请从浏览器的地址栏整条复制过来。")),
)
_CHOOSE = _("{label} — 还没有选 — 请选一项。")


class Renderer(DjangoTemplates):
    """``FORM_RENDERER``: a form is its error summary and its fields, each a label, a hint and a widget."""

    form_template_name = "ui/form.html"
    field_template_name = "ui/field.html"


@dataclass(frozen=True, slots=True)
class Hinted:
    """The words of a choice, with a hint below them: the article, what to write besides."""

    words: Any
    hint: Any

    def __str__(self) -> str:
        return str(self.words)


class Radios(forms.RadioSelect):
    """Up to six choices, one below the other."""

    template_name = "ui/options.html"


class Checks(forms.CheckboxSelectMultiple):
    template_name = "ui/options.html"


class FileDrop(forms.FileInput):
    """A field into which files can be dropped; ``multiple`` for several."""

    template_name = "ui/file.html"

    def __init__(self, attrs: dict[str, Any] | None = None, *, multiple: bool = False) -> None:
        self.allow_multiple_selected = multiple
        super().__init__({"multiple": True} | (attrs or {}) if multiple else attrs)

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        several = self.allow_multiple_selected and hasattr(files, "getlist")
        return files.getlist(name) if several else super().value_from_datadict(data, files, name)


class FilesField(forms.FileField):
    """Several files at once; the value is a list."""

    widget = FileDrop(multiple=True)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        clean = super().clean
        return [clean(one, initial) for one in data] if data else [clean(None, initial)]


class DateInput(forms.DateInput):
    """The browser's own date field; a text field where what was typed is no date, so that it is kept."""

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["type"] = "date" if _is_iso(context["widget"]["value"]) else "text"
        return context


def _is_iso(text: str | None) -> bool:
    try:
        return not text or bool(date.fromisoformat(text))
    except ValueError:
        return False


class DateField(forms.DateField):
    widget = DateInput

    def __init__(self, **more: Any) -> None:
        super().__init__(**{"input_formats": DATE_FORMATS} | more)


class Form(forms.Form):
    """``origins`` tell where a value was read that the reader may change: {"formed_on": "取自落款"}.

    ``fields`` come behind those of the class, where what is asked is known only when the form is made.
    """

    use_required_attribute = False  # the browser would refuse in its own words, and in its own language

    def __init__(
        self,
        *args: Any,
        origins: Mapping[str, Any] | None = None,
        fields: Mapping[str, forms.Field] | None = None,
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        self.origins = origins or {}
        self.fields.update(fields or {})
        for name, field in self.fields.items():
            if isinstance(field, forms.CharField):
                field.validators = [*field.validators, _no_control]
                field.widget.attrs.pop("maxlength", None)  # the browser would cut what is pasted, unsaid
            label = field.label or name
            field.error_messages |= {
                code: format_lazy(words, label=label) for code, words in _refusals(field).items()
            }


def _no_control(text: str) -> None:
    """No paper and no workbook can hold such a character, or it turns the writing of a name around; line ends
    and tabs are none of them. What cannot be seen at all is nothing."""
    if re.search(rf"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f{TURNING}]", text):
        raise forms.ValidationError("", code="control")
    if not re.sub(r"[\s\u00ad\u200b-\u200f\u2060\ufeff]", "", text):
        raise forms.ValidationError("", code="required")


def _refusals(field: forms.Field) -> dict[str, Any]:
    """The sentences of a field where it has none of its own."""
    words = dict(_REFUSALS)
    for kind, invalid in _INVALID:
        if isinstance(field, kind):
            words["invalid"] = invalid
    if isinstance(field, forms.ChoiceField):
        words["required"] = _CHOOSE
    usual: dict[str, Any] = {}
    for parent in reversed(type(field).__mro__):
        usual |= getattr(parent, "default_error_messages", {})
    return {code: said for code, said in words.items() if field.error_messages.get(code) is usual.get(code)}


class Reason(Form):
    """Why something is done that is logged with its reason; ``hint`` gives an example of one."""

    reason = forms.CharField(label=_("原因"), max_length=200, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, hint: str = "", **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["reason"].help_text = hint
