"""Printed pages as a scanner or a camera gives them back: tilted, grey, uneven, noisy, and packed as JPEG.

Tests that use them are skipped where the optional part ``ocr`` is not installed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO

import pypdfium2
import pytest
from PIL import Image, ImageFilter

pytest.importorskip(
    "rapidocr", reason="没有装可选组件ocr，扫描件和图片不试，请运行 python3 run.py setup --dev 后再试。"
)

import numpy as np


@dataclass(frozen=True, slots=True)
class Wear:
    """What a page goes through; ``tilt`` in degrees, ``paper`` and ``ink`` of 255, 0 for no JPEG.

    ``slant`` is a camera held at an angle: by how much of its width the page is narrower at its head.
    """

    dpi: int = 200
    tilt: float = 0.0
    slant: float = 0.0
    paper: int = 255
    ink: int = 0
    shadow: float = 0.0  # share of light that is lost from one side to the other
    blur: float = 0.0
    noise: float = 0.0
    dust: int = 0  # specks a page
    quality: int = 0
    seed: int = 0


CLEAN = Wear()
WORN = (
    Wear(dpi=150, tilt=1.3, noise=5, quality=70, seed=1),
    Wear(dpi=200, tilt=-2.0, paper=225, ink=60, shadow=0.25, blur=0.5, noise=6, quality=50, seed=2),
    Wear(dpi=300, tilt=0.4, paper=240, ink=90, blur=0.6, noise=8, dust=40, quality=40, seed=3),
    Wear(dpi=150, tilt=-0.8, paper=215, ink=30, blur=0.3, noise=3, dust=20, quality=80, seed=4),
)


def pages(pdf: bytes, wear: Wear = CLEAN) -> list[Image.Image]:
    chance = np.random.default_rng(wear.seed)
    document = pypdfium2.PdfDocument(pdf)
    printed = [page.render(scale=wear.dpi / 72).to_pil().convert("L") for page in document]
    return [worn(page, wear, chance) for page in printed]


def as_pdf(pictures: Sequence[Image.Image], dpi: int) -> bytes:
    return _saved(pictures, "PDF", resolution=dpi)


def as_tiff(pictures: Sequence[Image.Image]) -> bytes:
    return _saved(pictures, "TIFF", compression="tiff_lzw")


def as_png(picture: Image.Image) -> bytes:
    return _saved([picture], "PNG")


def as_jpeg(picture: Image.Image) -> bytes:
    return _saved([picture], "JPEG", quality=80)


def joined(*pdfs: bytes) -> bytes:
    """The pages of several PDFs in one."""
    whole = pypdfium2.PdfDocument.new()
    for pdf in pdfs:
        whole.import_pages(pypdfium2.PdfDocument(pdf))
    file = BytesIO()
    whole.save(file)
    return file.getvalue()


def _saved(pictures: Sequence[Image.Image], kind: str, **how: object) -> bytes:
    file = BytesIO()
    first, *others = pictures
    more = {"save_all": True, "append_images": others} if others else {}
    first.save(file, kind, **more, **how)
    return file.getvalue()


def worn(page: Image.Image, wear: Wear, chance: np.random.Generator) -> Image.Image:
    tilted = _slanted(page, wear.slant).rotate(wear.tilt, Image.Resampling.BICUBIC, fillcolor=255)
    soft = tilted.filter(ImageFilter.GaussianBlur(wear.blur))
    shades = wear.ink + np.asarray(soft, np.float64) / 255 * (wear.paper - wear.ink)
    shades *= np.linspace(1, 1 - wear.shadow, shades.shape[1])
    shades += chance.normal(0, wear.noise, shades.shape)
    for top, left, size in _specks(wear.dust, shades.shape, chance):
        shades[top : top + size, left : left + size] = wear.ink
    worn = Image.fromarray(shades.clip(0, 255).astype(np.uint8))
    return Image.open(BytesIO(_saved([worn], "JPEG", quality=wear.quality))) if wear.quality else worn


def _slanted(page: Image.Image, slant: float) -> Image.Image:
    """The page narrowed about its middle towards its head; its foot stays as it is."""
    if not slant:
        return page
    width, height = page.size
    wider = 1 / (1 - slant)
    shift = width * (1 - wider) / 2
    to_source = (wider, -shift / height, shift, 0, wider, 0, 0, (wider - 1) / height)
    how = (Image.Transform.PERSPECTIVE, to_source, Image.Resampling.BICUBIC)
    return page.transform(page.size, *how, fillcolor=255)


def _specks(
    count: int, shape: tuple[int, ...], chance: np.random.Generator
) -> Iterator[tuple[int, int, int]]:
    for _ in range(count):
        yield int(chance.integers(shape[0])), int(chance.integers(shape[1])), int(chance.integers(1, 4))
