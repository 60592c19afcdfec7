"""``kill -9`` at random moments of a process that writes: what it acknowledged and what is missing."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parents[2]
#: Seconds that a process lives at most after its first write.
LIFE = 1.5


@dataclass(slots=True)
class Outcome:
    """``acknowledged``: lines as printed; ``faults``: what of them is lost, there in half or unproved."""

    acknowledged: list[str] = field(default_factory=list)
    kills: int = 0
    faults: list[str] = field(default_factory=list)

    def kinds(self) -> Counter[str]:
        return Counter(json.loads(line)[0] for line in self.acknowledged)


def killed(place: Mapping[str, str], writes: int, seed: int = 2022, kinds: int = 1) -> Outcome:
    """Let processes write into one data folder, each killed after a while, until so much is acknowledged, of
    so many kinds: on a busy machine a long write is seldom finished. Ten times as much ends it anyway."""
    chance, outcome = random.Random(seed), Outcome()
    while len(outcome.acknowledged) < writes or len(outcome.kinds()) < kinds:
        if len(outcome.acknowledged) > 10 * writes:
            break
        with _begun(place, "write", str(seed + outcome.kills)) as process:
            said = _out(process)
            first = said.readline()
            time.sleep(chance.uniform(0, LIFE))
            process.send_signal(signal.SIGKILL)
            outcome.acknowledged += [first, *said]
        if process.returncode != -signal.SIGKILL:
            raise RuntimeError(f"it ended by itself: {process.returncode}")
        outcome.kills += 1
    with _begun(place, "look") as process:
        told, _nothing = process.communicate("".join(outcome.acknowledged), timeout=300)
    outcome.faults = json.loads(told.splitlines()[-1])
    return outcome


def prepare(place: Mapping[str, str]) -> None:
    """The tables of the folder, or of the database, as the first start lays them out."""
    command = [sys.executable, "-m", "gongkai.cli.prepare"]
    subprocess.run(command, env=_known(place), cwd=ROOT, check=True, timeout=120, stdout=subprocess.DEVNULL)


def _begun(place: Mapping[str, str], *words: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "tests.promises.writing", *words],
        env=_known(place),
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )


def _known(place: Mapping[str, str]) -> dict[str, str]:
    outer = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return {**outer, **place, "DJANGO_SETTINGS_MODULE": "gongkai.settings"}


def _out(process: "subprocess.Popen[str]") -> IO[str]:
    assert process.stdout is not None
    return process.stdout
