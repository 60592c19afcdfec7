"""Published information, counts per channel, and the acts chapter two counts."""

from django.db import models
from django.db.models import Q

from gongkai.ledger.base import Corrected, OrganRecord, OrganRows, StoredFile


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


class Disclosure(Corrected):
    """A piece of information the organ made 政府信息, with its life from making to repeal."""

    index_no = models.CharField("索引号", max_length=100)
    title = models.CharField("标题", max_length=300)
    document_no = models.CharField("文号", max_length=100, blank=True)
    category = models.CharField("信息类别", max_length=20, choices=Category, default=Category.OTHER)
    clause = models.CharField("条例条款", max_length=20, blank=True)  # a code of gongkai.law.proactive
    formed_on = models.DateField("形成日期")
    limit = models.CharField("公开期限", max_length=20, blank=True)  # of another law: proactive.OF_OTHER_LAWS
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
    overturned_on = models.DateField("处罚变更、撤销日期", null=True, blank=True)  # or found unlawful or void
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


class ChannelCount(Corrected):
    """渠道发布: how many items a channel carried in a month, where they are not entered one by one."""

    month = models.DateField("月份")  # its first day
    channel = models.CharField("渠道", max_length=100)
    count = models.IntegerField("条数")  # below 0 takes back an earlier row
    note = models.CharField("说明", max_length=300, blank=True)

    class Meta:
        ordering = ("month", "id")

    def __str__(self) -> str:
        return f"渠道发布{self.month:%Y-%m} {self.channel}"


class AdministrativeAct(Corrected):
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


class Record(OrganRecord):
    """公开信息的制作: what stands behind a row of the register, from its file to every version.

    The register row is made when the elements are confirmed, so that its clock runs and it counts; what it
    says is said there alone. What was read is sealed: before the screen it may hold anything.
    ``deeds`` are what was done, oldest first; ``verdicts`` what was decided on what the screen found.
    """

    class State(models.TextChoices):
        INBOX = "inbox", "待核对"
        DRAFT = "draft", "草稿"
        REVIEW = "review", "待放行"
        PUBLISHED = "published", "已公开"
        WITHHELD = "withheld", "不主动公开"
        WITHDRAWN = "withdrawn", "已撤回"
        DROPPED = "dropped", "不作公开信息"

    #: Sealed anew with every new key; the print vouches for it.
    UNLOGGED = ("read_sealed",)

    disclosure = models.OneToOneField(
        Disclosure, models.PROTECT, null=True, blank=True, related_name="record"
    )
    state = models.CharField("状态", max_length=10, choices=State, default=State.INBOX)
    read_sealed = models.TextField()  # the elements as they were read, their title first
    read_print = models.CharField(max_length=64)
    issuer = models.CharField("发文机关", max_length=200, blank=True)
    document_kind = models.CharField("公文种类", max_length=40, blank=True)  # of law.proactive
    summary = models.TextField("内容概述", blank=True)
    field = models.CharField("领域", max_length=40, blank=True)  # one of the 26 of law.proactive
    catalogue_line = models.CharField("标准目录事项", max_length=200, blank=True)
    topic = models.CharField("主题", max_length=60, blank=True)
    audience = models.CharField("公开对象", max_length=60, blank=True)
    ground = models.CharField("不公开事由", max_length=40, blank=True)  # of law.exemptions
    weighing = models.TextField("权衡", blank=True)
    review_on = models.DateField("下次评估", null=True, blank=True)
    is_urgent = models.BooleanField("紧急公开", default=False)
    links = models.JSONField("关联", default=list, blank=True)  # as confirmed: a kind of Link, a register row
    deeds = models.JSONField("经过", default=list, blank=True)
    verdicts = models.JSONField("个人信息的处理", default=list, blank=True)
    arrived_at = models.DateTimeField("收到时间")

    class Meta:
        ordering = ("-arrived_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=("inbox", "dropped")) | Q(disclosure__isnull=False),
                name="record_has_its_register_row",
            ),
        )
        indexes = (
            models.Index(fields=("organ", "state", "arrived_at"), name="record_inbox"),
            models.Index(fields=("organ", "topic"), name="record_topic"),
            models.Index(fields=("organ", "catalogue_line", "state"), name="record_catalogue_line"),
        )

    def __str__(self) -> str:
        return f"公开信息{self.pk}"


class Intake(models.Model):
    """自动收件: what came in by itself, by a folder or by mail, and what became of it: a draft, or a refusal.

    ``print`` is of what tells one mail or file from another, so that none is taken twice.
    """

    class Way(models.TextChoices):
        FOLDER = "folder", "投放文件夹"
        MAIL = "mail", "收件邮箱"

    organ = models.ForeignKey("organs.Organ", models.PROTECT, related_name="+")
    way = models.CharField(max_length=6, choices=Way)
    print = models.CharField(max_length=64)
    record = models.OneToOneField(Record, models.PROTECT, null=True, related_name="intake")
    said_sealed = models.TextField(blank=True)  # why it was refused
    sender_sealed = models.TextField(blank=True)
    at = models.DateTimeField()

    objects = OrganRows.as_manager()

    class Meta:
        ordering = ("-at",)
        constraints = (models.UniqueConstraint(fields=("organ", "print"), name="taken_in_once"),)
        indexes = (models.Index(fields=("organ", "at"), name="intake_latest"),)

    def __str__(self) -> str:
        return f"自动收件{self.pk}"


class Original(StoredFile):
    """原件: a file as it came, encrypted in the data folder, with what was read of it."""

    UNLOGGED = (*StoredFile.UNLOGGED, "read_sealed")

    record = models.ForeignKey(Record, models.PROTECT, related_name="originals")
    is_body = models.BooleanField("正文")  # the others are annexes
    read_sealed = models.TextField()
    is_read = models.BooleanField("查过文字", default=False)
    is_scanned = models.BooleanField("查过病毒", default=False)
    is_current = models.BooleanField("在用", default=True)  # else replaced by a later one

    class Meta:
        ordering = ("-is_body", "id")

    def __str__(self) -> str:
        return f"原件{self.pk}"


class Coordination(StoredFile, OrganRecord):
    """协商、确认: another organ that was asked before a release, and what it said; the file proves it."""

    class Answer(models.TextChoices):
        AGREED = "agreed", "同意公开"
        CHANGES = "changes", "提出修改意见"
        AGAINST = "against", "不同意公开"
        DROPPED = "dropped", "不用再问"

    record = models.ForeignKey(Record, models.PROTECT, related_name="coordinations")
    other = models.CharField("问哪个机关", max_length=120)
    matter = models.CharField("确认什么", max_length=300)
    needs_approval = models.BooleanField("要它批准", default=False)
    asked_on = models.DateField("询问日期")
    answered_on = models.DateField("答复日期", null=True, blank=True)
    answer = models.CharField("答复", max_length=8, choices=Answer, blank=True)
    said = models.CharField("意见", max_length=500, blank=True)
    # of the proof, where there is one
    place = models.CharField(max_length=64, blank=True)
    name_sealed = models.TextField(blank=True)
    key_sealed = models.TextField(blank=True)
    kind = models.CharField(max_length=8, blank=True)
    size = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ("asked_on", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("place",), condition=~Q(place=""), name="proof_lies_in_one_place"
            ),
        )

    def __str__(self) -> str:
        return f"协商{self.pk}"


class Version(OrganRecord):
    """A published wording 版本. ``html`` and ``text`` are what everybody sees; of a withdrawn one they may be
    gone."""

    record = models.ForeignKey(Record, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField("版本")
    title = models.CharField("标题", max_length=300)
    html = models.TextField("正文", blank=True)
    text = models.TextField(blank=True)  # of the body, to compare and to search
    said = models.JSONField("要素", default=dict, blank=True)  # of ``public.elements``, as text
    released_at = models.DateTimeField("放行时间")
    people = models.JSONField("放行的人", default=list)
    reason = models.CharField("更正说明", max_length=200, blank=True)

    class Meta:
        ordering = ("record", "-number")
        constraints = (models.UniqueConstraint(fields=("record", "number"), name="version_number_once"),)

    def __str__(self) -> str:
        return f"公开信息{self.record_id}第{self.number}版"


class PublishedFile(models.Model):
    """A file of a version: a copy that holds what is seen alone. ``text`` is what stands in it."""

    UNLOGGED = ("key_sealed",)

    version = models.ForeignKey(Version, models.PROTECT, related_name="files")
    original = models.ForeignKey(Original, models.PROTECT, related_name="copies")
    name = models.CharField("文件名", max_length=120)
    kind = models.CharField(max_length=8)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    place = models.CharField(max_length=64, unique=True)
    key_sealed = models.TextField()
    text = models.TextField(blank=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.name


class Link(models.Model):
    """关联: what a released version is to another row of the register."""

    class Kind(models.TextChoices):
        INTERPRETS = "interprets", "解读"
        REPEALS = "repeals", "废止"
        AMENDS = "amends", "修改"

    version = models.ForeignKey(Version, models.PROTECT, related_name="links")
    target = models.ForeignKey(Disclosure, models.PROTECT, related_name="links_here")
    kind = models.CharField("关系", max_length=12, choices=Kind)

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("version", "target"), name="linked_once"),)

    def __str__(self) -> str:
        return f"关联{self.pk}"


class IndexNumber(OrganRecord):
    """索引号: every number that was given, so that none is given twice, whatever becomes of its row."""

    index_no = models.CharField("索引号", max_length=100)
    series = models.CharField(max_length=100)  # the pattern with its year filled in
    n = models.PositiveIntegerField("序号")

    class Meta:
        ordering = ("series", "n")
        constraints = (
            models.UniqueConstraint(fields=("organ", "index_no"), name="given_index_number_once"),
            models.UniqueConstraint(fields=("organ", "series", "n"), name="index_number_in_its_series_once"),
        )

    def __str__(self) -> str:
        return self.index_no


class CatalogueLine(OrganRecord):
    """标准目录事项: a line of the standard catalogue that the organ took over. One that a newer catalogue has
    not any more stays, not current: records are filed under its name."""

    field = models.CharField("领域", max_length=40, blank=True)  # one of the 26 of law.proactive
    place = models.PositiveIntegerField("序号")
    name = models.CharField("事项", max_length=200)  # of law.catalogue
    item = models.CharField("一级事项", max_length=300)
    sub_item = models.CharField("二级事项", max_length=300, blank=True)
    content = models.TextField("公开内容", blank=True)
    basis = models.TextField("公开依据", blank=True)
    limit = models.TextField("公开时限", blank=True)
    by = models.CharField("公开主体", max_length=300, blank=True)
    channels = models.TextField("公开渠道和载体", blank=True)
    audience = models.CharField("公开对象", max_length=300, blank=True)
    way = models.CharField("公开方式", max_length=100, blank=True)
    level = models.CharField("公开层级", max_length=100, blank=True)
    is_current = models.BooleanField("在用", default=True)

    class Meta:
        ordering = ("field", "place", "id")
        indexes = (models.Index(fields=("organ", "is_current", "field", "place"), name="catalogue_in_order"),)

    def __str__(self) -> str:
        return self.name


class Subscription(models.Model):
    """订阅: to which address what is new of a search is mailed, once ``confirmed_on`` is set;
    ``told_on`` is the last day of which it was told, ``mailed_at`` when it was last written to."""

    organ = models.ForeignKey("organs.Organ", models.CASCADE, related_name="+")
    asked = models.CharField("条件", max_length=1000)  # of ``subscriptions.actions.written``
    email_sealed = models.TextField()
    email_print = models.CharField(max_length=64)
    asked_at = models.DateTimeField()
    mailed_at = models.DateTimeField(null=True)
    confirmed_on = models.DateField(null=True)
    told_on = models.DateField(null=True)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("organ", "email_print", "asked"), name="subscribed_once"),
        )
        indexes = (models.Index(fields=("told_on",), name="subscriptions_due"),)

    def __str__(self) -> str:
        return f"订阅{self.pk}"
