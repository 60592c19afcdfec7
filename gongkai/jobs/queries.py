"""What came of the regular tasks."""

from gongkai.jobs.models import Round
from gongkai.lib.today import BEIJING


def last_outcome(name: str) -> str:
    """The outcome of a task and when it was finished; empty while it has not run."""
    row = Round.objects.filter(name=name, finished_at__isnull=False).first()
    if row is None or row.finished_at is None:
        return ""
    return f"{row.outcome}（{row.finished_at.astimezone(BEIJING):%Y-%m-%d %H:%M}）"
