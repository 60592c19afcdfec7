"""What a token may let a system do. Each permit stands for what a person must be allowed to do to give it."""

from dataclasses import dataclass

from gongkai.ledger.people.roles import Duty


@dataclass(frozen=True, slots=True)
class Permit:
    """A permission 权限 of a token, and the duty of whoever answers for giving it away."""

    code: str
    zh: str
    duty: Duty


DEADLINES = Permit("deadlines:read", "看期限", Duty.READ)
RECORDS = Permit("records:read", "看主动公开台账", Duty.READ)
APPLICATIONS = Permit("applications:read", "看申请，个人信息遮盖", Duty.READ)
PERSONAL = Permit("applications:personal", "看申请人的个人信息，每次记入日志", Duty.UNMASK)
LETTERS = Permit("letters:read", "看文书的进展", Duty.READ)
IMPORT = Permit("ledger:import", "导入台账工作簿", Duty.RECORD)
CHECK = Permit("reports:check", "检查年报文件", Duty.READ_REPORT)
SUBMIT = Permit("reports:submit", "送下级的年报报送包", Duty.SUPERVISE)
PERMITS = (DEADLINES, RECORDS, APPLICATIONS, PERSONAL, LETTERS, IMPORT, CHECK, SUBMIT)
BY_CODE = {permit.code: permit for permit in PERMITS}
