"""The year's ledgers as the law's facts. A scope may hold one organ or many: sums are linear, so a
roll-up takes no more queries than one report."""

from dataclasses import replace

from gongkai.law.annual_report.model import ItemsPublished
from gongkai.law.annual_report.tally import YearFacts
from gongkai.ledger.base import Scope
from gongkai.ledger.disclosures import queries as disclosures
from gongkai.ledger.remedies import queries as remedies
from gongkai.ledger.requests import queries as requests


def two_years(scope: Scope, year: int, *, name: str, count_unit: str) -> tuple[YearFacts, YearFacts]:
    """Everything the tally of a year needs, and of the year before, with which the report is compared.

    Applications, documents and cases are grouped once for both years.
    """
    this = YearFacts(
        organ=name,
        year=year,
        requests=requests.groups(scope, year),
        documents=disclosures.document_groups(scope, year),
        acts=disclosures.act_groups(scope, year),
        fees_yuan=disclosures.fees_yuan(scope, year),
        remedies=remedies.groups(scope, year),
        fee_notices=requests.fee_notices(scope, year),
        items_published=items_published(scope, year, count_unit),
    )
    last = replace(
        this,
        year=year - 1,
        acts=disclosures.act_groups(scope, year - 1),
        fees_yuan=disclosures.fees_yuan(scope, year - 1),
        fee_notices=None,
        items_published=None,
    )
    return this, last


def items_published(scope: Scope, year: int, unit: str) -> ItemsPublished | None:
    """主动公开 of the year: each information once, or each posting once, as the organ counts.

    渠道发布 counts are postings the ledger does not hold one by one. They stand apart and are added only
    where postings are what is counted: the same information may be among the items. None where the ledger
    holds postings alone, from which the number of items cannot be told.
    """
    per_channel = disclosures.items_per_channel(scope, year)
    posted = disclosures.posted_per_channel(scope, year)
    items = disclosures.published_in(scope, year).count()
    if unit == "posting":
        return ItemsPublished(sum((per_channel + posted).values()), unit, dict(per_channel + posted))
    return None if posted and not items else ItemsPublished(items, "item", dict(per_channel))
