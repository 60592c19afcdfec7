"""What goes between two installations (contract "packages"): a submission from below, a receipt from above.

Both are signed; nothing of one is believed before its signature is proved by a registered key.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from gongkai.law.annual_report.contract import ContractError, finding_to_json, from_json
from gongkai.law.annual_report.model import ReportData
from gongkai.law.findings import Finding
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.reports.models import Received
from gongkai.ledger.reports.submissions import MOST_MATERIALS
from gongkai.ledger.reports.writing import write
from gongkai.lib import bundles
from gongkai.lib.bundles import BadBundle
from gongkai.lib.files import safe_name
from gongkai.lib.language import _

SUBMISSION, RECEIPT = "gongkai.submission/1", "gongkai.receipt/1"
REPORT = "report.json"
#: In which forms the report goes along.
PAPERS = ("docx", "pdf")
#: The one that is read on arrival and held against the report.
PAPER = "report.docx"
ATTACHMENTS = "attachments/"
MOST_ATTACHMENTS = MOST_MATERIALS
MOST_REVISIONS = 10_000


@dataclass(frozen=True, slots=True)
class Submission:
    """A package that was proved: what its manifest says, the report, and every file. ``words``: all that the
    manifest and the report say, whatever escapes they are written in."""

    organ: str
    uscc: str
    year: int
    revision: int
    previous: str
    digest: str
    report: ReportData
    files: Mapping[str, bytes]
    words: tuple[str, ...]

    @property
    def attachments(self) -> list[str]:
        return [path for path in self.files if path.startswith(ATTACHMENTS)]


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the organ above has signed of a package: which one, where it stands there, and the findings."""

    organ: str
    year: int
    revision: int
    digest: str
    said: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Claim:
    """Who a package says it is from, and what it is: nothing of it proved."""

    schema: str
    organ: str
    year: int


def files_of(organ: Organ, report: ReportData, attachments: Sequence[tuple[str, bytes]]) -> dict[str, bytes]:
    """Everything that a submission holds, by its path."""
    papers = {f"report.{form}": write(report, form, organ=organ) for form in PAPERS}
    added = {
        f"{ATTACHMENTS}{number}-{safe_name(name)}": data for number, (name, data) in enumerate(attachments, 1)
    }
    return {REPORT: write(report, "json", organ=organ), **papers, **added}


def signed(
    organ: Organ,
    report: ReportData,
    files: Mapping[str, bytes],
    *,
    revision: int,
    previous: str,
    at: datetime,
    key: Ed25519PrivateKey,
) -> bytes:
    """A submission. ``previous``: the digest of the manifest before, empty for the first."""
    said = {
        "schema": SUBMISSION,
        "organ": report.organ,
        "uscc": organ.uscc,
        "year": report.year,
        "revision": revision,
        "previous_sha256": previous,
        "created_at": at.isoformat(),
    }
    return bundles.signed(said, files, key)


def claim_of(data: bytes) -> Claim:
    """What a package says of itself, to look for the key that proves it."""
    said = bundles.claimed(data)
    return Claim(_text(said, "schema"), _text(said, "organ"), _number(said, "year"))


def opened(data: bytes, key: Ed25519PublicKey) -> Submission:
    """A submission proved and read; BadBundle where it is not to be taken."""
    bundle = bundles.opened(data, key, SUBMISSION)
    said, files = bundle.manifest, bundle.files
    if missing := [path for path in (REPORT, *(f"report.{form}" for form in PAPERS)) if path not in files]:
        raise BadBundle(_("报送包 — 缺少{names} — 请让对方重新生成。").format(names="、".join(missing)))
    report = _report(files[REPORT])
    found = Submission(
        organ=_text(said, "organ"),
        uscc=_text(said, "uscc"),
        year=_number(said, "year"),
        revision=_number(said, "revision"),
        previous=_text(said, "previous_sha256"),
        digest=bundle.digest,
        report=report,
        files=files,
        words=(*_words(bundle.manifest), *_words(json.loads(files[REPORT]))),
    )
    if (report.organ, report.year) != (found.organ, found.year):
        raise BadBundle(
            _("报送包 — 清单写的是{said}，里面的报告是{found} — 请让对方重新生成。").format(
                said=f"{found.organ}{found.year}年", found=f"{report.organ}{report.year}年"
            )
        )
    return found


def receipt_for(
    row: Received, *, by: str, findings: Sequence[Finding], at: datetime, key: Ed25519PrivateKey
) -> bytes:
    """The receipt for a package: signed by the organ above, of the same shape."""
    said = {
        "schema": RECEIPT,
        "organ": row.organ.name,
        "uscc": row.organ.uscc,
        "year": row.year,
        "revision": row.revision,
        "manifest_sha256": row.manifest_digest,
        "created_at": at.isoformat(),
        "by": by,
        "state": row.state,
        "reason": row.reason,
        "findings": [finding_to_json(finding) for finding in findings],
    }
    return bundles.signed(said, {}, key)


def read_receipt(data: bytes, key: Ed25519PublicKey) -> Receipt:
    """A receipt proved; BadBundle where it is not to be taken."""
    said = bundles.opened(data, key, RECEIPT).manifest
    return Receipt(
        organ=_text(said, "organ"),
        year=_number(said, "year"),
        revision=_number(said, "revision"),
        digest=_text(said, "manifest_sha256"),
        said={name: value for name, value in said.items() if name != "files"},
    )


def digest_of(data: bytes) -> str:
    """The digest of the manifest of a package that was made here."""
    return sha256(bundles.manifest_of(data)).hexdigest()


def _report(data: bytes) -> ReportData:
    try:
        return from_json(json.loads(data))
    except ContractError as error:
        raise BadBundle(_("报送包 — 里面的报告读不了：{why}").format(why=error)) from error
    except (ValueError, RecursionError) as error:
        raise BadBundle(_("报送包 — 里面的报告读不了 — 请让对方重新生成。")) from error


def _words(said: Any) -> Iterator[str]:
    """Every string within, names of fields too, however deep it lies."""
    left = [said]
    while left:
        match left.pop():
            case str() as word:
                yield word
            case Mapping() as fields:
                left += [*fields, *fields.values()]
            case list() as parts:
                left += parts


def _text(said: Mapping[str, Any], name: str) -> str:
    value = said.get(name, "")
    if not isinstance(value, str) or len(value) > 200:
        raise _unfit(name)
    return value


def _number(said: Mapping[str, Any], name: str) -> int:
    value = said.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value < MOST_REVISIONS:
        raise _unfit(name)
    return value


def _unfit(name: str) -> BadBundle:
    return BadBundle(_("报送包 — 清单里的{name}写得不对 — 请让对方重新生成。").format(name=name))
