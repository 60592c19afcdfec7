"""The register of reviews and suits."""

from django.db import models

from gongkai.ledger.base import Corrected, OrganRecord, StoredFile


class RemedyCase(Corrected):
    """A review, suit or complaint about disclosure work.

    ``events`` are what happened to it, in the order of entry (``facts``); what a decision says goes from
    there into the columns of the register. ``still_open``: something is to be done although it is concluded.
    ``papers`` are the texts drafted for it, by kind, each with who wrote it last; ``signed`` what was signed
    of them, in the order of signing, void or not (``signing``).
    """

    class Kind(models.TextChoices):
        RECONSIDERATION = "reconsideration", "行政复议"
        LITIGATION_DIRECT = "litigation_direct", "未经复议直接起诉"
        LITIGATION_AFTER = "litigation_after_reconsideration", "复议后起诉"
        COMPLAINT = "complaint", "投诉举报"

    class Result(models.TextChoices):
        UPHELD = "upheld", "结果维持"
        CORRECTED = "corrected", "结果纠正"
        OTHER = "other", "其他结果"

    case_no = models.CharField("案号", max_length=100)
    kind = models.CharField("类型", max_length=40, choices=Kind)
    received_on = models.DateField("收到日期")
    concluded_on = models.DateField("审结日期", null=True, blank=True)
    result = models.CharField("结果", max_length=12, choices=Result, blank=True)
    foi_request = models.ForeignKey(
        "requests.FoiRequest", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    request_number = models.CharField("关联申请编号", max_length=100, blank=True)
    body = models.CharField("审理机关", max_length=200, blank=True)
    respondent = models.CharField("被申请人或被告", max_length=200, blank=True)
    outcome = models.CharField("原始结果", max_length=200, blank=True)
    as_reviewer_only = models.BooleanField("仅作复议机关", default=False)
    redo_ordered = models.BooleanField("是否责令重作", default=False)
    redo_due = models.DateField("重作期限", null=True, blank=True)
    claimant = models.CharField("申请人或原告", max_length=200, blank=True)
    third_person = models.CharField("第三人", max_length=200, blank=True)
    act_on = models.DateField("行政行为日期", null=True, blank=True)
    filed_on = models.DateField("对方申请或起诉日期", null=True, blank=True)
    lessons = models.TextField("教训", blank=True)
    events = models.JSONField("经过", default=list, blank=True)
    papers = models.JSONField("文书", default=dict, blank=True)
    signed = models.JSONField("签发的文书", default=list, blank=True)
    still_open = models.BooleanField("审结后还有事要办", default=False)

    class Meta:
        ordering = ("received_on", "case_no")
        constraints = (
            models.UniqueConstraint(
                fields=("organ", "case_no"),
                name="case_number_once",
                violation_error_message="案号 — 已经登记过 — 请核对案号。",
            ),
        )

    def __str__(self) -> str:
        return self.case_no


class RemedyFile(StoredFile, OrganRecord):
    """材料 of a case, such as a decision, a notice or evidence: encrypted in the data folder (``vault``); its
    key lies here, sealed. A file that was dropped has no key any more, and what the log says of it stays."""

    case = models.ForeignKey(RemedyCase, models.PROTECT, related_name="files")
    title = models.CharField("材料", max_length=100)
    is_read = models.BooleanField("查过文字", default=False)
    is_scanned = models.BooleanField("查过病毒", default=False)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"材料{self.pk}"
