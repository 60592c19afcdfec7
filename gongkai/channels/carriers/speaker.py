"""大喇叭: what is read over the loudspeakers of the villages, and when; the log is what proves it.

The script is made from the record's own text. Where espeak-ng is installed it is read into a sound file, as
MP3 too where lame is; elsewhere somebody reads it.
"""

import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from functools import partial
from itertools import takewhile
from pathlib import Path

from django.conf import settings as installation

from gongkai.channels.base import Field, Later, Misconfigured, Settings
from gongkai.channels.carriers import spoken
from gongkai.channels.carriers.base import Carrier, Paper, Point, Preview, Publication, must, should
from gongkai.channels.carriers.board import PDF, places, places_complaint
from gongkai.channels.carriers.written import blocks
from gongkai.law.findings import Finding
from gongkai.lib.hours import read_time
from gongkai.lib.language import _
from gongkai.papers import pdf
from gongkai.papers.model import Document, Heading, Note, Paragraph
from gongkai.papers.poster import Line, Rows

PROGRAM, SMALLER = "espeak-ng", "lame"
SECONDS = 120
_ANNEXES = re.compile(r"附\s*件\s*[\d一二三四五六七八九十]*\s*[：:]")
#: Longer than this nobody listens.
LONGEST = 5.0


@dataclass(frozen=True, slots=True)
class Script:
    """广播稿: its lines, each a breath, and how long it takes."""

    lines: tuple[str, ...]

    @property
    def minutes(self) -> float:
        return spoken.minutes(list(self.lines))

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


def script(publication: Publication) -> Script:
    """Greeting, title, text, whom to ask. Tables are not read: they hang on the board."""
    made = list(takewhile(lambda block: not _ends(block), blocks(publication)))
    words = [block.text for block in made if isinstance(block, Line)]
    if len(words) < len(made):
        words.append("名单和数字请看公示栏。")
    asks = f"有疑问的，请打电话{publication.phone}。" if publication.phone else ""
    text = [
        f"各位村民，现在广播{publication.organ}的一条信息。",
        f"{publication.title}。",
        *words,
        asks,
        "广播完了，谢谢收听。",
    ]
    return Script(tuple(spoken.sentences("\n".join(filter(None, text)))))


def _ends(block: Line | Rows) -> bool:
    """Whether what follows is for the eye alone: the list of annexes, the signature."""
    return isinstance(block, Line) and (block.kind == "signed" or bool(_ANNEXES.match(block.text)))


def check(settings: Settings, publication: Publication) -> tuple[Finding, ...]:
    found = []
    if not any(isinstance(block, Line) for block in blocks(publication)):
        found.append(must("CH-speaker-1", _("正文"), _("正文 — 没有可以念的文字 — 请用公示栏发布。")))
    long = script(publication).minutes
    if long > LONGEST:
        words = _("广播稿 — 要念{minutes:.0f}分钟，没有人听得完 — 请只念要点，全文贴在公示栏。")
        found.append(should("CH-speaker-2", _("广播稿"), words.format(minutes=long)))
    if not shutil.which(PROGRAM):
        words = _("录音 — 服务器上没有装espeak-ng，做不出录音 — 照稿子念就可以；要录音的请管服务器的人装上。")
        found.append(should("CH-speaker-3", _("录音"), words))
    elif not shutil.which(SMALLER):
        words = _("录音 — 服务器上没有装lame，只有WAV的 — 播放器只认MP3的，请管服务器的人装上。")
        found.append(should("CH-speaker-4", _("录音"), words))
    return tuple(found)


def preview(settings: Settings, publication: Publication) -> Preview:
    made = script(publication)
    head = _("念一遍约{minutes:.1f}分钟，{count}句。").format(minutes=made.minutes, count=len(made.lines))
    papers = [Paper("广播稿.pdf", PDF, partial(printed, publication, made))]
    if shutil.which(PROGRAM):
        papers.append(Paper("广播录音.wav", "audio/x-wav", partial(sound, made)))
        if shutil.which(SMALLER):
            papers.append(Paper("广播录音.mp3", "audio/mpeg", partial(smaller, made)))
    return Preview(f"{head}\n\n{made.text}", papers=tuple(papers))


def printed(publication: Publication, made: Script) -> bytes:
    """The script to be read from, a breath a line."""
    note = f"念一遍约{made.minutes:.1f}分钟；索引号{publication.index_no}"
    document = Document(
        "广播稿",
        (Heading(publication.title), *(Paragraph(line) for line in made.lines), Note(note)),
        organ=publication.organ,
    )
    return pdf.write(document, fonts_dir=installation.FONTS)


def sound(made: Script) -> bytes:
    """The script read by espeak-ng, as WAV."""
    with tempfile.TemporaryDirectory() as folder:
        text, wav = Path(folder, "script.txt"), Path(folder, "script.wav")
        text.write_text(made.text, encoding="utf-8")
        _run(PROGRAM, "-v", "cmn", "-s", "150", "-g", "2", "-f", str(text), "-w", str(wav))
        return wav.read_bytes()


def smaller(made: Script) -> bytes:
    """The same as MP3, a tenth as large, for players that know nothing else."""
    return _run(SMALLER, "--quiet", "-m", "m", "-V", "5", "-", "-", given=sound(made))


def _run(name: str, *options: str, given: bytes = b"") -> bytes:
    program = shutil.which(name)
    if program is None:
        raise Misconfigured(
            _("录音 — 服务器上没有装{program} — 请管服务器的人装上，或者照稿子念。").format(program=name)
        )
    try:
        done = subprocess.run(
            [program, *options], check=True, capture_output=True, timeout=SECONDS, input=given
        )
    except (OSError, subprocess.SubprocessError) as error:
        words = _("录音 — {program}没有做成 — 请过一会儿再试，或者照稿子念。")
        raise Later(words.format(program=name)) from error
    return done.stdout


def points(settings: Settings, publication: Publication) -> tuple[Point, ...]:
    """播出计划: each village at each slot."""
    return tuple(
        Point(village, at=slot) for village in places(settings["places"]) for slot in slots(settings["slots"])
    )


def slots(text: str) -> list[str]:
    return list(dict.fromkeys(filter(None, (one.strip() for one in re.split(r"[、，,；;\s]", text)))))


def _slots_complaint(text: str) -> str:
    if slots(text) and all(read_time(one) for one in slots(text)):
        return ""
    return _("时段 — 有看不懂的 — 请写成“07:00、18:30”这样。")


CARRIER = Carrier(
    "speaker",
    "大喇叭",
    "把正文改成好念的广播稿，算出几分钟；哪个村几点播，播过登记一次",
    (
        Field("places", "哪些村", "用顿号分开，例如“东徐村、西徐村”", complaint=places_complaint),
        Field(
            "slots", "时段", "一天里播的几点，用顿号分开", default="07:00、18:30", complaint=_slots_complaint
        ),
    ),
    check,
    preview,
    points=points,
)
