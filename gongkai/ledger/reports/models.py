"""What an organ adds to the figures: the year's prose, its way to publication, what was published, the notice
of the organ above, and what goes between two installations: packages, receipts, the keys that prove them."""

from django.db import models
from django.db.models import Q

from gongkai.law.annual_report.stages import State
from gongkai.ledger.base import OrganRecord, StoredFile
from gongkai.ledger.organs.models import Organ


class ReportYear(OrganRecord):
    """The year's report in work. Figures are never stored here: they are a sum over the ledger.

    ``steps`` are the steps taken, oldest first; ``accepted`` the findings that stay as they are, and why.
    ``passed`` is the report as the organ above last passed it, as JSON: its digest stands with the step.
    """

    UNLOGGED = ("passed",)

    year = models.SmallIntegerField("年度")
    texts = models.JSONField("正文", default=dict, blank=True)  # chapter key -> prose with bound {fields}
    state = models.CharField("状态", max_length=12, default=State.DRAFT.value)
    steps = models.JSONField("环节", default=list, blank=True)
    drafters = models.JSONField("编制人", default=list, blank=True)  # none of them approves it
    accepted = models.JSONField("不改的提示", default=list, blank=True)
    published_on = models.DateField("公开日期", null=True, blank=True)
    url = models.CharField("网址", max_length=500, blank=True)
    passed = models.TextField("通过的报告", blank=True, default="")

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

    @property
    def papers(self) -> list[str]:
        """What it asks for besides the report."""
        return [line.strip() for line in self.attachments.splitlines() if line.strip()]


class KeptReport(StoredFile, OrganRecord):
    """收存的年报: anybody's report that was checked here and kept, encrypted in the data folder."""

    of_organ = models.CharField("年报机关", max_length=100)
    year = models.SmallIntegerField("年度")
    kept_by = models.CharField("保存人", max_length=150)
    kept_at = models.DateTimeField("保存时间")

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.of_organ}{self.year}年年度报告"


class Material(StoredFile, OrganRecord):
    """要报的材料: a paper that the notice asks for besides the report, as the seal on a scan."""

    year = models.SmallIntegerField("年度")
    added_by = models.CharField("添加人", max_length=150)
    added_at = models.DateTimeField("添加时间")

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.year}年报材料"


class Chase(OrganRecord):
    """催报: the organ above has asked for a late report. ``organ`` is who was asked, once a day at most."""

    year = models.SmallIntegerField("年度")
    on = models.DateField("日期")
    above = models.CharField("上级机关", max_length=100)
    by = models.CharField("催办人", max_length=150)

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("organ", "year", "on"), name="chased_once_a_day"),)

    def __str__(self) -> str:
        return f"{self.year}年报催办{self.on}"


class SenderKey(OrganRecord):
    """登记的公钥: by which what another installation sends is proved. ``organ`` registered it, for a
    ``member`` below whose packages it takes; without one, for the organ above whose receipts it reads."""

    member = models.ForeignKey(Organ, models.PROTECT, null=True, blank=True, related_name="+")
    pem = models.TextField("公钥")
    fingerprint = models.CharField("指纹", max_length=40)
    registered_by = models.CharField("登记人", max_length=150)
    registered_at = models.DateTimeField("登记时间")
    ended_at = models.DateTimeField("停用时间", null=True, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("organ", "member"), condition=Q(ended_at=None), name="one_key_of_a_member"
            ),
            models.UniqueConstraint(
                fields=("organ",), condition=Q(ended_at=None, member=None), name="one_key_of_the_superior"
            ),
        )

    def __str__(self) -> str:
        return f"公钥{self.fingerprint}"


class Sent(StoredFile, OrganRecord):
    """报送包: what this organ made for the organ above, as it was made, and the receipt that came for it."""

    year = models.SmallIntegerField("年度")
    revision = models.PositiveIntegerField("版次")
    digest = models.CharField("清单摘要", max_length=64)  # SHA-256 of the manifest
    made_by = models.CharField("制作人", max_length=150)
    made_at = models.DateTimeField("制作时间")
    receipt = models.JSONField("回执", default=dict, blank=True)  # what the organ above has signed

    class Meta:
        ordering = ("year", "revision")
        constraints = (
            models.UniqueConstraint(fields=("organ", "year", "revision"), name="one_package_a_revision"),
        )

    def __str__(self) -> str:
        return f"{self.year}年报送包第{self.revision}版"


class Received(StoredFile, OrganRecord):
    """收到的年报: a report of an organ below that came as a package or a file, with what it was held against.

    ``organ`` is whose report it is. ``state`` is submitted, passed or returned, as of a report in work.
    """

    class By(models.TextChoices):
        PACKAGE = "package", "报送包"
        FILE = "file", "文件"

    year = models.SmallIntegerField("年度")
    came_as = models.CharField("来的方式", max_length=8, choices=By)
    revision = models.PositiveIntegerField("版次", default=0)  # of a package; a file has none
    manifest_digest = models.CharField("清单摘要", max_length=64, blank=True)
    state = models.CharField("状态", max_length=12, default=State.SUBMITTED.value)
    content = models.TextField("报告")  # as JSON, with the findings on its arrival
    digest = models.CharField("摘要", max_length=64)  # SHA-256 of ``content``
    received_by = models.CharField("接收人", max_length=150)
    received_at = models.DateTimeField("接收时间")
    judged_by = models.CharField("审核人", max_length=150, blank=True)
    judged_at = models.DateTimeField("审核时间", null=True, blank=True)
    reason = models.TextField("意见", blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("organ", "year", "revision"),
                condition=Q(came_as="package"),
                name="one_arrival_a_revision",
            ),
        )

    def __str__(self) -> str:
        return f"收到的{self.year}年年报"


class ProseDraft(models.Model):
    """What somebody is typing and has not saved: theirs alone, gone when they save. Not of the ledger."""

    organ = models.ForeignKey("organs.Organ", models.CASCADE, related_name="+")
    year = models.SmallIntegerField()
    actor = models.CharField(max_length=150)
    texts = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("organ", "year", "actor"), name="one_draft_each"),)
