"""One clock: whoever asks the wall clock anywhere else cannot be reckoned again, nor tested."""

import ast

from tests.house.source import modules, place, tree

READERS = {"today", "now", "utcnow", "localdate", "localtime"}
CLOCKS = {"date", "datetime", "timezone", "dt"}


def test_only_the_library_clock_reads_the_wall_clock() -> None:
    readers = [
        place(path, node.lineno)
        for name, path in modules().items()
        if name != "gongkai.lib.today"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute)
        and node.attr in READERS
        and isinstance(node.value, ast.Name | ast.Attribute)
        and (node.value.id if isinstance(node.value, ast.Name) else node.value.attr) in CLOCKS
    ]
    assert readers == [], "take the date as an argument, or ask gongkai.lib.today"


def test_no_row_stamps_itself_by_the_wall_clock() -> None:
    stamped = [
        place(path, node.value.lineno)
        for path in modules().values()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.keyword) and node.arg in {"auto_now", "auto_now_add"}
    ]
    assert stamped == [], "give the instant: gongkai.lib.today.now()"
