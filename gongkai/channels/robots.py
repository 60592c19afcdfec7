"""What both kinds of group robot have in common: an address with a key in it, error codes in an answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

from gongkai.channels import http
from gongkai.channels.base import Field, Later, Refused, Unsent, Unsure
from gongkai.lib.language import _

#: Both take so many messages from one robot.
A_MINUTE = 20


@dataclass(frozen=True, slots=True)
class Meaning:
    """What an error code says: how it fails, why and how to mend it."""

    kind: type[Unsent]
    why: str
    mend: str
    pause: timedelta = timedelta()

    def error(self, zh: str, code: object) -> Unsent:
        words = _("{zh} — {why}（{code}） — {mend}").format(
            zh=zh, why=_(self.why), code=code, mend=_(self.mend)
        )
        return Later(words, self.pause) if self.kind is Later else self.kind(words)


def address_field(zh: str, key: str, hint: str) -> Field:
    """The robot's address, pasted as it was copied; who has it can write to the group."""

    def complaint(address: str) -> str:
        if why := http.address_complaint(address):
            return why
        if not parse_qs(urlsplit(address).query).get(key):
            return _("地址 — 里面没有{key}= — 请在群机器人的设置里整个复制。").format(key=key)
        return ""

    return Field("address", zh, hint, secret=True, complaint=complaint)


def check(answer: http.Answer, meanings: Mapping[object, Meaning], zh: str) -> None:
    """Raise what an answer says went wrong."""
    http.check_status(answer, zh)
    code = answer.code
    if code == 0:
        return
    if code is None:
        raise Unsure(_("{zh} — 应答看不懂 — 请去看看收到没有；地址可能填错了。").format(zh=zh))
    if meaning := meanings.get(code):
        raise meaning.error(zh, code)
    raise Refused(_("{zh} — 没有收下（{code}） — 请把这个码告诉管服务器的人。").format(zh=zh, code=code))


def within(text: str, most: int, rest: str) -> str:
    """A text of at most so many bytes in UTF-8, whole lines; ``rest`` stands where something was left out."""
    if len(text.encode()) <= most:
        return text
    kept: list[str] = []
    room = most - len(rest.encode())
    for line in text.splitlines():
        room -= len(line.encode()) + 1
        if room < 0:
            break
        kept.append(line)
    return "\n".join([*kept, rest])


BUSY = Meaning(Later, "系统繁忙", "会自动再试。", timedelta(minutes=1))
