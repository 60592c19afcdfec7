"""工作推进: what was done to push and watch over the work, and what is on its way there."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q

from gongkai.law.duties import BY_CODE as DUTY
from gongkai.ledger.base import Corrected, OrganRecord, StoredFile
from gongkai.ledger.organs.models import Unit


class Activity(Corrected):
    """One training, meeting, assessment, praise, criticism, deduction, notice, evaluation, or mending."""

    class Kind(models.TextChoices):
        TRAINING = "training", "培训"
        MEETING = "meeting", "推进会"
        ASSESSMENT = "assessment", "考核"
        PRAISE = "praise", "表扬"
        CRITICISM = "criticism", "通报批评"
        DEDUCTION = "deduction", "绩效扣分"
        NOTICE = "notice", "通知传达"
        EVALUATION = "evaluation", "社会评议"
        ACCOUNTABILITY = "accountability", "责任追究"
        RECTIFICATION = "rectification", "问题整改"

    on = models.DateField("日期")
    kind = models.CharField("类别", max_length=16, choices=Kind)
    topic = models.CharField("主题", max_length=300, blank=True)
    target = models.CharField("对象", max_length=200, blank=True)
    people = models.PositiveIntegerField("人数", null=True, blank=True)
    points = models.DecimalField("分值", max_digits=8, decimal_places=2, null=True, blank=True)
    note = models.TextField("说明", blank=True)

    class Meta:
        ordering = ("on", "id")
        indexes = (models.Index(fields=("organ", "on", "kind"), name="activity_year"),)

    def __str__(self) -> str:
        return f"{self.get_kind_display()}{self.on}"


class Discharge(OrganRecord):
    """履行: that a round of a duty of ``law.duties`` is done where no other row shows it, and what proves it.

    One that was taken back has no day.
    """

    duty = models.CharField("例行事项", max_length=30)
    last_day = models.DateField("这一轮的最后一日")
    done_on = models.DateField("哪天办的", null=True, blank=True)
    proof = models.CharField("凭据", max_length=300, blank=True)

    class Meta:
        ordering = ("last_day", "duty")
        constraints = (
            models.UniqueConstraint(fields=("organ", "duty", "last_day"), name="duty_discharged_once"),
        )

    def __str__(self) -> str:
        return f"{DUTY[self.duty].zh}{self.last_day}" if self.duty in DUTY else f"{self.duty}{self.last_day}"


class Matter(OrganRecord):
    """事项: what pushes the work, from its plan or arrival to its row in the register of activities.

    What is asked of each kind, and what ends it, stands in ``supervision.kinds``. ``by`` is whoever teaches,
    presides, issues, finds or decides; ``on`` the day of it. ``follows`` is the problem that came back.
    """

    class State(models.TextChoices):
        OPEN = "open", "在办"
        CLOSED = "closed", "已办结"
        DROPPED = "dropped", "不办了"

    class Source(models.TextChoices):
        """Where a problem comes from 问题来源."""

        FINDING = "finding", "年度报告检查"
        AUDIT = "audit", "审计、督查、上级检查"
        MEETING = "meeting", "推进会"
        CHAPTER_FIVE = "chapter_five", "上年年度报告第五部分"
        COMPLAINT = "complaint", "投诉、举报、群众反映"
        OWN = "own", "自查"

    kind = models.CharField("类别", max_length=16, choices=Activity.Kind)
    number = models.CharField("编号", max_length=40)
    title = models.CharField("主题", max_length=300)
    text = models.TextField("内容", blank=True)
    on = models.DateField("日期")
    due = models.DateField("期限", null=True, blank=True)
    place = models.CharField("地点", max_length=200, blank=True)
    by = models.CharField("由谁", max_length=200, blank=True)
    target = models.CharField("对象", max_length=200, blank=True)
    document_no = models.CharField("文号", max_length=100, blank=True)
    source = models.CharField("来源", max_length=16, choices=Source, blank=True)
    ground = models.CharField("追究事由", max_length=20, blank=True)  # of law.accountability
    measure = models.TextField("措施", blank=True)
    attendance = models.TextField("签到名单", blank=True)
    minutes = models.TextField("纪要", blank=True)
    sign_in_key = models.CharField("签到链接", max_length=64, blank=True, db_index=True)
    quiz = models.JSONField("小测验", default=list, blank=True)
    quiz_tally = models.JSONField("小测验的结果", default=dict, blank=True)  # counts alone, no names
    state = models.CharField("状态", max_length=8, choices=State, default=State.OPEN)
    given_out_on = models.DateField("传达日期", null=True, blank=True)
    closed_on = models.DateField("办结日期", null=True, blank=True)
    activity = models.OneToOneField(
        Activity, models.PROTECT, null=True, blank=True, related_name="matter"
    )  # its row of the register, which alone is counted
    follows = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="followers")
    deeds = models.JSONField("经过", default=list, blank=True)

    class Meta:
        ordering = ("-on", "-id")
        constraints = (models.UniqueConstraint(fields=("organ", "number"), name="matter_number_once"),)
        indexes = (models.Index(fields=("organ", "state", "kind"), name="matters_to_do"),)

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class Task(OrganRecord):
    """任务: what somebody is to do by a day: a decision of a meeting, an answer to a notice, a mending.

    Its owner is a section or village, or a person. ``words`` and ``address`` are the proof that the work
    itself leaves; a file is no duty.
    """

    class State(models.TextChoices):
        OPEN = "open", "待办"
        DONE = "done", "待复核"
        CLOSED = "closed", "已办结"
        DROPPED = "dropped", "不用办了"

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="tasks")
    what = models.CharField("任务", max_length=300)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    due = models.DateField("期限")
    state = models.CharField("状态", max_length=8, choices=State, default=State.OPEN)
    words = models.TextField("办理情况", blank=True)
    address = models.URLField("网址", max_length=500, blank=True)
    done_on = models.DateField("办好的日期", null=True, blank=True)
    done_by = models.CharField("谁报的", max_length=100, blank=True)
    closed_on = models.DateField("办结日期", null=True, blank=True)
    deeds = models.JSONField("经过", default=list, blank=True)

    class Meta:
        ordering = ("due", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(unit__isnull=False, person__isnull=True)
                | Q(unit__isnull=True, person__isnull=False),
                name="task_has_one_owner",
                violation_error_message="由谁办 — 要有一个部门、村或者人 — 请选一个。",
            ),
        )
        indexes = (models.Index(fields=("organ", "state", "due"), name="tasks_to_do"),)

    def __str__(self) -> str:
        return self.what

    @property
    def owner(self) -> str:
        return self.unit.name if self.unit else self.person.name if self.person else ""

    def is_late(self, on: date) -> bool:
        """Whether its owner is late: what waits to be checked was done in time, or it was not."""
        ended = self.done_on if self.state in (self.State.DONE, self.State.CLOSED) else on
        return self.state != self.State.DROPPED and ended is not None and self.due < ended


class Enclosure(StoredFile, OrganRecord):
    """材料: a file of a matter, or the proof of one of its tasks; encrypted in the data folder."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="files")
    task = models.ForeignKey(Task, models.PROTECT, null=True, blank=True, related_name="files")

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"材料{self.pk}"
