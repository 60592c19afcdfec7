"""角色: what each role lets a person do. The one place that grants anything: without a role one may nothing.

``Role.duties`` is the whole of it: pages ask for a duty, never for a role.
"""

from dataclasses import dataclass
from enum import StrEnum

from gongkai.law.sources import PRACTICE, REGULATION, Source


class Duty(StrEnum):
    """What may be done at an organ. The words stand where a page refuses."""

    ENTER = "enter"  # the desk itself: whoever holds any role has a first page
    READ_REPORT = "read_report"  # figures, findings and prose; no single case
    READ = "read"  # the ledgers, names of applicants masked
    RECORD = "record"  # enter and correct rows, import workbooks
    DRAFT = "draft"  # letters and disclosures in work
    APPROVE = "approve"  # extension, fee, closing: the consent of Art 33
    WATCH = "watch"  # told of what is overdue
    SIGN = "sign"  # letters and the report
    RELEASE = "release"  # what somebody else drafted
    REVIEW_SECRECY = "review_secrecy"
    REVIEW_LAW = "review_law"
    REPORT = "report"  # the year's prose, checks and submission
    UNMASK = "unmask"  # an applicant's name, number, address; each time logged
    CONTRIBUTE = "contribute"  # hand in items of one's own section or village
    SUPERVISE = "supervise"  # the organs below
    PASS = "pass"  # another organ's report, from above: no role of the organ itself has it
    AUDIT = "audit"  # the log
    MANAGE = "manage"  # people, settings, operation

    @property
    def zh(self) -> str:
        return _WORDS[self]


_WORDS = {
    Duty.ENTER: "进入工作台",
    Duty.READ_REPORT: "看年度报告",
    Duty.READ: "看台账",
    Duty.RECORD: "登记和更正台账",
    Duty.DRAFT: "起草文书和公开信息",
    Duty.APPROVE: "批准延期、收费和结案",
    Duty.WATCH: "督办逾期的事项",
    Duty.SIGN: "签发",
    Duty.RELEASE: "核发别人起草的内容",
    Duty.REVIEW_SECRECY: "保密审查",
    Duty.REVIEW_LAW: "法制审核",
    Duty.REPORT: "编制年度报告",
    Duty.UNMASK: "查看申请人的个人信息",
    Duty.CONTRIBUTE: "报送本部门、本村信息",
    Duty.SUPERVISE: "看下级机关",
    Duty.PASS: "审核下级的年度报告",
    Duty.AUDIT: "看操作日志",
    Duty.MANAGE: "管理人员和设置",
}


@dataclass(frozen=True, slots=True)
class Role:
    """A role 角色. ``of_unit``: held for one section or village."""

    code: str
    zh: str
    duties: frozenset[Duty]
    source: Source
    of_unit: bool = False


_SEEING = (Duty.READ_REPORT, Duty.READ)


def _role(code: str, zh: str, *duties: Duty, source: Source, of_unit: bool = False) -> Role:
    return Role(code, zh, frozenset({Duty.ENTER, *duties}), source, of_unit)


#: Who reads and never writes, and who keeps the system and sees no content: neither does another's work.
AUDITOR, ADMINISTRATOR = "auditor", "administrator"

ROLES: tuple[Role, ...] = (
    _role("signer", "签发人", *_SEEING, Duty.SIGN, Duty.RELEASE, source=PRACTICE.at("主要负责人签发")),
    _role(
        "leader",
        "分管领导",
        *(*_SEEING, Duty.WATCH, Duty.SIGN, Duty.RELEASE),
        source=PRACTICE.at("分管领导审签"),
    ),
    _role(
        "office_head",
        "工作机构负责人",
        *(*_SEEING, Duty.RECORD, Duty.APPROVE, Duty.WATCH, Duty.RELEASE, Duty.REPORT, Duty.UNMASK),
        source=REGULATION.at("第三十三条第二款"),
    ),
    _role(
        "clerk",
        "公开专员",
        *(*_SEEING, Duty.RECORD, Duty.DRAFT, Duty.REPORT, Duty.UNMASK),
        source=REGULATION.at("第四条"),
    ),
    _role(
        "secrecy_reviewer",
        "保密审查员",
        *(*_SEEING, Duty.REVIEW_SECRECY, Duty.RELEASE),
        source=REGULATION.at("第十七条"),
    ),
    _role(
        "legal_reviewer",
        "法制审核员",
        *(*_SEEING, Duty.REVIEW_LAW, Duty.RELEASE),
        source=PRACTICE.at("法制机构审核答复"),
    ),
    _role(
        "section_contact",
        "部门联络员",
        Duty.CONTRIBUTE,
        source=PRACTICE.at("部门联络员报送"),
        of_unit=True,
    ),
    _role(
        "village_contact",
        "村级联络员",
        Duty.CONTRIBUTE,
        source=PRACTICE.at("村级联络员报送"),
        of_unit=True,
    ),
    _role(
        "supervisor",
        "上级监督员",
        *(Duty.READ_REPORT, Duty.SUPERVISE),
        source=REGULATION.at("第四十七条"),
    ),
    _role(AUDITOR, "审计员", *_SEEING, Duty.AUDIT, source=PRACTICE.at("审计只读")),
    _role(ADMINISTRATOR, "系统管理员", Duty.MANAGE, source=PRACTICE.at("系统管理与业务分离")),
)
#: The two sides of every two-person rule: who writes, and who consents to what another wrote.
WRITES = frozenset({Duty.RECORD, Duty.DRAFT, Duty.REPORT})
CONSENTS = frozenset({Duty.APPROVE, Duty.SIGN, Duty.RELEASE, Duty.REVIEW_SECRECY, Duty.REVIEW_LAW})
BY_CODE = {role.code: role for role in ROLES}
#: What whoever may open a sample organ without an account sees of it.
VISITOR = frozenset({Duty.ENTER, *_SEEING})
#: What whoever supervises from the organ above may do here: see the report and judge it, no single case.
FROM_ABOVE = frozenset({Duty.READ_REPORT, Duty.PASS})
