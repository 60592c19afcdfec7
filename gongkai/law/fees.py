"""Information processing fee 信息处理费: two marginal scales 超额累进, of which one request bears one.

Charging is optional (条例 Art 42: 可以收取), and off until the organ has its receipts and treasury account.
Both scales give 元 as Decimal. The period to pay is ``periods.PAYMENT``.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby

from gongkai.law.dated import Dated, Version
from gongkai.law.sources import FEE_RULES


@dataclass(frozen=True, slots=True)
class Band:
    """Units from number ``first`` on cost ``price`` 元 each, ``rise`` more with every further ``every``.

    ``every`` 0 keeps the price for the whole band.
    """

    first: int
    price: int
    every: int = 0
    rise: int = 0

    def price_of(self, number: int) -> int:
        """What unit ``number`` (≥ ``first``) costs."""
        steps = (number - self.first) // self.every if self.every else 0
        return self.price + steps * self.rise

    def sum_through(self, last: int) -> int:
        """What the units ``first`` to ``last`` cost together."""
        count = last - self.first + 1
        if count <= 0:
            return 0
        steps, rest = divmod(count, self.every) if self.every else (0, 0)
        whole = self.every * self.rise * steps * (steps - 1) // 2
        return self.price * count + whole + rest * steps * self.rise


@dataclass(frozen=True, slots=True)
class Scale:
    """One way of charging. ``bands`` in ascending order, the first from unit 1."""

    code: str
    en: str
    zh: str
    unit: str
    counted: str
    bands: tuple[Band, ...]

    def marginal(self, number: int) -> Decimal:
        """What the ``number``-th unit costs; ValueError below 1."""
        if number < 1:
            raise ValueError(f"units are numbered from 1, not {number}")
        band = next(band for band in reversed(self.bands) if band.first <= number)
        return Decimal(band.price_of(number))

    def total(self, count: int) -> Decimal:
        """What the first ``count`` units cost; ValueError below 0."""
        if count < 0:
            raise ValueError(f"a count is never negative: {count}")
        ends = (*(band.first - 1 for band in self.bands[1:]), count)
        pairs = zip(self.bands, ends, strict=True)
        return Decimal(sum(band.sum_through(min(end, count)) for band, end in pairs))


@dataclass(frozen=True, slots=True)
class Line:
    """Units ``first`` to ``last`` of one price 元, as a fee is worked out in writing."""

    first: int
    last: int
    price: Decimal
    unit: str

    @property
    def sum(self) -> Decimal:
        return self.price * (self.last - self.first + 1)

    def __str__(self) -> str:
        span = f"{self.first}" if self.first == self.last else f"{self.first}至{self.last}"
        if not self.price:
            return f"第{span}{self.unit}，不收费"
        return f"第{span}{self.unit}，{self.last - self.first + 1}{self.unit}×{self.price}元＝{self.sum}元"


def worked(scale: Scale, before: int, count: int) -> tuple[Line, ...]:
    """How ``count`` units that follow ``before`` others are priced, those of one price together."""
    numbers = range(before + 1, before + count + 1)
    lines = []
    for price, same in groupby(numbers, key=scale.marginal):
        first, *more = same
        lines.append(Line(first, more[-1] if more else first, price, scale.unit))
    return tuple(lines)


_SINCE = date(2021, 1, 1)

#: 按件计收: the requests of one applicant to one organ in one calendar month, whatever their decision.
BY_ITEMS: Dated[Scale] = Dated(
    (
        Version(
            Scale(
                "items",
                "by number of requests",
                "按件计收",
                "件",
                "同一申请人一个自然月内向同一行政机关提出的申请，累计计算，不论答复类型",
                (Band(1, 0), Band(11, 100), Band(31, 200, every=10, rise=100)),
            ),
            _SINCE,
            FEE_RULES.at(),
        ),
    )
)

#: 按量计收: the pages of one request, never added up over requests.
BY_PAGES: Dated[Scale] = Dated(
    (
        Version(
            Scale(
                "pages",
                "by amount",
                "按量计收",
                "页",
                "单件申请提供的页数（A4及以下幅面的单面为1页），不含已主动公开的政府信息；"
                "只适用于申请人要求以纸质、发送电子邮件、复制电子数据等方式提供的",
                (Band(1, 0), Band(31, 10), Band(101, 20), Band(201, 40)),
            ),
            _SINCE,
            FEE_RULES.at(),
        ),
    )
)


def by_items(n_in_month_before: int, n: int, *, on: date) -> Decimal:
    """The fee in 元 of ``n`` requests that follow ``n_in_month_before`` of the same month.

    ``on`` is the day of the last of them. LookupError before 2021, ValueError for a negative number.
    """
    scale = BY_ITEMS.on(on)
    if n < 0:
        raise ValueError(f"a count is never negative: {n}")
    return scale.total(n_in_month_before + n) - scale.total(n_in_month_before)


def by_pages(pages: int, *, on: date) -> Decimal:
    """The fee in 元 of one request for ``pages`` pages. LookupError before 2021, ValueError if negative."""
    return BY_PAGES.on(on).total(pages)


def computed(nth: int, pages: int | None, *, on: date) -> dict[str, Decimal]:
    """What a request, its applicant's ``nth`` of the month, costs by each scale that can be told; nothing
    before there were scales. By its number alone where no ``pages`` are counted."""
    if on < _SINCE:
        return {}
    sums = {BY_ITEMS.on(on).zh: by_items(nth - 1, 1, on=on)}
    return sums if pages is None else {**sums, BY_PAGES.on(on).zh: by_pages(pages, on=on)}
