"""What people read, in their language. Chinese is the source; ``GONGKAI_LANG=en`` gives English.

One catalogue serves the command line and the pages: ``gongkai/locale/en/LC_MESSAGES/django.po``, its
msgids Chinese. The command line reads it here without starting Django.
"""

import gettext
import os
from functools import cache
from pathlib import Path

LOCALE = Path(__file__).resolve().parent.parent / "locale"
LANGUAGES = ("zh", "en")


def language() -> str:
    """``en`` when GONGKAI_LANG begins with en, else ``zh``."""
    return "en" if os.environ.get("GONGKAI_LANG", "").strip().lower().startswith("en") else "zh"


@cache
def _catalogue(code: str) -> gettext.NullTranslations:
    # Chinese is the source and has no catalogue: the fallback gives every message back.
    return gettext.translation("django", LOCALE, languages=[code], fallback=True)


def translate(message: str) -> str:
    """``message`` in the reader's language; as it stands where the catalogue lacks it."""
    # gettext gives its own header for the empty string
    return _catalogue(language()).gettext(message) if message else ""


def tell_libraries() -> None:
    """Let the command-line libraries speak the reader's language too: they ask the domain ``messages``.

    To be called before they are imported, for they take some words at import.
    """
    gettext.bindtextdomain("messages", LOCALE)
    os.environ["LANGUAGE"] = language()


_ = translate
