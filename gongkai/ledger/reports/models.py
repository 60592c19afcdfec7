"""What an organ adds to the figures: the year's prose and its state."""

from django.db import models

from gongkai.ledger.base import OrganRecord


class ReportYear(OrganRecord):
    """The year's report in work. Figures are never stored here: they are a sum over the ledger."""

    year = models.SmallIntegerField("年度")
    texts = models.JSONField("正文", default=dict, blank=True)  # chapter key -> prose with bound {fields}
    published_on = models.DateField("公开日期", null=True, blank=True)
    url = models.CharField("网址", max_length=500, blank=True)

    class Meta:
        ordering = ("year",)
        constraints = (models.UniqueConstraint(fields=("organ", "year"), name="one_report_a_year"),)

    def __str__(self) -> str:
        return f"{self.organ_id}·{self.year}"
