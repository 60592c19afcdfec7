"""One process of several that sign letters at once, on a data folder of their own.

python -m gongkai.ledger.requests.tests.signing prepare COUNT
python -m gongkai.ledger.requests.tests.signing sign FIRST LAST
"""

import sys
from collections.abc import Iterator


def main(verb: str, *numbers: str) -> None:
    import django

    django.setup()
    if verb == "prepare":
        prepare(int(numbers[0]))
    else:
        print("\n".join(sign(*map(int, numbers))))


def prepare(count: int) -> None:
    from django.core.management import call_command

    from gongkai.ledger.organs.actions import create
    from gongkai.ledger.requests.tests import test_letters as letters
    from gongkai.ledger.requests.tests.bodies import BODIES

    call_command("migrate", verbosity=0)
    organ = create(name="四间房镇人民政府", actor="测试", options={"letter_mark": "四政", **BODIES})
    for number in range(1, count + 1):
        row = letters.application(organ, f"〔2026〕{number}号")
        letters.submitted(row, "answer", letters.PLACE, "granted_published")


def sign(first: int, last: int) -> Iterator[str]:
    from gongkai.ledger.requests.models import Letter
    from gongkai.ledger.requests.tests import test_letters as letters

    for letter in Letter.objects.filter(pk__range=(first, last)).select_related(
        "organ", "foi_request__organ"
    ):
        yield letters.signed(letter).document_no


if __name__ == "__main__":
    main(*sys.argv[1:])
