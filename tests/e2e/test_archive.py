"""Eleven years later: what was kept long enough is listed by one person and destroyed by another."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e.desk import CLERK, SIGNER, Desk, archive_some
from tests.e2e.looking import faults
from tests.e2e.site import follow, site


@pytest.fixture
def later(started_before: Path, chrome: Browser) -> Iterator[Desk]:
    with site(started_before, "--demo", day="2036-01-10") as address:
        yield Desk(chrome, address)


def entered(desk: Desk, role: str) -> Page:
    return desk.chrome.new_page(storage_state=desk.state(role=role), bypass_csp=True)


@pytest.mark.browser
@pytest.mark.slow
def test_one_lists_another_destroys_and_every_page_on_the_way_is_sound(later: Desk) -> None:
    found = {}
    clerk, signer = entered(later, CLERK), entered(later, SIGNER)
    answered = archive_some(clerk, later.base())["answered"]
    clerk.goto(f"{later.base()}archive/due/")
    found["due"] = faults(clerk, "due for destruction")
    clerk.locator("input[name=pick]").first.check()
    clerk.get_by_label("鉴定意见").fill("保管期满，没有继续保存的价值")
    clerk.get_by_role("button", name="把勾选的列入销毁清册").click()
    clerk.get_by_role("heading", name="1件等着监销").wait_for()
    found["own list"] = faults(clerk, "list to be destroyed, own")
    follow(clerk.get_by_role("link", name="撤回", exact=True))
    found["list to withdraw"] = faults(clerk, "list to withdraw")
    signer.goto(f"{later.base(role=SIGNER)}archive/due/")
    follow(signer.get_by_role("link", name="2036-01-10的销毁"))
    record = signer.url
    found["list"] = faults(signer, "list to be destroyed")
    signer.goto(f"{record}carry-out/")
    found["question"] = faults(signer, "whether to destroy")
    signer.get_by_role("button", name="监销").click()
    signer.get_by_role("heading", name="2036-01-10销毁了1件").wait_for()
    found["record"] = faults(signer, "record of a destruction")
    clerk.goto(f"{later.base()}ledger/requests/{answered}/")
    clerk.get_by_text("档案已在2036-01-10销毁").wait_for()
    found["destroyed"] = faults(clerk, "destroyed case")
    assert {name: what for name, what in found.items() if what} == {}
