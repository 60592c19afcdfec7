"""Where an organ publishes, each delivery of a record there, and what a person notes of it."""

from django.db import models

from gongkai.ledger.base import OrganRecord, StoredFile
from gongkai.ledger.disclosures.models import Record


class Outlet(OrganRecord):
    """发布渠道: a carrier that an organ has set up. Its addresses and keys are sealed as a whole.

    There may be several of a kind, told apart by name; the register and the report call them by it.
    ``trouble`` is why it stands still until somebody mends it. A closed one keeps its history.
    """

    UNLOGGED = ("said_sealed", "trouble")  # the print of what was said is logged

    code = models.CharField("载体", max_length=20)  # of gongkai.channels.carriers
    name = models.CharField("名称", max_length=60)
    is_on = models.BooleanField("启用", default=True)
    is_automatic = models.BooleanField("放行后自动发布", default=False)
    registration = models.CharField("备案", max_length=200, blank=True)  # of an account of new media
    since = models.DateTimeField("启用时间")
    said_sealed = models.TextField()
    said_print = models.CharField(max_length=64)
    trouble = models.CharField("为什么停着", max_length=300, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("organ", "name"), name="outlet_of_a_name_once"),)

    def __str__(self) -> str:
        return self.name


class Aim(models.TextChoices):
    """What is being done: putting a record there, or taking it down."""

    PUBLISH = "publish", "发布"
    WITHDRAW = "withdraw", "撤下"


class State(models.TextChoices):
    """How far that is."""

    WAITING = "waiting", "待发"
    SENDING = "sending", "正在发"
    PENDING = "pending", "对方处理中"
    BY_HAND = "by_hand", "待办"  # a person does it
    DONE = "done", "已办"
    UNSURE = "unsure", "不知道收到没有"
    FAILED = "failed", "没有办成"
    DROPPED = "dropped", "不用办了"


#: From here nothing goes on by itself.
ENDED = (State.DONE, State.UNSURE, State.FAILED, State.DROPPED)


class Delivery(OrganRecord):
    """发布: one version of a record through one outlet.

    ``key`` is the same however often it is tried. ``notes`` is what the carrier noted between its steps.
    ``stood_at`` is when it appeared there, ``gone_at`` when it was taken down.
    """

    #: How a try goes; what comes of it is logged.
    UNLOGGED = ("state", "send_after", "attempts", "tried_at", "problem", "notes")

    record = models.ForeignKey(Record, models.PROTECT, related_name="deliveries", db_index=False)
    outlet = models.ForeignKey(Outlet, models.PROTECT, related_name="deliveries")
    version = models.PositiveSmallIntegerField("版本")
    key = models.CharField(max_length=32, unique=True)
    aim = models.CharField("要办的", max_length=10, choices=Aim, default=Aim.PUBLISH)
    state = models.CharField("状态", max_length=10, choices=State, default=State.WAITING)
    asked_by = models.CharField("谁要发的", max_length=100)
    asked_at = models.DateTimeField("什么时候要发的")
    send_after = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField("试了几次", default=0)
    tried_at = models.DateTimeField(null=True)
    problem = models.CharField("为什么", max_length=300, blank=True)
    notes = models.JSONField(default=dict, blank=True)
    address = models.CharField("网址", max_length=500, blank=True)
    proof = models.CharField("凭据", max_length=300, blank=True)
    stood_at = models.DateTimeField("发布时间", null=True)
    gone_at = models.DateTimeField("撤下时间", null=True)
    take_down_on = models.DateField("应当撤下的日期", null=True)

    class Meta:
        ordering = ("outlet", "-version")
        constraints = (
            models.UniqueConstraint(fields=("record", "outlet", "version"), name="delivered_once"),
        )
        indexes = (
            models.Index(fields=("state", "send_after"), name="deliveries_due"),
            models.Index(fields=("organ", "state", "take_down_on"), name="deliveries_to_do"),
        )

    def __str__(self) -> str:
        return f"{self.outlet}·公开信息{self.record_id}第{self.version}版"

    @property
    def stands(self) -> bool:
        """Whether it appeared there and was not taken down."""
        return self.stood_at is not None and self.gone_at is None


class Posting(OrganRecord):
    """张贴、播出: one place, and where it has one a time, at which a person puts it up and notes that."""

    delivery = models.ForeignKey(Delivery, models.PROTECT, related_name="postings")
    where = models.CharField("地点", max_length=100, blank=True)
    on = models.DateField("日期", null=True)
    at = models.CharField("时段", max_length=20, blank=True)
    done_on = models.DateField("办的日期", null=True)
    done_by = models.CharField("谁办的", max_length=100, blank=True)
    words = models.CharField("说明", max_length=300, blank=True)
    down_on = models.DateField("撤下的日期", null=True)
    down_by = models.CharField("谁撤的", max_length=100, blank=True)

    class Meta:
        ordering = ("delivery", "on", "at", "pk")

    def __str__(self) -> str:
        return " ".join(filter(None, (self.where, str(self.on or ""), self.at))) or f"登记{self.pk}"


class Photo(StoredFile, OrganRecord):
    """照片: what somebody took of a posting, encrypted in the data folder."""

    posting = models.ForeignKey(Posting, models.PROTECT, related_name="photos")

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"照片{self.pk}"
