"""Who applies: the six applicant kinds 申请人情况 that are the columns of table three 表三.

Which kind an applicant is decides a column of the annual report and nothing else: no kind has more rights
than another, and no proof of the kind may be asked (条例 Art 29 asks for name, identity and contact only).
"""

from dataclasses import dataclass

from gongkai.law.annual_report.formats.parts import APPLICANTS
from gongkai.law.sources import REPORT_FORM_2021
from gongkai.law.text import key_of

_LABELS = dict(APPLICANTS)
#: The six columns stand on the form; whom ``by_practice`` places has no better source than custom.
SOURCE = REPORT_FORM_2021.at("表三")


@dataclass(frozen=True, slots=True)
class ApplicantKind:
    """One applicant kind. ``code`` is the column key of table three and of the report JSON.

    ``belongs`` are those whom the form's own words cover. ``by_practice`` are placed by custom alone, so an
    organ may place them otherwise.
    ``aliases`` are other words of ledgers for the kind.
    """

    code: str
    en: str
    belongs: str
    by_practice: str = ""
    aliases: tuple[str, ...] = ()

    @property
    def zh(self) -> str:
        """The official column label."""
        return _LABELS[self.code]


APPLICANT_KINDS: tuple[ApplicantKind, ...] = (
    ApplicantKind(
        "natural_person",
        "natural person",
        "任何个人；律师受当事人委托代为申请的，按委托人计",
        aliases=("公民", "个人", "居民", "村民", "公民个人", "自然人申请"),
    ),
    ApplicantKind(
        "business",
        "business enterprise",
        "各类企业",
        by_practice="个体工商户",
        aliases=("企业", "公司", "商业公司", "企业法人", "个体工商户", "个体户"),
    ),
    ApplicantKind(
        "research",
        "research institution",
        "研究院、研究所等科学研究单位",
        by_practice="高等学校",
        aliases=("科研单位", "科研院所", "研究机构", "研究所", "研究院", "高等学校", "高校", "大学"),
    ),
    ApplicantKind(
        "public_welfare",
        "public-interest organisation",
        "社会团体、基金会和其他公益组织",
        aliases=("公益组织", "社会组织", "社会团体", "基金会"),
    ),
    ApplicantKind(
        "legal_service",
        "legal-service organisation",
        "以自己名义申请的律师事务所、法律服务所",
        aliases=("法律服务所", "基层法律服务所", "律师事务所", "律所"),
    ),
    ApplicantKind(
        "other",
        "other organisation",
        "不属于以上各类的法人或者其他组织",
        by_practice="村民委员会、农民专业合作社、其他机关",
        aliases=("其它", "其他组织", "其他法人", "其他法人或其他组织", "村民委员会", "村委会", "合作社"),
    ),
)

BY_CODE = {kind.code: kind for kind in APPLICANT_KINDS}
_BY_LABEL = {
    key_of(label): kind.code for kind in APPLICANT_KINDS for label in (kind.code, kind.zh, *kind.aliases)
}


def by_code(code: str) -> ApplicantKind:
    """The kind of a column key; KeyError for any other."""
    return BY_CODE[code]


def from_label(text: str) -> str | None:
    """The code of an applicant kind written as in a ledger: official label, alias or code; else None.

    ``法人或其他组织`` is None, because it spans five columns, and so is ``律师``, who acts for a client.
    """
    return _BY_LABEL.get(key_of(text))
