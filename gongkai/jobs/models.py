"""When each regular task was last enqueued, and what came of it."""

from django.db import models

#: Under this name it is noted when the tick itself last ran.
TICK = "tick"


class Round(models.Model):
    """One regular task."""

    name = models.CharField(max_length=60, primary_key=True)
    enqueued_on = models.DateField()
    outcome = models.CharField(max_length=300, blank=True)
    is_well = models.BooleanField(default=True)
    finished_at = models.DateTimeField(null=True)
