"""What a document says of others: each by its name and number, with what is done to it."""

import pytest

from gongkai.reading.originals.mentions import mentions


@pytest.mark.parametrize(
    ("title", "text", "told"),
    [
        (
            "《宅基地审批管理办法》政策解读",
            "根据《土地管理法》制定。",
            [("interprets", "宅基地审批管理办法", "")],
        ),
        (
            "宅基地政策问答",
            "本文对四政〔2026〕52号文件进行解读。",
            [("interprets", "", "本文对四政〔2026〕52号")],
        ),
        (
            "四间房镇公文管理规定",
            "根据《公文处理条例》，制定本规定。《管理办法》（四政〔2020〕5号）同时废止。",
            [("repeals", "管理办法", "四政〔2020〕5号")],
        ),
        (
            "关于废止部分文件的决定",
            "根据《条例》第九条。\n下列文件：《甲办法》；《乙办法》（四政〔2019〕1号）。",
            [("repeals", "甲办法", ""), ("repeals", "乙办法", "四政〔2019〕1号")],
        ),
        ("关于修改《甲办法》的通知", "将第二条改为：……", [("amends", "甲办法", "")]),
        ("关于开展禁烧工作的通知", "依照《大气污染防治法》，请参照《实施方案》。", []),
    ],
)
def test_what_a_document_does_with_others_is_read_from_its_title_and_sentences(
    title: str, text: str, told: list[tuple[str, str, str]]
) -> None:
    assert [(one.kind, one.name, one.number) for one in mentions(title, text.split("\n"))] == told
