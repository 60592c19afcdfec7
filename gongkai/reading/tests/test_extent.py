"""Another report, or another year's table, on the same page gives this report nothing."""

from gongkai.law.annual_report.model import ReportData
from gongkai.reading import read_bytes
from gongkai.reading.tests import printed

OURS = printed.report()
REMEDIES = OURS.form.table("remedies")


def with_remedies_of(other: ReportData, *, below: str) -> ReportData:
    """Our report without its table four, and below a line the other's, read."""
    page = printed.html(OURS, lambda data, t: "" if t is REMEDIES else printed.html_table(data, t)).decode()
    theirs = f"<p>{below}</p>{printed.html_table(other, REMEDIES)}</body>"
    return read_bytes(page.replace("</body>", theirs).encode(), name="报告.html")


def test_what_stands_below_another_years_title_is_another_report() -> None:
    report = with_remedies_of(OURS, below="某县青山镇人民政府2023年政府信息公开工作年度报告")
    assert report.year == 2024
    assert report.cells["requests/new/total"] == OURS.cells["requests/new/total"]
    assert report.cells["remedies/reconsideration/upheld"] is None


def test_a_report_of_which_tables_follow_is_not_read_and_that_is_said_a_mere_link_is_not() -> None:
    title = "某县青山镇人民政府2023年政府信息公开工作年度报告"
    said = [f.message for f in with_remedies_of(OURS, below=title).findings if f.where == "report"]
    assert said == [
        "某县青山镇人民政府的2023年年度报告没有读出 — 同一个文件里有两份年报，只读前面的一份"
        " — 请另存为单独的文件再查。"
    ]
    linked = printed.html(OURS).replace(b"</body>", f"<p>{title}</p></body>".encode())
    assert read_bytes(linked, name="报告.html").findings == ()


def test_what_stands_below_the_title_printed_again_is_this_report() -> None:
    report = with_remedies_of(OURS, below=OURS.title)
    assert report.cells["remedies/reconsideration/upheld"] == OURS.cells["remedies/reconsideration/upheld"]


def test_a_table_below_an_earlier_years_caption_is_not_this_years() -> None:
    report = with_remedies_of(OURS, below="附：2023年行政复议、行政诉讼情况表")
    assert report.cells["remedies/reconsideration/upheld"] is None


def test_a_table_below_this_years_caption_is() -> None:
    report = with_remedies_of(OURS, below="附：2024年行政复议、行政诉讼情况表")
    assert report.cells["remedies/reconsideration/upheld"] == OURS.cells["remedies/reconsideration/upheld"]
