"""A form to show, with all that can stand in one."""

from django import forms
from django.utils.translation import gettext_lazy as _

from gongkai.faces.ui.forms import Checks, DateField, FileDrop, Form, Hinted, Radios


class ReceivedOn(Form):
    received_on = DateField(label=_("收到日期"), help_text=_("以收件章或双方确认之日为准。"))


class Specimen(ReceivedOn):
    number = forms.CharField(
        label=_("文号"), help_text=_("年份用六角括号，例如四政〔2022〕36号。"), max_length=40
    )
    attribute = forms.ChoiceField(
        label=_("公开属性"),
        widget=Radios,
        choices=[
            ("proactive", Hinted(_("主动公开"), _("条例第二十一条 社会救助"))),
            ("on_request", _("依申请公开")),
            ("refused", Hinted(_("不予公开"), _("要写明第十四条至第十六条中的哪一项"))),
        ],
    )
    channels = forms.MultipleChoiceField(
        label=_("渠道"), widget=Checks, required=False, choices=[("site", _("网站")), ("board", _("公开栏"))]
    )
    copies = forms.IntegerField(label=_("份数"), min_value=1)
    about = forms.CharField(label=_("说明"), widget=forms.Textarea({"rows": 3}), required=False)
    file = forms.FileField(
        label=_("附件"), widget=FileDrop, required=False, help_text=_("Word或PDF，20兆字节以内。")
    )
    sure = forms.BooleanField(label=_("文件已经两人核对"), required=False)
