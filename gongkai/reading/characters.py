"""Characters as published reports print them, brought to one form.

``clean`` keeps what a person reads (prose); ``fold`` is for comparing labels and goes much further.
"""

import re
import unicodedata
from functools import lru_cache

# Some PDF fonts give radicals instead of characters: ⾏政, ⼀、, ⽆法. The Kangxi block has canonical
# equivalents; of the supplement Unicode maps only two, so the common ones are listed.
_SUPPLEMENT = dict(
    zip(
        "⺟⺠⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰",
        "母民虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟麦黄齐齿龙",
        strict=True,
    )
)
_KANGXI = {chr(code): unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
_INVISIBLE = dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\u00ad\x00")
_READABLE = str.maketrans({**_KANGXI, **_SUPPLEMENT, **_INVISIBLE, "\u00a0": " ", "\u3000": " "})
#: Looking for such characters is far quicker than replacing them, and most texts have none.
_UNREADABLE = re.compile("[" + "".join(map(re.escape, map(chr, _READABLE))) + "]")

_FULL_WIDTH = re.compile("[\uff01-\uff5e]")
#: Characters and punctuation that the normal form NFKC leaves alone; the rest of a text is little.
_ABNORMAL = re.compile("[^\u3001-\u3011\u4e00-\u9fff]+")
_N = r"[一二三四五六七八九十\d]{1,3}"
_ENUMERATOR = re.compile(rf"^(?:\({_N}\)|{_N}[、.,:]|\d{{1,2}}(?=\D))+")
_REMARK = re.compile(r"\([^()]*\)")
_PUNCTUATION = re.compile(r"[^\w]|_")


#: Stands in a box for what is no plain text: a picture, a struck or raised character, a form's field. A box
#: that holds it holds no figure.
NOISE = "\ufffd"
#: Stands behind it where what is seen in a box is not what its text says.
COVERED = "\ufffc"
_SHORT = 80


def clean(text: str) -> str:
    """Text for people: real characters, no invisible ones, one space for a run of blanks, lines kept."""
    return _clean_short(text) if len(text) <= _SHORT else _clean(text)


def squeeze(text: str) -> str:
    """Text without any blank, half width: for searching, where line ends fall anywhere."""
    return _squeeze_short(text) if len(text) <= _SHORT else _squeeze(text)


def halve(text: str) -> str:
    """Full-width digits and signs as half-width ones, and nothing else: ² and ① are no digits."""
    return _FULL_WIDTH.sub(lambda found: chr(ord(found[0]) - 0xFEE0), text)


def _clean(text: str) -> str:
    lines = (" ".join(line.split()) for line in _readable(text).splitlines())
    return "\n".join(line for line in lines if line)


def _squeeze(text: str) -> str:
    normal = _ABNORMAL.sub(lambda found: unicodedata.normalize("NFKC", found[0]), _readable(text))
    return "".join(normal.split())


def _readable(text: str) -> str:
    return text.translate(_READABLE) if _UNREADABLE.search(text) else text


_clean_short = lru_cache(maxsize=20_000)(_clean)
_squeeze_short = lru_cache(maxsize=20_000)(_squeeze)


@lru_cache(maxsize=20_000)
def fold(label: str) -> str:
    """A label without number, brackets, punctuation, blanks: ``1、属于 国家秘密`` → ``属于国家秘密``."""
    text = _ENUMERATOR.sub("", squeeze(label))
    return _PUNCTUATION.sub("", _REMARK.sub("", text)) or _PUNCTUATION.sub("", text)
