"""机关设置: what the organ says of itself, what it may set, its superior, its villages and sections."""

from collections.abc import Callable, Iterator
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.faces.ui import confirming, toasts
from gongkai.faces.ui.confirming import Question
from gongkai.faces.ui.forms import DateField, Form, Radios
from gongkai.faces.ui.once import once
from gongkai.faces.ui.standing import Standing
from gongkai.faces.workbench import pages
from gongkai.faces.workbench.access import Visit, needs
from gongkai.faces.workbench.fields import CreditCodeField, refuse_itself
from gongkai.faces.workbench.frame import frame
from gongkai.faces.workbench.meanwhile import read_anew
from gongkai.faces.workbench.words import choices, said
from gongkai.law.sources import Source
from gongkai.ledger.base import Refused
from gongkai.ledger.organs import actions, queries
from gongkai.ledger.organs.models import Level, Organ, Unit
from gongkai.ledger.organs.options import OPTIONS, RESTS_ON, Option
from gongkai.ledger.people.roles import Duty
from gongkai.lib.today import today
from gongkai.sample import practice, removal

#: More names at once are no list that anybody types.
MOST_UNITS = 200


class ProfileForm(Standing):
    """机关信息. What is emptied is taken back. The name changes by ``gongkai organ rename``, with its day."""

    uscc = CreditCodeField()
    level = forms.ChoiceField(
        label=gettext_lazy("层级"),
        choices=choices(Level),
        help_text=gettext_lazy("例行事项按层级给出；报告按层级汇总"),
    )
    superior_name = forms.CharField(
        label=gettext_lazy("上级机关"),
        max_length=100,
        required=False,
        help_text=gettext_lazy("印在文书和报告里的写法"),
    )
    leader = forms.CharField(label=gettext_lazy("分管领导"), max_length=100, required=False)
    office = forms.CharField(
        label=gettext_lazy("工作机构"),
        max_length=100,
        required=False,
        help_text=gettext_lazy("例如党政办公室"),
    )
    officer = forms.CharField(label=gettext_lazy("专责人员"), max_length=100, required=False)
    address = forms.CharField(label=gettext_lazy("办公地址"), max_length=200, required=False)
    hours = forms.CharField(label=gettext_lazy("办公时间"), max_length=200, required=False)
    phone = forms.CharField(label=gettext_lazy("联系电话"), max_length=100, required=False)
    fax = forms.CharField(label=gettext_lazy("传真"), max_length=100, required=False)
    email = forms.EmailField(label=gettext_lazy("电子邮箱"), max_length=200, required=False)
    postcode = forms.CharField(label=gettext_lazy("邮政编码"), max_length=20, required=False)


def _option_field(option: Option) -> forms.Field:
    shared: dict[str, Any] = {
        "label": gettext_lazy(option.zh),
        "help_text": format_lazy(gettext_lazy("依据：{source}"), source=str(option.source)),
    }
    if not option.choices:
        if option.default is None:
            return forms.IntegerField(min_value=0, max_value=6, required=False, **shared)
        required = bool(option.default and option.complaint(""))
        return forms.CharField(max_length=100, required=required, validators=[_accepted_by(option)], **shared)
    choices = [(code, gettext_lazy(words)) for code, words in option.choices]
    widget = forms.Select if option.code.startswith("duty_") else Radios
    return forms.ChoiceField(choices=choices, widget=widget, **shared)


def _accepted_by(option: Option) -> Callable[[str], None]:
    def validate(text: str) -> None:
        if why := option.complaint(text):
            raise forms.ValidationError(why)

    return validate


class _Based(Standing):
    """Settings of which some have no effect before it is said on what they rest."""

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        for switch, basis in RESTS_ON.items():
            if said.get(switch) == "on" and not said.get(basis, "on"):
                words = _("{basis} — 没有填，“{switch}”开了也不起作用 — 请填写，或者不开。")
                labels = {"basis": self.fields[basis].label, "switch": self.fields[switch].label}
                self.add_error(basis, words.format(**labels))
        return said


#: Every setting that there is, each with its source.
OptionsForm: Any = type("OptionsForm", (_Based,), {option.code: _option_field(option) for option in OPTIONS})


class UnitsForm(Form):
    """Villages or sections, a name in each line."""

    kind = forms.ChoiceField(label=gettext_lazy("类别"), choices=choices(Unit.Kind), widget=Radios)
    names = forms.CharField(
        label=gettext_lazy("名称"),
        help_text=gettext_lazy("一行一个，可以从Excel粘贴"),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=MOST_UNITS * 100,
    )
    since = DateField(label=gettext_lazy("自"), required=False, help_text=gettext_lazy("不填就是一直都有"))

    def clean_names(self) -> list[str]:
        names = ["".join(line.split()) for line in self.cleaned_data["names"].splitlines() if line.strip()]
        if len(names) > MOST_UNITS or any(len(name) > 100 for name in names):
            raise forms.ValidationError(
                _("名称 — 超过{most}个，或有一个超过100字 — 请一行写一个名称。").format(most=MOST_UNITS)
            )
        return names


class PhoneForm(Form):
    """Where a village or section is rung."""

    phone = forms.CharField(
        label=gettext_lazy("电话"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("村部、办公室的公用电话；个人的手机号不要写在这里"),
    )


class SuperiorForm(Standing):
    """Under which organ of this data folder the organ stands, from a day on."""

    superior = forms.CharField(
        label=gettext_lazy("上级机关"),
        max_length=100,
        help_text=gettext_lazy("本系统里已有的机关，写全称、简称或曾用名"),
    )
    since = DateField(
        label=gettext_lazy("自"),
        required=False,
        help_text=gettext_lazy("不填就是一直如此；换了上级的要填，以前的汇总不变"),
    )
    in_sum = forms.BooleanField(
        label=gettext_lazy("计入上级的汇总"),
        required=False,
        help_text=gettext_lazy("垂直管理的机关在本系统内汇总，不勾"),
    )

    def __init__(self, *args: Any, organ: Organ, **more: Any) -> None:
        super().__init__(*args, **more)
        self.organ = organ

    def clean_superior(self) -> Organ:
        try:
            found = queries.named(self.cleaned_data["superior"].strip())
        except queries.UnknownOrgan as error:
            raise forms.ValidationError(str(error)) from error
        if found.is_sample != self.organ.is_sample:
            raise forms.ValidationError(_("上级机关 — 示例机关和真实机关不能互为上下级 — 请另选一个。"))
        return found


@require_safe
@needs(Duty.MANAGE)
def settings(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Everything the organ may say and set, with where each setting comes from."""
    on = today()
    described = ProfileForm(initial=_profile(visit.organ))
    context = {
        "profile": [(one.label, one.initial) for one in described.visible_fields() if one.name != "level"],
        "level": said(visit.organ.get_level_display()),
        "superior": queries.edge_above(visit.organ, on),
        "options": list(_shown(visit.organ)),
        "units": [(unit, said(unit.get_kind_display())) for unit in queries.units_of(visit.organ, on)],
        "samples": [] if visit.organ.is_sample else queries.sample_organs(),
        "practice": queries.practice_of(visit.organ),
    }
    return pages.show(request, visit, "organ/organ", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.MANAGE)
@once
@read_anew
def profile(request: HttpRequest, visit: Visit) -> HttpResponse:
    form = ProfileForm(request.POST or None, initial=_profile(visit.organ))
    if form.is_valid():
        refuse_itself(form, "superior_name", {visit.organ.name, *visit.organ.aliases})
    if form.is_valid():
        said = dict(form.cleaned_data)
        with actions.held(visit.organ):
            actions.set_level(organ=visit.organ, level=said.pop("level"), actor=str(request.user))
            actions.describe(organ=visit.organ, profile=said, actor=str(request.user), erase=True)
        return _done(request, visit, _("机关信息已改。"))
    return _ask(request, visit, form, _("机关信息"), _("保存"))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.MANAGE)
@once
@read_anew
def options(request: HttpRequest, visit: Visit) -> HttpResponse:
    stand = {option.code: visit.organ.option(option.code) for option in OPTIONS}
    form = OptionsForm(request.POST or None, initial=stand)
    if form.is_valid():
        with actions.held(visit.organ):
            for code in (code for code in form.changed_data if code in stand):
                value = form.cleaned_data[code]
                actions.set_option(
                    organ=visit.organ,
                    code=code,
                    value="" if value is None else str(value),
                    actor=str(request.user),
                )
        return _done(request, visit, _("设置已改。"))
    lead = _("法律没有定死、各地做法不同的，才要您选；不清楚就不改。")
    return _ask(request, visit, form, _("设置"), _("保存"), lead)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.MANAGE)
@once
@read_anew
def superior(request: HttpRequest, visit: Visit) -> HttpResponse:
    over = queries.unended(visit.organ)
    stands = {"superior": over[0].superior.name, "in_sum": over[0].in_sum} if over else {"in_sum": True}
    form = SuperiorForm(request.POST or None, organ=visit.organ, initial={"superior": "", **stands})
    if form.is_valid():
        said = {**form.cleaned_data, "organ": visit.organ, "over": over, "actor": str(request.user)}
        try:
            actions.place_under(**said)
        except actions.TreeError as error:
            form.add_error("superior", str(error))
        else:
            return _done(request, visit, _("上级机关已登记。"))
    return _ask(request, visit, form, _("上级机关"), _("登记"))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.MANAGE)
@once
def add_units(request: HttpRequest, visit: Visit) -> HttpResponse:
    form = UnitsForm(request.POST or None)
    if form.is_valid():
        said = form.cleaned_data
        units = [(said["kind"], name) for name in said["names"]]
        try:
            actions.add_units(organ=visit.organ, units=units, since=said["since"], actor=str(request.user))
        except actions.UnitError as error:
            form.add_error("names", str(error))
        else:
            return _done(request, visit, _("{count}个部门或村已登记。").format(count=len(units)))
    return _ask(request, visit, form, _("添加部门或村"), _("添加"))


@require_POST
@needs(Duty.MANAGE)
def end_unit(request: HttpRequest, visit: Visit, unit_id: int) -> HttpResponse:
    """From today on the village or section is no more."""
    unit = next((one for one in queries.units_of(visit.organ, today()) if one.pk == unit_id), None)
    if unit is None:
        raise Http404
    try:
        actions.end_unit(unit=unit, on=today(), actor=str(request.user))
    except actions.UnitError as error:
        return _done(request, visit, str(error))
    return _done(request, visit, _("{unit}已撤销；它报送过的照旧。").format(unit=unit.name))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.MANAGE)
@once
def unit_phone(request: HttpRequest, visit: Visit, unit_id: int) -> HttpResponse:
    """The telephone of a village or section, for whoever takes over the job."""
    unit = next((one for one in queries.units_of(visit.organ, today()) if one.pk == unit_id), None)
    if unit is None:
        raise Http404
    form = PhoneForm(request.POST if request.method == "POST" else None, initial={"phone": unit.phone})
    if form.is_valid():
        actions.set_phone(unit=unit, actor=str(request.user), **form.cleaned_data)
        return _done(request, visit, _("{unit}的电话已登记。").format(unit=unit.name))
    back = reverse("workbench:settings", args=(visit.organ.pk,))
    title = _("{unit}的电话").format(unit=unit.name)
    return pages.ask(request, visit, form, title=title, verb=_("登记"), back=back)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.MANAGE)
def remove_samples(request: HttpRequest, visit: Visit) -> HttpResponse:
    """删除示例, for whoever works at a real organ; asked first."""
    if visit.organ.is_sample:
        raise Http404
    samples = queries.sample_organs()
    if not samples:
        return _done(request, visit, _("没有示例机关，不用删。"))
    form = Form(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            count = removal.remove_all(actor=str(request.user), by=visit.organ)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            return _done(request, visit, _("{count}个示例机关已删除。").format(count=count))
    title = _("删除{count}个示例机关？").format(count=len(samples))
    words = _(
        "它们的台账、附件和人员都删去，不能恢复；其中{count}处是载入以后有人试着登记的，也一起删。"
        "真实机关的一件不动，操作日志照样核验得过。"
    ).format(count=removal.entered_since())
    back = reverse("workbench:settings", args=(visit.organ.pk,))
    question = Question(title, words, _("删除示例"), _("不删"), back, request.path)
    return confirming.ask(request, question, form=form, frame=frame(request, visit), organ=visit.organ)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.MANAGE)
@once
def practise(request: HttpRequest, visit: Visit) -> HttpResponse:
    """建练习机关, or let in whoever came since."""
    if visit.organ.is_sample:
        raise Http404
    form = Form(request.POST if request.method == "POST" else None)
    if form.is_valid():
        made = practice.make(visit.organ, on=today(), actor=str(request.user))
        return _done(request, visit, _("{organ}建好了，现在有角色的人都能进去。").format(organ=made.name))
    lead = _(
        "里面是编的申请、公开信息、案件和任务，各人在那里的角色和这里一样，怎样办都行："
        "不计入任何报告，不对外发送，别人看不到。以后来了新的人，再办一次，把他加进去。"
    )
    back = reverse("workbench:settings", args=(visit.organ.pk,))
    return pages.ask(request, visit, form, title=_("建练习机关"), verb=_("建"), back=back, lead=lead)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.MANAGE)
def end_practice(request: HttpRequest, visit: Visit) -> HttpResponse:
    """删除练习机关; asked first."""
    found = queries.practice_of(visit.organ)
    if found is None:
        raise Http404
    form = Form(request.POST if request.method == "POST" else None)
    if form.is_valid():
        practice.remove(visit.organ, actor=str(request.user))
        return _done(request, visit, _("练习机关已删除。"))
    words = _("里面练习时登记的都删去，不能恢复；真实机关的一件不动。要再练，随时可以再建。")
    back = reverse("workbench:settings", args=(visit.organ.pk,))
    title = _("删除{organ}？").format(organ=found.name)
    question = Question(title, words, _("删除"), _("不删"), back, request.path)
    return confirming.ask(request, question, form=form, frame=frame(request, visit), organ=visit.organ)


def _profile(organ: Organ) -> dict[str, str]:
    return {name: getattr(organ, name) for name in ProfileForm.base_fields if name != "seen"}


def _shown(organ: Organ) -> Iterator[tuple[str, str, Source]]:
    """Each setting in words, what it is set to, and where it comes from."""
    for option in OPTIONS:
        value = organ.option(option.code)
        words = dict(option.choices).get(str(value), "" if value is None else str(value))
        yield _(option.zh), _(words) if words else "", option.source


def _done(request: HttpRequest, visit: Visit, words: str) -> HttpResponse:
    toasts.say(request, words)
    return redirect("workbench:settings", visit.organ.pk)


def _ask(
    request: HttpRequest, visit: Visit, form: Form, title: str, verb: str, lead: str = ""
) -> HttpResponse:
    back = reverse("workbench:settings", args=(visit.organ.pk,))
    return pages.ask(request, visit, form, title=title, verb=verb, back=back, lead=lead)
