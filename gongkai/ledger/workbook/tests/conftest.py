"""The organ whose workbooks come in."""

import pytest

from gongkai.ledger.organs.models import Organ
from gongkai.ledger.workbook.tests.books import town


@pytest.fixture
def organ(head_noted: None) -> Organ:
    return town()
