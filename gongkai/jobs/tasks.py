"""The regular tasks. Each is safe to run twice."""

from django.contrib.sessions.backends.db import SessionStore
from django_tasks import task

from gongkai.backup import scheduled
from gongkai.jobs.models import Round
from gongkai.ledger.disclosures.actions import expire
from gongkai.ledger.disclosures.actions import sweep as sweep_records
from gongkai.ledger.proof import verify
from gongkai.ledger.requests import attachments
from gongkai.lib.today import now, today


@task()
def verify_log() -> None:
    """Prove every day that the log is whole; ``doctor`` tells the outcome."""
    broken = verify()
    _finish("verify_log", broken is None, broken.message if broken else "操作日志完整")


@task()
def back_up() -> None:
    """Back up every day where that is switched on, and restore the backup on trial."""
    _finish("back_up", *scheduled.run())


@task()
def sweep() -> None:
    """Drop what was filled in and never sent: files, and the sessions that have ended."""
    count = attachments.sweep() + sweep_records()
    SessionStore.clear_expired()
    _finish("sweep", True, f"清理没有提交的附件{count}个")


@task()
def end_disclosures() -> None:
    """Take down the lists whose 公示 is over, and let lapse the documents whose time is."""
    count = expire(on=today())
    _finish("end_disclosures", True, f"公示期满撤下、有效期满失效共{count}条")


def _finish(name: str, is_well: bool, outcome: str) -> None:
    Round.objects.filter(name=name).update(outcome=outcome[:300], is_well=is_well, finished_at=now())
