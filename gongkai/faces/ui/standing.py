"""A form over something that stands already: two who change it at once are told of each other.

The form carries a print of every value as it was when the page was opened. Where one is another by the time
it is sent, nothing is saved: what was typed stays, beside it stands what it is now, a second sending saves.
"""

import json
from collections.abc import Iterator
from hashlib import sha256
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _

from gongkai.faces.ui.forms import Form

#: So much of a value is quoted.
QUOTED = 60


class Standing(Form):
    """``initial`` is what stands now; what is not in it is not watched."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, initial: dict[str, Any], **more: Any) -> None:
        self.stands = {name: _text(value) for name, value in initial.items()}
        super().__init__(*args, initial={**initial, "seen": json.dumps(self._prints())}, **more)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        changed = list(self._changed(cleaned.pop("seen", "")))
        if changed:
            # the page that tells of it has seen it
            typed = cast(QueryDict, self.data).copy()
            typed[self.add_prefix("seen")] = self.initial["seen"]
            self.data = typed
            raise ValidationError(
                _("刚才被别人改过 — {changed} — 您填的还没有保存，请核对后再保存一次。").format(
                    changed=_("；").join(changed)
                )
            )
        return cleaned

    def _prints(self) -> dict[str, str]:
        return {name: _print(text) for name, text in self.stands.items()}

    def _changed(self, seen: str) -> Iterator[str]:
        """Every field that is another than it was, and what it is now."""
        was = _read(seen)
        for name, now in self._prints().items() if was else ():
            if name in self.fields and was.get(name, _NOTHING) != now:
                value = self.stands[name][:QUOTED] or _("空的")
                yield _("{field}现在是“{value}”").format(field=self.fields[name].label, value=value)


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _print(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:8]


#: What a value was that did not stand there yet.
_NOTHING = _print("")


def _read(seen: str) -> dict[str, str]:
    """The prints that a page carried; none where they were tampered with, or never sent."""
    try:
        found = json.loads(seen)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
