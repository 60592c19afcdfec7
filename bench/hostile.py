"""A campaign of hostile input: ``python -m bench.hostile [files] [requests] [seed]``.

Files: web pages, Word, Excel, PDF and JSON, each changed at random – bytes turned, cut, doubled, parts of a
package rewritten – and read; only a refusal in words may come of it. Requests: every address of the site with
random methods, queries, forms, headers and uploads, as everybody who may log in and as nobody; no answer may
be a 500. Printed: how many of each, how they ended, the slowest, and the most memory. Exit code 1 where
anything broke, took longer than ``SLOWEST`` or more memory than ``MOST``.
"""

import io
import os
import random
import resource
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from bench.options import numbers
from bench.rounds import said

SLOWEST, MOST = 10.0, 1500  # seconds of one input, MB of the process
#: What opens the pages of citizens.
OPEN = {"online_apply": "on", "online_basis": "指南第三条", "portal": "on", "portal_basis": "指南第一条"}
TEXTS = (
    "", " \u3000 ", "长" * 10_000, "9" * 400, "-1", "1e9", "1" * 19, "0x41", "甲\x00乙", "甲\x07\x1b[31m乙",
    "<script>alert(1)</script>", "' OR 1=1 --", '"; DROP TABLE audit_entry; --', "../../etc/passwd",
    "..\\..\\x", "%00", "%2e%2e/", "{{ 7|add:7 }}", "${jndi:ldap://x}", "=HYPERLINK(1)", "甲\u202e乙",
    "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"), "2022-13-45", "9999-12-31", "None",
    "null", "[]", "{}", "true", "١٢٣", "２０２２", "a" * 255, "\r\nSet-Cookie: x=1", "张三", "〔2022〕1号",
)  # fmt: skip


def main() -> int:
    files, requests, seed = numbers(__doc__, files=6_000, requests=6_000, seed=2022)
    with tempfile.TemporaryDirectory(prefix="gongkai-bench-", ignore_cleanup_errors=True) as folder:
        os.environ.pop("DATABASE_URL", None)
        os.environ["GONGKAI_DATA"] = folder
        from gongkai.cli.frame import ledger

        ledger(create=True)
        (Path(folder) / "static").mkdir()
        fine = _told("files", _files(files, random.Random(seed)))
        fine &= _told("requests", _requests(requests, random.Random(seed)))
    used = _most_memory()
    return 0 if said("the most memory", f"{used:.0f} MB", within=used <= MOST) and fine else 1


def _most_memory() -> float:
    """MB that this program has had at most. What getrusage tells begins with whoever started it."""
    status = Path("/proc/self/status")
    if not status.exists():  # not on Linux
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    (line,) = (line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def _told(what: str, outcomes: Iterator[tuple[str, float, str]]) -> bool:
    """``outcomes``: how each ended, its seconds, and what it was where it broke."""
    counts, slowest, broken = Counter[str](), (0.0, ""), list[str]()
    for ended, seconds, words in outcomes:
        counts[ended] += 1
        slowest = max(slowest, (seconds, words))
        if ended == "broken":
            broken.append(words)
    ends = ", ".join(f"{n:,} {name}" for name, n in counts.most_common())
    print(f"{what}: {sum(counts.values()):,} ({ends})")
    for words in broken[:20]:
        print(f"    BROKEN {words}")
    return said(f"{what}, the slowest", f"{slowest[0]:.1f} s", within=slowest[0] <= SLOWEST) and not broken


def _files(count: int, chance: random.Random) -> Iterator[tuple[str, float, str]]:
    from gongkai.law.annual_report.contract import dumps
    from gongkai.reading import ReadError, read_bytes
    from gongkai.reading.tests import printed

    report = printed.report()
    made = {
        "docx": printed.word(report),
        "xlsx": printed.excel(report),
        "pdf": printed.pdf(report),
        "html": printed.html(report),
        "json": dumps(report).encode(),
    }
    for number in range(count):
        kind = chance.choice(list(made))
        data = _changed(made[kind], chance)
        begin = time.perf_counter()
        try:
            read_bytes(data, name=f"a.{kind}")
            ended, words = "read", ""
        except ReadError:
            ended, words = "refused", ""
        except Exception as error:  # whatever it is, it is what is looked for
            ended, words = "broken", f"{kind} {number}: {type(error).__name__} {str(error)[:120]}"
        yield ended, time.perf_counter() - begin, words or f"{kind} {number}"


def _changed(data: bytes, chance: random.Random) -> bytes:
    if data[:2] == b"PK" and chance.random() < 0.7:
        return _with_part_changed(data, chance)
    return _bent(data, chance)


def _with_part_changed(data: bytes, chance: random.Random) -> bytes:
    """The package with one of its parts bent: what is inside is met, not the checksum."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        chosen = chance.choice(old.namelist())
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, _bent(part, chance) if name == chosen else part)
    return out.getvalue()


def _bent(data: bytes, chance: random.Random) -> bytes:
    way: Callable[[bytes, random.Random], bytes] = chance.choice((_turned, _cut, _doubled, _filled, _swapped))
    return way(data, chance)


def _turned(data: bytes, chance: random.Random) -> bytes:
    bent = bytearray(data)
    for _each in range(chance.randint(1, 20)):
        bent[chance.randrange(len(bent))] = chance.randrange(256)
    return bytes(bent)


def _cut(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data))]


def _doubled(data: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(data))
    piece = data[start : start + chance.randint(1, 2000)]
    return data[:start] + piece * chance.randint(2, 50) + data[start:]


def _filled(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data))
    return data[:at] + chance.choice(TEXTS).encode("utf-8", "replace") + data[at:]


def _swapped(data: bytes, chance: random.Random) -> bytes:
    """A number, or a name in angle brackets, for another one."""
    old = chance.choice((b"1", b"0", b"<w:tr", b"<td", b"</", b'r="', b"total", b"span"))
    return data.replace(old, chance.choice((b"", b"99999999999", b"<x", b'"', b"&#0;")), chance.randint(1, 9))


def _requests(count: int, chance: random.Random) -> Iterator[tuple[str, float, str]]:
    from django.conf import settings
    from django.test import Client

    from gongkai.ledger.people.roles import ROLES

    settings.AXES_ENABLED = False  # a campaign would be locked out at once
    organ, person = _office([role.code for role in ROLES if not role.of_unit])
    nobody = Client(SERVER_NAME="localhost", raise_request_exception=False)
    somebody = Client(SERVER_NAME="localhost", raise_request_exception=False)
    addresses = list(_addresses(organ))
    for number in range(count):
        if not number % 100:  # a log-out among the addresses ends it
            somebody.force_login(person, "allauth.account.auth_backends.AuthenticationBackend")
        client = somebody if chance.random() < 0.7 else nobody
        url = _address(chance.choice(addresses), organ, chance)
        method = chance.choice(("get", "get", "post", "post", "post", "put", "delete", "head", "options"))
        begin = time.perf_counter()
        answer = _send(client, method, url, chance)
        seconds = time.perf_counter() - begin
        words = f"{method} {url[:100]}"
        yield ("broken" if answer.status_code >= 500 else f"{answer.status_code}"), seconds, words


def _send(client: Any, method: str, url: str, chance: random.Random) -> Any:
    headers = {"HTTP_X_FORWARDED_FOR": chance.choice(TEXTS)[:50].replace("\n", "").replace("\r", "")}
    if method not in {"post", "put"}:
        return getattr(client, method)(url, **headers)
    if chance.random() < 0.2:
        kind = chance.choice(("application/json", "text/xml", "application/octet-stream", "x"))
        return getattr(client, method)(url, data=chance.choice(TEXTS), content_type=kind, **headers)
    said: dict[str, Any] = {name: chance.choice(TEXTS) for name in _names(client, url, chance)}
    if chance.random() < 0.2:
        file = io.BytesIO(chance.randbytes(chance.randint(0, 3000)))
        file.name = chance.choice(TEXTS)[:80]
        said["attached"] = file
    if method == "put":
        return client.put(url, data=str(said), content_type="application/json", **headers)
    return client.post(url, said, **headers)


def _names(client: Any, url: str, chance: random.Random) -> list[str]:
    """The fields of the form that stands there, some left out, some nobody asked for."""
    import re

    page = client.get(url)
    content = b"" if page.streaming else page.content
    found = sorted(set(re.findall(rb'\bname="([A-Za-z0-9_-]{1,60})"', content)))
    names = [name.decode() for name in found if chance.random() < 0.8]
    return [*names, "once", "x"] if names else ["x", "organ", "pk", "next"]


def _office(roles: list[str]) -> tuple[Any, Any]:
    import sqlite3
    from contextlib import closing

    from django.conf import settings
    from django.db import connection

    from bench.ledgers import fill
    from gongkai.ledger.organs import actions
    from gongkai.ledger.people import actions as people

    organ = actions.create(name="示例市人民政府", actor="bench")
    for code, value in OPEN.items():
        actions.set_option(organ=organ, code=code, value=value, actor="bench")
    person = people.enrol(organ=organ, username="wangmin", name="王敏", actor="bench")
    for role in roles:
        people.give_role(person=person, organ=organ, role=role, actor="bench")
    connection.close()
    with closing(sqlite3.connect(settings.DATA / "gongkai.sqlite3")) as plain:
        fill(plain, organ.pk, 200, beside=True)
    return organ, person


def _addresses(organ: Any) -> Iterator[str]:
    """Every pattern of the site, its places still open."""
    from django.urls import URLPattern, URLResolver, get_resolver

    def below(resolver: URLResolver, before: str) -> Iterator[str]:
        for one in resolver.url_patterns:
            path = before + str(one.pattern)
            if isinstance(one, URLResolver):
                yield from below(one, path)
            elif isinstance(one, URLPattern):
                yield path

    yield from below(get_resolver(), "/")


def _address(pattern: str, organ: Any, chance: random.Random) -> str:
    import re
    from urllib.parse import quote

    def filled(match: re.Match[str]) -> str:
        kind, _colon, name = match[1].rpartition(":")
        if "organ" in name:
            return str(organ.pk)
        if kind == "year" or "year" in name:
            return chance.choice(("2022", "2025", "1999", "9999"))
        if kind == "int" or name in {"pk", "number"}:
            return chance.choice(("0", "1", "2", "17", "9" * 18, "9" * 30))
        return quote(chance.choice(TEXTS)[:60], safe="") or "x"

    path = re.sub(r"<([^>]+)>", filled, pattern).replace("^", "").replace("$", "")
    query = "" if chance.random() < 0.6 else f"?{chance.choice(('q', 'page', 'sort', 'month', 'export'))}="
    return f"{path}{query}{quote(chance.choice(TEXTS)[:200], safe='') if query else ''}"


if __name__ == "__main__":
    sys.exit(main())
