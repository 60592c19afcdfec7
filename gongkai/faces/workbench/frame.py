"""What stands around every page of the workbench: the menu of what this person may open, and who they are."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.faces.ui.frame import Entry, Frame, Person, at
from gongkai.faces.workbench.access import Visit, standing_of, visit_to
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.outbox import queries as outbox
from gongkai.ledger.people.roles import Duty
from gongkai.ledger.requests import queries as requests
from gongkai.lib.language import listed
from gongkai.lib.today import today

#: What waits: in the inbox; told of because it is near, and of that what is late; ways out to be mended.
INBOX, NEAR, LATE, STUCK = "inbox", "near", "late", "stuck"


@dataclass(frozen=True, slots=True)
class Place:
    """A line of the menu: its words, the page it opens, its lucide icon, the duty it asks for.

    ``yearly``: its address ends with a year, and the pages of other years lie under it too. ``counts``: what
    waits there. ``about`` tells what it is for, where it may be the first thing that somebody opens.
    """

    label: object
    page: str
    icon: str
    duty: Duty
    arguments: Callable[[Visit], tuple[object, ...]] = lambda visit: (visit.organ.pk,)
    yearly: bool = False
    counts: str = ""
    about: object = ""

    def entry(self, visit: Visit, waiting: Mapping[str, int]) -> Entry:
        href = reverse(self.page, args=self.arguments(visit))
        over = href.rsplit("/", 2)[0] + "/" if self.yearly else ""
        is_late = self.counts == NEAR and waiting.get(LATE, 0) > 0
        return Entry(self.label, href, self.icon, waiting.get(self.counts), is_late, over)


def _of_ledger(code: str) -> Callable[[Visit], tuple[object, ...]]:
    return lambda visit: (visit.organ.pk, code)


#: The menu, in groups that a line parts.
PLACES: tuple[tuple[Place, ...], ...] = (
    (
        Place(gettext_lazy("今日"), "workbench:today", "calendar-check", Duty.ENTER, counts=NEAR),
        Place(
            gettext_lazy("全年"),
            "workbench:wall",
            "calendar-range",
            Duty.READ,
            lambda visit: (visit.organ.pk, today().year),
            yearly=True,
        ),
        Place(gettext_lazy("收件"), "workbench:inbox", "inbox", Duty.READ, counts=INBOX),
        Place(
            gettext_lazy("任务"),
            "workbench:tasks",
            "list-checks",
            Duty.ENTER,
            about=gettext_lazy("交给您、您的部门或者村办的事，办好了在这里报"),
        ),
        *(
            Place(label, "workbench:ledger", icon, Duty.READ, _of_ledger(code))
            for code, label, icon in (
                ("requests", gettext_lazy("依申请公开"), "message-square-text"),
                ("disclosures", gettext_lazy("主动公开"), "megaphone"),
                ("acts", gettext_lazy("行政行为"), "stamp"),
                ("remedies", gettext_lazy("复议诉讼"), "scale"),
                ("supervision", gettext_lazy("监督保障"), "flag"),
            )
        ),
        Place(
            gettext_lazy("考核评议"),
            "workbench:assessments",
            "clipboard-check",
            Duty.ENTER,
            about=gettext_lazy("考核您、您的部门或者村的，自评、申诉都在这里"),
        ),
        Place(gettext_lazy("档案"), "workbench:archive", "archive", Duty.READ),
        Place(
            gettext_lazy("年度报告"),
            "workbench:report",
            "table-2",
            Duty.READ_REPORT,
            lambda visit: (visit.organ.pk, _report_year()),
            yearly=True,
            about=gettext_lazy("本机关这一年的数字、要改的地方和文字"),
        ),
        Place(
            gettext_lazy("下级年报"),
            "workbench:below",
            "network",
            Duty.SUPERVISE,
            lambda visit: (visit.organ.pk, _report_year()),
            yearly=True,
            about=gettext_lazy("下级机关谁还没有报、哪里要改，合起来是多少"),
        ),
    ),
    (
        Place(gettext_lazy("导入台账"), "workbench:import", "file-input", Duty.RECORD),
        Place(gettext_lazy("工作交接"), "workbench:handover", "arrow-right-to-line", Duty.READ),
        Place(
            gettext_lazy("人员"),
            "workbench:people",
            "users",
            Duty.MANAGE,
            about=gettext_lazy("谁有哪个角色，谁代理谁，给本人一次性链接"),
        ),
        Place(
            gettext_lazy("机关设置"),
            "workbench:settings",
            "settings-2",
            Duty.MANAGE,
            counts=STUCK,
            about=gettext_lazy("机关名称、上级机关、部门和村、各项设置"),
        ),
        Place(gettext_lazy("操作日志"), "workbench:log", "scroll-text", Duty.AUDIT),
    ),
)


def frame(request: HttpRequest, visit: Visit, *, known: Mapping[str, int] | None = None) -> Frame:
    """The frame of a page opened by a visit, with the entry marked under which it lies. ``known``: what
    waits, as far as the page has counted it already."""
    counts = _waiting(visit, known or {})
    groups = (
        tuple(place.entry(visit, counts) for place in group if visit.may(place.duty)) for group in PLACES
    )
    made = Frame(
        organ=visit.organ.name,
        groups=tuple(group for group in groups if group),
        home=reverse("workbench:start") if request.user.is_authenticated else reverse("portal:home"),
        search=reverse("workbench:search", args=(visit.organ.pk,)) if visit.may(Duty.READ) else "",
        person=_person(request, visit),
        note=_note(visit.organ),
    )
    return at(made, request.path)


def _note(organ: Organ) -> str:
    """What stands on every page of an organ whose figures are made up."""
    if organ.practises_for_id is not None:
        return _("练习机关：不计数，不对外发送")
    return _("示例数据") if organ.is_sample else ""


def _waiting(visit: Visit, known: Mapping[str, int]) -> Mapping[str, int]:
    found = dict(known)
    if visit.may(Duty.MANAGE):
        found[STUCK] = outbox.stuck(visit.scope)
    if visit.may(Duty.READ) and INBOX not in known:
        found[INBOX] = requests.waiting(visit.scope).count()
    if visit.may(Duty.READ) and NEAR not in known:
        near = outbox.near(visit.scope)
        found |= {NEAR: near.count, LATE: near.late}
    return found


def frame_without_page(request: HttpRequest) -> Frame:
    """The frame around what is no page of an organ: the organ's that the address names, else of the only one
    at which the person works, else the account alone."""
    own = [organ.pk for organ in standing_of(request).roles]
    named = re.match(rf"{reverse('workbench:start')}organs/([0-9]{{1,18}})/", request.path)
    visit = visit_to(request, int(named[1])) if named else None
    if visit is None and len(own) == 1:
        visit = visit_to(request, own[0])
    if visit is not None:
        return frame(request, visit)
    home = reverse("workbench:start") if request.user.is_authenticated else reverse("portal:home")
    return Frame(organ=_("政府信息公开"), groups=(), home=home, person=_account(request))


def doors(request: HttpRequest, visit: Visit) -> list[tuple[Entry, object]]:
    """Where somebody can go who has no tasks here, each with what it is for."""
    places = (place for group in PLACES for place in group if place.about and visit.may(place.duty))
    return [(place.entry(visit, {}), place.about) for place in places]


def _person(request: HttpRequest, visit: Visit) -> Person | None:
    account = _account(request)
    if account is None:
        return None
    roles = dict.fromkeys(_(role.zh) for role, _for in visit.standing.roles.get(visit.organ, ()))
    entries = list(account.entries)
    if visit.may(Duty.READ) or visit.may(Duty.CONTRIBUTE):
        entries.append(Entry(_("提醒方式"), reverse("workbench:reminders", args=(visit.organ.pk,))))
    if visit.may(Duty.READ):
        entries.append(Entry(_("日历订阅"), reverse("workbench:feed", args=(visit.organ.pk,))))
    if len(visit.standing.roles) > 1:
        entries.insert(0, Entry(_("换一个机关"), reverse("workbench:start")))
    return replace(account, role=listed(roles), entries=() if visit.organ.is_for_show else tuple(entries))


def _account(request: HttpRequest) -> Person | None:
    """Whoever is logged in, with what every account has."""
    if not request.user.is_authenticated:
        return None
    entries = (
        Entry(_("密码"), reverse("account_change_password")),
        Entry(_("两步验证"), reverse("mfa_index")),
        Entry(_("登录记录"), reverse("usersessions_list")),
    )
    return Person(request.user.get_full_name(), entries=entries, sign_out=reverse("account_logout"))


def _report_year() -> int:
    """The report in hand: last year's until its usual day has passed, then this year's."""
    day = today()
    return day.year - 1 if day.month <= 3 else day.year
