"""A page that writes over what it has read, and somebody came between the two."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpResponse

from gongkai.ledger.base import Overtaken

Page = Callable[..., HttpResponse]


def read_anew(page: Page) -> Page:
    """The page, worked through again for whoever was overtaken: it tells them what stands by now, as it tells
    those who come later. Each time over somebody else has been served, so it ends."""

    @wraps(page)
    def wrapper(*args: object, **more: object) -> HttpResponse:
        while True:
            try:
                return page(*args, **more)
            except Overtaken:
                continue

    return wrapper
