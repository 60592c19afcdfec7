"""The orders as the ledger gives them, each in a process of its own."""

import io
import time

import pytest
from PIL import Image

from gongkai.redaction import safely
from gongkai.redaction.boxes import Box
from gongkai.redaction.errors import RedactionError
from gongkai.redaction.tests import made

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def data() -> bytes:
    return made.printed("领取人张三，身份证号11010519491231002X。", *["本机关依法公开。" * 60] * 4)


def test_a_document_is_looked_at_searched_hidden_and_proved(data: bytes) -> None:
    looked = safely.look(data)
    assert [one.kind for one in looked.proposals] == ["resident_id"]
    assert looked.sizes[0] == pytest.approx((210, 297), abs=0.1)
    (name,) = safely.find(data, "张三", [1])
    boxes = [name, *looked.proposals[0].boxes]
    done = safely.redact(data, boxes)
    assert done.proof.holds
    assert safely.find(done.pdf, "张三") == safely.find(done.pdf, "11010519491231002X") == []
    assert any("领取人" in words for words, _ in safely.lines(done.pdf, 1))


def test_a_page_is_shown_as_a_picture_and_a_box_kept_on_it(data: bytes) -> None:
    with Image.open(io.BytesIO(safely.picture(data, 1, dots=50))) as seen:
        assert seen.width == pytest.approx(50 * 210 / 25.4, abs=2)
    kept = safely.snap(data, Box(1, 200, 290, 500, 500))
    assert kept.edges.right == pytest.approx(210, abs=0.1)
    assert kept.edges.bottom == pytest.approx(297, abs=0.1)


def test_a_file_that_takes_too_much_is_refused_in_words_and_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(safely, "SECONDS", 4.0)
    monkeypatch.setattr(safely, "LONG_SECONDS", 4.0)
    endless = made.data(made.drawn("q 1 0 0 1 0 0 cm 0 0 9 9 re f Q " * 2_000_000))
    begin = time.monotonic()
    with pytest.raises(RedactionError):
        safely.redact(endless, [Box(1, 0, 0, 10, 10)])
    assert time.monotonic() - begin < 12


def test_a_picture_that_unpacks_to_gigabytes_is_refused() -> None:
    out = io.BytesIO()
    Image.new("1", (30_000, 30_000)).save(out, "PNG")
    with pytest.raises(RedactionError):
        safely.look(out.getvalue())
