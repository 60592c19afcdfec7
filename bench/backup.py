"""Backup and restore of 10,000 and 100,000 applications: rows a second, and whether the memory stays flat.

Run as ``python -m bench.backup [COUNT]``. Beside it stands SQLite's own copy (VACUUM INTO), which is neither
portable nor proven. The peak of memory may grow by a fifth from the small ledger to the large.
"""

import os
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

from bench.ledgers import fill
from bench.options import numbers
from bench.served import folder

LIMIT = 1.2


def main(count: int) -> None:
    """Measure and print; exit 1 past the limit."""
    small, large = (_measure(n) for n in (count // 10, count))
    growth = large / small
    print(f"peak of memory, large to small: {growth:.2f} (limit {LIMIT:g})")
    sys.exit(growth > LIMIT)


def _measure(count: int) -> float:
    """Print the figures of one size; the larger peak of memory of the two commands."""
    with folder() as place:
        data, saved, new = (Path(place, name) for name in ("data", "saved", "new"))
        organ = (
            "from gongkai.ledger.organs.actions import create; create(name='示例市人民政府', actor='bench')"
        )
        _run("-c", f"from gongkai.cli.frame import ledger; ledger(create=True); {organ}", data=data)
        with closing(sqlite3.connect(data / "gongkai.sqlite3")) as plain:
            fill(plain, 1, count)
            rows = sum(
                plain.execute(f"SELECT count(*) FROM requests_{table}").fetchone()[0] for table in TABLES
            )
            begin = time.perf_counter()
            plain.execute("VACUUM INTO ?", [str(Path(place, "copy.sqlite3"))])
            bare = time.perf_counter() - begin
        out, out_peak = _run("-m", "gongkai", "backup", str(saved), data=data)
        (path,) = saved.glob("*.zip")
        back, back_peak = _run("-m", "gongkai", "restore", str(path), data=new)
        print(f"{count:,} applications, {rows:,} rows, {path.stat().st_size / 1e6:.1f} MB")
        for name, seconds, peak in (("backup", out, out_peak), ("restore", back, back_peak)):
            print(f"  {name:8} {seconds:6.1f} s  {rows / seconds:9,.0f} rows/s  peak {peak:5.0f} MB")
        print(f"  {'VACUUM':8} {bare:6.1f} s")
    return max(out_peak, back_peak)


TABLES = ("foirequest", "requestevent")


def _run(*words: str, data: Path) -> tuple[float, float]:
    """Seconds and the peak of memory in MB. The rows were written past the log, so restore finds fault."""
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    begin = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *words], env={**environment, "GONGKAI_DATA": str(data)}, stdout=subprocess.DEVNULL
    )
    _pid, status, usage = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status) not in {0, 1}:
        sys.exit(f"{words} ended with {status}")
    return time.perf_counter() - begin, usage.ru_maxrss / 1024


if __name__ == "__main__":
    main(*numbers(__doc__, count=100_000))
