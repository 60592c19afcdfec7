"""Rules that a letter must meet before it is signed 文书检查, as one visible list: ``checks.CHECKS``.

A check takes a ``Subject`` and tells its faults. Only what a statute itself asks is an error and hinders the
signature; whoever heads the office may set it aside with a reason. A blank hinders it without that. The rest
warns.
"""

from gongkai.law.letter_lint.checks import BLANK, CHECKS, Check, check
from gongkai.law.letter_lint.subject import Lesson, Subject

__all__ = ["BLANK", "CHECKS", "Check", "Lesson", "Subject", "check"]
