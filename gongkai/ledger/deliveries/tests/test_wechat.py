"""A record as an article of an official account: from its release to its address, and back."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from PIL import Image

from gongkai.channels.carriers import File, Publication, wechat
from gongkai.channels.tests.wechat_server import WeChat, wechat_server
from gongkai.channels.wechat import api
from gongkai.law.findings import Severity
from gongkai.ledger import proof
from gongkai.ledger.base import Refused
from gongkai.ledger.deliveries import actions, queries, sending
from gongkai.ledger.deliveries.models import Aim, Delivery, Outlet, State
from gongkai.ledger.deliveries.tests.conftest import outlet
from gongkai.ledger.disclosures.making import publishing
from gongkai.ledger.disclosures.making.publishing import Withdrawal
from gongkai.ledger.disclosures.models import Record
from gongkai.ledger.organs.models import Organ
from gongkai.lib.language import speaking
from gongkai.lib.today import now

SAID = {"appid": "wx0123456789abcdef", "secret": "0" * 32, "base": "https://api.weixin.qq.com"}
LONG = "四间房镇人民政府关于印发《四间房镇2022年秋冬季大气污染综合治理攻坚行动方案》的通知"


@pytest.fixture(autouse=True)
def no_token() -> None:
    api._tokens.clear()


def publication(**more: object) -> Publication:
    said = {"title": "农村低保资金发放公示", "organ": "四间房镇人民政府", "version": 1, "text": "全镇186户。"}
    said |= {"issuer": "四间房镇人民政府", "html": "<p>全镇186户。</p>", "url": "https://example.gov.cn/1"}
    return Publication(**{"index_no": "005594321/2022-00027", **said, **more})  # type: ignore[arg-type]


def account(organ: Organ, platform: WeChat) -> Outlet:
    return outlet(organ, "wechat", name="四间房发布", said=platform.settings, registration="豫新媒2024-18")


def only() -> Delivery:
    return Delivery.objects.get()


def send_later(**pause: int) -> None:
    with time_machine.travel(now() + timedelta(**pause), tick=False):
        sending.send()


@pytest.mark.parametrize(
    ("title", "short"),
    [
        ("农村低保资金发放公示", "农村低保资金发放公示"),
        (
            "四间房镇人民政府关于2022年度村庄规划编制工作有关事项的公告",
            "四间房镇人民政府关于2022年度村庄规划编制工作有关事项的公告",
        ),
        (
            "四间房镇人民政府关于做好2022年度村庄规划编制工作有关事项的公告",
            "关于做好2022年度村庄规划编制工作有关事项的公告",
        ),
        (LONG, "四间房镇2022年秋冬季大气污染综合治理攻坚行动方案"),
        ("关" * 40, "关" * 31 + "…"),
    ],
)
def test_a_title_is_shortened_to_what_wechat_takes(title: str, short: str) -> None:
    assert wechat.short_title(publication(title=title)) == short
    assert len(short) <= 32


def test_what_was_shortened_stands_whole_above_the_body_and_is_told_of() -> None:
    said = publication(title=LONG)
    (finding,) = wechat.check(SAID, said)
    assert finding.severity == Severity.WARNING
    assert "发出去是“四间房镇2022年秋冬季大气污染综合治理攻坚行动方案”" in finding.message
    assert f"<h2>{LONG}</h2>" in wechat.preview(SAID, said).html


def test_a_body_that_is_too_long_gives_way_to_its_beginning_where_the_whole_can_be_read() -> None:
    text = "\n".join(f"第{at}条 镇、村两级应当公开。" for at in range(1500))
    html = "".join(f"<p>{line}</p>" for line in text.split("\n"))
    (finding,) = wechat.check(SAID, publication(text=text, html=html))
    assert (finding.severity, "读者点“阅读原文”看全文" in finding.message) == (Severity.WARNING, True)
    shown = wechat.preview(SAID, publication(text=text, html=html)).html
    assert "第0条" in shown
    assert "第1000条" not in shown
    findings = wechat.check(SAID, publication(text=text, html=html, url=""))
    assert any(one.severity == Severity.ERROR and "微信最多20000个" in one.message for one in findings)


def test_a_list_of_two_hundred_households_goes_whole() -> None:
    boxes = "".join('<td>陈某某</td><td class="figure">640.00</td><td>东徐村</td>' for _row in range(2))
    html = f"<table><tbody>{f'<tr>{boxes}</tr>' * 100}</tbody></table>"
    assert wechat.check(SAID, publication(html=html)) == ()


@pytest.mark.parametrize(
    ("more", "said", "words"),
    [
        ({"text": " ", "html": ""}, SAID, "没有文字也没有图片"),
        ({}, {}, "AppID或者密钥没有填"),
        ({"url": ""}, SAID, "阅读原文 — 没有网址"),
    ],
)
def test_what_would_not_do_is_told_before_it_goes(
    more: dict[str, object], said: dict[str, str], words: str
) -> None:
    assert any(words in finding.message for finding in wechat.check(said, publication(**more)))


@pytest.mark.slow
def test_a_picture_that_is_too_large_is_made_smaller_and_stands_in_the_preview() -> None:
    drawn = BytesIO()
    Image.effect_noise((1400, 1400), 90).convert("RGB").save(drawn, "PNG")
    file = File("规划图.png", "png", len(drawn.getvalue()), "", drawn.getvalue)
    assert file.size > 1024 * 1024
    shown = wechat.preview(SAID, publication(files=(file,))).html
    assert 'src="data:image/jpeg;base64,' in shown
    assert wechat.check(SAID, publication(files=(file,))) == ()


@pytest.mark.slow  # it makes a record out of a real document
@pytest.mark.django_db
def test_a_released_record_stands_in_wechat_with_its_address_and_is_taken_down_with_the_record(
    town: Organ, record: Record
) -> None:
    with wechat_server(polls=1) as platform:
        actions.ask(record=record, outlet=account(town, platform), actor="王敏")
        sending.send()
        assert (only().state, only().problem) == (
            State.PENDING,
            "微信公众号 — 平台正在审核 — 通过以后会自动取回网址。",
        )
        send_later(minutes=2)
        (there,) = platform.standing
        assert (only().state, only().address) == (State.DONE, there["url"])
        assert there["digest"] == f"索引号：{record.disclosure.index_no}（第1版）"  # type: ignore[union-attr]
        assert there["author"] == "四间房镇人民政府"
        assert sending.prove(only(), actor="王敏") == "文章还在，回读与放行的一致。"
        publishing.withdraw(record=record, said=Withdrawal("有隐私", hard=True), actor="赵建国")
        sending.send()
    assert platform.standing == []
    assert platform.drafts == {}
    assert (only().aim, only().state, only().proof) == (Aim.WITHDRAW, State.DONE, "文章已从公众号删除。")
    assert list(proof.differences()) == []


@pytest.mark.slow
@pytest.mark.django_db
def test_what_the_platform_rejected_leaves_no_draft_there_once_the_record_is_taken_back(
    town: Organ, record: Record
) -> None:
    with wechat_server(verdict=4) as platform:
        actions.ask(record=record, outlet=account(town, platform), actor="王敏")
        sending.send()
        assert (only().state, "平台审核没有通过" in only().problem) == (State.FAILED, True)
        publishing.withdraw(record=record, said=Withdrawal("有隐私", hard=True), actor="赵建国")
        sending.send()
    assert platform.drafts == {}


@pytest.mark.slow
@pytest.mark.django_db
def test_a_submission_that_is_found_nowhere_waits_for_a_person_and_is_made_once_more_at_their_word(
    town: Organ, record: Record
) -> None:
    with wechat_server(cut={"freepublish/submit"}) as platform:
        platform.fails["freepublish/submit"].append(45009)  # not taken, which nobody can read
        actions.ask(record=record, outlet=account(town, platform), actor="王敏")
        sending.send()
        platform.cut.clear()
        send_later(minutes=10)
        assert only().state == State.PENDING
        send_later(hours=1)
        send_later(hours=20)
        assert (only().state, platform.calls.count("freepublish/submit")) == (State.UNSURE, 1)
        actions.again(delivery=only(), actor="王敏")
        send_later(hours=21)
    assert (only().state, len(platform.articles)) == (State.DONE, 1)


@pytest.mark.slow
@pytest.mark.django_db
def test_an_account_without_the_right_to_publish_stands_still_until_somebody_mends_it(
    town: Organ, record: Record
) -> None:
    with wechat_server() as platform:
        way = account(town, platform)
        platform.fails["freepublish/batchget"].append(48001)
        actions.ask(record=record, outlet=way, actor="王敏")
        sending.send()
        send_later(hours=1)
    way.refresh_from_db()
    assert "没有发布接口的权限（48001）" in way.trouble
    assert platform.calls.count("freepublish/batchget") == 1


@pytest.mark.slow
@pytest.mark.django_db
def test_what_does_not_fit_is_refused_before_anything_is_sent(town: Organ, record: Record) -> None:
    with wechat_server() as platform:
        way = outlet(town, "wechat", name="四间房发布", said={"base": platform.base}, registration="1")
        with pytest.raises(Refused, match="AppID或者密钥没有填"):
            actions.ask(record=record, outlet=way, actor="王敏")
    assert platform.calls == []


@pytest.mark.django_db
def test_an_account_is_not_opened_without_its_registration(town: Organ) -> None:
    with pytest.raises(Refused, match="没有备案的新媒体账号不能发"):
        outlet(town, "wechat", name="四间房发布", said=SAID)
    assert not outlet(town, "wechat", name="四间房发布", said=SAID, is_on=False).is_on


@pytest.mark.django_db
def test_the_secret_of_an_account_is_sealed(town: Organ) -> None:
    with wechat_server() as platform:
        way = account(town, platform)
    assert platform.settings["secret"] not in way.said_sealed
    assert queries.said(way)["secret"] == platform.settings["secret"]


def test_an_article_is_chinese_whatever_language_the_program_speaks() -> None:
    with speaking("en"):
        shown = wechat.preview(SAID, publication(document_no="四政〔2022〕36号", reason="金额有误")).html
        mark = wechat._bare(publication()).mark
    assert mark == "索引号：005594321/2022-00027（第1版）"
    assert not re.search("[A-Za-z]{4}", re.sub("<[^>]*>", "", shown))
