"""What is asked of people: who somebody is, which role they take, who stands in for them, a password."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.faces.ui.forms import DateField, Form
from gongkai.faces.workbench.access import Visit
from gongkai.ledger.organs.queries import units_of
from gongkai.ledger.people import queries
from gongkai.ledger.people.models import Person
from gongkai.ledger.people.roles import BY_CODE, ROLES
from gongkai.lib.today import today


class RoleForm(Form):
    """A role at this organ, from a day to a day."""

    role = forms.ChoiceField(label=gettext_lazy("角色"))
    unit = forms.ChoiceField(
        label=gettext_lazy("部门或村"), required=False, help_text=gettext_lazy("只有联络员要选")
    )
    since = DateField(label=gettext_lazy("自"), required=False, help_text=gettext_lazy("不填就是从现在起"))
    until = DateField(label=gettext_lazy("至"), required=False, help_text=gettext_lazy("不填就是一直"))

    def __init__(self, *args: Any, visit: Visit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = {str(unit.pk): unit for unit in units_of(visit.organ, today())}
        _offer(self, "role", [(role.code, _(role.zh)) for role in ROLES])
        _offer(self, "unit", [("", _("不属于哪个部门或村")), *((k, u.name) for k, u in self.units.items())])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        role = BY_CODE.get(cleaned.get("role", ""))
        if role and role.of_unit and not cleaned.get("unit"):
            self.add_error(
                "unit", _("部门或村 — {role}要说明是哪个部门或村的 — 请选一个。").format(role=_(role.zh))
            )
        if cleaned.get("since") and cleaned.get("until") and cleaned["until"] <= cleaned["since"]:
            self.add_error("until", _("止日 — 不晚于起日 — 请填写起日之后的日期，或留空。"))
        cleaned["unit"] = self.units.get(cleaned.get("unit", "")) if role and role.of_unit else None
        return cleaned


class OwnRoleForm(RoleForm):
    """A role that somebody gives to themselves: said once more, for everybody can read it."""

    own = forms.BooleanField(
        label=gettext_lazy("我给自己加这个角色"),
        help_text=gettext_lazy("操作日志会写明是本人加的"),
        error_messages={"required": gettext_lazy("给自己加角色 — 还没有确认 — 请勾上，或者请别人来加。")},
    )


class FirstForm(Form):
    """Somebody new: the first administrator of an organ below that has nobody."""

    name = forms.CharField(label=gettext_lazy("姓名"), max_length=60)
    username = forms.CharField(
        label=gettext_lazy("登录名"),
        max_length=40,
        validators=Person._meta.get_field("username").validators[:1],
        help_text=gettext_lazy("每次登录要输入的名字，例如姓名的拼音"),
    )

    def clean_username(self) -> str:
        """A name that is taken is told with all else that is wrong, not after it."""
        username = str(self.cleaned_data["username"])
        if queries.by_username(username):
            raise ValidationError(_("登录名 — 已经有人用“{name}” — 请换一个。").format(name=username))
        return username


class PersonForm(RoleForm, FirstForm):
    """Somebody new, with a first role."""

    email = forms.EmailField(
        label=gettext_lazy("电子邮箱"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("提醒发到这里；本人可以在“提醒方式”里改"),
    )
    field_order = ("name", "username", "email")


class KnownForm(RoleForm):
    """Somebody who has an account, at another organ."""

    username = forms.CharField(
        label=gettext_lazy("登录名"), max_length=40, help_text=gettext_lazy("向本人或者他的单位问")
    )
    field_order = ("username",)

    def clean_username(self) -> Person:
        found = queries.by_username(self.cleaned_data["username"])
        if found is None:
            raise ValidationError(_("登录名 — 没有人用这个登录名 — 请核对；没有账号的请用“添加人员”。"))
        return found


class DelegationForm(Form):
    """Somebody is away, and somebody else acts for them."""

    person = forms.ChoiceField(label=gettext_lazy("谁不在"))
    deputy = forms.ChoiceField(label=gettext_lazy("由谁代理"))
    since = DateField(label=gettext_lazy("自"))
    until = DateField(label=gettext_lazy("至"), help_text=gettext_lazy("从这一天起不再代理"))
    reason = forms.CharField(label=gettext_lazy("事由"), max_length=200, required=False)

    def __init__(self, *args: Any, visit: Visit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        active = (person for person in queries.people_of(visit.organ) if person.is_active)
        self.people = {str(person.pk): person for person in active}
        for name in ("person", "deputy"):
            _offer(self, name, [(key, str(person)) for key, person in self.people.items()])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("until") and cleaned["until"] <= today():
            self.add_error("until", _("至 — 不晚于今天，代理已经过去 — 请填写以后的日期。"))
        return cleaned | {
            name: self.people[cleaned[name]] for name in ("person", "deputy") if name in cleaned
        }


#: Django says these in words of its own, which it has not in every language.
_WEAK = {
    "password_too_short": gettext_lazy("密码 — 少于10个字，容易被猜到 — 请加长。"),
    "password_entirely_numeric": gettext_lazy("密码 — 全是数字，容易被猜到 — 请加上文字或字母。"),
    "password_too_common": gettext_lazy("密码 — 太常见，容易被猜到 — 请换一个。"),
    "password_too_similar": gettext_lazy("密码 — 和姓名或登录名太像，容易被猜到 — 请换一个。"),
}


class PasswordForm(Form):
    """A password chosen by whoever will use it, typed twice."""

    password = forms.CharField(
        label=gettext_lazy("密码"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=gettext_lazy("至少10个字，不能全是数字；几个不相干的词连起来最好记"),
    )
    again = forms.CharField(
        label=gettext_lazy("再输入一次密码"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, person: Person | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def owner(self) -> Person:
        """Whose password it is: it must not resemble their names."""
        return self.person or Person()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "password" in cleaned and "again" in cleaned and cleaned["password"] != cleaned["again"]:
            self.add_error("again", _("再输入一次密码 — 两次不一样 — 请重新输入。"))
        if "password" in cleaned:
            try:
                validate_password(cleaned["password"], self.owner())
            except ValidationError as error:
                self.add_error("password", [_WEAK.get(one.code or "", one) for one in error.error_list])
        return cleaned


def _offer(form: Form, name: str, choices: list[tuple[str, str]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices
