"""``kill -9`` at random moments during writes of all kinds: ``python -m bench.crash [writes]``.

Processes file, register, decide, import, release records and publish reports, one after another on one data
folder, on SQLite and on PostgreSQL, and are killed at random moments. Every write whose action returned must
be there whole, none in half, and the log must prove it; exit code 1 otherwise. Not on Windows.
"""

import sys
import tempfile
import time
from contextlib import ExitStack

from bench.options import numbers
from bench.rounds import said
from tests.postgres import server
from tests.promises.killing import killed, prepare


def main() -> int:
    """Both databases, and what they print."""
    (writes,) = numbers(__doc__, writes=1000)
    on_both = [_on(name, writes) for name in ("SQLite", "PostgreSQL")]
    return 0 if all(on_both) else 1


def _on(name: str, writes: int) -> bool:
    begin = time.perf_counter()
    with ExitStack() as held:
        place = {"GONGKAI_DATA": held.enter_context(tempfile.TemporaryDirectory(prefix="gongkai-bench-"))}
        if name == "PostgreSQL":
            place["DATABASE_URL"] = held.enter_context(server())
        prepare(place)
        outcome = killed(place, writes)
    kinds = ", ".join(f"{count} {kind}" for kind, count in outcome.kinds().most_common())
    print(f"{name}: {len(outcome.acknowledged):,} writes acknowledged ({kinds})")
    took = f"{outcome.kills} kills, {time.perf_counter() - begin:.0f} s"
    for fault in outcome.faults:
        print(f"  {fault}")
    return said("  lost, in half or unproved", f"{len(outcome.faults)}  ({took})", within=not outcome.faults)


if __name__ == "__main__":
    sys.exit(main())
