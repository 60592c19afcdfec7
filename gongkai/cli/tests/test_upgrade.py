"""A data folder of any earlier format is opened by this program with nothing lost and every proof holding."""

from pathlib import Path

import pytest

from gongkai.cli import upkeep
from gongkai.cli.frame import Fail
from gongkai.cli.tests.test_backup import code
from gongkai.cli.tests.test_frame import run
from gongkai.jobs import leader

pytestmark = pytest.mark.slow
FORMATS = sorted((Path(__file__).parent / "formats").glob("*.zip"))
#: In what the ledger differs now from what the program of that time published; what the public log was told;
#: whose name was sealed.
LOOK = """
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.base import Scope
from gongkai.ledger.reports import editions, queries
from gongkai.ledger.requests.models import FoiRequest
from gongkai.ledger.transparency.models import Leaf
organ = Organ.objects.get(name='甲镇人民政府')
scope = Scope.of(organ)
published = editions.latest(organ, 2022, scope=scope).report
print(editions.cells_moved(published, queries.figures(organ, 2022, scope=scope)))
print([leaf.kind for leaf in Leaf.objects.all()])
print(FoiRequest.objects.get(organ=organ).applicant_name)
"""


@pytest.mark.parametrize("saved", FORMATS, ids=lambda path: path.stem)
def test_a_backup_of_an_earlier_format_is_brought_up_whole(saved: Path, tmp_path: Path) -> None:
    ended = run(tmp_path, "restore", str(saved), DATABASE_URL="")
    assert ended.returncode == 0, ended
    assert "写入后逐行比对过" in ended.stdout
    assert run(tmp_path, "verify", DATABASE_URL="").returncode == 0
    assert code(LOOK, tmp_path).stdout.splitlines() == ["()", "['release', 'withdrawal', 'report']", "张三"]
    assert code(
        "from django.core.management import call_command; call_command('migrate', check=True)", tmp_path
    )


def test_there_are_formats_to_be_brought_up() -> None:
    assert len(FORMATS) >= 3


@pytest.mark.django_db
def test_while_others_serve_the_data_no_table_is_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    changes: list[bool] = []
    monkeypatch.setattr(upkeep, "PATIENCE", 0.1)
    monkeypatch.setattr(upkeep.schema, "is_behind", lambda: not changes)
    monkeypatch.setattr(upkeep, "_change", lambda *, backup: changes.append(backup))
    serving = leader.candidate()
    assert serving.leads()
    with pytest.raises(Fail, match="还有程序在用这份数据 — 数据没有升级，请先停掉每台机器上的 gongkai serve"):
        upkeep.bring_up_to_date()
    assert changes == []
    serving.leave()
    upkeep.bring_up_to_date()
    assert changes == [True]
    assert serving.leads()  # it was given back
    serving.leave()
