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

_SPACE = re.compile(r"\s+")
_N = r"[一二三四五六七八九十\d]{1,3}"
_ENUMERATOR = re.compile(rf"^(?:\({_N}\)|{_N}[、.,:]|\d{{1,2}}(?=\D))+")
_REMARK = re.compile(r"\([^()]*\)")
_PUNCTUATION = re.compile(r"[^\w]|_")


def clean(text: str) -> str:
    """Text for people: real characters, no invisible ones, one space for a run of blanks, lines kept."""
    lines = (" ".join(line.split()) for line in text.translate(_READABLE).splitlines())
    return "\n".join(line for line in lines if line)


def squeeze(text: str) -> str:
    """Text without any blank, half width: for searching, where line ends fall anywhere."""
    return _SPACE.sub("", unicodedata.normalize("NFKC", text.translate(_READABLE)))


@lru_cache(maxsize=20_000)
def fold(label: str) -> str:
    """A label without number, brackets, punctuation, blanks: ``1、属于 国家秘密`` → ``属于国家秘密``."""
    text = _ENUMERATOR.sub("", squeeze(label))
    return _PUNCTUATION.sub("", _REMARK.sub("", text)) or _PUNCTUATION.sub("", text)
