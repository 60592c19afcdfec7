"""The form of an application 申请表: what the Regulation asks (条例 Art 29) and nothing more. No purpose.

In three parts, which the portal puts one after the other and the workbench on one page.
"""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.faces.ui.forms import FileDrop, FilesField, Form, Hinted, Radios
from gongkai.law import applicants, secrecy
from gongkai.law.identifiers import is_resident_id, is_uscc

#: How an answer can come (条例 Art 40). What is stored is what is shown in the ledger.
FORMS = (
    ("电子文件", gettext_lazy("电子文件")),
    ("纸质", gettext_lazy("纸质")),
    ("查阅、抄录", gettext_lazy("当场查阅、抄录")),
)
ROUTES = (
    ("电子邮件", gettext_lazy("电子邮件")),
    ("邮寄", gettext_lazy("邮寄")),
    ("自行领取", gettext_lazy("自己来取")),
)
_HINTS = {
    "natural_person": gettext_lazy("以个人名义"),
    "business": gettext_lazy("公司、企业、个体工商户"),
    "research": gettext_lazy("研究院所、高等学校"),
    "public_welfare": gettext_lazy("社会团体、基金会等"),
    "legal_service": gettext_lazy("以律师事务所、法律服务所自己的名义；代理别人的，按被代理人选"),
    "other": gettext_lazy("村民委员会、合作社、其他单位"),
}
KINDS = [(kind.code, Hinted(gettext_lazy(kind.zh), _HINTS[kind.code])) for kind in applicants.APPLICANT_KINDS]
#: Which files may be attached, as browsers take it.
ATTACHED = ".pdf,.jpg,.jpeg,.png,.tif,.tiff,.docx,.ofd"
_CODE = re.compile("[0-9A-Za-z]{18}")


class Who(Form):
    """Name, proof of identity, contact."""

    applicant_kind = forms.ChoiceField(
        label=gettext_lazy("您以什么身份申请"), choices=KINDS, widget=Radios, initial="natural_person"
    )
    applicant_name = forms.CharField(
        label=gettext_lazy("姓名或者名称"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    id_number = forms.CharField(
        label=gettext_lazy("证件号码"),
        max_length=40,
        help_text=gettext_lazy("个人填身份证、护照等的号码，单位填统一社会信用代码；加密保存，页面上不显示"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    phone = forms.CharField(
        label=gettext_lazy("电话"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
        help_text=gettext_lazy("工作人员要与您确认收到，期限从确认那天起算；电话最快"),
    )
    email = forms.EmailField(
        label=gettext_lazy("电子邮箱"),
        max_length=120,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    address = forms.CharField(
        label=gettext_lazy("通信地址"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
        help_text=gettext_lazy("要邮寄答复才需要"),
    )
    agent = forms.CharField(
        label=gettext_lazy("代理人姓名"),
        max_length=100,
        required=False,
        help_text=gettext_lazy("有人替您办理才填；第3步附上授权委托书"),
    )
    help = forms.CharField(
        label=gettext_lazy("阅读、听力或者书写有困难，需要什么帮助"),
        max_length=200,
        required=False,
    )

    def clean_id_number(self) -> str:
        number: str = self.cleaned_data["id_number"].strip().upper()
        is_person = self.cleaned_data.get("applicant_kind") == "natural_person"
        if _CODE.fullmatch(number):
            fits = is_resident_id(number) if is_person else is_uscc(number) or is_resident_id(number)
            if not fits:
                raise forms.ValidationError(_("证件号码 — 校验位对不上 — 请照证件再核对一遍。"))
        return number

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        contacts = ("phone", "email", "address")
        if not any(said.get(name) or self.errors.get(name) for name in contacts):
            self.add_error("phone", _("联系方式 — 还没有填 — 电话、邮箱、地址至少填一个。"))
        return said


class What(Form):
    """What is wanted, so described that it can be found."""

    content = forms.CharField(
        label=gettext_lazy("信息名称、文号或内容描述"),
        help_text=gettext_lazy("写上年份和项目名，找得更快。一次写一件事。"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=3000,
        min_length=2,
    )
    may_split = forms.BooleanField(
        label=gettext_lazy("写了几件不同的事时，同意分开登记、分别答复"), required=False
    )

    def clean_content(self) -> str:
        content: str = self.cleaned_data["content"].strip()
        if secrecy.marked(content, of_file=False):
            raise forms.ValidationError(
                _("内容描述 — 里面有密级标志，本系统不能接收 — 请去掉，或者联系本机关的保密员。")
            )
        return content


class How(Form):
    """How the answer is to come, and what is attached."""

    form = forms.ChoiceField(label=gettext_lazy("要什么形式的"), choices=FORMS, widget=Radios)
    route = forms.ChoiceField(label=gettext_lazy("怎么给您"), choices=ROUTES, widget=Radios)
    attached = FilesField(
        label=gettext_lazy("附件"),
        required=False,
        widget=FileDrop({"accept": ATTACHED}, multiple=True),
        help_text=gettext_lazy(
            "身份证明的照片、授权委托书等，没有就不用附；PDF、图片或Word，每个10兆字节以内，最多5个"
        ),
    )

    def __init__(
        self, *args: Any, email: str = "", address: str = "", question: str = "", **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.email, self.address = email, address
        if question:
            self.fields["answer"] = forms.CharField(label=question, max_length=8, required=False)

    def clean_route(self) -> str:
        route: str = self.cleaned_data["route"]
        if route == "电子邮件" and not self.email:
            raise forms.ValidationError(_("怎么给您 — 第1步没有填电子邮箱 — 请回去补上，或者换一种方式。"))
        if route == "邮寄" and not self.address:
            raise forms.ValidationError(_("怎么给您 — 第1步没有填通信地址 — 请回去补上，或者换一种方式。"))
        return route
