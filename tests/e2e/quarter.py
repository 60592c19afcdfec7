"""A town with two villages and those who work for it, written into a data folder by
``python -m tests.e2e.quarter PASSWORD``; prints the town's key."""

import sys

import django

django.setup()

from django.db import transaction  # noqa: E402

from gongkai.faces.tests.organs import staff  # noqa: E402
from gongkai.ledger.people import actions as people  # noqa: E402
from gongkai.ledger.supervision.tests.pushing import a_town, speaker, villages_of  # noqa: E402


def write(password: str) -> int:
    town = a_town("东徐村", "西徐村")
    east, _west = villages_of(town)
    workers = (
        staff(town, "clerk", username="clerk", name="王敏"),
        staff(town, "leader", username="leader", name="张海涛"),
        speaker(town, east, "dongxu"),
    )
    for person in workers:
        people.accept(token=people.invite(person=person, organ=town, actor="测试"), password=password)
    return town.pk


if __name__ == "__main__":
    with transaction.atomic():
        print(write(sys.argv[1]))
