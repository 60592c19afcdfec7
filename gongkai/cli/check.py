"""``gongkai check``: published annual reports, or our own, against the rules of the law."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gongkai.cli.frame import Fail, Found, data_folder
from gongkai.cli.terminal import console, one_line
from gongkai.lib.files import ordinary
from gongkai.lib.language import _, retell

if TYPE_CHECKING:
    from gongkai.analysis.engines import Engine
    from gongkai.analysis.store import Outcome, Store

_FEW = 3  # files that need no progress bar, and are shown one by one beside an output
_READ = "place >= 0 AND is_read = 1"


def check(
    paths: Annotated[
        list[Path], typer.Argument(metavar=_("文件或文件夹"), help=_("年度报告；文件夹连同下级。"))
    ],
    as_json: Annotated[bool, typer.Option("--json", help=_("每个文件输出一行JSON。"))] = False,
    previous: Annotated[
        Path | None, typer.Option("--previous", metavar=_("文件"), help=_("上年的年度报告，用来核对结转。"))
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar=_("文件"), help=_("结果写到这里：.jsonl、.csv或.parquet。")),
    ] = None,
    page: Annotated[
        str | None,
        typer.Option("--page", metavar=_("名称"), help=_("结果放到本站网页 /check/many/名称/，任何人可看。")),
    ] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help=_("接着上次中断的检查做，要和--out或--page一起用。"))
    ] = False,
    jobs: Annotated[
        int | None, typer.Option("--jobs", min=1, metavar=_("个数"), help=_("同时用几个进程，默认全部核心。"))
    ] = None,
    engine: Annotated[
        str, typer.Option("--engine", metavar="local|duckdb|spark", help=_("由谁核对勾稽关系，结果相同。"))
    ] = "local",
    master: Annotated[
        str | None, typer.Option("--master", metavar="URL", help=_("集群地址，只用于spark。"))
    ] = None,
) -> None:
    """检查年度报告：勾稽关系、上下年衔接、正文与表格、格式和个人信息。

    例：gongkai check 2022年报.docx --previous 2021年报.pdf
    例：gongkai check 全市年报 --out 结果.csv
    例：gongkai check 全市年报 --page 全市
    """
    from gongkai.analysis.files import Reading, find, read_file

    chosen = _engine(engine, master, jobs)
    _refuse_impossible(out, page, resume)
    before: Reading | None = None
    if previous and (before := read_file(str(previous))).trouble:
        raise Fail(before.trouble)
    with _store(_journal(out, page), resume) as store:
        store.register(find(paths), previous)
        if not store.count():
            store.discard()
            raise Fail(
                _("{paths} — 没有找到年度报告 — 请给出文件，或放有年报文件的文件夹。").format(
                    paths="、".join(map(str, paths))
                )
            )
        if previous and before:
            store.keep(str(previous), before)
        _run(store, chosen, jobs, master)
        outcome = store.outcome()
        _tell(store, outcome, as_json, out, page)
        _tell_of_last_year(store, previous, as_json)
        if store.path:
            store.discard()
    if not outcome.ok + outcome.errors:
        raise SystemExit(2)
    if outcome.errors + outcome.unreadable:
        raise Found


def _engine(name: str, master: str | None, jobs: int | None) -> "Engine":
    from gongkai.analysis.engines import BY_NAME

    if name not in BY_NAME:
        raise Fail(
            _("--engine {name} — 没有这种方式 — 请用{known}。").format(name=name, known="、".join(BY_NAME))
        )
    engine = BY_NAME[name]
    if master and not engine.is_cluster:
        raise Fail(_("--master — 只用于--engine spark — 请去掉。"))
    if jobs and engine.is_cluster:
        raise Fail(_("--jobs — 用几个核心由集群决定 — 请去掉，或写在--master里，例如local[4]。"))
    if lack := engine.lacks():
        raise Fail(lack)
    return engine


def _refuse_impossible(out: Path | None, page: str | None, resume: bool) -> None:
    from gongkai.analysis.overview import is_name
    from gongkai.analysis.tables import SUFFIXES

    if resume and not (out or page):
        raise Fail(_("--resume — 不知道接着哪一次做 — 请同时给出上次的--out文件或--page名称。"))
    if page is not None and not is_name(page):
        raise Fail(
            _("--page {page} — 不能用作网页地址 — 请用40个以内的汉字、字母、数字、-和_。").format(page=page)
        )
    if out and out.suffix.lower() not in SUFFIXES:
        raise Fail(
            _("--out {out} — 不能写成这种文件 — 文件名请以{known}结尾。").format(
                out=out, known="、".join(SUFFIXES)
            )
        )
    if out and out.is_dir():
        raise Fail(_("--out {out} — 是一个文件夹 — 请给出文件名。").format(out=out))
    if out:
        ordinary(out)


def _journal(out: Path | None, page: str | None) -> Path | None:
    """Where a run keeps what it has read: beside the result; one that leaves none keeps nothing."""
    from gongkai.analysis.overview import place_of

    result = out or (place_of(data_folder(), page) if page else None)
    return result.with_name(f"{result.name}.resume") if result else None


@contextmanager
def _store(journal: Path | None, resume: bool) -> "Iterator[Store]":
    from gongkai.analysis.store import Store, StoreError

    try:
        if journal:
            journal.parent.mkdir(parents=True, exist_ok=True)
        store = Store(journal, resume=resume)
    except StoreError as error:
        raise Fail(
            _(
                "{journal} — 检查的进度记在这里，现在用不了（{why}） — 是别的检查正在写同一个结果就等它做完，"
                "不是就删去这个文件再做。"
            ).format(journal=journal, why=error)
        ) from error
    try:
        yield store
    finally:
        store.close()


def _run(store: "Store", engine: "Engine", jobs: int | None, master: str | None) -> None:
    from gongkai.analysis.batch import run
    from gongkai.analysis.workers import NoWorkers

    try:
        with _bars(store.count()) as bar:
            run(
                store,
                engine=engine,
                jobs=jobs,
                master=master,
                reading=bar(_("读取")),
                judging=bar(_("核对")),
            )
    except KeyboardInterrupt:
        _keep(store)
        raise
    except NoWorkers as error:
        if store.count(_READ):
            _keep(store)
        raise Fail(str(error)) from error


def _keep(store: "Store") -> None:
    """Put on disk what was read of a run that stops here, and say so."""
    store.commit()
    if store.path:
        line = _("已停止，读过的{done}份已记下 — 加--resume可以接着做。")
        print(line.format(done=store.count(_READ)), file=sys.stderr)


@contextmanager
def _bars(count: int) -> Iterator[Callable[[str], Callable[[int, int], None]]]:
    """Progress bars by their names; on a terminal only, and only where there is something to wait for."""
    if count <= _FEW or not sys.stderr.isatty():
        yield lambda name: lambda done, total: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console(stderr=True), transient=True) as progress:

        def bar(name: str) -> Callable[[int, int], None]:
            task = progress.add_task(name, total=None)
            return lambda done, total: progress.update(task, completed=done, total=total)

        yield bar


def _tell(store: "Store", outcome: "Outcome", as_json: bool, out: Path | None, page: str | None) -> None:
    """Print what is asked for, write what is asked for; on stderr one line for each unreadable file."""
    from gongkai.analysis import tables
    from gongkai.cli.check_show import Screen

    count = sum(outcome)
    screen = None if as_json or ((out or page) and count > _FEW) else Screen()
    for result in store.results():
        if as_json:
            print(json.dumps(tables.as_json(result), ensure_ascii=False))
        elif screen:
            screen.show(result)
        if result.trouble:
            print(one_line(retell(result.trouble)), file=sys.stderr)
    written = tables.write(store, out) if out else []
    if page:
        _publish(store, page)
    if as_json:
        return
    if count > 1:
        line = _("共{all}份：{ok}份没有要改的，{errors}份有要改的，{unreadable}份读不了。")
        print(line.format(all=count, **outcome._asdict()))
    for path in written:
        print(_("已写入{path}").format(path=path))
    if page:
        print(_("已放到网页 /check/many/{page}/").format(page=page))


def _tell_of_last_year(store: "Store", previous: Path | None, as_json: bool) -> None:
    """Why a report was not held against last year's: the named one is another's, or none was named."""
    from gongkai.analysis.files import report_of

    reports = [report_of(kept.report) for kept in islice(store.reports(), 2)]
    if previous and reports and (other := store.passed_over(previous)):
        wanted = _("上一年的、同一机关")
        if len(reports) == 1:
            wanted = _("“{organ}”{year}年").format(organ=reports[0].organ, year=reports[0].year - 1)
        line = _("--previous {path} — 是“{organ}”{year}年的年报，没有用来核对 — 请换成{wanted}的年报。")
        print(line.format(path=previous, organ=other[0], year=other[1], wanted=wanted), file=sys.stderr)
    elif len(reports) == 1 and not previous and not as_json and not store.count("previous IS NOT NULL"):
        line = _(
            "没有{year}年的年报，上下年的衔接没有核对 — 请用--previous给出它，或检查放着两年年报的文件夹。"
        )
        print(line.format(year=reports[0].year - 1))


def _publish(store: "Store", page: str) -> None:
    from gongkai.analysis.overview import place_of
    from gongkai.analysis.overview.build import build
    from gongkai.lib.today import today

    build(store, place_of(data_folder(), page), on=today())
