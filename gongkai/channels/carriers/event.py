"""A publication as another system gets it: ``record.published`` and ``record.withdrawn``."""

from typing import Any

from gongkai.channels.carriers.base import File, Publication
from gongkai.lib.kinds import BY_CODE

PUBLISHED, WITHDRAWN = "record.published", "record.withdrawn"


def published(publication: Publication, files: list[dict[str, Any]]) -> dict[str, Any]:
    """Everything that is public of it. Empty values are left out."""
    said = {
        "event": PUBLISHED,
        "organ": publication.organ,
        "index_no": publication.index_no,
        "version": publication.version,
        "title": publication.title,
        "document_no": publication.document_no,
        "issuer": publication.issuer,
        "topic": publication.topic,
        "summary": publication.summary,
        "formed_on": _day(publication.formed_on),
        "published_on": _day(publication.published_on),
        "notice_until": _day(publication.notice_until),
        "reason": publication.reason,
        "url": publication.url,
        "html": publication.html,
        "files": files,
    }
    return {name: value for name, value in said.items() if value not in ("", [])}


def withdrawn(publication: Publication) -> dict[str, Any]:
    """What is to be taken down, and why: never what stood in it."""
    return {
        "event": WITHDRAWN,
        "organ": publication.organ,
        "index_no": publication.index_no,
        "version": publication.version,
        "reason": publication.withdrawn_because,
    }


def described(file: File) -> dict[str, Any]:
    return {
        "name": file.name,
        "content_type": BY_CODE[file.kind].content_type,
        "size": file.size,
        "sha256": file.sha256,
    }


def _day(day: object) -> str:
    return str(day or "")
