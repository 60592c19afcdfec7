"""How much memory ``gongkai serve`` holds at rest: the PSS of all its processes (limit 300 MB). Linux only.

Run as ``python -m bench.memory``. PSS counts a page shared by several processes once.
"""

import re
import sys
import time
from pathlib import Path

from bench.options import numbers
from bench.served import folder, serve

LIMIT = 300
REST = 5.0  # seconds of quiet after the start page and every page it links to


def main() -> None:
    """Measure and print; exit 1 past the limit."""
    if not Path("/proc/self/smaps_rollup").exists():
        sys.exit("no /proc/*/smaps_rollup on this system")
    with folder() as data, serve(data, "--demo") as served:
        pages = ["/", *re.findall(r'href="(/desk/[^"#]+)"', served.open("/"))]
        for page in pages:
            served.open(page)
        time.sleep(REST)
        total = 0.0
        for pid in tree(served.process.pid):
            megabytes = pss(pid)
            total += megabytes
            print(f"{megabytes:7.1f} MB  {command(pid)}")
    print(f"{total:7.1f} MB  in all, at rest after {len(pages)} pages (limit {LIMIT} MB)")
    sys.exit(total > LIMIT)


def tree(root: int) -> list[int]:
    """A process and all below it."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            # the name in brackets may hold anything, so count from its end
            parents[int(stat.parent.name)] = int(
                stat.read_text("utf-8", "replace").rpartition(")")[2].split()[1]
            )
        except OSError:
            continue  # it ended meanwhile
    found = [root]
    for pid in found:
        found += [child for child, parent in parents.items() if parent == pid]
    return found


def pss(pid: int) -> float:
    """MB of a process, shared pages in part."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    raise ValueError(f"no Pss of process {pid}")


def command(pid: int) -> str:
    words = Path(f"/proc/{pid}/cmdline").read_bytes().decode("utf-8", "replace").split("\0")
    return " ".join(words)[:90]


if __name__ == "__main__":
    numbers(__doc__)
    main()
