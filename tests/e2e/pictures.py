"""The pictures of the documentation: ``python -m tests.e2e.pictures`` draws them anew from the samples.

The day is set, so that the pictures change only when the pages do.
"""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser

from tests.e2e.site import ROOT, browser, chromium, site

FOLDER = ROOT / "docs" / "pictures"
DAY = "2026-07-01"
YEAR = 2025
ORGAN = "示例县人民政府"
CELL = "requests/total/natural_person"
#: Scrolls until the opened cell stands in view, with the row below it.
ABOVE_THE_SHEET = """(name) => {
  const cell = document.getElementById(name).getBoundingClientRect();
  const sheet = document.getElementById("panel").getBoundingClientRect();
  scrollBy(0, cell.bottom + 72 - sheet.top);
}"""


def draw(opened: Browser, address: str) -> None:
    FOLDER.mkdir(exist_ok=True)
    page = opened.new_page(viewport={"width": 1440, "height": 900}, color_scheme="light")
    page.goto(address)
    link = page.locator("li", has_text=ORGAN).first.get_by_role("link", name=f"{YEAR}年")
    report = f"{address}{link.get_attribute('href')}"
    page.goto(f"{report}?cell={CELL}")
    page.screenshot(path=FOLDER / "report.png", full_page=True)
    page.set_viewport_size({"width": 360, "height": 780})
    page.evaluate(ABOVE_THE_SHEET, f"n-{CELL.replace('/', '-')}")
    page.screenshot(path=FOLDER / "report-360.png")
    page.close()


def main() -> int:
    executable = chromium()
    if executable is None:
        print("no Chromium: install it, or run python -m playwright install chromium", file=sys.stderr)
        return 2
    with (
        tempfile.TemporaryDirectory(prefix="gongkai-pictures-") as data,
        site(Path(data), "--demo", day=DAY) as address,
        browser(executable) as opened,
    ):
        draw(opened, address)
    print(*(path.relative_to(ROOT) for path in sorted(FOLDER.glob("*.png"))), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
