"""How long a workbook of 10,000 rows takes in, again, and out, against a bare bulk insert of the same rows.

Run as ``python -m bench.workbook``. It works in a folder of its own, which is thrown away.
"""

import os
import random
import tempfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from time import perf_counter

from bench.options import numbers

ROWS = 10_000
TODAY = date(2026, 11, 23)


def main() -> None:
    """Print rows a second and ratios of one run."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        os.environ["GONGKAI_DATA"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "gongkai.settings"
        from gongkai.cli.frame import ledger

        ledger(create=True)
        _measure(Path(folder))


def _measure(folder: Path) -> None:
    from gongkai.law.workdays import OFFICIAL
    from gongkai.ledger.organs import actions
    from gongkai.ledger.workbook import reading
    from gongkai.ledger.workbook.exporting import Export, export
    from gongkai.ledger.workbook.importing import Import, import_workbooks

    organ = actions.create(name="测速镇人民政府", actor="测速")
    path = folder / "台账.xlsx"
    path.write_bytes(_workbook())
    how = Import(lambda _name: organ, "测速", TODAY, OFFICIAL)

    def import_() -> None:
        report = import_workbooks(reading.read([path]), how)
        assert not report.refused

    print(f"{ROWS}行，其中申请每件约4个事件")
    first = _timed("第一次导入", import_)
    _timed("再次导入（不变）", import_)
    bare = _timed("只把同样的行写进数据库", _bare_insert)
    content: list[bytes] = []
    _timed("导出", lambda: content.append(export(Export(organ, "测速"))))
    print(f"导入与只写入之比：{first / bare:.1f}")


def _timed(words: str, work: Callable[[], object]) -> float:
    start = perf_counter()
    work()
    seconds = perf_counter() - start
    print(f"{words}：{seconds:.2f}秒，每秒{ROWS / seconds:.0f}行")
    return seconds


def _workbook() -> bytes:
    from gongkai.ledger.workbook.sheets import (
        ACTIVITIES,
        ACTS,
        APPLICATIONS,
        CHANNEL_COUNTS,
        DISCLOSURES,
        REMEDIES,
    )
    from gongkai.ledger.workbook.writing import Content, write_workbook

    dice = random.Random(711)
    share = {
        APPLICATIONS: 0.7,
        DISCLOSURES: 0.2,
        CHANNEL_COUNTS: 0.02,
        ACTS: 0.04,
        REMEDIES: 0.01,
        ACTIVITIES: 0.03,
    }
    make = {
        APPLICATIONS: _application,
        DISCLOSURES: lambda n, day: {
            "索引号": f"S{n}",
            "标题": f"通知第{n}号",
            "形成日期": day,
            "公开渠道": "政府网站；微信",
        },
        CHANNEL_COUNTS: lambda n, day: {"月份": f"{day:%Y-%m}", "渠道": "微信", "条数": n % 30},
        ACTS: lambda n, day: {"日期": day, "类别": "行政许可", "数量": n % 9},
        REMEDIES: lambda n, day: {"案号": f"（2025）行复{n}号", "类型": "行政复议", "收到日期": day},
        ACTIVITIES: lambda n, day: {"日期": day, "类别": "培训", "主题": f"第{n}次", "人数": n % 80},
    }
    sheets = []
    for sheet, part in share.items():
        days = (date(2024, 1, 1) + timedelta(dice.randrange(900)) for _ in range(int(ROWS * part)))
        sheets.append((sheet, Content([make[sheet](n, day) for n, day in enumerate(days)])))
    return write_workbook(sheets)


def _application(n: int, day: date) -> dict[str, str | int | date]:
    return {
        "申请编号": f"2025-{n}",
        "收到日期": day,
        "收到方式": "当面提交",
        "申请人类型": "自然人",
        "申请人": f"申请人{n}",
        "证件号码": f"4105261990010{n:05d}",
        "联系方式": f"138{n:08d}",
        "申请内容": f"第{n}件申请所要的信息",
        "延期日期": day + timedelta(10),
        "延期工作日": 10,
        "答复日期": day + timedelta(20),
        "答复类型": "予以公开",
        "送达方式": "电子",
        "送达日期": day + timedelta(20),
    }


def _bare_insert() -> None:
    """The rows the import left behind, written again into bare tables with nothing else done."""
    from django.db import connection, transaction

    tables = (
        "requests_foirequest",
        "requests_requestevent",
        "disclosures_disclosure",
        "disclosures_channelcount",
        "disclosures_administrativeact",
        "remedies_remedycase",
        "supervision_activity",
    )
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"CREATE TABLE bare_{table} AS SELECT * FROM {table} WHERE 0")  # names above
        read = {table: cursor.execute(f"SELECT * FROM {table}").fetchall() for table in tables}
        with transaction.atomic():
            for table, rows in read.items():
                marks = ", ".join(["%s"] * len(rows[0]))
                cursor.executemany(f"INSERT INTO bare_{table} VALUES ({marks})", rows)


if __name__ == "__main__":
    numbers(__doc__)
    main()
