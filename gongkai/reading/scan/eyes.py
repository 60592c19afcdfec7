"""The recogniser of characters: rapidocr with the models that come in its wheel. Nothing is ever fetched."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import cv2
import numpy as np
import rapidocr

from gongkai.reading.scan.sheet import Pixels

cv2.setNumThreads(1)  # a batch has a process a core
_NARROWEST = 96  # pixels of a strip 48 high: the usual 320 makes a figure three times as dear


def _model(kind: str) -> str:
    models = Path(rapidocr.__file__).parent / "models"
    for path in models.glob(f"*_{kind}_*.onnx"):
        return str(path)
    raise ImportError(f"rapidocr came without its model {kind}")


_FINDER, _READER = _model("det"), _model("rec")


class Seen(NamedTuple):
    """What a strip of a picture seems to say, and how certain the least certain character is, of 1."""

    text: str
    certainties: tuple[float, ...]

    @property
    def certainty(self) -> float:
        return min(self.certainties, default=0.0)


class Span(NamedTuple):
    """Where a line of text stands on a picture."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def sides(self) -> tuple[int, int, int, int]:
        """Left, right, top and bottom, as a printed line has them."""
        return self.left, self.right, self.top, self.bottom


class Eyes:
    """The models; loading them takes longer than looking at a small picture."""

    def __init__(self) -> None:
        self._engine: Any = rapidocr.RapidOCR(
            params={
                "Global.log_level": "critical",
                "Global.use_cls": False,
                "Global.return_word_box": True,
                "Global.max_side_len": 1_600,
                # With a path of its own a model is opened or missed, never looked for elsewhere.
                "Det.model_path": _FINDER,
                "Rec.model_path": _READER,
                "Rec.rec_img_shape": [3, 48, _NARROWEST],
                "EngineConfig.onnxruntime.intra_op_num_threads": 1,
                "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            }
        )

    def read(self, strips: Sequence[Pixels]) -> list[Seen]:
        """What stands on each strip, which holds one line."""
        if not strips:
            return []
        found = self._engine.recognize_txt([cv2.cvtColor(strip, cv2.COLOR_GRAY2RGB) for strip in strips])
        return [
            Seen(text, tuple(word.confs) if text else ())
            for text, word in zip(found.txts, found.word_results, strict=True)
        ]

    def lines(self, page: Pixels, *, least: float = 0.5) -> list[Span]:
        """Where lines of text stand, top to bottom. ``least``: how certain each must be, of 1."""
        found = self._engine(cv2.cvtColor(page, cv2.COLOR_GRAY2RGB), use_rec=False, box_thresh=least)
        if found.boxes is None:
            return []
        corners = np.asarray(found.boxes).round().astype(int)
        spans = [Span(*box.min(axis=0).clip(0).tolist(), *box.max(axis=0).tolist()) for box in corners]
        return [span for span in spans if span.right > span.left and span.bottom > span.top]
