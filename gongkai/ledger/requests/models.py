"""An application and its events, and the letters that lead to them.

The events are the truth and are never edited; a mistaken one is replaced by a later one that says why.
The projection columns of the application are computed from the events in the same transaction, so that
lists and sums need not replay them.
"""

from django.db import models
from django.db.models import F, Q

from gongkai.ledger.base import OrganRecord


class FoiRequest(OrganRecord):
    """政府信息公开申请 (one row = 一件)."""

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
