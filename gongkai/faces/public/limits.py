"""What slows down whoever sends too much. Nothing here refuses an application, and nothing counts a person:
only the address from which a browser speaks is counted, as a keyed print, for as long as the window lasts."""

import random
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest
from django.utils.translation import gettext as _

from gongkai.ledger.requests.privacy import fingerprint

_DIGITS = "零一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Limit:
    """So many of something within ``window`` seconds from one address, or with the same ``key``."""

    name: str
    most: int
    window: int

    def is_reached(self, request: HttpRequest, key: str = "") -> bool:
        return int(cache.get(self._key(request, key), 0)) >= self.most

    def count(self, request: HttpRequest, key: str = "") -> int:
        """One more; how many there are since the window began."""
        key = self._key(request, key)
        try:
            return 1 if cache.add(key, 1, self.window) else cache.incr(key)
        except ValueError:  # its window ended just now
            cache.set(key, 1, self.window)
            return 1

    def _key(self, request: HttpRequest, key: str = "") -> str:
        return f"limit:{self.name}:{key or fingerprint(address_of(request))}"


#: Applications after which a plain question is put before the next one.
FILING = Limit("filing", 5, 3600)
#: Sheets of a survey after which a plain question is put before the next one: a household has one address.
EVALUATING = Limit("evaluating", 5, 3600)
#: Numbers and codes that did not fit.
GUESSING = Limit("guessing", 20, 900)


def address_of(request: HttpRequest) -> str:
    """Where the browser is: behind a proxy of the site's own, what that proxy says."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.SECURE_PROXY_SSL_HEADER else ""
    return str(forwarded.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", ""))


@dataclass(frozen=True, slots=True)
class Question:
    """A sum in words 简单问题: no picture, no outside service, read aloud as well as seen."""

    first: int
    second: int

    @property
    def words(self) -> str:
        return _("{first}加{second}等于几？").format(first=_DIGITS[self.first], second=_DIGITS[self.second])

    @property
    def token(self) -> str:
        return Signer(salt="plain question").sign(f"{self.first}+{self.second}")

    def is_answered(self, said: str) -> bool:
        return said.strip() == str(self.first + self.second)


def new_question() -> Question:
    return Question(random.randint(1, 9), random.randint(1, 9))


def asked(token: str) -> Question | None:
    """The question that a form was sent with; None where the token is not ours."""
    try:
        first, second = Signer(salt="plain question").unsign(token).split("+")
    except (BadSignature, ValueError):
        return None
    return Question(int(first), int(second))
