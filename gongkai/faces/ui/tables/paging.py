"""Pages of long lists: what lies behind the middle is read from the end."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet


class Pages(Paginator):
    """A database passes over every row before the one it is asked for, so the last page of a million would
    cost the most; read backwards it costs what the first does. The order has to be total."""

    def page(self, number: Any) -> Page[Any]:
        found = super().page(number)
        first, last = found.start_index() - 1, found.end_index()
        if not isinstance(self.object_list, QuerySet) or first <= self.count // 2:
            return found
        backwards = self.object_list.reverse()[self.count - last : self.count - first]
        return Page(list(backwards)[::-1], found.number, self)
