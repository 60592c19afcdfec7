"""Where a rule comes from. Every rule of this package carries a Source."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Instrument:
    """A law, regulation or notice 法律文件."""

    title: str
    number: str = ""
    in_force_from: date | None = None
    replaced_on: date | None = None

    def at(self, article: str = "", *, verified: bool = True) -> "Source":
        """The place in this instrument where a rule stands, e.g. ``REGULATION.at("第三十三条第二款")``."""
        return Source(self, article, verified)

    def holds_in(self, year: int) -> bool:
        """Whether it was in force when the year ended."""
        end = date(year, 12, 31)
        return (self.in_force_from or end) <= end < (self.replaced_on or date.max)


@dataclass(frozen=True, slots=True)
class Source:
    """One place in one instrument.

    ``verified`` is False where the text was not read again and practice alone vouches for it;
    such a rule may warn or propose, it never blocks.
    """

    instrument: Instrument
    article: str = ""
    verified: bool = True

    @property
    def in_force_from(self) -> date | None:
        return self.instrument.in_force_from

    def __str__(self) -> str:
        title = self.instrument.title
        return f"{title if title.startswith('《') else f'《{title}》'}{self.article}"


REGULATION = Instrument("政府信息公开条例", "国务院令第711号", date(2019, 5, 15))
REPORT_FORM_2021 = Instrument("政府信息公开工作年度报告格式", "国办公开办函〔2021〕30号", date(2021, 9, 26))
REPORT_FORM_2019 = Instrument(
    "政府信息公开工作年度报告有关事项的通知",
    "国办公开办函〔2019〕60号",
    date(2019, 11, 26),
    date(2021, 9, 26),
)
PLATFORM_RULES = Instrument("政府信息公开平台规范", "国办公开办函〔2019〕61号", date(2019, 12, 3))
FEE_RULES = Instrument("政府信息公开信息处理费管理办法", "国办函〔2020〕109号", date(2021, 1, 1))
REVIEW_LAW = Instrument("行政复议法", "2023年修订", date(2024, 1, 1))
REVIEW_REGULATION = Instrument("行政复议法实施条例", "2026年修订", date(2026, 7, 1))
LITIGATION_LAW = Instrument("行政诉讼法", "2017年修正", date(2017, 7, 1))
COURT_RULES = Instrument(
    "最高人民法院关于审理政府信息公开行政案件的规定", "法释〔2025〕8号", date(2025, 6, 1)
)
PENALTY_LAW = Instrument("行政处罚法", "2021年修订", date(2021, 7, 15))
ENFORCEMENT_PUBLICITY = Instrument(
    "全面推行行政执法公示制度的指导意见", "国办发〔2018〕118号", date(2018, 12, 5)
)
SERVICE_REPLY = Instrument("政府信息公开期限和送达的解释", "国办公开办函〔2016〕235号")
EXCESSIVE_REPLY = Instrument("政府信息公开申请数量的解释", "国办公开办函〔2017〕19号")
TRANSFER_REPLY = Instrument("机构改革后政府信息公开申请办理的解释", "国办公开办函〔2019〕14号")
DIRECTORY_GUIDE = Instrument("政府信息公开目录系统实施指引（试行）", "国办秘函〔2009〕6号")
SITE_GUIDE = Instrument("政府网站发展指引", "国办发〔2017〕47号", date(2017, 5, 15))
DOCUMENT_FORMAT = Instrument("党政机关公文格式", "GB/T 9704-2012", date(2012, 7, 1))
HOLIDAY_RULES = Instrument("全国年节及纪念日放假办法", "2024年修订", date(2025, 1, 1))
SECRECY_LAW = Instrument("保守国家秘密法", "2024年修订", date(2024, 5, 1))
PERSONAL_INFORMATION_LAW = Instrument("个人信息保护法", "", date(2021, 11, 1))
REGULATION_2008 = Instrument("政府信息公开条例", "国务院令第492号", date(2008, 5, 1), date(2019, 5, 15))
REVIEW_LAW_1999 = Instrument("行政复议法", "1999年制定", date(1999, 10, 1), date(2024, 1, 1))
BUDGET_LAW = Instrument("预算法", "2014年修正", date(2015, 1, 1))
ARCHIVES_LAW = Instrument("档案法", "2020年修订", date(2021, 1, 1))
FILING_RULES = Instrument(
    "机关文件材料归档范围和文书档案保管期限规定", "国家档案局令第8号", date(2006, 12, 18)
)
FILING_STANDARD = Instrument("归档文件整理规则", "DA/T 22-2015", date(2016, 6, 1))
ORGAN_ARCHIVES_RULES = Instrument("机关档案管理规定", "国家档案局令第13号", date(2019, 1, 1))
DOCUMENT_RULES = Instrument("党政机关公文处理工作条例", "中办发〔2012〕14号", date(2012, 7, 1))
GRASSROOTS_STANDARDS = Instrument("全面推进基层政务公开标准化规范化工作的指导意见", "国办发〔2019〕54号")
RESIDENT_ID_STANDARD = Instrument("公民身份号码", "GB 11643-1999", date(1999, 7, 1))
CREDIT_CODE_STANDARD = Instrument(
    "法人和其他组织统一社会信用代码编码规则", "GB 32100-2015", date(2015, 10, 1)
)
ORG_CODE_STANDARD = Instrument("全国组织机构代码编制规则", "GB 11714-1997")
BANK_CARD_STANDARD = Instrument("银行卡发卡行标识代码及卡号", "JR/T 0008-2000")
PRACTICE = Instrument("通行做法")
