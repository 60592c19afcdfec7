"""What the public log is told of records: a version as anybody reads it, a withdrawal with its reason."""

from collections.abc import Mapping
from datetime import UTC

from gongkai.ledger.audit.actions import subject
from gongkai.ledger.disclosures.models import Record, Version
from gongkai.ledger.transparency.actions import Statement, in_one_writing
from gongkai.lib.proofs import Kind

#: The deeds that take a record out of sight.
ENDS = ("withdraw", "expire")
#: The deed by which a released one is worked on again.
CORRECTION = "change"


def of_version(version: Version) -> Statement:
    said = {
        "organ": version.organ_id,
        "record": version.record_id,
        "version": version.number,
        "title": version.title,
        "elements": version.said,
        "html": version.html,
        "files": [{"name": file.name, "sha256": file.sha256} for file in version.files.order_by("pk")],
        "released_at": version.released_at.astimezone(UTC).isoformat(),
        "reason": version.reason,
    }
    return Statement(Kind.RELEASE, subject(version), in_one_writing(said))


def of_withdrawal(record: Record) -> Statement:
    said = {"organ": record.organ_id, "record": record.pk, "reason": end_of(record)["reason"]}
    return Statement(Kind.WITHDRAWAL, subject(record), in_one_writing(said))


def end_of(record: Record) -> Mapping[str, str]:
    """How a record was taken out of sight last: when, by whom and why."""
    ended: Mapping[str, str] = [one for one in record.deeds if one["what"] in ENDS][-1]
    return ended


def is_over(record: Record) -> bool:
    """Whether it went because its time was over, and not because somebody took it back."""
    return end_of(record)["what"] == "expire"
