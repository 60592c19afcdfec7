"""The cover of an article, looked at as a picture."""

from io import BytesIO

import pytest
from PIL import Image

from gongkai.papers import cover

BLUE = (0x12, 0x4A, 0x91)


def drawn(title: str) -> Image.Image:
    made = cover.png(organ="四间房镇人民政府", kind="政府信息公开", title=title)
    return Image.open(BytesIO(made)).convert("RGB")


def is_blue(picture: Image.Image, box: tuple[int, int, int, int]) -> bool:
    return picture.crop(box).getcolors() == [(((box[2] - box[0]) * (box[3] - box[1])), BLUE)]


@pytest.mark.parametrize(
    "title", ["公示", "关于印发《四间房镇2022年秋冬季大气污染综合治理攻坚行动方案》的通知" * 4]
)
def test_a_title_stands_within_the_margins_however_long_it_is(title: str) -> None:
    picture = drawn(title)
    assert picture.size == (900, 383)
    assert not is_blue(picture, (72, 100, 828, 335))  # the title
    for edge in ((0, 0, 900, 40), (0, 340, 900, 383), (0, 0, 70, 383), (830, 0, 900, 383)):
        assert is_blue(picture, edge)


def test_the_same_words_give_the_same_picture_and_none_are_read_as_markup() -> None:
    assert drawn("公示").tobytes() == drawn("公示").tobytes()
    assert drawn("#panic() *公示*").tobytes() != drawn("公示").tobytes()
