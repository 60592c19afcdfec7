"""The API described: for programs as OpenAPI, for people as a page made of the same."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gongkai.faces.api.doors import by_content, of_any_site
from gongkai.faces.api.machine import Api
from gongkai.faces.api.problems import PROBLEMS

Answer = Callable[[HttpRequest], HttpResponseBase]


def schema(api: Api) -> Answer:
    """openapi.json, which any site may read."""

    @require_safe
    def answered(request: HttpRequest) -> HttpResponseBase:
        answer = JsonResponse(api.described, json_dumps_params={"ensure_ascii": False})
        of_any_site(answer)
        return by_content(request, answer)

    return answered


def page(api: Api) -> Answer:
    """All calls by what they are about, each with what it takes and gives."""

    @require_safe
    def answered(request: HttpRequest) -> HttpResponse:
        context = {"groups": _groups(api.described), "problems": PROBLEMS, "about": api.description}
        return render(request, "api/page.html", context)

    return answered


def _groups(described: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for address, methods in described["paths"].items():
        for method, call in methods.items():
            found.setdefault(call["tags"][0], []).append(_call(described, address, method, call))
    return found


def _call(described: dict[str, Any], address: str, method: str, call: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": call["operationId"],
        "method": method.upper(),
        "address": address,
        "summary": call["summary"],
        "about": call.get("description", ""),
        "scope": call.get("x-scope", ""),
        "takes": [_parameter(one) for one in call["parameters"]],
        "sends": _sent(described, call),
        "gives": _given(described, call),
    }


def _parameter(one: dict[str, Any]) -> dict[str, Any]:
    return {"name": one["name"], "about": one.get("description", ""), "required": one["required"]}


def _sent(described: dict[str, Any], call: dict[str, Any]) -> list[dict[str, Any]]:
    """The parts of what a call sends."""
    contents = call.get("requestBody", {}).get("content", {})
    return [part for content in contents.values() for part in _parts(described, content["schema"])]


def _given(described: dict[str, Any], call: dict[str, Any]) -> list[dict[str, Any]]:
    """The parts of what a call gives where all is well."""
    well = next(answer for status, answer in call["responses"].items() if int(status) < 300)
    contents = well.get("content", {})
    return [part for content in contents.values() for part in _parts(described, content["schema"])]


def _parts(described: dict[str, Any], shape: dict[str, Any]) -> list[dict[str, Any]]:
    """The fields of a shape, and of the rows of its list."""
    whole = _whole(described, shape)
    found = []
    for name, field in whole.get("properties", {}).items():
        found.append({"name": name, "about": field.get("description", "")})
        rows = _whole(described, field.get("items", {})).get("properties", {})
        found += [
            {"name": f"{name}[].{key}", "about": one.get("description", "")} for key, one in rows.items()
        ]
    return found


def _whole(described: dict[str, Any], shape: dict[str, Any]) -> dict[str, Any]:
    name = shape.get("$ref", "").rpartition("/")[2]
    return described["components"]["schemas"][name] if name else shape
