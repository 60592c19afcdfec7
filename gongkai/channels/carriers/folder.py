"""共享文件夹: a record as a folder of files, for whatever picks them up. Whole or not there at all.

``ROOT/name/index number/``: record.json, record.html and the files. What was there under the same number is
replaced in one step; a withdrawn record leaves record.json with the reason alone.
"""

import re
import shutil
import tempfile
from hashlib import sha256
from html import escape
from pathlib import Path
from typing import Any

from django.conf import settings as installation

from gongkai.channels.base import Field, Later, Misconfigured, Refused, Settings
from gongkai.channels.carriers import event
from gongkai.channels.carriers.base import Carrier, Outcome, Parcel, Preview, Publication
from gongkai.channels.http import encoded
from gongkai.lib import files
from gongkai.lib.language import _

RECORD = "record.json"


def preview(settings: Settings, publication: Publication) -> Preview:
    names = [RECORD, "record.html", *_names(publication)]
    return Preview("\n".join(f"{_place(settings, publication).name}/{name}" for name in names))


def deliver(settings: Settings, parcel: Parcel) -> Outcome:
    publication = parcel.publication
    described = [
        event.described(file) | {"name": name}
        for file, name in zip(publication.files, _names(publication), strict=True)
    ]
    said = event.published(publication, described) | {"key": parcel.key}
    contents = {RECORD: encoded(said), "record.html": _page(publication)}
    contents |= {name: file.read() for file, name in zip(publication.files, _names(publication), strict=True)}
    _replace(_place(settings, publication), contents)
    return Outcome(_("已放进共享文件夹，{count}个文件。").format(count=len(contents)))


def prove(settings: Settings, parcel: Parcel) -> Outcome:
    """Every file is there, and is what was put there."""
    publication, place = parcel.publication, _place(settings, parcel.publication)
    for file, name in zip(publication.files, _names(publication), strict=True):
        path = place / name
        if not path.is_file() or sha256(path.read_bytes()).hexdigest() != file.sha256:
            raise Refused(
                _("共享文件夹 — {name}不在了，或者被改过 — 请点“再发一次”重新放进去。").format(name=name)
            )
    if not (place / RECORD).is_file():
        raise Refused(_("共享文件夹 — 没有这一条 — 请点“再发一次”重新放进去。"))
    return Outcome(_("文件都在，与公开的一致。"))


def withdraw(settings: Settings, parcel: Parcel) -> Outcome:
    said: dict[str, Any] = event.withdrawn(parcel.publication) | {"key": parcel.key}
    _replace(_place(settings, parcel.publication), {RECORD: encoded(said)})
    return Outcome(_("文件已删去，只留撤回的说明。"))


def _place(settings: Settings, publication: Publication) -> Path:
    root = Path(installation.HANDOVER) / files.safe_name(settings["name"])
    return root / files.safe_name(publication.index_no)


def _names(publication: Publication) -> list[str]:
    """Names that cannot lead astray nor hide each other."""
    return [f"{number}_{files.safe_name(file.name)}" for number, file in enumerate(publication.files, 1)]


def _page(publication: Publication) -> bytes:
    title = escape(publication.title)
    head = f'<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>{title}</title>'
    return f"{head}<h1>{title}</h1>{publication.html}</html>".encode()


def _replace(place: Path, contents: dict[str, bytes]) -> None:
    """Have a folder hold these files and no other, in one step for whoever reads it."""
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        _clear(place)
        draft = Path(tempfile.mkdtemp(prefix=f".{place.name}.", dir=place.parent))
        try:
            draft.chmod(0o755)
            for name, data in contents.items():
                files.write_whole(draft / name, data)
            old = draft.with_name(f"{draft.name}.old")
            if place.exists():
                place.rename(old)
            draft.rename(place)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)
    except PermissionError as error:
        raise Misconfigured(
            _("共享文件夹 — 没有权限写 — 请管服务器的人给运行gongkai的用户写的权限。")
        ) from error
    except OSError as error:
        raise Later(
            _("共享文件夹 — 写不进去（{why}） — 会自动再试。").format(why=files.why(error))
        ) from error


def _clear(place: Path) -> None:
    """Take away what a run that died has left beside a folder: what was withdrawn since may stand in it."""
    left = re.compile(rf"\.{re.escape(place.name)}\.\w{{8}}(\.old)?")
    for path in place.parent.iterdir():
        if left.fullmatch(path.name):
            shutil.rmtree(path)


def _complaint(name: str) -> str:
    if files.safe_name(name) == name and not name.startswith("."):
        return ""
    return _("文件夹名 — 有不能用的字符 — 只写一个名字，例如“县门户”，不带斜杠。")


CARRIER = Carrier(
    "folder",
    "共享文件夹",
    "放进服务器上的一个文件夹，由别的程序取走；撤回时文件删去",
    (
        Field(
            "name",
            "文件夹名",
            "在GONGKAI_HANDOVER_DIR下面，由管服务器的人共享给取文件的程序",
            complaint=_complaint,
        ),
    ),
    preview=preview,
    deliver=deliver,
    prove=prove,
    withdraw=withdraw,
    knows_again=True,
)
