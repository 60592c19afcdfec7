"""What reading made of a report whose truth is known.

``python -m tests.synthetic.judge [SEEDS [KIND…]]`` reads every variant in every kind of file but scans, or in
these, and prints the share that was not read; a wrong figure ends it with 1.
"""

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from itertools import product
from random import Random

from gongkai.law.annual_report.model import Value
from gongkai.reading import ReadError, read_bytes
from gongkai.reading.characters import squeeze
from tests.synthetic.files import SCAN, WRITERS, Draft, write
from tests.synthetic.variants import VARIANTS, spoilt

FORMS = ("2021", "2019")


@dataclass(slots=True)
class Verdict:
    """``wrong``: cell → (truth, read), lost without a word too. ``unread``: lost, and said so."""

    wrong: dict[str, tuple[Value, Value]] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)
    cells: int = 0


def judge(page: Draft, data: bytes | None = None) -> Verdict:
    """What is read of a draft; ``data`` is its file where that is not written in the usual way."""
    return _judged(page, data or write(page))


def judge_together(seed: int, form: str, kind: str, names: tuple[str, ...]) -> Verdict | None:
    """A report printed in several ways at once, None where the second finds nothing left to spoil."""
    try:
        page = spoilt(seed, form, kind, *names)
        data = write(page)
    except (LookupError, ValueError, StopIteration):
        if len(names) == 1:
            raise
        return None
    return _judged(page, data)


def _judged(page: Draft, data: bytes) -> Verdict:
    verdict = Verdict(cells=len(page.truth))
    try:
        report = read_bytes(data, name=f"{page.organ}-{page.year}.{page.kind}")
    except ReadError:
        verdict.unread = list(page.truth)
        return verdict
    said = {finding.where for finding in report.findings if finding.rule == "AR-unread"}
    for code in dict.fromkeys((*page.truth, *report.cells)):
        true, read = page.truth.get(code), report.cells.get(code)
        if _plain(read) in [_plain(value) for value in (true, *page.also.get(code, ()))]:
            continue
        if read is None and (code in said or (code not in report.cells and _is_divided(code, said))):
            verdict.unread.append(code)
        else:
            verdict.wrong[code] = (true, read)
    return verdict


def _is_divided(code: str, said: set[str]) -> bool:
    """A row of （六）其他处理 that was not read, on a report whose other division was taken."""
    return code.startswith("requests/other_") and any(where.startswith("requests/other_") for where in said)


def _plain(value: Value) -> Decimal | str | None:
    if value is None:
        return None
    try:
        return Decimal(value)
    except InvalidOperation:
        return squeeze(str(value))


def cases(seeds: range) -> Iterator[tuple[int, str, str, tuple[str, ...]]]:
    """Every variant in every kind and form, alone and with another.

    Of two that move boxes nobody could say what a person would see.
    """
    for seed, variant, form in product(seeds, VARIANTS, FORMS):
        for kind in variant.kinds:
            yield seed, form, kind, (variant.name,)
            fitting = [
                other.name
                for other in VARIANTS
                if kind in other.kinds
                and other is not variant
                and not (other.moves_boxes and variant.moves_boxes)
            ]
            yield seed, form, kind, (variant.name, Random(f"{seed}{form}{kind}").choice(fitting))


def main(seeds: int, kinds: tuple[str, ...]) -> int:
    kinds = kinds or tuple(kind for kind in WRITERS if kind != SCAN)
    lost: Counter[tuple[str, str]] = Counter()
    seen: Counter[tuple[str, str]] = Counter()
    wrong = 0
    for seed, form, kind, names in cases(range(seeds)):
        if kind not in kinds:
            continue
        verdict = judge_together(seed, form, kind, names)
        if verdict is None:
            continue
        if verdict.wrong:
            wrong += 1
            shown = dict(list(verdict.wrong.items())[:4])
            print("WRONG", seed, form, kind, names, len(verdict.wrong), shown, flush=True)
        if len(names) == 1:
            lost[names[0], kind] += len(verdict.unread)
            seen[names[0], kind] += verdict.cells
    columns = sorted({kind for _, kind in seen})
    print(f"{'unread, per cent':34}" + "".join(f"{kind:>10}" for kind in columns))
    for variant in VARIANTS:
        shares = [
            f"{100 * lost[variant.name, kind] / seen[variant.name, kind]:10.1f}"
            if seen[variant.name, kind]
            else " " * 10
            for kind in columns
        ]
        print(f"{variant.name:34}" + "".join(shares))
    print(f"{wrong} readings with a wrong figure")
    return int(wrong > 0)


if __name__ == "__main__":
    arguments = sys.argv[1:]
    sys.exit(main(int(arguments[0]) if arguments else 1, tuple(arguments[1:])))
