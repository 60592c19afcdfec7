"""The log's one table."""

from django.db import models


class Entry(models.Model):
    """One change. ``hash`` covers every other column and the hash before it, so no row can be
    changed, taken out or put in without breaking the chain."""

    number = models.BigIntegerField(primary_key=True)
    at = models.CharField(
        max_length=40
    )  # as written, ISO 8601 with zone: what was hashed must stay letter for letter
    actor = models.CharField("经办人", max_length=150)
    # its index is the one below, which begins with it; the log outlives a sample organ, whose number it names
    organ = models.ForeignKey(
        "organs.Organ", models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )
    action = models.CharField("操作", max_length=60)
    subject = models.CharField("对象", max_length=120, db_index=True)
    reason = models.CharField("原因", max_length=200, blank=True)
    before = models.CharField(max_length=64, blank=True)  # keyed digest of the row before
    after = models.CharField(max_length=64, blank=True)  # and after the change
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ("number",)
        indexes = (
            # the page of an organ's log is narrowed to a person without touching the table
            models.Index(fields=("organ", "number", "actor"), name="log_of_organ_and_person"),
        )
