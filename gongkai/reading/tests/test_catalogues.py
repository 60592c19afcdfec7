"""Standard catalogues read from their tables: as the standards print them, as clerks retype them."""

from gongkai.law.catalogue import Entry
from gongkai.reading.catalogues import entries
from gongkai.reading.originals import docx
from gongkai.reading.originals.model import Box, Table, Text
from gongkai.reading.originals.tests.documents import catalogue

_HEAD = (
    (
        Box("序号", 2),
        Box("公开事项", 1, 2),
        Box("公开内容\n（要素）", 2),
        Box("公开时限", 2),
        Box("公开主体", 2),
        Box("公开对象", 1, 2),
        Box("公开方式", 1, 2),
    ),
    (Box("一级事项"), Box("二级事项"), Box("全社会"), Box("特定群体"), Box("主动"), Box("依申请公开")),
)


def lines(*rows: tuple[Box, ...], title: str = "社会救助领域基层政务公开标准目录") -> tuple[Entry, ...]:
    return entries([Text(title), Table((*_HEAD, *rows))])


def boxes(*texts: str) -> tuple[Box, ...]:
    return tuple(map(Box, texts))


def test_a_head_of_two_rows_a_matter_over_several_lines_and_ticks_are_read() -> None:
    first = (
        *(Box("1"), Box("最低生活保障", 2), Box("政策法规文件"), Box("管理办法"), Box("20个工作日内")),
        *(Box("乡镇人民政府", 2), Box("√"), Box(""), Box("√"), Box("")),
    )
    second = boxes("2", "审核信息", "初审对象名单", "公示7日", "", "低保申请人", "", "✓")
    one, other = lines(first, second)
    assert (one.field, one.name) == ("social_relief", "最低生活保障·政策法规文件")
    assert (one.limit, one.by, one.audience, one.way) == ("20个工作日内", "乡镇人民政府", "全社会", "主动")
    assert (other.name, other.by) == ("最低生活保障·审核信息", "乡镇人民政府")
    assert (other.audience, other.way) == ("低保申请人", "依申请公开")


def test_a_catalogue_in_word_is_read_from_its_merged_boxes() -> None:
    found = entries(docx.read(catalogue(), "目录.docx").blocks)
    assert [(one.field, one.name, one.audience) for one in found] == [
        ("social_relief", "最低生活保障·资金发放", "全社会"),
        ("social_relief", "最低生活保障·政策法规文件", "全社会"),
        ("social_relief", "特困人员救助供养·审核信息", "申请人"),
    ]


def test_an_unmerged_matter_holds_for_the_lines_below_it() -> None:
    rows = [boxes("事项", "内容", "依据"), boxes("预算", "收支表", "预算法"), boxes("", "三公经费", "预算法")]
    first, second = entries([Table(tuple(rows), name="财政预决算")])
    assert (first.field, first.item, first.content) == ("budget", "预算", "收支表")
    assert (second.item, second.content) == ("预算", "三公经费")


def test_the_title_within_the_table_names_the_field() -> None:
    title = (Box("义务教育领域基层政务公开标准目录", 1, 3),)
    found = entries(
        [Table((title, boxes("公开事项", "公开内容", "公开依据"), boxes("招生", "学区", "义务教育法")))]
    )
    assert [(one.field, one.item, one.basis) for one in found] == [
        ("compulsory_education", "招生", "义务教育法")
    ]


def test_other_tables_are_no_catalogue() -> None:
    assert entries([Table((boxes("姓名", "金额"), boxes("张三", "640")))]) == ()
    assert entries([Text("公开事项和公开内容")]) == ()


def test_a_title_among_the_lines_is_none() -> None:
    assert [
        one.item
        for one in lines(
            (Box("一、行政给付", 1, 9),), boxes("1", "特困", "", "供养标准", "", "", "", "", "", "")
        )
    ] == ["特困"]
