"""run.py as a person meets it: a bare machine, no network, a path of Chinese characters, a killed set-up."""

import ast
import hashlib
import importlib.util
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from importlib.metadata import distribution
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent

PYPROJECT = """
[build-system]
requires = ["flit_core"]
build-backend = "flit_core.buildapi"
[project]
name = "gongkai"
version = "1"
description = "a probe"
[project.scripts]
gongkai = "gongkai:main"
"""
PACKAGE = """
import json, sys
def main():
    print(json.dumps(sys.argv[1:], ensure_ascii=False))
    sys.exit(7 if "fail" in sys.argv else 0)
"""


def load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("run", ROOT / "run.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


run = load()


def wheel_of(name: str, folder: Path) -> str:
    """Pack an installed pure package as a wheel again; its line for a lock file."""
    packed = distribution(name)
    target = folder / f"{name}-{packed.version}-py3-none-any.whl"
    info = f"{name}-{packed.version}.dist-info"
    with zipfile.ZipFile(target, "w") as archive:
        for file in packed.files or ():
            if file.parts[0] in {name, info} and file.suffix != ".pyc" and file.name != "RECORD":
                archive.write(str(packed.locate_file(file)), file.as_posix())
        archive.writestr(f"{info}/RECORD", "".join(f"{member},,\n" for member in archive.namelist()))
    return f"{name}=={packed.version} --hash=sha256:{hashlib.sha256(target.read_bytes()).hexdigest()}\n"


def source_of(name: str, folder: Path) -> str:
    """Pack a package of one line as source that is yet to be built; its line for a lock file."""
    source = folder / f"{name}-1"
    source.mkdir()
    (source / "pyproject.toml").write_text(PYPROJECT.replace("gongkai", name), encoding="utf-8")
    (source / f"{name}.py").write_text("answer = 42\n", encoding="utf-8")
    (source / "PKG-INFO").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1\n", encoding="utf-8")
    packed = Path(shutil.make_archive(str(source), "gztar", folder, source.name))
    return f"{name}==1 --hash=sha256:{hashlib.sha256(packed.read_bytes()).hexdigest()}\n"


class Project:
    """A tiny gongkai in a folder of its own, with a wheels folder and no other source of packages."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "gongkai").mkdir(parents=True)
        (folder / "wheels").mkdir()
        (folder / "gongkai" / "__init__.py").write_text(PACKAGE, encoding="utf-8")
        (folder / "pyproject.toml").write_text(PYPROJECT, encoding="utf-8")
        shutil.copy(ROOT / "run.py", folder)
        self.lock = folder / "requirements.lock"
        self.lock.write_text(wheel_of("flit_core", folder / "wheels"), encoding="utf-8")

    def begin(self, *arguments: str, lead: tuple[str, ...] = ("run.py",)) -> subprocess.Popen[str]:
        outer = {k: v for k, v in os.environ.items() if not k.startswith(("GONGKAI_", "PYTEST", "COV"))}
        return subprocess.Popen(
            [sys.executable, *lead, *arguments],
            cwd=self.folder,
            env=outer,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )

    def run(self, *arguments: str, lead: tuple[str, ...] = ("run.py",)) -> tuple[int, str, str]:
        """Exit code, what came out, and what was said."""
        process = self.begin(*arguments, lead=lead)
        out, err = process.communicate(timeout=120)
        return process.returncode, out, err

    def pretend(self, lie: str, *arguments: str) -> tuple[int, str, str]:
        """Run run.py after one lie to the interpreter about its machine."""
        code = f"import sys, runpy; {lie}; runpy.run_path('run.py', run_name='__main__')"
        return self.run(*arguments, lead=("-c", code))


@pytest.mark.slow
def test_from_nothing_to_every_repair(tmp_path: Path) -> None:
    project = Project(tmp_path / "公开 办" / "四间房 gongkai")
    made = project.folder / ".venv"

    # Two windows at once, offline, in a path with spaces and Chinese: both are served, one does the work.
    both = [project.begin("gongkai", "import", "台 账.xlsx"), project.begin("start", "--port", "8001")]
    said = [process.communicate(timeout=120) for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    assert [json.loads(out) for out, _ in said] == [["import", "台 账.xlsx"], ["serve", "--port", "8001"]]
    assert sum("运行环境已就绪" in err for _, err in said) == 1

    # The next call finds everything there and hands over at once, with the exit code of gongkai itself.
    log = made / "gongkai-setup.log"
    before = log.stat().st_mtime_ns
    assert project.run("gongkai", "fail") == (7, '["fail"]\n', "")
    assert log.stat().st_mtime_ns == before
    assert [path.read_text("utf-8").isascii() for path in made.rglob("gongkai.pth")] == [True]

    # A changed lock is installed into the environment at hand; what the wheels folder lacks is named, and
    # nothing counts as ready.
    good = project.lock.read_text(encoding="utf-8")
    project.lock.write_text(good + "nowhere==1 --hash=sha256:" + "0" * 64 + "\n", encoding="utf-8")
    born = (made / "pyvenv.cfg").stat().st_mtime_ns
    code, _, err = project.run("setup")
    assert code == 2
    assert "无法继续：wheels文件夹里没有合用的nowhere==1" in err
    assert (made / "pyvenv.cfg").stat().st_mtime_ns == born
    assert not (made / "gongkai-ready.json").exists()

    # Killed in the middle, the next call begins again and comes through.
    project.lock.write_text(good, encoding="utf-8")
    killed = project.begin("setup")
    unfinished = made / "gongkai-unfinished"
    deadline = time.monotonic() + 60
    while (made / "gongkai-setup.log").exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    killed.send_signal(signal.SIGKILL if os.name != "nt" else signal.SIGTERM)
    killed.communicate()
    assert unfinished.exists()
    assert project.run("gongkai", "report")[:2] == (0, '["report"]\n')
    assert not unfinished.exists()


@pytest.mark.slow
def test_what_comes_as_source_is_added_by_hash_and_never_at_the_cost_of_what_is_there(tmp_path: Path) -> None:
    project = Project(tmp_path)
    cluster = tmp_path / "requirements-cluster.lock"
    shutil.copy(project.lock, tmp_path / "requirements-build.lock")
    good = source_of("sparkle", tmp_path / "wheels")

    cluster.write_text(good.replace("sha256:", "sha256:0"), encoding="utf-8")
    code, _, err = project.run("setup", "--cluster")
    assert (code, "校验值不符" in err) == (2, True)
    assert project.run("gongkai", "report") == (0, '["report"]\n', ""), "what was there needs no repair"

    cluster.write_text(good, encoding="utf-8")
    code, _, err = project.run("setup", "--cluster")
    assert (code, err.splitlines()[-1]) == (0, "集群组件已就绪。")
    python = tmp_path / ".venv" / run.program("python").relative_to(run.VENV)
    assert subprocess.run([python, "-c", "import sparkle"], check=False).returncode == 0


@pytest.mark.slow
def test_who_once_added_the_part_that_reads_pictures_keeps_it_through_updates(tmp_path: Path) -> None:
    project = Project(tmp_path)
    both = project.folder / "requirements-ocr.lock"
    extra = wheel_of("iniconfig", project.folder / "wheels")
    both.write_text(project.lock.read_text("utf-8") + extra, "utf-8")

    def locks() -> set[str]:
        made = json.loads((project.folder / ".venv" / "gongkai-ready.json").read_text("utf-8"))
        return set(made["locks"])

    assert project.run("setup")[0] == 0
    assert locks() == {"requirements.lock"}
    assert project.run("setup", "--ocr")[0] == 0
    assert locks() == {"requirements.lock", "requirements-ocr.lock"}
    assert [path.name for path in (project.folder / ".venv").rglob("iniconfig")] == ["iniconfig"]
    for lock in (project.lock, both):
        lock.write_text(lock.read_text("utf-8") + "# newer\n", "utf-8")
    assert project.run("gongkai", "report")[:2] == (0, '["report"]\n')
    assert locks() == {"requirements.lock", "requirements-ocr.lock"}


@pytest.mark.parametrize(
    ("lie", "sentence"),
    [
        ("sys.version_info = (3, 8, 10, 'final', 0)", "Python版本是3.8 — gongkai需要3.11或更新的版本"),
        ("sys.modules['ensurepip'] = None", "sudo apt install python3."),
        ("sys.modules['sqlite3'] = None", "缺少sqlite3模块"),
        (
            "import sqlite3; sqlite3.connect = lambda _: exec('raise sqlite3.OperationalError')",
            "没有全文检索（FTS5）",
        ),
    ],
    ids=["an old Python", "no python3-venv", "no sqlite3", "no full-text search"],
)
def test_what_the_machine_lacks_is_said_in_words(lie: str, sentence: str, tmp_path: Path) -> None:
    code, out, err = Project(tmp_path / "空").pretend(lie, "start")
    assert (code, out) == (2, "")
    assert sentence in err
    assert "Traceback" not in err
    assert not (tmp_path / "空" / ".venv").exists()


def test_an_old_python_can_read_the_file_as_far_as_the_sentence() -> None:
    source = (ROOT / "run.py").read_text(encoding="utf-8")
    ast.parse(source, feature_version=(3, 7))
    guard = source.index("sys.version_info <")
    assert [line for line in source[:guard].splitlines() if line.startswith(("import", "from"))] == [
        "import sys"
    ]


@pytest.mark.parametrize(
    ("printed", "offline", "told"),
    [
        ("OSError: [Errno 28] No space left on device", False, "磁盘已满"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE", False, "校验值不符"),
        (
            "WARNING: Retrying (Retry(total=4)) after connection broken by 'NewConnectionError(...)'\n"
            "ERROR: No matching distribution found for django==5.2",
            False,
            "连不上软件源",
        ),
        ("[Errno 13] Permission denied: '.setup.lock'", False, "不能写入"),
        ("[Errno 30] Read-only file system: '.setup.lock'", False, "不能写入"),
        ("ERROR: No matching distribution found for typst==0.15", False, "没有适合本机的typst==0.15"),
        (
            "ERROR: No matching distribution found for typst==0.15",
            True,
            "wheels文件夹里没有合用的typst==0.15",
        ),
        ("Segmentation fault", False, "运行环境没有建成 — Segmentation fault"),
    ],
)
def test_a_failed_step_is_told_by_its_cause_and_its_mend(printed: str, offline: bool, told: str) -> None:
    sentence = run.reason(printed, offline)
    assert told in sentence
    assert sentence.endswith("。")
    assert "请" in sentence or "重试" in sentence


def test_programs_are_found_where_each_system_keeps_them() -> None:
    assert run.program("gongkai", windows=True).parts[-3:] == (".venv", "Scripts", "gongkai.exe")
    assert run.program("gongkai", windows=False).parts[-3:] == (".venv", "bin", "gongkai")


@pytest.mark.parametrize(
    ("made", "fit"),
    [
        ({"root": str(ROOT), "python": run.PYTHON}, True),
        ({"root": str(ROOT / "moved"), "python": run.PYTHON}, False),
        ({"root": str(ROOT), "python": "3.10"}, False),
        ({}, False),
    ],
    ids=["as it was", "the folder was moved", "another Python", "nothing known"],
)
def test_an_environment_fits_only_where_and_for_what_it_was_made(made: dict[str, object], fit: bool) -> None:
    assert run.fits(made) is fit


def test_pip_never_installs_outside_the_environment() -> None:
    outer = {"PIP_TARGET": "/usr", "PYTHONHOME": "/usr", "PIP_USER": "1", "PATH": "/bin"}
    assert run.child_environment(outer) == {"PYTHONUTF8": "1", "PIP_USER": "0", "PATH": "/bin"}


@pytest.mark.parametrize(
    ("arguments", "code", "shown"),
    [
        ((), 0, "python3 run.py start"),
        (("--help",), 0, "python3 run.py test"),
        (("stat",), 2, "不认识的命令“stat” — 可用的是start、test、setup、gongkai"),
        (("test", "--bogus"), 2, "不认识的命令“test --bogus”"),
        (("setup", "--fast"), 2, "不认识的命令“setup --fast”"),
    ],
)
def test_a_mistyped_command_is_answered_without_setting_anything_up(
    arguments: tuple[str, ...], code: int, shown: str, tmp_path: Path
) -> None:
    got, out, err = Project(tmp_path / "空").run(*arguments)
    assert got == code
    assert shown in out + err
    assert not (tmp_path / "空" / ".venv").exists()


def test_the_double_click_file_is_windows_text_and_starts_run_py() -> None:
    text = (ROOT / "start.bat").read_bytes()
    assert b"*.bat text eol=crlf" in (ROOT / ".gitattributes").read_bytes()
    assert b"chcp 65001" in text
    assert b"py -3 run.py start" in text
    assert b"pause" in text


def test_no_lock_names_where_packages_come_from() -> None:
    for name in (run.RUNTIME, run.OCR, run.DEV, run.CLUSTER, run.BUILD):
        text = (ROOT / name).read_text(encoding="ascii")
        assert "://" not in text
        assert "-url" not in text
        pinned = [line for line in text.splitlines() if line[:1].isalnum()]
        assert all("==" in line and line.endswith("\\") for line in pinned), "each with its hashes"


def test_the_run_time_lock_is_part_of_that_with_pictures_and_this_of_the_developers() -> None:
    def pins(name: str) -> set[str]:
        lines = (ROOT / name).read_text(encoding="ascii").splitlines()
        return {line.split()[0] for line in lines if line[:1].isalnum()}

    assert pins(run.RUNTIME) < pins(run.OCR) < pins(run.DEV)
