"""Makes the backup of a data format, with the program that has it, before the next migration:

    GONGKAI_DATA=/somewhere/empty python -m gongkai.cli.tests.formats.making FOLDER

What lies in FOLDER is named after the day and put beside this file. It holds what a migration may stumble
over: a sample organ, a published report, a record that is public, one that was withdrawn for good.
"""

import os
import sys
from datetime import date
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.settings")


def main(folder: Path) -> None:
    import django

    django.setup()
    from django.conf import settings

    from gongkai.backup.making import make
    from gongkai.cli.upkeep import bring_up_to_date

    bring_up_to_date()
    _fill()
    make(folder, actor="测试", keys_folder=folder)
    print(settings.DATA)


def _fill() -> None:
    from gongkai.ledger.disclosures.making.publishing import Withdrawal, withdraw
    from gongkai.ledger.disclosures.tests import made
    from gongkai.ledger.organs import actions as organs
    from gongkai.ledger.organs.models import Organ
    from gongkai.ledger.reports import actions as reports
    from gongkai.ledger.requests import actions as requests
    from gongkai.ledger.requests.entries import EventEntry, RequestEntry
    from gongkai.ledger.requests.models import EventKind
    from gongkai.sample import base, town

    known: dict[str, Organ] = {}
    for sample in town.ORGANS:
        known[sample.name] = base.load(sample, known)
    organ = organs.create(name="甲镇人民政府", actor="测试")
    events = (
        EventEntry(EventKind.RECEIVED, date(2022, 3, 1), {"applicant_kind": "natural_person"}),
        EventEntry(EventKind.ANSWERED, date(2022, 3, 20), {"row": "granted"}),
    )
    entry = RequestEntry("1", events, applicant_name="张三", content="低保发放标准")
    requests.receive(organ=organ, entries=[entry], actor="测试")
    hands = {"check": "王敏", "approve": "张海涛", "submit": "王敏", "pass": "县办", "publish": "张海涛"}
    for step, actor in hands.items():
        reports.take(
            organ=organ,
            year=2022,
            step=step,
            actor=actor,
            reason="照办",
            day=date(2023, 1, 20),
            url="https://www.example.gov.cn/nb/2022.html",
        )
    made.published(organ)
    withdraw(record=made.published(organ), said=Withdrawal("有个人信息", hard=True), actor="赵建国")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
