"""What is answered where something is not done (RFC 9457): a sentence, and a code that keeps its meaning."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError
from django.utils.log import log_response
from django.utils.translation import gettext as _
from ninja.errors import AuthenticationError, HttpError, ValidationError

from gongkai.faces.ui import troubles
from gongkai.faces.ui.codes import code_of

KIND = "application/problem+json"
PLAINLY = {"ensure_ascii": False}


@dataclass(frozen=True, slots=True)
class Problem:
    """A way in which something is not done: its code, its status, and what it says where nobody says more."""

    code: str
    status: int
    title: str
    detail: str


BAD = Problem("bad-request", 400, "请求读不懂", "请求 — 不是能读的HTTP内容 — 请对照接口说明改正。")
UNKNOWN = Problem(
    "unknown-token", 401, "令牌不认识", "令牌 — 没有带、写错了、已过期或已停用 — 请向机关的系统管理员要新的。"
)
NO_SCOPE = Problem(
    "no-scope", 403, "令牌没有这一项权限", "令牌 — 没有这一项权限 — 请机关的系统管理员另发一个带这一项的。"
)
NO_SUCH = Problem("not-found", 404, "没有这一项", "地址 — 没有这一项，或者没有对外公开 — 请核对编号和地址。")
NO_METHOD = Problem("method", 405, "不能这样调用", "方法 — 这个地址不接受 — 请用应答里Allow所列的方法。")
TAKEN_BACK = Problem("gone", 410, "已经撤下", "信息 — 公开以后又撤下了 — 请从目录里去掉。")
TOO_LARGE = Problem("too-large", 413, "内容太大", "请求 — 超过了允许的大小 — 请分几次送，或送小一点的。")
INVALID = Problem("invalid", 422, "内容不合规定", "请求 — 有的项不合规定 — 请按errors逐项改正。")
TOO_MANY = Problem("too-many", 429, "太频繁", "调用 — 太频繁 — 请过Retry-After所写的秒数再来。")
BROKEN = Problem("broken", 500, "服务出错", "服务 — 出了没有料到的错 — 请把request_id告诉管服务器的人。")
BUSY = Problem("busy", 503, "正忙", "服务 — 正忙 — 请过Retry-After所写的秒数再来。")
PROBLEMS = (
    BAD,
    UNKNOWN,
    NO_SCOPE,
    NO_SUCH,
    NO_METHOD,
    TAKEN_BACK,
    TOO_LARGE,
    INVALID,
    TOO_MANY,
    BROKEN,
    BUSY,
)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one part of a request: where it stands, and the sentence."""

    where: str
    detail: str


class Refused(Exception):
    """Ends a call with a problem. ``headers`` go with the answer."""

    def __init__(
        self,
        problem: Problem,
        detail: str = "",
        *,
        faults: Sequence[Fault] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(problem.code)
        self.problem, self.detail, self.faults, self.headers = problem, detail, faults, headers or {}


def answer(
    request: HttpRequest,
    problem: Problem,
    detail: str = "",
    *,
    faults: Sequence[Fault] = (),
    headers: Mapping[str, str] | None = None,
) -> HttpResponse:
    """The problem as its answer; nobody keeps it."""
    told: dict[str, Any] = {
        "type": f"/api/v1/#{problem.code}",
        "title": _(problem.title),
        "status": problem.status,
        "detail": detail or _(problem.detail),
        "code": problem.code,
        "request_id": code_of(request),
    }
    if faults:
        told["errors"] = [{"where": fault.where, "detail": fault.detail} for fault in faults]
    response = JsonResponse(
        told, status=problem.status, content_type=KIND, json_dumps_params={"ensure_ascii": False}
    )
    response["Cache-Control"] = "no-store"
    for name, value in (headers or {}).items():
        response[name] = value
    return response


def refused(request: HttpRequest, error: Refused) -> HttpResponse:
    return answer(request, error.problem, error.detail, faults=error.faults, headers=error.headers)


def unknown(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    return answer(request, UNKNOWN, headers={"WWW-Authenticate": 'Bearer realm="gongkai"'})


def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """What the shapes of a call say of it, each in a sentence."""
    return invalid_parts(request, [_fault(one) for one in error.errors])


def invalid_parts(request: HttpRequest, faults: Sequence[Fault]) -> HttpResponse:
    detail = faults[0].detail if len(faults) == 1 else ""
    return answer(request, INVALID, detail, faults=faults)


def missing(request: HttpRequest, error: Exception | None = None) -> HttpResponse:
    return answer(request, NO_SUCH)


def bad(request: HttpRequest, error: Exception) -> HttpResponse:
    return answer(request, TOO_LARGE if isinstance(error, RequestDataTooBig) else BAD)


def broken(request: HttpRequest, error: Exception) -> HttpResponse:
    """What nobody foresaw: into the log whole, and outside as its code alone; what passes by itself besides
    with what to do."""
    told = troubles.sentence(error)
    response = answer(request, BUSY, told, headers={"Retry-After": str(troubles.AGAIN)}) if told else None
    response = response or answer(request, BROKEN)
    log_response("%s", request.path, response=response, request=request, exception=error)
    return response


#: Which error is answered how; the narrower first.
HANDLERS: tuple[tuple[type[Exception], Callable[[HttpRequest, Any], HttpResponse]], ...] = (
    (Refused, refused),
    (AuthenticationError, unknown),
    (ValidationError, invalid),
    (HttpError, bad),  # what cannot be read as JSON or as a form
    (Http404, missing),
    (RequestDataTooBig, bad),
    (MultiPartParserError, bad),
    (UnreadablePostError, bad),
    (BadRequest, bad),
    (SuspiciousOperation, bad),
    (Exception, broken),
)
#: What a shape complains of, by its kind.
WORDS = {
    "missing": "没有写 — 请补上",
    "int_parsing": "不是整数 — 请写成整数",
    "int_type": "不是整数 — 请写成整数",
    "string_type": "不是文字 — 请写成文字",
    "bool_parsing": "不是是或否 — 请写true或者false",
    "date_from_datetime_parsing": "不是日期 — 请写成2026-01-31这样",
    "date_parsing": "不是日期 — 请写成2026-01-31这样",
    "greater_than_equal": "太小 — 请写{ge}以上的数",
    "less_than_equal": "太大 — 请写{le}以下的数",
    "string_too_long": "太长 — 请写{max_length}个字以内",
    "string_too_short": "太短 — 请写{min_length}个字以上",
    "string_pattern_mismatch": "有不能写的字符 — 请对照接口说明改正",
    "enum": "没有这个取值 — 请从接口说明所列的里选",
    "literal_error": "没有这个取值 — 请从接口说明所列的里选",
}
ELSE = "不合规定 — 请对照接口说明改正"
#: How the parts of a request are called.
PARTS = {"query": "参数", "path": "地址", "body": "内容", "form": "表单", "file": "文件", "header": "请求头"}


def _fault(error: Mapping[str, Any]) -> Fault:
    part, *names = (str(step) for step in error["loc"])
    name = names[-1] if names else part
    why = _(WORDS.get(error["type"], ELSE)).format(**error.get("ctx", {}))
    called = _(PARTS.get(part, "内容"))
    return Fault("/".join((part, *names)), f"{called}{name} — {why}。")
