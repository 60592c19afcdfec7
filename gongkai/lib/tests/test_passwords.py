import pytest
from django.core.exceptions import ValidationError

from gongkai.lib.passwords import RepetitionValidator


@pytest.mark.parametrize("password", ["aaaaaaaaaaaa", "wangwuwangwu", "镇镇镇镇镇镇镇镇镇镇"])
def test_a_piece_that_is_only_repeated_is_no_password(password: str) -> None:
    with pytest.raises(ValidationError, match="只是同几个字重复"):
        RepetitionValidator().validate(password)


def test_several_words_may_begin_alike() -> None:
    RepetitionValidator().validate("公开公开了吗每天问一遍")
