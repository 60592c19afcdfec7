"""What is told of, to whom it goes which way, and the messages themselves with what became of each."""

from django.conf import settings
from django.db import models

from gongkai.law.reminders import NEVER_LATE, OVERDUE
from gongkai.ledger.base import OrganRows
from gongkai.ledger.organs.models import Organ


class Way(models.Model):
    """渠道: a way out that an organ has set up. Its addresses and keys are sealed as a whole.

    ``trouble`` is why it stands still until somebody mends it.
    """

    UNLOGGED = ("said_sealed", "trouble", "tested_at")  # the print of what was said is logged

    organ = models.ForeignKey(Organ, models.PROTECT, related_name="+")
    code = models.CharField("渠道", max_length=20)
    is_on = models.BooleanField("启用", default=False)
    said_sealed = models.TextField()
    said_print = models.CharField(max_length=64)
    trouble = models.CharField("为什么停着", max_length=300, blank=True)
    tested_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("organ", "code"), name="one_way_of_a_kind"),)

    def __str__(self) -> str:
        return self.code


class Preference(models.Model):
    """提醒方式 of a person; what is empty is as the organ has it."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="preference")
    by_mail = models.BooleanField("用电子邮件提醒", default=True)
    pace = models.CharField("怎样发", max_length=10, blank=True)
    digest_at = models.CharField("几点发", max_length=5, blank=True)
    quiet_hours = models.CharField("免打扰时段", max_length=11, blank=True)

    def __str__(self) -> str:
        return str(self.person)


class Notice(models.Model):
    """提醒: that something to do has reached a stage. Each is made once; ``over_at`` ends it.

    It ends when the thing is done, its limit has moved, or the next stage has come.
    """

    organ = models.ForeignKey(Organ, models.PROTECT, related_name="+", db_index=False)
    ledger = models.CharField(max_length=20)
    step = models.CharField(max_length=40)
    record = models.PositiveBigIntegerField(default=0)
    number = models.CharField(max_length=120, blank=True)
    what = models.CharField(max_length=60)
    due = models.DateField()
    stage = models.SmallIntegerField()
    told_at = models.DateTimeField()
    over_at = models.DateTimeField(null=True)

    objects = OrganRows.as_manager()

    class Meta:
        ordering = ("due", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("organ", "due", "ledger", "step", "record", "stage"), name="told_once"
            ),
        )
        indexes = (
            models.Index(fields=("organ",), condition=models.Q(over_at=None), name="notices_in_force"),
        )

    @property
    def is_late(self) -> bool:
        return self.stage == OVERDUE and self.step not in NEVER_LATE


class State(models.TextChoices):
    """What became of a message."""

    WAITING = "waiting", "待发"
    SENDING = "sending", "正在发"
    SENT = "sent", "已发"
    UNSURE = "unsure", "不知道收到没有"
    FAILED = "failed", "没有发成"
    DROPPED = "dropped", "不用发了"


#: From here nothing goes out any more by itself.
ENDED = (State.SENT, State.UNSURE, State.FAILED, State.DROPPED)


class Dispatch(models.Model):
    """发送: one message one way, to a person or to the place that the way leads to.

    ``key`` is the same however often it is tried. ``due_at`` is when it is to go, ``send_after`` when it is
    tried next. Its text is written when it goes, from the notices that are still in force.
    """

    organ = models.ForeignKey(Organ, models.PROTECT, related_name="+", db_index=False)
    way = models.CharField("渠道", max_length=20)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    notices = models.ManyToManyField(Notice, related_name="dispatches")
    key = models.CharField(max_length=32, unique=True)
    state = models.CharField("状态", max_length=10, choices=State, default=State.WAITING)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField("定在")
    send_after = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField("试了几次", default=0)
    tried_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    problem = models.CharField("为什么", max_length=300, blank=True)

    objects = OrganRows.as_manager()

    class Meta:
        ordering = ("-pk",)
        indexes = (
            models.Index(fields=("state", "send_after"), name="dispatches_due"),
            models.Index(fields=("organ", "way", "tried_at"), name="dispatches_lately"),
        )
