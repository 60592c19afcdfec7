"""Starting, answering and stopping the real server."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any

import psutil
import pytest
from django.conf import settings

from gongkai.cli import prepare, serve
from gongkai.cli.frame import Fail

OPEN = urllib.request.build_opener(urllib.request.ProxyHandler({})).open


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(
    folder: Path, *options: str, port: int | str = 0, **environment: str
) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """A server on a free loopback port, or on this one, until the block ends."""
    port = int(port) or free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "gongkai", "serve", "--no-browser", "--port", str(port), *options],
        env={**os.environ, "GONGKAI_DATA": str(folder), "PYTHONIOENCODING": "utf-8", **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert f"http://127.0.0.1:{port}/" in line, line or process.communicate(timeout=30)
        yield f"http://127.0.0.1:{port}/", process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=30)


@pytest.mark.slow
def test_an_empty_folder_offers_the_two_ways_and_stopping_leaves_nothing_running(tmp_path: Path) -> None:
    with served(tmp_path) as (address, process):
        page = OPEN(address, timeout=10).read().decode()
        assert "看示例" in page
        assert "建立本机关" in page
        assert process.stdout is not None
        offered = process.stdout.readline()
        assert "一次性链接" in offered
        assert "先说说本机关" in OPEN(offered.split("：")[-1].strip(), timeout=10).read().decode()
        children = psutil.Process(process.pid).children(recursive=True)
        assert len(children) >= 2  # the web server and the jobs
    assert process.returncode == 0
    psutil.wait_procs(children, timeout=10)
    assert not [child for child in children if child.is_running()]


def is_tied(child: psutil.Process) -> bool:
    try:
        return "gongkai.cli.tied" in child.cmdline()
    except psutil.Error:  # what has ended since
        return False


def started(folder: Path, tied: int = 2) -> tuple[subprocess.Popen[str], list[psutil.Process]]:
    """A server that is still starting, with the processes it has started to serve: the web server and the
    jobs, and as the third the web server's worker."""
    process = subprocess.Popen(
        [sys.executable, "-m", "gongkai", "serve", "--no-browser", "--port", str(free_port())],
        env={**os.environ, "GONGKAI_DATA": str(folder), "PYTHONIOENCODING": "utf-8"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
    )
    until = time.monotonic() + 60
    while time.monotonic() < until:
        children = psutil.Process(process.pid).children(recursive=True)
        if sum(map(is_tied, children)) == tied:
            return process, children
        time.sleep(0.05)
    raise AssertionError(process.communicate(timeout=5))


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no such signals")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL], ids=lambda n: n.name)
def test_whoever_ends_the_start_leaves_nothing_running(started_before: Path, number: signal.Signals) -> None:
    process, children = started(started_before)
    process.send_signal(number)
    out, _err = process.communicate(timeout=40)
    assert "已启动" not in out
    assert process.returncode == (-number if number == signal.SIGKILL else 0)
    _gone, alive = psutil.wait_procs(children, timeout=30)
    assert alive == []


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no such signals")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL], ids=lambda n: n.name)
def test_a_worker_that_is_still_starting_ends_with_its_server(
    started_before: Path, number: signal.Signals
) -> None:
    process, children = started(started_before, tied=3)
    process.send_signal(number)
    process.communicate(timeout=10)
    _gone, alive = psutil.wait_procs(children, timeout=10)
    assert alive == []


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no such signals")
def test_a_server_that_was_shot_takes_its_worker_along(started_before: Path) -> None:
    process, children = started(started_before, tied=3)
    server = next(child for child in children if child.children())
    server.kill()
    process.communicate(timeout=30)
    _gone, alive = psutil.wait_procs(children, timeout=30)
    assert alive == []


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no such signals")
def test_ctrl_c_while_it_starts_ends_it_without_a_word(started_before: Path) -> None:
    process, _children = started(started_before)
    os.killpg(process.pid, signal.SIGINT)
    assert process.communicate(timeout=30) == ("", "")
    assert process.returncode == 0


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no such signals")
def test_a_server_that_is_killed_takes_its_children_along(started_before: Path) -> None:
    with served(started_before) as (_address, process):
        children = psutil.Process(process.pid).children(recursive=True)
        process.kill()
        _gone, alive = psutil.wait_procs(children, timeout=30)
        assert alive == []


@pytest.mark.slow
def test_a_demonstration_opens_the_report_and_proves_its_log_in_the_background(tmp_path: Path) -> None:
    with served(tmp_path, "--demo") as (address, _process):
        page = OPEN(address, timeout=10).read().decode()
        assert "四间房镇人民政府" in page
        until = time.monotonic() + 30
        told = ""
        while "操作日志完整" not in told and time.monotonic() < until:
            time.sleep(0.5)
            told = subprocess.run(
                [sys.executable, "-m", "gongkai", "doctor"],
                env={**os.environ, "GONGKAI_DATA": str(tmp_path), "PYTHONIOENCODING": "utf-8"},
                capture_output=True,
                encoding="utf-8",
                timeout=30,
            ).stdout
        assert "每日核验" in told


@pytest.mark.slow
def test_a_host_that_was_not_named_is_not_answered(started_before: Path) -> None:
    with served(started_before) as (address, _process):
        stranger = urllib.request.Request(address, headers={"Host": "evil.example"})
        with pytest.raises(urllib.error.HTTPError, match="400"):
            OPEN(stranger, timeout=10)


@pytest.mark.slow
def test_a_form_sent_over_https_through_a_proxy_is_taken(started_before: Path) -> None:
    with served(started_before, GONGKAI_HTTPS="1") as (address, _process):
        page = OPEN(f"{address}check/", timeout=10)
        cookie = str(page.headers["Set-Cookie"]).partition(";")[0]
        token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', page.read().decode())
        assert token is not None
        assert "Secure" in page.headers["Set-Cookie"]
        assert (
            page.headers["Strict-Transport-Security"] is None
        )  # the proxy has not said that it came by HTTPS
        by_proxy = urllib.request.Request(f"{address}check/", headers={"X-Forwarded-Proto": "https"})
        assert OPEN(by_proxy, timeout=10).headers["Strict-Transport-Security"] == "max-age=31536000"
        form = f"csrfmiddlewaretoken={token[1]}".encode()
        headers = {"Cookie": cookie, "Origin": address.replace("http:", "https:").rstrip("/")}
        for forwarded, status in (({"X-Forwarded-Proto": "https"}, "422"), ({}, "403")):
            with pytest.raises(urllib.error.HTTPError, match=status):
                OPEN(urllib.request.Request(f"{address}check/", form, {**headers, **forwarded}), timeout=10)


@pytest.mark.slow
def test_several_web_processes_are_counted_together_and_log_no_number_that_was_sent(
    started_before: Path,
) -> None:
    number = "11010519491231002X"
    with served(started_before, "--workers", "2", GONGKAI_LOG="json") as (address, process):
        for _again in range(20):
            with pytest.raises(urllib.error.HTTPError, match="404"):
                OPEN(f"{address}{number}?q={number}", timeout=10)
        form = f"text={number}".encode()
        with pytest.raises(urllib.error.HTTPError, match="403"):
            OPEN(urllib.request.Request(f"{address}check/", form, {"Referer": number}), timeout=10)
        figures = OPEN(f"{address}metrics/", timeout=10).read().decode()
        assert 'gongkai_requests_total{status="404",view="-"} 20.0' in figures
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=30)
    lines = [json.loads(line) for line in err.splitlines() if line.startswith("{")]
    assert [line["status"] for line in lines if line["event"] == "request"].count(404) == 20
    assert number not in out + err + figures


def test_a_setting_whose_parts_are_not_installed_is_said_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "OIDC_ISSUER", "https://sso.example.gov.cn")
    monkeypatch.setattr("gongkai.cli.prepare.find_spec", lambda name: None)
    with pytest.raises(Fail, match="没有装统一身份认证的组件"):
        prepare._demand_parts()


def test_a_port_in_use_is_said_in_words() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(Fail, match="已被别的程序占用"):
            serve._keep_port("127.0.0.1", taken.getsockname()[1])


def test_a_port_that_one_has_chosen_and_not_yet_opened_is_not_chosen_by_another() -> None:
    kept, chosen = serve._keep_port("127.0.0.1", None)
    with kept, pytest.raises(Fail, match="已被别的程序占用"):
        serve._keep_port("127.0.0.1", chosen)
    again, same = serve._keep_port("127.0.0.1", chosen)
    again.close()
    assert same == chosen


@pytest.mark.slow
def test_two_that_start_together_answer_on_ports_of_their_own(tmp_path: Path) -> None:
    both = [
        subprocess.Popen(
            [sys.executable, "-m", "gongkai", "serve", "--no-browser"],
            env={**os.environ, "GONGKAI_DATA": str(tmp_path / name), "PYTHONIOENCODING": "utf-8"},
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        for name in ("one", "other")
    ]
    try:
        said = [[one.stdout.readline() for _line in range(2)] for one in both if one.stdout]
        ports = [re.findall(r":(\d+)/", "".join(lines)) for lines in said]
        assert {len(set(own)) for own in ports} == {1}
        assert ports[0][0] != ports[1][0]
        for _started, offered in said:  # each knows its own link, the other would say that it is closed
            link = offered.split("：")[-1].strip()
            assert "先说说本机关" in OPEN(link, timeout=10).read().decode()
    finally:
        for one in both:
            one.terminate()
            one.communicate(timeout=30)


def test_windows_is_served_by_waitress_and_all_others_by_granian(monkeypatch: pytest.MonkeyPatch) -> None:
    for platform, server in (("win32", "waitress"), ("linux", "granian"), ("darwin", "granian")):
        monkeypatch.setattr(sys, "platform", platform)
        assert serve._web_command("127.0.0.1", 8000, 1)[3] == server


class Ended:
    """A process that has ended as soon as it was started."""

    def poll(self) -> int:
        return 1


def test_jobs_that_do_not_last_are_started_again_after_pauses_that_grow(
    capsys: pytest.CaptureFixture[str],
) -> None:
    starts: list[float] = []
    at = 0.0

    def start() -> Any:
        starts.append(at)
        return Ended()

    jobs = serve.Jobs(start, at)
    while len(starts) < 14:
        at += 0.5
        jobs.look(at)
    pauses = [round(later - earlier) for earlier, later in pairwise(starts)]
    assert pauses[:5] == [2, 2, 4, 8, 16]  # half a second passes before it is seen
    assert pauses[-2:] == [300, 300]
    assert "后台作业意外停止，网页不受影响；1秒后再启动。" in capsys.readouterr().err
    at += 2 * serve.LASTS  # it ran well, then ended
    jobs.look(at)
    jobs.look(at + serve.FIRST_PAUSE)
    assert len(starts) == 15


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no such signals")
def test_jobs_that_were_shot_are_back_and_end_with_the_server(started_before: Path) -> None:
    def jobs_of(process: subprocess.Popen[str]) -> list[psutil.Process]:
        alive = [
            one for one in psutil.Process(process.pid).children() if one.status() != psutil.STATUS_ZOMBIE
        ]
        return [child for child in alive if "gongkai.jobs" in child.cmdline()]

    with served(started_before) as (_address, process):
        (shot,) = jobs_of(process)
        shot.kill()
        until = time.monotonic() + 30
        while not (back := [one for one in jobs_of(process) if one.pid != shot.pid]):
            assert time.monotonic() < until
            time.sleep(0.1)
    psutil.wait_procs(back, timeout=30)
    assert not [child for child in back if child.is_running()]
