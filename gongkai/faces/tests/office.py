"""Every form there is, each about rows of its own, so that what is typed into one changes no other."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.test import Client
from django.urls import reverse

from gongkai.channels import CHANNELS
from gongkai.channels.carriers import CARRIERS, Outcome
from gongkai.faces.portal.tests import applying
from gongkai.faces.tests.html import page
from gongkai.faces.tests.organs import YEAR, application, staff
from gongkai.law.remedy_papers import PAPER
from gongkai.law.remedy_procedure import STEP as REMEDY_STEP
from gongkai.law.workdays import OFFICIAL
from gongkai.ledger.archive import actions as archive
from gongkai.ledger.assessment import actions as assessment
from gongkai.ledger.assessment import consequences, surveys
from gongkai.ledger.assessment.entries import Beginning
from gongkai.ledger.assessment.models import Survey
from gongkai.ledger.base import Scope
from gongkai.ledger.deliveries import actions as deliveries
from gongkai.ledger.deliveries.actions import Opening
from gongkai.ledger.deliveries.models import Delivery, State
from gongkai.ledger.disclosures import actions as disclosures
from gongkai.ledger.disclosures.making import coordination
from gongkai.ledger.disclosures.models import Disclosure
from gongkai.ledger.disclosures.tests import made
from gongkai.ledger.organs import actions as organs
from gongkai.ledger.organs.models import Organ, Unit
from gongkai.ledger.outbox import actions as outbox
from gongkai.ledger.people import actions as people
from gongkai.ledger.people.roles import ROLES
from gongkai.ledger.remedies import actions as remedies
from gongkai.ledger.remedies import signing
from gongkai.ledger.remedies.models import RemedyCase
from gongkai.ledger.reports import actions as reports
from gongkai.ledger.requests import actions as requests
from gongkai.ledger.requests import answers, attachments, inbox, rectifications
from gongkai.ledger.requests import queries as applications
from gongkai.ledger.requests.entries import EventEntry, Kept, RequestEntry, Said
from gongkai.ledger.requests.letters import actions as letters
from gongkai.ledger.requests.letters import plans
from gongkai.ledger.requests.letters.deeds import Deed
from gongkai.ledger.requests.models import EventKind, FoiRequest, Grade, Letter
from gongkai.ledger.requests.steps import STEPS
from gongkai.ledger.supervision import matters, tasks
from gongkai.ledger.supervision.entries import Assignment, Proof
from gongkai.lib import calendars
from gongkai.lib.today import now, today
from gongkai.reading.originals.tests.documents import notice

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 100
#: What an answer in part has to say; the telephone in it is an error of the letter.
PARTIAL = {
    "open_part": "正文",
    "withheld_part": "附件三",
    "ground": "third_party",
    "reasons": "电话13800138000",
}


@dataclass(frozen=True, slots=True)
class Place:
    """A form: where it stands, and what a person who does nothing wrong would fill in besides its own."""

    name: str
    url: str
    right: Mapping[str, str]


class Office:
    """A real organ with something to put into every form, and somebody who holds every role."""

    def __init__(self, client: Client, organ: Organ) -> None:
        self.client, self.organ = client, organ
        organs.set_option(organ=organ, code="duty_openness_day", value="on", actor="测试")
        for code in ("sign_in_code", "training_quiz"):
            organs.set_option(organ=organ, code=code, value="on", actor="测试")
            organs.set_option(organ=organ, code=f"{code}_basis", value="滑政办〔2026〕9号", actor="测试")
        said = {"host": "127.0.0.1", "port": "9", "security": "plain", "sender": "gk@example.cn"}
        outbox.set_up(organ=organ, code="mail", said=said, is_on=True, actor="测试")
        requests.receive(organ=organ, entries=[application(1), application(2)], actor="测试")
        self.person = staff(organ, *(role.code for role in ROLES if not role.of_unit))
        self.other = staff(organ, "clerk", username="other", name="李四")
        client.force_login(self.person)

    def publish(self) -> None:
        for step, actor in (("check", "甲"), ("approve", "乙"), ("submit", "甲"), ("note-pass", "甲")):
            reports.take(organ=self.organ, year=YEAR, step=step, actor=actor, reason="通过")
        url = "https://www.example.gov.cn/nb.html"
        day = date(YEAR + 1, 1, 20)
        reports.take(organ=self.organ, year=YEAR, step="publish", actor="乙", day=day, url=url)

    def places(self, *, quick: bool = False) -> Iterator[Place]:
        """Every form; ``quick`` leaves out those for whose page the whole report is compiled."""
        row = applications.of(Scope.of(self.organ))[0]
        here, report = f"/desk/organs/{self.organ.pk}/", f"/desk/organs/{self.organ.pk}/reports/{YEAR}/"
        ledger = f"{here}ledger/requests/"
        yield Place("workbench:row-new", f"{ledger}new/", {})
        for code in ("disclosures", "acts", "remedies", "supervision"):
            yield Place("workbench:row-new", f"{here}ledger/{code}/new/", {})
        yield from self._remedies(f"{here}ledger/remedies/")
        yield Place("workbench:row-paste", f"{ledger}paste/", {"rows": "1\t2022-01-01"})
        yield Place("workbench:row-correct", f"{ledger}{row.pk}/correct/", {"reason": "看错"})
        yield Place("workbench:row-withdraw", self._typed(here), {"reason": "标题写出了谁"})
        yield Place("workbench:unmask", f"{ledger}{row.pk}/who/", {"reason": "寄送"})
        for name in ("profile", "options", "superior"):
            yield Place(f"workbench:settings-{name}", f"{here}settings/{name}/", {})
        yield Place("workbench:reminders", f"{here}reminders/", {})
        for channel in CHANNELS:
            yield Place("workbench:way", f"{here}settings/ways/{channel.code}/", {})
        yield Place("workbench:token-new", f"{here}settings/tokens/new/", {"expires_on": str(today())})
        yield Place("workbench:way-test", f"{here}settings/ways/mail/test/", {})
        yield Place("workbench:units-new", f"{here}settings/units/new/", {"kind": "village", "names": "东村"})
        yield Place("workbench:export", f"{here}export/", {"reason": "做年报"})
        yield Place(
            "workbench:site", f"{here}ledger/disclosures/site/", {"base": "https://www.example.gov.cn/zw/"}
        )
        yield Place("workbench:person-new", f"{here}people/new/", {"role": "clerk"})
        yield Place("workbench:person-ask", f"{here}people/ask/", {"role": "auditor"})
        below = organs.create(name="留固镇人民政府", actor="测试")
        organs.place_under(organ=below, superior=self.organ, actor="测试")
        yield Place("workbench:person-first", f"{here}people/first/{below.pk}/", {})
        yield Place("workbench:person-role", f"{here}people/{self.other.pk}/role/", {"role": "auditor"})
        in_charge = {"name": "党政办公室", "since": str(today())}
        yield Place("workbench:charge", f"{here}charges/requests/", in_charge)
        people.put_in_charge(organ=self.organ, work="meeting", owner="镇长", since=today(), actor="测试")
        yield Place("workbench:charge-back", f"{here}charges/meeting/back/", {"reason": "日期写错"})
        to_pass_on = staff(self.organ, "clerk", username="leaving", name="赵六")
        yield Place(
            "workbench:person-hand-over",
            f"{here}people/{to_pass_on.pk}/hand-over/",
            {"successor": str(self.other.pk), "on": str(today())},
        )
        away = {"person": str(self.person.pk), "deputy": str(self.other.pk)}
        yield Place("workbench:delegate", f"{here}people/away/", away)
        done = {"done_on": f"{YEAR}-05-16", "proof": "活动照片"}
        yield Place("workbench:discharge", f"{here}year/openness_day/{YEAR}-05-15/", done)
        yield Place("workbench:year-notice", f"{here}below/{YEAR}/notice/", {"due_on": f"{YEAR + 1}-01-18"})
        yield Place("workbench:superior-key", f"{here}reports/keys/superior/", {})
        yield Place("workbench:sender-key", f"{here}below/keys/{below.pk}/", {})
        paper = {"arrived_on": str(today()), "applicant_name": "张三", "content": "道路硬化招标文件"}
        yield Place("workbench:intake", f"{here}inbox/new/", paper)
        open_case = self._open_case()
        case = f"{ledger}{open_case.pk}/"
        yield Place("workbench:case-step", f"{case}steps/extend/", {"says-reason": "要征求意见"})
        yield Place("workbench:letter-new", f"{case}letters/new/extend/", {"says-reasons": "要征求意见"})
        yield Place("workbench:redaction-new", f"{case}redactions/new/", {})
        together = f"{ledger}together/"
        for what in ("step", "letter"):
            url = f"{together}{what}s/extend/?id={open_case.pk}"
            yield Place(f"workbench:together-{what}", url, {"says-reason": "要征求意见"})
        if quick:
            return
        yield Place("workbench:evidence", f"{here}year/{YEAR}/evidence/", {"reason": "县里考核"})
        yield self._done_together(together, open_case)
        yield from self._inbox(f"{here}inbox/")
        yield from self._case(ledger, case)
        yield from self._letters(ledger)
        yield from self._making(f"{here}ledger/disclosures/making/")
        yield from self._deliveries(here)
        yield from self._archive(f"{here}archive/", ledger)
        yield from self._pushing(f"{here}supervision/")
        yield Place("workbench:letter-text", f"{here}letter-texts/refused/", {})
        yield Place("workbench:prose", f"{report}prose/", {})
        yield Place("workbench:step-publish", f"{report}steps/publish/", {})
        yield Place("workbench:step-file", f"{report}steps/file/", {})
        for code in ("reopen", "send-back", "note-return", "note-pass"):
            yield Place(f"workbench:step-{code}", f"{report}steps/{code}/", {})
        yield Place("workbench:finding-accept", self._finding(report), {})

    def _typed(self, here: str) -> str:
        """A row of the register that is public and that nobody made of a file."""
        day = date(2022, 3, 1)
        row = Disclosure(
            organ=self.organ,
            index_no="DJ-1",
            title="公示",
            formed_on=day,
            published_on=day,
            attribute="proactive",
        )
        disclosures.register(organ=self.organ, rows=[row], actor="测试")
        return f"{here}ledger/disclosures/{row.pk}/withdraw/"

    def _open_case(self) -> FoiRequest:
        """An application received today, which anything may follow."""
        said = {"channel": "in_person", "applicant_kind": "natural_person"}
        entry = RequestEntry(
            f"〔{today().year}〕在办号",
            (EventEntry(EventKind.RECEIVED, today(), said),),
            applicant_name="张三",
            content="道路维修合同",
        )
        requests.receive(organ=self.organ, entries=[entry], actor="测试")
        return applications.of(Scope.of(self.organ)).get(number=entry.number)

    def _done_together(self, together: str, row: FoiRequest) -> Place:
        """What was done with several is taken back."""
        url = f"{together}steps/request_reason/?id={row.pk}"
        (form,) = page(self.client, url).xpath("//form[@class='form']")
        said = {"says-frequency": "一月30件", "says-due": str(today())}
        assert self.client.post(url, {**dict(form.form_values()), **said}).status_code == 302
        return Place("workbench:together-undo", f"{together}undo/", {"reason": "选错了"})

    def _inbox(self, at: str) -> Iterator[Place]:
        """Each thing that can be done with an arrival, to an arrival of its own."""
        reason = {"reason": "打电话确认"}
        for step, right in {
            "confirm": {"confirmed_on": str(today()), "confirmed_how": "打电话"},
            "split": {"matters": "合同\n\n招标文件", **reason},
            "join": {},
            "close": {"state": "withdrawn", **reason},
            "who": reason,
        }.items():
            yield Place(f"workbench:arrival-{step}", f"{at}{self.arrive().arrival.pk}/{step}/", right)
        demand = self.arrive(kind="rectification").arrival
        told = {"state": "upheld", "outcome": "记录没有错"}
        yield Place("workbench:arrival-confirm", f"{at}{demand.pk}/confirm/", told)
        demand, said = self.arrive(kind="rectification").arrival, Said(outcome="记录没有错")
        proposed = rectifications.propose(arrival=demand, state="upheld", told=said, actor="李四")
        yield Place("workbench:arrival-object", f"{at}{proposed.pk}/object/", reason)
        ended = inbox.close(arrival=self.arrive().arrival, state="withdrawn", actor="李四", **reason)
        held = f"{at.replace('inbox', 'archive')}arrivals/{ended.pk}/hold/"
        yield Place("workbench:archive-hold-arrival", held, {"reason": "审计"})
        row = self.arrive(attachments.keep("申请表.png", PNG)).arrival
        (file,) = row.attachments.all()
        yield Place("workbench:arrival-file", f"{at}{row.pk}/files/{file.pk}/", reason)
        for step, kind in (("confirm", "payment"), ("close", "contact")):
            sent = inbox.send(about=row, kind=kind, said=Said(phone="0372-8110001"))
            yield Place(f"workbench:arrival-{step}", f"{at}{sent.pk}/{step}/", {"on": str(today()), **reason})

    def arrive(self, *files: Kept, kind: str = "application") -> inbox.Filed:
        said = Said(
            content="道路维修合同",
            applicant_kind="natural_person",
            applicant_name="张三",
            id_number=applying.ID_NUMBER,
        )
        return inbox.arrive(
            organ=self.organ,
            channel="internet",
            kind=kind,
            said=said,
            at=now(),
            actor="申请人",
            files=files,
        )

    def _case(self, ledger: str, case: str) -> Iterator[Place]:
        """Every step of an application, and what is taken back or shown to all of one that is answered."""
        for step in STEPS:
            kind = "?kind=partial" if step.code == "answer" else ""
            url = f"{case}steps/{step.code}/{kind}"
            if page(self.client, url).xpath("//form[@class='form']"):  # else it tells why it cannot be taken
                yield Place("workbench:case-step", url, {"on": str(today())})
        row = applications.of(Scope.of(self.organ)).get(number=application(2).number)
        event = row.events.get(kind=EventKind.ANSWERED)
        letter = EventEntry(EventKind.CONSULTATION_SENT, date(YEAR, 3, 4), slot="1")
        sent = requests.add_event(foi_request=row, event=letter, actor="测试")
        yield Place(
            "workbench:case-deliver", f"{ledger}{row.pk}/events/{sent.pk}/deliver/", {"on": "2022-03-05"}
        )
        yield Place("workbench:case-publish", f"{ledger}{row.pk}/publish/", {"gist": "合同见县政府网站"})
        yield Place("workbench:case-void", f"{ledger}{row.pk}/events/{event.pk}/void/", {"reason": "登记错"})

    def _archive(self, at: str, ledger: str) -> Iterator[Place]:
        """What is said about files of long ago, each about one of its own."""
        filing = archive.Filing("李四", today(), calendars.load(settings.DATA))
        rows = requests.receive(organ=self.organ, entries=map(long_ago, range(1, 6)), actor="测试")
        out, held, listed, packed, public = archive.archive(organ=self.organ, rows=rows, filing=filing)
        drop = archive.propose(organ=self.organ, files=[listed], opinion="期满", on=today(), actor="李四")
        words = answers.Words("道路维修合同", "见网站")
        answer = answers.propose(foi_request=public.foi_request, words=words, actor="李四")
        answers.release(answer=answer, seen=words, on=today(), actor="甲")
        yield Place("workbench:archive-out", f"{at}files/{out.pk}/out/", {"reason": "漏了回执"})
        yield Place("workbench:archive-hold", f"{at}files/{held.pk}/hold/", {"reason": "审计"})
        yield Place("workbench:destruction-drop", f"{at}destructions/{drop.pk}/drop/", {"reason": "要用"})
        yield Place("workbench:case-package", f"{ledger}{packed.foi_request_id}/package/", {"reason": "移交"})
        url = f"{ledger}{public.foi_request_id}/publish/withdraw/"
        yield Place("workbench:answer-withdraw", url, {"reason": "写错"})

    def _letters(self, ledger: str) -> Iterator[Place]:
        """What is written about a letter, each about one of its own."""
        at = {what: self._letter() for what in ("edit", "return", "void", "accept", "annexes/new")}
        url = {what: f"{ledger}{letter.foi_request_id}/letters/{letter.pk}/" for what, letter in at.items()}
        moment = letters.Moment(today(), calendars.load(settings.DATA))
        letters.do(letter=at["return"], deed=Deed.SUBMIT, actor="李四", at=moment)
        for what in ("edit", "return", "void"):
            yield Place(f"workbench:letter-{what}", f"{url[what]}{what}/", {})
        yield Place("workbench:letter-annex", f"{url['annexes/new']}annexes/new/", {})
        (link,) = page(self.client, url["accept"]).xpath("(//a[contains(@href, '/accept/')]/@href)[1]")
        yield Place("workbench:letter-accept", str(link), {})

    def _making(self, at: str) -> Iterator[Place]:
        """Each thing that is said of a record on its way, about one of its own."""
        reason = {"reason": "核对名单"}
        for step, right in {"elements": {}, "drop": reason}.items():
            yield Place(f"workbench:making-{step}", f"{at}{made.taken_in(self.organ).pk}/{step}/", right)
        right = {"other": "滑县民政局", "matter": "补助标准是否一致", "asked_on": str(today())}
        for step, said in {"classify": {}, "coordinate": right}.items():
            yield Place(f"workbench:making-{step}", f"{at}{made.drafted(self.organ).pk}/{step}/", said)
        row = made.drafted(self.organ)
        asked = coordination.ask(
            record=row, asked=coordination.Asked("滑县民政局", "补助标准", today()), actor="李四"
        )
        right = {"answer": "agreed", "answered_on": str(today())}
        yield Place("workbench:making-coordinated", f"{at}{row.pk}/asked/{asked.pk}/", right)
        told = coordination.Answered("agreed", today())
        known = coordination.ask(
            record=row, asked=coordination.Asked("滑县财政局", "补助标准", today()), actor="李四"
        )
        paper = [("复函.docx", notice())]
        coordination.answer(asked=known, said=told, actor="李四", handed=paper)
        yield Place("workbench:making-proof", f"{at}{row.pk}/asked/{known.pk}/proof/", reason)
        yield Place("workbench:making-judge", f"{at}{row.pk}/found/{made.open_key(row)}/", {})
        file = row.originals.get()
        yield Place("workbench:making-original", f"{at}{row.pk}/files/{file.pk}/", reason)
        for step in ("return", "release-urgently"):
            yield Place(f"workbench:making-{step}", f"{at}{made.submitted(self.organ).pk}/{step}/", reason)
        for step, right in {"change": reason | {"shows": "yes"}, "withdraw": reason}.items():
            yield Place(f"workbench:making-{step}", f"{at}{made.published(self.organ).pk}/{step}/", right)

    def _deliveries(self, here: str) -> Iterator[Place]:
        """Outlets, and what is said of a delivery that a person makes, each about one of its own."""
        settings = f"{here}settings/outlets/"
        for carrier in CARRIERS:
            yield Place("workbench:outlet-new", f"{settings}new/{carrier.code}/", {})
        opening = Opening(name="县级App", said={})
        outlet = deliveries.set_up(organ=self.organ, code="county", opening=opening, actor="测试")
        yield Place("workbench:outlet", f"{settings}{outlet.pk}/", {})
        records = [made.published(self.organ) for _deed in range(6)]
        making = f"{here}ledger/disclosures/making/"
        yield Place("workbench:outlet-of", f"{making}{records[0].pk}/outlets/{outlet.pk}/", {})
        asked = (deliveries.ask(record=row, outlet=outlet, actor="李四") for row in records[1:5])
        noted, dropped, gone, unsure = asked
        page = f"{here}ledger/disclosures/deliveries/"
        right = {"address": "https://app.example.cn/1", "on": str(today())}
        yield Place("workbench:delivery-note", f"{page}{noted.pk}/note/", right)
        yield Place("workbench:delivery-take-down", f"{page}{dropped.pk}/take-down/", {"reason": "不交了"})
        deliveries.settle(gone, Outcome("已交。"), actor="李四")
        deliveries.take_down(delivery=gone, actor="李四")
        yield Place("workbench:delivery-note-down", f"{page}{gone.pk}/note-down/", {"on": str(today())})
        Delivery.objects.filter(pk=unsure.pk).update(state=State.UNSURE)
        yield Place("workbench:delivery-confirm", f"{page}{unsure.pk}/confirm/", {"words": "看过"})
        group = {
            "address": "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=1",
            "places": "东徐村",
            "days": "3",
        }
        said = Opening(name="工作群", said=group)
        told = deliveries.set_up(organ=self.organ, code="wecom_group", opening=said, actor="测试")
        key = deliveries.ask(record=records[5], outlet=told, actor="李四").key
        yield Place("portal:passed-on", f"/passed-on/{key}/", {})

    def _remedies(self, ledger: str) -> Iterator[Place]:
        """The forms of a review: a step, an entry to take back, who is at law."""
        day = today() - timedelta(3)
        row = RemedyCase(
            organ=self.organ,
            case_no="复1",
            kind="reconsideration",
            received_on=day,
            claimant="李四光",
            body="示例县人民政府",
        )
        remedies.register(organ=self.organ, rows=[row], actor="测试")
        remedies.take(
            case=row,
            step=REMEDY_STEP["accept"],
            on=day,
            said={"procedure": "ordinary"},
            actor="测试",
            today=today(),
            calendar=OFFICIAL,
            seen=0,
        )
        for step in ("answer", "decide", "hear"):
            yield Place("workbench:remedy-step", f"{ledger}{row.pk}/steps/{step}/", {})
        yield Place("workbench:remedy-paper", f"{ledger}{row.pk}/papers/review_answer/", {})
        remedies.write_paper(case=row, code="evidence", said={"evidence": "答复书"}, over={}, actor="测试")
        row.refresh_from_db()
        signing.sign(case=row, paper=PAPER["evidence"], said={"evidence": "答复书"}, actor="签发人", on=day)
        yield Place(
            "workbench:remedy-paper-void", f"{ledger}{row.pk}/papers/evidence/void/", {"reason": "引错"}
        )
        yield Place("workbench:remedy-file-new", f"{ledger}{row.pk}/files/new/", {})
        yield Place("workbench:remedy-lesson", f"{ledger}{row.pk}/lesson/", {})
        yield Place("workbench:remedy-parties", f"{ledger}{row.pk}/parties/", {})
        yield Place("workbench:remedy-void", f"{ledger}{row.pk}/entries/1/void/", {"reason": "看错"})

    def _pushing(self, at: str) -> Iterator[Place]:
        """Each thing that is said of what pushes the work, and of a task, about one of its own."""
        (village,) = organs.add_units(organ=self.organ, units=[("village", "南徐村")], actor="测试")
        owner, day = f"u{village.pk}", str(today())
        settings_ = at.replace("/supervision/", "/settings/")
        yield Place("workbench:unit-phone", f"{settings_}units/{village.pk}/phone/", {})
        for kind, right in {
            "training": {"title": "怎样公开", "on": day},
            "meeting": {"title": "第四季度的会", "on": day},
            "notice": {"title": "报数", "by": "县办", "on": day, "due": day, "text": "请报"},
            "rectification": {
                "title": "名单没有遮盖",
                "source": "audit",
                "on": day,
                "measure": "遮盖",
                "owner": owner,
                "due": day,
            },
            "accountability": {
                "title": "泄露",
                "ground": "otherwise",
                "target": "某科",
                "measure": "ordered",
                "by": "镇",
                "on": day,
            },
        }.items():
            yield Place("workbench:matter-new", f"{at}{kind}/new/", right)
        said = {"title": "第四季度的会", "on": today()}
        for step, right in {
            "edit": {},
            "attend": {"names": "张三"},
            "write-quiz": {"text": "谁可以申请？\n*任何人\n只有当事人"},
            "write-up": {"minutes": "定了一件"},
            "give": {"what": "补齐", "owners": owner, "due": day},
            "drop": {"reason": "不开了"},
        }.items():
            kind = "training" if step == "write-quiz" else "meeting"
            row = matters.plan(organ=self.organ, kind=kind, said=said, actor="李四")
            yield Place(f"workbench:matter-{step}", f"{at}matters/{row.pk}/{step}/", right)
        row = matters.plan(organ=self.organ, kind="training", said=said, actor="李四")
        row = matters.open_sign_in(matter=row, actor="李四")
        yield Place("portal:sign-in", f"/sign-in/{row.sign_in_key}/", {"name": "张三"})
        told = {"title": "报数", "by": "县办", "on": today(), "due": today(), "text": "请报"}
        row = matters.plan(organ=self.organ, kind="notice", said=told, actor="李四")
        yield Place("workbench:matter-give-out", f"{at}matters/{row.pk}/give-out/", {"owners": owner})
        yield from self._tasks(f"{at}tasks/", village, said)
        yield from self._assessments(at, village)
        yield from self._surveys(f"{at}surveys/")

    def _tasks(self, at: str, village: Unit, said: Mapping[str, object]) -> Iterator[Place]:
        row = matters.plan(organ=self.organ, kind="meeting", said=said, actor="李四")
        whats = ("report", "move", "drop", "check", "return", "reopen")
        given = {}
        for what in whats:
            one = Assignment(what, [village], today())
            (given[what],) = tasks.give(matter=row, assignment=one, actor="李四")
        for what in whats[3:]:
            tasks.report(task=given[what], proof=Proof(today(), "办好"), actor="李四")
        tasks.check(task=given["reopen"], words="", actor="甲")
        later = {"due": str(today() + timedelta(days=9)), "reason": "要几天"}
        for what, right in {
            "report": {"words": "办好了"},
            "move": later,
            "drop": {"reason": "不用了"},
            "check": {},
            "return": {"reason": "没有办好"},
            "reopen": later,
        }.items():
            yield Place(f"workbench:task-{what}", f"{at}{given[what].pk}/{what}/", right)

    def _assessments(self, at: str, village: Unit) -> Iterator[Place]:
        """Each thing that is done with a card, to a card of its own."""
        day = str(today())
        right = {"title": "年底看一遍", "first": day, "last": day, "due": day, "subjects": f"u{village.pk}"}
        yield Place("workbench:assessment-new", f"{at}assessments/new/", right)
        for deed in ("score", "check", "appeal", "settle", "drop"):
            said = Beginning("年底看一遍", today(), today(), today(), [village])
            row = assessment.begin(organ=self.organ, indicators=None, beginning=said, actor="李四")
            if deed == "drop":
                yield Place(
                    "workbench:assessment-drop", f"{at}assessments/{row.pk}/drop/", {"reason": "重复"}
                )
                continue
            card = row.cards.get()
            if deed != "score":
                card = assessment.score(card=card, marks={}, words="", seen=1, actor="乙")
            if deed in {"appeal", "settle"}:
                assessment.check(card=card, marks={}, words="", seen=2, actor="丙")
            if deed == "settle":
                yield from self._consequences(at, village)
            told = {"words": "报过", "grade": "合格", "conclusion": "可以"}
            yield Place(f"workbench:card-{deed}", f"{at}cards/{card.pk}/{deed}/", told)

    def _surveys(self, at: str) -> Iterator[Place]:
        """Each thing that is done with a survey, to one of its own."""
        day = str(today())
        right = {
            "title": "问一问大家",
            "year": "2025",
            "questions": "总的来说",
            "opens_on": day,
            "closes_on": day,
        }
        yield Place("workbench:survey-new", f"{at}new/", right)
        for deed, told in {
            "enter": {"way": "paper", "sheets": "2", "q0-5": "1"},
            "close": {"conclusion": "好"},
            "drop": {"reason": "不办"},
        }.items():
            row = self.survey()
            yield Place(f"workbench:survey-{deed}", f"{at}{row.pk}/{deed}/", told)

    def survey(self) -> Survey:
        """One that was answered once."""
        opening = surveys.Opening("问一问大家", 2025, ["总的来说"], today(), today())
        row = surveys.begin(organ=self.organ, opening=opening, actor="李四")
        surveys.answer(survey=row, grades=[Grade.EXCELLENT])
        return row

    def _consequences(self, at: str, village: Unit) -> Iterator[Place]:
        said = Beginning("年底看一遍", today(), today(), today(), [village])
        row = assessment.begin(organ=self.organ, indicators=None, beginning=said, actor="李四")
        card = assessment.score(card=row.cards.get(), marks={}, words="", seen=1, actor="乙")
        card = assessment.check(card=card, marks={}, words="", seen=2, actor="丙")
        card = assessment.settle(card=card, conclusion="可以", seen=3, actor="丁", grade="合格")
        told = {"text": "予以表扬"}
        yield Place("workbench:consequence-new", f"{at}cards/{card.pk}/consequences/praise/", told)
        paper = consequences.draft(card=card, kind="praise", text="表扬", document_no="", actor="李四")
        yield Place("workbench:consequence-drop", f"{at}consequences/{paper.pk}/drop/", {"reason": "不发"})

    def _letter(self) -> Letter:
        plan = plans.plan("answer", "partial")
        assert plan
        row = applications.of(Scope.of(self.organ)).order_by("-pk")[0]
        return letters.draft(foi_request=row, plan=plan, text=letters.Text(PARTIAL), actor="李四")

    def _finding(self, report: str) -> str:
        """The first suggestion that may be left as it is."""
        links = page(self.client, f"{report}?part=overview").xpath("//a[contains(@href, '/accept/')]/@href")
        return str(links[0])

    def doors(self) -> Iterator[Place]:
        """The forms of those who are not in yet."""
        yield Place("workbench:setup", reverse("workbench:setup", args=(people.setup_token(),)), {})
        link = people.invite(person=self.other, organ=self.organ, actor="测试")
        yield Place("workbench:accept", reverse("workbench:accept", args=(link,)), {})

    def citizens(self) -> Iterator[Place]:
        """The forms of whoever applies on line and follows it; each opens when the last is right."""
        applying.open_on_line(self.organ)
        yield Place("portal:apply", f"/apply/{self.organ.pk}/", {})
        for code, right in (("who", applying.WHO), ("what", applying.WHAT), ("how", applying.HOW)):
            yield Place("portal:apply-step", applying.steps_of(self.organ, code), right)
            self.client.post(applying.steps_of(self.organ, code), right)
        demand = {**applying.WHO, "content": "补贴名单里的面积写错了"}
        yield Place("portal:rectify", f"/rectify/{self.organ.pk}/", demand)
        yield Place("portal:track", "/track/", {})
        filed = self.arrive()
        self.client.post("/track/", {"number": filed.arrival.number, "code": filed.code})
        for kind in ("contact", "withdrawal"):
            yield Place("portal:track-send", f"/track/case/send/{kind}/", {})
        yield Place("portal:evaluate", f"/evaluate/{self.survey().key}/", {"q0": "5"})


def long_ago(number: int) -> RequestEntry:
    """Answered and served in 2010."""
    received = {"channel": "in_person", "applicant_kind": "natural_person"}
    events = (
        EventEntry(EventKind.RECEIVED, date(2010, 3, 3), received),
        EventEntry(EventKind.ANSWERED, date(2010, 3, 9), {"row": "granted"}),
        EventEntry(EventKind.SERVED, date(2010, 3, 9), {"way": "direct"}),
    )
    return RequestEntry(f"〔2010〕{number}号", events, applicant_name="张三", content="道路维修合同")
