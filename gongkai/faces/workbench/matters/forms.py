"""What is asked about a matter and its tasks. The words of a field depend on the kind of the matter."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.faces.ui.forms import Checks, DateField, FileDrop, Form, Hinted, Radios
from gongkai.faces.workbench.access import Visit
from gongkai.faces.workbench.words import choices
from gongkai.law.accountability import GROUNDS, MEASURES
from gongkai.ledger.organs.models import Unit
from gongkai.ledger.organs.queries import units_of
from gongkai.ledger.people.models import Person
from gongkai.ledger.people.queries import who_may
from gongkai.ledger.people.roles import Duty
from gongkai.ledger.supervision.entries import Assignment, Proof
from gongkai.ledger.supervision.kinds import BY_CODE, Kind
from gongkai.ledger.supervision.models import Matter
from gongkai.lib.today import today

Words = tuple[Any, Any]
#: Of each kind the label and hint of a field, where they are not the same for all.
LABELS: Mapping[str, Mapping[str, Words]] = {
    "training": {
        "title": (gettext_lazy("培训主题"), ""),
        "on": (gettext_lazy("哪天"), ""),
        "by": (gettext_lazy("讲课人"), ""),
        "target": (gettext_lazy("参加对象"), gettext_lazy("例如各村联络员、各部门公开工作人员")),
        "text": (gettext_lazy("内容安排"), gettext_lazy("讲什么、怎么安排；讲义登记以后放进材料")),
    },
    "meeting": {
        "title": (gettext_lazy("会议名称"), ""),
        "on": (gettext_lazy("哪天"), ""),
        "by": (gettext_lazy("主持人"), ""),
        "target": (gettext_lazy("参加对象"), ""),
        "text": (gettext_lazy("议程"), gettext_lazy("按本季度的台账起草，可以改")),
    },
    "notice": {
        "title": (gettext_lazy("通知标题"), ""),
        "on": (gettext_lazy("收到日期"), ""),
        "by": (gettext_lazy("发文机关"), gettext_lazy("谁提的要求")),
        "due": (gettext_lazy("哪天以前办好"), ""),
        "text": (
            gettext_lazy("要求"),
            gettext_lazy("全文留在这里，登录才看得到；群里、邮件里只发编号、日期和网址"),
        ),
        "document_no": (gettext_lazy("文号"), ""),
    },
    "rectification": {
        "title": (gettext_lazy("问题"), gettext_lazy("一句话写清，进年度报告第五部分的草稿；不写个人姓名")),
        "source": (gettext_lazy("从哪里发现的"), ""),
        "on": (gettext_lazy("发现日期"), ""),
        "by": (gettext_lazy("由谁发现"), ""),
        "measure": (gettext_lazy("整改措施"), gettext_lazy("怎么改，交给办的人")),
        "text": (gettext_lazy("具体情况"), ""),
    },
    "accountability": {
        "title": (gettext_lazy("事由"), gettext_lazy("一句话写清，不写个人姓名")),
        "ground": (gettext_lazy("依据哪一条"), ""),
        "target": (gettext_lazy("被追究的单位或职务"), gettext_lazy("写单位或职务，不写姓名")),
        "measure": (gettext_lazy("怎样处理"), gettext_lazy("考核中的通报批评记在登记簿，不在这里")),
        "by": (gettext_lazy("决定机关"), gettext_lazy("谁决定的")),
        "on": (gettext_lazy("决定日期"), ""),
        "document_no": (gettext_lazy("决定的文号"), ""),
        "text": (gettext_lazy("经过"), ""),
    },
}
#: Nothing is planned farther ahead, and nothing older is still worked off.
AHEAD, BACK = timedelta(days=2 * 366), timedelta(days=20 * 366)
_PLACE: Words = (gettext_lazy("地点"), "")


class DayField(DateField):
    """A day not so far off that it can only be a slip."""

    def clean(self, value: Any) -> date | None:
        day: date | None = super().clean(value)
        if day and not today() - BACK <= day <= today() + AHEAD:
            raise forms.ValidationError(_("{label} — 离今天太远 — 请核对年份。").format(label=self.label))
        return day


class LimitField(DayField):
    """A day by which something is still to be done."""

    def clean(self, value: Any) -> date | None:
        day = super().clean(value)
        if day and day < today():
            raise forms.ValidationError(
                _("{label} — 早于今天 — 请填今天或者以后的日期。").format(label=self.label)
            )
        return day


def _field(kind: Kind, name: str) -> forms.Field:
    """The field of a kind, drawn by what it holds."""
    label, hint = LABELS[kind.code].get(name, _PLACE)
    said = {"label": label, "help_text": hint, "required": name in kind.asks}
    if name in {"on", "due"}:
        return DayField(**said)
    if name == "source":
        return forms.ChoiceField(choices=choices(Matter.Source), widget=Radios, **said)
    if name == "ground":
        grounds = [(one.code, Hinted(gettext_lazy(one.zh), str(one.source))) for one in GROUNDS]
        return forms.ChoiceField(choices=grounds, widget=Radios, **said)
    if name == "measure" and kind.code == "accountability":
        measures = [(code, gettext_lazy(zh)) for code, zh in MEASURES]
        return forms.ChoiceField(choices=measures, widget=Radios, **said)
    if name in {"text", "measure"}:
        rows = 10 if name == "text" else 3
        return forms.CharField(max_length=20_000, widget=forms.Textarea(attrs={"rows": rows}), **said)
    longest = getattr(Matter._meta.get_field(name), "max_length", None)
    return forms.CharField(max_length=longest, **said)


class MatterForm(Form):
    """What a matter of a kind says. ``seen`` tells at sending which state of it was read."""

    def __init__(self, *args: Any, kind: Kind, **more: Any) -> None:
        self.kind = kind
        fields = {name: _field(kind, name) for name in (*kind.asks, *kind.optional)}
        super().__init__(*args, fields=fields, **more)

    def matter(self) -> dict[str, Any]:
        """What it says of the matter itself."""
        return self.cleaned_data

    def assignment(self) -> Assignment | None:
        """What is to be done about it, where that is asked at once."""
        return None

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        on, due = said.get("on"), said.get("due")
        if on and on > today() and not self.kind.has_list:
            self.add_error("on", _("{label} — 晚于今天 — 请核对日期。").format(label=self.fields["on"].label))
        if on and due and due < on:
            self.add_error("due", _("哪天以前办好 — 早于收到日期 — 请核对两个日期。"))
        return said


class EditForm(MatterForm):
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, matter: Matter, **more: Any) -> None:
        kind = BY_CODE[matter.kind]
        told = {name: getattr(matter, name) for name in (*kind.asks, *kind.optional)}
        super().__init__(*args, kind=kind, initial={**told, "seen": len(matter.deeds)}, **more)


class Owners:
    """Who can be given a task at an organ: its sections and villages, and whoever works there."""

    def __init__(self, visit: Visit) -> None:
        on = today()
        self.units = {f"u{unit.pk}": unit for unit in units_of(visit.organ, on)}
        self.persons = {f"p{person.pk}": person for person in who_may(Duty.ENTER, visit.organ, on)}

    @property
    def choices(self) -> list[tuple[str, str]]:
        units = [(key, unit.name) for key, unit in self.units.items()]
        return units + [(key, person.name) for key, person in self.persons.items()]

    def found(self, keys: list[str]) -> list[Unit | Person]:
        everybody: Mapping[str, Unit | Person] = {**self.units, **self.persons}
        return [everybody[key] for key in keys]


class TaskForm(Form):
    """交办: what, to whom, by when. ``what`` is left out where the matter says it."""

    what = forms.CharField(
        label=gettext_lazy("任务"), max_length=300, help_text=gettext_lazy("做什么，做到什么样")
    )
    owners = forms.MultipleChoiceField(
        label=gettext_lazy("由谁办"),
        widget=Checks,
        help_text=gettext_lazy("选几个就是几项任务，各办各的；村和部门由它的联络员报"),
        error_messages={"required": gettext_lazy("由谁办 — 还没有选 — 请至少选一个。")},
    )
    due = LimitField(label=gettext_lazy("期限"))

    def __init__(self, *args: Any, visit: Visit, what: str = "", **more: Any) -> None:
        super().__init__(*args, **more)
        self.offered, self.subject = Owners(visit), what
        field = self.fields["owners"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = self.offered.choices
        if what:
            del self.fields["what"]

    def assignment(self) -> Assignment:
        said = self.cleaned_data
        return Assignment(self.subject or said["what"], self.offered.found(said["owners"]), said["due"])


class ProblemForm(MatterForm):
    """A problem with who mends it by when: one owner, asked at once."""

    owner = forms.ChoiceField(label=gettext_lazy("由谁整改"))
    due = LimitField(label=gettext_lazy("整改期限"))

    def __init__(self, *args: Any, visit: Visit, **more: Any) -> None:
        super().__init__(*args, **more)
        self.offered = Owners(visit)
        field = self.fields["owner"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("请选择")), *self.offered.choices]
        self.order_fields([name for name in self.fields if name not in {"owner", "due"}] + ["owner", "due"])

    def matter(self) -> dict[str, Any]:
        return {name: said for name, said in self.cleaned_data.items() if name not in {"owner", "due"}}

    def assignment(self) -> Assignment:
        said = self.cleaned_data
        return Assignment(said["measure"][:300], self.offered.found([said["owner"]]), said["due"])


class AttendanceForm(Form):
    names = forms.CharField(
        label=gettext_lazy("名单"),
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=gettext_lazy("一行一个，可以从表格里整列粘贴；同名的在后面写上单位。不用扫码签到"),
    )


class QuizForm(Form):
    text = forms.CharField(
        label=gettext_lazy("题目"),
        max_length=5_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=gettext_lazy(
            "一题一段：第一行是问题，下面一行一个选项，对的前面写*；题目之间空一行，最多10题"
        ),
    )


class MinutesForm(Form):
    minutes = forms.CharField(
        label=gettext_lazy("纪要"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=gettext_lazy("定下的事写完以后逐件交办，不用在这里排期限"),
    )


class FileForm(Form):
    file = forms.FileField(
        label=gettext_lazy("文件"),
        widget=FileDrop(),
        help_text=gettext_lazy("Word、PDF、Excel、图片，不超过20兆字节；加密保存"),
    )


class ReportForm(Form):
    """What the work itself leaves: one of three is enough, and none of them is a photo that must be taken."""

    on = DayField(label=gettext_lazy("哪天办好的"))
    words = forms.CharField(
        label=gettext_lazy("办理情况"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("怎样办的；已经贴出、发出的，填下面的网址也可以"),
    )
    address = forms.URLField(
        label=gettext_lazy("网址"), max_length=500, assume_scheme="https", required=False
    )
    file = forms.FileField(
        label=gettext_lazy("文件"),
        required=False,
        widget=FileDrop(),
        help_text=gettext_lazy("不要求照片；有现成的文件可以传，不超过20兆字节"),
    )

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if on > today():
            raise forms.ValidationError(_("哪天办好的 — 晚于今天 — 请写真正办好的那一天。"))
        return on

    def proof(self, file: tuple[str, bytes] | None) -> Proof:
        said = self.cleaned_data
        return Proof(said["on"], said["words"], said["address"], file)


class CheckForm(Form):
    words = forms.CharField(
        label=gettext_lazy("怎样看的"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("例如打开网址看过、到现场看过"),
    )


class DueForm(Form):
    due = LimitField(label=gettext_lazy("新的期限"))
    reason = forms.CharField(label=gettext_lazy("原因"), max_length=150)
