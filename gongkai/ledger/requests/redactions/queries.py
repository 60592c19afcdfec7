"""Reading redactions, always within a scope."""

from gongkai.ledger.audit.actions import subject
from gongkai.ledger.audit.queries import has_done
from gongkai.ledger.base import Scope
from gongkai.ledger.requests import attachments
from gongkai.ledger.requests.models import FoiRequest, Letter, LetterState, Redaction
from gongkai.ledger.requests.redactions.progress import PARTIAL
from gongkai.lib.today import today


def of(scope: Scope, foi_request: FoiRequest) -> list[Redaction]:
    """The redactions of an application, oldest first."""
    rows = Redaction.objects.within(scope).filter(foi_request=foi_request)
    return list(rows.select_related("organ", "foi_request", "letter").prefetch_related("boxes"))


def source(redaction: Redaction) -> bytes:
    """The document as it was handed in."""
    return attachments.content(redaction.files.get(is_result=False))


def result(redaction: Redaction) -> bytes | None:
    """The redacted document; None before it is made."""
    file = redaction.files.filter(is_result=True).first()
    return attachments.content(file) if file else None


def letters(redaction: Redaction) -> list[Letter]:
    """The letters with which it could go."""
    rows = Letter.objects.filter(foi_request=redaction.foi_request_id, kind=PARTIAL, state=LetterState.DRAFT)
    return list(rows)


def has_looked(redaction: Redaction, actor: str) -> bool:
    """Whether somebody has seen the document today and the log knows."""
    return has_done("request.unmask.redaction", subject(redaction), actor, today())
