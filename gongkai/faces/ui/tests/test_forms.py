"""Forms: what is wrong is said where it is and how to mend it, and what was typed is kept."""

from typing import Any

import pytest
from django import forms

from gongkai.faces.tests.html import parsed, texts
from gongkai.faces.ui.forms import Checks, DateField, FileDrop, Form, Hinted, Radios


class Received(Form):
    received_on = DateField(label="收到日期", help_text="以收件章为准。")
    number = forms.CharField(
        label="文号", max_length=10, error_messages={"required": "文号 — 空着 — 请照原件填。"}
    )
    copies = forms.IntegerField(label="份数", min_value=1, required=False)
    kind = forms.ChoiceField(
        label="属性",
        widget=Radios,
        choices=[("open", Hinted("主动公开", "条例第二十条")), ("asked", "依申请公开")],
    )
    about = forms.CharField(label="说明", widget=forms.Textarea, required=False)


GOOD = {"received_on": "2022-10-17", "number": "36号", "kind": "open"}


def drawn(form: forms.Form) -> Any:
    return parsed(f"<form>{form.render()}</form>".encode())


def wrong(**typed: str) -> dict[str, list[str]]:
    return {name: [str(error) for error in found] for name, found in Received(GOOD | typed).errors.items()}


@pytest.mark.parametrize(
    "typed", ["2022-10-17", "20221017", "2022.10.17", "2022/10/17", "2022年10月17日", " 2022-10-17 "]
)
def test_a_date_is_read_as_people_write_it(typed: str) -> None:
    form = Received(GOOD | {"received_on": typed})
    assert form.is_valid()
    assert str(form.cleaned_data["received_on"]) == "2022-10-17"


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("received_on", "", "收到日期 — 还没有填 — 请填写。"),
        ("received_on", "昨天", "收到日期 — 不是日期 — 请写成2022-10-17这样。"),
        ("number", "", "文号 — 空着 — 请照原件填。"),  # the form's own sentence
        ("number", "四政〔2022〕36号之二", "文号 — 超过10个字 — 请写短一些。"),
        ("copies", "两份", "份数 — 不是数字 — 请只写数字。"),
        ("copies", "0", "份数 — 小于1 — 请核对数字。"),
        ("kind", "", "属性 — 还没有选 — 请选一项。"),
        ("kind", "secret", "属性 — 没有这一项 — 请在列出的里面选。"),
    ],
)
def test_a_refusal_says_which_why_and_how_to_mend_it(name: str, typed: str, said: str) -> None:
    assert wrong(**{name: typed}) == {name: [said]}


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("380.005", "金额 — 小数点后超过2位 — 请核对数字。"),
        ("123456789.5", "金额 — 位数太多 — 请核对数字。"),
        ("12345678901", "金额 — 位数太多 — 请核对数字。"),
        ("许多", "金额 — 不是数字 — 请只写数字。"),
    ],
)
def test_an_amount_is_refused_in_the_same_words(typed: str, said: str) -> None:
    class Fee(Form):
        amount = forms.DecimalField(label="金额", max_digits=10, decimal_places=2)

    assert Fee({"amount": typed}).errors == {"amount": [said]}


def test_what_is_no_web_address_is_refused_in_the_same_words() -> None:
    class Seen(Form):
        at = forms.URLField(label="网址", assume_scheme="https")

    assert Seen({"at": "镇网站首页"}).errors == {"at": ["网址 — 不像网址 — 请从浏览器的地址栏整条复制过来。"]}
    assert Seen({"at": "www.example.cn/1"}).is_valid()


def test_the_summary_leads_to_each_field_and_the_field_says_the_same() -> None:
    tree = drawn(Received(GOOD | {"received_on": "昨天", "kind": ""}))
    assert texts(tree, "//*[@role='alert']/h2") == ["有2处要改"]
    links = tree.xpath("//*[@role='alert']//a")
    assert [(link.get("href"), link.text) for link in links] == [
        ("#id_received_on", "收到日期 — 不是日期 — 请写成2022-10-17这样。"),
        ("#id_kind", "属性 — 还没有选 — 请选一项。"),
    ]
    field = tree.get_element_by_id("id_received_on")
    assert (field.get("value"), field.get("type"), field.get("aria-invalid")) == ("昨天", "text", "true")
    told = [
        tree.get_element_by_id(name).text_content().strip() for name in field.get("aria-describedby").split()
    ]
    assert told == ["以收件章为准。", "收到日期 — 不是日期 — 请写成2022-10-17这样。"]
    assert tree.get_element_by_id("id_kind").get("tabindex") == "-1"


def test_a_good_form_has_no_summary_and_the_browsers_own_date_field() -> None:
    tree = drawn(Received(GOOD))
    assert not tree.xpath("//*[@role='alert']")
    assert tree.get_element_by_id("id_received_on").get("type") == "date"
    assert not tree.xpath("//*[@required]")


def test_what_need_not_be_filled_in_says_so_and_nothing_else_does() -> None:
    labels = texts(drawn(Received()), "//*[contains(@class, 'field')]/label | //legend")
    assert labels == ["收到日期", "文号", "份数（可不填）", "属性", "说明（可不填）"]


def test_a_field_is_as_wide_as_what_is_expected() -> None:
    widths = [
        field.get("class").split()[-1] for field in drawn(Received()).xpath("//*[contains(@class, 'field')]")
    ]
    assert widths == ["length-date", "length-short", "length-number", "field", "field"]


def test_a_choice_carries_its_hint() -> None:
    tree = drawn(Received())
    (hinted,) = tree.xpath("//input[@value='open']/@aria-describedby")
    assert tree.get_element_by_id(hinted).text == "条例第二十条"
    assert not tree.xpath("//input[@value='asked']/@aria-describedby")


def test_a_value_read_from_somewhere_says_from_where() -> None:
    tree = drawn(Received(initial=GOOD, origins={"number": "取自第2行"}))
    assert texts(tree, "//*[contains(@class, 'from')]") == ["取自第2行"]


def test_several_files_are_taken_where_several_are_asked_for() -> None:
    class Files(Form):
        one = forms.FileField(label="文件", widget=FileDrop)
        many = forms.FileField(label="附件", widget=FileDrop(multiple=True))
        where = forms.MultipleChoiceField(label="渠道", widget=Checks, choices=[("site", "网站")])

    tree = drawn(Files())
    assert [field.get("name") for field in tree.xpath("//input[@multiple]")] == ["many"]
    assert tree.xpath("//input[@type='checkbox']/@value") == ["site"]


def test_what_is_wrong_with_the_whole_form_stands_in_the_summary() -> None:
    form = Received(GOOD)
    form.add_error(None, "两个日期 — 前后颠倒 — 请对照原件。")
    assert texts(drawn(form), "//*[@role='alert']//li") == ["两个日期 — 前后颠倒 — 请对照原件。"]


def test_whatever_was_typed_stays_text() -> None:
    form = Received(GOOD | {"number": "<script>alert(1)</script>"})
    assert "<script>" not in form.render()
