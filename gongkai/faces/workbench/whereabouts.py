"""Where the page of a row stands, by the ledger that names it."""

from collections.abc import Mapping

from django.urls import reverse

#: Rows with pages of their own; every other stands in its register.
PAGES: Mapping[str, str] = {
    "inbox": "workbench:arrival",
    "deliveries": "workbench:delivery",
    "making": "workbench:making-record",
    "matters": "workbench:matter",
    "tasks": "workbench:task",
    "assessments": "workbench:assessment",
    "cards": "workbench:card",
    "surveys": "workbench:survey",
}


def of_row(organ_id: int, ledger: str, pk: int) -> str:
    if page := PAGES.get(ledger):
        return reverse(page, args=(organ_id, pk))
    return reverse("workbench:record", args=(organ_id, ledger, pk))
