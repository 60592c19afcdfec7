"""The empty year workbook."""

from gongkai.ledger.workbook.sheets import SHEETS
from gongkai.ledger.workbook.writing import Content, write_workbook


def template() -> bytes:
    """The workbook a clerk fills: drop-down lists, a note on every header, an example row in every sheet."""
    return write_workbook([(sheet, Content()) for sheet in SHEETS], as_template=True)
