"""What is printed of a matter: the sheet to sign 签到表, the agenda, the minutes, the list of tasks."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from gongkai.ledger.organs.queries import units_of
from gongkai.ledger.supervision.models import Matter, Task
from gongkai.papers.model import Align, Block, Cell, Document, Head, Heading, Paragraph, Signature, Table

_HEADING = "一二三四五六七八九十"
#: Lines on a sheet to sign that nobody's unit has filled.
_BLANK = 12


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper of a matter; ``fits`` tells whether there is anything to print."""

    code: str
    zh: str
    build: Callable[[Matter], Document]
    fits: Callable[[Matter], bool]


def of(matter: Matter) -> list[Paper]:
    return [paper for paper in PAPERS if paper.fits(matter)]


def _sheet(matter: Matter) -> Document:
    """签到表: a line for each section and village, and empty ones; signed by hand."""
    names = [unit.name for unit in units_of(matter.organ, matter.on)]
    lines = [(str(number), name, "", "") for number, name in enumerate(names, 1)]
    lines += [(str(number), "", "", "") for number in range(len(names) + 1, len(names) + _BLANK + 1)]
    table = _table("签到表", ("序号", "单位", "姓名", "签名"), (0.8, 3.0, 2.2, 3.0), lines, height=11.0)
    return _document(matter, f"{matter.title}签到表", [*_head(matter), table])


def _agenda(matter: Matter) -> Document:
    name = "议程" if matter.kind == "meeting" else "安排"
    blocks: list[Block] = [*_head(matter), *_prose(matter.text)]
    return _document(matter, f"{matter.title}{name}", blocks)


def _minutes(matter: Matter) -> Document:
    """会议纪要 with what was decided, and who came."""
    blocks: list[Block] = [*_head(matter), *_prose(matter.minutes)]
    if tasks := _given(matter):
        blocks += [Paragraph("会议定下的事："), _tasks_table(tasks)]
    if matter.attendance:
        blocks.append(Paragraph(f"参加人员：{'、'.join(matter.attendance.splitlines())}"))
    blocks.append(Signature(matter.organ.name, matter.on))
    return _document(matter, f"{matter.title}纪要", blocks)


def _task_list(matter: Matter) -> Document:
    lead = Paragraph(matter.number, Align.CENTER, indent=0)
    blocks: list[Block] = [lead, _tasks_table(_given(matter), with_proof=True)]
    return _document(matter, f"{matter.title}任务清单", blocks)


def _head(matter: Matter) -> list[Block]:
    """When, where, who speaks, for whom."""
    speaker = "主持人" if matter.kind == "meeting" else "讲课人"
    on = f"{matter.on.year}年{matter.on.month}月{matter.on.day}日"
    said = (("时间", on), ("地点", matter.place), (speaker, matter.by), ("参加对象", matter.target))
    return [Paragraph(f"{label}：{words}") for label, words in said if words]


def _prose(text: str) -> Iterable[Block]:
    """The lines of a text; 一、 and （一） are headings where nothing follows them in their line."""
    for line in filter(None, map(str.strip, text.splitlines())):
        is_first = line[0] in _HEADING and line[1:2] in {"、", "十"}
        yield Heading(line, 1) if is_first and not line.endswith("。") else Paragraph(line)


def _given(matter: Matter) -> list[Task]:
    rows = matter.tasks.exclude(state=Task.State.DROPPED).select_related("unit", "person")
    return list(rows.order_by("due", "pk"))


def _tasks_table(tasks: Sequence[Task], *, with_proof: bool = False) -> Table:
    head = ("序号", "任务", "由谁办", "期限", "办理情况")
    lines = [
        (str(number), task.what, task.owner, str(task.due), _proof(task) if with_proof else "")
        for number, task in enumerate(tasks, 1)
    ]
    if with_proof:
        return _table("任务清单", head, (0.8, 4.2, 2.0, 1.9, 3.4), lines)
    return _table("任务", head[:-1], (0.8, 5.4, 2.6, 2.2), [line[:-1] for line in lines])


def _proof(task: Task) -> str:
    state = {"open": "", "done": f"{task.done_on}报办好，待复核", "closed": f"{task.closed_on}办结"}[
        task.state
    ]
    return "\n".join(filter(None, (state, task.words, task.address)))


def _table(
    name: str,
    columns: Sequence[str],
    widths: tuple[float, ...],
    lines: Iterable[Sequence[str]],
    height: float = 8.0,
) -> Table:
    head = tuple(Cell(column, head=Head.COLUMN, align=Align.CENTER) for column in columns)
    rows = (tuple(Cell(words) for words in line) for line in lines)
    return Table((head, *rows), widths, head_rows=1, row_height=height, caption=name)


def _document(matter: Matter, title: str, blocks: Sequence[Block]) -> Document:
    return Document(title, tuple(blocks), organ=matter.organ.name)


_IS_HELD = {"training", "meeting"}
PAPERS: tuple[Paper, ...] = (
    Paper("sheet", "签到表", _sheet, lambda matter: matter.kind in _IS_HELD),
    Paper("agenda", "议程和安排", _agenda, lambda matter: matter.kind in _IS_HELD and bool(matter.text)),
    Paper("minutes", "纪要", _minutes, lambda matter: bool(matter.minutes)),
    Paper("tasks", "任务清单", _task_list, lambda matter: bool(_given(matter))),
)
