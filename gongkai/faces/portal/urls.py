"""The URLs that anyone may open: this module is the one list of them."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponseBase
from django.urls import URLPattern, path

from gongkai.faces.portal import answers, evaluate, passed_on, proof, rectify, sign_in, views
from gongkai.faces.portal.apply import page as apply
from gongkai.faces.portal.checkup import page as checkup
from gongkai.faces.portal.many import page as many
from gongkai.faces.portal.site import annual as site_annual
from gongkai.faces.portal.site import changes as site_changes
from gongkai.faces.portal.site import data as site_data
from gongkai.faces.portal.site import feeds as site_feeds
from gongkai.faces.portal.site import lists as site_lists
from gongkai.faces.portal.site import map as site_map
from gongkai.faces.portal.site import pages as site_pages
from gongkai.faces.portal.site import record as site_record
from gongkai.faces.portal.site import subscribe as site_subscribe
from gongkai.faces.portal.track import page as track
from gongkai.faces.portal.track import papers as track_papers


def public(route: str, view: Callable[..., HttpResponseBase], *, name: str) -> URLPattern:
    """A page that needs no account; every other page of the site does."""
    return path(route, login_not_required(view), name=name)


app_name = "portal"
urlpatterns = [
    public("", views.home, name="home"),
    public("sample/", views.load_sample, name="sample"),
    public("robots.txt", site_map.robots, name="robots"),
    public("sitemap.xml", site_map.every, name="site-maps"),
    public("organs/<int:section>/sitemap.xml", site_map.one, name="site-map"),
    public("organs/<int:organ_id>/feed.<str:form>", site_feeds.feed, name="site-feed"),
    public("organs/<int:organ_id>/", site_pages.home, name="site-home"),
    public("organs/<int:organ_id>/guide/", site_pages.guide, name="site-guide"),
    public("organs/<int:organ_id>/rules/", site_pages.rules, name="site-rules"),
    public("organs/<int:organ_id>/catalogue/", site_pages.catalogue, name="site-catalogue"),
    public("organs/<int:organ_id>/in-force/", site_pages.in_force, name="site-in-force"),
    public("organs/<int:organ_id>/records/", site_lists.records, name="site-contents"),
    public("organs/<int:organ_id>/records/suggest/", site_lists.suggest, name="site-suggest"),
    public("organs/<int:organ_id>/records/<int:pk>/", site_record.record, name="site-record"),
    public("organs/<int:organ_id>/records/<int:pk>/files/<int:number>/", site_record.file, name="site-file"),
    public(
        "organs/<int:organ_id>/records/<int:pk>/changes/<int:number>/",
        site_changes.changes,
        name="site-changes",
    ),
    public("organs/<int:organ_id>/subscribe/", site_subscribe.page, name="site-subscribe"),
    public("subscriptions/<str:token>/", site_subscribe.one, name="subscription"),
    public("subscriptions/<str:token>/end/", site_subscribe.end, name="subscription-end"),
    public("organs/<int:organ_id>/data/", site_data.page, name="site-data"),
    public("organs/<int:organ_id>/data/<slug:table>.<slug:form>", site_data.file, name="site-data-file"),
    public("organs/<int:organ_id>/reports/", site_annual.reports, name="site-reports"),
    public("organs/<int:organ_id>/reports/<int:year>/", site_annual.report, name="site-report"),
    public("organs/<int:organ_id>/reports/<int:year>.<str:form>", site_annual.file, name="site-report-file"),
    public("apply/", apply.index, name="apply-index"),
    public("apply/<int:organ_id>/", apply.start, name="apply"),
    public("apply/<int:organ_id>/steps/<slug:code>/", apply.step, name="apply-step"),
    public("apply/<int:organ_id>/steps/<slug:code>/draft/", apply.keep_typed, name="apply-draft"),
    public("apply/<int:organ_id>/similar/", apply.similar, name="apply-similar"),
    public("apply/<int:organ_id>/answered/", apply.answered, name="apply-answered"),
    public("apply/<int:organ_id>/files/<slug:place>/drop/", apply.drop_file, name="apply-drop"),
    public("apply/<int:organ_id>/leave/", apply.leave, name="apply-leave"),
    public("apply/<int:organ_id>/receipt/", apply.receipt, name="apply-receipt"),
    public("apply/<int:organ_id>/form.<str:form>", apply.paper, name="apply-paper"),
    public("rectify/<int:organ_id>/", rectify.page, name="rectify"),
    public("track/", track.find, name="track"),
    public("track/case/", track.case, name="track-case"),
    public("track/case/send/<slug:kind>/", track.send, name="track-send"),
    public("track/case/letters/<int:pk>.pdf", track_papers.letter, name="track-letter"),
    public("track/case/letters/<int:pk>/files/<int:file_id>/", track_papers.annex, name="track-annex"),
    public("track/leave/", track.leave, name="track-leave"),
    public("evaluate/<slug:key>/", evaluate.page, name="evaluate"),
    public("sign-in/<slug:key>/", sign_in.page, name="sign-in"),
    public("passed-on/<slug:key>/", passed_on.page, name="passed-on"),
    public("answers/", answers.index, name="answers"),
    public("answers/<int:pk>/", answers.page, name="answer"),
    public("proof/", proof.page, name="proof"),
    public("proof/head.json", proof.head, name="proof-head"),
    public("check/", checkup.checkup, name="checkup"),
    public("check/files/<str:form>", checkup.checkup_file, name="checkup-file"),
    public("check/many/", many.index, name="many-index"),
    public("check/many/<str:name>/", many.page, name="many"),
    public("check/many/<str:name>/reports/", many.reports, name="many-reports"),
    public("check/many/<str:name>/reports/<int:id>/", many.report, name="many-report"),
    public("check/many/<str:name>/files/<str:table>.<str:form>", many.file, name="many-file"),
]
