"""What makes a password easy to guess that Django does not look at."""

import re

from django.core.exceptions import ValidationError

from gongkai.lib.language import _


class RepetitionValidator:
    """Long enough only because one piece of it comes again and again: aaaaaaaaaaaa, wangwuwangwu."""

    def validate(self, password: str, user: object = None) -> None:
        if re.fullmatch(r"(.+?)\1+", password):
            raise ValidationError(
                _("密码 — 只是同几个字重复，容易被猜到 — 请换一个。"), code="password_repeats"
            )

    def get_help_text(self) -> str:
        return ""
