"""Published information, counts per channel, and the acts chapter two counts."""

from django.db import models
from django.db.models import Q

from gongkai.ledger.base import OrganRecord


class Category(models.TextChoices):
    """信息类别, named as the rows of table two."""

    REGULATION = "regulations", "规章"
    NORMATIVE = "normative_documents", "行政规范性文件"
    OTHER = "other", "其他"


class Attribute(models.TextChoices):
    """公开属性."""

    PROACTIVE = "proactive", "主动公开"
    ON_REQUEST = "on_request", "依申请公开"
    WITHHELD = "withheld", "不予公开"


class Validity(models.TextChoices):
    """有效性."""

    IN_FORCE = "in_force", "有效"
    REPEALED = "repealed", "废止"
    LAPSED = "lapsed", "失效"


class Disclosure(OrganRecord):
    """A piece of information the organ made 政府信息, with its life from making to repeal."""

    index_no = models.CharField("索引号", max_length=100)
    title = models.CharField("标题", max_length=300)
    document_no = models.CharField("文号", max_length=100, blank=True)
    category = models.CharField("信息类别", max_length=20, choices=Category, default=Category.OTHER)
    clause = models.CharField("条例条款", max_length=20, blank=True)  # a code of gongkai.law.proactive
    formed_on = models.DateField("形成日期")
    published_on = models.DateField("公开日期", null=True, blank=True)
    attribute = models.CharField("公开属性", max_length=12, choices=Attribute, blank=True)
    withheld_because = models.CharField("不公开依据", max_length=200, blank=True)
    validity = models.CharField("有效性", max_length=12, choices=Validity, blank=True)
    effective_on = models.DateField("生效日期", null=True, blank=True)
    expires_on = models.DateField("有效期至", null=True, blank=True)
    repealed_on = models.DateField("废止日期", null=True, blank=True)
    registration_no = models.CharField("登记号", max_length=100, blank=True)
    filed_on = models.DateField("备案日期", null=True, blank=True)
    notice_until = models.DateField("公示截止", null=True, blank=True)
    channels = models.JSONField("公开渠道", default=list, blank=True)
    url = models.CharField("网址", max_length=500, blank=True)

    class Meta:
        ordering = ("formed_on", "index_no")
        constraints = (
            models.UniqueConstraint(fields=("organ", "index_no"), name="index_number_once"),
            models.CheckConstraint(
                condition=~Q(validity__in=("repealed", "lapsed"))
                | Q(repealed_on__isnull=False)
                | Q(expires_on__isnull=False),
                name="repeal_has_a_date",
                violation_error_message="有效性 — 废止或失效要有日期 — 请填写废止日期或有效期至。",
            ),
        )
        indexes = (
            models.Index(fields=("organ", "category", "formed_on"), name="disclosure_tally"),
            models.Index(fields=("organ", "formed_on", "id"), name="disclosure_formed"),
            # what was published in a span of days, what is not yet, and which lists end
            models.Index(fields=("organ", "published_on", "formed_on", "id"), name="disclosure_published"),
            models.Index(fields=("organ", "notice_until"), name="disclosure_notice"),
        )

    def __str__(self) -> str:
        return f"主动公开{self.index_no}"


class ChannelCount(OrganRecord):
    """渠道发布: how many items a channel carried in a month, where they are not entered one by one."""

    month = models.DateField("月份")  # its first day
    channel = models.CharField("渠道", max_length=100)
    count = models.IntegerField("条数")  # below 0 takes back an earlier row
    note = models.CharField("说明", max_length=300, blank=True)

    class Meta:
        ordering = ("month", "id")

    def __str__(self) -> str:
        return f"渠道发布{self.month:%Y-%m} {self.channel}"


class AdministrativeAct(OrganRecord):
    """行政行为: decisions and fees of a day or month."""

    class Kind(models.TextChoices):
        LICENSING = "licensing", "行政许可"
        PENALTIES = "penalties", "行政处罚"
        COERCION = "coercion", "行政强制"
        FEES = "fees", "行政事业性收费"

    on = models.DateField("日期")
    whole_month = models.BooleanField(default=False)
    kind = models.CharField("类别", max_length=12, choices=Kind)
    quantity = models.IntegerField("数量", null=True, blank=True)  # below 0 takes back an earlier row
    amount = models.DecimalField("金额（元）", max_digits=18, decimal_places=2, null=True, blank=True)
    note = models.CharField("说明", max_length=300, blank=True)

    class Meta:
        ordering = ("on", "id")
        indexes = (models.Index(fields=("organ", "on", "kind"), name="act_tally"),)

    def __str__(self) -> str:
        return f"{self.get_kind_display()}{self.on}"
