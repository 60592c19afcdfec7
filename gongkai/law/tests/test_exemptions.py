"""Grounds for non-disclosure: which must, which may, and what is weighed."""

from gongkai.law.exemptions import EXEMPTIONS, Weighing, by_code


def test_article_16_leaves_a_choice_and_articles_14_and_15_do_not() -> None:
    for exemption in EXEMPTIONS:
        assert exemption.is_mandatory == (not exemption.source.article.startswith("第十六条")), exemption.code


def test_a_choice_is_reasoned_and_the_third_party_is_asked() -> None:
    by_weighing = {weighing: [e.code for e in EXEMPTIONS if e.weighing is weighing] for weighing in Weighing}
    assert by_weighing == {
        Weighing.FINDING: ["state_secret", "banned_by_law", "security_stability"],
        Weighing.THIRD_PARTY: ["third_party"],
        Weighing.DISCRETION: ["internal", "process", "enforcement_file"],
    }


def test_the_labels_count_three_securities_three_internal_affairs_and_four_process_kinds() -> None:
    listed = {
        code: "、".join(sub.zh for sub in by_code(code).sub_grounds)
        for code in ("security_stability", "internal", "process")
    }
    assert listed == {
        "security_stability": "国家安全、公共安全、经济安全、社会稳定",
        "internal": "人事管理、后勤管理、内部工作流程",
        "process": "讨论记录、过程稿、磋商信函、请示报告",
    }
