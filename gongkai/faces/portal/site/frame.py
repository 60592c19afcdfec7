"""The portal of one organ: who may open it, and what stands around each of its pages."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from gongkai.faces.public.site import FEEDS, Site, is_plain
from gongkai.ledger.organs import queries as organs
from gongkai.ledger.organs.options import SITE_TAGS
from gongkai.ledger.people.queries import standing
from gongkai.ledger.people.roles import Duty
from gongkai.lib.today import today


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the portal 栏目: the view that shows it, and what its meta tags say."""

    name: str
    zh: Any
    about: str
    words: str


#: The four fixed columns of the platform 61号, in its order and with its names.
GUIDE = Column(
    "guide", gettext_lazy("政府信息公开指南"), "公开什么、怎么查、怎么申请", "政府信息公开指南,依申请公开"
)
RULES = Column(
    "rules", gettext_lazy("政府信息公开制度"), "政府信息公开的法规和制度", "政府信息公开条例,公开制度"
)
CONTENTS = Column(
    "contents",
    gettext_lazy("法定主动公开内容"),
    "依法主动公开的政府信息",
    "法定主动公开内容,公开目录",
)
REPORTS = Column(
    "reports", gettext_lazy("政府信息公开年报"), "政府信息公开工作年度报告", "政府信息公开年报,年度报告"
)
COLUMNS = (GUIDE, RULES, CONTENTS, REPORTS)


class Page(HttpResponse):
    """A page of the portal; ``is_whole`` unless a picture of it is still being drawn."""

    is_whole = True


View = Callable[..., HttpResponseBase]


def site_at(request: HttpRequest, organ_id: int) -> Site:
    """An organ's portal for whoever asks, where it is open to them; else there is none."""
    organ = organs.at(organ_id)
    if organ is None or not organ.exists_on(today()):
        raise Http404
    if not organ.has_portal and not standing(request.user, today()).may(Duty.READ, organ):
        raise Http404
    return Site(organ, today(), not organ.has_portal, is_plain(request))


def portal(view: View) -> View:
    """Open ``view(request, site, …)`` at ``organ_id``: to everybody where the portal is switched on and the
    organ's guide says so, else to its own staff; to anybody else there is no such page."""

    @require_safe
    @wraps(view)
    def opened(request: HttpRequest, organ_id: int, *args: Any, **kwargs: Any) -> HttpResponseBase:
        site = site_at(request, organ_id)
        answer = view(request, site, *args, **kwargs)
        if site.is_preview:
            answer["Cache-Control"] = "private, no-store"
        return answer

    return opened


def show(
    request: HttpRequest,
    site: Site,
    name: str,
    context: Mapping[str, Any],
    *,
    column: Column | None = None,
    tags: Mapping[str, str] | None = None,
    query: str = "",
) -> Page:
    """The page ``portal/site_NAME.html`` within the frame of the portal; ``query`` is for its feeds."""
    around = {
        "site": site,
        "organ": site.organ,
        "column": column,
        "columns": [(one, site.address(one.name)) for one in COLUMNS],
        "tags": _tags(site, column, tags or {}),
        "feeds": [(kind, site.address("feed", form) + query) for form, kind in FEEDS.items()],
        "superior": site.organ.superior_name,
        "filing": site.organ.option("site_filing"),
        "police": site.organ.option("site_police"),
        "site_code": site.organ.option("site_id_code"),
    }
    page = Page(render_to_string(f"portal/site_{name}.html", {**around, **context}, request))
    page.is_whole = all(picture.wide and picture.narrow for picture in context.get("pictures", ()))
    return page


def _tags(site: Site, column: Column | None, more: Mapping[str, str]) -> dict[str, str]:
    """The meta tags of a page (政府网站发展指引): of the site, of its column, of what it holds."""
    found = {tag: str(site.organ.option(code) or "") for tag, code in SITE_TAGS.items()}
    found["SiteName"] = found["SiteName"] or f"{site.organ.name}政府信息公开"
    if column:
        found |= {
            "ColumnName": str(column.zh),
            "ColumnDescription": f"{site.organ.name}{column.about}",
            "ColumnKeywords": column.words,
            "ColumnType": "政府信息公开",
        }
    return {tag: value for tag, value in {**found, **more}.items() if value}
