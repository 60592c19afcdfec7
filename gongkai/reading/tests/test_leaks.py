"""Personal data outside a report's chapters is found; menus above the title are none of the report."""

import pytest

from gongkai.law.annual_report.checks import check
from gongkai.reading import read_bytes

TITLE = "<p>某县青山镇人民政府2024年政府信息公开工作年度报告</p>"
TABLE = """<p>一、总体情况</p><p>更新及时。</p><p>二、主动公开政府信息情况</p><table>
<tr><td colspan=2>第二十条第（五）项</td></tr><tr><td>信息内容</td><td>本年处理决定数量</td></tr>
<tr><td>行政许可</td><td>5{box}</td></tr></table>{note}
<p>三、收到和处理政府信息公开申请情况</p><p>办理及时。</p>"""


def told(*, above: str = "", below: str = "", box: str = "", note: str = "") -> list[str]:
    page = f"<p>{above}</p>{TITLE}<p>{below}</p>{TABLE.format(box=box, note=note)}"
    report = read_bytes(page.encode(), name="报告.html")
    return [finding.message for finding in check(report) if finding.rule == "AR-P.1"]


@pytest.mark.parametrize(
    ("where", "place"),
    [("below", "各部分之外的文字“联系人张三，手机”"), ("box", "表格里"), ("note", "各部分之外的文字")],
)
def test_a_mobile_outside_the_chapters_is_told_of(where: str, place: str) -> None:
    words = "联系人张三，手机13912345678"
    (message,) = told(**{where: f"（{words}）" if where == "box" else words})
    assert message.startswith(place)
    assert "有手机号码（尾号5678）" in message
    assert "13912345678" not in message


def test_what_stands_above_the_title_belongs_to_the_page() -> None:
    assert told(above="值班手机13912345678") == []
    assert told() == []
