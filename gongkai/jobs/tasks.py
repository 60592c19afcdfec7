"""The regular tasks. Each is safe to run twice."""

from datetime import timedelta

from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django_tasks import task

from gongkai.backup import scheduled
from gongkai.channels import Unsent
from gongkai.jobs import reminders, sites
from gongkai.jobs.models import Round
from gongkai.ledger.archive import queries as archive
from gongkai.ledger.archive import scrubbing
from gongkai.ledger.deliveries import actions as deliveries
from gongkai.ledger.deliveries import sending
from gongkai.ledger.disclosures.actions import expire
from gongkai.ledger.disclosures.actions import sweep as sweep_records
from gongkai.ledger.disclosures.intake import folder, mail
from gongkai.ledger.disclosures.intake.actions import forget as forget_senders
from gongkai.ledger.disclosures.subscriptions import sending as subscriptions
from gongkai.ledger.disclosures.subscriptions.actions import sweep as sweep_subscriptions
from gongkai.ledger.outbox import actions as outbox
from gongkai.ledger.people import actions as people
from gongkai.ledger.proof import verify
from gongkai.ledger.remedies.files import sweep as sweep_remedies
from gongkai.ledger.reports.kept.actions import sweep as sweep_kept_reports
from gongkai.ledger.reports.submissions.actions import sweep as sweep_submissions
from gongkai.ledger.requests import attachments, quarantine
from gongkai.ledger.supervision import actions as supervision
from gongkai.ledger.transparency import actions as transparency
from gongkai.lib.today import now, today

#: Days for which it is kept that a task was done, or that it failed.
RESULTS_KEPT, FAILED_KEPT = 14, 365
#: Under this name it is noted how the mailbox was found; it is looked into so often.
MAIL, MAIL_EVERY = "take_in_mail", timedelta(minutes=5)


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
    count = attachments.sweep() + sweep_records() + deliveries.sweep() + sweep_kept_reports()
    count += sweep_remedies() + sweep_submissions()
    count += supervision.sweep()
    sites.sweep()
    outbox.sweep(now())
    sweep_subscriptions(now())
    SessionStore.clear_expired()
    people.forget_logins(now())
    forget_senders(now())
    call_command(
        "prune_db_task_results", verbosity=0, min_age_days=RESULTS_KEPT, failed_min_age_days=FAILED_KEPT
    )
    _finish("sweep", True, f"清理没有提交的附件{count}个")


@task()
def end_disclosures() -> None:
    """Take down the lists whose 公示 is over, and let lapse the documents whose time is."""
    count = expire(on=today())
    _finish("end_disclosures", True, f"公示期满撤下、有效期满失效共{count}条")


@task()
def remind() -> None:
    """Look what is near, and send what may go."""
    reminders.remind()


@task()
def look_at_files() -> None:
    """Ask the virus scanner again of what it has not spoken of."""
    quarantine.look_again()


@task()
def take_in_folders() -> None:
    """Take in what lies complete in the organs' folders."""
    folder.take_in()


@task()
def take_in_mail() -> None:
    """Take in what the people named by the organs have mailed."""
    try:
        taken, refused = mail.take_in()
    except Unsent as error:
        _finish(MAIL, False, str(error))
    else:
        _finish(MAIL, True, f"收件邮箱收入{taken}件，没有收下{refused}件")


@task()
def deliver() -> None:
    """Take released records to where they are published, and down from where they were taken back."""
    sending.send()


@task()
def tell_subscribers() -> None:
    """Write to those who want to know what is new."""
    subscriptions.send(today(), now())


@task()
def sign_public_log() -> None:
    """Vouch for what was made public: every day, and soon after there is more of it."""
    transparency.sign()


@task()
def scrub() -> None:
    """Clean the database after files were destroyed; nothing where that is done. Once more the next day where
    others kept it busy."""
    count = archive.unscrubbed().count()
    if count and not scrubbing.scrub():
        _finish("scrub", False, "数据库正忙，销毁的痕迹没有清理成，明天再做")
    else:
        _finish("scrub", True, f"清理{count}次销毁的痕迹")


def mail_is_due() -> bool:
    """Whether the mailbox is to be looked into again."""
    if not mail.is_set():
        return False
    row, _new = Round.objects.get_or_create(name=MAIL, defaults={"enqueued_on": today()})
    return row.finished_at is None or row.finished_at <= now() - MAIL_EVERY


def _finish(name: str, is_well: bool, outcome: str) -> None:
    Round.objects.filter(name=name).update(outcome=outcome[:300], is_well=is_well, finished_at=now())
