"""Pictures of pages: PNG, JPEG, BMP, and TIFF with a picture a page."""

import io
from collections.abc import Iterator

from PIL import Image, ImageOps

from gongkai.reading.errors import ReadError, TooSmall
from gongkai.reading.limits import MAX_PICTURES, MAX_PIXELS, damaged, too_large_a_picture, too_many_pictures
from gongkai.reading.page import Pictures

_PAGED = "TIFF"  # what other kinds hold besides their first picture is thumbnails and motion
_KINDS = ("PNG", "JPEG", "BMP", _PAGED)
_SMALLEST = 400  # pixels of the longer side of a report's page


def read(data: bytes, name: str, *, smallest: int = _SMALLEST) -> Pictures:
    """Its pages; ReadError where the longer side has fewer than ``smallest`` pixels."""
    return Pictures(_pages(data, name, smallest))


def _pages(data: bytes, name: str, smallest: int) -> Iterator[Image.Image]:
    try:
        with Image.open(io.BytesIO(data), formats=_KINDS) as picture:
            count = getattr(picture, "n_frames", 1) if picture.format == _PAGED else 1
            if count > MAX_PICTURES:
                raise too_many_pictures(name)
            for number in range(count):
                picture.seek(number)
                yield _page(picture, name, smallest)
    except ReadError:
        raise
    except Image.DecompressionBombError as error:
        raise too_large_a_picture(name) from error
    except Exception as error:  # Pillow lets any error of a damaged file through
        raise damaged(name) from error


def _page(picture: Image.Image, name: str, smallest: int) -> Image.Image:
    """One picture upright, on white, in shades of grey; its size is known before it is unpacked."""
    if picture.width * picture.height > MAX_PIXELS:
        raise too_large_a_picture(name)
    if max(picture.size) < smallest:
        raise TooSmall(f"《{name}》的图片太小，看不清文字，请用150点以上重新扫描后再试。")
    upright = ImageOps.exif_transpose(picture)
    if upright.has_transparency_data:
        paper = Image.new("RGBA", upright.size, "white")
        upright = Image.alpha_composite(paper, upright.convert("RGBA"))
    return upright.convert("L")
