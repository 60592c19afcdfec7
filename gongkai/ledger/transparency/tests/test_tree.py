"""The tree as it is kept: each leaf with its act, proofs of a few rows, heads that contradict a rewritten
past."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from itertools import chain
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from gongkai.ledger import proof, witness
from gongkai.ledger.audit import actions as audit
from gongkai.ledger.base import state_of
from gongkai.ledger.disclosures.making import publishing
from gongkai.ledger.disclosures.making.publishing import Withdrawal
from gongkai.ledger.disclosures.models import Version
from gongkai.ledger.disclosures.tests import made
from gongkai.ledger.organs import actions as organs
from gongkai.ledger.transparency import actions, queries
from gongkai.ledger.transparency.actions import Statement
from gongkai.ledger.transparency.models import Leaf, Node
from gongkai.lib import heads, merkle, proofs
from gongkai.lib.proofs import Disproved, Kind
from gongkai.lib.today import BEIJING

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "DATA", tmp_path)


def tell(*contents: str) -> None:
    with transaction.atomic():
        actions.append([Statement(Kind.RELEASE, f"thing:{content}", content) for content in contents])


def tamper(sql: str) -> None:
    """As somebody with the database file and no regard for the program."""
    with connection.cursor() as cursor:
        cursor.execute(sql)


def wrong() -> list[str]:
    """What a proof of everything finds, but for the heads of the audit log, which are noted at a commit."""
    found = chain(proof.differences(), queries.breaks(), witness.differences())
    return [one.message for one in found]


def read_again(proof: proofs.Proof) -> proofs.Proof:
    """As whoever downloaded it has it."""
    found = proofs.read(json.dumps(proofs.to_json(proof)).encode())
    assert isinstance(found, proofs.Proof)
    return found


def test_the_tree_is_that_of_its_leaves_however_they_came() -> None:
    tell("一")
    tell("二", "三", "四")
    tell(*"五六七")
    leaves = [merkle.leaf_hash(queries.entry(leaf).data) for leaf in Leaf.objects.all()]
    a, b, c, d, e, f, g = leaves
    node = merkle.node_hash
    assert queries.root(7) == node(node(node(a, b), node(c, d)), node(node(e, f), g))
    assert queries.root(3) == node(node(a, b), c)
    assert list(queries.breaks()) == []


def test_every_leaf_is_proved_to_whoever_has_a_head() -> None:
    tell(*"一二三四五六七八九")
    actions.sign()
    for leaf in Leaf.objects.all():
        found = read_again(queries.proof(leaf, leaf.subject.removeprefix("thing:")))
        found.check()
        assert found.onward is not None
        assert found.onward.later == queries.latest()


def test_another_content_than_was_told_is_refused() -> None:
    tell("一", "二")
    with pytest.raises(Disproved, match="与登记的摘要不符"):
        queries.proof(Leaf.objects.get(index=0), "壹").check()


def test_what_is_forgotten_stays_proved_and_tells_nothing() -> None:
    tell("一", "二")
    root = queries.root(2)
    actions.forget(["thing:一"])
    found = read_again(queries.proof(Leaf.objects.get(index=0), "一"))
    found.check()
    assert (found.content, found.salt, queries.root(2)) == (None, "", root)


def test_the_same_content_has_another_digest_each_time() -> None:
    """Else whoever guesses a short text could try whether it was ever public."""
    tell("一", "一")
    assert len(set(Leaf.objects.values_list("digest", flat=True))) == 2


def test_the_head_is_signed_once_a_day_and_after_each_growth() -> None:
    with time_machine.travel("2026-03-02 09:00 +0800"):
        assert actions.sign() is None  # nothing to vouch for yet
        tell("一")
        assert actions.sign()
        assert actions.sign() is None
        tell("二")
        assert actions.sign()
        assert actions.sign() is None
    with time_machine.travel("2026-03-03 00:01 +0800"):
        assert actions.sign()
    found = [(head.size, head.at.day, head.is_signed) for head in queries.signed()]
    assert found == [(2, 3, True), (2, 2, True), (1, 2, True)]


def test_a_paper_bears_the_head_that_was_signed_by_then() -> None:
    with time_machine.travel("2026-03-02 09:00 +0800"):
        tell("一")
        actions.sign()
    with time_machine.travel("2026-03-03 09:00 +0800"):
        actions.sign()
        tell("二")
    assert queries.by(datetime(2026, 3, 2, 8, tzinfo=BEIJING)) is None
    head = queries.by(datetime(2026, 3, 2, 10, tzinfo=BEIJING))
    assert head is not None
    assert (head.size, head.code) == (1, queries.head_at(1).code)


def test_what_is_not_done_is_not_told() -> None:
    with transaction.atomic():
        actions.append([Statement(Kind.RELEASE, "thing:一", "一")])
        transaction.set_rollback(True)
    assert (queries.size(), Node.objects.count()) == (0, 0)


def test_outside_a_transaction_nothing_is_told(transactional_db: None) -> None:
    with pytest.raises(RuntimeError, match="one transaction"):
        actions.append([Statement(Kind.RELEASE, "thing:一", "一")])


TAMPERINGS = {
    "a changed digest": ("UPDATE transparency_leaf SET digest = '0' WHERE \"index\" = 1", "日志被改写过"),
    "a changed time": ("UPDATE transparency_leaf SET at = '' WHERE \"index\" = 0", "日志被改写过"),
    "swapped leaves": (
        "UPDATE transparency_leaf SET subject = CASE WHEN \"index\" = 0 THEN 'thing:二' ELSE 'thing:一' END"
        ' WHERE "index" < 2',
        "日志被改写过",
    ),
    "a leaf taken out": ('DELETE FROM transparency_leaf WHERE "index" = 1', "第2条不在了"),
    "a cut tail": ('DELETE FROM transparency_leaf WHERE "index" = 4', "第4条之后被截断"),
    "everything deleted": ("DELETE FROM transparency_leaf", "第0条之后被截断"),
    "a changed node": ("DELETE FROM transparency_node WHERE place = 1", "与各条不符"),
    "a head made larger": ("UPDATE transparency_head SET size = 9", "第5条之后被截断"),
    "a head of another instant": ("UPDATE transparency_head SET timestamp = 1", "日志被改写过"),
    "another signature": ("UPDATE transparency_head SET signature = 'AAAA'", "日志被改写过"),
}


@pytest.mark.parametrize(("sql", "words"), TAMPERINGS.values(), ids=list(TAMPERINGS))
def test_whoever_touches_it_is_found_out(sql: str, words: str) -> None:
    tell(*"一二三四五")
    actions.sign()
    assert list(queries.breaks()) == []
    tamper(sql)
    assert any(words in found.message for found in queries.breaks())


def test_a_past_written_anew_contradicts_the_head_that_somebody_holds() -> None:
    tell(*"一二三四五")
    held = queries.head_at(4)
    Leaf.objects.all().delete()
    Node.objects.all().delete()
    tell("一", "改", *"三四五六")
    with pytest.raises(Disproved, match="日志被改写过"):
        queries.growth(held, queries.head_at(6)).check()


def test_every_later_head_goes_on_from_an_earlier_one() -> None:
    tell(*"一二三四五六七")
    for earlier in range(8):
        queries.growth(queries.head_at(earlier), queries.head_at(7)).check()


def planted(size: int) -> None:
    """The right edge of a tree of many leaves, which is all that the next ones stand on."""
    Leaf.objects.create(
        index=size - 1, kind=Kind.RELEASE, subject="thing:last", at="", digest="00", salt="00"
    )
    nodes = merkle.complete(merkle.Span(0, size))
    Node.objects.bulk_create(Node(place=node.place, hash=bytes(32)) for node in nodes)


@pytest.mark.parametrize("size", [3, 1_000_000, 1_048_575])
def test_a_million_leaves_ask_for_no_more_queries_nor_rows(size: int) -> None:
    planted(size)
    with (
        CaptureQueriesContext(
            connection,
        ) as asked,
        transaction.atomic(),
    ):
        actions.append([Statement(Kind.RELEASE, "thing:new", "新")])
    leaf = Leaf.objects.get(index=size)
    with CaptureQueriesContext(connection) as proved:
        queries.proof(leaf, None)
    statements = [one["sql"] for one in asked if "transparency" in one["sql"]]
    assert len(statements) == 4  # how large it is, its edge, the leaf, the new nodes
    assert len(proved) == 3  # the root, the path, the last head
    assert Node.objects.count() <= 2 * (size + 1).bit_length() + 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_those_who_publish_at_once_stand_one_after_the_other() -> None:
    def publish(name: str) -> None:
        try:
            for number in range(5):
                tell(f"{name}{number}")
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(publish, "甲乙丙丁"))
    assert queries.size() == 20
    assert list(queries.breaks()) == []


@pytest.mark.slow
def test_a_release_its_change_and_its_withdrawal_are_told_in_order() -> None:
    organ = organs.create(name="四间房镇人民政府", actor="测试")
    record = made.published(organ)
    record = made.published_again(record)
    publishing.withdraw(record=record, said=Withdrawal("文件有误"), actor="赵建国")
    told = [(leaf.kind, leaf.subject.partition(":")[0]) for leaf in Leaf.objects.all()]
    release, withdrawal = ("release", "disclosures.version"), ("withdrawal", "disclosures.record")
    assert told == [release, release, withdrawal]
    assert wrong() == []


@pytest.mark.slow
def test_what_was_withdrawn_for_good_cannot_be_guessed_at() -> None:
    organ = organs.create(name="四间房镇人民政府", actor="测试")
    record = made.published(organ)
    publishing.withdraw(record=record, said=Withdrawal("有个人信息", hard=True), actor="赵建国")
    assert [bool(leaf.salt) for leaf in Leaf.objects.all()] == [False, True]
    assert wrong() == []


def published_before_there_was_a_log() -> None:
    made.published(organs.create(name="四间房镇人民政府", actor="测试"))
    Leaf.objects.all().delete()
    Node.objects.all().delete()


@pytest.mark.slow
def test_what_was_public_before_is_told_at_the_upgrade_and_once() -> None:
    published_before_there_was_a_log()
    assert witness.is_behind()
    assert (witness.complete(), witness.complete()) == (1, 0)
    assert not witness.is_behind()
    assert wrong() == []


@pytest.mark.slow
def test_what_was_published_past_the_log_is_found_out() -> None:
    published_before_there_was_a_log()
    assert ["公开日志里没有登记" in one for one in wrong()] == [True]


@pytest.mark.slow
def test_what_was_changed_after_it_was_public_is_found_out() -> None:
    """Even where the change was logged."""
    made.published(organs.create(name="四间房镇人民政府", actor="测试"))
    version = Version.objects.get()
    before, version.title = state_of(version), "另一个标题"
    version.save()
    with transaction.atomic():
        audit.changed([(before, version)], actor="某人", organ=version.organ)
    assert ["公开后被绕过程序改动过" in one for one in wrong()] == [True]


def test_codes_are_read_as_people_type_them() -> None:
    tell("一")
    size, _dash, letters = queries.head_at(1).code.partition("-")
    typed = letters.lower().replace("0", "o").replace("1", "l")
    assert heads.as_code(f" {size}-{typed} ") == f"{size}-{letters}"
    assert heads.as_code("1-不是码") == ""
