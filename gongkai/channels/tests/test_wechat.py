"""An official account, against a platform on this machine that speaks the documented interface."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.conf import settings

from gongkai.channels import Later, Lost, Misconfigured, Refused, Unsent, http
from gongkai.channels.tests.servers import HOST, free_port
from gongkai.channels.tests.wechat_server import APPID, SECRET, WeChat, wechat_server
from gongkai.channels.wechat import FIELDS, Account, Article, Picture, Publishing, UnderWay, api, page

MARK = "索引号005594321/2022-00027，第1版"
COVER = Picture("cover.png", b"\x89PNG cover")
PLAN = Picture("规划图.png", b"\x89PNG plan")
BODY = (
    "<h3>一、对象</h3><p>全镇186户。</p>"
    '<table><tbody><tr><td>东徐村</td><td class="figure">640.00</td></tr></tbody></table>'
)


def article(**more: object) -> Article:
    said = {"title": "2022年9月农村低保资金发放公示", "html": BODY, "cover": COVER, "pictures": (PLAN,)}
    return Article(**{"mark": MARK, "above": ("四间房镇人民政府",), **said, **more})  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
def allowed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(settings, "WEBHOOK_HOSTS", [HOST])
    api._tokens.clear()
    yield
    api._tokens.clear()


def publishing(platform: WeChat, kept: dict[str, str] | None = None, **more: object) -> Publishing:
    """``kept`` is what outlives this process, written whenever a step was taken."""
    durable = {} if kept is None else kept
    return Publishing(Account.of(platform.settings), article(**more), dict(durable), durable.update)


def test_an_article_stands_there_with_its_cover_its_pictures_and_its_look() -> None:
    with wechat_server() as platform:
        address = publishing(platform).publish()
    (there,) = platform.standing
    assert there["url"] == address
    assert platform.covers[there["thumb_media_id"]] == COVER.data
    assert list(platform.pictures.values()) == [PLAN.data]
    assert '<img src="https://mmbiz.qpic.cn/PICTURE_2" alt="规划图.png"' in there["content"]
    assert 'text-align:right">640.00</td>' in there["content"]
    assert platform.drafts == {}


def test_while_the_platform_is_at_it_the_address_is_asked_for_again_and_nothing_is_submitted_again() -> None:
    kept: dict[str, str] = {}
    with wechat_server(polls=2) as platform:
        for _time in range(2):
            with pytest.raises(UnderWay, match="平台正在审核"):
                publishing(platform, kept).publish()
        assert publishing(platform, kept).publish() == "https://mp.weixin.qq.com/s/ARTICLE_5"
    assert platform.calls.count("freepublish/submit") == 1


@pytest.mark.parametrize(
    ("verdict", "words"),
    [
        (2, "原创声明没有通过（2）"),
        (3, "没有发成（3）"),
        (4, "平台审核没有通过（4） — .*更正以后再发"),
        (6, "被微信封了（6）"),
    ],
)
def test_what_the_platform_decides_against_is_told(verdict: int, words: str) -> None:
    with wechat_server(verdict=verdict) as platform, pytest.raises(Refused, match=words):
        publishing(platform).publish()


def test_an_expired_token_is_renewed_once() -> None:
    with wechat_server() as platform:
        publishing(platform).publish()
        platform.expire()
        publishing(platform, mark="另一件").publish()
    assert platform.calls.count("stable_token") == 2
    assert len(platform.standing) == 2


def test_a_token_that_is_no_good_though_the_platform_gives_it_again_is_parted_from() -> None:
    with wechat_server() as platform:
        platform.fails["freepublish/batchget"].extend([40001])
        publishing(platform).publish()
    assert platform.calls.count("stable_token") == 3  # the first, the same again, another
    assert platform.tokens == ["TOKEN_1", "TOKEN_2"]


def test_a_secret_that_is_wrong_is_told_and_is_no_part_of_the_sentence() -> None:
    with wechat_server() as platform:
        said = platform.settings | {"secret": "f" * 32}
        with pytest.raises(Misconfigured, match="AppSecret不对（40125）") as told:
            next(api.articles(Account.of(said)))
    assert "f" * 32 not in str(told.value) + repr(Account.of(said))


@pytest.mark.parametrize(
    ("call", "code", "kind", "words"),
    [
        ("stable_token", 40013, Misconfigured, "没有这个AppID（40013）"),
        ("stable_token", -1, Later, "系统繁忙"),
        ("material/add_material", 40009, Refused, "图片不合要求（40009）"),
        ("material/add_material", 45009, Later, "次数用完了（45009） — 零点以后"),
        ("draft/add", 45011, Later, "调用太快（45011）"),
        ("draft/add", 45003, Refused, "字数超过微信的限制（45003）"),
        ("draft/add", 45166, Refused, "说内容不合适（45166）"),
        ("freepublish/batchget", 48001, Misconfigured, "没有发布接口的权限（48001） — .*人工发布"),
        ("freepublish/submit", 53503, Refused, "没有通过发布检查（53503）"),
        ("freepublish/submit", 53504, Refused, "要在公众平台上发布（53504）"),
        ("freepublish/submit", 53505, Refused, "先在公众平台上保存（53505）"),
        ("freepublish/submit", 53501, Later, "发布太频繁（53501）"),
        ("freepublish/submit", 99999, Refused, "没有收下（99999）"),
        ("freepublish/get", 53502, UnderWay, "正在查发出没有"),
    ],
)
def test_a_documented_error_is_told_with_how_to_mend_it(
    call: str, code: int, kind: type[Unsent], words: str
) -> None:
    with wechat_server() as platform:
        platform.fails[call].append(code)
        with pytest.raises(kind, match=words):
            publishing(platform).publish()


def test_whose_address_is_not_listed_learns_which_address_to_list(monkeypatch: pytest.MonkeyPatch) -> None:
    said = {"errcode": 40164, "errmsg": "invalid ip 203.0.113.7 ipv6 ::ffff:203.0.113.7, not in whitelist"}
    answer = http.Answer(200, said)
    monkeypatch.setattr(http, "post", lambda *_said, **_more: answer)
    with pytest.raises(Misconfigured, match=re.escape("不在白名单里（40164，IP是203.0.113.7）")):
        next(api.articles(Account(APPID, SECRET)))


@pytest.mark.parametrize("call", ["draft/add", "freepublish/submit", "freepublish/get"])
def test_after_a_refusal_that_was_mended_the_article_is_published_once(call: str) -> None:
    kept: dict[str, str] = {}
    with wechat_server() as platform:
        platform.fails[call].append(45009)
        with pytest.raises(Later):
            publishing(platform, kept).publish()
        publishing(platform, kept).publish()
    assert len(platform.articles) == 1
    assert platform.calls.count("material/add_material") == 1


@pytest.mark.parametrize("call", ["stable_token", "draft/add", "freepublish/get"])
def test_an_answer_that_breaks_off_is_asked_for_again(call: str) -> None:
    kept: dict[str, str] = {}
    with wechat_server(cut={call}) as platform:
        with pytest.raises(Later, match="应答看不懂 — 会自动再试"):
            publishing(platform, kept).publish()
        platform.cut.clear()
        publishing(platform, kept).publish()
    assert len(platform.articles) == 1
    assert platform.calls.count("draft/add") == 1


def test_where_the_answer_to_the_submission_breaks_off_what_was_published_is_found() -> None:
    kept: dict[str, str] = {}
    with wechat_server(cut={"freepublish/submit"}) as platform:
        with pytest.raises(Later, match="查清以前不再提交"):
            publishing(platform, kept).publish()
        assert publishing(platform, kept).publish() == platform.standing[0]["url"]
    assert (len(platform.articles), platform.calls.count("freepublish/submit")) == (1, 1)


def test_where_a_submission_is_found_nowhere_a_person_looks_and_says_to_try_again() -> None:
    kept: dict[str, str] = {}
    with (
        wechat_server(cut={"freepublish/submit"}) as platform,
        time_machine.travel("2025-03-26T09:00:00+08:00", tick=False) as clock,
    ):
        platform.fails["freepublish/submit"].append(45009)  # not taken, which nobody can read
        with pytest.raises(Later, match="没有应答"):
            publishing(platform, kept).publish()
        platform.cut.clear()
        with pytest.raises(Later, match="正在查发出没有"):
            publishing(platform, kept).publish()
        clock.shift(timedelta(minutes=31))
        with pytest.raises(Lost, match="看“发表记录”"):
            publishing(platform, kept).publish()
        assert platform.calls.count("freepublish/submit") == 1
        publishing(platform, kept | {"looked_for": "王敏"}).publish()
    assert len(platform.articles) == 1


def test_a_draft_that_is_gone_was_taken_and_is_looked_for_a_day() -> None:
    kept: dict[str, str] = {}
    with (
        wechat_server(cut={"freepublish/submit"}) as platform,
        time_machine.travel("2025-03-26T09:00:00+08:00", tick=False) as clock,
    ):
        with pytest.raises(Later):
            publishing(platform, kept).publish()
        hidden = dict(platform.articles)
        platform.articles.clear()  # the list is behind
        clock.shift(timedelta(hours=5))
        with pytest.raises(Later, match="正在查发出没有"):
            publishing(platform, kept).publish()
        platform.articles |= hidden
        publishing(platform, kept).publish()
    assert (len(platform.articles), platform.calls.count("freepublish/submit")) == (1, 1)


def test_what_was_published_before_the_memory_of_it_was_lost_is_not_published_again() -> None:
    others = {f"OTHER_{at}": {"digest": f"第{at}件", "title": "", "is_deleted": False} for at in range(45)}
    with wechat_server() as platform:
        address = publishing(platform).publish()
        platform.articles |= others  # two pages of others stand before it by now
        assert publishing(platform).publish() == address
    assert (len(platform.articles), platform.calls.count("freepublish/batchget")) == (46, 4)


def test_another_title_makes_another_draft_and_drops_the_first() -> None:
    kept: dict[str, str] = {}
    with wechat_server() as platform:
        platform.fails["freepublish/submit"].append(53503)
        with pytest.raises(Refused):
            publishing(platform, kept).publish()
        publishing(platform, kept, title="短题").publish()
    assert [one["title"] for one in platform.standing] == ["短题"]
    assert platform.drafts == {}


def test_what_stands_there_is_compared_with_what_was_released() -> None:
    kept: dict[str, str] = {}
    with wechat_server() as platform:
        address = publishing(platform, kept).publish()
        assert publishing(platform, kept).standing() == address
        (there,) = platform.standing
        there["content"] = there["content"].replace("640.00", "690.00")
        with pytest.raises(Refused, match="和放行的不一样"):
            publishing(platform, kept).standing()
        there["is_deleted"] = True
        with pytest.raises(Refused, match="已经被删"):
            publishing(platform, kept).standing()


def test_a_draft_that_somebody_may_have_published_by_hand_is_not_made_anew_until_a_person_has_looked() -> (
    None
):
    kept: dict[str, str] = {}
    with wechat_server() as platform:
        platform.fails["freepublish/submit"].append(45009)
        with pytest.raises(Later):
            publishing(platform, kept).publish()
        platform.drafts.clear()
        for step in (publishing(platform, kept).publish, publishing(platform, kept).withdraw):
            with pytest.raises(Lost, match="可能有人手工发了"):
                step()
        publishing(platform, kept | {"looked_for": "王敏"}).publish()
    assert len(platform.articles) == 1


def test_what_was_deleted_there_is_made_anew_where_a_person_asks_for_it() -> None:
    kept: dict[str, str] = {}
    with wechat_server() as platform:
        first = publishing(platform, kept).publish()
        (there,) = platform.standing
        there["is_deleted"] = True
        assert publishing(platform, kept).publish() == first  # nobody asked
        again = publishing(platform, kept | {"looked_for": "王敏"}).publish()
        assert [one["url"] for one in platform.standing] == [again]


def test_what_was_altered_there_is_no_more_proved_by_asking_for_it_again() -> None:
    kept: dict[str, str] = {}
    with wechat_server() as platform:
        publishing(platform, kept).publish()
        platform.standing[0]["title"] = "另一个标题"
        with pytest.raises(Refused, match="和放行的不一样"):
            publishing(platform, kept | {"looked_for": "王敏"}).publish()
    assert len(platform.articles) == 1


def test_what_somebody_deleted_while_it_was_asked_for_is_told_and_taken_back_without_more() -> None:
    kept: dict[str, str] = {}
    with wechat_server(polls=1) as platform:
        with pytest.raises(UnderWay):
            publishing(platform, kept).publish()
        platform.verdict = 5
        with pytest.raises(Refused, match="被人在公众平台上删掉了（5）"):
            publishing(platform, kept).publish()
        platform.drafts.clear()
        publishing(platform, kept).withdraw()
    assert not any(kept.values())


def test_what_somebody_published_by_hand_cannot_be_compared() -> None:
    with wechat_server() as platform, pytest.raises(Refused, match="手工发布的请打开网址看"):
        publishing(platform).standing()


def test_what_is_taken_back_stands_there_no_more_however_often_it_is_said() -> None:
    kept: dict[str, str] = {}
    with wechat_server() as platform:
        publishing(platform, kept).publish()
        one, other = publishing(platform, kept), publishing(platform, kept)
        one.withdraw()
        other.withdraw()
    assert platform.standing == []
    assert not any(kept.values())


def test_what_is_taken_back_while_the_platform_is_at_it_waits_for_its_end() -> None:
    kept: dict[str, str] = {}
    with wechat_server(polls=2) as platform:
        with pytest.raises(Later):
            publishing(platform, kept).publish()
        with pytest.raises(Later):
            publishing(platform, kept).withdraw()
        publishing(platform, kept).withdraw()
    assert (len(platform.articles), platform.standing) == (1, [])


def test_a_job_that_the_platform_forgot_is_found_by_its_article_and_not_submitted_again() -> None:
    kept: dict[str, str] = {}
    with wechat_server() as platform:
        platform.fails["freepublish/get"].append(53502)
        with pytest.raises(UnderWay):
            publishing(platform, kept).publish()
        assert publishing(platform, kept).publish() == platform.standing[0]["url"]
    assert (len(platform.articles), platform.calls.count("freepublish/submit")) == (1, 1)


def test_the_longer_a_review_takes_the_less_often_it_is_asked_for() -> None:
    kept: dict[str, str] = {}
    pauses = []
    with (
        wechat_server(polls=9) as platform,
        time_machine.travel("2025-03-26T09:00:00+08:00", tick=False) as clock,
    ):
        for minutes in (0, 8, 60, 600):
            clock.move_to("2025-03-26T09:00:00+08:00", tick=False)
            clock.shift(timedelta(minutes=minutes))
            with pytest.raises(UnderWay) as told:
                publishing(platform, kept).publish()
            pauses.append(told.value.pause)
    assert pauses == [timedelta(minutes=minutes) for minutes in (1, 2, 15, 60)]


def test_what_was_never_submitted_is_dropped_as_a_draft() -> None:
    kept: dict[str, str] = {}
    with wechat_server() as platform:
        platform.fails["freepublish/submit"].append(53503)
        with pytest.raises(Refused):
            publishing(platform, kept).publish()
        assert len(platform.drafts) == 1
        publishing(platform, kept).withdraw()
    assert platform.drafts == platform.articles == {}


@pytest.mark.slow
@pytest.mark.parametrize("call", ["stable_token", "draft/add", "freepublish/submit", "freepublish/get"])
def test_a_platform_that_does_not_answer_in_time_makes_no_second_article(
    call: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http, "SECONDS", 0.2)
    kept: dict[str, str] = {}
    with wechat_server(silent={call}) as platform:
        with pytest.raises(Later):
            publishing(platform, kept).publish()
        platform.silent.clear()
        publishing(platform, kept).publish()
    assert (len(platform.articles), len(platform.drafts)) == (1, 0)


def test_where_nobody_listens_it_is_tried_later() -> None:
    nobody = WeChat(port=free_port())
    with pytest.raises(Later, match="连不上"):
        publishing(nobody).publish()


def test_nothing_goes_to_a_host_that_the_operator_does_not_allow() -> None:
    with pytest.raises(Misconfigured, match="不在允许的范围内"):
        next(api.articles(Account(APPID, SECRET, "https://evil.example")))


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"title": "关" * 33}, "标题 — 有33个字，微信最多32个"),
        ({"title": " "}, "标题 — 是空的"),
        ({"author": "某" * 17}, "作者 — 有17个字"),
        ({"html": f"<p>{'字' * 20_000}</p>"}, "正文 — 连格式有20"),
        ({"source": "https://example.gov.cn/" + "a" * 1024}, "阅读原文的地址 — 超过1024字节"),
        ({"pictures": (Picture("图.bmp", b"1"),)}, "图.bmp — 微信只收jpg和png的图"),
        ({"pictures": (Picture("图.png", b"1" * 1_100_000),)}, "图.png — 有1.0MB，微信最多收1MB"),
    ],
    ids=lambda value: "" if isinstance(value, dict) else value,
)
def test_what_wechat_would_not_take_is_told_before_it_is_sent(more: dict[str, object], words: str) -> None:
    assert list(page.complaints(article())) == []
    assert any(words in complaint for complaint in page.complaints(article(**more)))


def test_nothing_that_wechat_throws_away_is_sent() -> None:
    html = '<p onclick="x()" class="signed">某镇<script>x()</script></p><a href="https://example.cn">看</a>'
    sent = article(html=html, above=("<b>",), pictures=()).said("COVER", {})["content"]
    assert sent == (
        f'<section style="{page.LOOK["section"]}"><p style="{page.LOOK["p.about"]}">&lt;b&gt;</p>\n'
        f'<p style="{page.LOOK["p.signed"]}">某镇</p>看</section>'
    )


@pytest.mark.parametrize(
    ("code", "value"),
    [("appid", "wx1"), ("secret", "x" * 32), ("original_id", "四间房"), ("base", "api")],
)
def test_what_cannot_be_a_setting_is_refused_before_it_is_tried(code: str, value: str) -> None:
    field = next(field for field in FIELDS if field.code == code)
    assert " — " in field.complaint(value)


#: What remembers in a file, as the rows of a delivery do, and publishes.
CHILD = """
import json, sys
from pathlib import Path
from django.conf import settings
settings.configure(WEBHOOK_HOSTS=["127.0.0.1"])
from gongkai.channels import Later
from gongkai.channels.tests.test_wechat import article
from gongkai.channels.wechat import Account, Publishing
place, said = Path(sys.argv[1]), json.loads(sys.argv[2])
kept = json.loads(place.read_text()) if place.exists() else {}
keep = lambda kept: place.write_text(json.dumps(kept))
try:
    print(Publishing(Account.of(said), article(), kept, keep).publish())
except Later as error:
    print(error)
"""


def child(place: Path, platform: WeChat) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", CHILD, str(place), json.dumps(platform.settings)]
    return subprocess.Popen(command, env={**os.environ}, stdout=subprocess.PIPE, encoding="utf-8")


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
@pytest.mark.parametrize(
    ("call", "polls"),
    [
        ("material/add_material", 0),
        ("draft/add", 0),
        ("freepublish/submit", 0),
        ("freepublish/get", 0),
        ("freepublish/get", 1),
    ],
)
def test_a_process_killed_when_the_platform_had_taken_a_step_leaves_one_article(
    call: str, polls: int, tmp_path: Path
) -> None:
    place = tmp_path / "kept.json"
    with wechat_server(silent={call}, polls=polls) as platform:
        process = child(place, platform)
        assert platform.arrived[call].wait(60)
        os.kill(process.pid, signal.SIGKILL)
        process.communicate(timeout=30)
        assert process.returncode == -signal.SIGKILL
        platform.silent.clear()
        said, _nothing = child(place, platform).communicate(timeout=60)
    (there,) = platform.articles.values()
    assert said.strip() == there["url"]
    assert platform.drafts == {}
    assert platform.calls.count("freepublish/submit") == 1


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_a_process_killed_before_the_platform_heard_of_the_submission_leaves_none_until_somebody_looked(
    tmp_path: Path,
) -> None:
    place = tmp_path / "kept.json"
    with wechat_server(deaf={"freepublish/submit"}) as platform:
        process = child(place, platform)
        assert platform.arrived["freepublish/submit"].wait(60)
        os.kill(process.pid, signal.SIGKILL)
        process.communicate(timeout=30)
        platform.deaf.clear()
        said, _nothing = child(place, platform).communicate(timeout=60)
    assert "正在查发出没有" in said
    assert platform.articles == {}
    assert platform.calls.count("freepublish/submit") == 1
