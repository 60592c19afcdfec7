"""Pictures: what a camera or program wrote into them, and a copy of what is seen alone."""

import io
from collections.abc import Iterator
from typing import Any

from PIL import ExifTags, Image, ImageOps

from gongkai.reading.characters import clean
from gongkai.reading.errors import ReadError
from gongkai.reading.limits import MAX_PIXELS, damaged, too_large_a_picture
from gongkai.reading.originals.covers import Covers
from gongkai.reading.originals.model import Original, Piece

_KINDS = ("PNG", "JPEG", "TIFF")
_GPS = 0x8825


def read(data: bytes, name: str) -> Original:
    """A picture: nothing but what is written behind it. Its words are seen with eyes (``safely``)."""
    try:
        with Image.open(io.BytesIO(data), formats=_KINDS) as picture:
            return Original(pieces=tuple(_written(picture)), is_pictures=True)
    except Image.DecompressionBombError as error:
        raise too_large_a_picture(name) from error
    except Exception as error:  # Pillow lets any error of a damaged file through
        raise damaged(name) from error


def copy(data: bytes, name: str, _covers: Covers) -> bytes:
    """The picture upright, and nothing written behind it."""
    try:
        with Image.open(io.BytesIO(data), formats=_KINDS) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise too_large_a_picture(name)
            return _bare(picture)
    except Image.DecompressionBombError as error:
        raise too_large_a_picture(name) from error
    except (OSError, ValueError, SyntaxError) as error:
        raise damaged(name) from error


def written(data: bytes) -> tuple[Piece, ...]:
    """What a camera wrote behind a picture within a document; nothing of what is no picture."""
    try:
        return read(data, "").pieces
    except ReadError:
        return ()


def bare(data: bytes) -> bytes:
    """A picture within a document without what is written behind it; what is no picture stays as it is."""
    try:
        with Image.open(io.BytesIO(data), formats=_KINDS) as picture:
            is_marked = _holds_more(picture) or any(True for _ in _written(picture))
            return _bare(picture) if is_marked and picture.width * picture.height <= MAX_PIXELS else data
    except Exception:  # a drawing of another kind
        return data


def _bare(picture: Image.Image) -> bytes:
    made, kind = io.BytesIO(), "JPEG" if _holds_more(picture) else str(picture.format)
    frames = []
    for number in range(getattr(picture, "n_frames", 1) if kind == "TIFF" else 1):
        picture.seek(number)
        frame = ImageOps.exif_transpose(picture)
        frames.append(Image.frombytes(frame.mode, frame.size, frame.tobytes()))
        if frame.mode == "P" and (palette := frame.getpalette()):
            frames[-1].putpalette(palette)
    more: dict[str, Any] = {"quality": 90} if kind == "JPEG" else {}
    if kind == "TIFF":
        more = {"compression": "tiff_lzw", "save_all": True, "append_images": frames[1:]}
    frames[0].save(made, kind, **more)
    return made.getvalue()


def _holds_more(picture: Image.Image) -> bool:
    """Whether a telephone has put other pictures behind the one that is seen."""
    return picture.format == "MPO"


def _written(picture: Image.Image) -> Iterator[Piece]:
    exif = picture.getexif()
    layout = {"Orientation", "XResolution", "YResolution", "ResolutionUnit", "ImageWidth", "ImageLength"}
    for tag, value in exif.items():
        name = ExifTags.TAGS.get(tag, str(tag))
        if picture.format == "TIFF" and tag in _TIFF_OWN:
            continue
        if tag != _GPS and name not in layout and (text := clean(str(value))):
            yield Piece("properties", text[:200], name)
    if exif.get_ifd(_GPS):
        yield Piece("properties", "拍摄地点", "GPS")
    for key, written in picture.info.items():
        if key not in _LAYOUT and isinstance(written, str) and clean(written):
            yield Piece("properties", clean(written)[:200], str(key))
    if any(key in picture.info for key in ("xmp", "XML:com.adobe.xmp", "photoshop", "comment")):
        yield Piece("properties", "XMP", "XMP")


#: What a file says of how it is drawn and of nobody.
_LAYOUT = frozenset({"jfif", "dpi", "compression", "Software", "exif", "icc_profile", "progressive"})
#: Tags without which a TIFF is none.
_TIFF_OWN = frozenset(
    {
        254,
        256,
        257,
        258,
        259,
        262,
        263,
        266,
        269,
        273,
        274,
        277,
        278,
        279,
        282,
        283,
        284,
        296,
        317,
        320,
        338,
        339,
    }
)
