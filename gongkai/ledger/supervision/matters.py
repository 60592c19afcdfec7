"""Writing matters: planned or arrived, passed on, closed into the register. Each in one transaction, with its
row of the log.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from secrets import token_urlsafe
from typing import Any

from django.db import transaction

from gongkai.law import secrecy
from gongkai.ledger import numbering
from gongkai.ledger.audit import actions as audit
from gongkai.ledger.base import Refused, state_of
from gongkai.ledger.deeds import told
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.supervision import actions, attendance, files, progress, quiz, tasks
from gongkai.ledger.supervision.deeds import Deed
from gongkai.ledger.supervision.entries import Assignment
from gongkai.ledger.supervision.kinds import BY_CODE, kind_of, note_of
from gongkai.ledger.supervision.models import Activity, Enclosure, Matter
from gongkai.ledger.words import actions as index
from gongkai.lib.language import _
from gongkai.lib.today import now, today


@transaction.atomic
def plan(
    *,
    organ: Organ,
    kind: str,
    said: Mapping[str, Any],
    actor: str,
    assignment: Assignment | None = None,
) -> Matter:
    """Enter a matter, with what is to be done about it where that is known already."""
    Organ.objects.select_for_update().get(pk=organ.pk)  # two numbers at once would be the same
    row = Matter(organ=organ, kind=kind, **said)
    row.number = _next_number(row)
    _put(row, Deed.PLAN, None, actor)
    if assignment:
        tasks.give(matter=row, assignment=assignment, actor=actor)
    return row


@transaction.atomic
def edit(*, matter: Matter, said: Mapping[str, Any], seen: int, actor: str) -> Matter:
    """Bring a matter to what is said now; ``seen``: how many deeds it had when it was read."""
    row, before = _locked(matter, Deed.EDIT, actor)
    if len(row.deeds) != seen:
        raise Refused(_("改 — 您打开以后有人改过 — 请返回看一遍现在的内容，再改。"))
    for name, value in said.items():
        setattr(row, name, value)
    return _put(row, Deed.EDIT, before, actor)


@transaction.atomic
def attend(*, matter: Matter, names: str, actor: str) -> Matter:
    """登记签到名单: one name in a line; how many they are is what the register counts."""
    row, before = _locked(matter, Deed.ATTEND, actor)
    row.attendance = "\n".join(attendance.lines(names))
    return _put(row, Deed.ATTEND, before, actor)


#: Who signs in has no account.
BY_CODE_ACTOR = "扫码签到"
LONGEST_LIST = 1000


@transaction.atomic
def open_sign_in(*, matter: Matter, actor: str) -> Matter:
    """开通扫码签到: an address that only whoever sees its code knows."""
    row, before = _locked(matter, Deed.OPEN_SIGN_IN, actor)
    row.sign_in_key = token_urlsafe(18)
    return _put(row, Deed.OPEN_SIGN_IN, before, actor)


@transaction.atomic
def write_quiz(*, matter: Matter, text: str, actor: str) -> Matter:
    """出小测验; what was answered so far was answered to other questions and goes."""
    row, before = _locked(matter, Deed.WRITE_QUIZ, actor)
    row.quiz, row.quiz_tally = quiz.parse(text), {}
    return _put(row, Deed.WRITE_QUIZ, before, actor)


@transaction.atomic
def sign_in(*, matter: Matter, name: str, unit: str) -> Matter:
    """扫码签到: one more line of the list, on the day itself."""
    row, before = _locked(matter, Deed.SIGN_IN, BY_CODE_ACTOR)
    line = " ".join(filter(None, (name.strip(), unit.strip())))
    names = row.attendance.splitlines()
    if line in names:
        raise Refused(_("签到 — {line}已经签过 — 不用再签；同名的请写清单位。").format(line=line))
    if len(names) >= LONGEST_LIST:
        raise Refused(_("签到 — 名单已满 — 请找主办的人登记。"))
    row.attendance = "\n".join(attendance.lines("\n".join([*names, line])))
    return audit.put(row, before, f"matter.{Deed.SIGN_IN.value}", actor=BY_CODE_ACTOR)


@transaction.atomic
def take_quiz(*, matter: Matter, answers: Sequence[int]) -> list[bool]:
    """答小测验: which answers are right; who gave them is not kept."""
    row, before = _locked(matter, Deed.TAKE_QUIZ, BY_CODE_ACTOR)
    right = quiz.marks(row.quiz, answers)
    row.quiz_tally = quiz.tallied(row.quiz_tally, right)
    audit.put(row, before, f"matter.{Deed.TAKE_QUIZ.value}", actor=BY_CODE_ACTOR)
    return right


@transaction.atomic
def write_up(*, matter: Matter, minutes: str, actor: str) -> Matter:
    """写纪要."""
    row, before = _locked(matter, Deed.WRITE_UP, actor)
    row.minutes = minutes
    return _put(row, Deed.WRITE_UP, before, actor)


@transaction.atomic
def give_out(*, matter: Matter, assignment: Assignment, actor: str) -> Matter:
    """传达: each addressee owes an answer by the day; the first time makes the row of the register.

    The text stays here: what goes out says number, date and link, so nothing is lost with a message.
    """
    row, before = _locked(matter, Deed.GIVE_OUT, actor)
    tasks.give(matter=row, assignment=assignment, actor=actor)
    names = [owner.name for owner in assignment.owners]
    row.target = _addressees(row, names)
    if row.activity is None:
        row.given_out_on = today()
        row.activity = _enter(row, row.given_out_on, actor)
    return _put(row, Deed.GIVE_OUT, before, actor, _("给{count}个").format(count=len(names)))


@transaction.atomic
def close(*, matter: Matter, actor: str) -> Matter:
    """办结: the matter ends as a row of the register of activities, which the report counts."""
    row, before = _locked(matter, Deed.CLOSE, actor)
    row.state, row.closed_on = Matter.State.CLOSED, today()
    if row.activity is None:
        is_mended = row.kind == Activity.Kind.RECTIFICATION
        row.activity = _enter(row, row.closed_on if is_mended else row.on, actor)
    return _put(row, Deed.CLOSE, before, actor)


@transaction.atomic
def drop(*, matter: Matter, reason: str, actor: str) -> Matter:
    """不办了: it counts nowhere, and its tasks fall away with it."""
    row, before = _locked(matter, Deed.DROP, actor)
    for task in row.tasks.filter(state__in=progress.UNFINISHED):
        tasks.drop(task=task, reason=reason, actor=actor)
    row.state, row.closed_on = Matter.State.DROPPED, today()
    return _put(row, Deed.DROP, before, actor, reason)


def add_file(*, matter: Matter, name: str, data: bytes, actor: str) -> Enclosure:
    """Put a file to a matter; Refused where it may not be kept."""
    kept = files.keep(matter.organ, name, data, actor)
    with files.VAULT.unless_named([kept.place]), transaction.atomic():
        row, before = _locked(matter, Deed.ADD_FILE, actor)
        file = files.row_of(kept)
        file.organ, file.matter = row.organ, row
        audit.put(file, None, "matter.enclosure", actor=actor)
        _put(row, Deed.ADD_FILE, before, actor)
    return file


def _locked(matter: Matter, deed: Deed, actor: str) -> tuple[Matter, dict[str, object]]:
    """The row for one deed alone, with its state before; Refused where it cannot be done by now."""
    rows = Matter.objects.select_for_update(of=("self",)).select_related("organ", "activity")
    row = rows.get(pk=matter.pk)
    if why := progress.why_not(deed, row, on=today(), actor=actor):
        raise Refused(why)
    return row, state_of(row)


def _put(
    row: Matter, deed: Deed, before: Mapping[str, object] | None, actor: str, reason: str = ""
) -> Matter:
    if any(secrecy.marked(text, of_file=False) for text in (row.title, row.text, row.minutes, row.measure)):
        raise Refused(_("内容 — 有密级标志，不能录入 — 请联系保密员。"))
    row.deeds = [*row.deeds, told(deed, actor, now(), reason=reason)]
    audit.put(row, before, f"matter.{deed.value}", actor=actor, reason=reason)
    index.put([row])
    return row


def _enter(row: Matter, on: date, actor: str) -> Activity:
    """The matter's row of the register: from here it is counted, and once."""
    entry = Activity(
        organ=row.organ,
        on=on,
        kind=row.kind,
        topic=row.title,
        target=row.target,
        people=attendance.count(row.attendance) if kind_of(row).has_list else None,
        note=note_of(row),
    )
    return actions.register(organ=row.organ, rows=[entry], actor=actor, reason=row.number)[0]


def _next_number(row: Matter) -> str:
    """公训〔2026〕1号, and on from there in its year."""
    stem = f"{BY_CODE[row.kind].mark}〔{row.on.year}〕"
    taken = Matter.objects.filter(organ=row.organ, number__startswith=stem).values_list("number", flat=True)
    return numbering.following(taken) or f"{stem}1号"


def _addressees(row: Matter, names: list[str]) -> str:
    """To whom it went, as far as there is room: the tasks have all of them."""
    all_names = list(dict.fromkeys([*filter(None, row.target.split("、")), *names]))
    shown = "、".join(all_names)
    longest = Matter._meta.get_field("target").max_length or 0
    if len(shown) <= longest:
        return shown
    return _("{first}等{count}个").format(first=all_names[0], count=len(all_names))
