"""``gongkai sbom``: what this installation is made of, as a bill of materials 软件物料清单."""

import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Annotated, Any
from uuid import NAMESPACE_URL, uuid5

import typer
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import gongkai
from gongkai.lib.files import write_whole
from gongkai.lib.language import _
from gongkai.lib.today import now

ROOT = Path(gongkai.__file__).resolve().parent.parent
#: Where the hashes of every file of a release stand, as ``run.py`` installs them.
LOCKS = ("requirements.lock", "requirements-ocr.lock", "requirements-dev.lock", "requirements-cluster.lock")
#: What can be switched on besides, and is listed as far as it is installed.
EXTRAS = ("ocr", "cluster", "s3", "oidc")
#: Licences as classifiers and older metadata call them, by their name in SPDX.
SPDX = {
    "0BSD": "0BSD",
    "3-Clause BSD License": "BSD-3-Clause",
    "Apache 2.0": "Apache-2.0",
    "BSD-3-Clause, Apache-2.0, dependency licenses": "BSD-3-Clause AND Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD": "BSD-3-Clause",
    "BSD License": "BSD-3-Clause",
    "ISC License": "ISC",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "SIL Open Font License 1.1 (OFL-1.1)": "OFL-1.1",
    "ZPL 2.1": "ZPL-2.1",
    "Zope Public License": "ZPL-2.1",
}
_ID = re.compile(r"[A-Za-z0-9.+-]+(?: (?:AND|OR|WITH) [A-Za-z0-9.+-]+)*")
_LOCKED = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)|--hash=sha256:([0-9a-f]{64})", re.MULTILINE)


def installed(extras: Iterable[str] = EXTRAS) -> list[Distribution]:
    """gongkai's own packages and what they need in turn, by name; what is not installed is left out."""
    found: dict[str, Distribution] = {}
    waiting = [("gongkai", frozenset(extras))]
    while waiting:
        name, asked = waiting.pop()
        try:
            one = found.setdefault(name, distribution(name))
        except PackageNotFoundError:
            continue
        waiting += [need for need in _needs(one, asked) if need[0] not in found]
    return [found[name] for name in sorted(found)]


def _needs(one: Distribution, extras: Iterable[str] = ("",)) -> Iterator[tuple[str, frozenset[str]]]:
    for text in one.requires or ():
        need = Requirement(text)
        if need.marker is None or any(need.marker.evaluate({"extra": extra}) for extra in ("", *extras)):
            yield canonicalize_name(need.name), frozenset(need.extras)


def licence_of(one: Distribution) -> str:
    """Its licence as an SPDX expression, else in its own words; empty where it says nothing."""
    said = one.metadata
    for expression in said.get_all("License-Expression") or ():
        return expression
    own = "".join(said.get_all("License") or ()).strip().partition("\n")[0]
    classified = [
        line.rpartition(" :: ")[2] for line in said.get_all("Classifier") or () if "License ::" in line
    ]
    known = list(dict.fromkeys(SPDX[name] for name in classified if name in SPDX))
    if own and _ID.fullmatch(own) and own not in SPDX:
        return own
    return " OR ".join(known) or SPDX.get(own, own)


def hashes(root: Path = ROOT) -> dict[tuple[str, str], list[str]]:
    """The SHA-256 of every file of a release, by name and version, out of the locks that lie there."""
    found: dict[tuple[str, str], list[str]] = {}
    for path in (root / name for name in LOCKS):
        release: list[str] = []
        for name, version, digest in _LOCKED.findall(path.read_text("utf-8") if path.exists() else ""):
            if name:
                release = found.setdefault((canonicalize_name(name), version), [])
            elif digest not in release:
                release.append(digest)
    return found


def bill(packages: Iterable[Distribution], locked: Mapping[tuple[str, str], list[str]]) -> dict[str, Any]:
    """The bill as CycloneDX 1.6 says it in JSON; the same installation has the same serial number."""
    listed: dict[str, Distribution] = {canonicalize_name(one.name): one for one in packages}
    references = {name: f"pkg:pypi/{name}@{one.version}" for name, one in listed.items()}
    own = listed.pop("gongkai")
    components = [
        _component(name, one, references[name], locked.get((name, one.version), ()))
        for name, one in listed.items()
    ]
    needed = {
        name: sorted({references[need] for need, _extras in _needs(one) if need in references})
        for name, one in {**listed, "gongkai": own}.items()
    }
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid5(NAMESPACE_URL, json.dumps(components, sort_keys=True))}",
        "version": 1,
        "metadata": {
            "timestamp": now().isoformat(timespec="seconds"),
            "component": {
                "type": "application",
                "bom-ref": references["gongkai"],
                "name": "gongkai",
                "version": own.version,
                "licenses": [{"license": {"id": "Apache-2.0"}}],
            },
        },
        "components": components,
        "dependencies": [{"ref": references[name], "dependsOn": needed[name]} for name in sorted(references)],
    }


def _component(name: str, one: Distribution, reference: str, digests: Iterable[str]) -> dict[str, Any]:
    said = licence_of(one)
    component: dict[str, Any] = {
        "type": "library",
        "bom-ref": reference,
        "name": name,
        "version": one.version,
        "purl": reference,
    }
    if said:
        is_spdx = _ID.fullmatch(said) is not None
        component["licenses"] = [{"expression": said} if is_spdx else {"license": {"name": said[:200]}}]
    if listed := [{"name": "gongkai:lock:sha256", "value": digest} for digest in digests]:
        component["properties"] = listed
    return component


def sbom(
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help=_("写到这个文件；不写就打印。"))
    ] = None,
    licences: Annotated[
        bool, typer.Option("--licences", help=_("只列名称、版本和许可证，一行一个。"))
    ] = False,
) -> None:
    """软件物料清单：这一套由哪些软件组成，各是什么版本、什么许可证（CycloneDX 1.6）。

    例：gongkai sbom --out sbom.json
    """
    packages = installed()
    if licences:
        text = "".join(f"{one.name}\t{one.version}\t{licence_of(one) or _('没有写明')}\n" for one in packages)
    else:
        text = json.dumps(bill(packages, hashes()), ensure_ascii=False, indent=2) + "\n"
    if out is None:
        sys.stdout.buffer.write(text.encode())
    else:
        write_whole(out, text.encode())
        print(out)
