"""What hangs on a document and its pages without being seen: found, and taken out."""

from collections.abc import Iterator
from typing import Any

import pikepdf

from gongkai.redaction.errors import damaged

#: What a page needs to be seen; every other entry of a copied page is left behind.
_SEEN = frozenset(
    ("/Type", "/Parent", "/MediaBox", "/CropBox", "/Rotate", "/UserUnit", "/Resources", "/Contents", "/Group")
)
_INHERITED = ("/MediaBox", "/CropBox", "/Rotate", "/Resources")
#: What hangs on a page, picture or font and is never seen.
STRAY = frozenset(
    (
        *("/Metadata", "/PieceInfo", "/Thumb", "/LastModified", "/Info", "/Outlines", "/Alternates", "/OPI"),
        *("/AA", "/OpenAction", "/JS", "/JavaScript", "/Annots", "/AcroForm", "/XFA", "/RichMediaContent"),
        *("/EmbeddedFiles", "/EF", "/AF", "/Names", "/StructTreeRoot", "/StructParent", "/StructParents"),
    )
)
_DEEPEST = 50


def strip(page: pikepdf.Page) -> None:
    """Leave of a page what is seen of it, with what it had from the pages above it."""
    for name in _INHERITED:
        if name not in page.obj and (value := _inherited(page.obj, name)) is not None:
            page.obj[name] = value
    for name in set(page.obj.keys()) - _SEEN:
        del page.obj[name]


def _inherited(node: Any, name: str, depth: int = 0) -> Any:
    if name in node:
        return node[name]
    if "/Parent" not in node or depth > _DEEPEST:
        return None
    return _inherited(node["/Parent"], name, depth + 1)


def has_layers(page: Any) -> bool:
    """Whether the page, or a form on it, has optional content, which may be switched off."""
    return _finds_layers(_inherited(page, "/Resources"), set())


def _finds_layers(resources: Any, met: set[tuple[int, int]], depth: int = 0) -> bool:
    if resources is None or depth > 15:
        return False
    if any("/OCGs" in one or one.get("/Type") == "/OCG" for one in _values(resources, "/Properties")):
        return True
    for form in _values(resources, "/XObject"):
        if form.objgen in met:
            continue
        met.add(form.objgen)
        if "/OC" in form or _finds_layers(form.get("/Resources"), met, depth + 1):
            return True
    return False


def _values(resources: Any, name: str) -> list[Any]:
    held = resources.get(name)
    return [one for one in held.values() if hasattr(one, "keys")] if held is not None else []


def clear(pdf: pikepdf.Pdf) -> None:
    """Take out what hangs on anything in the document."""
    for thing in pdf.objects:
        for holder in holders_in(thing):
            for name in STRAY & set(holder.keys()):
                del holder[name]


def holders_in(thing: Any, depth: int = 0) -> Iterator[Any]:
    """The dictionaries and streams in an object, those that stand on their own (elsewhere told) left out."""
    if depth > _DEEPEST:
        raise damaged()
    if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        yield thing
        inside = [value for _, value in thing.items()]
    elif isinstance(thing, pikepdf.Array):
        inside = list(thing)
    else:
        return
    for value in inside:
        if isinstance(value, pikepdf.Object) and not value.is_indirect:
            yield from holders_in(value, depth + 1)
