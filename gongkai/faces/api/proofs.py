"""The public log: its head, its entries, and what proves that something stands in it and that it only grows.

Whoever copies the entries makes the tree anew and needs to trust nobody.
"""

import json
from typing import Annotated, Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from gongkai.faces.api import shapes
from gongkai.faces.api.public import Part, Parts, around, site_at
from gongkai.faces.public import proofs as public
from gongkai.ledger.transparency import queries
from gongkai.lib import heads, proofs
from gongkai.lib.proofs import Proof

router = Router(tags=["公开存证"], by_alias=True)
MOST = 2**53 - 1


class Ends(Schema):
    """Two trees of the log, by how many entries they have."""

    earlier: int = Field(ge=0, le=MOST, description="前一个日志头的条数")
    later: int = Field(ge=0, le=MOST, description="后一个日志头的条数")


@router.get(
    "/log",
    response=shapes.TreeHead,
    summary="公开日志头",
    description="最近一次签署的；还没有签署过的答404。",
)
def log(request: HttpRequest) -> Any:
    head = queries.latest()
    if head is None:
        raise Http404
    return heads.to_json(head)


@router.get(
    "/log/heads",
    response=shapes.TreeHeads,
    summary="历次日志头",
    description="每一次签署的公开日志头，最近的在前。",
)
def log_heads(request: HttpRequest, which: Parts) -> Any:
    found = queries.signed(which.start, which.limit + 1)
    items = [heads.to_json(head) for head in found[: which.limit]]
    return {"items": items, **_around(request, which, len(found))}


@router.get(
    "/log/entries",
    response=shapes.LogEntries,
    summary="公开日志的各条",
    description="每条只有事项、时间和摘要，从第一条起；照RFC 6962重算，应得到同样的日志头。",
)
def log_entries(request: HttpRequest, which: Parts) -> Any:
    found = queries.part(which.start, which.limit + 1)
    items = [{"index": leaf.index, **proofs.entry_to_json(queries.entry(leaf))} for leaf in found]
    return {"items": items[: which.limit], **_around(request, which, len(found))}


@router.get(
    "/log/consistency",
    response=shapes.Growth,
    summary="一致性证明",
    description="后一个日志头是从前一个接下来的：没有一条被改、被删。",
)
def log_consistency(request: HttpRequest, ends: Annotated[Ends, Query(...)]) -> Any:
    if not ends.earlier <= ends.later <= queries.size():
        raise Http404
    earlier, later = (queries.head_at(size) for size in (ends.earlier, ends.later))
    return proofs.growth_to_json(queries.growth(earlier, later))


@router.get(
    "/organs/{int:organ_id}/records/{int:record_id}/proof",
    response=shapes.Proof,
    summary="一条信息的存证",
    description="用gongkai verify --proof核对，不必相信这台服务器。撤下了的，证明撤下。",
)
def record_proof(request: HttpRequest, organ_id: int, record_id: int) -> Any:
    return _answer(public.of_record(site_at(organ_id), record_id))


@router.get(
    "/organs/{int:organ_id}/reports/{int:year}/proof",
    response=shapes.Proof,
    summary="一年报告的存证",
    description="用gongkai verify --proof核对，不必相信这台服务器。",
)
def report_proof(request: HttpRequest, organ_id: int, year: int) -> Any:
    return _answer(public.of_report(site_at(organ_id), year))


def _answer(proof: Proof | None) -> HttpResponse:
    """Never kept: it leads to the head that was signed last, which may be another at any time."""
    if proof is None:
        raise Http404
    said = json.dumps(proofs.to_json(proof), ensure_ascii=False)
    return HttpResponse(said, content_type="application/json", headers={"Cache-Control": "no-cache"})


def _around(request: HttpRequest, which: Part, found: int) -> dict[str, Any]:
    return around(request, which, there_is_more=found > which.limit)
