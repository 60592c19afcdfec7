"""What an organ adds to the figures: the year's prose, its way to publication, what was published, and the
notice of the organ above."""

from django.db import models
from django.db.models import Q

from gongkai.law.annual_report.stages import State
from gongkai.ledger.base import OrganRecord


class ReportYear(OrganRecord):
    """The year's report in work. Figures are never stored here: they are a sum over the ledger.

    ``steps`` are the steps taken, oldest first; ``accepted`` the findings that stay as they are, and why.
    """

    year = models.SmallIntegerField("年度")
    texts = models.JSONField("正文", default=dict, blank=True)  # chapter key -> prose with bound {fields}
    state = models.CharField("状态", max_length=12, default=State.DRAFT.value)
    steps = models.JSONField("环节", default=list, blank=True)
    drafters = models.JSONField("编制人", default=list, blank=True)  # none of them approves it
    accepted = models.JSONField("不改的提示", default=list, blank=True)
    published_on = models.DateField("公开日期", null=True, blank=True)
    url = models.CharField("网址", max_length=500, blank=True)

    class Meta:
        ordering = ("year",)
        constraints = (models.UniqueConstraint(fields=("organ", "year"), name="one_report_a_year"),)

    def __str__(self) -> str:
        return f"{self.organ_id}·{self.year}"


class Edition(OrganRecord):
    """The report as it was published: version 0, then one for each amendment 更正. Never changed."""

    year = models.SmallIntegerField("年度")
    version = models.PositiveSmallIntegerField("版本")
    published_on = models.DateField("公开日期")
    by = models.CharField("公布人", max_length=150)
    reason = models.CharField("更正原因", max_length=200, blank=True)
    content = models.TextField("报告")  # the report as JSON
    digest = models.CharField("摘要", max_length=64)  # SHA-256 of ``content``

    class Meta:
        ordering = ("year", "version")
        constraints = (
            models.UniqueConstraint(fields=("organ", "year", "version"), name="one_edition_a_version"),
            models.CheckConstraint(condition=Q(version=0) | ~Q(reason=""), name="amendment_has_a_reason"),
        )

    def __str__(self) -> str:
        return f"{self.organ_id}·{self.year}·{self.version}"


class YearNotice(OrganRecord):
    """年报通知: what an organ asks of those below it for a year. ``organ`` is the one that asks."""

    year = models.SmallIntegerField("年度")
    document_no = models.CharField("文号", max_length=100, blank=True)
    due_on = models.DateField("报送期限")
    longest = models.PositiveIntegerField("正文最多字数", null=True, blank=True)
    text = models.TextField("通知要点", blank=True)
    items = models.TextField("要写的内容", blank=True)  # one to a line
    attachments = models.TextField("要报的材料", blank=True)  # one to a line

    class Meta:
        ordering = ("year",)
        constraints = (models.UniqueConstraint(fields=("organ", "year"), name="one_notice_a_year"),)

    def __str__(self) -> str:
        return f"{self.organ_id}·{self.year}"


class KeptReport(OrganRecord):
    """收存的年报: anybody's report that was checked here and kept, encrypted in the data folder."""

    UNLOGGED = ("name_sealed", "key_sealed")

    of_organ = models.CharField("年报机关", max_length=100)
    year = models.SmallIntegerField("年度")
    kept_by = models.CharField("保存人", max_length=150)
    kept_at = models.DateTimeField("保存时间")
    place = models.CharField(max_length=64, unique=True)
    name_sealed = models.TextField()
    key_sealed = models.TextField()
    kind = models.CharField(max_length=8)  # a code of gongkai.lib.kinds
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.of_organ}{self.year}年年度报告"


class ProseDraft(models.Model):
    """What somebody is typing and has not saved: theirs alone, gone when they save. Not of the ledger."""

    organ = models.ForeignKey("organs.Organ", models.CASCADE, related_name="+")
    year = models.SmallIntegerField()
    actor = models.CharField(max_length=150)
    texts = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("organ", "year", "actor"), name="one_draft_each"),)
