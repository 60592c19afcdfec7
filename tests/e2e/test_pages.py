"""Every page on every screen: nothing that axe finds, nothing that makes the page scroll sideways."""

import pytest

from tests.e2e.conftest import Open
from tests.e2e.looking import faults

pytestmark = pytest.mark.browser
CELL = "cell=requests/total/natural_person"
PAGES = {
    "start": "{address}/",
    "overview": "{to_mend}?part=overview",
    "proactive": "{county}?part=proactive",
    "requests": "{county}?last-year=1",
    "remedies": "{county}?part=remedies",
    "problems": "{county}?part=problems",
    "other matters": "{county}?part=other_matters",
    "a cell": f"{{county}}?{CELL}",
    "a cell to mend": f"{{to_mend}}?{CELL}",
    "a cell of table four": "{county}?cell=remedies/reconsideration/total",
    "cases": "{county}cases/requests/total/natural_person",
    "no cases": "{county}cases/requests/total/research",
    "the public log": "{address}/proof/",
    "a code that is none of it": "{address}/proof/?code=1-ABCDE-FGHJK-MNPQR-STVWX-YZ012",
    "the API described": "{address}/api/v1/",
    "no page": "{address}/nothing",
}


@pytest.mark.parametrize("page_name", PAGES)
def test_axe_finds_nothing_and_nothing_is_cut_off(
    open_page: Open, address: str, county: str, to_mend: str, page_name: str
) -> None:
    url = PAGES[page_name].format(address=address, county=county, to_mend=to_mend)
    assert faults(open_page(url, bypass_csp=True)) == []  # axe is not of the page's own
