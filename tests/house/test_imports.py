"""What import-linter cannot say of the floors. Its own contracts stand in pyproject.toml."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions

from tests.house.source import PACKAGE, ROOT, imports, modules, place, tree

#: Modules that only hold others, and settings, which everybody reads and nobody imports.
NO_FLOOR = {"gongkai", "gongkai.settings", "gongkai.faces", "gongkai.ledger", "gongkai.ledger.organs"}

#: What a ledger shows the others: rows (for a foreign key), reading, writing, and the plain shapes that these
#: take and give; of applications the whole of one, as it is archived; what came from elsewhere; what
#: everybody may see. Everything else is its own affair.
OPEN_ROOMS = {
    "models",
    "queries",
    "actions",
    "entries",
    "facts",
    "steps",
    "options",
    "roles",
    "dossier",
    "submissions",
    "progress",  # of a report: how far it is on its way, and since when
    "timing",
    "public",
    "remembered",
    "statements",
}


def floors() -> set[str]:
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    layers = config["tool"]["importlinter"]["contracts"][0]["layers"]
    return {name for layer in layers for name in re.findall(r"[\w.]+", layer)}


def test_every_module_on_disk_stands_on_a_floor() -> None:
    named = floors()
    homeless = {
        name
        for name in modules()
        if name not in NO_FLOOR and not any(name == floor or name.startswith(f"{floor}.") for floor in named)
    }
    assert homeless == set(), "add it to the layers in pyproject.toml and to docs/house.md"


def test_the_law_imports_only_itself_and_the_standard_library() -> None:
    foreign = [
        f"{place(path, line)} imports {imported}"
        for name, path in modules().items()
        if name.startswith("gongkai.law")
        for imported, line in imports(path)
        if not imported.startswith("gongkai.law") and imported.split(".")[0] not in sys.stdlib_module_names
    ]
    assert foreign == []


def test_every_package_that_the_product_imports_is_declared() -> None:
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    extras = config["project"]["optional-dependencies"]
    needed = [
        *config["project"]["dependencies"],
        *(one for name in extras if name != "dev" for one in extras[name]),
    ]
    declared = {re.match(r"[\w.-]+", line)[0] for line in needed}  # type: ignore[index]
    makers = packages_distributions()
    undeclared = {
        f"{place(path, line)} imports {imported}"
        for path in modules().values()
        for imported, line in imports(path)
        if (top := imported.split(".")[0]) not in sys.stdlib_module_names | {"gongkai"}
        and not declared & {maker.lower().replace("_", "-") for maker in makers.get(top, [top])}
    }
    assert undeclared == set()


def test_ledgers_enter_each_other_only_by_their_open_rooms() -> None:
    apps = {path.parent.name for path in PACKAGE.glob("ledger/*/models.py")}
    foreign = []
    for name, path in modules().items():
        own = name.split(".")[2:3] if name.startswith("gongkai.ledger.") else None
        for imported, line in imports(path) if own else ():
            app, room = [*imported.removeprefix("gongkai.ledger.").split("."), ""][:2]
            if app in apps and [app] != own and room not in OPEN_ROOMS:
                foreign.append(f"{place(path, line)} imports {imported}")
    assert foreign == []


def test_faces_never_touch_a_row_themselves() -> None:
    touched = [
        f"{place(path, node.lineno)} uses .{node.attr}"
        for name, path in modules().items()
        if name.startswith("gongkai.faces")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and node.attr in {"objects", "save", "bulk_create"}
    ]
    assert touched == [], "read through queries, write through actions"
