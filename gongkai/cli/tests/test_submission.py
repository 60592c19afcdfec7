"""A report from one installation to another and back, each with a data folder of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from gongkai.reading.tests import printed

TOWN, COUNTY = "青山镇人民政府", "某县人民政府"
#: What is done on the desk before, for which there is no command; each writes its public key and says its
#: fingerprint.
KEY = """
import sys
from pathlib import Path
from gongkai.ledger.reports.submissions import keys
Path(sys.argv[1]).write_bytes(keys.own_text())
print(keys.own_fingerprint())
"""
OF_TOWN = """
from gongkai.ledger.organs.actions import create
from gongkai.ledger.reports import actions
organ = create(name="青山镇人民政府", actor="甲")
actions.begin(organ=organ, year=2022, actor="甲")
for step, actor in (("check", "甲"), ("approve", "乙"), ("submit", "甲")):
    actions.take(organ=organ, year=2022, step=step, actor=actor)
"""
OF_COUNTY = """
from gongkai.ledger.organs.actions import create, place_under
top, town = create(name="某县人民政府", actor="甲"), create(name="青山镇人民政府", actor="甲")
place_under(organ=town, superior=top, actor="甲")
"""


class Installation:
    """A data folder of its own, with what is said by commands there."""

    def __init__(self, folder: Path) -> None:
        self.environ = os.environ | {"GONGKAI_DATA": str(folder / "data"), "GONGKAI_LANG": "zh"}
        self.environ.pop("DATABASE_URL", None)

    def say(self, *words: str, code: int = 0) -> str:
        done = self._run("-m", "gongkai", *words)
        assert done.returncode == code, done.stderr
        return (done.stdout or done.stderr).strip()

    def begin(self, script: str, key: Path) -> str:
        """Do what is done on the desk; the fingerprint of the key that is written to a file."""
        started = "from gongkai.cli.frame import ledger; ledger(create=True)\n"
        done = self._run("-c", started + script + KEY, str(key))
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def _run(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *words],
            env=self.environ,
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )


@pytest.mark.slow
def test_a_report_goes_from_a_town_to_its_county_and_the_receipt_back(tmp_path: Path) -> None:
    town, county = Installation(tmp_path / "town"), Installation(tmp_path / "county")
    keys = {
        "town": town.begin(OF_TOWN, tmp_path / "town.pem"),
        "county": county.begin(OF_COUNTY, tmp_path / "county.pem"),
    }
    county.say(
        *("submission", "key", str(tmp_path / "town.pem"), "--from", TOWN),
        *("--told", keys["town"], "--organ", COUNTY),
    )
    town.say("submission", "key", str(tmp_path / "county.pem"), "--told", keys["county"])
    package, receipt = tmp_path / "package.zip", tmp_path / "receipt.zip"
    assert town.say("submission", "make", "2022", "--out", str(package)) == str(package)
    take = ("submission", "receive", str(package), "--organ", COUNTY)
    said = county.say(*take, "--receipt", str(receipt)).splitlines()
    assert (said[0], said[-1]) == (f"{TOWN}\t2022\t1", str(receipt))
    assert "这一个已经收过" in county.say(*take, code=2)
    assert town.say("submission", "receipt", str(receipt)).startswith("2022年报送包第1版\t已送审")
    assert "这是gongkai.receipt/1" in county.say(
        "submission", "receive", str(receipt), "--organ", COUNTY, code=2
    )
    page = tmp_path / "2024.html"
    page.write_bytes(printed.html(printed.report("2021")))
    read = county.say("submission", "receive", str(page), "--from", TOWN, "--year", "2024", "--organ", COUNTY)
    assert read.splitlines()[0] == f"{TOWN}\t2024"
    assert county.say("submission", "key") == keys["county"]
