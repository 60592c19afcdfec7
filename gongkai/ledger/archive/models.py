"""Boxes, the files in them, and the records of what was destroyed, which are kept for ever."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from gongkai.law.retention import BY_CODE, RETENTIONS, Retention
from gongkai.ledger.base import OrganRecord
from gongkai.ledger.requests.models import Arrival, FoiRequest
from gongkai.lib.today import BEIJING

PERIODS = tuple((one.code, one.zh) for one in RETENTIONS)


class ArchiveBox(OrganRecord):
    """档案盒: files of one year 年度 and one retention period 保管期限."""

    year = models.SmallIntegerField("年度")
    retention = models.CharField("保管期限", max_length=10, choices=PERIODS)
    number = models.PositiveIntegerField("盒号")
    fonds_no = models.CharField("全宗号", max_length=20, blank=True)

    class Meta:
        ordering = ("-year", "retention", "number")
        constraints = (
            models.UniqueConstraint(fields=("organ", "year", "retention", "number"), name="box_number_once"),
        )

    def __str__(self) -> str:
        return f"{self.year}年·{self.period.zh}·第{self.number}盒"

    @property
    def period(self) -> Retention:
        return BY_CODE[self.retention]


class Destruction(OrganRecord):
    """销毁: proposed by one person after appraisal 鉴定, carried out by another. ``lines`` is the 销毁清册,
    which names nobody; ``scrubbed_at``: when the database was cleaned of what had been deleted."""

    #: The cleaning changes nothing that is said.
    UNLOGGED = ("scrubbed_at",)

    opinion = models.CharField("鉴定意见", max_length=500)
    proposed_by = models.CharField("鉴定人", max_length=150)
    proposed_on = models.DateField("鉴定日期")
    carried_by = models.CharField("监销人", max_length=150, blank=True)
    carried_on = models.DateField("销毁日期", null=True, blank=True)
    dropped_on = models.DateField("撤回日期", null=True, blank=True)
    lines = models.JSONField("销毁清册", default=list, blank=True)
    scrubbed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-proposed_on", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(carried_by="") | ~Q(carried_by=F("proposed_by")),
                name="destroyed_by_two",
                violation_error_message="销毁 — 鉴定人和监销人是同一个人 — 请由另一个人监销。",
            ),
            models.CheckConstraint(
                condition=Q(carried_on=None, carried_by="") | Q(carried_on__isnull=False) & ~Q(carried_by=""),
                name="destruction_names_who",
            ),
        )

    def __str__(self) -> str:
        return f"{self.proposed_on}的销毁"

    @property
    def is_open(self) -> bool:
        return self.carried_on is None and self.dropped_on is None


class ArchivedCase(OrganRecord):
    """归档文件 (一件): a closed application in its box. ``held_because``: why it is not to be destroyed."""

    box = models.ForeignKey(ArchiveBox, models.PROTECT, related_name="files")
    item = models.PositiveIntegerField("件号")
    foi_request = models.OneToOneField(FoiRequest, models.PROTECT, related_name="archived")
    closed_on = models.DateField("办结日期")
    archived_on = models.DateField("归档日期")
    pages = models.PositiveIntegerField("页数")
    missing = models.JSONField("缺少的材料", default=list, blank=True)
    held_because = models.CharField("停止销毁的原因", max_length=200, blank=True)
    destruction = models.ForeignKey(Destruction, models.PROTECT, null=True, blank=True, related_name="files")

    class Meta:
        ordering = ("-box__year", "box__retention", "item")
        constraints = (models.UniqueConstraint(fields=("box", "item"), name="item_once_a_box"),)

    def __str__(self) -> str:
        return self.archive_no

    @property
    def archive_no(self) -> str:
        """档号 (DA/T 22-2015): fonds, year, period, number of the file."""
        box = self.box
        parts = (box.fonds_no, f"WS·{box.year}", box.period.mark, f"{self.item:04d}")
        return "-".join(filter(None, parts))

    @property
    def period(self) -> Retention:
        return self.box.period


class UnfiledArrival(OrganRecord):
    """收件 that never became an application and lies in no box, from when somebody holds it or it is listed
    for destruction; its period is the organ's."""

    arrival = models.OneToOneField(Arrival, models.PROTECT, related_name="unfiled")
    held_because = models.CharField("停止销毁的原因", max_length=200, blank=True)
    destruction = models.ForeignKey(
        Destruction, models.PROTECT, null=True, blank=True, related_name="arrivals"
    )

    class Meta:
        ordering = ("arrival__closed_at", "arrival")

    def __str__(self) -> str:
        return str(self.arrival)

    @property
    def period(self) -> Retention:
        return BY_CODE[str(self.organ.option("retention_unfiled"))]

    @property
    def closed_on(self) -> date:
        assert self.arrival.closed_at is not None
        return self.arrival.closed_at.astimezone(BEIJING).date()
