import pytest

from gongkai import papers
from gongkai.papers.tests.samples import DOCUMENT

MAGIC = {"docx": b"PK\x03\x04", "pdf": b"%PDF-", "html": b"<!DOCTYPE html>", "xlsx": b"PK\x03\x04"}


@pytest.mark.parametrize("form", papers.FORMS, ids=lambda form: form.name)
def test_every_form_writes_its_kind_of_file(form: papers.Form) -> None:
    assert papers.write(DOCUMENT, form.name).startswith(MAGIC[form.name])


def test_an_unknown_form_is_refused_with_those_there_are() -> None:
    with pytest.raises(LookupError, match=r"“odt”.*docx、pdf、html、xlsx"):
        papers.write(DOCUMENT, "odt")
