"""Words are found wherever they stand, by two characters or by one, as they are written in any width."""

from datetime import date

import pytest
from django.db import connection
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from gongkai.ledger.base import Scope
from gongkai.ledger.organs import actions as organs
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.requests import actions as requests
from gongkai.ledger.requests.entries import EventEntry, RequestEntry
from gongkai.ledger.requests.models import EventKind, FoiRequest
from gongkai.ledger.supervision import actions as supervision
from gongkai.ledger.supervision.models import Activity
from gongkai.ledger.words import queries
from gongkai.ledger.words.actions import WORDS
from gongkai.ledger.words.rows import FIELDS

pytestmark = pytest.mark.django_db
DAY = date(2025, 3, 3)
TABLE = "supervision.activity"
ID_NUMBER, CONTACT = "11010519491231002X", "13800138000"


@pytest.fixture
def town() -> Organ:
    return organs.create(name="河口镇人民政府", actor="测试")


def note(organ: Organ, topic: str) -> Activity:
    row = Activity(organ=organ, on=DAY, kind="meeting", topic=topic)
    supervision.register(organ=organ, rows=[row], actor="测试")
    return row


def found(organ: Organ, text: str) -> list[int]:
    """The keys found, which both ways of asking have to agree on."""
    words = queries.words_of(text)
    newest = queries.newest(Scope.of(organ), words, 100).get(TABLE, [])
    assert set(Activity.objects.filter(queries.hold(TABLE, Scope.of(organ), words))) == {
        *Activity.objects.filter(pk__in=newest)
    }
    return newest


@pytest.mark.parametrize(
    ("topic", "text"),
    [
        ("道路养护资金", "养护"),
        ("道路养护资金", "路"),
        ("道路养护资金", "金"),  # the last character begins no pair of its own
        ("道", "道"),
        ("道路养护资金", "资金 道路"),
        ("关于镇发〔2024〕3号的培训", "〔2024〕3号"),
        ("关于镇发〔2024〕3号的培训", "[2024]3"),
        ("关于镇发〔2024〕3号的培训", "（２０２４）3号"),
        ("关于镇发〔2024〕3号的培训", "2024"),
        ("关于镇发〔2024〕3号的培训", "3"),
        ("WPS表格与Excel导入", "excel"),
        ("WPS表格与Excel导入", "ｗｐｓ表格"),
        ("ＰＰＰ项目", "ppp"),
        ("占比100%", "100%"),
        ("甲_乙", "甲_乙"),
        ('说"公开"', '"公开"'),
        ("it's 'open' & | ! :*", "'open'"),
        ("𠮷林路口", "𠮷林"),
        ("第一行\n第二行", "二行"),
    ],
)
def test_a_word_is_found_as_it_is_typed(town: Organ, topic: str, text: str) -> None:
    row = note(town, topic)
    note(town, "别的事")
    assert found(town, text) == [row.pk]


@pytest.mark.parametrize(
    ("topic", "text"),
    [
        ("养老护理", "养护"),
        ("公示公开示范", "公开示公"),  # each of its pairs stands there, the whole does not
        ("道路养护", "道路 桥梁"),
        ("甲乙", "甲_"),
        ("100元", "100%"),
        ("道路", "o1"),
        ("道路", "t4o1x"),  # the index's own marks are no words
        ("道路", "*"),
    ],
)
def test_what_does_not_stand_there_is_not_found(town: Organ, topic: str, text: str) -> None:
    note(town, topic)
    assert found(town, text) == []


def test_a_word_does_not_reach_from_one_field_into_the_next(town: Organ) -> None:
    row = Activity(organ=town, on=DAY, kind="meeting", topic="道路", target="养护站")
    supervision.register(organ=town, rows=[row], actor="测试")
    assert found(town, "路养") == []
    assert found(town, "道路 养护") == [row.pk]


@pytest.mark.parametrize("text", ["道路", "路"])
def test_only_the_scope_s_rows_are_found_the_newest_first(town: Organ, text: str) -> None:
    other = organs.create(name="山口镇人民政府", actor="测试")
    rows = [note(town, "道路"), note(other, "道路"), note(town, "道路")]
    assert found(town, text) == [rows[2].pk, rows[0].pk]
    assert queries.newest(Scope(), [text], 9) == {}
    both = queries.newest(Scope.of(town, other), [text], 2)
    assert both == {TABLE: [rows[2].pk, rows[1].pk]}


def test_a_corrected_row_is_found_by_what_it_says_now(town: Organ) -> None:
    row = note(town, "道路养护")
    supervision.amend(organ=town, pairs=[(row, {"topic": "桥梁养护"})], actor="测试", reason="错")
    assert (found(town, "道路"), found(town, "桥梁")) == ([], [row.pk])
    entry = RequestEntry(
        "〔2025〕1号",
        (EventEntry(EventKind.RECEIVED, DAY, {"applicant_kind": "natural_person"}),),
        applicant_name="张三",
        content="低保名单",
    )
    (asked,) = requests.receive(organ=town, entries=[entry], actor="测试")
    later = RequestEntry(entry.number, entry.events, applicant_name="张三", content="医保名单")
    requests.amend(organ=town, pairs=[(asked, later)], actor="测试", reason="错")
    assert queries.newest(Scope.of(town), ["低保"], 9) == {}
    assert queries.newest(Scope.of(town), ["医保"], 9) == {"requests.foirequest": [asked.pk]}


def test_what_came_past_the_program_is_found_after_rebuilding(town: Organ) -> None:
    kept, changed = note(town, "道路"), note(town, "道路")
    Activity.objects.filter(pk=changed.pk).update(topic="桥梁")
    gone = note(town, "道路")
    Activity.objects.filter(pk=gone.pk).delete()
    assert WORDS.stale() == 2
    assert WORDS.rebuild() == 2
    assert WORDS.stale() == 0
    assert (found(town, "道路"), found(town, "桥梁")) == ([kept.pk], [changed.pk])


def test_what_is_sealed_and_who_asked_never_enter_the_index(town: Organ) -> None:
    entry = RequestEntry(
        "〔2025〕1号",
        (EventEntry(EventKind.RECEIVED, DAY, {"applicant_kind": "natural_person"}),),
        applicant_name="欧阳建国",
        content="低保名单",
        id_number=ID_NUMBER,
        contact=CONTACT,
    )
    requests.receive(organ=town, entries=[entry], actor="测试")
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM words_text")
        texts = [text for (text,) in cursor.fetchall()]
    assert texts == ["(2025)1号\n低保名单"]
    sealed = {field.name for field in FoiRequest._meta.fields if field.name.endswith("_sealed")}
    assert sealed
    assert not any(name.endswith(("_sealed", "_masked", "_print")) for name in FIELDS["requests.foirequest"])


#: What is typed in offices, and what breaks naive indexes: brackets, widths, cases, marks, rare characters.
TYPED = st.text(
    st.one_of(
        st.sampled_from("道路养护〔〕[]（）(2024)3号aAＡｂ İıßſKµ%_'\"*\\:&|!-\u0301\u3000𠮷㈱ﬁ"),
        st.characters(exclude_categories=("Cs", "Cc")),
    ),
    min_size=1,
    max_size=12,
)


@pytest.mark.slow
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=TYPED, data=st.data())
@example(text="关于镇发〔2024〕3号", data=None)
def test_whatever_the_plain_search_finds_the_index_finds(town: Organ, text: str, data: st.DataObject) -> None:
    row = note(town, text)
    begin = data.draw(st.integers(0, len(text) - 1)) if data else 4
    end = data.draw(st.integers(begin + 1, len(text))) if data else 9
    word = text[begin:end]
    if data and data.draw(st.booleans()):
        word = word.swapcase()
    words = queries.words_of(word)
    if not words:
        return
    plain = Activity.objects.filter(organ=town)
    for each in words:
        plain = plain.filter(topic__icontains=each)
    wanted = set(plain.values_list("pk", flat=True))
    held = Activity.objects.filter(queries.hold(TABLE, Scope.of(town), words))
    indexed = set(held.values_list("pk", flat=True))
    assert wanted <= indexed
    assert row.pk in indexed or row.pk not in wanted
