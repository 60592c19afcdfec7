"""Grounds for non-disclosure 不予公开事由: 条例 Art 14, 15 and 16, and what must be weighed before each.

Which decision kind and report row a ground leads to is read from ``decisions``. Every ground is reviewed
again from time to time (Art 18): information that may be open by now is then opened.
"""

from dataclasses import dataclass
from enum import StrEnum

from gongkai.law.sources import REGULATION, Source


class Weighing(StrEnum):
    """What the organ weighs, and keeps a record of, before it withholds."""

    FINDING = "finding"  # no discretion: it is found or it is not
    THIRD_PARTY = "third_party"  # consent or an overriding public interest opens it (Art 15, 32)
    DISCRETION = "discretion"  # 可以不予公开: why it is withheld here (Art 16)

    @property
    def zh(self) -> str:
        return {
            "finding": "认定属实即不得公开，记明认定的依据",
            "third_party": "书面征求第三方意见；第三方同意，或者不公开会对公共利益造成重大影响的，予以公开",
            "discretion": "可以不予公开，须记明理由；法律、法规、规章规定应当公开的，从其规定",
        }[self.value]


@dataclass(frozen=True, slots=True)
class SubGround:
    """One of the cases that a ground lists."""

    code: str
    en: str
    zh: str


@dataclass(frozen=True, slots=True)
class Exemption:
    """One ground. ``is_mandatory``: 不得/不予公开; else 可以不予公开."""

    code: str
    en: str
    zh: str
    source: Source
    is_mandatory: bool
    weighing: Weighing
    sub_grounds: tuple[SubGround, ...] = ()


#: The periodic review of withheld information 定期评估审查.
REVIEW_SOURCE = REGULATION.at("第十八条")

EXEMPTIONS: tuple[Exemption, ...] = (
    Exemption(
        "state_secret",
        "state secret",
        "依法确定为国家秘密的政府信息",
        REGULATION.at("第十四条"),
        is_mandatory=True,
        weighing=Weighing.FINDING,
    ),
    Exemption(
        "banned_by_law",
        "disclosure banned by law",
        "法律、行政法规禁止公开的政府信息",
        REGULATION.at("第十四条"),
        is_mandatory=True,
        weighing=Weighing.FINDING,
    ),
    Exemption(
        "security_stability",
        "security and stability",
        "公开后可能危及国家安全、公共安全、经济安全、社会稳定的政府信息",
        REGULATION.at("第十四条"),
        is_mandatory=True,
        weighing=Weighing.FINDING,
        sub_grounds=(
            SubGround("national_security", "national security", "国家安全"),
            SubGround("public_security", "public security", "公共安全"),
            SubGround("economic_security", "economic security", "经济安全"),
            SubGround("social_stability", "social stability", "社会稳定"),
        ),
    ),
    Exemption(
        "third_party",
        "rights of a third party",
        "公开会对第三方合法权益造成损害的政府信息",
        REGULATION.at("第十五条"),
        is_mandatory=True,
        weighing=Weighing.THIRD_PARTY,
        sub_grounds=(
            SubGround("trade_secret", "trade secret", "商业秘密"),
            SubGround("privacy", "personal privacy", "个人隐私"),
            SubGround("other_rights", "other lawful rights", "其他合法权益"),
        ),
    ),
    Exemption(
        "internal",
        "internal affairs",
        "内部事务信息",
        REGULATION.at("第十六条第一款"),
        is_mandatory=False,
        weighing=Weighing.DISCRETION,
        sub_grounds=(
            SubGround("personnel", "personnel management", "人事管理"),
            SubGround("logistics", "logistics management", "后勤管理"),
            SubGround("workflow", "internal workflow", "内部工作流程"),
        ),
    ),
    Exemption(
        "process",
        "process information",
        "过程性信息",
        REGULATION.at("第十六条第二款"),
        is_mandatory=False,
        weighing=Weighing.DISCRETION,
        sub_grounds=(
            SubGround("discussion", "record of discussion", "讨论记录"),
            SubGround("draft", "draft", "过程稿"),
            SubGround("consultation_letter", "letter of consultation", "磋商信函"),
            SubGround("request_for_instructions", "request for instructions or report", "请示报告"),
        ),
    ),
    Exemption(
        "enforcement_file",
        "enforcement case file",
        "行政执法案卷信息",
        REGULATION.at("第十六条第二款"),
        is_mandatory=False,
        weighing=Weighing.DISCRETION,
    ),
)

BY_CODE = {exemption.code: exemption for exemption in EXEMPTIONS}


def by_code(code: str) -> Exemption:
    """The ground of a code; KeyError for any other."""
    return BY_CODE[code]


def gives_out(kind: str | None, ground: str) -> bool:
    """Whether an answer of this decision kind gives out what a third party or joint maker may object to.

    What is withheld in part for the third party's sake is not given out; nor is it known to be where no
    ``ground`` is known.
    """
    return kind == "granted_provided" or (kind == "partial" and ground not in ("", "third_party"))
