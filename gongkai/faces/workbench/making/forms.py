"""What is asked while a public record is made."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.faces.ui.forms import DateField, FileDrop, FilesField, Form, Hinted, Radios, Reason
from gongkai.faces.workbench.words import choices
from gongkai.law.classification import TOPICS
from gongkai.law.exemptions import EXEMPTIONS
from gongkai.law.length import Unit
from gongkai.law.proactive import CLAUSES, DOCUMENT_KINDS, FIELDS, OF_OTHER_LAWS, RULE, Clause, Limit
from gongkai.ledger.disclosures.making import files, links
from gongkai.ledger.disclosures.making.coordination import Answered, Asked
from gongkai.ledger.disclosures.making.entries import Classified, Elements
from gongkai.ledger.disclosures.making.links import Linked
from gongkai.ledger.disclosures.models import Attribute, Category, Coordination
from gongkai.ledger.organs.models import Organ
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

    dropped = forms.FileField(label=gettext_lazy("文件"), widget=FileDrop())


#: What a record may be to another.
LINKS = (
    ("interprets", gettext_lazy("本件解读它")),
    ("repeals", gettext_lazy("本件废止它")),
    ("amends", gettext_lazy("本件修改它")),
)


def within(limit: Limit) -> Any:
    """A limit in words, as the law has it now: 行政处罚决定：作出决定之日起7个工作日."""
    length = limit.length.on(today())
    words = {
        Unit.WORKDAY: gettext_lazy("{what}：{since}起{n}个工作日"),
        Unit.DAY: gettext_lazy("{what}：{since}起{n}日"),
    }[length.unit]
    since = gettext_lazy(limit.runs_from)
    return format_lazy(words, what=gettext_lazy(limit.zh), since=since, n=length.number)


def _link(one: Linked) -> forms.ChoiceField:
    """How it is linked to a row of the register that its text names, or that was named before."""
    number = f"（{one.row.document_no}）" if one.row.document_no else ""
    return forms.ChoiceField(
        label=format_lazy(gettext_lazy("与《{title}》{number}的关系"), title=one.row.title, number=number),
        required=False,
        initial=one.kind,
        choices=[("", gettext_lazy("不关联")), *LINKS],
    )


class ElementsForm(Form):
    """公文要素 as they were read, to be looked at."""

    title = forms.CharField(label=gettext_lazy("标题"), max_length=300)
    document_no = forms.CharField(label=gettext_lazy("文号"), max_length=40, required=False)
    formed_on = DateField(
        label=gettext_lazy("成文日期"),
        help_text=gettext_lazy("签发、作出决定或者批准的那一天；公开期限从次日起算"),
    )
    limit = forms.ChoiceField(
        label=gettext_lazy("公开期限"),
        required=False,
        choices=[("", within(RULE)), *((one.code, within(one)) for one in OF_OTHER_LAWS)],
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

    another = forms.CharField(
        label=gettext_lazy("还关联哪一件"),
        max_length=100,
        required=False,
        help_text=gettext_lazy("本机关登记簿里的一件，写它的文号或者索引号"),
    )
    another_kind = forms.ChoiceField(
        label=gettext_lazy("怎样关联"), required=False, choices=[("", gettext_lazy("不关联")), *LINKS]
    )

    def __init__(
        self, *args: Any, makes_rules: bool, organ: Organ, offered: Sequence[Linked], **more: Any
    ) -> None:
        super().__init__(*args, fields={f"link_{one.row.pk}": _link(one) for one in offered}, **more)
        self.organ, self.offered = organ, offered
        self.origins = {**self.origins, **{f"link_{one.row.pk}": one.why for one in offered if one.why}}
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
        if bool(said.get("another")) != bool(said.get("another_kind")):
            self.add_error("another", _("还关联哪一件 — 只填了一半 — 请把哪一件和怎样关联都填上。"))
        elif said.get("another"):
            said["linked"] = self._found(said["another"])
        return said

    def _found(self, number: str) -> int:
        """The key of the one row that is meant."""
        rows = links.found(self.organ, number)
        if len(rows) != 1:
            why = _("登记簿里没有这个号") if not rows else _("有几件都是这个号，请写索引号")
            self.add_error("another", _("还关联哪一件 — {why} — 请核对。").format(why=why))
        return rows[0].pk if rows else 0

    def elements(self) -> Elements:
        """What was confirmed; of the links those that were not set aside."""
        said = dict(self.cleaned_data)
        linked = [(said.pop(f"link_{one.row.pk}"), one.row.pk) for one in self.offered]
        linked.append((said.pop("another_kind"), said.pop("linked", 0)))
        said.pop("another")
        return Elements(**said, links=tuple((kind, pk) for kind, pk in linked if kind))


def _clause(clause: Clause) -> Any:
    """An item of the law with our word for it."""
    return format_lazy("{} {}", gettext_lazy(clause.label), gettext_lazy(clause.short))


def _of_catalogue(lines: Sequence[tuple[str, list[str]]], stands: str) -> forms.ChoiceField:
    """The lines to choose from; what stands stays to be chosen, whether the catalogue has it or not."""
    known = {name for _field, names in lines for name in names}
    kept = [(stands, stands)] if stands and stands not in known else []
    grouped = [
        (gettext_lazy(field) if field else gettext_lazy("没有写明领域"), [(name, name) for name in names])
        for field, names in lines
    ]
    return forms.ChoiceField(
        label=gettext_lazy("标准目录事项"),
        required=False,
        choices=[("", gettext_lazy("不在目录里")), *kept, *grouped],
    )


class ClassifyForm(Form):
    """公开属性 with what it rests on, and where the record belongs."""

    attribute = forms.ChoiceField(
        label=gettext_lazy("公开属性"),
        widget=Radios,
        choices=[
            (
                Attribute.PROACTIVE.value,
                Hinted(
                    gettext_lazy("主动公开"), gettext_lazy("涉及公众利益、需要公众知晓或者参与的，第十九条")
                ),
            ),
            (
                Attribute.ON_REQUEST.value,
                Hinted(gettext_lazy("依申请公开"), gettext_lazy("只与特定的人有关，别人申请时再提供")),
            ),
            (
                Attribute.WITHHELD.value,
                Hinted(gettext_lazy("不予公开"), gettext_lazy("有第十四条至第十六条的事由，写明权衡")),
            ),
        ],
    )
    clause = forms.ChoiceField(
        label=gettext_lazy("条例条款"),
        required=False,
        choices=[
            ("", gettext_lazy("没有列举")),
            *((clause.code, _clause(clause)) for clause in CLAUSES),
        ],
    )
    ground = forms.ChoiceField(
        label=gettext_lazy("不公开的事由"),
        required=False,
        choices=[
            ("", gettext_lazy("没有")),
            *((one.code, gettext_lazy(one.zh)) for one in EXEMPTIONS),
        ],
        help_text=gettext_lazy("主动公开的不填"),
    )
    weighing = forms.CharField(
        label=gettext_lazy("依据和权衡"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("不主动公开的要写：为什么不公开，公开会怎样；一年后再评估"),
    )
    field = forms.ChoiceField(
        label=gettext_lazy("领域"),
        required=False,
        choices=[
            ("", gettext_lazy("不属于26个领域")),
            *((term.code, gettext_lazy(term.zh)) for term in FIELDS),
        ],
    )
    catalogue_line = forms.CharField(
        label=gettext_lazy("标准目录事项"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("照本机关的标准目录，例如：最低生活保障·审核信息"),
    )
    topic = forms.ChoiceField(
        label=gettext_lazy("主题分类"),
        required=False,
        choices=[("", gettext_lazy("不分")), *((topic, gettext_lazy(topic)) for topic in TOPICS)],
    )
    audience = forms.CharField(
        label=gettext_lazy("公开对象"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("照标准目录，例如：全社会；或者写明是哪些人，例如：低保申请人"),
    )

    def __init__(self, *args: Any, lines: Sequence[tuple[str, list[str]]] = (), **more: Any) -> None:
        """``lines``: what the organ's standard catalogue has to choose from, by field."""
        super().__init__(*args, **more)
        if lines:
            self.fields["catalogue_line"] = _of_catalogue(lines, self.initial.get("catalogue_line", ""))

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        attribute = said.get("attribute")
        if attribute == Attribute.WITHHELD and not said.get("ground"):
            self.add_error("ground", _("不公开的事由 — 还没有选 — 请照条例第十四条至第十六条选一项。"))
        if attribute in {Attribute.WITHHELD, Attribute.ON_REQUEST} and not said.get("weighing"):
            self.add_error("weighing", _("依据和权衡 — 还没有写 — 请写明为什么不主动公开。"))
        if attribute == Attribute.PROACTIVE:
            said["ground"] = ""
        return said

    def said(self) -> Classified:
        return Classified(**self.cleaned_data)


#: What another organ may answer.
ANSWERS = (
    (Coordination.Answer.AGREED.value, gettext_lazy("同意公开")),
    (Coordination.Answer.CHANGES.value, gettext_lazy("提出修改意见")),
    (Coordination.Answer.AGAINST.value, gettext_lazy("不同意公开")),
    (Coordination.Answer.DROPPED.value, gettext_lazy("不用再问")),
)


class CoordinateForm(Form):
    """Which other organ is asked what before the release."""

    other = forms.CharField(label=gettext_lazy("问哪个机关"), max_length=120)
    matter = forms.CharField(
        label=gettext_lazy("确认什么"),
        max_length=300,
        help_text=gettext_lazy("例如：补助标准是否与你局的一致"),
    )
    asked_on = DateField(label=gettext_lazy("询问日期"), initial=today)
    needs_approval = forms.BooleanField(
        label=gettext_lazy("依照法律、行政法规和国家有关规定，要它批准才能公开"), required=False
    )

    def asked(self) -> Asked:
        return Asked(**self.cleaned_data)


class CoordinatedForm(Form):
    """What it answered."""

    answer = forms.ChoiceField(label=gettext_lazy("答复"), widget=Radios, choices=ANSWERS)
    answered_on = DateField(label=gettext_lazy("答复日期"), initial=today)
    said = forms.CharField(
        label=gettext_lazy("意见"),
        max_length=500,
        required=False,
        help_text=gettext_lazy("不是同意公开的要写：怎样说的，或者为什么不用再问"),
    )
    dropped = forms.FileField(
        label=gettext_lazy("凭据"),
        widget=FileDrop(),
        required=False,
        help_text=gettext_lazy("复函、会商记录或者聊天截图；不公开"),
    )

    def answered(self) -> Answered:
        said = self.cleaned_data
        return Answered(said["answer"], said["answered_on"], said["said"])


class RenameForm(Form):
    """Why something is taken back, and how it is called from then on."""

    reason = forms.CharField(
        label=gettext_lazy("撤回的原因"),
        max_length=200,
        help_text=gettext_lazy("公开的页面上看得到，不写姓名"),
    )
    title = forms.CharField(
        label=gettext_lazy("标题改为"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("标题本身泄露的填，例如：一份名单（已撤回）"),
    )


class ChangeForm(Reason):
    """And whether what stood there before may still be read: asked each time, for nobody else can tell."""

    shows = forms.TypedChoiceField(
        label=gettext_lazy("更正前写的，还能不能让人看"),
        widget=Radios,
        coerce=lambda value: value == "yes",
        choices=(
            ("yes", gettext_lazy("能：门户上人人可以对照，看改了什么")),
            ("no", gettext_lazy("不能，例如隐去了个人信息：以前各版的内容一概不显示")),
        ),
    )


class WithdrawForm(RenameForm):
    """And how much of it goes."""

    hard = forms.BooleanField(
        label=gettext_lazy("泄露了个人信息：正文、附件和原件马上全部删去，不能恢复"),
        required=False,
    )
    field_order = ("reason", "hard", "title")
