"""The organs of a data folder from the command line."""

from collections.abc import Callable

import pytest

from gongkai.cli.frame import Fail
from gongkai.cli.main import main
from gongkai.cli.organs import choose
from gongkai.ledger.organs import queries
from gongkai.ledger.organs.actions import UnfitName, create

pytestmark = pytest.mark.django_db
Say = Callable[..., tuple[int, str, str]]


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Say:
    """Runs ``gongkai organ …`` on the test database: exit code, stdout, stderr."""
    monkeypatch.setattr("gongkai.cli.organ.ledger", lambda: None)

    def run(*words: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main(["organ", *words])
        said = capsys.readouterr()
        return int(ended.value.code or 0), said.out, said.err

    for name in ("滑县人民政府", "四间房镇人民政府", "老店镇人民政府"):
        create(name=name, actor="测试")
    return run


def test_a_town_is_put_under_its_county(say: Say) -> None:
    assert say("under", "滑县", "--organ", "四间房镇")[0] == 0
    assert "四间房镇人民政府 ← 滑县人民政府" in say("list")[1]
    assert queries.below(queries.named("滑县"), 2022) == [queries.named("四间房镇")]


def test_a_second_name_without_its_option_is_answered_with_how_it_is_written(say: Say) -> None:
    code, _, error = say("under", "四间房镇", "滑县")
    assert code == 2
    assert "多写了（滑县） — 例：gongkai organ under 滑县人民政府 --organ 四间房镇 — " in error


def test_an_organ_cannot_be_its_own_superior(say: Say) -> None:
    code, _, error = say("under", "四间房镇", "--organ", "四间房镇")
    assert code == 2
    assert "就是本机关" in error


def test_a_renamed_organ_answers_to_both_names(say: Say) -> None:
    assert say("rename", "四间房街道办事处", "--on", "2024-01-01", "--organ", "四间房镇")[0] == 0
    assert queries.named("四间房街道办事处") == queries.named("四间房镇人民政府")


def test_a_renamed_organ_answers_to_the_short_forms_of_both_names(say: Say) -> None:
    assert say("rename", "四间房乡人民政府", "--on", "2024-01-01", "--organ", "四间房镇")[0] == 0
    assert {
        queries.named(name).name for name in ("四间房乡", "四间房乡政府", "四间房镇", "四间房镇政府")
    } == {"四间房乡人民政府"}


def test_a_name_that_is_taken_is_refused(say: Say) -> None:
    code, _, error = say("rename", "老店镇人民政府", "--on", "2024-01-01", "--organ", "四间房镇")
    assert code == 2
    assert "已经有机关" in error


@pytest.mark.parametrize("name", ["../../x镇", "a/b镇", "C:镇", 'x镇"', "甲\x07镇", "..", "镇" * 101])
def test_a_name_that_would_be_a_path_or_command_is_refused(say: Say, name: str) -> None:
    code, _, error = say("rename", name, "--on", "2024-01-01", "--organ", "四间房镇")
    assert (code, error.startswith("机关名称“")) == (2, True)
    with pytest.raises(UnfitName):
        create(name=name, actor="测试")
    with pytest.raises(Fail):
        choose(name, create=True)


def test_a_merged_organ_names_its_successor(say: Say) -> None:
    assert say("abolish", "--on", "2024-01-02", "--into", "四间房镇", "--organ", "老店镇")[0] == 0
    assert queries.named("老店镇").successor == queries.named("四间房镇")


@pytest.mark.parametrize("day", ["2024-13-01", "昨天"])
def test_a_day_that_is_none_is_said_in_words(say: Say, day: str) -> None:
    code, _, error = say("abolish", "--on", day, "--organ", "老店镇")
    assert code == 2
    assert "不是日期" in error


def test_settings_show_what_may_be_chosen_and_what_is(say: Say) -> None:
    assert say("set", "redo_counting", "new", "--organ", "四间房镇")[0] == 0
    assert "redo_counting = new" in say("settings", "--organ", "四间房镇")[1]
    code, _, error = say("set", "redo_counting", "twice", "--organ", "四间房镇")
    assert code == 2
    assert "exclude" in error


def test_the_samples_are_dropped_once_that_is_confirmed(say: Say) -> None:
    assert "没有 — 不用删" in say("drop-samples")[2]
    create(name="试看镇人民政府", actor="示例", is_sample=True)
    code, out, _ = say("drop-samples", "--yes")
    assert (code, out.splitlines()[-1]) == (0, "1个示例机关已删除。")
    assert "要删除的示例机关：试看镇人民政府；其中0处是载入以后登记的" in out
    assert [organ.name for organ in queries.all_organs() if organ.is_sample] == []
