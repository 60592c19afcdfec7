"""What proves what is public: each proof carries the content that everybody reads, and no other."""

from gongkai.faces.public.site import Site, public_years
from gongkai.ledger.audit.actions import subject
from gongkai.ledger.disclosures import statements as records
from gongkai.ledger.disclosures.public import queries
from gongkai.ledger.disclosures.public.queries import Published
from gongkai.ledger.reports import editions
from gongkai.ledger.reports import statements as reports
from gongkai.ledger.transparency import queries as log
from gongkai.ledger.transparency.actions import Statement
from gongkai.lib import heads
from gongkai.lib.proofs import Entry, Proof


def of_record(site: Site, pk: int) -> Proof | None:
    """Of what an organ has made public under a key, or of its being taken back; None where there is none."""
    if row := queries.record(site.organ, pk, site.on):
        told = queries.released(row)
        ended = bool(row.notice_until and row.notice_until < site.on)
        version = told.latest if told else None
        return _proof(records.of_version(version), is_open=not ended) if version else None
    record = queries.taken_back(site.organ, pk, site.on)
    return _proof(records.of_withdrawal(record)) if record else None


def of_report(site: Site, year: int) -> Proof | None:
    """Of what was published of a year last; None where it was not published here."""
    if year not in public_years(site):
        return None
    row = editions.row_of(site.organ, site.years.public(year))
    return _proof(reports.of_edition(row)) if row else None


def code_of_record(told: Published | None) -> str:
    """The code on the page of what was released of a record; empty of a row that was typed or imported."""
    return log.code_of(subject(told.latest)) if told and told.latest else ""


def code_of_report(site: Site, year: int) -> str:
    """The code on the page of a report; empty where it was not published here."""
    return editions.code_of(site.organ, site.years.public(year))


def ended_by(code: str) -> Entry | None:
    """The entry that ends the tree of which a code tells; None where that is no tree of this log."""
    size = heads.size_of(code)
    if not 0 < size <= log.size() or log.head_at(size).code != code:
        return None
    leaf = log.leaf_at(size - 1)
    return log.entry(leaf) if leaf else None


def _proof(said: Statement, *, is_open: bool = True) -> Proof | None:
    leaf = log.leaf_of(said.subject)
    return log.proof(leaf, said.content if is_open else None) if leaf else None
