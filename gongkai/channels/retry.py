"""When what did not get through is tried again: soon, then less and less often, for a day."""

from datetime import timedelta

MINUTE = timedelta(minutes=1)
#: The pauses between tries; the last one again and again.
PAUSES = tuple(MINUTE * count for count in (1, 2, 5, 15, 30, 60, 120))
#: So long after it was to go it is given up.
GIVEN_UP = timedelta(days=1)
#: Longer than any try takes: whoever had it in hand is dead.
CUT_OFF = timedelta(minutes=10)


def pause_after(attempts: int, least: timedelta = timedelta()) -> timedelta:
    """How long to wait after so many tries, and at least as long as the other side asked for."""
    return max(least, PAUSES[min(attempts, len(PAUSES)) - 1])
