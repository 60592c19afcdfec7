"""Finding: the one shape in which a check speaks, whatever it checks."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding weighs: 要改 blocks, 建议 does not, 提示 only informs."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def zh(self) -> str:
        return {"error": "要改", "warning": "建议", "info": "提示"}[self.value]


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found in one place.

    ``where`` is a cell code such as ``requests/total/business``, a chapter such as
    ``narrative/overview``, or ``report``. ``message`` is one Chinese sentence a clerk understands.
    """

    rule: str
    severity: Severity
    where: str
    message: str
    source: str = ""
    expected: int | Decimal | str | None = None
    actual: int | Decimal | str | None = None
