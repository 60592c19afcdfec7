"""The API as one object: how errors are answered, and how all of it is described (OpenAPI 3.1)."""

import json
from functools import cached_property
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest
from ninja import NinjaAPI
from ninja.openapi.schema import REF_TEMPLATE, OpenAPISchema
from ninja.operation import Operation
from ninja.renderers import BaseRenderer
from ninja.responses import NinjaJSONEncoder

import gongkai
from gongkai.faces.api import problems, shapes

ABOUT = (
    "政府信息公开的对外接口。公开的信息、目录、年度报告和数据任何人都能读，不用登记；"
    "其余的要机关的系统管理员发的令牌。出错时按RFC 9457回答。"
)
#: What the parts of addresses are.
PLACES = {
    "organ_id": "机关的编号",
    "record_id": "信息的编号",
    "application_id": "申请的编号",
    "year": "年度",
    "table": "表的代号",
    "key": "导入的代号",
}
#: What may befall any call, and what befalls those with a token besides.
ANYWHERE = (problems.BAD, problems.NO_SUCH, problems.INVALID, problems.BROKEN)
WITH_TOKEN = (problems.UNKNOWN, problems.NO_SCOPE, problems.TOO_MANY)
WITH_BODY = (problems.TOO_LARGE,)


class Plainly(BaseRenderer):
    """JSON in which Chinese stands as it is."""

    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:
        return json.dumps(data, ensure_ascii=False, cls=NinjaJSONEncoder).encode()


class Api(NinjaAPI):
    """Version 1: what is added is added beside, what stands keeps its meaning (docs/howto/use-the-api.md)."""

    def __init__(self) -> None:
        super().__init__(
            title="公开 gongkai",
            version="1",
            description=ABOUT,
            docs_url=None,
            openapi_url=None,
            urls_namespace="api",
            renderer=Plainly(),
            openapi_extra={"info": {"x-program-version": gongkai.__version__}},
        )
        for error, handler in problems.HANDLERS:
            self.exception_handler(error)(handler)

    def get_openapi_operation_id(self, operation: Operation) -> str:
        return operation.view_func.__name__

    @cached_property
    def described(self) -> OpenAPISchema:
        """The whole schema, with the problems that each call may end in."""
        schema = self.get_openapi_schema()
        model = shapes.Problem.model_json_schema(ref_template=REF_TEMPLATE)
        schemas = schema["components"]["schemas"]
        schemas |= {**model.pop("$defs"), "Problem": model}
        for methods in schema["paths"].values():
            for call in methods.values():
                for one in call["parameters"]:
                    one.setdefault("description", PLACES.get(one["name"], ""))
                call["responses"] |= _problems_of(call)
        return schema


def _problems_of(call: dict[str, Any]) -> dict[int, Any]:
    found = [*ANYWHERE, *call.pop("x-problems", ())]
    found += WITH_TOKEN if "security" in call else ()
    found += WITH_BODY if "requestBody" in call else ()
    content = {problems.KIND: {"schema": {"$ref": REF_TEMPLATE.format(model="Problem")}}}
    return {
        int(one.status): {"description": HTTPStatus(one.status).phrase, "content": content} for one in found
    }
