"""Building the one command ``gongkai`` and turning whatever goes wrong into one clear line."""

import errno
import os
import signal
import sqlite3
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from typing import Any, NoReturn

import click
import typer

import gongkai
from gongkai.cli.frame import Fail
from gongkai.cli.terminal import one_line, plain_output
from gongkai.lib.crypto import UnknownKey
from gongkai.lib.files import why
from gongkai.lib.language import _, retell

#: Every command: its name, its module here, the function or sub-app in it.
COMMANDS: tuple[tuple[str, str, str], ...] = (
    ("serve", "serve", "serve"),
    ("template", "workbook", "template"),
    ("import", "workbook", "import_"),
    ("export", "workbook", "export"),
    ("report", "report", "report"),
    ("rollup", "report", "rollup"),
    ("submission", "submission", "command"),
    ("prose", "prose", "command"),
    ("check", "check", "check"),
    ("compare", "compare", "compare"),
    ("scan", "scan", "scan"),
    ("publish", "publish", "publish"),
    ("deadline", "deadline", "deadline"),
    ("calendar", "calendar", "command"),
    ("organ", "organ", "command"),
    ("archive", "archive", "command"),
    ("person", "person", "command"),
    ("verify", "verify", "verify"),
    ("backup", "backup", "backup"),
    ("restore", "backup", "restore"),
    ("move", "move", "move"),
    ("keys", "keys", "command"),
    ("privacy", "privacy", "command"),
    ("doctor", "doctor", "doctor"),
    ("sbom", "sbom", "sbom"),
)


class LazyGroup(typer.core.TyperGroup):
    """Imports a command's module only when that command is called or described."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [name for name, _module, _attribute in COMMANDS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        for name, module, attribute in COMMANDS:
            if name == cmd_name:
                return _as_command(name, getattr(import_module(f"gongkai.cli.{module}"), attribute))
        return None


def _as_command(name: str, target: Callable[..., Any] | typer.Typer) -> click.Command:
    if isinstance(target, typer.Typer):
        command = typer.main.get_command(target)
    else:
        app = typer.Typer(add_completion=False)
        app.command(name)(target)
        command = typer.main.get_command(app)
    command.name = name
    for one in (command, *getattr(command, "commands", {}).values()):
        if one.help:  # written as docstrings, in Chinese
            one.help = _(one.help)
    return command


def application() -> click.Command:
    """The whole command tree."""
    app = typer.Typer(
        cls=LazyGroup,
        add_completion=False,
        no_args_is_help=True,
        help=_("政府信息公开：从台账到年度报告。每条命令都可加 --data 文件夹，指定数据放在哪里。"),
        context_settings={"help_option_names": ["-h", "--help"]},
    )

    @app.callback()
    def _root(
        version: bool = typer.Option(
            False, "--version", help=_("显示版本号。"), callback=_version, is_eager=True
        ),
    ) -> None:
        pass

    return typer.main.get_command(app)


def _version(wanted: bool) -> None:
    if wanted:
        print(f"gongkai {gongkai.__version__}")
        raise typer.Exit


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run one command and exit with the code that contracts promise: 0, 1 or 2."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    guarded(lambda: application().main(_take_data_option(given), "gongkai", standalone_mode=False))


def guarded(work: Callable[[], object]) -> NoReturn:
    """Do it, and exit; whatever a user can cause ends in one line on stderr, not in a traceback."""
    _speak_utf8()
    with plain_output(), _ended_like_interrupted():
        try:
            code = work()
            sys.exit(code if isinstance(code, int) else 0)
        except (KeyboardInterrupt, click.exceptions.Abort):
            sys.exit(130)
        except Exception as error:
            sentence = _sentence(error)
            if sentence is None:
                raise
            print(one_line(sentence), file=sys.stderr)
            sys.exit(2)


@contextmanager
def _ended_like_interrupted() -> Iterator[None]:
    """Asked to end (SIGTERM), a command stops as by Ctrl+C: what it has is kept, what it made is cleared."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        if signal.getsignal(signal.SIGTERM) is signal.default_int_handler:  # else a command has set its own
            signal.signal(signal.SIGTERM, before)


def _take_data_option(arguments: list[str]) -> list[str]:
    """``--data DIR`` stands before or after the command, so it is taken out before the command is parsed."""
    rest: list[str] = []
    words = iter(arguments)
    for word in words:
        if word == "--":
            rest += [word, *words]
        elif word == "--data":
            folder = next(words, "")
            if not folder:
                raise Fail(_("--data — 后面缺文件夹 — 例如 --data D:\\公开数据。"))
            os.environ["GONGKAI_DATA"] = folder
        elif word.startswith("--data="):
            os.environ["GONGKAI_DATA"] = word.partition("=")[2]
        else:
            rest.append(word)
    return rest


def _sentence(error: Exception) -> str | None:
    """What to tell a person; None where the program itself is at fault and the traceback is of use."""
    if isinstance(error, Fail | UnknownKey):
        return retell(str(error))
    if _is_refusal(error):
        return str(error)
    if isinstance(error, click.UsageError):
        return _usage(error)
    if isinstance(error, click.ClickException):
        return error.format_message()
    if isinstance(error, OSError):
        return _trouble(error)
    if _is_history_broken(error):
        return _("数据库 — 升级记录前后矛盾，数据库已损坏或被改动 — 请停止使用，从备份恢复这个文件夹。")
    if _is_database_trouble(error):
        return _database_trouble(error)
    return None


def _trouble(error: OSError) -> str:
    place = error.filename or _("文件")
    if error.errno == errno.ENOSPC:
        if not error.filename:
            return _("磁盘已满 — 什么也没有写入 — 请腾出空间后再试。")
        return _("磁盘已满（{place}） — 什么也没有写入 — 请腾出空间后再试。").format(place=place)
    if error.errno == errno.EFBIG:
        return _("{place} — 写不下（{why}） — 什么也没有写入，请放宽对文件大小的限制后再试。").format(
            place=place, why=why(error)
        )
    return _("{place} — 打不开（{why}） — 请检查路径和权限。").format(place=place, why=why(error))


def _is_database_trouble(error: Exception) -> bool:
    if isinstance(error, sqlite3.Error):
        return True
    return type(error).__module__ == "django.db.utils" and type(error).__name__ in {
        "OperationalError",
        "DatabaseError",
        "InterfaceError",
    }


def _is_refusal(error: Exception) -> bool:
    """Known by its name: to import it is to start Django, which may be what failed."""
    kind = type(error)
    return f"{kind.__module__}.{kind.__name__}" == "gongkai.ledger.audit.actions.Strayed"


def _is_history_broken(error: Exception) -> bool:
    """Tables said to be there rest on tables said to be missing: rows of the database are lost."""
    kind = type(error)
    return (
        f"{kind.__module__}.{kind.__name__}" == "django.db.migrations.exceptions.InconsistentMigrationHistory"
    )


def _database_trouble(error: Exception) -> str:
    """SQLite says what is wrong in the same English words always; PostgreSQL is quoted."""
    why = str(error).strip()
    known = {
        "database or disk is full": _("数据库 — 磁盘已满，这一步什么也没有写入 — 请腾出空间后再试。"),
        "attempt to write a readonly database": _(
            "数据库 — 只能读，不能写 — 请检查数据文件夹和其中gongkai.sqlite3的写权限后再试。"
        ),
        "unable to open database file": _(
            "数据库 — 打不开 — 请检查数据文件夹是否还在、能不能读写，磁盘是否已满。"
        ),
        "file is not a database": _(
            "数据库 — gongkai.sqlite3不是数据库文件，可能被别的程序改写了 — 请从备份恢复这个文件夹。"
        ),
        "database disk image is malformed": _(
            "数据库 — gongkai.sqlite3已损坏 — 请停止使用，从备份恢复这个文件夹。"
        ),
        "database is locked": _("数据库 — 别的程序一直在写入，没有轮到这一步 — 请等它做完后再试。"),
        "disk I/O error": _(
            "数据库 — 读写磁盘出错 — 请检查磁盘、网络盘和对文件大小的限制（ulimit -f）后再试。"
        ),
    }
    for words, sentence in known.items():
        if words in why:
            return sentence
    return _("数据库 — {why} — 请检查磁盘空间、文件夹权限或 DATABASE_URL 后再试。").format(
        why=why.splitlines()[0] if why else type(error).__name__
    )


def _usage(error: click.UsageError) -> str:
    """Click's complaint in words."""
    hint = (
        _("用 gongkai {command} --help 看用法。")
        .format(command=error.ctx.command_path.removeprefix("gongkai").strip() if error.ctx else "")
        .replace("gongkai  --help", "gongkai --help")
    )
    name = _name(getattr(error, "param", None))
    if isinstance(error, click.MissingParameter):
        return _("缺少{name} — {hint}").format(name=name, hint=hint)
    if isinstance(error, click.NoSuchOption):
        return _("没有选项{name} — {hint}").format(name=error.option_name, hint=hint)
    if isinstance(error, click.BadParameter):
        return _("{name} — 值不对（{why}） — {hint}").format(name=name, why=error.message, hint=hint)
    example = _example(error.ctx.command.help) if error.ctx else ""
    return _("{why} — {hint}").format(why=error.message, hint=f"{example} — {hint}" if example else hint)


def _example(description: str | None) -> str:
    """The line of a command's description that shows how it is written; groups have none."""
    last = (description or "").strip().rpartition("\n")[2].strip()
    return last if "gongkai " in last else ""


def _name(param: click.Parameter | None) -> str:
    """How a user knows a parameter: ``--format``, or the word that stands for an argument."""
    if isinstance(param, click.Option):
        return param.opts[0]
    return param.human_readable_name if param else ""


def _speak_utf8() -> None:
    """A Windows console may stand on another code page; Chinese must still come out."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure") and (stream.encoding or "").lower().replace("-", "") != "utf8":
            stream.reconfigure(encoding="utf-8", errors="replace")
