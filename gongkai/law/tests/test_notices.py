"""Reading holiday notices: text as published, TOML and CSV, and what is refused."""

from datetime import date
from pathlib import Path

import pytest

from gongkai.law.holidays import Notice, NoticeError, Span
from gongkai.law.notices import from_csv, from_toml, load, parse, to_toml
from gongkai.law.workdays import OFFICIAL

FORM_OF_2026 = """关于2026年部分节假日安排的通知
国办发明电〔2025〕7号
各有关单位：
    现将2026年部分节假日的放假调休日期通知如下。
    一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
    二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、
2月28日（周六）上班。
    三、清明节：4月4日（周六）至6日（周一）放假，共3天。
    四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
    五、端午节：6月19日（周五）至21日（周日）放假，共3天。
    六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
    七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
    节日期间请妥善安排值班。
                                    国务院办公厅
                                    2025年11月4日
"""
FORM_OF_2025 = """关于2025年部分节假日安排的通知 国办发明电〔2024〕12号
一、元旦：1月1日（周三）放假1天，不调休。
二、春节：1月28日（农历除夕、周二）至2月4日（农历正月初七、周二）放假调休，共8天。1月26日（周日）、2月8日（周六）上班。
三、清明节：4月4日（周五）至6日（周日）放假，共3天。
四、劳动节：5月1日（周四）至5日（周一）放假调休，共5天。4月27日（周日）上班。
五、端午节：5月31日（周六）至6月2日（周一）放假，共3天。
六、国庆节、中秋节：10月1日（周三）至8日（周三）放假调休，共8天。9月28日（周日）、10月11日（周六）上班。
"""
FORM_OF_2024 = """关于2024年部分节假日安排的通知
一、元旦：1月1日放假，与周末连休。
二、春节：2月10日至17日放假调休，共8天。2月4日（星期日）、2月18日（星期日）上班。鼓励安排职工在除夕（2月9日）休息。
三、清明节：4月4日至6日放假调休，共3天。4月7日（星期日）上班。
四、劳动节：5月1日至5日放假调休，共5天。4月28日（星期日）、5月11日（星期六）上班。
五、端午节：6月10日放假，与周末连休。
六、中秋节：9月15日至17日放假调休，共3天。9月14日（星期六）上班。
七、国庆节：10月1日至7日放假调休，共7天。9月29日（星期日）、10月12日（星期六）上班。
"""
FORM_OF_2019 = """关于2019年部分节假日安排的通知
一、元旦：2018年12月30日至2019年1月1日放假调休，共3天。2018年12月29日（星期六）上班。
二、春节：2月4日至10日放假调休，共7天。2月2日（星期六）、2月3日（星期日）上班。
三、清明节：4月5日放假，与周末连休。
四、劳动节：5月1日至4日放假调休，共4天。4月28日（星期日）、5月5日（星期日）上班。
五、端午节：6月7日放假，与周末连休。
六、中秋节：9月13日放假，与周末连休。
七、国庆节：10月1日至7日放假调休，共7天。9月29日（星期日）、10月12日（星期六）上班。
"""
FORM_OF_2023 = """关于２０２３年部分节假日安排的通知
元旦：12月31日至1月2日放假调休，共3天。
春节：1月21日至27日放假调休，共7天。1月28日、29日（星期日）上班。
清明节：4月5日放假，共1天。
劳动节：4月29日至5月3日放假调休，共5天。4月23日（星期日）和5月6日（星期六）上班。
端午节：6月22日至24日放假调休，共3天。6月25日（星期日）照常上班。
中秋节、国庆节：9月29日至10月6日放假调休，共8天。10月7日（星期六）至8日（星期日）上班
"""


def off_days(notice: Notice) -> set[date]:
    """Every day off of a notice."""
    return {day for span in notice.off for day in span.days()}


@pytest.mark.parametrize(
    ("text", "year"),
    [
        (FORM_OF_2026, 2026),
        (FORM_OF_2025, 2025),
        (FORM_OF_2024, 2024),
        (FORM_OF_2023, 2023),
        (FORM_OF_2019, 2019),
    ],
)
def test_the_text_of_a_notice_gives_the_days_of_its_year(text: str, year: int) -> None:
    notice, official = parse(text), OFFICIAL.notice_for(year)
    assert official is not None
    assert notice.year == year
    assert notice.work == official.work
    weekdays_off = {day for day in off_days(notice) if day.weekday() < 5}
    assert weekdays_off == {day for day in off_days(official) if day.weekday() < 5}


def test_number_date_and_names_are_read_from_the_text() -> None:
    notice = parse(FORM_OF_2026)
    assert (notice.number, notice.issued_on) == ("国办发明电〔2025〕7号", date(2025, 11, 4))
    assert notice.off[0] == Span(date(2026, 1, 1), date(2026, 1, 3), "元旦")
    assert notice == OFFICIAL.with_notices(notice).notice_for(2026)


def test_a_single_day_with_the_weekend_is_the_whole_range() -> None:
    spans = {span.name: span for span in parse(FORM_OF_2024).off}
    assert spans["端午节"] == Span(date(2024, 6, 8), date(2024, 6, 10), "端午节")
    assert spans["元旦"] == Span(date(2023, 12, 30), date(2024, 1, 1), "元旦")


def test_a_day_of_rest_in_lieu_is_a_day_off() -> None:
    text = FORM_OF_2026.replace(
        "4月4日（周六）至6日（周一）放假，共3天。", "4月5日（周日）放假，4月6日（星期一）补休。"
    )
    assert date(2026, 4, 6) in off_days(parse(text))


@pytest.mark.parametrize(
    "sentence",
    [
        "9月20日（周日）和10月10日（周六）为工作日。",
        "9月20日（周日）、10月10日（周六）两天均调整为工作日。",
        "9月20日（周日）正常上班，10月10日（周六）照常工作。",
        "9月20日（星期日）作为正常工作日；10月10日（星期六）调休上班。",
        "9月20日、10月10日补班。",
    ],
)
def test_a_day_worked_in_exchange_may_be_named_in_all_the_usual_ways(sentence: str) -> None:
    text = FORM_OF_2026.replace("9月20日（周日）、10月10日（周六）上班。", sentence)
    assert text != FORM_OF_2026
    assert parse(text) == parse(FORM_OF_2026)


@pytest.mark.parametrize(
    "sentence",
    [
        "9月20日（周日）和10月10日（周六）另行安排。",
        "9月20日（周日）、10月10日（周六）不上班。",
        "9月20日（周日）公休日调至10月8日（周四）。",
        "9月20日（周日）起恢复正常工作秩序。",
        "9月20日周日（10月10日）照常上班。",
        "9月20、10月10日（周六）上班。",
    ],
)
def test_a_sentence_about_a_day_that_it_does_not_understand_is_refused_and_named(sentence: str) -> None:
    text = FORM_OF_2026.replace("9月20日（周日）、10月10日（周六）上班。", sentence)
    with pytest.raises(NoticeError, match=r"^“9月20.*”读不懂"):
        parse(text)


def test_a_notice_copied_with_its_markup_reads_like_the_page() -> None:
    lines = FORM_OF_2026.replace("：", "：<strong>").replace("。", "</strong>。").splitlines()
    page = "<!-- 10月11日上班 --><style>p{margin:0}</style>" + "".join(
        f"<p style='text-indent: 2em'>&emsp;{line}<br></p>" for line in lines
    )
    assert parse(page) == parse(FORM_OF_2026)
    listed = FORM_OF_2026.replace("。\n", "&nbsp;<br>").replace("\n", "<br/>")
    assert [span.name for span in parse(listed).off] == [span.name for span in parse(FORM_OF_2026).off]


def test_the_year_may_be_given_where_the_text_does_not_name_it() -> None:
    body = FORM_OF_2024.split("\n", 1)[1]
    with pytest.raises(NoticeError, match="不知道是哪一年的通知"):
        parse(body)
    assert parse(body, 2024).year == 2024
    with pytest.raises(NoticeError, match="通知是2024年的 — 不是所选的2025年"):
        parse(FORM_OF_2024, 2025)


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("1月4日（周日）", "1月4日（周六）", "的星期不对 — 2026年1月4日是周日"),
        ("（周六）放假调休，共3天", "（周六）放假调休，共4天", "写明4天，起止日期却是3天"),
        ("5月9日（周六）上班", "5月32日上班", "不是有效日期"),
        ("5月9日（周六）上班", "5月11日上班", "2026年5月11日列为上班日 — 这天是周一，本来就上班"),
        ("5月9日（周六）上班", "5月2日上班", "2026年5月2日既放假又上班"),
        ("六、中秋节：9月25日（周五）至27日（周日）放假，共3天。", "", "没有写到中秋节"),
        (
            "10月1日（周四）至7日（周三）放假调休，共7天",
            "10月2日（周五）至7日（周三）放假调休，共6天",
            "10月1日没有放假",
        ),
        ("6月19日（周五）至21日（周日）放假", "放假从6月19日（周五）到21日（周日）", "读不懂"),
        ("6月19日（周五）至21日（周日）", "19日（周五）至21日（周日）", "缺少月份"),
        ("2026年部分", "2025年部分", "的星期不对"),
    ],
)
def test_a_slip_in_the_text_is_refused_in_words(old: str, new: str, sentence: str) -> None:
    assert old in FORM_OF_2026
    with pytest.raises(NoticeError, match=sentence):
        parse(FORM_OF_2026.replace(old, new))


@pytest.mark.parametrize("text", ["", "今天天气很好。", "关于2026年部分节假日安排的通知"])
def test_a_text_that_is_no_notice_is_refused_in_words(text: str) -> None:
    with pytest.raises(NoticeError, match=" — 请"):
        parse(text)


@pytest.mark.parametrize("notice", OFFICIAL.notices, ids=lambda notice: str(notice.year))
def test_what_is_written_as_toml_reads_back_equal(notice: Notice) -> None:
    assert from_toml(to_toml(notice)) == notice


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("year = ", "不是有效的TOML"),
        ("off = []", "缺少年份"),
        ("year = 1066\noff = []\nwork = []", "只到1990年至2100年"),
        ("year = 2027\noff = [['01-01', '01-03']]\nwork = []", "内容不全或写法不对"),
        ("year = 2027\noff = [['13-01', '01-03', '元旦']]\nwork = []", "内容不全或写法不对"),
        ("year = 2027\noff = [['2025-01-01', '2025-01-03', '元旦']]\nwork = []", "不属于2027年的安排"),
        ("year = 2027\noff = [['01-03', '01-01', '元旦']]\nwork = []", "颠倒或超过16天"),
        (
            "year = 2027\noff = [['01-01', '01-01', '元旦'], ['01-01', '01-02', '元旦']]\nwork = []",
            "重复放假",
        ),
    ],
)
def test_unfit_toml_is_refused_in_words(text: str, sentence: str) -> None:
    with pytest.raises(NoticeError, match=sentence):
        from_toml(text)


def test_a_table_of_days_reads_as_the_same_notice() -> None:
    official = OFFICIAL.notice_for(2019)
    assert official is not None
    rows = [f"{day},放假,{span.name}" for span in official.off for day in span.days()]
    rows += [f"{day},上班," for day in official.work]
    notice = from_csv("\n".join(["日期,安排,名称", *rows]))
    assert (notice.year, notice.off, notice.work) == (2019, official.off, official.work)


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ("日期,安排,名称\n2027-01-41,放假,元旦", "第2行的日期“2027-01-41”读不懂"),
        ("日期,安排,名称\n2027-01-01,休,元旦", "第2行的安排“休”不认识"),
        ("日期,安排,名称", "表中没有放假的日期"),
        ("日期,类型,名称\n2027-01-01,放假,元旦", "表头缺少“安排”列 — 需要日期、安排、名称三列"),
        ("2027-01-01,放假,元旦", "表头缺少“日期”、“安排”、“名称”列"),
        ("", "表头缺少“日期”"),
    ],
)
def test_an_unfit_table_is_refused_in_words(rows: str, sentence: str) -> None:
    with pytest.raises(NoticeError, match=sentence):
        from_csv(rows)


def test_files_are_read_by_their_kind_and_encoding(tmp_path: Path) -> None:
    text = tmp_path / "通知.txt"
    text.write_bytes(FORM_OF_2026.encode("gb18030"))
    assert load(text).year == 2026
    table = tmp_path / "2026.toml"
    table.write_text(to_toml(load(text)), encoding="utf-8-sig")
    assert load(table) == load(text)
    with pytest.raises(NoticeError, match="打不开"):
        load(tmp_path / "没有.txt")
    picture = tmp_path / "扫描件.jpg"
    picture.write_bytes(b"\xff\xd8\xff\xe0\x00\x10JFIF\xff\xff")
    with pytest.raises(NoticeError, match="不是文本文件"):
        load(picture)
