"""Files and requests changed at random break nothing; ``bench.hostile`` tries twelve thousand of them."""

import subprocess
import sys

import pytest


@pytest.mark.slow
def test_a_share_of_the_campaign_breaks_nothing() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bench.hostile", "60", "90", "7"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
    )
    assert done.returncode == 0, done.stdout
