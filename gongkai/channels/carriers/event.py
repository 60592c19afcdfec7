"""A publication as another system gets it: ``record.published`` and ``record.withdrawn``."""

from typing import Any

from gongkai.channels.carriers.base import File, Publication
from gongkai.lib.kinds import BY_CODE

PUBLISHED, WITHDRAWN = "record.published", "record.withdrawn"


def published(publication: Publication, files: list[dict[str, Any]]) -> dict[str, Any]:
    """Everything that is public of it. Empty values are left out."""
    said = {
        "title": publication.title,
        "document_no": publication.document_no,
        "issuer": publication.issuer,
        "topic": publication.topic,
        "summary": publication.summary,
        "formed_on": _day(publication.formed_on),
        "published_on": _day(publication.published_on),
        "notice_until": _day(publication.notice_until),
        "reason": publication.reason,
        "html": publication.html,
        "files": files,
    }
    filled = {name: value for name, value in said.items() if value not in ("", [])}
    return _head(PUBLISHED, publication) | filled


def withdrawn(publication: Publication) -> dict[str, Any]:
    """What is to be taken down, and why: never what stood in it."""
    return _head(WITHDRAWN, publication) | {"reason": publication.withdrawn_because}


def _head(event: str, publication: Publication) -> dict[str, Any]:
    """What every event has, of whatever it tells; then which record it is."""
    return {
        "event": event,
        "organ": publication.organ,
        "object": f"disclosures:{publication.index_no}",
        "at": publication.at.isoformat() if publication.at else "",
        "url": publication.url,
        "index_no": publication.index_no,
        "version": publication.version,
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
