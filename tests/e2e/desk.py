"""The workbench of the sample organs: who goes in, which organ's desk it is, where its records are."""

from typing import Any

from playwright.sync_api import Browser, Page

COUNTY, LAND, TO_MEND = "示例县人民政府", "示例县自然资源局", "差错镇人民政府"
LEDGERS = ("requests", "disclosures", "acts", "remedies", "supervision")
CLERK, LEADER, SIGNER = "公开专员", "分管领导", "签发人"
SUPERVISOR, AUDITOR, ADMINISTRATOR = "上级监督员", "审计员", "系统管理员"


def enter(page: Page, organ: str, role: str) -> None:
    """Go in from the first page as a person of a sample organ."""
    people = page.locator("h3", has_text=organ).locator("xpath=following-sibling::div[1]")
    people.get_by_role("button", name=role).click()


class Desk:
    """A site with the sample organs; each person goes in once, however many pages they open."""

    def __init__(self, chrome: Browser, address: str) -> None:
        self.chrome, self.address = chrome, address
        self._entered: dict[tuple[str, str], tuple[str, list[Any]]] = {}
        self._numbers: dict[str, str] = {}

    def base(self, organ: str = LAND, role: str = CLERK) -> str:
        """The address of the organ's desk for whoever has the role there."""
        return self._enter(organ, role)[0]

    def state(self, organ: str = LAND, role: str = CLERK, **choices: str) -> Any:
        """What the browser of that person keeps, with their choice of language or size."""
        host = {"domain": "127.0.0.1", "path": "/"}
        chosen = [{"name": name, "value": value, **host} for name, value in choices.items()]
        return {"cookies": [*self._enter(organ, role)[1], *chosen], "origins": []}

    def numbers(self) -> dict[str, str]:
        """What stands in addresses: the newest record of each ledger, a person, a suggestion on a report."""
        if not self._numbers:
            page = self.chrome.new_page(storage_state=self.state())
            for code in LEDGERS:
                self._numbers[code] = self._last(page, f"ledger/{code}/", "tbody a", -1)
            case = f"ledger/requests/{self._numbers['requests']}/"
            self._numbers["event"] = self._last(page, case, "a[href$='/void/']", -2)
            page.context.close()
            page = self.chrome.new_page(storage_state=self.state(role=ADMINISTRATOR))
            self._numbers["person"] = self._last(page, "people/", "a[href$='/role/']", -2)
            page.context.close()
            page = self.chrome.new_page(storage_state=self.state(TO_MEND))
            found = self._last(page, "reports/2025/?part=overview", "a[href$='/accept/']", -2, TO_MEND)
            self._numbers["finding"] = found
            page.context.close()
        return self._numbers

    def _last(self, page: Page, path: str, link: str, part: int, organ: str = LAND) -> str:
        page.goto(f"{self.base(organ)}{path}")
        return str(page.locator(link).first.get_attribute("href")).strip("/").split("/")[part]

    def _enter(self, organ: str, role: str) -> tuple[str, list[Any]]:
        if (organ, role) not in self._entered:
            page = self.chrome.new_page()
            page.goto(self.address)
            enter(page, organ, role)
            self._entered[organ, role] = (page.url, page.context.cookies())
            page.context.close()
        return self._entered[organ, role]
