"""数据下载和订阅: the register of what is public and the figures of the annual reports for whoever reckons
with them, streamed, under a licence; and how to be told what is new."""

import shutil
import tempfile
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any

from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)

from gongkai.faces.portal import streams
from gongkai.faces.portal.site.frame import portal, show
from gongkai.faces.portal.site.lists import choices
from gongkai.faces.public.kept import conditional, kept
from gongkai.faces.public.site import FEEDS, Site, public_years
from gongkai.faces.public.tables import TABLES, Table
from gongkai.faces.ui.files import keep_as
from gongkai.ledger.disclosures.public.facets import BY_CODE

PARQUET = "application/vnd.apache.parquet"
FORMS = {**streams.FORMS, "parquet": PARQUET}
#: One at a time, so that a crowd cannot fill the disk.
_making = threading.Lock()


@kept
@portal
def page(request: HttpRequest, site: Site) -> HttpResponse:
    """What there is, how each column is called and what it means, and the addresses of the feeds."""
    topics = {choice.code: choice.values for choice in choices(site, {})}
    context = {
        "licence": site.organ.option("data_licence"),
        "tables": [
            (table, [(form, site.address("data-file", table.code, form)) for form in FORMS])
            for table in TABLES
        ],
        "years": public_years(site),
        "forms": [(form, request.build_absolute_uri(site.address("feed", form))) for form in FEEDS],
        "feeds_of": [
            (BY_CODE[code].zh, code, [(value, words) for value, words, _chosen in topics[code]])
            for code in ("clause", "topic", "kind")
            if code in topics
        ],
    }
    return show(request, site, "data", context)


@portal
@conditional
def file(request: HttpRequest, site: Site, table: str, form: str) -> HttpResponseBase:
    """A table as it is today. Where it is described and on what terms it may be used stands in its head."""
    found = next((one for one in TABLES if one.code == table), None)
    if found is None or form not in FORMS:
        raise Http404
    home = request.build_absolute_uri("/").rstrip("/")
    if form in streams.FORMS:
        lines = written(site, found, form, found.rows(site, home))
        response: HttpResponseBase = StreamingHttpResponse(lines)
    elif _making.acquire(blocking=False):
        try:
            response = FileResponse(parquet(site, found, found.rows(site, home)))
        finally:
            _making.release()
    else:
        return HttpResponse(status=503, headers={"Retry-After": "10"})
    response["Content-Type"] = FORMS[form]
    keep_as(response, f"{site.organ.name}{found.zh}{site.on}.{form}")
    about = f"{home}{site.address('data')}"
    response["Link"] = f'<{about}>; rel="describedby", <{about}#licence>; rel="license"'
    return response


def _head(site: Site, table: Table) -> dict[str, Any]:
    return {
        **_about(site, table),
        "fields": [{"key": one.key, "name": one.name, "about": one.about} for one in table.fields],
    }


def _about(site: Site, table: Table) -> dict[str, str]:
    return {
        "title": f"{site.organ.name}{table.zh}",
        "publisher": site.organ.name,
        "made_on": str(site.on),
        "licence": str(site.organ.option("data_licence")),
    }


def written(site: Site, table: Table, form: str, rows: Iterable[streams.Values]) -> Iterator[str]:
    """A table as text in one of its forms, under its head."""
    return streams.WRITERS[form](_head(site, table), table.fields, rows)


def parquet(site: Site, table: Table, rows: Iterable[streams.Values]) -> IO[bytes]:
    """Written whole before its first byte can go, into a file without name that is gone once it is sent."""
    from gongkai.analysis.parquet import write_table  # loads duckdb, which no other page wants

    types = {field.key: field.type for field in table.fields}
    about = {**_about(site, table), **{f"field.{one.key}": one.name for one in table.fields}}
    sent = tempfile.TemporaryFile()  # noqa: SIM115 - the answer closes it
    with tempfile.TemporaryDirectory(prefix="gongkai-data-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        lines = streams.to_lines(table.fields, rows)
        with write_table(lines, types, about, folder / "table.parquet", folder).open("rb") as whole:
            shutil.copyfileobj(whole, sent)
    sent.seek(0)
    return sent
