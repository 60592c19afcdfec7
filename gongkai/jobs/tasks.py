"""The regular tasks. Each is safe to run twice."""

from django_tasks import task

from gongkai.jobs.models import Round
from gongkai.ledger.proof import verify
from gongkai.lib.today import now


@task()
def verify_log() -> None:
    """Prove every day that the log is whole; ``doctor`` tells the outcome."""
    broken = verify()
    outcome = broken.message if broken else "操作日志完整"
    Round.objects.filter(name="verify_log").update(outcome=outcome, finished_at=now())
