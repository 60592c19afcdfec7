"""Tables of work: order, filters, pages, a choice of columns, export, and what stands where there is nothing.

The state is in the address, so that a table can be sent, kept and gone back to. A view shows rows in a table
(``show``) and gives them out as a file (``export``). It asks the database twice, for the number of rows and
for those of one page; the rows bring with them what their columns read.
"""

from gongkai.faces.ui.tables.definition import Column, Empty, Table
from gongkai.faces.ui.tables.exporting import export
from gongkai.faces.ui.tables.filters import Choice, Dates, Words
from gongkai.faces.ui.tables.shown import Picks, Shown, show

__all__ = ["Choice", "Column", "Dates", "Empty", "Picks", "Shown", "Table", "Words", "export", "show"]
