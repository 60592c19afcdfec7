"""The report's prose taken out, edited and put back."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from gongkai.cli.main import main
from gongkai.ledger.base import Scope
from gongkai.ledger.disclosures import actions as disclosures
from gongkai.ledger.disclosures.models import AdministrativeAct
from gongkai.ledger.organs.actions import create
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.reports import queries
from gongkai.ledger.supervision import actions as supervision
from gongkai.ledger.supervision.models import Activity

pytestmark = pytest.mark.django_db
Say = Callable[..., tuple[int, str, str]]


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Say:
    """Runs ``gongkai prose …`` on the test database: exit code, stdout, stderr."""
    monkeypatch.setattr("gongkai.cli.prose.ledger", lambda: None)

    def run(*words: object) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main(["prose", *map(str, words)])
        said = capsys.readouterr()
        return int(ended.value.code or 0), said.out, said.err

    return run


@pytest.fixture
def town() -> Organ:
    """A town of which only one training is known in 2022."""
    organ = create(name="四间房镇人民政府", actor="测试")
    training = Activity(organ=organ, on=date(2022, 6, 1), kind=Activity.Kind.TRAINING)
    supervision.register(organ=organ, rows=[training], actor="王敏")
    return organ


def kept(organ: Organ) -> dict[str, str]:
    return queries.text_of(organ, 2022, scope=Scope.of(organ))


def printed(organ: Organ) -> str:
    return "\n".join(queries.compile_report(organ, 2022, scope=Scope.of(organ)).narrative.values())


@pytest.mark.slow
def test_only_the_edited_chapter_is_kept_and_the_others_go_on_following_the_ledger(
    say: Say, town: Organ, tmp_path: Path
) -> None:
    text = say("show", 2022)[1]
    assert "没有作出行政许可、行政处罚和行政强制决定。" in text
    file = tmp_path / "正文.txt"
    file.write_bytes(
        text.replace("没有其他需要报告的事项。", "无其他事项。").replace("\n", "\r\n").encode("utf-8-sig")
    )
    code, out, _err = say("import", 2022, file)
    assert (code, list(kept(town))) == (0, ["other_matters"])
    assert out.splitlines() == [
        "四间房镇人民政府2022年正文已保存：六、其他需要报告的事项。",
        "四间房镇人民政府2022年正文仍用草稿、随台账变化：一、总体情况、五、存在的主要问题及改进情况。",
    ]
    licence = AdministrativeAct(organ=town, on=date(2022, 3, 4), kind="licensing", quantity=3)
    disclosures.register(organ=town, rows=[licence], actor="王敏")
    assert "没有作出" not in printed(town)
    assert "作出行政许可决定3件" in printed(town)
    assert "无其他事项。" in printed(town)


def test_putting_the_draft_back_undoes_the_edit(say: Say, town: Organ, tmp_path: Path) -> None:
    drafted = say("show", 2022)[1]
    file = tmp_path / "正文.txt"
    file.write_text(drafted.replace("政府信息公开培训", "业务培训"), "utf-8")
    assert say("import", 2022, file)[0] == 0
    assert "业务培训" in kept(town)["overview"]
    file.write_text(drafted, "utf-8")
    assert say("import", 2022, file)[0] == 0
    assert kept(town) == {}


def test_prose_begins_the_report_of_a_year_in_which_nothing_happened(
    say: Say, town: Organ, tmp_path: Path
) -> None:
    code, _out, err = say("show", 2023)
    assert (code, "台账里没有这一年的任何记录" in err) == (2, True)
    file = tmp_path / "正文.txt"
    file.write_text("六、其他需要报告的事项\n全年没有发生需要登记的事项。\n", "utf-8")
    assert say("import", 2023, file)[0] == 0
    report = queries.compile_report(town, 2023, scope=Scope.of(town))
    assert report.narrative["other_matters"] == "全年没有发生需要登记的事项。"


def test_a_year_before_the_first_form_is_refused_in_words(say: Say, town: Organ, tmp_path: Path) -> None:
    file = tmp_path / "正文.txt"
    file.write_text("六、其他需要报告的事项\n无\n", "utf-8")
    code, _out, err = say("import", 2018, file)
    assert (code, "2018年没有统一的年度报告格式" in err) == (2, True)


@pytest.mark.parametrize(
    "heading",
    [
        "五、存在问题",
        "五、存在的问题和改进措施",
        " 五、存在的主要问题及改进情况 ",
        "五. 问题及改进",
        "存在的主要问题及改进情况",
        "五 存在的主要问题及改进情况",
        "第五部分 存在的主要问题",
        "第五章、存在的问题",
        "伍、存在的主要问题及改进情况",
        "## 五、存在的主要问题及改进情况",
        "**五、存在的主要问题及改进情况**",
        "【五、存在的主要问题】",
        "5、存在的主要问题及改进情况：",
    ],
)
def test_a_chapter_whose_heading_was_changed_a_little_is_still_that_chapter(
    heading: str, say: Say, town: Organ, tmp_path: Path
) -> None:
    file = tmp_path / "正文.txt"
    file.write_text(f"一、总体情况\n（一）主动公开\n一般。\n{heading}\n人手不足。\n", "utf-8")
    assert say("import", 2022, file)[0] == 0
    assert kept(town) == {"overview": "（一）主动公开\n一般。", "problems": "人手不足。"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("一、总体情况\n好。\n四、行政复议情况\n无。\n", "第3行“四、行政复议情况” — 像是标题"),
        ("一、总体情况\n好。\n五、下步打算\n再努力。\n", "第3行“五、下步打算” — 像是标题"),
        ("一、总体情况\n好。\n一、总体情况\n又好。\n", "第3行“一、总体情况” — 这个标题出现了两次"),
        ("一、总体情况\n好。\n五、\n人手不足。\n", "第3行“五、” — 像是标题"),
        ("一、总体情况\n好。\n第四部分 复议诉讼\n无。\n", "第3行“第四部分 复议诉讼” — 像是标题"),
        ("一、总体情况\n好。\n**四 复议诉讼**\n无。\n", "第3行“**四 复议诉讼**” — 像是标题"),
        ("2022年年报\n一、总体情况\n好。\n", "第1行“2022年年报” — 在第一个标题之前"),
        ("一、总体情况\n收到{新收件数件。\n", "正文里的“{新收件数件。” — 花括号不成对"),
        ("一、总体情况\n收到新收件数}件。\n", "正文里的“}件。” — 花括号不成对"),
        ("一、总体情况\n好。\n全年\u202e平稳。\n", "正文里“全年”之后 — 有看不见的字符U+202E"),
        ("一、总体情况\n全年\u200b平稳。\n", "正文里“全年”之后 — 有看不见的字符U+200B"),
        ("一、总体情况\n收到｛新收件数｝件。\n", "全角花括号 — 请改为半角的{新收件数}"),
    ],
    ids=[
        "of a table",
        "unknown",
        "no words",
        "a part of a table",
        "in bold",
        "twice",
        "before any",
        "not closed",
        "not opened",
        "turns the text",
        "without width",
        "full width",
    ],
)
def test_what_would_be_swallowed_or_printed_raw_is_refused_with_its_place(
    text: str, said: str, say: Say, town: Organ, tmp_path: Path
) -> None:
    file = tmp_path / "正文.txt"
    file.write_text(text, "utf-8")
    code, _out, err = say("import", 2022, file)
    assert (code, said in err) == (2, True), err
    assert kept(town) == {}


def test_a_year_that_has_not_begun_is_refused(say: Say, town: Organ, tmp_path: Path) -> None:
    file = tmp_path / "正文.txt"
    file.write_text("六、其他需要报告的事项\n无。\n", "utf-8")
    code, _out, err = say("import", 2999, file)
    assert (code, err) == (2, "2999年 — 还没有到 — 请核对年度。\n")


def test_a_numbered_sentence_is_text(say: Say, town: Organ, tmp_path: Path) -> None:
    file = tmp_path / "正文.txt"
    file.write_text("五、存在的问题\n一、人手不足。\n二、培训不够；宣传不够。\n一方面\n", "utf-8")
    assert say("import", 2022, file)[0] == 0
    assert kept(town) == {"problems": "一、人手不足。\n二、培训不够；宣传不够。\n一方面"}
