"""``gongkai scan``: what a document would give away before it is published, hidden parts included."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gongkai.cli.frame import Fail, Found
from gongkai.lib.files import ordinary, why
from gongkai.lib.language import _, retell

if TYPE_CHECKING:
    from gongkai.reading.originals.model import Original
    from gongkai.reading.originals.screen import Found as Hit

_TEXTS = (".txt", ".md", ".csv", ".html", ".htm", ".json")


def scan(
    paths: Annotated[
        list[Path], typer.Argument(metavar="FILE", help=_("Word、PDF、Excel、图片或文本文件。"))
    ],
    as_json: Annotated[bool, typer.Option("--json", help=_("每个文件输出一行JSON。"))] = False,
) -> None:
    """查文件里的个人信息和密级标志：正文、表格、页眉、批注、隐藏的行列和工作表；装了ocr也查图片。

    例：gongkai scan 低保名单.xlsx 公示.docx
    """
    results = [_scanned(path) for path in paths]
    for result in results:
        if as_json:
            print(json.dumps(result, ensure_ascii=False))
        else:
            _show(result)
    states = {result["status"] for result in results}
    if states == {"unreadable"}:
        raise Fail(_("没有一个文件读得了。")) if len(results) > 1 else SystemExit(2)
    if states != {"ok"}:
        raise Found


def _scanned(path: Path) -> dict[str, Any]:
    """What is found in a file; values are never told in full."""
    from gongkai.law.personal_data import Confidence
    from gongkai.reading import ReadError
    from gongkai.reading.originals import screen

    try:
        original = _read(path.name, ordinary(path).read_bytes())
    except OSError as error:
        return _unreadable(path, _("打不开：{why}").format(why=why(error)))
    except ReadError as error:
        return _unreadable(path, str(error))
    found = screen.screen(original)
    sure = any(one.confidence >= Confidence.MEDIUM for one in found)
    return {
        "path": str(path),
        "status": "found" if sure else "ok",
        "found": [_as_json(one) for one in found],
        "hidden": [{"place": piece.place, "at": piece.at} for piece in original.hidden],
        "unseen": original.is_unseen,
    }


def _read(name: str, data: bytes) -> "Original":
    """A document of any kind that is published, or plain text."""
    from gongkai.lib import kinds
    from gongkai.reading import ReadError, has_eyes
    from gongkai.reading.charset import decode
    from gongkai.reading.originals import safely
    from gongkai.reading.originals.model import Original, Text

    if not data:
        raise ReadError(f"《{name}》是空的，里面什么也没有，请换用原始文件。")
    kind = kinds.kind_of(data)
    if kind in kinds.DOCUMENTS:
        found = safely.read(data, kind.code, name=name).original
        looks = has_eyes() and (found.is_pictures or found.pictures)
        return safely.read(data, kind.code, name=name, with_eyes=True).original if looks else found
    if kind is None and kinds.has_macros(data):
        told = _("《{name}》里面有宏（程序），没有打开，请另存为不带宏的Word、Excel再查。")
        raise ReadError(told.format(name=name))
    if name.lower().endswith(_TEXTS):
        return Original((Text(decode(data, name=name)),))
    raise ReadError(f"《{name}》不是能查的文件，请改成Word、PDF、Excel、图片或者文本。")


def _unreadable(path: Path, trouble: str) -> dict[str, Any]:
    return {"path": str(path), "status": "unreadable", "trouble": trouble, "found": [], "hidden": []}


def _as_json(hit: "Hit") -> dict[str, Any]:
    from gongkai.reading.originals.screen import GAP, zh

    return {
        "kind": hit.kind,
        "name": zh(hit.kind),
        "where": hit.where,
        "masked": hit.cover,
        "context": hit.context.replace(GAP, hit.cover),
        "confidence": hit.confidence.name.lower(),
        "why": hit.why,
        "hidden": hit.is_hidden,
    }


def _show(result: dict[str, Any]) -> None:
    path = result["path"]
    if result["status"] == "unreadable":
        print(f"{path}：{retell(result['trouble'])}", file=sys.stderr)
        return
    if not result["found"]:
        print(_("{path}：没有查出个人信息。").format(path=path))
    else:
        print(_("{path}：查出{count}处。").format(path=path, count=len(result["found"])))
    for one in result["found"]:
        print(f"  {_(one['name'])}  {one['where']}  {one['context']}  {_(one['why'])}")
    if result["hidden"]:
        print(_("  另有看不见的内容{count}处，公开前要删去。").format(count=len(result["hidden"])))
    if result["unseen"]:
        print(_("  只有图片，没有查文字；装了可选组件ocr才能查。"))
