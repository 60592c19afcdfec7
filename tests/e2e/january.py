"""A county of thirty organs in January, written into a data folder by ``python -m tests.e2e.january``.

Seventeen work in its system, five send files, two packages, three are late, two wrong, one was merged. What
is still to come on screen lies in the folder beside.
"""

import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import django

django.setup()

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: E402
from django.db import transaction  # noqa: E402

from gongkai.faces.tests.organs import staff  # noqa: E402
from gongkai.law.annual_report.model import ReportData  # noqa: E402
from gongkai.law.annual_report.stages import State  # noqa: E402
from gongkai.ledger.organs import actions as organs  # noqa: E402
from gongkai.ledger.organs.models import Organ  # noqa: E402
from gongkai.ledger.people import actions as people  # noqa: E402
from gongkai.ledger.reports.tests import test_submissions as submissions  # noqa: E402
from gongkai.ledger.reports.tests import test_tree as tree  # noqa: E402
from gongkai.ledger.reports.tests.test_way import ask, walk  # noqa: E402
from gongkai.lib.signing import fingerprint, public_text  # noqa: E402
from gongkai.reading.tests import printed  # noqa: E402


def write(folder: Path, password: str) -> None:
    county = organs.create(name=tree.COUNTY, actor="测试")
    supervisor = staff(county, "supervisor", username="county", name="刘芳")
    people.accept(token=people.invite(person=supervisor, organ=county, actor="测试"), password=password)
    members = [_with_a_ledger(county, name, number) for number, name in enumerate(tree.HERE, 1)]
    for times, name in enumerate(tree.FILES[1:], 2):
        tree.came(tree.under(county, name), tree.sound(name, times), State.PASSED, "file")
    tree.came(
        tree.under(county, tree.PACKAGES[1]), tree.sound(tree.PACKAGES[1], 11), State.PASSED, "package", 1
    )
    for name in (tree.FILES[0], tree.PACKAGES[0], *tree.LATE, tree.WRONG[0]):
        tree.under(county, name)
    tree.came(tree.under(county, tree.WRONG[1]), tree.sound(tree.WRONG[1], 100), State.RETURNED, "file")
    merged = tree.under(county, tree.MERGED)
    tree.came(merged, tree.sound(tree.MERGED, 3), State.PASSED, "file")
    organs.abolish(organ=merged, on=date(tree.YEAR, 7, 1), actor="测试", successor=members[0])
    _still_to_come(folder)


def _with_a_ledger(county: Organ, name: str, number: int) -> Organ:
    """An organ whose report was passed, but for the first, whose waits."""
    organ = tree.under(county, name)
    for case in range(number % 3 + 1):
        ask(organ, f"{name}{case}", "2022-03-01", "2022-03-20")
    walk(organ, "check", "approve", "submit", *(["pass"] if number > 1 else []))
    return organ


def _still_to_come(folder: Path) -> None:
    """A file, one that is wrong, and a package with its key."""
    wrong = _told(tree.WRONG[0], 1)
    wrong = replace(wrong, cells={**wrong.cells, "requests/new/total": 999})
    (folder / "wrong.html").write_bytes(printed.html(wrong))
    (folder / "file.html").write_bytes(printed.html(_told(tree.FILES[0], 1)))
    key = Ed25519PrivateKey.generate()
    (folder / "package.zip").write_bytes(submissions.package(report=_told(tree.PACKAGES[0], 10), key=key))
    (folder / "key.pem").write_bytes(public_text(key))
    (folder / "fingerprint").write_text(fingerprint(key.public_key()))


def _told(name: str, times: int) -> ReportData:
    return replace(tree.sound(name, times), narrative=submissions.PROSE)


if __name__ == "__main__":
    with transaction.atomic():
        write(Path(sys.argv[1]), sys.argv[2])
