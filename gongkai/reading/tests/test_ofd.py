"""OFD files as the common programs write them: each box by its rules, nothing that nobody sees."""

import io
import zipfile
from collections.abc import Callable

import pytest

from gongkai.law.annual_report.model import ReportData
from gongkai.reading import ReadError, read_bytes
from tests.synthetic import ofd
from tests.synthetic.files import draft
from tests.synthetic.judge import judge
from tests.synthetic.ofd import MANNERS
from tests.synthetic.variants import VARIANTS, spoilt

PLAIN = ofd.written(draft(8, "2021", "ofd"), MANNERS["lines"])
PAGE = "Doc_0/Pages/Page_0/Content.xml"


def changed(change: Callable[[str], str], part: str = PAGE) -> bytes:
    """The plain file with one of its parts changed; "" takes it away."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(PLAIN)) as source, zipfile.ZipFile(file, "w") as archive:
        for name in source.namelist():
            content = source.read(name).decode()
            content = change(content) if name == part else content
            if content:
                archive.writestr(name, content)
    return file.getvalue()


def text_object(text: str, left: float, foot: float, more: str = "", inside: str = "") -> str:
    return (
        f'<ofd:TextObject ID="9" Boundary="{left} {foot - 2.4} 99 3" Size="2.4"{more}>{inside}'
        f'<ofd:TextCode X="0" Y="2.4">{text}</ofd:TextCode></ofd:TextObject>'
    )


def with_object(written: str) -> bytes:
    return changed(lambda page: page.replace("</ofd:PageBlock>", written + "</ofd:PageBlock>"))


def place_of(text: str) -> tuple[float, float]:
    """Where a figure that stands once on the first page begins, and what it stands on."""
    page = zipfile.ZipFile(io.BytesIO(PLAIN)).read(PAGE).decode()
    before = page[: page.index(f">{text}</ofd:TextCode>")]
    left, top, _, _ = before[before.rindex('Boundary="') + 10 :].split('"')[0].split()
    return float(left), float(top) + 2.4


def plain() -> ReportData:
    return read_bytes(PLAIN, name="报告.ofd")


@pytest.mark.parametrize("form", ["2021", pytest.param("2019", marks=pytest.mark.slow)])
@pytest.mark.parametrize("manner", MANNERS)
def test_every_figure_and_chapter_comes_back_in_the_manner_of(manner: str, form: str) -> None:
    wrote = draft(3 if form == "2021" else 2, form, "ofd")
    read = read_bytes(ofd.written(wrote, MANNERS[manner]), name="报告.ofd")
    assert read.cells == wrote.truth
    assert read.findings == ()
    assert (read.organ, read.year) == (wrote.organ, wrote.year)
    assert read.headings == tuple(chapter.heading for chapter in read.form.chapters)


@pytest.mark.parametrize("name", ["struck digits", "raised digits", "boxes lost", "row over two pages"])
def test_no_figure_is_read_wrong_where_the_form_is_printed_with(name: str) -> None:
    assert judge(spoilt(3, "2021", "ofd", name)).wrong == {}


@pytest.mark.slow
@pytest.mark.parametrize("name", [variant.name for variant in VARIANTS if "ofd" in variant.kinds])
def test_nor_where_it_is_printed_with(name: str) -> None:
    assert judge(spoilt(4, "2021", "ofd", name)).wrong == {}
    assert judge(spoilt(2, "2019", "ofd", name)).wrong == {}


@pytest.mark.parametrize(
    "unseen",
    [
        text_object("7", *place_of("672"), more=' Visible="false"'),
        text_object("7", *place_of("672"), more=' Alpha="0"'),
        text_object("7", *place_of("672"), inside='<ofd:FillColor Value="255 255 255"/>'),
        text_object("7", *place_of("672"), more=' Fill="false"'),
        text_object("672", *place_of("672")),  # printed twice to look bold
        text_object("672", place_of("672")[0] + 0.2, place_of("672")[1] + 0.1),
    ],
)
def test_what_nobody_sees_is_not_read(unseen: str) -> None:
    assert read_bytes(with_object(unseen), name="报告.ofd").cells == plain().cells


@pytest.mark.slow
@pytest.mark.parametrize(
    "beside",
    [
        text_object("1", place_of("672")[0] + 8, place_of("672")[1]),
        text_object("3", place_of("672")[0] + 4, place_of("672")[1] - 1, more=' HScale="1"').replace(
            'Size="2.4"', 'Size="1.2"'
        ),
        text_object("8", *place_of("672")),
        '<ofd:ImageObject ID="8" Boundary="{} {} 3 2" ResourceID="7"/>'.format(*place_of("672")),
    ],
)
def test_a_figure_with_something_beside_it_is_unread(beside: str) -> None:
    read = read_bytes(with_object(beside), name="报告.ofd")
    changes = {code for code, value in plain().cells.items() if read.cells[code] != value}
    assert changes == {"proactive/regulations/in_force"}
    assert read.cells["proactive/regulations/in_force"] is None
    assert [(finding.rule, finding.where) for finding in read.findings] == [
        ("AR-unread", "proactive/regulations/in_force")
    ]


def test_figures_of_a_row_need_not_stand_on_one_line() -> None:
    left, foot = place_of("672")
    moved = changed(
        lambda page: page.replace(
            f'Boundary="{left:.3f} {foot - 2.4:.3f}', f'Boundary="{left:.3f} {foot - 2.1:.3f}'
        )
    )
    assert moved != PLAIN
    assert read_bytes(moved, name="报告.ofd").cells == plain().cells


def bomb() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("OFD.xml", b" " * (130 * 1024 * 1024))
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (changed(lambda page: ""), "已损坏或不完整"),
        (changed(lambda page: page[:-40]), "已损坏或不完整"),
        (changed(lambda page: "", "Doc_0/Document.xml"), "已损坏或不完整"),
        (
            changed(lambda root: root.replace("Doc_0/Document.xml", "../../etc/passwd"), "OFD.xml"),
            "已损坏或不完整",
        ),
        (
            changed(lambda page: page.replace("<ofd:Page ", '<!DOCTYPE x [<!ENTITY a "9">]><ofd:Page ', 1)),
            "已损坏或不完整",
        ),
        (
            changed(
                lambda root: root.replace(
                    "</ofd:Pages>", '<ofd:Page ID="p" BaseLoc="x"/>' * 301 + "</ofd:Pages>"
                ),
                "Doc_0/Document.xml",
            ),
            "超过300页",
        ),
        (with_object("<ofd:PageBlock>" * 40 + "</ofd:PageBlock>" * 40), "过于复杂"),
    ],
)
def test_a_hostile_file_is_refused_in_words(data: bytes, says: str) -> None:
    with pytest.raises(ReadError, match=says):
        read_bytes(data, name="报告.ofd")


def lattice() -> str:
    """A thousand lines across, each crossed by a thousand."""
    return "".join(
        f'<ofd:PathObject ID="1" Boundary="0 {y / 4} 200 1">'
        "<ofd:AbbreviatedData>M 0 0 L 200 0</ofd:AbbreviatedData></ofd:PathObject>"
        f'<ofd:PathObject ID="1" Boundary="{y / 4} 0 1 200">'
        "<ofd:AbbreviatedData>M 0 0 L 0 900</ofd:AbbreviatedData></ofd:PathObject>"
        for y in range(1, 3_000, 3)
    )


@pytest.mark.slow
def test_what_would_cost_much_memory_or_time_is_refused_in_words() -> None:
    with pytest.raises(ReadError, match="解压后过大"):
        read_bytes(bomb(), name="报告.ofd")
    for much in (text_object("1", 1, 1) * 30_001, text_object("1" * 60_000, 1, 1), lattice()):
        with pytest.raises(ReadError, match="过于复杂"):
            read_bytes(with_object(much), name="报告.ofd")


def test_a_file_whose_pages_are_pictures_is_said_to_be_one() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(PLAIN)) as source, zipfile.ZipFile(file, "w") as archive:
        for name in source.namelist():
            content = source.read(name).decode()
            archive.writestr(name, content.replace("TextObject", "ImageObject"))
    with pytest.raises(ReadError, match="请在阅读软件里另存为PDF文件后再试"):
        read_bytes(file.getvalue(), name="报告.ofd")


@pytest.mark.slow
@pytest.mark.parametrize("nonsense", ["x", "1e999", "nan", "-1", "g 999999999 1", "g", ""])
def test_numbers_that_are_none_cost_nothing(nonsense: str) -> None:
    written = text_object("1", 1, 1).replace(
        "<ofd:TextCode", f'<ofd:TextCode DeltaX="{nonsense}" DeltaY="{nonsense}"'
    )
    written += f'<ofd:PathObject ID="1" Boundary="{nonsense}" CTM="{nonsense}"/>'
    written += '<ofd:CompositeObject ID="1" ResourceID="nowhere" Boundary="0 0 1 1"/>'
    assert read_bytes(with_object(written), name="报告.ofd").cells == plain().cells
