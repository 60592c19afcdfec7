#!/usr/bin/env python3
"""Start, test or set up gongkai with nothing but Python 3.11 or newer.

    python3 run.py start [ARGS]      set up, then ``gongkai serve ARGS``
    python3 run.py test [--quick]    set up with the developer's tools, then every check there is
    python3 run.py setup [--dev]     only set up; with --ocr also what reads scans and pictures of reports,
                                     with --cluster also Spark, for reports on many machines
    python3 run.py gongkai ARGS      set up, then ``gongkai ARGS``

Standard library only. Packages come as the locks name them, by hash and as wheels (Spark alone is built):
where pip is configured to look, or the folder ``wheels/`` if there is one, has them. All in ``.venv``.
Exit code 2 and one sentence when something is missing.
"""

import sys

# Nothing above and no syntax below that Python 3.6 cannot parse: an old one has to reach this sentence.
if sys.version_info < (3, 11):
    sys.stderr.write(
        "Python版本是{0}.{1} — gongkai需要3.11或更新的版本 — 请安装新版本后重试（Debian/Ubuntu："
        "sudo apt install python3 python3-venv；Windows：从python.org安装）。\n"
        "This is Python {0}.{1}; gongkai needs 3.11 or newer. Install one and try again.\n".format(
            *sys.version_info
        )
    )
    sys.exit(2)

import contextlib
import hashlib
import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
WHEELS = ROOT / "wheels"
RUNTIME = "requirements.lock"
OCR = "requirements-ocr.lock"
DEV = "requirements-dev.lock"
CLUSTER = "requirements-cluster.lock"  # besides one of the others
BUILD = "requirements-build.lock"  # what builds the one package that comes without a wheel: pyspark
#: What else a lock holds, in the same versions.
WITHIN = {OCR: (RUNTIME,), DEV: (RUNTIME, OCR)}
STAMP = VENV / "gongkai-ready.json"  # what a finished set-up installed
UNFINISHED = VENV / "gongkai-unfinished"  # there while one is at work, and after one was killed
LOG = VENV / "gongkai-setup.log"
PYTHON = f"{sys.version_info[0]}.{sys.version_info[1]}"
ENGLISH = os.environ.get("GONGKAI_LANG", "").lower().startswith("en")


#: The head of this file, in Chinese.
USAGE = """用法：
    python3 run.py start [参数]      装好环境，再运行 gongkai serve 参数
    python3 run.py test [--quick]    连同开发工具一起装好，再做全部检查
    python3 run.py setup [--dev]     只装环境；加 --ocr 连同识别扫描件和图片的组件，
                                     加 --cluster 连同Spark，用许多台机器核对年报
    python3 run.py gongkai 参数      装好环境，再运行 gongkai 参数"""


class Stop(Exception):
    """What is missing, in one sentence that says how to mend it."""


def words(zh: str, en: str) -> str:
    return en if ENGLISH else zh


def say(zh: str, en: str) -> None:
    print(words(zh, en), file=sys.stderr, flush=True)


def program(name: str, windows: bool = os.name == "nt") -> Path:
    """A program of the environment: ``bin/NAME``, on Windows ``Scripts/NAME.exe``."""
    return VENV / "Scripts" / f"{name}.exe" if windows else VENV / "bin" / name


def base_python() -> str:
    """The interpreter that environments are made from, even when this one runs inside one."""
    return getattr(sys, "_base_executable", None) or sys.executable


def child_environment(outer: Mapping[str, str]) -> dict[str, str]:
    """The environment for pip and gongkai: UTF-8 everywhere, nothing that points outside ``.venv``."""
    drop = {"PYTHONHOME", "PIP_TARGET", "PIP_PREFIX", "PIP_USER", "__PYVENV_LAUNCHER__"}
    return {"PYTHONUTF8": "1", **{k: v for k, v in outer.items() if k not in drop}, "PIP_USER": "0"}


def digest(lock: str) -> str:
    return hashlib.sha256((ROOT / lock).read_bytes()).hexdigest()


def stamp() -> dict[str, object]:
    try:
        data = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return data if isinstance(data, dict) else {}


def fits(made: Mapping[str, object]) -> bool:
    """Whether the environment was made in this folder (its programs hold the path) by this Python."""
    return made.get("root") == str(ROOT) and made.get("python") == PYTHON


def is_ready(lock: str) -> bool:
    made = stamp()
    locks = made.get("locks")
    return (
        fits(made)
        and isinstance(locks, dict)
        and locks.get(lock) == digest(lock)
        and program("python").exists()
        and program("gongkai").exists()
    )


def answer(code: str) -> str:
    """What the environment's Python prints for a line of code; empty when it fails."""
    done = subprocess.run(
        [program("python"), "-c", code],
        env=child_environment(os.environ),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return done.stdout.strip()


def is_usable() -> bool:
    """Whether packages can be put into the ``.venv`` at hand: it is whole, of this Python, and has pip."""
    if UNFINISHED.exists() or not program("python").exists() or (STAMP.exists() and not fits(stamp())):
        return False
    ask = "import sys, pip; print('%d.%d' % sys.version_info[:2])"
    return answer(ask) == PYTHON


def check_sqlite() -> None:
    try:
        import sqlite3

        with contextlib.closing(sqlite3.connect(":memory:")) as connection:
            connection.execute("CREATE VIRTUAL TABLE probe USING fts5(text)")
    except ImportError:
        raise Stop(
            words(
                "这个Python缺少sqlite3模块 — 台账存放在SQLite中 — 请改用系统或python.org提供的Python。",
                "This Python has no sqlite3 module, where the ledger is kept. Use your system's Python.",
            )
        ) from None
    except sqlite3.OperationalError:
        raise Stop(
            words(
                "这个Python的SQLite没有全文检索（FTS5） — 检索需要它 — 请改用系统或python.org提供的Python。",
                "This Python's SQLite lacks full-text search (FTS5). Use your system's Python.",
            )
        ) from None


def check_ensurepip() -> None:
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        raise Stop(
            words(
                f"这个Python缺少venv（ensurepip） — 无法建立运行环境 — Debian/Ubuntu请运行：sudo apt install "
                f"python{PYTHON}-venv，然后重试。",
                f"This Python cannot make environments (ensurepip is missing). On Debian/Ubuntu run: "
                f"sudo apt install python{PYTHON}-venv, then try again.",
            )
        ) from None


@contextlib.contextmanager
def only_one() -> Iterator[None]:
    """Hold the set-up lock. The system frees it when its holders die, however they die.

    Children hold it too: a pip whose parent was killed must not write into what the next call clears away.
    """
    with open(ROOT / ".setup.lock", "a+b") as file:
        os.set_inheritable(file.fileno(), True)
        waiting = False
        while not take(file.fileno()):
            if not waiting:
                say("另一个窗口正在准备运行环境，等它完成……", "Another window is setting up; waiting for it…")
            waiting = True
            time.sleep(0.2)
        yield


def take(descriptor: int) -> bool:
    """Whether the lock is ours now. A file system without locks counts as one user alone."""
    if sys.platform == "win32":
        import msvcrt

        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
    import fcntl

    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        pass
    return True


def is_held(lock: str) -> bool:
    """Whether ``.venv`` was brought to this lock, as it is now or as it was."""
    locks = stamp().get("locks")
    return isinstance(locks, dict) and lock in locks


def ensure(lock: str) -> None:
    """Bring ``.venv`` to what ``lock`` names. At once when it is there already."""
    if lock == RUNTIME and is_held(OCR):
        lock = OCR  # who once added it keeps it through updates
    if not (ROOT / lock).exists():
        raise Stop(
            words(
                f"缺少{lock} — 项目文件不完整 — 请重新下载。",
                f"{lock} is missing; download the project again.",
            )
        )
    if is_ready(lock):
        return
    check_sqlite()
    with only_one():
        if is_ready(lock):
            return
        began = time.monotonic()
        say("正在准备运行环境（第一次约需一分钟）……", "Setting up (about a minute the first time)…")
        if not is_usable():
            check_ensurepip()
            build()
        UNFINISHED.touch()
        STAMP.unlink(missing_ok=True)
        install(lock)
        held = (lock, *WITHIN.get(lock, ()))
        made = {"root": str(ROOT), "python": PYTHON, "locks": {name: digest(name) for name in held}}
        STAMP.write_text(json.dumps(made, ensure_ascii=False), encoding="utf-8")
        UNFINISHED.unlink()
        seconds = round(time.monotonic() - began)
        say(f"运行环境已就绪，用时{seconds}秒。", f"Ready after {seconds} s.")


def add_cluster() -> None:
    """Spark beside what is there. It changes no other package, so a failure leaves a working environment."""
    with only_one():
        say("正在安装集群组件Spark（下载约450MB）……", "Adding Spark, for clusters (a download of 450 MB)…")
        locked("--only-binary", ":all:", "-r", BUILD)
        locked("--no-build-isolation", "-r", CLUSTER)
        say("集群组件已就绪。", "Spark is ready.")


def build() -> None:
    """A new, empty ``.venv`` with pip. It is marked unfinished before anything else is in it."""
    if VENV.is_symlink() or VENV.is_file():
        VENV.unlink()
    elif VENV.exists():
        shutil.rmtree(VENV)
    VENV.mkdir()
    UNFINISHED.touch()
    run([base_python(), "-m", "venv", str(VENV)])


def pip(*arguments: str) -> None:
    """``pip install`` in the environment."""
    quietly = ("--disable-pip-version-check", "--no-input")
    run([str(program("python")), "-m", "pip", *quietly, "install", "--no-deps", *arguments])


def locked(*arguments: str) -> None:
    """Packages by their hashes, from the folder ``wheels`` where there is one."""
    source = ("--no-index", "--find-links", str(WHEELS)) if WHEELS.is_dir() else ()
    pip(*source, "--require-hashes", *arguments)


def install(lock: str) -> None:
    locked("--only-binary", ":all:", "-r", lock)
    pip("--no-index", "--no-build-isolation", "-e", ".")
    # pip writes this folder's path as UTF-8, but Python before 3.13 reads it in the system's code page,
    # and a Chinese path on Windows is lost. A relative one is plain ASCII.
    packages = answer("import sysconfig; print(sysconfig.get_path('purelib'))")
    Path(packages, "gongkai.pth").write_text(os.path.relpath(ROOT, packages) + "\n", encoding="utf-8")


def run(command: Sequence[str]) -> None:
    """Run one step of the set-up: progress on a terminal, everything into the log, Stop on failure."""
    output = []
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=child_environment(os.environ),
        close_fds=False,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    ) as process:
        assert process.stdout is not None
        packages = 0
        for line in process.stdout:
            output.append(line)
            if line.startswith("Collecting "):
                packages += 1
                progress(words(f"下载第{packages}个组件：", f"package {packages}: ") + line.split()[1])
            elif line.startswith("Installing collected"):
                progress(words("安装组件……", "installing…"))
    progress("")
    with open(LOG, "a", encoding="utf-8") as log:
        log.writelines([" ".join(command), "\n", *output])
    if process.returncode:
        raise Stop(reason("".join(output), WHEELS.is_dir()))


def progress(text: str) -> None:
    if sys.stderr.isatty():
        print(f"\r\x1b[K{text[:60]}", end="", file=sys.stderr, flush=True)


#: What pip says, and what it means. The first that fits is told.
FAILURES = (
    (
        ("No space left", "Errno 28", "not enough space"),
        "磁盘已满 — 运行环境需要约1GB — 请清理磁盘后重试。",
        "The disk is full; about 1 GB is needed. Make room and try again.",
    ),
    (
        ("DO NOT MATCH THE HASHES",),
        "下载的组件与锁定的校验值不符 — 文件可能损坏或被替换 — 请换一个网络或软件源重试。",
        "A downloaded package does not match its locked hash. Try another network or package source.",
    ),
    (
        ("NewConnectionError", "NameResolutionError", "ConnectTimeout", "ReadTimeout", "Read timed out",
         "ProxyError", "SSLError", "ProtocolError", "ConnectionResetError", "Connection refused"),
        "连不上软件源 — 没有网络或被拦截 — 请联网、为pip设置可用的镜像或代理，"
        "或把安装包放进wheels文件夹（见README）后重试。",
        "The package source cannot be reached. Go online, set a mirror or proxy for pip, or put the packages "
        "into the folder wheels (see README), and try again.",
    ),
    (
        ("Permission denied", "Read-only file system", "Errno 13", "Errno 30", "WinError 5"),
        "项目文件夹不能写入 — 运行环境要建在其中的.venv — 请把项目放到可写的文件夹后重试。",
        "The project folder cannot be written to. Put the project where you may write and try again.",
    ),
)  # fmt: skip


def reason(output: str, offline: bool) -> str:
    """The sentence for a failed step, from what pip printed."""
    for signs, zh, en in FAILURES:
        if any(sign in output for sign in signs):
            return words(zh, en)
    for line in output.splitlines():
        _, found, package = line.partition("No matching distribution found for ")
        if found and offline:
            return words(
                f"wheels文件夹里没有合用的{package} — 须与本机的系统和Python {PYTHON}一致 — 请补齐后重试。",
                f"wheels has no {package} for this system and Python {PYTHON}. Add it and try again.",
            )
        if found:
            return words(
                f"没有适合本机的{package} — 系统或Python {PYTHON}不在支持之列 — 请改用Python 3.11至3.14。",
                f"There is no {package} for this system and Python {PYTHON}. Use Python 3.11 to 3.14.",
            )
    last = next((line.strip() for line in reversed(output.splitlines()) if line.strip()), "")
    return words(
        f"运行环境没有建成 — {last} — 详情见{LOG}，改正后重试。", f"Set-up failed: {last} (details in {LOG})."
    )


def become(command: Sequence[str]) -> NoReturn:
    """Hand over to ``command``, so that signals and the exit code are its own."""
    environment = child_environment(os.environ)
    sys.stdout.flush()
    sys.stderr.flush()
    if os.name != "nt":
        os.execve(command[0], list(command), environment)
    with subprocess.Popen(command, env=environment) as process:
        while process.poll() is None:
            # Ctrl-C reaches the child by itself; this process only waits for what it does with it.
            with contextlib.suppress(KeyboardInterrupt):
                process.wait()
    sys.exit(process.returncode)


def main(arguments: Sequence[str]) -> int:
    command, rest = (arguments[0], list(arguments[1:])) if arguments else ("help", [])
    if command == "start":
        ensure(RUNTIME)
        become([str(program("gongkai")), "serve", *rest])
    if command == "gongkai":
        ensure(RUNTIME)
        become([str(program("gongkai")), *rest])
    if command == "test" and set(rest) <= {"--quick", "-h", "--help"}:
        ensure(DEV)
        os.chdir(ROOT)
        become([str(program("python")), "-m", "tests.everything", *rest])
    if command == "setup" and set(rest) <= {"--dev", "--ocr", "--cluster"}:
        ensure(DEV if "--dev" in rest else OCR if "--ocr" in rest else RUNTIME)
        if "--cluster" in rest:
            add_cluster()
        return 0
    if command in ("help", "-h", "--help"):
        print(words(USAGE, "Usage:\n" + "\n".join((__doc__ or "").splitlines()[2:7])))
        return 0
    given = " ".join(arguments)
    raise Stop(
        words(
            f"不认识的命令“{given}” — 可用的是start、test、setup、gongkai — 见python3 run.py --help。",
            f"Unknown command “{given}”. There are start, test, setup and gongkai; see --help.",
        )
    )


def guarded(arguments: Sequence[str]) -> int:
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        return main(arguments)
    except Stop as stop:
        say(f"无法继续：{stop}", f"Cannot go on: {stop}")
    except OSError as error:
        say(f"无法继续：{reason(str(error), False)}", f"Cannot go on: {reason(str(error), False)}")
    except KeyboardInterrupt:
        say("\n已中断；下次运行会重新准备。", "\nInterrupted; the next run repairs what is unfinished.")
        return 130
    return 2


if __name__ == "__main__":
    sys.exit(guarded(sys.argv[1:]))
