"""What a sample organ has published through its outlets on the day: two documents, put up, read out, handed
over, with what is still to be done and what comes down today.

All outlets are by hand: a sample sends nothing. Every step is taken by the same actions as any organ's.
"""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from PIL import Image, ImageDraw

from gongkai.law.workdays import OFFICIAL
from gongkai.ledger.deliveries import actions as deliveries
from gongkai.ledger.deliveries.actions import Done, Opening
from gongkai.ledger.deliveries.models import Delivery, Outlet
from gongkai.ledger.disclosures.making import actions, publishing, screening
from gongkai.ledger.disclosures.making.deeds import Deed
from gongkai.ledger.disclosures.making.entries import Classified, Elements
from gongkai.ledger.disclosures.making.screening import Verdict
from gongkai.ledger.disclosures.models import Record
from gongkai.ledger.organs.models import Organ
from gongkai.papers import write
from gongkai.papers.model import Align, Cell, Document, Paragraph, Table
from gongkai.sample import catalogue
from gongkai.sample.days import ago
from gongkai.sample.people import ACTOR, RELEASER

COUNTY, BOARD, SPEAKER = "县级融媒体App", "村公示栏", "村村响大喇叭"
_RELIEF = Classified("proactive", "art21", "social_relief", catalogue.RELIEF, "民政、扶贫、救灾")
_WATER = Classified("proactive", "art21", "", "", "农业、林业、水利")
#: Name, identity number (made up), village, yuan.
_PAID = (
    ("陈示例", "11010519491231002X", "0", "640.00"),
    ("李示例", "41052619700815121X", "1", "1,355.00"),
    ("赵示例", "41052619620304122X", "2", "980.50"),
)


@dataclass(frozen=True, slots=True)
class Written:
    """A document of the sample: how it is filed, and its text."""

    title: str
    formed_on: date
    said: Classified
    kind: str
    summary: str
    blocks: tuple[Paragraph | Table, ...]
    notice_until: date | None = None


def put(organ: Organ, places: Sequence[str], on: date) -> None:
    """Open the outlets and bring both documents as far as they are on the day. ``places``: its villages."""
    ways = _opened(organ, places)
    relief = _published(organ, _relief(organ, places, on), on)
    water = _published(organ, _water(organ, on), on)
    _hand_over(relief, ways[COUNTY], on)
    _post(relief, ways[BOARD], on, take_down_on=on)
    # a list of names is not read out to everybody
    spoken = deliveries.ask(record=relief, outlet=ways[SPEAKER], actor=ACTOR)
    deliveries.take_down(delivery=spoken, actor=ACTOR, reason="名单不广播，只在公示栏公示")
    deliveries.ask(record=water, outlet=ways[COUNTY], actor=ACTOR)
    _post(water, ways[BOARD], on, left=2, take_down_on=OFFICIAL.add(on, 20))
    _post(water, ways[SPEAKER], on)


def _opened(organ: Organ, places: Sequence[str]) -> dict[str, Outlet]:
    boards, villages = "、".join(f"{place}公示栏" for place in places), "、".join(places)
    told: tuple[tuple[str, str, Mapping[str, str]], ...] = (
        (COUNTY, "county", {}),
        (BOARD, "board", {"places": boards}),
        (SPEAKER, "speaker", {"places": villages, "slots": "07:00、18:30"}),
    )
    return {
        name: deliveries.set_up(organ=organ, code=code, opening=Opening(name, said), actor=ACTOR)
        for name, code, said in told
    }


def _relief(organ: Organ, places: Sequence[str], on: date) -> Written:
    formed, until = ago(on, 8), f"{on.year}年{on.month}月{on.day}日"
    rows = [(name, number, places[int(place)], money) for name, number, place, money in _PAID]
    return Written(
        f"{formed.year}年{formed.month}月临时救助对象公示",
        formed,
        _RELIEF,
        "public_notice",
        "临时救助对象和救助金额",
        (
            Paragraph(
                f"根据本人申请、入户调查和民主评议，现将{formed.month}月临时救助对象公示如下，公示期到{until}。"
            ),
            _table(("姓名", "身份证号", "村（社区）", "金额（元）"), rows),
            Paragraph("对名单有异议的，请在公示期内向本机关反映。"),
            *_signed(organ, formed),
        ),
        notice_until=on,
    )


def _water(organ: Organ, on: date) -> Written:
    formed = ago(on, 4)
    return Written(
        "关于做好冬季农村饮水管道防冻的通知",
        formed,
        _WATER,
        "notice",
        "冬季饮水管道防冻和报修",
        (
            Paragraph("各村（社区）：", indent=0),
            Paragraph("近期气温下降，为保证群众正常用水，请做好以下三件事。"),
            Paragraph("一、室外的水表、水龙头和裸露的管道，请用保温材料包好。"),
            Paragraph("二、夜间气温低于零下5℃时，请关好门窗，适当放水，防止管道冻裂。"),
            Paragraph("三、发现爆管或者停水的，请先关上阀门，再打村里的报修电话，24小时内有人来修。"),
            *_signed(organ, formed),
        ),
    )


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    cells = tuple(tuple(Cell(text) for text in row) for row in (head, *rows))
    return Table(cells, widths=(2, 4, 3, 2), head_rows=1)


def _signed(organ: Organ, on: date) -> tuple[Paragraph, Paragraph]:
    day = f"{on.year}年{on.month}月{on.day}日"
    return Paragraph(organ.name, Align.RIGHT), Paragraph(day, Align.RIGHT)


def _published(organ: Organ, written: Written, on: date) -> Record:
    """From the document to the released record; whatever is found in it is masked."""
    data = write(Document(written.title, written.blocks, organ=organ.name), "docx")
    handed = [(f"{written.title}.docx", data)]
    (record,) = actions.take_in(organ=organ, actor=ACTOR, handed=handed, together=False)
    elements = Elements(
        title=written.title,
        formed_on=written.formed_on,
        issuer=organ.name,
        document_kind=written.kind,
        notice_until=written.notice_until,
        summary=written.summary,
    )
    record = actions.confirm(record=record, elements=elements, actor=ACTOR)
    record = actions.classify(record=record, said=written.said, actor=ACTOR, on=written.formed_on)
    for group in screening.groups(record, screening.screened(record)):
        if group.is_open:
            record = actions.judge(record=record, key=group.key, verdict=Verdict.MASK, reason="", actor=ACTOR)
    record = actions.advance(record=record, deed=Deed.SUBMIT, actor=ACTOR)
    return publishing.release(record=record, actor=RELEASER, on=ago(on, 2)).record


def _hand_over(record: Record, outlet: Outlet, on: date) -> None:
    delivery = deliveries.ask(record=record, outlet=outlet, actor=ACTOR)
    address = f"https://app.example.gov.cn/notices/{delivery.pk}.html"
    _note(delivery, Done(ago(on, 1), address, "县融媒体中心值班室已发"))


def _post(
    record: Record, outlet: Outlet, on: date, *, left: int = 0, take_down_on: date | None = None
) -> None:
    """Put up at all places but the last ``left``; what hangs on a wall has its photo."""
    delivery = deliveries.ask(record=record, outlet=outlet, actor=ACTOR, take_down_on=take_down_on)
    photo = ("公示栏.jpg", _photo()) if outlet.name == BOARD else None
    _note(delivery, Done(ago(on, 1), photo=photo), left=left)


def _note(delivery: Delivery, done: Done, *, left: int = 0) -> None:
    places = [posting.pk for posting in delivery.postings.all()]
    deliveries.note(delivery=delivery, places=places[: len(places) - left], done=done, actor=ACTOR)


def _photo() -> bytes:
    """A notice board with a sheet on it, as a telephone would see it."""
    picture = Image.new("RGB", (640, 480), "#cfc9bd")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((90, 60, 550, 420), fill="#2f5d50", outline="#8a5a2b", width=14)
    draw.rectangle((235, 95, 405, 335), fill="#fdfdf8")
    draw.rectangle((265, 115, 375, 127), fill="#b3261e")
    for line in range(150, 320, 14):
        draw.line((252, line, 388, line), fill="#555555", width=3)
    made = io.BytesIO()
    picture.save(made, "JPEG", quality=80)
    return made.getvalue()
