"""泄露演练: what a breach would mean, whom it would touch, and the notice that would be due (个人信息保护法
第五十七条). Nothing is sent."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from gongkai.law.sources import PERSONAL_INFORMATION_LAW
from gongkai.ledger.audit.models import Entry
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.requests.letters.drafting import contact_of
from gongkai.lib.language import _
from gongkai.papers.layout import chinese_date
from gongkai.papers.model import Align, Block, Cell, Document, Head, Heading, Paragraph, Signature, Table
from gongkai.processing.activities import ACTIVITIES, Activity

SOURCE = PERSONAL_INFORMATION_LAW.at("第五十七条")


class Scenario(StrEnum):
    """What has got into other hands."""

    DATABASE = "database"
    FOLDER = "folder"
    ACCOUNT = "account"

    @property
    def zh(self) -> str:
        return {
            "database": "数据库被拿走，密钥没有",
            "folder": "整个数据文件夹连同密钥被拿走",
            "account": "有人的账号被冒用",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Touched:
    """An activity, how many of its rows are touched, and which of their columns could be read."""

    activity: Activity
    rows: int
    readable: int
    sealed: int


@dataclass(frozen=True, slots=True)
class Finding:
    """``looks``: what an account has looked at in the period, by what was done, with the number of rows."""

    scenario: Scenario
    touched: tuple[Touched, ...] = ()
    looks: tuple[tuple[str, int], ...] = ()


def of_data(scenario: Scenario) -> Finding:
    """What whoever has the database, or the folder with its keys, can read."""
    with_keys = scenario is Scenario.FOLDER
    return Finding(
        scenario,
        tuple(
            Touched(
                one,
                one.count(),
                len(one.plain) + (len(one.sealed) if with_keys else 0),
                0 if with_keys else len(one.sealed),
            )
            for one in ACTIVITIES
        ),
    )


def of_account(organ: Organ, actor: str, first: date, last: date) -> Finding:
    """What an account has looked at or taken between two days, out of the log."""
    begin, end = first.isoformat(), (last + timedelta(days=1)).isoformat()
    rows = Entry.objects.filter(organ=organ, actor=actor, at__gte=begin, at__lt=end)
    counts: dict[str, set[str]] = {}
    for action, subject in rows.values_list("action", "subject"):
        if ".unmask" in action or ".export" in action:
            counts.setdefault(action, set()).add(subject)
    return Finding(Scenario.ACCOUNT, looks=tuple((name, len(each)) for name, each in sorted(counts.items())))


def told(finding: Finding) -> Iterator[str]:
    """In lines, for whoever drills it."""
    for one in finding.touched:
        if one.rows:
            words = _("{activity}：{rows}行，读得到{readable}栏，读不到{sealed}栏（单独加密）。")
            yield words.format(
                activity=one.activity.zh, rows=one.rows, readable=one.readable, sealed=one.sealed
            )
    for action, count in finding.looks:
        yield _("{action}：{count}件。").format(action=action, count=count)
    if finding.scenario is Scenario.ACCOUNT and not finding.looks:
        yield _("这段时间里，这个账号没有查看、取走过个人信息。")


def notice(organ: Organ, finding: Finding, on: date) -> Document:
    """个人信息泄露告知书, drafted: what the law asks of it, with blanks for what only people know."""
    blocks: list[Block] = [
        Paragraph("【被告知的人】：", indent=0),
        Paragraph(f"{chinese_date(on)}，本机关发现{finding.scenario.zh}【何时、怎样发现】。现告知您："),
        Heading("一、可能泄露的信息种类、原因和可能造成的危害"),
        *_kinds(finding),
        Paragraph("原因：【原因】。可能造成的危害：【危害】。"),
        Heading("二、本机关已经采取的补救措施和您可以采取的措施"),
        Paragraph("本机关已经【更换密钥、停用账号、封存日志】。您可以【留意冒用您身份的来电和信息】。"),
        Heading("三、联系方式"),
        Paragraph(contact_of(organ) or "【联系方式】"),
        Signature(organ.name, on),
    ]
    return Document("个人信息泄露告知书（草稿）", tuple(blocks), organ=organ.name)


def _kinds(finding: Finding) -> Iterator[Block]:
    if finding.scenario is Scenario.ACCOUNT:
        looked = sum(count for _name, count in finding.looks)
        yield Paragraph(f"操作日志记有这个账号查看、取走个人信息{looked}次，逐次可查。")
        return
    head = tuple(
        Cell(name, head=Head.COLUMN, align=Align.CENTER)
        for name in ("处理活动", "涉及的人", "个人信息", "行数", "读得到的栏", "读不到的栏")
    )
    rows = (
        tuple(
            map(
                Cell,
                (
                    one.activity.zh,
                    one.activity.of,
                    one.activity.what,
                    str(one.rows),
                    str(one.readable),
                    str(one.sealed),
                ),
            )
        )
        for one in finding.touched
        if one.rows
    )
    yield Table((head, *rows), (2.6, 2.0, 3.6, 1.2, 1.4, 1.4), head_rows=1, caption="涉及的处理活动")
