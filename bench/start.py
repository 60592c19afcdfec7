"""How long ``gongkai serve --demo`` takes until its page comes: on an empty folder (limit 20 s), again (5 s).

Run as ``python -m bench.start``.
"""

import sys

from bench.options import numbers
from bench.served import folder, serve

FIRST, AGAIN = 20.0, 5.0


def main() -> None:
    """Measure and print; exit 1 past a limit."""
    with folder() as data:
        spent = []
        for label, limit in (("first, samples loaded", FIRST), ("again", AGAIN)):
            with serve(data, "--demo") as served:
                spent.append(served.seconds <= limit)
                print(f"{served.seconds:5.1f} s  {label} (limit {limit:g} s)")
    sys.exit(not all(spent))


if __name__ == "__main__":
    numbers(__doc__)
    main()
