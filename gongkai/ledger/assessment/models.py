"""Indicators of a year, an assessment 考核 by them, and a card 考核表 for each that is assessed."""

from datetime import date

from django.db import models
from django.db.models import Q

from gongkai.law.assessment import Target
from gongkai.ledger.base import OrganRecord
from gongkai.ledger.organs.models import Organ, Unit
from gongkai.ledger.supervision.models import Activity


class Indicators(OrganRecord):
    """指标: one version of the indicators of a year. It is never changed: what was assessed by it stays so.

    ``document_no`` is the rule that asks for it; empty for the set that ships.
    """

    year = models.PositiveSmallIntegerField("年度")
    version = models.PositiveSmallIntegerField("版本")
    title = models.CharField("名称", max_length=200)
    document_no = models.CharField("依据的文件", max_length=200, blank=True)
    made_on = models.DateField("制定日期")
    said = models.JSONField("指标")  # as entries.plain gives them

    class Meta:
        ordering = ("-year", "-version")
        constraints = (
            models.UniqueConstraint(fields=("organ", "year", "version"), name="indicators_version_once"),
        )

    def __str__(self) -> str:
        return f"{self.year}年第{self.version}版{self.title}"


class Assessment(OrganRecord):
    """考核: a year, half or quarter, by one version of the indicators. It ends with its last card, as a row
    of the register of activities, which alone is counted."""

    class State(models.TextChoices):
        OPEN = "open", "考核中"
        CLOSED = "closed", "已核定"
        DROPPED = "dropped", "不考核了"

    indicators = models.ForeignKey(Indicators, models.PROTECT, related_name="assessments")
    title = models.CharField("名称", max_length=200)
    first = models.DateField("考核期开始")
    last = models.DateField("考核期结束")
    due = models.DateField("哪天以前自评")
    state = models.CharField("状态", max_length=8, choices=State, default=State.OPEN)
    closed_on = models.DateField("核定完的日期", null=True, blank=True)
    activity = models.OneToOneField(Activity, models.PROTECT, null=True, blank=True, related_name="+")
    deeds = models.JSONField("经过", default=list, blank=True)

    class Meta:
        ordering = ("-last", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(first__lte=models.F("last")),
                name="assessment_ends_after_it_begins",
                violation_error_message="考核期 — 结束早于开始 — 请核对两个日期。",
            ),
        )

    def __str__(self) -> str:
        return self.title


class Card(OrganRecord):
    """考核表: one village, section or organ below in an assessment.

    ``counted`` is what the ledgers gave when it was checked, with its reasons; ``own`` and ``checked`` are
    marks that persons gave, by indicator. ``score`` and ``out_of`` are kept only where points or ranking are
    switched on.
    """

    class State(models.TextChoices):
        OPEN = "open", "待自评"
        SCORED = "scored", "待核评"
        CHECKED = "checked", "待核定"
        APPEALED = "appealed", "申诉待复核"
        FINAL = "final", "已核定"

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="cards")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    body = models.ForeignKey(Organ, models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField("状态", max_length=8, choices=State, default=State.OPEN)
    own = models.JSONField("自评", default=dict, blank=True)
    own_words = models.TextField("自评说明", blank=True)
    counted = models.JSONField("台账的数", default=dict, blank=True)
    checked = models.JSONField("核评", default=dict, blank=True)
    checked_words = models.TextField("核评说明", blank=True)
    appeal = models.TextField("申诉", blank=True)
    conclusion = models.TextField("结论", blank=True)
    grade = models.CharField("等次", max_length=20, blank=True)
    score = models.DecimalField("得分", max_digits=8, decimal_places=2, null=True, blank=True)
    out_of = models.DecimalField("满分", max_digits=8, decimal_places=2, null=True, blank=True)
    final_on = models.DateField("核定日期", null=True, blank=True)
    deeds = models.JSONField("经过", default=list, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(unit__isnull=False, body__isnull=True) | Q(unit__isnull=True, body__isnull=False),
                name="card_has_one_subject",
                violation_error_message="考核对象 — 要有一个村、部门或者机关 — 请选一个。",
            ),
            models.UniqueConstraint(
                fields=("assessment", "unit"), condition=Q(unit__isnull=False), name="unit_is_assessed_once"
            ),
            models.UniqueConstraint(
                fields=("assessment", "body"), condition=Q(body__isnull=False), name="organ_is_assessed_once"
            ),
        )
        indexes = (models.Index(fields=("organ", "state"), name="cards_to_do"),)

    def __str__(self) -> str:
        return f"{self.assessment}：{self.name}"

    @property
    def name(self) -> str:
        """Who is assessed."""
        subject = self.unit or self.body
        return subject.name if subject else ""

    @property
    def target(self) -> Target:
        return Target(self.unit.kind) if self.unit else Target.ORGAN


class Consequence(OrganRecord):
    """结果运用: what follows from a card, as a paper that the leader issues. Issued it is a row of the
    register, which alone is counted. ``points`` only where they are switched on."""

    class Kind(models.TextChoices):
        PRAISE = "praise", "表扬"
        CRITICISM = "criticism", "通报批评"
        DEDUCTION = "deduction", "绩效扣分"

    class State(models.TextChoices):
        DRAFT = "draft", "待签发"
        ISSUED = "issued", "已签发"
        DROPPED = "dropped", "不发了"

    card = models.ForeignKey(Card, models.PROTECT, related_name="consequences")
    kind = models.CharField("类别", max_length=10, choices=Kind)
    text = models.TextField("正文")
    points = models.DecimalField("扣分", max_digits=6, decimal_places=2, null=True, blank=True)
    document_no = models.CharField("文号", max_length=100, blank=True)
    state = models.CharField("状态", max_length=8, choices=State, default=State.DRAFT)
    issued_on = models.DateField("签发日期", null=True, blank=True)
    activity = models.OneToOneField(Activity, models.PROTECT, null=True, blank=True, related_name="+")
    deeds = models.JSONField("经过", default=list, blank=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.get_kind_display()}{self.card.name}"


class Survey(OrganRecord):
    """社会评议: what is asked of everybody about a year, by a link, on paper, of deputies.

    Whoever has the link may answer; nothing is asked of who they are, and no words are taken in which they
    could say it. Closed by the leader it is a row of the register; the result is public where that is chosen.
    """

    class State(models.TextChoices):
        OPEN = "open", "评议中"
        CLOSED = "closed", "已结束"
        DROPPED = "dropped", "不办了"

    title = models.CharField("名称", max_length=200)
    year = models.PositiveSmallIntegerField("评议哪一年")
    questions = models.JSONField("问题")  # their words, in order
    opens_on = models.DateField("开始日期")
    closes_on = models.DateField("截止日期")
    key = models.CharField(max_length=32, unique=True)
    is_online = models.BooleanField("网上可以填", default=True)
    state = models.CharField("状态", max_length=8, choices=State, default=State.OPEN)
    conclusion = models.TextField("结论", blank=True)
    closed_on = models.DateField("结束日期", null=True, blank=True)
    published_on = models.DateField("公布日期", null=True, blank=True)
    activity = models.OneToOneField(Activity, models.PROTECT, null=True, blank=True, related_name="+")
    deeds = models.JSONField("经过", default=list, blank=True)

    class Meta:
        ordering = ("-year", "-pk")

    def __str__(self) -> str:
        return self.title

    def takes_answers(self, on: date) -> bool:
        """Whether the link takes answers on a day."""
        is_open = self.state == self.State.OPEN and self.is_online
        return is_open and self.opens_on <= on <= self.closes_on


class Answers(OrganRecord):
    """答卷: one sent by the link, or so many typed in from paper. ``counts``: for each question, in order,
    how many of each grade."""

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="answers")
    way = models.CharField("方式", max_length=10)  # of law.evaluation
    on = models.DateField("日期")
    sheets = models.PositiveIntegerField("份数", default=1)
    counts = models.JSONField("各题各等次")

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.survey}{self.sheets}份"
