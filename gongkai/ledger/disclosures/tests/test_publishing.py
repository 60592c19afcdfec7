"""Releasing, changing, taking back: everybody gets what was decided, and nothing once it is gone."""

import io
from collections.abc import Iterator
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.apps import apps
from django.conf import settings as conf
from django.db import transaction
from pypdfium2 import PdfDocument

from gongkai import papers
from gongkai.ledger import proof, witness
from gongkai.ledger.base import Refused, Scope
from gongkai.ledger.disclosures import queries as disclosures
from gongkai.ledger.disclosures.making import actions, files, publishing, screening
from gongkai.ledger.disclosures.making.deeds import Deed
from gongkai.ledger.disclosures.making.entries import Classified, Elements
from gongkai.ledger.disclosures.making.publishing import Withdrawal
from gongkai.ledger.disclosures.making.screening import Verdict
from gongkai.ledger.disclosures.models import Disclosure, Original, PublishedFile, Record, Version
from gongkai.ledger.disclosures.public.elements import said
from gongkai.ledger.disclosures.tests import made
from gongkai.ledger.organs import actions as organs
from gongkai.ledger.organs.models import Organ
from gongkai.papers.model import Document, Paragraph
from gongkai.reading.originals.tests.documents import (
    ID_NUMBER,
    MOBILE,
    OTHER_ID,
    TITLE,
    notice,
    telling,
    workbook,
)

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.slow,
]  # every file is read and copied in processes of its own
CLERK, HEAD, THIRD = "王敏", "赵建国", "孙立"
DAY = date(2022, 10, 19)
OPEN = Classified(attribute="proactive", clause="art21", field="social_relief", topic="民政、扶贫、救灾")
#: What stands in the files and nobody may ever publish.
SECRETS = (
    ID_NUMBER,
    OTHER_ID,
    MOBILE,
    "13900000000",
    "6217001234567890123",
    "内定名额",
    "赵六",
    "圈阅",
    "内部核算",
)


@pytest.fixture(autouse=True)
def nothing_stored() -> Iterator[None]:
    yield
    for path in stored():
        path.unlink()


def stored() -> list[Path]:
    return [path for path in (Path(conf.DATA) / files.FOLDER).rglob("*") if path.is_file()]


@pytest.fixture
def town(head_noted: None) -> Organ:
    return organs.create(name="四间房镇人民政府", actor="测试")


def test_a_later_version_says_why_it_was_made(town: Organ) -> None:
    record = made.published_again(made.published(town))
    assert [version.reason for version in record.versions.all()] == ["更正", ""]


def drafted(town: Organ, *handed: tuple[str, bytes], **more: Any) -> Record:
    """A record whose elements are confirmed and that is to be published."""
    given = handed or (("公示.docx", telling()), ("发放名册.xlsx", workbook()))
    (record,) = actions.take_in(organ=town, actor=CLERK, handed=given, together=True)
    said = Elements(title=TITLE, formed_on=date(2022, 10, 8), document_no="四政〔2022〕36号", **more)
    actions.confirm(record=record, elements=said, actor=CLERK)
    actions.classify(record=record, said=OPEN, actor=CLERK, on=DAY)
    return again(record)


def again(record: Record) -> Record:
    return Record.objects.select_related("organ", "disclosure").get(pk=record.pk)


def judged(record: Record, verdict: Verdict = Verdict.MASK, reason: str = "") -> Record:
    for group in screening.groups(record, screening.screened(record)):
        if group.is_open:
            actions.judge(record=record, key=group.key, verdict=verdict, reason=reason, actor=CLERK)
    return again(record)


def submitted(record: Record) -> Record:
    actions.advance(record=record, deed=Deed.SUBMIT, actor=CLERK)
    return again(record)


def released(town: Organ, *handed: tuple[str, bytes], **more: Any) -> Record:
    record = submitted(judged(drafted(town, *handed, **more)))
    publishing.release(record=record, actor=HEAD, on=DAY)
    return again(record)


def everything_public(record: Record) -> str:
    """All that anybody can get of a record, files unpacked."""
    assert record.disclosure is not None
    found = disclosures.record_of(record.disclosure)
    assert found is not None
    parts = [found.html, *(version.text for version in found.versions)]
    for file in found.files:
        parts += [file.name, file.text, unpacked(disclosures.content_of(file))]
    return "\n".join(parts)


def unpacked(data: bytes) -> str:
    import zipfile

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return "\n".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())


def test_a_released_record_shows_what_was_decided_and_nothing_else(town: Organ) -> None:
    record = released(town)
    public = everything_public(record)
    assert [secret for secret in SECRETS if secret in public] == []
    assert "110***********002X" in public
    assert "如有异议请反映。" in public
    assert (record.state, Disclosure.objects.get().published_on) == ("published", DAY)
    assert [row.pk for row in disclosures.published(Scope.of(town), DAY)] == [record.disclosure_id]
    version = Version.objects.get()
    assert (version.number, version.people) == (1, [CLERK, HEAD])
    assert [file.name for file in version.files.all()] == ["公示.docx", "发放名册.xlsx"]
    assert proof.verify() is None


def barred(words: str) -> bytes:
    """A printed notice, at whose foot a black bar lies over words."""
    made = papers.write(Document(TITLE, (Paragraph("自10月9日起发放，请各村张贴。"),)), "pdf")
    with pikepdf.open(io.BytesIO(made)) as notice:
        page = notice.pages[0]
        page.Resources.Font[pikepdf.Name("/Bar")] = notice.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
            )
        )
        bar = f"q BT /Bar 12 Tf 1 0 0 1 100 120 Tm ({words}) Tj ET 0 g 90 110 250 30 re f Q"
        page.contents_add(notice.make_stream(bar.encode()))
        out = io.BytesIO()
        notice.save(out)
        return out.getvalue()


def test_what_lies_below_a_bar_of_a_pdf_is_told_and_does_not_leave_with_it(town: Organ) -> None:
    record = drafted(town, ("公示.pdf", barred(ID_NUMBER)))
    (file,) = screening.screened(record)
    assert [piece.text for piece in file.read.hidden if piece.place == "invisible"] == [ID_NUMBER]
    record = submitted(judged(record))
    publishing.release(record=record, actor=HEAD, on=DAY)
    (copy,) = PublishedFile.objects.all()
    with PdfDocument(files.content(copy)) as document:
        text = document[0].get_textpage().get_text_bounded()
    assert ID_NUMBER not in text
    assert "请各村张贴" in text


def test_nobody_submits_before_everything_found_is_decided(town: Organ) -> None:
    record = drafted(town)
    with pytest.raises(Refused, match="还有2类个人信息没有处理"):
        actions.advance(record=record, deed=Deed.SUBMIT, actor=CLERK)


def test_what_stays_needs_a_reason_and_stays_alone(town: Organ) -> None:
    record = drafted(town, ("公示.docx", notice(extra="咨询请打王所长手机13812345678。")))
    groups = {group.kind: group for group in screening.groups(record, screening.screened(record))}
    keep: dict[str, Any] = {
        "record": record,
        "key": groups["mobile"].key,
        "verdict": Verdict.KEEP,
        "actor": CLERK,
    }
    with pytest.raises(Refused, match="原因 — 还没有填"):
        actions.judge(**keep, reason="")
    actions.judge(**keep, reason="公务电话")
    record = submitted(judged(again(record)))
    publishing.release(record=record, actor=HEAD, on=DAY)
    public = everything_public(again(record))
    assert (MOBILE in public, ID_NUMBER in public, OTHER_ID in public) == (True, False, False)


def test_the_drafter_never_releases_and_with_three_people_a_third_reviews(town: Organ) -> None:
    organs.set_option(organ=town, code="release_people", value="3", actor="测试")
    record = submitted(judged(drafted(town, ("公示.docx", notice()))))
    with pytest.raises(Refused, match="自己办的不能自己放行"):
        publishing.release(record=record, actor=CLERK, on=DAY)
    with pytest.raises(Refused, match="请先由第三个人审核"):
        publishing.release(record=record, actor=HEAD, on=DAY)
    actions.advance(record=record, deed=Deed.REVIEW, actor=THIRD)
    with pytest.raises(Refused, match="请先由第三个人审核"):
        publishing.release(record=again(record), actor=THIRD, on=DAY)
    publishing.release(record=again(record), actor=HEAD, on=DAY)
    assert again(record).state == "published"


def test_the_urgent_way_leaves_its_mark_and_its_reason(town: Organ) -> None:
    organs.set_option(organ=town, code="release_people", value="3", actor="测试")
    record = submitted(judged(drafted(town, ("公示.docx", notice()))))
    with pytest.raises(Refused, match="原因 — 还没有填"):
        publishing.release(record=record, actor=HEAD, on=DAY, urgently=True)
    publishing.release(record=record, actor=HEAD, on=DAY, urgently=True, reason="防汛转移")
    assert (again(record).is_urgent, again(record).deeds[-1]["reason"]) == (True, "防汛转移")


def test_a_change_is_a_version_of_its_own_and_the_old_one_stays_until_then(town: Organ) -> None:
    record = released(town, ("公示.docx", notice()))
    publishing.change(record=record, actor=CLERK, reason="金额有误")
    record = again(record)
    better = notice(extra="更正：陈某某应为650元。")
    actions.exchange(
        record=record, actor=CLERK, handed=[("公示.docx", better)], original=record.originals.get()
    )
    assert "更正：" not in everything_public(again(record))
    record = submitted(judged(again(record)))
    publishing.release(record=record, actor=HEAD, on=date(2022, 10, 20), reason="金额有误")
    record = again(record)
    assert [(one.number, one.reason) for one in record.versions.all()] == [(2, "金额有误"), (1, "")]
    assert "更正：陈某某应为650元。" in everything_public(record)
    assert Disclosure.objects.get().published_on == DAY


def test_withdrawn_for_privacy_nothing_of_it_is_found_anywhere(
    town: Organ, django_capture_on_commit_callbacks: Any
) -> None:
    record = released(town)
    words = ("东徐村", "陈某某", "发放名册", ID_NUMBER)
    assert any(word in everything_public(record) for word in words)
    said = Withdrawal(reason="名单泄露个人信息", hard=True, title="一份名单（已撤回）")
    with django_capture_on_commit_callbacks(execute=True):
        publishing.withdraw(record=record, said=said, actor=HEAD)
    assert stored() == []
    rows = [
        *Version.objects.values_list("html", "text", "title"),
        *PublishedFile.objects.values_list("name", "text", "key_sealed"),
        *Original.objects.values_list("name_sealed", "read_sealed", "key_sealed"),
        *Disclosure.objects.values_list("title", "remarks"),
        *Record.objects.values_list("read_sealed", "summary"),
        *index_texts(),
    ]
    assert [word for word in (*words, TITLE) if word in repr(rows)] == []
    row = Disclosure.objects.get()
    found = disclosures.record_of(row)
    assert found is not None
    assert (row.title, found.withdrawn_because, found.html, found.files) == (
        "一份名单（已撤回）",
        "名单泄露个人信息",
        "",
        (),
    )
    assert proof.verify() is None


def index_texts() -> list[Any]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM words_text")
        return cursor.fetchall()


def test_a_withdrawal_without_a_leak_keeps_the_version_for_the_organ_alone(town: Organ) -> None:
    record = released(town, ("公示.docx", notice()))
    publishing.withdraw(record=record, said=Withdrawal(reason="内容有误"), actor=HEAD)
    found = disclosures.record_of(Disclosure.objects.get())
    assert found is not None
    assert (found.withdrawn_because, found.html, Version.objects.get().html != "") == ("内容有误", "", True)


def test_lists_come_down_and_documents_lapse_by_themselves_on_the_day_after(town: Organ) -> None:
    listed = released(town, ("公示.docx", notice()), notice_until=date(2022, 10, 25))
    lapsing = released(town, ("办法.docx", notice()), expires_on=date(2022, 10, 26))
    assert publishing.expire(on=date(2022, 10, 25)) == 0
    assert publishing.expire(on=date(2022, 10, 26)) == 1
    assert (again(listed).state, again(lapsing).state) == ("withdrawn", "published")
    assert publishing.expire(on=date(2022, 10, 27)) == 1
    row = again(lapsing).disclosure
    assert row is not None
    assert (row.validity, again(lapsing).state) == ("lapsed", "published")
    assert publishing.expire(on=date(2022, 10, 28)) == 0
    assert proof.verify() is None


def test_what_was_released_before_elements_were_kept_says_what_the_register_said(
    town: Organ, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as earlier:
        earlier.setattr("gongkai.ledger.disclosures.public.elements.said", lambda row, record: {})
        earlier.setattr("gongkai.ledger.disclosures.making.publishing.transparency.append", lambda said: None)
        record = made.published(town)
    with transaction.atomic():  # as a migration has
        import_module("gongkai.ledger.disclosures.migrations.0006_released_elements").fill(apps, None)
    witness.complete()
    assert record.disclosure is not None
    assert Version.objects.get().said == said(record.disclosure, record) != {}
    assert proof.verify() is None


def test_what_is_not_published_keeps_its_ground_and_is_looked_at_again_in_a_year(town: Organ) -> None:
    record = drafted(town, ("请示.docx", notice()))
    said = Classified(attribute="withheld", ground="process", weighing="")
    with pytest.raises(Refused, match="原因 — 还没有填"):
        actions.classify(record=record, said=said, actor=CLERK, on=DAY)
    said = Classified(attribute="withheld", ground="process", weighing="还在讨论，公开会影响决策")
    actions.classify(record=record, said=said, actor=CLERK, on=DAY)
    row = Disclosure.objects.get()
    assert (row.attribute, row.withheld_because) == ("withheld", "第十六条第二款")
    assert (again(record).state, again(record).review_on) == ("withheld", date(2023, 10, 19))
    actions.classify(record=again(record), said=OPEN, actor=CLERK, on=date(2023, 10, 19))
    assert (again(record).state, Disclosure.objects.get().withheld_because) == ("draft", "")


def test_what_is_not_published_is_looked_at_again_when_the_organ_has_set_it(town: Organ) -> None:
    record = drafted(town, ("请示.docx", notice()))
    said = Classified(attribute="withheld", ground="process", weighing="还在讨论，公开会影响决策")
    for months, on, again_on in (
        ("3", date(2022, 10, 19), date(2023, 1, 19)),
        ("6", date(2023, 8, 31), date(2024, 2, 29)),
        ("12", date(2024, 2, 29), date(2025, 2, 28)),
        ("24", date(2025, 12, 1), date(2027, 12, 1)),
    ):
        organs.set_option(organ=town, code="withheld_review", value=months, actor=CLERK)
        actions.classify(record=again(record), said=said, actor=CLERK, on=on)
        assert again(record).review_on == again_on


def test_a_title_that_names_a_person_by_number_is_not_released(town: Organ) -> None:
    record = judged(drafted(town, ("公示.docx", notice()), summary=f"发给{ID_NUMBER}"))
    with pytest.raises(Refused, match="内容概述里有个人信息"):
        actions.advance(record=record, deed=Deed.SUBMIT, actor=CLERK)
