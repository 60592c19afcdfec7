"""What the sums say against a reading: a row with blanks at its ends may stand a box too far left or right.

Sums are never a reason to doubt a whole row: published reports break them, and that is for the checks to say.
"""

from collections.abc import Sequence

from gongkai.law.annual_report.formats.parts import APPLICANTS, REMEDY_COLUMNS
from gongkai.law.annual_report.model import Value

_BLOCK = len(REMEDY_COLUMNS)


def adds_up(values: Sequence[Value]) -> bool:
    """Whether the last figure is the sum of those before it, a blank counting as 0."""
    counts = [value for value in values if isinstance(value, int)]
    *parts, total = (value if isinstance(value, int) else 0 for value in values)
    return bool(counts) and sum(parts) == total


def proves(values: Sequence[Value]) -> bool:
    """Whether the sum shows that the row stands where it was read; zeros add up anywhere."""
    return adds_up(values) and any(values)


def speaks_against(values: Sequence[Value]) -> bool:
    """Whether blanks at the ends of a row of table three look like a shift by a box."""
    if len(values) != len(APPLICANTS) or all(value is not None for value in (values[0], values[-1])):
        return False
    if values[-1] is None:
        # The figures may have moved left: then the last of them is the sum of the others.
        printed = [value for value in values if value is not None]
        return len(printed) > 1 and proves(printed)
    return not adds_up(values)


def speaks_against_remedies(values: Sequence[Value]) -> bool:
    """The same for the fifteen figures of table four, block by block."""
    return any(value is None for value in (values[0], values[-1])) and not blocks_add_up(values)


def blocks_add_up(values: Sequence[Value]) -> bool:
    """Whether each block of table four in which anything stands adds up."""
    blocks = [values[at : at + _BLOCK] for at in range(0, len(values), _BLOCK)]
    return all(adds_up(block) for block in blocks if any(value is not None for value in block))
