"""What is asked where something is taken in, confirmed, split, closed or published."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.faces.ui.application import FORMS, KINDS, ROUTES
from gongkai.faces.ui.forms import DateField, FileDrop, FilesField, Form, Hinted, Radios, Reason
from gongkai.law import secrecy
from gongkai.law.receipt import CHANNEL, CHANNELS, Evidence
from gongkai.ledger.requests import inbox
from gongkai.ledger.requests.models import Arrival
from gongkai.ledger.requests.rectifications import ENDINGS
from gongkai.lib.today import today

Kind, State = Arrival.Kind, Arrival.State
MOST_MATTERS = 20
_CHANNELS = [(one.code, Hinted(gettext_lazy(one.zh), gettext_lazy(one.basis))) for one in CHANNELS]

_KINDS = [
    (Kind.APPLICATION.value, Hinted(gettext_lazy("申请公开"), gettext_lazy("要求提供政府信息"))),
    (
        Kind.RECTIFICATION.value,
        Hinted(
            gettext_lazy("更正本人信息"), gettext_lazy("条例第四十一条：记录与本人有关、不准确；不计入年报")
        ),
    ),
]


class EvidenceForm(Form):
    """The days on which receipt rests. Each channel asks for one; which, is said in its hint."""

    signed_on = DateField(
        label=gettext_lazy("签收日期"),
        required=False,
        help_text=gettext_lazy("邮寄签收的填：回执、签收单上的日期"),
    )
    confirmed_on = DateField(
        label=gettext_lazy("与申请人确认的日期"),
        required=False,
        help_text=gettext_lazy("平常信函、互联网、传真的填：双方都确认的那一天"),
    )
    confirmed_how = forms.CharField(
        label=gettext_lazy("怎样确认的"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("例如：打电话，对方说收到了；不写姓名和号码"),
    )

    def evidence(self) -> inbox.Evidence:
        said = self.cleaned_data
        return inbox.Evidence(said.get("signed_on"), said.get("confirmed_on"), said.get("confirmed_how", ""))

    def clean_signed_on(self) -> date | None:
        return _not_ahead(self.cleaned_data["signed_on"], self.fields["signed_on"].label)

    def clean_confirmed_on(self) -> date | None:
        return _not_ahead(self.cleaned_data["confirmed_on"], self.fields["confirmed_on"].label)


class IntakeForm(EvidenceForm):
    """What is on the paper, as it is: what is missing there is asked for later (补正), not invented here."""

    kind = forms.ChoiceField(label=gettext_lazy("要的是什么"), choices=_KINDS, widget=Radios)
    channel = forms.ChoiceField(label=gettext_lazy("收到方式"), choices=_CHANNELS, widget=Radios)
    arrived_on = DateField(label=gettext_lazy("到达日期"))
    applicant_kind = forms.ChoiceField(label=gettext_lazy("申请人类型"), choices=KINDS, widget=Radios)
    applicant_name = forms.CharField(label=gettext_lazy("姓名或者名称"), max_length=100)
    id_number = forms.CharField(label=gettext_lazy("证件号码"), max_length=40, required=False)
    phone = forms.CharField(label=gettext_lazy("电话"), max_length=40, required=False)
    email = forms.EmailField(label=gettext_lazy("电子邮箱"), max_length=120, required=False)
    address = forms.CharField(label=gettext_lazy("通信地址"), max_length=200, required=False)
    agent = forms.CharField(label=gettext_lazy("代理人姓名"), max_length=100, required=False)
    joint_applicants = forms.IntegerField(
        label=gettext_lazy("联合申请人数"),
        required=False,
        min_value=2,
        max_value=1000,
        help_text=gettext_lazy("几个人一起申请的填；算一件，指定一个联系人"),
    )
    content = forms.CharField(
        label=gettext_lazy("申请内容"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 4})
    )
    form = forms.ChoiceField(
        label=gettext_lazy("要什么形式的"), choices=[("", gettext_lazy("没有写")), *FORMS], required=False
    )
    route = forms.ChoiceField(
        label=gettext_lazy("怎么给申请人"), choices=[("", gettext_lazy("没有写")), *ROUTES], required=False
    )
    help = forms.CharField(label=gettext_lazy("需要的帮助"), max_length=200, required=False)
    attached = FilesField(
        label=gettext_lazy("扫描件或者照片"),
        required=False,
        widget=FileDrop(multiple=True),
        help_text=gettext_lazy(
            "申请表、信封、回执；口头的附代写笔录。PDF、图片或Word，每个10兆字节以内，最多5个"
        ),
    )
    field_order = ("kind", "channel", "arrived_on", "signed_on", "confirmed_on", "confirmed_how")

    def clean_content(self) -> str:
        content: str = self.cleaned_data["content"].strip()
        if secrecy.marked(content, of_file=False):
            raise forms.ValidationError(_("申请内容 — 有密级标志，不能登记进本系统 — 请联系保密员。"))
        return content

    def clean_arrived_on(self) -> date | None:
        return _not_ahead(self.cleaned_data["arrived_on"], self.fields["arrived_on"].label)


class ReceiveForm(EvidenceForm):
    """The number in the ledger, the column of table three, and what proves receipt; that is free to say where
    receipt ``is_certain`` by what was joined to it."""

    number = forms.CharField(label=gettext_lazy("申请编号"), max_length=100, show_hidden_initial=True)
    applicant_kind = forms.ChoiceField(label=gettext_lazy("申请人类型"), choices=KINDS, widget=Radios)

    def __init__(self, *args: Any, channel: str, missing: str, is_certain: bool = False, **more: Any) -> None:
        super().__init__(*args, **more)
        asked = {Evidence.SIGNED: ("signed_on",), Evidence.CONFIRMED: ("confirmed_on", "confirmed_how")}
        wanted = asked.get(CHANNEL[channel].evidence, ())
        for name in ("signed_on", "confirmed_on", "confirmed_how"):
            if name not in wanted:
                del self.fields[name]
        for name in wanted[:1]:
            self.fields[name].required = not is_certain
            self.fields[name].error_messages["required"] = missing

    @property
    def own_number(self) -> str:
        """What was typed; empty where the proposed number stands, which another may have by now."""
        typed: str = self.cleaned_data["number"]
        return typed if "number" in self.changed_data else ""


class MessageForm(Form):
    """For which day what an applicant sent counts, where it is a step; of a payment, its receipt besides."""

    on = DateField(label=gettext_lazy("日期"))
    note = forms.CharField(label=gettext_lazy("财政票据号"), max_length=200, required=False)

    def __init__(self, *args: Any, kind: str, **more: Any) -> None:
        super().__init__(*args, **more)
        if kind in _COUNTS_FROM:
            self.fields["on"].help_text = _COUNTS_FROM[kind]
        else:
            del self.fields["on"]
        if kind != Arrival.Kind.PAYMENT:
            del self.fields["note"]


#: Which day is asked for.
_COUNTS_FROM: dict[str, Any] = {
    Arrival.Kind.CORRECTION: gettext_lazy("与申请人确认收到的那一天；期限从次日重新计算"),
    Arrival.Kind.PAYMENT: gettext_lazy("缴清的那一天；期限从次日重新计算"),
    Arrival.Kind.REASON: gettext_lazy("收到理由的那一天；期限不停"),
    Arrival.Kind.WITHDRAWAL: gettext_lazy("收到书面撤回的那一天；这件从这一天办结"),
}


class SplitForm(Form):
    """One matter in each block, parted by an empty line."""

    matters = forms.CharField(
        label=gettext_lazy("每件一段，空一行隔开"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 10}),
    )
    reason = forms.CharField(
        label=gettext_lazy("申请人怎样同意的"),
        max_length=200,
        help_text=gettext_lazy("例如：表上勾了同意；打电话同意"),
    )

    def clean_matters(self) -> list[str]:
        blocks = self.cleaned_data["matters"].replace("\r", "").split("\n\n")
        matters = [block.strip() for block in blocks if block.strip()]
        if not 2 <= len(matters) <= MOST_MATTERS:
            raise forms.ValidationError(
                _("每件一段 — 要有2到{most}段 — 请在两件之间空一行。").format(most=MOST_MATTERS)
            )
        return matters


class Sometimes(forms.CharField):
    """What some answers of the form ask for: it may stand empty, and is not called free to."""

    is_conditional = True


class EndingForm(Form):
    """How a rectification is to end."""

    state = forms.ChoiceField(
        label=gettext_lazy("怎么处理"),
        widget=Radios,
        choices=[
            (ending.state.value, Hinted(gettext_lazy(ending.state.label), gettext_lazy(ending.means)))
            for ending in ENDINGS
        ],
    )
    competent = Sometimes(
        label=gettext_lazy("有权更正的机关"),
        max_length=100,
        required=False,
        help_text=gettext_lazy("转送、告知的填：全称，告知的写上电话或者地址"),
    )
    outcome = Sometimes(
        label=gettext_lazy("更正的内容或者理由"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("更正、不予更正的填；写进告知书，申请人查进度时看得到；加密保存"),
    )
    document_no = forms.CharField(
        label=gettext_lazy("文号"), max_length=100, required=False, help_text=gettext_lazy("没有就不填")
    )


class SeenForm(Form):
    """``seen``: the proposal as it was read, so that nobody agrees to another."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)


class ObjectionForm(Reason, SeenForm):
    """Why somebody does not agree."""


class DeclineForm(Form):
    """Why what was sent later changes nothing."""

    reason = forms.CharField(
        label=gettext_lazy("原因"),
        max_length=200,
        help_text=gettext_lazy("申请人查进度时看得到，例如：还没有到账，请核对"),
    )


class CloseForm(Form):
    """Why it goes no further."""

    state = forms.ChoiceField(
        label=gettext_lazy("怎么处理"),
        widget=Radios,
        choices=(
            (State.NO_APPLICATION.value, gettext_lazy("不是政府信息公开申请")),
            (State.WITHDRAWN.value, gettext_lazy("申请人在确认收到以前撤回")),
        ),
    )
    reason = forms.CharField(
        label=gettext_lazy("原因"),
        max_length=200,
        help_text=gettext_lazy("申请人查进度时看得到，例如：属于投诉，请拨打12345"),
    )


def _not_ahead(day: date | None, label: Any) -> date | None:
    if day and day > today():
        raise forms.ValidationError(_("{label} — 在今天之后 — 还没有发生的事先不登记。").format(label=label))
    return day
