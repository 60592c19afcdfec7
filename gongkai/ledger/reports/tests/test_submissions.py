"""Reports between two installations: what is taken, what is refused in which words, and the receipt back."""

import io
import json
import zipfile
from base64 import b64encode
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings as conf

from gongkai.faces.tests.interleaved import before_the_first
from gongkai.law.annual_report.contract import dumps
from gongkai.law.annual_report.model import ReportData
from gongkai.law.annual_report.stages import State
from gongkai.law.tests.annual_reports import SOUND, a_report
from gongkai.ledger import proof
from gongkai.ledger.audit.models import Entry
from gongkai.ledger.base import Refused, Scope
from gongkai.ledger.organs import actions as organs
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.reports import actions as reports
from gongkai.ledger.reports.models import Received, SenderKey, Sent
from gongkai.ledger.reports.submissions import FOLDER, actions, keys, packages, paper, queries
from gongkai.ledger.reports.tests.test_way import ask, walk
from gongkai.lib.signing import fingerprint, public_text
from gongkai.lib.today import BEIJING
from gongkai.reading.tests import printed

pytestmark = pytest.mark.django_db
YEAR = 2022
TOWN, OTHER = "四间房镇人民政府", "白道口镇人民政府"
KEY, OTHER_KEY = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
PROSE = {
    "overview": "工作考核、社会评议、责任追究照办。",
    "problems": "人手少。",
    "other_matters": "没有收费。",
}
REPORT = a_report(SOUND, organ=TOWN, year=YEAR, narrative=PROSE)
Parts = dict[str, bytes]
#: As openssl prints it: an elliptic key, SM2, and a point that needs to be on no curve to be refused.
SM2_KEY = (
    "-----BEGIN PUBLIC KEY-----\n"
    + b64encode(
        bytes.fromhex("3059301306072a8648ce3d020106082a811ccf5501822d034200") + b"\x04" + bytes(64)
    ).decode()
    + "\n-----END PUBLIC KEY-----\n"
)


def zipped(parts: Parts) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for path, data in parts.items():
            archive.writestr(path, data)
    return file.getvalue()


def package(
    *,
    revision: int = 1,
    previous: str = "",
    report: ReportData = REPORT,
    key: Ed25519PrivateKey = KEY,
    uscc: str = "",
    more: Parts | None = None,
) -> bytes:
    """As the town's own installation makes it, with small papers."""
    files = {
        "report.json": dumps(report).encode(),
        "report.docx": printed.word(report),
        "report.pdf": b"%PDF-1.4",
    }
    return packages.signed(
        Organ(name=report.organ, uscc=uscc),
        report,
        {**files, **(more or {})},
        revision=revision,
        previous=previous,
        at=datetime(YEAR + 1, 1, 16, 9, tzinfo=BEIJING),
        key=key,
    )


def taken_apart(data: bytes) -> Parts:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def tampered(change: Callable[[Parts], Any]) -> bytes:
    parts = taken_apart(package())
    change(parts)
    return zipped(parts)


def stored() -> list[Path]:
    return [path for path in (Path(conf.DATA) / FOLDER).rglob("*") if path.is_file()]


@pytest.fixture(autouse=True)
def nothing_stored() -> None:
    for path in stored():
        path.unlink()


@pytest.fixture
def county() -> Organ:
    """A county with two towns that have no ledger here, and the key of each."""
    made = organs.create(name="滑县人民政府", actor="测试")
    for name, key in ((TOWN, KEY), (OTHER, OTHER_KEY)):
        town = organs.create(name=name, actor="测试")
        organs.place_under(organ=town, superior=made, actor="测试")
        register(made, town, key)
    return made


def register(organ: Organ, member: Organ | None, key: Ed25519PrivateKey) -> SenderKey:
    text, told = public_text(key).decode(), fingerprint(key.public_key())
    return actions.register_key(organ=organ, member=member, text=text, told=told, actor="县办")


def receive(county: Organ, data: bytes) -> Received:
    return actions.receive_package(organ=county, data=data, actor="县办（county）")


@pytest.mark.slow
def test_a_package_is_taken_whole_and_stands_in_the_log_with_its_digests(county: Organ) -> None:
    data = package()
    row = receive(county, data)
    assert (row.organ.name, row.year, row.revision, row.state) == (TOWN, YEAR, 1, "submitted")
    assert row.manifest_digest == packages.digest_of(data)
    assert queries.content(row) == data
    assert queries.report_of(row).cells == REPORT.cells
    assert Entry.objects.latest("number").action == "report.receive"
    assert next(proof.differences(), None) is None
    actions.reseal()
    row.refresh_from_db()
    assert queries.content(row) == data


def other_organ(parts: Parts) -> None:
    """The manifest names another organ and is signed anew by this one's key."""
    said = json.loads(parts["manifest.json"]) | {"organ": OTHER}
    parts["manifest.json"] = json.dumps(said).encode()
    parts["signature.bin"] = KEY.sign(parts["manifest.json"])


def changed_byte(parts: Parts) -> None:
    parts["report.pdf"] = b"%PDF-1.5"


def changed_figure(parts: Parts) -> None:
    parts["manifest.json"] = parts["manifest.json"].replace(b'"revision": 1', b'"revision": 2')


def led_out(parts: Parts) -> None:
    parts["../report.json"] = b"{}"


def signed_anew(parts: Parts, **said: Any) -> None:
    manifest = json.dumps(json.loads(parts["manifest.json"]) | said).encode()
    parts["manifest.json"], parts["signature.bin"] = manifest, KEY.sign(manifest)


REFUSED: tuple[tuple[str, Callable[[], bytes], str], ...] = (
    ("another organ's name under this key", lambda: tampered(other_organ), "签名对不上登记的公钥"),
    ("another key", lambda: package(key=OTHER_KEY), "签名对不上登记的公钥"),
    ("a changed byte", lambda: tampered(changed_byte), "“report.pdf”的校验码对不上"),
    ("a changed manifest", lambda: tampered(changed_figure), "签名对不上登记的公钥"),
    ("a cut file", lambda: package()[:-200], "不是zip文件，或者已经损坏"),
    ("a file less", lambda: tampered(lambda parts: parts.pop("report.pdf")), "文件和清单对不上"),
    ("a file more", lambda: tampered(lambda parts: parts.update(x=b"1")), "文件和清单对不上"),
    ("a way out of the package", lambda: tampered(led_out), "指到包外面"),
    ("no manifest", lambda: tampered(lambda parts: parts.pop("manifest.json")), "缺少清单或者签名"),
    ("no signature", lambda: tampered(lambda parts: parts.pop("signature.bin")), "缺少清单或者签名"),
    ("no zip", lambda: b"PK\x03\x04", "不是zip文件，或者已经损坏"),
    ("a manifest of a million brackets", lambda: zipped({"manifest.json": b"[" * 10**6}), "已经损坏"),
    ("a manifest that is no object", lambda: zipped({"manifest.json": b"[]"}), "已经损坏"),
    (
        "a bomb",
        lambda: zipped({"manifest.json": b" " * (1024 * 1024 + 1)}),
        "清单太大",
    ),
    (
        "a receipt",
        lambda: tampered(lambda parts: signed_anew(parts, schema=packages.RECEIPT)),
        "这是gongkai.receipt/1",
    ),
    (
        "an organ of elsewhere",
        lambda: package(report=replace(REPORT, organ="别处镇人民政府")),
        "不是滑县人民政府的下级机关",
    ),
    (
        "a report of another organ inside",
        lambda: package(more={"report.json": dumps(replace(REPORT, organ=OTHER)).encode()}),
        "里面的报告是白道口镇人民政府2022年",
    ),
    (
        "no report inside",
        lambda: package(more={"report.json": b"{}"}),
        "里面的报告读不了",
    ),
    (
        "a year that is not over",
        lambda: package(report=replace(REPORT, year=2026)),
        "2026年的年报现在不收",
    ),
    (
        "signed with SM2",
        lambda: tampered(lambda parts: signed_anew(parts, signature_algorithm="SM2")),
        "是用SM2签名的，本程序只能验Ed25519",
    ),
    (
        "a revision that is no number",
        lambda: tampered(lambda parts: signed_anew(parts, revision="1")),
        "清单里的revision写得不对",
    ),
)


@pytest.mark.parametrize(("made", "why"), [pytest.param(m, w, id=i) for i, m, w in REFUSED])
def test_what_is_not_to_be_taken_is_refused_in_words_and_changes_nothing(
    county: Organ, made: Callable[[], bytes], why: str
) -> None:
    before = Entry.objects.count()
    with pytest.raises(Refused, match=why):
        receive(county, made())
    assert (Received.objects.count(), Entry.objects.count(), stored()) == (0, before, [])


MARKED = "绝密★10年 全文"
SECRET: tuple[tuple[str, Callable[[], bytes]], ...] = (
    (
        "in the prose of the report",
        lambda: package(report=replace(REPORT, narrative=PROSE | {"problems": MARKED})),
    ),
    ("in the manifest", lambda: tampered(lambda parts: signed_anew(parts, remark=MARKED))),
    ("in the name of a folder", lambda: package(more={f"attachments/{MARKED}/1.pdf": b"%PDF-1.4"})),
)


@pytest.mark.parametrize("made", [pytest.param(made, id=name) for name, made in SECRET])
def test_a_package_that_bears_a_secrecy_mark_anywhere_leaves_nothing_behind(
    county: Organ, made: Callable[[], bytes]
) -> None:
    before = Entry.objects.count()
    with pytest.raises(Refused, match="有密级或者不公开的标志，没有收下，也没有留存 — 请联系保密员"):
        receive(county, made())
    assert (Received.objects.count(), Entry.objects.count(), stored()) == (0, before, [])


def test_an_organ_whose_key_nobody_registered_is_told_to_ring(county: Organ) -> None:
    new = organs.create(name="留固镇人民政府", actor="测试")
    organs.place_under(organ=new, superior=county, actor="测试")
    with pytest.raises(Refused, match="留固镇人民政府 — 还没有登记它的公钥"):
        receive(county, package(report=replace(REPORT, organ="留固镇人民政府")))


def test_a_code_that_is_not_the_registered_one_is_refused(county: Organ) -> None:
    Organ.objects.filter(name=TOWN).update(uscc="11410526MB0000000X")
    with pytest.raises(Refused, match="统一社会信用代码是11410526MB0000001Y"):
        receive(county, package(uscc="11410526MB0000001Y"))


def test_an_organ_whose_ledger_is_here_sends_no_file(county: Organ) -> None:
    ask(Organ.objects.get(name=TOWN), "1", "2022-03-01", "2022-03-20")
    with pytest.raises(Refused, match="2022年的台账就在本系统里"):
        receive(county, package())


@pytest.mark.slow
def test_the_same_an_older_and_one_that_does_not_follow_are_refused(county: Organ) -> None:
    first = package()
    second = package(revision=2, previous=packages.digest_of(first))
    receive(county, first)
    receive(county, second)
    for data, why in (
        (second, "这一个已经收过"),
        (first, "这一个已经收过"),
        (package(revision=1, previous="f" * 64), "是第1版，已经收到第2版"),
        (package(revision=3, previous="f" * 64), "第3版接不上收到的第2版"),
    ):
        with pytest.raises(Refused, match=why):
            receive(county, data)
    receive(county, package(revision=5, previous="f" * 64))  # 3 and 4 were never sent
    assert [row.revision for row in Received.objects.all()] == [1, 2, 5]


@pytest.mark.slow
def test_a_package_that_two_take_in_at_once_is_taken_once_and_its_file_lies_there_once(
    county: Organ, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = package()

    def between() -> None:
        receive(county, data)

    before_the_first(monkeypatch, actions, "_arrived", between)
    with pytest.raises(Refused, match="这一个已经收过"):
        receive(county, data)
    assert Received.objects.count() == len(stored()) == 1


@pytest.mark.slow
def test_what_is_wrong_is_found_on_arrival_never_accepted_and_sent_back(county: Organ) -> None:
    wrong = replace(REPORT, cells={**REPORT.cells, "requests/new/total": 999})
    row = receive(county, package(report=wrong))
    assert "AR-3.3" in {finding.rule for finding in queries.report_of(row).findings}
    with pytest.raises(Refused, match="处要改，法定要求必须改"):
        actions.judge(row=row, state=State.PASSED, reason="", actor="县办")
    with pytest.raises(Refused, match="意见 — 还没有填"):
        actions.judge(row=row, state=State.RETURNED, reason=" ", actor="县办")
    assert actions.judge(row=row, state=State.RETURNED, reason="总计不对", actor="县办").state == "returned"


@pytest.mark.slow
def test_of_two_who_judge_at_once_the_second_learns_what_the_first_did(county: Organ) -> None:
    row = receive(county, package())
    actions.judge(row=row, state=State.PASSED, reason="照县里口径", actor="县办（county）")
    with pytest.raises(Refused, match="县办（county）已经办成“已通过”"):
        actions.judge(row=row, state=State.PASSED, reason="好", actor="李四")
    actions.judge(row=row, state=State.RETURNED, reason="又发现错", actor="李四")
    assert queries.accepted(Scope.of(row.organ), YEAR) == {}


@pytest.mark.slow
def test_only_the_latest_is_judged_and_the_accepted_one_stands_until_then(county: Organ) -> None:
    first = package()
    old = receive(county, first)
    actions.judge(row=old, state=State.PASSED, reason="可以", actor="县办")
    new = receive(county, package(revision=2, previous=packages.digest_of(first)))
    assert queries.accepted(Scope.of(old.organ), YEAR)[old.organ_id] == old
    with pytest.raises(Refused, match="之后又来了更新的一份"):
        actions.judge(row=old, state=State.RETURNED, reason="错", actor="县办")
    actions.judge(row=new, state=State.PASSED, reason="可以", actor="县办")
    assert queries.accepted(Scope.of(old.organ), YEAR)[old.organ_id] == new


@pytest.mark.slow
def test_a_file_of_an_organ_without_this_program_is_read_and_checked(county: Organ) -> None:
    report = replace(printed.report("2021"), organ="滑县青山镇人民政府")
    page = printed.html(report)
    town = organs.create(name="青山镇人民政府", actor="测试")
    organs.place_under(organ=town, superior=county, actor="测试")
    file: dict[str, Any] = {"name": "年报.html", "data": page, "actor": "县办"}
    file |= {"organ": county, "member": town}
    with pytest.raises(Refused, match="里面是2024年的报告，不是2023年的"):
        actions.receive_file(year=2023, report=report, **file)
    for other in (
        "乙镇人民政府",
        "北青山镇人民政府",
        "山镇人民政府",
        "浚县青山镇人民政府",
        "北滑县青山镇人民政府",
    ):
        with pytest.raises(Refused, match=f"里面写的是“{other}”，不是青山镇人民政府"):
            actions.receive_file(year=2024, report=replace(report, organ=other), **file)
    row = actions.receive_file(year=2024, report=report, **file)
    assert (row.came_as, queries.name_of(row), queries.content(row)) == ("file", "年报.html", page)
    assert queries.to_mend(queries.report_of(row).findings)


@pytest.mark.slow
def test_the_paper_of_a_package_is_held_against_its_figures(county: Organ) -> None:
    cell, town = "requests/granted/natural_person", Organ.objects.get(name=TOWN)

    def found(word: bytes) -> dict[str, str]:
        return {one.severity.value: one.message for one in paper.against(REPORT, word, town)}

    assert found(printed.word(REPORT)) == {}
    other = found(printed.word(replace(REPORT, organ=OTHER)))
    assert f"里面的Word写的是“{OTHER}”，数据是{TOWN}的" in other["error"]
    words = found(printed.word(replace(REPORT, narrative=PROSE | {"problems": "没有问题。"})))
    assert "正文不一样（五、存在的主要问题及改进情况）" in words["warning"]
    assert "里面的Word读不出来" in found(zipped({"word/document.xml": b"<w/>"}))["warning"]
    otherwise = printed.word(replace(REPORT, cells={**REPORT.cells, cell: 77}))
    row = receive(county, package(more={"report.docx": otherwise}))
    (more,) = [one.message for one in queries.report_of(row).findings if one.rule == paper.RULE]
    assert "里面的Word和数据有1格不一样（" in more
    assert f"数据{REPORT.cells[cell]}，Word77" in more
    with pytest.raises(Refused, match="处要改"):
        actions.judge(row=row, state=State.PASSED, reason="照数据", actor="县办")


@pytest.fixture
def town() -> Organ:
    made = organs.create(name="道口镇人民政府", actor="测试")
    ask(made, "1", "2022-03-01", "2022-03-20")
    return made


def make(town: Organ, *attachments: tuple[str, bytes]) -> Sent:
    return actions.make(organ=town, year=YEAR, attachments=attachments, actor="王敏")


def test_no_package_is_made_of_a_report_that_was_not_submitted(town: Organ) -> None:
    walk(town, "check", "approve")
    with pytest.raises(Refused, match="2022年报告现在是“领导审定” — 请先核对、审定、送审"):
        make(town)


@pytest.mark.slow
def test_the_package_holds_the_report_in_every_form_and_each_revision_names_the_one_before(
    town: Organ,
) -> None:
    walk(town, "check", "approve", "submit")
    first, second = make(town), make(town, ("盖章.pdf", b"%PDF-1.4"))
    found = packages.opened(queries.content(second), keys.own().public_key())
    assert sorted(found.files) == ["attachments/1-盖章.pdf", "report.docx", "report.json", "report.pdf"]
    assert (found.revision, found.previous, found.digest) == (2, first.digest, second.digest)
    assert found.report.organ == "道口镇人民政府"
    assert next(proof.differences(), None) is None
    ask(town, "2", "2022-05-01", "2022-05-10")
    with pytest.raises(Refused, match="送审之后台账或正文变过"):
        make(town)


@pytest.mark.slow
def test_the_receipt_is_read_by_the_registered_key_alone_and_never_goes_back(
    town: Organ, county: Organ
) -> None:
    walk(town, "check", "approve", "submit")
    sent = make(town)
    row = Received(organ=town, year=YEAR, revision=1, manifest_digest=sent.digest, state="submitted")
    at = [datetime(2023, 1, day, tzinfo=BEIJING) for day in (16, 17)]

    def receipt(when: datetime, key: Ed25519PrivateKey = KEY) -> bytes:
        return packages.receipt_for(row, by=county.name, findings=(), at=when, key=key)

    def take(data: bytes) -> Sent:
        return actions.take_receipt(organ=town, data=data, actor="王敏")

    with pytest.raises(Refused, match="还没有登记上级机关的公钥"):
        take(receipt(at[0]))
    register(town, None, KEY)
    with pytest.raises(Refused, match="签名对不上登记的公钥"):
        take(receipt(at[0], OTHER_KEY))
    old = receipt(at[0])
    row.state, row.reason = "passed", "可以公布"
    assert take(receipt(at[1])).receipt["reason"] == "可以公布"
    with pytest.raises(Refused, match="已有更新的回执"):
        take(old)
    row.manifest_digest = "0" * 64
    with pytest.raises(Refused, match="不是给本机关哪一个报送包的"):
        take(receipt(at[1]))


def test_a_key_is_replaced_by_the_next_and_none_is_registered_twice(county: Organ) -> None:
    town = Organ.objects.get(name=TOWN)
    with pytest.raises(Refused, match="登记的就是这一个"):
        register(county, town, KEY)
    new = Ed25519PrivateKey.generate()
    row = register(county, town, new)
    assert keys.registered(county, town) == row
    assert queries.registered_keys(county)[town.pk] == row


@pytest.mark.parametrize(
    ("text", "told", "why"),
    [
        ("公钥", fingerprint(KEY.public_key()), "不是Ed25519密钥"),
        (SM2_KEY, "", "国密SM2公钥，本程序的数据包只用Ed25519签名"),
        (public_text(KEY).decode(), fingerprint(OTHER_KEY.public_key()), "指纹 — 和这个公钥的对不上"),
        (public_text(KEY).decode(), "", "指纹 — 和这个公钥的对不上"),
    ],
    ids=["no key", "on the curve of SM2", "of another key", "not told"],
)
def test_no_key_is_registered_whose_fingerprint_was_not_told(text: str, told: str, why: str) -> None:
    county = organs.create(name="滑县人民政府", actor="测试")
    with pytest.raises(Refused, match=why):
        actions.register_key(organ=county, member=None, text=text, told=told, actor="县办")


@pytest.mark.slow
def test_what_the_notice_asks_for_and_the_package_lacks_is_a_finding(county: Organ) -> None:
    reports.keep_notice(
        organ=county, year=YEAR, actor="县办", due_on=date(YEAR + 1, 1, 18), attachments="盖章扫描件\n电子版"
    )
    row = receive(county, package())
    (found,) = [one for one in queries.report_of(row).findings if one.rule == "AR-L.8"]
    assert "通知要2样（盖章扫描件、电子版），附件只有0个" in found.message
