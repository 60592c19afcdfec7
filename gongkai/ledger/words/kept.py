"""A row of an index, whichever index it is and whichever database keeps it."""

from collections.abc import Set
from typing import Protocol


class Kept(Protocol):
    """``values`` are its columns, ``tokens`` what it is found by; both follow from what is stored of it."""

    @property
    def id(self) -> int: ...
    @property
    def values(self) -> tuple[int | str, ...]: ...
    @property
    def tokens(self) -> Set[str]: ...
