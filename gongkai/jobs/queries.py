"""What came of the regular tasks."""

from gongkai.jobs.models import Round


def last_outcome(name: str) -> str:
    """The outcome of a task and when it was finished; empty while it has not run."""
    row = Round.objects.filter(name=name, finished_at__isnull=False).first()
    return f"{row.outcome}（{row.finished_at:%Y-%m-%d %H:%M}）" if row else ""
