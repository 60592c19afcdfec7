"""The data: keys, log, index, files, the public log, what the organs have set."""

import urllib.request
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from gongkai.cli.doctor.points import BAD, GOOD, WARN, Point, either
from gongkai.cli.frame import data_folder
from gongkai.cli.organs import actor
from gongkai.lib.files import why
from gongkai.lib.language import _
from gongkai.lib.today import today

MOST_NAMED = 10
#: What is put into a bucket and taken out again.
TRIAL = "doctor/try"


def ledgers() -> Iterator[Point]:
    from gongkai.ledger import proof
    from gongkai.ledger.organs import queries as organs
    from gongkai.ledger.requests.actions import rebuild_projections

    yield _keys()
    broken = proof.verify()
    if broken:
        yield Point(BAD, _("{what} — 请停止使用这份数据，从备份恢复。").format(what=broken.message))
    else:
        yield Point(GOOD, _("操作日志完整，台账与日志相符。"))
    stale, suspect = rebuild_projections(actor=actor(), save=False)
    differing = _("有{count}件申请的收到、答复或结果与事件不符，请运行 gongkai doctor --rebuild。")
    if suspect:
        yield Point(BAD, _forged([row.number for row in suspect]))
    if stale or not suspect:
        text = differing.format(count=len(stale)) if stale else _("申请的各栏与事件逐件相符。")
        yield Point(either(not stale), text)
    names = [organ.name for organ in organs.all_organs()]
    yield Point(
        GOOD, _("机关{count}个：{names}。").format(count=len(names), names="、".join(names) or _("还没有"))
    )


def index() -> Iterator[Point]:
    """Whether the search finds what stands in the ledgers."""
    from gongkai.ledger.search import stale

    if count := stale():
        words = _("搜索索引 — 有{count}行与台账不符，搜索可能找不到 — 请运行 gongkai doctor --rebuild。")
        yield Point(BAD, words.format(count=count))
    else:
        yield Point(GOOD, _("搜索索引与台账逐行相符。"))


def _forged(numbers: Sequence[str]) -> str:
    named = "、".join(numbers[:MOST_NAMED]) + ("……" if len(numbers) > MOST_NAMED else "")
    return _(
        "有{count}件申请的事件与操作日志不符，不能据以重算：{numbers} — "
        "台账被绕过程序改动过 — 请停止使用这份数据，从备份恢复。"
    ).format(count=len(numbers), numbers=named)


def _keys() -> Point:
    """Whether what was sealed can still be opened."""
    from gongkai.ledger.requests.privacy import opens
    from gongkai.lib.crypto import UnknownKey

    try:
        opens()
    except UnknownKey as error:
        return Point(BAD, str(error))
    return Point(GOOD, _("密钥在{folder}，能打开申请人信息。").format(folder=data_folder() / "keys"))


def files() -> Iterator[Point]:
    """Whether every file that a row names is there."""
    from gongkai.backup import holdings

    try:
        lost = list(islice(holdings.lost(), MOST_NAMED + 1))
    except OSError as error:
        text = _("文件 — 没有核对成（{why}） — 请先处理存放文件的地方，再检查一次。")
        yield Point(BAD, text.format(why=why(error)))
        return
    if lost:
        named = "、".join(f"{one.table}:{one.row}" for one in lost[:MOST_NAMED])
        text = _("文件 — 数据文件夹里少了登记过的文件：{named} — 请从备份恢复到别处，把它们拷回来。")
        yield Point(BAD, text.format(named=named + ("……" if len(lost) > MOST_NAMED else "")))


def storage() -> Iterator[Point]:
    """Whether the bucket, where one is set, takes and gives files, and gives none to strangers."""
    from gongkai.ledger import vault

    if (bucket := vault.bucket()) is None:
        return
    try:
        bucket.put(TRIAL, b"gongkai doctor")
        bucket.get(TRIAL)
        is_open = _opens(bucket.address(TRIAL))
        bucket.drop(TRIAL)
    except OSError as error:
        text = _("对象存储 — {why} — 新的文件存不进去，请核对 GONGKAI_S3_ 开头的设置，再看存储的服务。")
        yield Point(BAD, text.format(why=why(error)))
        return
    if is_open:
        text = _("对象存储 — 存储桶{bucket}不用密钥谁都能读 — 请在存储的服务里改成私有。")
        yield Point(BAD, text.format(bucket=bucket.access.bucket))
    else:
        yield Point(GOOD, _("对象存储{bucket}能存能取，外人读不到。").format(bucket=bucket.access.bucket))


def _opens(address: str) -> bool:
    """Whether somebody without a key is given what lies there."""
    try:
        with urllib.request.urlopen(address, timeout=20):
            return True
    except OSError:  # refused, as it should be
        return False


def public_log() -> Iterator[Point]:
    """Whether what was made public stands in the public log with a signed head; that the log holds is proved
    with the ledgers."""
    from gongkai.ledger import witness
    from gongkai.ledger.transparency import queries

    if queries.is_due() or witness.is_behind():
        yield Point(WARN, _("公开日志 — 还有没记入或者没签署的 — 请用 gongkai serve 启动，后台作业会补上。"))


def notices() -> Iterator[Point]:
    """Whether the days of this year, and late in it of the next, are those of a State Council notice."""
    from gongkai.law.holidays import NoticeError
    from gongkai.lib import calendars

    on = today()
    try:
        calendar = calendars.load(Path(data_folder()))
    except NoticeError as error:
        yield Point(BAD, str(error))
        return
    for year in (on.year, on.year + 1) if on.month == 12 else (on.year,):
        if calendar.notice_for(year) is None:
            text = _(
                "放假通知 — 还没有{year}年的，期限暂按周末推算 — 请运行 gongkai calendar import 通知文件。"
            )
            yield Point(WARN, text.format(year=year))


def organs() -> Iterator[Point]:
    """What each organ has to set before its letters and pages are right."""
    from django.conf import settings

    from gongkai.law.remedies import Bodies
    from gongkai.ledger.organs import queries
    from gongkai.ledger.people import queries as people
    from gongkai.ledger.people.roles import Duty

    nobody = Bodies("", "")
    for organ in queries.real_organs():
        bodies = queries.bodies_of(organ, nobody)
        if not (bodies.review_organ and bodies.court):
            text = _("{organ} — 没有设复议机关或者管辖法院，告知书签不了 — 请在“机关设置”里填写。")
            yield Point(WARN, text.format(organ=organ.name))
        if (organ.has_portal or organ.takes_online) and not settings.SITE_URL:
            text = _(
                "{organ} — 门户开着，本站还不知道自己的网址，二维码和邮件里的链接打不开 — 请设 GONGKAI_URL。"
            )
            yield Point(WARN, text.format(organ=organ.name))
        alone = [
            one for one in people.who_may(Duty.MANAGE, organ, today()) if not people.has_second_factor(one)
        ]
        if alone:
            text = _("{organ} — 管理员{names}没有开两步验证，别人知道密码就能进来 — 请在“两步验证”里打开。")
            names = "、".join(one.get_full_name() or one.get_username() for one in alone)
            yield Point(WARN, text.format(organ=organ.name, names=names))
