"""Writing a portal as files: what has changed since the last time by the log, what turns by itself on its
day, and the few pages that hang on everything. What is pointed at is written before what points at it, and
taken away after it; so whoever reads meanwhile meets nothing half."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.contrib.staticfiles import finders
from django.http import Http404
from django.urls import resolve
from django.utils.html import escape
from django.utils.safestring import mark_safe

import gongkai
from gongkai.faces.portal.plain import index
from gongkai.faces.portal.plain.drawing import Drawn, drawn, site_of, under
from gongkai.faces.portal.plain.folder import Folder, opened
from gongkai.faces.portal.plain.index import Doc
from gongkai.faces.portal.plain.pages import ELDER, Base, Links, PlainRequest, content, feed_name
from gongkai.faces.portal.site import lists as site_lists
from gongkai.faces.portal.site import map as site_map
from gongkai.faces.portal.site.data import parquet, written
from gongkai.faces.portal.site.frame import COLUMNS, Page
from gongkai.faces.portal.site.record import withdrawn
from gongkai.faces.public.site import FEEDS, Site, public_years
from gongkai.faces.public.tables import TABLES
from gongkai.ledger.audit import queries as audit
from gongkai.ledger.base import Refused
from gongkai.ledger.disclosures.public import queries
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.reports.remembered import Years
from gongkai.ledger.reports.writing import FILE_FORMS
from gongkai.lib.language import _

#: Past this share of the records the index is made anew rather than amended.
MANY = 0.05
FEW = 100
TRIES = 10  # at a page whose picture is still being drawn
SHEETS = ("portal", "ui")
#: The facets that have feeds of their own, as the page of the data offers them.
FED = ("clause", "topic", "kind")
Tick = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Done:
    """How many records stand there, how many of them were drawn, and how many files came and went."""

    records: int
    drawn: int
    written: int
    removed: int


def publish(
    organ: Organ,
    root: Path,
    address: str = "",
    *,
    anew: bool = False,
    workers: int = 1,
    begin: Callable[[int], Tick] = lambda total: lambda step: None,
) -> Done:
    """Have the folder say what the organ's portal says today; ``anew``: draw every record again."""
    if not organ.has_portal:
        raise Refused(
            _("{organ} — 公开门户还没有开通 — 请先在设置里开通，静态站只写公开的内容。").format(organ=organ)
        )
    with opened(root, organ.name, address) as folder:
        base = Base.of(address or folder.said("base"))
        with under(base):
            return _Run(folder, site_of(organ.pk), base).publish(anew, workers, begin)


class _Run:
    def __init__(self, folder: Folder, site: Site, base: Base) -> None:
        self.folder, self.site, self.base = folder, site, base
        self.place = f"organs/{site.organ.pk}/"
        self.links = Links(base, site.organ.pk)
        self.feeds: set[tuple[str, str]] = set()  # the facets of which a record came or went
        self.months: set[tuple[int, int]] = set()

    def publish(self, anew: bool, workers: int, begin: Callable[[int], Tick]) -> Done:
        head = audit.head()
        number = head.number if head else 0
        print_ = self._print()
        whole = anew or self.folder.is_torn or self._is_other(print_, number)
        self.folder.begin()
        gone, wanted = self._asked(whole)
        fresh = whole or len(gone) + len(wanted) > MANY * self._count()
        self._sheets()
        count = self._records(gone, wanted, workers, begin(len(wanted)), whole=whole, fresh=fresh)
        self._lists(whole)
        self._places(whole)
        self._tables()
        self._maps()
        self.folder.say(
            {"print": print_, "log": str(number), "on": str(self.site.on), "base": str(self.base)}
        )
        came, went = self.folder.finish()
        return Done(self._count(), count, came, went)

    def _print(self) -> str:
        """Of what every page hangs on beside the ledger: the program, its templates, where it will lie."""
        sources = sorted(Path(gongkai.__file__).parent.glob("faces/*/templates/**/*.html"))
        said = [gongkai.__version__, str(self.base), *(path.read_text("utf-8") for path in sources)]
        return sha256("\0".join(said).encode()).hexdigest()

    def _is_other(self, print_: str, number: int) -> bool:
        """Whether all is to be drawn: never done, by another program, or from a log that ends before it."""
        last = int(self.folder.said("log", "-1"))
        is_known = print_ == self.folder.said("print") and 0 <= last <= number
        return not is_known or audit.touches("organs.", last)

    def _asked(self, whole: bool) -> tuple[set[int], list[int]]:
        """Which records stand there and are to go or change, and which are to be drawn, the oldest first."""
        there = {pk for (pk,) in self.folder.book.execute("SELECT pk FROM records")}
        order = queries.in_order(self.site.organ, self.site.on)
        if whole:
            return there, order
        turned = self.folder.book.execute("SELECT pk FROM records WHERE turns_on <= ?", [str(self.site.on)])
        changed = queries.touched(self.site.organ, int(self.folder.said("log"))) | {pk for (pk,) in turned}
        public = set(order)
        wanted = [pk for pk in order if pk in changed or pk not in there]
        return (there - public) | (there & changed), wanted

    def _count(self) -> int:
        return int(self.folder.book.execute("SELECT count(*) FROM records").fetchone()[0])

    # -- records

    def _records(
        self, gone: set[int], wanted: Sequence[int], workers: int, tick: Tick, *, whole: bool, fresh: bool
    ) -> int:
        """Draw what is wanted, and bring the book and the index to it; how many."""
        old, numbers, files = self._taken_out(gone)
        fresh_number = 0 if whole else self._next()
        new: list[Doc] = []
        self.folder.claim(f"{self.place}records/{pk}/index.html" for pk in wanted)
        workers = workers if len(wanted) > FEW else 1  # a process takes longer to begin than these to draw
        for one in drawn(self.site.organ.pk, self.base, wanted, workers):
            number = numbers.get(one.pk, -1) if not whole else -1
            if number < 0:
                number, fresh_number = fresh_number, fresh_number + 1
            files -= {path for path, _data in one.files}
            self._put(one, number)
            if not fresh:
                new.append(Doc(number, one.text, one.facets))
            tick(1)
        for path in files:
            self.folder.drop(path)
        self._tombs(gone - set(wanted), whole)
        if fresh:
            index.build(self.folder)
        elif old or new:
            try:
                index.update(self.folder, old, new)
            except (OSError, ValueError):  # somebody has taken a part of it away
                index.build(self.folder)
        return len(wanted)

    def _taken_out(self, gone: set[int]) -> tuple[list[Doc], dict[int, int], set[str]]:
        old, numbers, files = [], {}, set()
        for pk in gone:
            sql = "SELECT number, day, text, facets, files FROM records WHERE pk = ?"
            number, day, text, facets, paths = self.folder.book.execute(sql, [pk]).fetchone()
            old.append(Doc(number, text, json.loads(facets)))
            self._feeds_of(json.loads(facets), day)
            numbers[pk] = number
            files |= set(json.loads(paths))
        self.folder.book.executemany("DELETE FROM records WHERE pk = ?", [(pk,) for pk in gone])
        return old, numbers, files

    def _next(self) -> int:
        return int(
            self.folder.book.execute("SELECT coalesce(max(number), -1) + 1 FROM records").fetchone()[0]
        )

    def _put(self, one: Drawn, number: int) -> None:
        for path, data in one.files:
            self.folder.write(path, data)
        self._feeds_of(one.facets, one.day)
        said = (one.facets, one.fields, [path for path, _data in one.files])
        facets, columns, paths = (json.dumps(each, ensure_ascii=False) for each in said)
        days = one.day, str(one.changed_on), str(one.turns_on)
        row = (one.pk, number, *days, one.text, facets, one.line, columns, paths)
        self.folder.book.execute(f"INSERT INTO records VALUES ({', '.join('?' * len(row))})", row)

    def _feeds_of(self, facets: dict[str, str], day: int) -> None:
        self.feeds |= {(code, value) for code, value in facets.items() if code in FED}
        on = date.fromordinal(day)
        self.months.add((on.year, on.month))

    def _tombs(self, gone: Iterable[int], whole: bool) -> None:
        """Where something was taken back its place says why."""
        taken = queries.withdrawn_keys(self.site.organ, self.site.on) if whole else gone
        for pk in taken:
            path = f"{self.place}records/{pk}/index.html"
            try:
                page = content(withdrawn(PlainRequest(self.base, f"/{path}"), self.site, pk))
            except Http404:
                continue
            self.folder.write(path, self.links.within(page, path))

    # -- lists

    def _lists(self, whole: bool) -> None:
        """The list by months, and a page for each month in which something came or went."""
        days = self.folder.book.execute("SELECT day, line FROM records ORDER BY day DESC, pk DESC")
        found: list[tuple[site_lists.Month, list[str]]] = []
        for (year, number), rows in groupby(days, key=lambda row: _month(row[0])):
            lines = [line for _day, line in rows]
            first = date(year, number, 1)
            found.append(((first, f"{self._address('contents')}{first:%Y-%m}/", len(lines)), lines))
        there = {f"{self.place}records/{first:%Y-%m}/index.html" for (first, _href, _count), _lines in found}
        for path in list(self.folder.names(f"{self.place}records/")):
            if path not in there and path.count("/") == 4 and "-" in path.split("/")[3]:
                self.folder.drop(path)
                self.months.add((0, 0))  # its neighbours lead elsewhere now
        known = [month for month, _lines in found]
        around = zip([None, *known], found, [*known[1:], None], strict=False)  # of none there is none
        for later, (month, lines), earlier in around:
            if whole or self._is_near(month, later, earlier):
                self._month(month, lines, later, earlier)
        page = self._view(f"/{self.place}records/", months=known)
        self._page(f"{self.place}records/index.html", page)

    def _is_near(self, *months: site_lists.Month | None) -> bool:
        """Whether one of these is new or changed; a month that is gone changes all."""
        near = {(month[0].year, month[0].month) for month in months if month}
        return bool(self.months & near) or (0, 0) in self.months

    def _month(
        self,
        month: site_lists.Month,
        lines: list[str],
        later: site_lists.Month | None,
        earlier: site_lists.Month | None,
    ) -> None:
        path = f"{self.place}records/{month[0]:%Y-%m}/index.html"
        rows = mark_safe("\n".join(lines).replace('href="', f'href="{self.base.prefix}/'))
        around = {"later": later[1] if later else "", "earlier": earlier[1] if earlier else ""}
        request = PlainRequest(self.base, f"/{path}")
        self._page(path, content(site_lists.month(request, self.site, month, rows, **around)))

    # -- what hangs on everything

    def _places(self, whole: bool) -> None:
        for column in (*COLUMNS, *_MORE):
            name = column if isinstance(column, str) else column.name
            if name != "contents":
                self._view_to(self._path(self._address(name)))
        home = self._view(f"/{self.place}")
        self._page(f"{self.place}index.html", home)
        self._page("index.html", home)
        elder = self._view(f"/{self.place}", cookies=ELDER)
        self._page(f"{self.place}elder/index.html", elder)
        self._reports()
        if whole:
            for form in ("docx", "pdf"):
                path = f"/apply/{self.site.organ.pk}/form.{form}"
                self.folder.write(path[1:], self._view(path))
        self._feed_files(whole)

    def _reports(self) -> None:
        """The years, each with its files where its report is another one."""
        years, known = Years(self.site.organ, self.site.scope), {f"{self.place}reports/index.html"}
        for year in public_years(self.site):
            self._view_to(f"/{self.place}reports/{year}/")
            print_ = sha256(repr(years.public(year)).encode()).hexdigest()
            files = [f"{self.place}reports/{year}.{form.code}" for form in FILE_FORMS]
            if self.folder.said(f"report {year}") != print_:
                for file in files:
                    self.folder.write(file, self._view(f"/{file}"))
                self.folder.say({f"report {year}": print_})
            known |= {*files, f"{self.place}reports/{year}/index.html"}
        for path in list(self.folder.names(f"{self.place}reports/")):
            if path not in known:
                self.folder.drop(path)

    def _feed_files(self, whole: bool) -> None:
        there = {(code, value) for code in FED for value in self._values(code)}
        for form in FEEDS:
            self.folder.write(f"{self.place}feed.{form}", self._view(f"/{self.place}feed.{form}"))
            for code, value in there if whole else there & self.feeds:
                self._feed(form, code, value)
            for code, value in self.feeds - there:
                self.folder.drop(f"{self.place}{feed_name(code, value, form)}")

    def _feed(self, form: str, code: str, value: str) -> None:
        said = self._view(f"/{self.place}feed.{form}", urlencode({code: value})).decode()
        path = f"{self.place}{feed_name(code, value, form)}"
        own = f"{self.base}{self.place}feed.{form}?"
        self.folder.write(path, _own_address(said, own, f"{self.base}{path}").encode())

    def _values(self, code: str) -> set[str]:
        print_ = index.Map.kept(self.folder).facets.get(code)
        return set(index.read(self.folder, f"f-{code}-{print_}")) if print_ else set()

    def _tables(self) -> None:
        """Open data: the register from the book, so that one record costs no more than itself."""
        for table in TABLES:
            rows = self._rows() if table.code == "records" else [*table.rows(self.site, self.base.origin)]
            for form in ("csv", "json"):
                said = "".join(written(self.site, table, form, rows))
                self.folder.write(f"{self.place}data/{table.code}.{form}", said.encode())
            if self._has_changed(table.code, rows):
                with parquet(self.site, table, rows) as file:
                    self.folder.write(f"{self.place}data/{table.code}.parquet", file.read())

    def _rows(self) -> list[Sequence[Any]]:
        rows = self.folder.book.execute("SELECT fields FROM records ORDER BY day DESC, pk DESC")
        found: list[Sequence[Any]] = json.loads(f"[{','.join(columns for (columns,) in rows)}]")
        return found

    def _has_changed(self, name: str, rows: Sequence[Any]) -> bool:
        """Whether a table's rows, or what stands in its head, are others than when it was last written."""
        said = (str(self.site.on), self.site.organ.option("data_licence"), self.site.organ.name, rows)
        print_ = sha256(repr(said).encode()).hexdigest()
        is_other = self.folder.said(f"table {name}") != print_
        self.folder.say({f"table {name}": print_})
        return is_other

    def _maps(self) -> None:
        """For search engines: the pages that every portal has, the records by years, and the map of these
        maps; written from the book, for a map that is asked for walks over every record."""
        fixed = site_map.Places(self.site).fixed
        maps = {"": [_url(f"{self.base.origin}{place.address}") for place in fixed]}
        records = f"{self.base}{self.place}records/"
        days = self.folder.book.execute("SELECT day, pk, changed_on FROM records ORDER BY day, pk")
        for year, rows in groupby(days, key=lambda row: date.fromordinal(row[0]).year):
            maps[f"-{year}"] = [_url(f"{records}{pk}/", changed_on) for _day, pk, changed_on in rows]
        paths = {f"{self.place}sitemap{name}.xml": urls for name, urls in maps.items()}
        for path, urls in paths.items():
            self.folder.write(path, _map("urlset", urls))
        for path in list(self.folder.names(f"{self.place}sitemap")):
            if path not in paths:
                self.folder.drop(path)
        parts = [f"<sitemap><loc>{escape(f'{self.base}{path}')}</loc></sitemap>" for path in paths]
        self.folder.write("sitemap.xml", _map("sitemapindex", parts))
        said = f"User-agent: *\nAllow: /\nSitemap: {self.base}sitemap.xml\n"
        self.folder.write("robots.txt", said.encode())

    def _sheets(self) -> None:
        """Styles, scripts, fonts: all of the two faces, and what pages name of others."""
        names = {
            f"{face}/{path}"
            for face in SHEETS
            for finder in finders.get_finders()
            for path in _below(finder, face)
        }
        for name in sorted({*names, *_NAMED}):
            if place := finders.find(name):
                self.folder.write(f"static/{name}", Path(place).read_bytes())

    # -- asking the portal

    def _address(self, name: str) -> str:
        return self.site.address(name)

    def _path(self, address: str) -> str:
        return address.removeprefix(self.base.prefix)

    def _view_to(self, path: str) -> None:
        self._page(f"{path[1:]}index.html", self._view(path))

    def _page(self, path: str, page: bytes) -> None:
        self.folder.write(path, self.links.within(page, path))

    def _view(self, path: str, query: str = "", cookies: Any = None, **more: Any) -> bytes:
        """What the portal answers; a page whose pictures are being drawn is asked for again."""
        found = resolve(path)
        for _try in range(TRIES):
            request = PlainRequest(self.base, path, query, cookies)
            answer = found.func(request, *found.args, **found.kwargs, **more)
            if not isinstance(answer, Page) or answer.is_whole:
                break
        if hasattr(answer, "render"):
            answer.render()
        return content(answer)


#: Further pages that every portal has.
_MORE = ("catalogue", "in-force", "data")
_NAMED = ("bootstrap/css/bootstrap-reboot.min.css",)


def _month(day: int) -> tuple[int, int]:
    on = date.fromordinal(day)
    return on.year, on.month


def _below(finder: Any, face: str) -> Iterator[str]:
    for path, _storage in finder.list([]):
        if path.startswith(f"{face}/"):
            yield path.removeprefix(f"{face}/")


def _own_address(feed: str, begins: str, address: str) -> str:
    """A feed with its own address in place of the one that asks a server."""
    at = feed.find(begins)
    while at >= 0:
        ends = min(found for mark in '"<' if (found := feed.find(mark, at)) >= 0)
        feed = feed[:at] + address + feed[ends:]
        at = feed.find(begins, at + len(address))
    return feed


def _url(address: str, changed_on: str = "") -> str:
    changed = f"<lastmod>{changed_on}</lastmod>" if changed_on else ""
    return f"<url><loc>{escape(address)}</loc>{changed}</url>"


def _map(kind: str, parts: Sequence[str]) -> bytes:
    opened = f'<?xml version="1.0" encoding="UTF-8"?>\n<{kind} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    return "\n".join([opened, *parts, f"</{kind}>\n"]).encode()
