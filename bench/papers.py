"""How long one annual report takes as Word, PDF, web page and Excel, against the bare work under each.

Run as ``python -m bench.papers``. Every round changes the figures, so nothing is answered from memory.
"""

import zipfile
from collections.abc import Callable
from functools import partial
from io import BytesIO
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

import typst

from bench.options import numbers
from gongkai import papers
from gongkai.law.annual_report.formats import form_for
from gongkai.law.annual_report.model import ReportData
from gongkai.ledger.reports.document import build
from gongkai.papers import pdf
from gongkai.papers.model import Document

ROUNDS = 20
SENTENCE = "全面落实决策、执行、管理、服务和结果公开要求，及时梳理应当公开的政府信息。"


def report(number: int) -> Document:
    """A full report with about 2,000 characters of prose, other figures for every ``number``."""
    form = form_for(2022)
    cells = {code: (number * 7 + index * 3) % 1000 for index, code in enumerate(form.slots)}
    prose = "\n".join(f"（{mark}）第{number}轮\n{SENTENCE * 9}" for mark in "一二三四五")
    narrative = {"overview": prose, "problems": SENTENCE * 6, "other_matters": SENTENCE * 3}
    return build(ReportData("示例镇人民政府", 2022, "2021", cells, narrative))


def timed(work: Callable[[Document], object]) -> float:
    """Milliseconds of one round, the median after the first."""
    work(report(0))
    spent = []
    for number in range(1, ROUNDS + 1):
        document = report(number)
        start = perf_counter()
        work(document)
        spent.append((perf_counter() - start) * 1000)
    return median(spent)


def bare_zip() -> Callable[[Document], object]:
    with zipfile.ZipFile(BytesIO(papers.write(report(0), "docx"))) as package:
        parts = {name: package.read(name) for name in package.namelist()}

    def work(document: Document) -> None:
        with zipfile.ZipFile(BytesIO(), "w", zipfile.ZIP_DEFLATED) as package:
            for name, content in parts.items():
                package.writestr(name, content)

    return work


def bare_typst(folder: Path) -> Callable[[Document], object]:
    empty = folder / "empty.typ"
    empty.write_text('#set page(paper: "a4")\n#sys.inputs.round', "utf-8")
    fonts, _ = pdf.fonts_of(None)
    rounds = iter(range(ROUNDS + 1))
    return lambda document: typst.compile(
        str(empty), format="pdf", font_paths=fonts, sys_inputs={"round": str(next(rounds))}
    )


def main() -> None:
    spent = {form.name: timed(partial(papers.write, form=form.name)) for form in papers.FORMS}
    with TemporaryDirectory() as folder:
        bases = {"docx": ("zip of the same parts", timed(bare_zip()))}
        bases["pdf"] = ("typst of an empty page", timed(bare_typst(Path(folder))))
    size = sum(len(getattr(block, "text", "")) for block in report(1).blocks)
    print(f"one report, {size} characters of prose, median of {ROUNDS} warm rounds")
    for name, milliseconds in spent.items():
        label, base = bases.get(name, ("", 0.0))
        ratio = f"  {milliseconds / base:5.1f} x {label} ({base:.1f} ms)" if base else ""
        print(f"{name:5}{milliseconds:7.1f} ms{ratio}")


if __name__ == "__main__":
    numbers(__doc__)
    main()
