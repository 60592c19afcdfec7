"""A new organ's own site, set up from the printed link as a newcomer does it, fields and clicks counted."""

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from tests.e2e.looking import faults
from tests.e2e.site import ROOT, environment, follow, free_port

USERNAME, PASSWORD = "wangmin", "芒种前后点瓜种豆2022"


@dataclass
class Newcomer:
    """Somebody at the desk of an organ of their own; what they had to do, and what was wrong on the way."""

    page: Page
    fields: int = 0
    clicks: int = 0
    faults: dict[str, list[str]] = field(default_factory=dict)
    desk: str = ""
    state: Any = None

    def fill(self, label: str, value: str) -> None:
        self.page.get_by_label(label, exact=True).fill(value)
        self.fields += 1

    def click(self, name: str) -> None:
        link = self.page.get_by_role("link", name=name, exact=True)
        follow(self.page.get_by_role("button", name=name, exact=True).or_(link).first)
        self.clicks += 1

    def look(self, name: str) -> None:
        if found := faults(self.page, name):
            self.faults[name] = found


def set_up(page: Page, link: str, organ: str = "四间房镇人民政府") -> Newcomer:
    """The two forms and the last step."""
    page.goto(link)
    one = Newcomer(page)
    one.look("setup")
    one.fill("机关名称", organ)
    one.click("下一步")
    one.look("setup person")
    for label, value in (("您的姓名", "王敏"), ("登录名", USERNAME)):
        one.fill(label, value)
    for label in ("密码", "再输入一次密码"):
        one.fill(label, PASSWORD)
    one.click("建立")
    one.look("setup import")
    one.click("从空台账开始")
    expect(page.get_by_role("heading", level=1)).to_have_text("今天没有要办的")
    one.desk, one.state = page.url, page.context.storage_state()
    return one


@contextmanager
def empty_site(data: Path) -> Iterator[str]:
    """``gongkai serve`` on an empty folder; gives the one-time link that it prints."""
    command = [sys.executable, "-m", "gongkai", "serve", "--no-browser", f"--port={free_port()}"]
    server = subprocess.Popen(
        command, cwd=ROOT, env=environment(data), stdout=subprocess.PIPE, encoding="utf-8"
    )
    try:
        assert server.stdout is not None
        server.stdout.readline()
        found = re.search(r"http://\S+/setup/\S+", server.stdout.readline())
        assert found
        yield found[0]
    finally:
        server.terminate()
        server.communicate(timeout=30)
