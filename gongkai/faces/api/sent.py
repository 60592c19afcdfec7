"""What a system hands in: a report to be checked, of which nothing is kept, workbooks of the ledger, and the
signed report of an organ below.

A report is read apart from the web server, in a child process, workbooks by the jobs process.
"""

from base64 import b64encode
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import Query, Schema
from ninja.responses import Status
from pydantic import Field

from gongkai.faces.api import problems, shapes
from gongkai.faces.api.tokens import call, token_of
from gongkai.faces.public import intake
from gongkai.faces.ui.uploads import InMemory
from gongkai.jobs import imports as jobs
from gongkai.law.annual_report.checks import check
from gongkai.law.annual_report.contract import finding_to_json, to_json
from gongkai.law.findings import Severity
from gongkai.ledger.base import Refused
from gongkai.ledger.reports.submissions import LARGEST, actions, queries
from gongkai.ledger.tokens.options import CHECK, IMPORT, SUBMIT
from gongkai.reading import ReadError

MOST_FILES = 12
FILE = {"type": "string", "format": "binary"}


def _body(**parts: Any) -> dict[str, Any]:
    """A form with files, as the schema tells of it: the calls read it themselves, within their limits."""
    shape = {"type": "object", "properties": parts, "required": list(parts)}
    return {"requestBody": {"required": True, "content": {"multipart/form-data": {"schema": shape}}}}


class Checked(Schema):
    """As ``gongkai check --json`` says it."""

    path: str = Field(description="文件名")
    status: str = Field(description="ok没有要改的，errors有要改的，unreadable读不了")
    report: shapes.Report | None = Field(description="读出来的报告；读不了的为空")
    findings: list[shapes.Finding] = Field(description="检查出来的问题")
    message: str = Field("", description="为什么读不了")


class Begun(Schema):
    key: str = Field(description="这次导入的代号")
    url: str = Field(description="到哪里问进展")


class Arrived(Schema):
    organ: str = Field(description="哪个机关的")
    year: int = Field(description="年度")
    revision: int = Field(description="第几版")
    state: str = Field(description="submitted待审核；以后passed通过、returned退回，看新的回执")
    findings: list[shapes.Finding] = Field(description="检查出来的问题")
    receipt: str = Field(description="签名的回执（zip），base64")


class How(Schema):
    dry: bool = Field(False, description="只试，不写入")
    skip: bool = Field(False, description="有问题的行跳过，其余的写入")


class Remark(Schema):
    sheet: str = Field(description="工作表")
    row: int | None = Field(description="第几行")
    column: str = Field(description="哪一栏")
    value: Any = Field(description="写的是")
    message: str = Field(description="为什么，怎么改")


class Counts(Schema):
    added: dict[str, int] = Field(description="新增几行，按工作表")
    changed: dict[str, int] = Field(description="改了几行")
    unchanged: dict[str, int] = Field(description="和原来一样的几行")
    warnings: list[Remark] = Field(description="提醒")
    refused: list[Remark] = Field(description="没有收的行")


class Import(Schema):
    state: str = Field(description="waiting在等，running在做，done做完，failed没有做成")
    done: int = Field(description="做了几步")
    total: int = Field(description="共几步，还不知道的为0")
    message: str = Field(description="为什么没有做成")
    report: Counts | None = Field(description="做完后的结果")


@call(
    "POST",
    "/check",
    CHECK,
    Checked,
    "检查一份年报",
    "送年报文件（docx、pdf、xlsx、html等，20兆字节以内），得到读出来的数据和检查结果；文件不保存。",
    extra={**_body(report={**FILE, "description": "年报文件"}), "x-problems": [problems.BUSY]},
    exclude_unset=True,  # what a source does not say is left out of a report
)
def check_report(request: HttpRequest, organ_id: int) -> Any:
    try:
        handed_in = intake.handed_in(request, intake.parse(request))
        if handed_in.report is None:
            raise _missing("report")
        with intake.TURNSTILE.place():
            return _checked(handed_in)
    except intake.Refused as refused:
        if isinstance(refused.__cause__, ReadError):
            return _told(handed_in, "unreadable", message=refused.message)
        raise _refused(refused) from refused


@call(
    "POST",
    "/imports",
    IMPORT,
    {202: Begun},
    "导入台账工作簿",
    "收下以后慢慢导入，进展到url去问。全部写入，或者一行也不写；再送一次同样的，什么也不改。",
    extra=_body(workbooks={"type": "array", "items": FILE, "description": "按模板填的.xlsx或.csv"}),
)
def begin_import(request: HttpRequest, organ_id: int, how: Query[How]) -> Any:
    files = request.FILES.getlist("workbooks")
    if not files or not all(file.size for file in files):
        raise _missing("workbooks")
    if len(files) > MOST_FILES:
        raise problems.Refused(problems.TOO_LARGE)
    token = token_of(request)
    asked = jobs.Asked(token.organ_id, token.actor, 0, how.skip, how.dry)
    key = jobs.begin(asked, ((file.name or "台账.xlsx", file.chunks()) for file in files))
    url = request.build_absolute_uri(reverse("api:import_standing", args=(organ_id, key)))
    return Status(202, {"key": key, "url": url})


@call(
    "GET",
    "/imports/{slug:key}",
    IMPORT,
    Import,
    "一次导入的进展",
    "做完后七天内都能问。",
)
def import_standing(request: HttpRequest, organ_id: int, key: str) -> Any:
    found = jobs.standing(key, token_of(request).organ)
    if found is None:
        raise Http404
    outcome = found.outcome
    if outcome is None:
        state = "running" if found.done else "waiting"
    else:
        state = "failed" if outcome.failed else "done"
    return {
        "state": state,
        "done": found.done,
        "total": found.asked.steps,
        "message": outcome.failed if outcome else "",
        "report": outcome.report.as_json() if outcome and not outcome.failed else None,
    }


@call(
    "POST",
    "/submissions",
    SUBMIT,
    {201: Arrived},
    "送一份下级的报送包",
    "送签名的报送包（zip，40兆字节以内）。先验签名、校验码、机关、年度和版次，不对的不收，什么也不变；"
    "收下的检查以后待审核，回执签了名。",
    extra=_body(package={**FILE, "description": "报送包"}),
)
def submit_report(request: HttpRequest, organ_id: int) -> Any:
    request.upload_handlers = [InMemory(request, LARGEST)]  # what is refused never touches the disk
    file = request.FILES.get("package")
    if not file or not file.size:
        raise _missing("package")
    token = token_of(request)
    try:
        row = actions.receive_package(organ=token.organ, data=file.read(), actor=token.actor)
    except Refused as refused:
        faults = [problems.Fault("form/package", str(refused))]
        raise problems.Refused(problems.INVALID, str(refused), faults=faults) from refused
    findings = queries.report_of(row).findings
    return Status(
        201,
        {
            "organ": row.organ.name,
            "year": row.year,
            "revision": row.revision,
            "state": row.state,
            "findings": [finding_to_json(finding) for finding in findings],
            "receipt": b64encode(queries.receipt(row, token.organ)).decode(),
        },
    )


def _checked(handed_in: intake.HandedIn) -> dict[str, Any]:
    reading = intake.read(handed_in)
    assert reading  # a file was handed in
    findings = check(reading.report)
    is_wrong = any(finding.severity is Severity.ERROR for finding in findings)
    report = {**to_json(reading.report), "findings": [finding_to_json(finding) for finding in findings]}
    return _told(handed_in, "errors" if is_wrong else "ok", report=report)


def _told(
    handed_in: intake.HandedIn, status: str, *, report: dict[str, Any] | None = None, message: str = ""
) -> dict[str, Any]:
    return {
        "path": handed_in.report.name if handed_in.report else "",
        "status": status,
        "report": report,
        "findings": report["findings"] if report else [],
        "message": message,
    }


def _missing(part: str) -> problems.Refused:
    detail = _("表单{part} — 没有文件，或者是空的 — 请用multipart/form-data送。").format(part=part)
    return problems.Refused(problems.INVALID, detail, faults=[problems.Fault(f"form/{part}", detail)])


def _refused(refused: intake.Refused) -> problems.Refused:
    known = {one.status: one for one in (problems.BAD, problems.TOO_LARGE, problems.INVALID)}
    if refused.status in known:
        return problems.Refused(known[refused.status], refused.message)
    return problems.Refused(problems.BUSY, headers={"Retry-After": "60"})
