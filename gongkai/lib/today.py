"""The only reader of the wall clock. Everything else is given a date, so every result can be reckoned again.

``GONGKAI_TODAY=2023-01-31`` in the environment sets the day, for demonstrations and tests only.
"""

import os
from datetime import date, datetime, timedelta, timezone

from gongkai.lib.language import _

#: Legal days are Beijing days, wherever the server stands. A fixed offset needs no time zone data
#: (Windows has none) and is exact: China has kept no summer time since 1991.
BEIJING = timezone(timedelta(hours=8), "Asia/Shanghai")


def now() -> datetime:
    """This instant, aware, in Beijing time. ValueError when GONGKAI_TODAY is not a date."""
    instant = datetime.now(BEIJING)
    fixed = os.environ.get("GONGKAI_TODAY", "").strip()
    if not fixed:
        return instant
    try:
        day = date.fromisoformat(fixed)
    except ValueError:
        raise ValueError(
            _(
                "环境变量GONGKAI_TODAY的值“{value}”不是日期，请写成2023-01-31这样的形式，或取消这个变量。"
            ).format(value=fixed)
        ) from None
    return datetime.combine(day, instant.timetz())


def today() -> date:
    """The day it is in Beijing. ValueError as in :func:`now`."""
    return now().date()
