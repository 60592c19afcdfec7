"""Restarting without a failed request, as docs/howto/deploy.md says it: its own words are run here."""

import re
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from gongkai.channels.tests.servers import own_certificate
from gongkai.cli.tests.test_serve import free_port, served

PAGE = Path(__file__).resolve().parents[3] / "docs" / "howto" / "deploy.md"
OPERATE = PAGE.with_name("operate.md")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no such signals"),
]


def blocks(page: Path, start: str) -> list[str]:
    return [
        code for code in re.findall(r"```\w*\n(.*?)```", page.read_text("utf-8"), re.DOTALL) if start in code
    ]


@contextmanager
def proxied(folder: Path, ports: tuple[int, int], own: int) -> Iterator[str]:
    """nginx with the block of the page, its addresses and certificate alone changed."""
    (block,) = blocks(PAGE, "upstream")
    own_certificate(folder)
    for old, new in {
        "127.0.0.1:8000": f"127.0.0.1:{ports[0]}",
        "127.0.0.1:8001": f"127.0.0.1:{ports[1]}",
        "listen 443 ssl": f"listen 127.0.0.1:{own} ssl",
        "listen 80": f"listen 127.0.0.1:{free_port()}",
        "/etc/ssl/gongkai.pem": f"{folder}/certificate.pem",
        "/etc/ssl/private/gongkai.key": f"{folder}/key.pem",
    }.items():
        assert old in block
        block = block.replace(old, new)
    places = "".join(
        f"{name}_temp_path {folder}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    conf = folder / "nginx.conf"
    conf.write_text(
        f"daemon off; pid {folder}/pid; error_log {folder}/error.log; worker_processes 1; events {{}}\n"
        f"http {{ access_log off; {places}\n{block} }}\n"
    )
    subprocess.run(["nginx", "-t", "-q", "-e", f"{folder}/error.log", "-c", conf], check=True, timeout=30)
    process = subprocess.Popen(["nginx", "-e", f"{folder}/error.log", "-c", conf])
    try:
        yield f"https://127.0.0.1:{own}/"
    finally:
        process.terminate()
        process.wait(30)


@pytest.mark.skipif(shutil.which("nginx") is None, reason="nginx is not installed")
def test_two_servers_restarted_in_turn_behind_nginx_answer_every_request(
    started_before: Path, tmp_path: Path
) -> None:
    ports, own = (free_port(), free_port()), free_port()
    answers: Counter[tuple[str, object]] = Counter()
    stopping, trusting = threading.Event(), ssl._create_unverified_context()

    def asking(address: str, data: bytes | None) -> None:
        handlers = urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=trusting)
        opener = urllib.request.build_opener(*handlers)
        while not stopping.wait(0.1):
            asked = urllib.request.Request(f"{address}check/", data, {"Host": "gongkai.example.gov.cn"})
            try:
                with opener.open(asked, timeout=30) as answer:
                    answers[asked.get_method(), answer.status] += 1
            except urllib.error.HTTPError as error:
                answers[asked.get_method(), error.code] += 1
            except OSError as error:
                answers[asked.get_method(), repr(error)] += 1

    more = {"GONGKAI_HOSTS": "gongkai.example.gov.cn,127.0.0.1", "GONGKAI_HTTPS": "1"}
    with proxied(tmp_path, ports, own) as address, ExitStack() as first, ExitStack() as second:
        for stack, port in ((first, ports[0]), (second, ports[1])):
            stack.enter_context(served(started_before, port=port, **more))
        threads = [threading.Thread(target=asking, args=(address, data)) for data in (None, b"a=1") * 2]
        for thread in threads:
            thread.start()
        try:
            for stack, port in ((first, ports[0]), (second, ports[1])):
                time.sleep(0.5)
                before = sum(answers.values())
                stack.close()  # SIGTERM, and it ends
                assert sum(answers.values()) > before
                stack.enter_context(served(started_before, port=port, **more))
        finally:
            stopping.set()
            for thread in threads:
                thread.join(60)
    assert set(answers) == {
        ("GET", 200),
        ("POST", 403),
    }  # a form without its token: answered by a page of ours


def test_what_is_on_its_way_when_the_server_is_told_to_stop_is_answered(started_before: Path) -> None:
    with served(started_before) as (address, process):
        host, _colon, port = address.removeprefix("http://").rstrip("/").partition(":")
        with socket.create_connection((host, int(port)), timeout=30) as way:
            head = (
                "POST /account/login/ HTTP/1.1",
                f"Host: {host}",
                f"Cookie: csrftoken={'a' * 32}",
                "Content-Length: 10",
            )
            form = "Content-Type: application/x-www-form-urlencoded"  # which is read for its token
            way.sendall("\r\n".join((*head, form, "", "12345")).encode())
            time.sleep(0.3)
            process.send_signal(signal.SIGTERM)
            time.sleep(1.5)
            assert process.poll() is None  # it waits for us
            way.sendall(b"67890")
            assert way.recv(100).startswith(b"HTTP/1.1 403")
        process.communicate(timeout=30)
        assert process.returncode == 0


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")
@pytest.mark.parametrize(
    ("page", "name"),
    [(PAGE, "gongkai@8000.service"), (OPERATE, "gongkai.service")],
    ids=["deploy", "operate"],
)
def test_systemd_has_nothing_to_say_against_the_units(tmp_path: Path, page: Path, name: str) -> None:
    (unit,) = blocks(page, "[Service]")
    assert "/opt/gongkai/.venv/bin/gongkai serve" in unit
    (tmp_path / name).write_text(unit.replace("/opt/gongkai/.venv/bin/gongkai", sys.executable))
    looked = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", "--recursive-errors=no", tmp_path / name],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (looked.returncode, looked.stderr) == (0, "")
