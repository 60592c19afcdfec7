"""A rectification that has ended: proposed by one, agreed to by another."""

from gongkai.ledger.requests import rectifications
from gongkai.ledger.requests.entries import Said
from gongkai.ledger.requests.models import Arrival


def rectified(row: Arrival, state: str, told: Said, *, by: str = "王敏", second: str = "李建国") -> Arrival:
    row = rectifications.propose(arrival=row, state=state, told=told, actor=by)
    return rectifications.agree(arrival=row, seen=row.said_print, actor=second)
