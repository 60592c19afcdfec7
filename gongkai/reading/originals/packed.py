"""A packed document of Office as its parts: read as XML, taken out with what refers to them, put together."""

import io
import posixpath
import zipfile
from collections.abc import Callable, Iterator
from typing import cast

from lxml import etree

from gongkai.reading.limits import damaged, unzip

_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_EPOCH = (1980, 1, 1, 0, 0, 0)


class Package:
    """The parts of a document by their names."""

    #: The part that says what kind each other is of.
    TYPES = "[Content_Types].xml"

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        with unzip(data, name) as archive:
            self.parts = {part: archive.read(part) for part in archive.namelist() if not part.endswith("/")}

    def xml(self, part: str) -> etree._Element:
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
        )
        try:
            return etree.fromstring(self.parts[part], parser)
        except (KeyError, etree.XMLSyntaxError) as error:
            raise damaged(self.name) from error

    def put(self, part: str, root: etree._Element) -> None:
        self.parts[part] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)

    def drop(self, is_unwanted: Callable[[str], bool]) -> None:
        """Take parts out, and every relation and type that names them."""
        gone = {part for part in self.parts if is_unwanted(part)}
        for part in gone:
            del self.parts[part]
        self.relations(lambda relation, source: _target(relation, source) not in gone)
        types = self.xml(self.TYPES)
        for each in list(types):
            if (each.get("PartName") or "").lstrip("/") in gone:
                types.remove(each)
        self.put(self.TYPES, types)

    def relations(self, keep: Callable[[etree._Element, str], bool]) -> None:
        """Leave those relations of all parts that are kept. ``keep`` takes one, and the folder it starts
        from."""
        for part in [part for part in self.parts if part.endswith(".rels")]:
            root = self.xml(part)
            source = posixpath.dirname(posixpath.dirname(part))
            for relation in root.findall(_RELATION):
                if not keep(relation, source):
                    root.remove(relation)
            self.put(part, root)

    def bytes(self) -> bytes:
        """The document, without the hours at which its parts were written."""
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
            for part in sorted(self.parts, key=lambda part: part != self.TYPES):
                info = zipfile.ZipInfo(part, _EPOCH)
                info.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(info, self.parts[part])
        return made.getvalue()


def _target(relation: etree._Element, source: str) -> str:
    target = relation.get("Target") or ""
    return (
        target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(source, target))
    )


def text_of(element: etree._Element) -> str:
    """All text below an element."""
    return "".join(cast(Iterator[str], element.itertext()))
