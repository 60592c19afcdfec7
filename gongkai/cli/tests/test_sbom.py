"""The bill of materials is one that other tools read, and everything in it may go with the Apache licence."""

import json
import re
from importlib.metadata import Distribution
from pathlib import Path

import pytest
from click.testing import CliRunner
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from gongkai.cli.main import application
from gongkai.cli.sbom import bill, hashes, installed, licence_of

#: What may stand beside a program under Apache-2.0; LGPL as a library of its own that anybody can replace.
MAY_GO_WITH = {
    "MIT",
    "MIT-0",
    "MIT-CMU",
    "0BSD",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "Apache-2.0",
    "ISC",
    "MPL-2.0",
    "PSF-2.0",
    "ZPL-2.1",
    "OFL-1.1",
    "Zlib",
    "CC0-1.0",
    "LGPL-3.0-only",
}


def test_other_tools_can_read_it() -> None:
    text = json.dumps(bill(installed(), hashes()))
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None


def test_it_names_what_runs_with_version_licence_and_the_hashes_of_the_lock() -> None:
    made = bill(installed(), hashes())
    django = next(one for one in made["components"] if one["name"] == "django")
    assert django["licenses"] == [{"expression": "BSD-3-Clause"}]
    lock = Path("requirements.lock").read_text("utf-8")
    assert f"django=={django['version']}" in lock
    assert all(f"sha256:{one['value']}" in lock for one in django["properties"])
    needs = {one["ref"]: one["dependsOn"] for one in made["dependencies"]}
    own = f"pkg:pypi/gongkai@{made['metadata']['component']['version']}"
    assert django["purl"] in needs[own]
    assert any(one.startswith("pkg:pypi/asgiref@") for one in needs[django["purl"]])
    assert "pytest" not in {one["name"] for one in made["components"]}


def test_the_same_installation_has_the_same_number() -> None:
    assert bill(installed(), hashes())["serialNumber"] == bill(installed(), hashes())["serialNumber"]


@pytest.mark.parametrize("one", installed(), ids=lambda one: one.name)
def test_whatever_it_needs_may_go_with_it(one: Distribution) -> None:
    said = licence_of(one)
    assert said, "says nothing of its licence"
    for choice in said.split(" AND "):
        assert MAY_GO_WITH & set(choice.split(" OR ")), said


def test_the_command_writes_a_file_or_a_line_each(tmp_path: Path) -> None:
    run = CliRunner().invoke(application(), ["sbom", "--out", str(tmp_path / "sbom.json")])
    assert (run.exit_code, run.stdout.strip()) == (0, str(tmp_path / "sbom.json"))
    assert json.loads((tmp_path / "sbom.json").read_text("utf-8"))["specVersion"] == "1.6"
    lines = CliRunner().invoke(application(), ["sbom", "--licences"]).stdout.splitlines()
    assert any(re.fullmatch(r"Django\t\S+\tBSD-3-Clause", line) for line in lines)
