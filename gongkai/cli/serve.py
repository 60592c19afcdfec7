"""``gongkai serve``: the web server and the background jobs, watched by one small process."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
import webbrowser
from collections.abc import Callable
from contextlib import ExitStack
from tempfile import TemporaryDirectory
from typing import Annotated, Any

import typer

from gongkai.cli.frame import Fail, data_folder
from gongkai.lib.language import _

DEFAULT_PORT = 8000
#: Of a web process. Most of them wait: for the database, or in 年报体检 (``public.intake.Turnstile``).
THREADS = 12
PATIENCE = 60  # seconds a server may take to answer for the first time
#: Seconds before the jobs are started again, the first time and at most; what ran so long had been well.
FIRST_PAUSE, LAST_PAUSE, LASTS = 1.0, 300.0, 60.0


def serve(
    host: Annotated[str, typer.Option(help=_("监听的地址；只给本机用就不要改。"))] = "127.0.0.1",
    port: Annotated[int | None, typer.Option(help=_("端口；不写就从8000起找一个空的。"))] = None,
    workers: Annotated[int, typer.Option(min=1, max=64, help=_("网页进程数。"))] = 1,
    demo: Annotated[bool, typer.Option("--demo", help=_("先载入示例机关。"))] = False,
    browser: Annotated[
        bool | None, typer.Option("--browser/--no-browser", help=_("启动后打开浏览器。"))
    ] = None,
) -> None:
    """启动网页和后台作业，打印地址；按Ctrl+C停止。

    例：gongkai serve --demo
    """
    if demo and not os.environ.get("GONGKAI_DATA"):
        os.environ["GONGKAI_DATA"] = "gongkai-demo"
    os.environ["GONGKAI_DATA"] = str(data_folder())
    _end_on_signals()
    # preparing needs all of Django, watching does not: a process of its own keeps the watcher small
    prepared = subprocess.run(
        [sys.executable, "-m", "gongkai.cli.prepare", *(["--demo"] if demo else [])],
        stdout=subprocess.PIPE,
        encoding="ascii",
        **_apart(),
    )
    if prepared.returncode:
        raise SystemExit(prepared.returncode)
    kept, chosen = _keep_port(host, port)
    if host not in {"127.0.0.1", "localhost", "::1"}:
        os.environ.setdefault("GONGKAI_HOSTS", f"{host},127.0.0.1,localhost" if host != "0.0.0.0" else "*")
    address = f"http://{'127.0.0.1' if host in {'0.0.0.0', '::'} else host}:{chosen}/"
    children: list[subprocess.Popen[bytes]] = []
    with kept, ExitStack() as stack:
        if workers > 1:  # where the web processes put their figures together
            figures = stack.enter_context(TemporaryDirectory(prefix="gongkai-metrics-"))
            os.environ["PROMETHEUS_MULTIPROC_DIR"] = figures
        stack.callback(_stop_all, children)
        # a page that opened a connection of its own to PostgreSQL would take twice as long
        web = _start(_web_command(host, chosen, workers), children, GONGKAI_POOL="1")
        jobs = Jobs(lambda: _start(_tied("gongkai.jobs"), children), time.monotonic())
        _announce(address, web, browser, setup=prepared.stdout.strip())
        raise SystemExit(_watch(web, jobs))


class Jobs:
    """The jobs process, started again whenever it ends: after a pause that grows while it does not last."""

    def __init__(self, start: Callable[[], subprocess.Popen[bytes]], at: float) -> None:
        self._start = start
        self._pause = 0.0
        self._again_at: float | None = None
        self._run(at)

    def look(self, at: float) -> None:
        """What is to be done about it at a moment."""
        if self._again_at is not None and at >= self._again_at:
            self._run(at)
        elif self._again_at is None and self.process.poll() is not None:
            lasted = at - self._begun >= LASTS
            self._pause = FIRST_PAUSE if lasted else min(max(FIRST_PAUSE, 2 * self._pause), LAST_PAUSE)
            self._again_at = at + self._pause
            told = _("后台作业意外停止，网页不受影响；{seconds}秒后再启动。")
            print(told.format(seconds=int(self._pause)), file=sys.stderr, flush=True)

    def _run(self, at: float) -> None:
        self.process, self._begun, self._again_at = self._start(), at, None


def _start(
    command: list[str], children: list[subprocess.Popen[bytes]], **usual: str
) -> subprocess.Popen[bytes]:
    """One more child, which is told that we are gone by the end of this pipe; ``usual``: of its environment,
    where nothing else is set."""
    children[:] = [child for child in children if child.poll() is None]
    child = subprocess.Popen(command, stdin=subprocess.PIPE, env={**usual, **os.environ}, **_apart())
    children.append(child)
    return child


def _apart() -> dict[str, Any]:
    """In a group of its own: Ctrl+C is for the watcher, which ends its children in good order."""
    if sys.platform == "win32":
        return {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
    return {"process_group": 0}


def _tied(module: str, *arguments: str) -> list[str]:
    return [sys.executable, "-m", "gongkai.cli.tied", module, *arguments]


def _web_command(host: str, port: int, workers: int) -> list[str]:
    """granian where it runs; waitress on Windows, which has one process with more threads."""
    if sys.platform == "win32":
        return _tied(
            "waitress",
            f"--listen={host}:{port}",
            f"--threads={THREADS * workers}",
            "gongkai.wsgi:application",
        )
    return _tied(
        *("granian", "--interface", "wsgi", "--host", host, "--port", str(port)),
        *("--workers", str(workers), "--blocking-threads", str(THREADS), "--no-ws"),
        *("--log-level", "error"),  # it warns of more threads than the processors can keep busy: ours wait
        *("--workers-kill-timeout", "10"),  # before the watcher loses patience with the server itself
        "gongkai.wsgi:application",
    )


def _keep_port(host: str, asked: int | None) -> tuple[socket.socket, int]:
    """The port asked for, or the first free one from 8000 on, with what keeps it ours until that is closed.

    granian shares its port with whoever else shares it, and binds it only in a moment: two that start at once
    would both find the same one free. So the UDP port of the number, which nobody shares, is taken first.
    """
    for port in [asked] if asked is not None else range(DEFAULT_PORT, DEFAULT_PORT + 20):
        kept = socket.socket(_family(host), socket.SOCK_DGRAM)
        try:
            kept.bind((host, port))
            _try(host, port)
        except (OSError, OverflowError):
            kept.close()
        else:
            return kept, port
    if asked is not None:
        raise Fail(_("端口{port} — 已被别的程序占用或不能使用 — 请用 --port 换一个。").format(port=asked))
    raise Fail(_("8000到8019的端口都被占用 — 请用 --port 指定一个空的端口。"))


def _try(host: str, port: int) -> None:
    """OSError where another program listens on the port."""
    with socket.socket(_family(host)) as probe:
        if sys.platform != "win32":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((host, port))


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET


def _announce(address: str, web: subprocess.Popen[bytes], browser: bool | None, *, setup: str) -> None:
    """Print the address once the server really answers; with a token in ``setup`` also the set-up link."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and web.poll() is None:
        try:
            urllib.request.build_opener(urllib.request.ProxyHandler({})).open(
                address + "health/live/", timeout=2
            ).close()
            break
        except OSError:
            time.sleep(0.1)
    else:
        raise Fail(_("网页没有启动起来 — 请看上面的报错，或换一个端口再试。"))
    print(
        _("已启动：{address}（数据：{folder}；按Ctrl+C停止）").format(address=address, folder=data_folder()),
        flush=True,
    )
    if setup:
        address = f"{address}desk/setup/{setup}/"
        print(_("还没有人能登录，请用这个一次性链接建立本机关：{link}").format(link=address), flush=True)
    if browser or (browser is None and sys.stdout.isatty() and _has_desktop()):
        webbrowser.open(address)


def _has_desktop() -> bool:
    return sys.platform in {"win32", "darwin"} or bool(
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    )


def _watch(web: subprocess.Popen[bytes], jobs: Jobs) -> int:
    """Until the web server ends; a signal ends it by ``_end_on_signals``."""
    while (code := web.poll()) is None:
        jobs.look(time.monotonic())
        time.sleep(0.5)
    return code


def _end_on_signals() -> None:
    """From the first step on: who stops us while we start must not leave children behind."""

    def end(_number: int, _frame: object) -> None:
        raise SystemExit(0)

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)


def _ignore_signals() -> None:
    """While the children are being stopped: a second Ctrl+C must not leave one of them."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _stop_all(children: list[subprocess.Popen[bytes]]) -> None:
    _ignore_signals()
    for child in reversed(children):
        _stop(child)


def _stop(child: subprocess.Popen[bytes]) -> None:
    if child.poll() is not None:
        return
    child.terminate()
    try:
        child.wait(timeout=15)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
