"""What a page is looked at for: what axe finds, what is cut off, what lies over something else."""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

#: Where pictures of every page go, when somebody wants to look at them.
PICTURES = os.environ.get("GONGKAI_PICTURES", "")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ALL_RULES = {"type": "tag", "values": TAGS}
AXE = "async (options) => (await axe.run(options)).violations"
#: All that may differ between day and night.
COLOURS = {"type": "rule", "values": ["color-contrast"]}
WIDE, MIDDLE, NARROW = 1440, 768, 360
#: Width, height and theme.
SCREENS: Mapping[str, tuple[int, int, Literal["light", "dark"]]] = {
    "light": (WIDE, 900, "light"),
    "tablet": (MIDDLE, 1024, "light"),
    "phone": (NARROW, 780, "light"),
    "dark": (WIDE, 900, "dark"),
    "dark phone": (NARROW, 780, "dark"),
}
#: A screen of 1440 at 200 %.
ZOOMED = WIDE // 2
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
#: Of which element what lies beyond the window, where it can neither be scrolled to nor seen.
CUT_OFF = """[...document.querySelectorAll('main *')].filter((element) => {
  const box = element.getBoundingClientRect();
  const isBeyond = box.width > 1 && box.right > innerWidth + 1;
  return isBeyond && element.checkVisibility() && !element.closest('.region, .scroll');
}).map((element) => element.outerHTML.slice(0, 80))"""
#: Which words lie over others or are wider than their box. What floats or sticks may.
OVER_EACH_OTHER = """() => {
  const seen = [], found = [];
  const walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode, parent = node.parentElement, words = node.data.trim();
    if (!words || !parent.checkVisibility({ visibilityProperty: true })) continue;
    if (parent.closest('.hidden-words, option, textarea, script, svg, .opened, .panel')) continue;
    const cell = parent.closest('th, td');
    if (cell && getComputedStyle(cell).position === 'sticky') continue;
    const hides = getComputedStyle(parent).overflowX === 'hidden';
    if (hides && parent.scrollWidth > parent.clientWidth + 1) found.push(`cut: ${words}`);
    const foot = hides ? parent.getBoundingClientRect().bottom - 2 : Infinity;  // below it is nothing seen
    const window = parent.closest('.scroll, .region')?.getBoundingClientRect();
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) {
      const right = window ? Math.min(box.right, window.right) : box.right;
      const isSeen = right - box.left > 2 && box.top < foot;
      if (isSeen) seen.push([box.left, box.top, right, box.bottom, words, node]);
    }
  }
  seen.sort((one, other) => one[1] - other[1]);
  seen.forEach(([left, top, right, bottom, words, node], index) => {
    for (const other of seen.slice(index + 1)) {
      if (other[1] > bottom - 6) break;
      if (other[5] === node) continue;  // words before "…" are two boxes of one line
      if (Math.min(right, other[2]) - Math.max(left, other[0]) > 2) found.push(`${words} / ${other[4]}`);
    }
  });
  return found;
}"""

#: Cells of tables so narrow that their words stand one below the other, though the table could scroll.
CRAMPED = """[...document.querySelectorAll('main table.work :is(th, td)')].filter((cell) => {
  const range = document.createRange();
  range.selectNodeContents(cell);
  const lines = new Set([...range.getClientRects()].map((box) => Math.round(box.bottom)));
  const style = getComputedStyle(cell);
  const room = cell.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
  return cell.checkVisibility() && lines.size > 2 && room < 5 * parseFloat(style.fontSize);
}).map((cell) => `cramped: ${cell.textContent.trim()}`)"""

#: Buttons that touch the paragraph or card above them.
GLUED = """[...document.querySelectorAll('main .button')].filter((button) => {
  const place = button.getBoundingClientRect();
  return button.checkVisibility() && [...document.querySelectorAll('main :is(p, .card)')].some((above) => {
    const box = above.getBoundingClientRect();
    const isOver = box.bottom <= place.top + 1 && place.top - box.bottom < 6;
    return isOver && above.checkVisibility() && box.left < place.right && place.left < box.right;
  });
}).map((button) => `glued: ${button.textContent.trim()}`)"""


def complaints(page: Page, rules: Mapping[str, object] = ALL_RULES) -> list[str]:
    """What axe finds, each rule with its first element."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate(AXE, {"runOnly": rules, "resultTypes": ["violations"]})
    return [f"{rule['id']}: {rule['nodes'][0]['html'][:160]}" for rule in found]


def misplaced(page: Page) -> list[str]:
    """What scrolls the page sideways, is cut off, lies over something else or too near to it."""
    sideways = page.evaluate(SIDEWAYS)
    beyond = [f"{sideways} px sideways"] if sideways else []
    looked = (CUT_OFF, OVER_EACH_OTHER, CRAMPED, GLUED)
    return [*beyond, *(found for look in looked for found in page.evaluate(look))]


def faults(page: Page, name: str = "", widths: tuple[int, ...] = (WIDE, MIDDLE, NARROW)) -> list[str]:
    """All that is wrong with the page as it stands: at every width, by day and by night."""
    found = by_day(page, name, widths)
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")  # or colours are still on their way
    found += [f"dark: {fault}" for fault in complaints(page, COLOURS)]
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": WIDE, "height": 900})
    return found


def on_every_screen(page: Page, *also: str) -> dict[str, list[str]]:
    """What is wrong with the page as it stands, by screen: what axe finds, what is cut off, and what scripts
    of the test's own (``also``) tell."""
    found = {}
    for screen, (width, height, theme) in SCREENS.items():
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")  # or colours are still on their way
        sideways = page.evaluate(SIDEWAYS)
        found[screen] = [
            *complaints(page, ALL_RULES if theme == "light" else COLOURS),
            *([f"{sideways} px sideways"] if sideways else []),
            *(one for look in (CUT_OFF, *also) for one in page.evaluate(look)),
        ]
    return {screen: faults for screen, faults in found.items() if faults}


def by_day(page: Page, name: str, widths: tuple[int, ...] = (WIDE, MIDDLE, NARROW)) -> list[str]:
    found = []
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        found += [f"{width}: {fault}" for fault in misplaced(page)]
        if PICTURES and name:
            file = f"{re.sub(r'[^a-z0-9]+', '-', name)}-{width}.png"
            page.screenshot(path=Path(PICTURES) / file, full_page=True)
    return [*found, *complaints(page)]


def seen(page: Page, name: str) -> dict[str, list[str]]:
    """What is wrong with an opened page: in Chinese, in English by night, in large type and enlarged."""
    found = {"Chinese": by_day(page, name)}
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    choose(page, "django_language", "en")
    found["English"] = [*at(page, NARROW), *at(page, WIDE), *complaints(page)]
    page.context.clear_cookies(name="django_language")
    choose(page, "gongkai_size", "elder")
    found["large type"] = [fault for width in (NARROW, ZOOMED, WIDE) for fault in at(page, width)]
    return {screen: faults for screen, faults in found.items() if faults}


def at(page: Page, width: int) -> list[str]:
    page.set_viewport_size({"width": width, "height": 900})
    return [f"{width}: {fault}" for fault in misplaced(page)]


def choose(page: Page, name: str, value: str) -> None:
    page.context.add_cookies([{"name": name, "value": value, "url": page.url}])
    page.reload()
