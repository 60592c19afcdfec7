"""工作推进: what was done to push and watch over the work."""

from django.db import models

from gongkai.law.duties import BY_CODE as DUTY
from gongkai.ledger.base import Corrected, OrganRecord


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
