"""Accountability 责任追究: on which article somebody is held to account, and what is done about it."""

from dataclasses import dataclass

from gongkai.law.sources import REGULATION, Source


@dataclass(frozen=True, slots=True)
class Ground:
    """One case in which the regulation holds an organ, its leaders or its staff to account 追究事由."""

    code: str
    zh: str
    source: Source


GROUNDS: tuple[Ground, ...] = (
    Ground("not_as_required", "未按照要求开展政府信息公开工作", REGULATION.at("第四十七条第一款")),
    Ground("complaint_true", "投诉、举报查证属实", REGULATION.at("第四十七条第二款")),
    Ground("rights_infringed", "侵犯公民、法人或者其他组织的合法权益", REGULATION.at("第五十一条")),
    Ground("no_system", "未建立健全政府信息公开有关制度、机制", REGULATION.at("第五十二条")),
    Ground("not_performing", "不依法履行政府信息公开职能", REGULATION.at("第五十三条第（一）项")),
    Ground(
        "not_updating",
        "不及时更新公开的政府信息内容、公开指南和公开目录",
        REGULATION.at("第五十三条第（二）项"),
    ),
    Ground("otherwise", "违反条例规定的其他情形", REGULATION.at("第五十三条第（三）项")),
)
BY_CODE = {ground.code: ground for ground in GROUNDS}
#: What is done about it, the mildest first.
MEASURES: tuple[tuple[str, str], ...] = (
    ("urged", "督促整改"),
    ("ordered", "责令改正"),
    ("criticised", "通报批评"),
    ("proposed", "向有权机关提出处理建议"),
    ("disciplined", "依法给予处分"),
    ("prosecuted", "依法追究刑事责任"),
)
MEASURE = dict(MEASURES)
