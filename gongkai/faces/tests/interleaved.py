"""Two people at one moment: what the second does falls between the reading and the writing of the first."""

from collections.abc import Callable
from typing import Any

import pytest


def before_the_first(
    monkeypatch: pytest.MonkeyPatch, module: object, name: str, between: Callable[[], None]
) -> None:
    """Let ``between`` happen once, just before the module's function of this name is first called."""
    real = getattr(module, name)

    def wrapper(*args: Any, **more: Any) -> Any:
        monkeypatch.setattr(module, name, real)
        between()
        return real(*args, **more)

    monkeypatch.setattr(module, name, wrapper)
