"""An application and its events, and the letters that lead to them; what has arrived and is not yet received.

The events are the truth and are never edited; a mistaken one is replaced by a later one that says why.
The projection columns of the application are computed from the events in the same transaction, so that
lists and sums need not replay them. An arrival counts nowhere before it has become an application.
"""

from django.db import models
from django.db.models import F, Q

from gongkai.ledger.base import Corrected, OrganRecord, StoredFile

#: What stands in place of the words of an application whose file was destroyed 销毁.
ERASED = "（档案已销毁）"


class FoiRequest(Corrected):
    """政府信息公开申请 (one row = 一件). ``erased_on``: when its file was destroyed; what counts stays."""

    number = models.CharField("申请编号", max_length=100)
    applicant_name = models.CharField("申请人", max_length=200)
    id_number_sealed = models.TextField(blank=True)
    id_number_masked = models.CharField("证件号码", max_length=60, blank=True)
    id_number_print = models.CharField(max_length=64, blank=True, db_index=True)
    contact_sealed = models.TextField(blank=True)
    contact_masked = models.CharField("联系方式", max_length=200, blank=True)
    contact_print = models.CharField(max_length=64, blank=True, db_index=True)
    other_personal_sealed = models.TextField(blank=True)
    other_personal_masked = models.TextField("其他个人信息", blank=True)
    other_personal_print = models.CharField(max_length=64, blank=True)
    agent = models.CharField("代理人", max_length=200, blank=True)
    joint_applicants = models.PositiveIntegerField("联合申请人数", null=True, blank=True)
    content = models.TextField("申请内容")
    delivery_form = models.CharField("获取方式", max_length=100, blank=True)
    erased_on = models.DateField("销毁日期", null=True, blank=True)

    # Projection: written by actions from the events, proved by `doctor --rebuild`.
    applicant_kind = models.CharField("申请人类型", max_length=20)
    received_on = models.DateField("收到日期")
    received_year = models.SmallIntegerField()
    answered_on = models.DateField("答复日期", null=True)
    answered_year = models.SmallIntegerField(null=True)
    result = models.CharField("结果", max_length=30, blank=True)
    is_redo = models.BooleanField("重作", default=False)

    class Meta:
        ordering = ("received_on", "number")
        constraints = (
            models.UniqueConstraint(fields=("organ", "number"), name="request_number_once"),
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True) | Q(answered_on__gte=F("received_on")),
                name="answered_after_receipt",
                violation_error_message="答复日期 — 早于收到日期 — 请核对两个日期。",
            ),
            models.CheckConstraint(
                condition=Q(erased_on=None)
                | Q(content=ERASED, applicant_name=ERASED, agent="", id_number_sealed="")
                & Q(contact_sealed="", other_personal_sealed=""),
                name="erased_has_no_identity",
                violation_error_message="这件申请 — 档案已经销毁 — 不能再填内容和个人信息。",
            ),
        )
        indexes = (
            # covers the tally: the year's sums never touch the table itself
            models.Index(
                fields=("organ", "received_year", "answered_year", "applicant_kind", "result", "is_redo"),
                name="request_tally",
            ),
            # a list in the order of receipt, from either end; what is open, and what was answered lately
            models.Index(fields=("organ", "received_on", "id"), name="request_receipt"),
            models.Index(fields=("organ", "answered_on", "received_on", "id"), name="request_answer"),
        )

    def __str__(self) -> str:
        return self.number


class EventKind(models.TextChoices):
    """What can happen to an application; the law's event of the same name reads ``data``."""

    RECEIVED = "received", "收到申请"
    CORRECTION_REQUESTED = "correction_requested", "通知补正"
    CORRECTED = "corrected", "收到补正"
    EXTENDED = "extended", "延期"
    CONSULTATION_SENT = "consultation_sent", "征求意见"
    OPINION_RECEIVED = "opinion_received", "收到意见"
    FEE_NOTICED = "fee_noticed", "收费通知"
    PAID = "paid", "缴费"
    REASON_REQUESTED = "reason_requested", "要求说明理由"
    REASON_GIVEN = "reason_given", "说明理由"
    DELAYED = "delayed", "告知延迟答复"
    ANSWERED = "answered", "答复"
    SERVED = "served", "送达"
    WITHDRAWN = "withdrawn", "撤回"
    ARCHIVED = "archived", "归档"
    REDO_ORDERED = "redo_ordered", "责令重作"
    VOIDED = "voided", "更正删除"  # replaces an event that did not happen


class RequestEvent(models.Model):
    """One event. ``replaces`` names the event it corrects, ``reason`` why."""

    foi_request = models.ForeignKey(FoiRequest, models.CASCADE, related_name="events")
    kind = models.CharField(max_length=24, choices=EventKind)
    on = models.DateField()
    data = models.JSONField(default=dict)
    reason = models.CharField(max_length=200, blank=True)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="replaced_by")
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=150)

    class Meta:
        ordering = ("on", "id")
        indexes = (
            models.Index(fields=("kind", "on"), name="event_kind_on"),
        )  # the year's fees among millions

    def __str__(self) -> str:
        return f"{self.on} {self.get_kind_display()}"


class LetterState(models.TextChoices):
    """Where a letter stands on its way to the signature."""

    DRAFT = "draft", "草稿"
    REVIEW = "review", "待签发"
    SIGNED = "signed", "已签发"
    VOID = "void", "已作废"


class Letter(OrganRecord):
    """文书 of an application, from the draft to the signature that leads to an event.

    ``source`` is a text of its own with {fields}, empty where it is its kind's; ``text`` what was signed.
    ``deeds`` are what was done to it, oldest first; ``accepted`` the findings that stay, and why.
    """

    #: Sealed anew with every new key; the fingerprint vouches for it.
    UNLOGGED = ("addressee_sealed",)

    foi_request = models.ForeignKey(FoiRequest, models.PROTECT, related_name="letters")
    code = models.CharField("文书", max_length=30)  # of law.letters
    step = models.CharField("步骤", max_length=30, blank=True)  # of law.procedure; empty leads to no event
    kind = models.CharField("答复类型", max_length=40, blank=True)  # of law.decisions
    fields = models.JSONField("栏目", default=dict, blank=True)
    source = models.TextField("正文样本", blank=True)
    text = models.TextField("正文", blank=True)
    # whom else than the applicant it goes to: a third party's name
    addressee_sealed = models.TextField(blank=True)
    addressee_masked = models.CharField("第三方", max_length=200, blank=True)
    addressee_print = models.CharField(max_length=64, blank=True)
    state = models.CharField("状态", max_length=8, choices=LetterState, default=LetterState.DRAFT)
    deeds = models.JSONField("经过", default=list, blank=True)
    accepted = models.JSONField("不改的提示", default=list, blank=True)
    document_no = models.CharField("文号", max_length=100, blank=True)
    signed_on = models.DateField("成文日期", null=True, blank=True)
    event = models.OneToOneField(RequestEvent, models.PROTECT, null=True, blank=True, related_name="letter")

    class Meta:
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(
                condition=~Q(state="signed") | Q(signed_on__isnull=False) & ~Q(text=""),
                name="signed_letter_has_text_and_day",
            ),
        )

    def __str__(self) -> str:
        return f"{self.foi_request_id}·{self.code}"


class LetterTemplate(OrganRecord):
    """文书样本: an organ's own text for a kind of letter; without one the law's default holds."""

    code = models.CharField("文书", max_length=30)
    text = models.TextField("正文样本")

    class Meta:
        ordering = ("code",)
        constraints = (models.UniqueConstraint(fields=("organ", "code"), name="one_template_a_kind"),)

    def __str__(self) -> str:
        return self.code


class NumberState(models.TextChoices):
    """What became of a document number."""

    GIVEN = "given", "已用"
    VOID = "void", "作废"
    ELSEWHERE = "elsewhere", "另行使用"


class LetterNumber(OrganRecord):
    """文号登记: every number of an organ, so that each gap is explained. ``series`` is its pattern."""

    series = models.CharField("文号样式", max_length=100)
    year = models.SmallIntegerField("年度")
    n = models.PositiveIntegerField("序号")
    document_no = models.CharField("文号", max_length=100)
    state = models.CharField("状态", max_length=10, choices=NumberState, default=NumberState.GIVEN)
    letter = models.ForeignKey(Letter, models.PROTECT, null=True, blank=True, related_name="numbers")
    on = models.DateField("日期")
    reason = models.CharField("原因", max_length=200, blank=True)

    class Meta:
        ordering = ("year", "series", "n")
        constraints = (
            models.UniqueConstraint(fields=("organ", "document_no"), name="document_number_once"),
            models.UniqueConstraint(
                fields=("organ", "series", "year", "n"), name="number_in_its_series_once"
            ),
            models.CheckConstraint(
                condition=Q(state="given") | ~Q(reason=""), name="spoiled_number_says_why"
            ),
        )

    def __str__(self) -> str:
        return self.document_no


class Arrival(OrganRecord):
    """What has arrived 收件: an application before its receipt date is certain, or what its applicant sends
    later. What it says is sealed as a whole (``privacy``); the tracking code is known by its hash alone.
    ``proposed``: how a rectification is to end, while nobody else has agreed. ``erased_on``: when what it
    said was destroyed, of one that never became an application."""

    class Kind(models.TextChoices):
        APPLICATION = "application", "申请"
        CORRECTION = "correction", "补正"
        WITHDRAWAL = "withdrawal", "撤回申请"
        PAYMENT = "payment", "缴费凭证"
        REASON = "reason", "说明的理由"
        CONTACT = "contact", "更正联系方式"
        SUGGESTION = "suggestion", "建议主动公开"
        RATING = "rating", "对答复的评价"
        RECTIFICATION = (
            "rectification",
            "更正本人信息",
        )  # 条例 Art 41; no application for access, counts nowhere

    class State(models.TextChoices):
        WAITING = "waiting", "待确认"
        RECEIVED = "received", "已收到"
        JOINED = "joined", "已并入"
        NO_APPLICATION = "no_application", "不是申请"
        WITHDRAWN = "withdrawn", "已撤回"
        DECLINED = "declined", "未采用"  # what was sent later and changes nothing
        # how a rectification ends (Art 41)
        RECTIFIED = "rectified", "已更正"
        UPHELD = "upheld", "不予更正"
        PASSED_ON = "passed_on", "已转送"
        REFERRED = "referred", "已告知有权机关"

    kind = models.CharField("种类", max_length=16, choices=Kind, default=Kind.APPLICATION)
    number = models.CharField("收件编号", max_length=24)
    channel = models.CharField("收到方式", max_length=20)
    arrived_at = models.DateTimeField("到达时间")
    signed_on = models.DateField("签收日期", null=True, blank=True)
    confirmed_on = models.DateField("与申请人确认的日期", null=True, blank=True)
    said_sealed = models.TextField(blank=True)
    said_print = models.CharField(max_length=64, blank=True)
    id_number_print = models.CharField(max_length=64, blank=True, db_index=True)
    contact_print = models.CharField(max_length=64, blank=True, db_index=True)
    code_hash = models.CharField(max_length=64, blank=True)
    is_doubtful = models.BooleanField("可能是程序提交的", default=False)
    state = models.CharField("状态", max_length=16, choices=State, default=State.WAITING)
    proposed = models.CharField("提出的处理结果", max_length=16, choices=State, blank=True)
    proposed_by = models.CharField("提出的人", max_length=100, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField("原因", max_length=200, blank=True)
    about = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="later")
    foi_request = models.ForeignKey(
        FoiRequest, models.PROTECT, null=True, blank=True, related_name="arrivals"
    )
    erased_on = models.DateField("销毁日期", null=True, blank=True)

    UNLOGGED = ("said_sealed",)  # another under another key; its print is there

    class Meta:
        ordering = ("arrived_at", "id")
        constraints = (
            models.UniqueConstraint(fields=("organ", "number"), name="arrival_number_once"),
            models.CheckConstraint(
                condition=~Q(state="received", kind="application") | Q(foi_request__isnull=False),
                name="received_has_its_request",
            ),
            models.CheckConstraint(
                condition=Q(erased_on=None)
                | Q(said_sealed="", said_print="", id_number_print="", contact_print="")
                & Q(reason="", remarks=""),
                name="erased_arrival_says_nothing",
                violation_error_message="这件收件 — 已经销毁 — 不能再填内容和个人信息。",
            ),
        )
        indexes = (models.Index(fields=("organ", "state", "arrived_at"), name="arrival_inbox"),)

    def __str__(self) -> str:
        return f"收件{self.number}"


class Attachment(StoredFile):
    """A file that came with an arrival, goes out with a letter, or is redacted: as it was handed in, or the
    result, which alone of the two may go out."""

    class Quarantine(models.TextChoices):
        """Why nobody opens it 隔离."""

        NONE = "", "没有隔离"
        WAITING = "waiting", "还没有查过病毒"
        INFECTED = "infected", "查出病毒"

    arrival = models.ForeignKey(Arrival, models.PROTECT, null=True, blank=True, related_name="attachments")
    letter = models.ForeignKey(Letter, models.PROTECT, null=True, blank=True, related_name="annexes")
    redaction = models.ForeignKey("Redaction", models.PROTECT, null=True, blank=True, related_name="files")
    is_result = models.BooleanField("遮盖后", default=False)
    is_read = models.BooleanField("查过文字", default=False)
    is_scanned = models.BooleanField("查过病毒", default=False)
    quarantine = models.CharField("隔离", max_length=8, choices=Quarantine, default="", blank=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(arrival__isnull=False) ^ (Q(letter__isnull=False) | Q(redaction__isnull=False)),
                name="file_came_or_goes",
            ),
            models.CheckConstraint(
                condition=Q(redaction=None) | Q(letter=None) | Q(is_result=True), name="only_the_result_goes"
            ),
            models.UniqueConstraint(fields=("redaction", "is_result"), name="one_source_and_one_result"),
        )

    def __str__(self) -> str:
        return f"附件{self.pk}"


class Redaction(OrganRecord):
    """区分处理 of one document of a case: what is hidden in it, on which ground, and what is given instead.

    ``sizes`` are those of its pages in millimetres; ``deeds`` what was done, oldest first; ``proof`` what
    reading the result again has shown. ``letter`` is the answer whose annex 附件 the result is, once made.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "标注中"
        MADE = "made", "已生成"
        VOID = "void", "已撤销"

    foi_request = models.ForeignKey(FoiRequest, models.PROTECT, related_name="redactions")
    title = models.CharField("材料名称", max_length=100)
    sizes = models.JSONField("页面尺寸", default=list)
    every_page = models.BooleanField("每页都转成图片", default=False)
    state = models.CharField("状态", max_length=8, choices=State, default=State.DRAFT)
    deeds = models.JSONField("经过", default=list, blank=True)
    proof = models.JSONField("检验", default=dict, blank=True)
    letter = models.ForeignKey(Letter, models.PROTECT, null=True, blank=True, related_name="redactions")

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=~Q(state="made") | ~Q(proof={}), name="made_redaction_is_proved"
            ),
        )

    def __str__(self) -> str:
        return f"区分处理{self.pk}"


class RedactionBox(models.Model):
    """遮盖框: a rectangle on a page, in millimetres from its upper left corner as it is seen.

    ``mark`` is the number of the place 处; what stands on two lines has two boxes and one number.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", "待定"
        ACCEPTED = "accepted", "遮盖"
        DECLINED = "declined", "不遮盖"
        REMOVED = "removed", "已去掉"

    redaction = models.ForeignKey(Redaction, models.PROTECT, related_name="boxes")
    mark = models.PositiveIntegerField("处")
    page = models.PositiveIntegerField("页")
    left = models.DecimalField("左", max_digits=6, decimal_places=1)
    top = models.DecimalField("上", max_digits=6, decimal_places=1)
    width = models.DecimalField("宽", max_digits=6, decimal_places=1)
    height = models.DecimalField("高", max_digits=6, decimal_places=1)
    ground = models.CharField("事由", max_length=30, blank=True)  # of law.exemptions, with its sub-ground
    origin = models.CharField("由来", max_length=30, blank=True)  # of law.masks; empty: by hand
    masked = models.CharField("内容（去标识化）", max_length=100, blank=True)
    state = models.CharField("状态", max_length=8, choices=State, default=State.PROPOSED)
    by = models.CharField("标注人", max_length=150)

    class Meta:
        ordering = ("page", "top", "left", "id")
        constraints = (
            models.CheckConstraint(
                condition=~Q(state="accepted") | ~Q(ground=""), name="hidden_box_has_its_ground"
            ),
        )

    def __str__(self) -> str:
        return f"遮盖框{self.pk}"


class PublicAnswer(OrganRecord):
    """An answer made public for all 转为主动公开 (条例 Art 44), in words without the applicant: proposed by
    one person, released by another. It is public from ``published_on`` until ``withdrawn_on``."""

    foi_request = models.OneToOneField(FoiRequest, models.PROTECT, related_name="public_answer")
    title = models.CharField("标题", max_length=200)
    gist = models.TextField("答复要点")
    proposed_by = models.CharField("拟稿人", max_length=150, blank=True)
    released_by = models.CharField("核发人", max_length=150, blank=True)
    published_on = models.DateField("公开日期", null=True, blank=True)
    withdrawn_on = models.DateField("撤回日期", null=True, blank=True)
    withdrawn_because = models.CharField("撤回原因", max_length=200, blank=True)

    class Meta:
        ordering = ("-published_on", "-id")
        constraints = (
            models.CheckConstraint(
                condition=Q(released_by="") | ~Q(released_by=F("proposed_by")),
                name="answer_released_by_another",
                violation_error_message="公开的答复 — 拟稿和核发是同一个人 — 请由另一个人核发。",
            ),
        )

    def __str__(self) -> str:
        return f"公开的答复{self.pk}"

    @property
    def is_public(self) -> bool:
        return self.published_on is not None and self.withdrawn_on is None

    @property
    def is_proposed(self) -> bool:
        return self.published_on is None


class Lesson(OrganRecord):
    """教训: what a review or suit that corrected an answer taught, so that the next letter of its kind is
    held against it. Written by whoever keeps the cases; ``said`` is empty where it holds no longer."""

    kind = models.CharField("答复类型", max_length=40)  # of law.decisions
    case_no = models.CharField("案号", max_length=100)
    said = models.TextField("教训", blank=True)

    class Meta:
        ordering = ("-pk",)
        constraints = (models.UniqueConstraint(fields=("organ", "case_no"), name="one_lesson_a_case"),)

    def __str__(self) -> str:
        return f"教训{self.case_no}"


class Avoided(models.Model):
    """An application that was not made, because what was asked stood there already 免申请."""

    organ = models.ForeignKey("organs.Organ", models.CASCADE, related_name="+")
    on = models.DateField()
    by = models.CharField(max_length=40)  # what answered it: ledger and key, nothing of whoever asked

    class Meta:
        indexes = (models.Index(fields=("organ", "on"), name="avoided_by_day"),)


class Grade(models.IntegerChoices):
    """评议等次 of an answer. The first scale had a fifth below, 1, which counts as the last."""

    EXCELLENT = 5, "优秀"
    SATISFIED = 4, "满意"
    FAIR = 3, "基本满意"
    POOR = 2, "不满意"

    @classmethod
    def _missing_(cls, value: object) -> "Grade | None":
        return cls.POOR if value == 1 else None


class Rating(models.Model):
    """What is kept of a rating when its application is destroyed: nothing of who gave it."""

    organ = models.ForeignKey("organs.Organ", models.CASCADE, related_name="+")
    year = models.SmallIntegerField("年度")
    grade = models.PositiveSmallIntegerField("等次")
