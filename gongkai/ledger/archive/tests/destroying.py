"""A process of its own on a data folder of its own, so that the files of the database can be searched.

python -m gongkai.ledger.archive.tests.destroying prepare | destroy
"""

import sys
from datetime import date


def prepare() -> None:
    from django.core.management import call_command

    from gongkai.ledger.archive.tests import cases
    from gongkai.ledger.organs.actions import create
    from gongkai.ledger.requests.tests.bodies import BODIES

    call_command("migrate", verbosity=0)
    organ = create(name="四间房镇人民政府", actor="测试", options={"letter_mark": "四政", **BODIES})
    cases.filed(cases.served(organ))
    cases.filed(
        cases.served(organ, "〔2022〕2号", cases.of("西门吹雪", "西边水渠的图纸"), "水利站"), new_box=True
    )


def destroy() -> None:
    from django.db import connection

    from gongkai.ledger import proof
    from gongkai.ledger.archive import actions, queries, scrubbing
    from gongkai.ledger.archive.tests import cases
    from gongkai.ledger.organs.models import Organ

    with connection.cursor() as cursor:  # some builds of SQLite overwrite what is deleted, others do not
        cursor.execute("PRAGMA secure_delete = OFF")
    organ, on = Organ.objects.get(), date(2033, 1, 4)
    first = list(queries.due(cases.scope(organ), on).order_by("pk")[:1])
    proposed = actions.propose(organ=organ, files=first, opinion="已满十年", on=on, actor="王敏")
    actions.carry_out(destruction=proposed, on=on, actor="李建国")
    assert scrubbing.scrub()
    print(proof.verify() or "whole")


if __name__ == "__main__":
    import django

    django.setup()
    {"prepare": prepare, "destroy": destroy}[sys.argv[1]]()
