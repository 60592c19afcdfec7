"""What the public log is told of reports: each version whole, with why it was amended."""

import json

from gongkai.ledger.audit.actions import subject
from gongkai.ledger.reports.models import Edition
from gongkai.ledger.transparency.actions import Statement, in_one_writing
from gongkai.lib.proofs import Kind


def of_edition(row: Edition) -> Statement:
    said = {"organ": row.organ_id, "reason": row.reason, "report": json.loads(row.content)}
    kind = Kind.AMENDMENT if row.version else Kind.REPORT
    return Statement(kind, subject(row), in_one_writing(said))
