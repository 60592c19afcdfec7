"""Write docs/glossary.md and the tables of docs/law from the code, so that they cannot say anything else.

    python docs/generate.py           write
    python docs/generate.py --check   exit 1 when a page is missing or out of date

What the pages say stands in ``docs/pages``.
"""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

DOCS = Path(__file__).resolve().parent
sys.path[:0] = [str(DOCS), str(DOCS.parent)]  # the project need not be installed to write its pages

from pages import glossary, law, letters  # noqa: E402

PAGES: tuple[tuple[str, Callable[[], str]], ...] = (
    ("glossary.md", glossary.glossary_page),
    ("law/decisions.md", law.decisions_page),
    ("law/fees.md", law.fees_page),
    ("law/proactive.md", law.proactive_page),
    ("law/letters.md", letters.letters_page),
    ("law/remedies.md", law.remedies_page),
    ("law/annual-report.md", law.report_page),
)


def outdated(folder: Path) -> list[str]:
    """The pages in ``folder`` that are missing or say something else than the code."""
    return [
        name
        for name, make in PAGES
        if not (folder / name).is_file() or (folder / name).read_text(encoding="utf-8") != make()
    ]


def write(folder: Path) -> None:
    for name, make in PAGES:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(make(), encoding="utf-8", newline="\n")


def main() -> int:
    parser = argparse.ArgumentParser(description="Write the pages that are made from the code.")
    parser.add_argument("folder", nargs="?", type=Path, default=DOCS, help="where the pages stand")
    parser.add_argument(
        "--check", action="store_true", help="write nothing; exit 1 when a page is out of date"
    )
    arguments = parser.parse_args()
    if not arguments.check:
        write(arguments.folder)
        return 0
    stale = outdated(arguments.folder)
    if stale:
        print(f"out of date: {', '.join(stale)}; run: python docs/generate.py", file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    raise SystemExit(main())
