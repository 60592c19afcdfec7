"""The archive on screen: into boxes in bulk, papers, one package, and destruction by two people."""

import io
import zipfile
from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import quote

import pytest
import time_machine
from django.test import Client

from gongkai.faces.tests.html import parsed, texts
from gongkai.faces.tests.organs import staff
from gongkai.jobs.models import Round
from gongkai.ledger.archive.models import ArchivedCase, Destruction
from gongkai.ledger.archive.tests import cases
from gongkai.ledger.audit.models import Entry
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.people.models import Person
from gongkai.ledger.requests import actions, inbox, queries
from gongkai.ledger.requests.entries import Said
from gongkai.ledger.requests.models import ERASED, Arrival, FoiRequest
from gongkai.ledger.requests.tests.rectified import rectified

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def january() -> Iterator[Any]:
    with time_machine.travel("2023-01-10T10:00:00+08:00") as traveller:
        yield traveller


@pytest.fixture
def clerk(client: Client, real: Organ) -> Client:
    return entered(client, staff(real, "clerk"))


@pytest.fixture
def signer(real: Organ) -> Client:
    return entered(Client(), staff(real, "signer", username="liguo", name="李国"))


def entered(client: Client, person: Person | None = None) -> Client:
    """Logged in; once more after ten years, when no session lasts any longer."""
    client.force_login(person or Person.objects.get(username="wangmin"))
    return client


def at(organ: Organ, path: str = "") -> str:
    return f"/desk/organs/{organ.pk}/archive/{path}"


def why(answer: Any) -> list[str]:
    return texts(parsed(answer.content), "//*[@class='error-summary']//li")


def heading(answer: Any) -> str:
    return "".join(texts(parsed(answer.content), "//h1"))


@pytest.mark.slow
def test_what_was_picked_goes_into_a_box_and_what_it_lacks_is_said(clerk: Client, real: Organ) -> None:
    whole, lacking = cases.served(real), cases.served(real, "〔2022〕2号", proof="")
    page = clerk.get(at(real))
    assert heading(page) == "2件可以归档"
    assert "2022-03-20送达 — 没有登记回执、单号或者签收人" in page.content.decode()
    picked = parsed(page.content).xpath("//input[@name='pick'][@checked]/@value")
    assert picked == [str(whole.pk)]  # what is complete is picked beforehand
    done = clerk.post(at(real, "file/"), {"pick": [whole.pk, lacking.pk]}, follow=True)
    assert "2件已归档。" in done.content.decode()
    (box,) = {file.box_id for file in ArchivedCase.objects.all()}
    listed = clerk.get(at(real, f"boxes/{box}/")).content.decode()
    assert "WS·2022-D10-0001" in listed
    assert "缺1样" in listed
    assert heading(clerk.get(at(real))) == "没有等着归档的"


@pytest.mark.slow
def test_nobody_archives_nothing_or_what_belongs_elsewhere(clerk: Client, real: Organ, sample: Organ) -> None:
    foreign = FoiRequest.objects.filter(organ=sample).first()
    assert foreign
    for picked in ([], [foreign.pk], ["x"], ["9" * 40], ["9" * 18]):
        answer = clerk.post(at(real, "file/"), {"pick": picked})
        assert (answer.status_code, why(answer)) == (422, ["归档 — 没有选 — 请至少勾选一件。"])
    assert not ArchivedCase.objects.exists()


def test_what_lacks_a_record_of_service_is_listed_apart(clerk: Client, real: Organ) -> None:
    row = cases.served(real)
    actions.void_event(event=queries.standing(row)[-1], actor="王敏", reason="退回")
    page = clerk.get(at(real)).content.decode()
    assert "缺送达记录1件" in page
    assert "现在是“已答复，待送达”" in clerk.get(at(real, "?unserved")).content.decode()


@pytest.mark.slow
@pytest.mark.parametrize(
    "path", ["boxes/{box}/catalogue.{form}", "boxes/{box}/spine.{form}", "years/2022/catalogue.{form}"]
)
def test_papers_come_as_files_that_name_nobody(clerk: Client, real: Organ, path: str) -> None:
    (file,) = cases.filed(cases.served(real))
    for form, start in (("xlsx", b"PK"), ("docx", b"PK"), ("pdf", b"%PDF")):
        answer = clerk.get(at(real, path.format(box=file.box_id, form=form)))
        assert answer.content.startswith(start)
        assert answer["Content-Disposition"].startswith("attachment; ")
    with zipfile.ZipFile(
        io.BytesIO(clerk.get(at(real, path.format(box=file.box_id, form="docx"))).content)
    ) as word:
        assert "欧阳石榴" not in word.read("word/document.xml").decode()
    assert clerk.get(at(real, path.format(box=file.box_id, form="exe"))).status_code == 404


@pytest.mark.slow
def test_a_package_is_given_for_a_reason_to_whoever_may_see_who_asked(
    clerk: Client, signer: Client, real: Organ
) -> None:
    row = cases.served(real)
    url = f"/desk/organs/{real.pk}/ledger/requests/{row.pk}/package/"
    assert signer.get(url).status_code == 403
    asked = parsed(clerk.get(url).content)
    assert texts(asked, "//label[@for='id_reason'] | //*[@id='id_reason_helptext']") == [
        "原因",
        "例如法院调卷、移交档案馆",
    ]
    assert why(clerk.post(url, {"reason": " "})) == ["原因 — 还没有填 — 请填写。"]
    answer = clerk.post(url, {"reason": "法院调卷"})
    assert answer["Content-Type"] == "application/zip"
    assert quote("〔2022〕1号.zip") in answer["Content-Disposition"]
    assert "no-store" in answer["Cache-Control"]
    assert zipfile.ZipFile(io.BytesIO(answer.content)).testzip() is None
    entry = Entry.objects.get(action="request.unmask.package")
    assert (entry.actor, entry.reason) == ("王敏（wangmin）", "法院调卷")


@pytest.mark.slow
def test_taken_out_and_held_with_a_reason(clerk: Client, real: Organ) -> None:
    (file,) = cases.filed(cases.served(real))
    clerk.post(at(real, f"files/{file.pk}/hold/"), {"reason": "审计正在用"})
    assert "停止销毁：审计正在用" in clerk.get(at(real, f"boxes/{file.box_id}/")).content.decode()
    answer = clerk.post(at(real, f"files/{file.pk}/out/"), {"reason": ""})
    assert answer.status_code == 422
    clerk.post(at(real, f"files/{file.pk}/out/"), {"reason": "漏了回执"})
    assert not ArchivedCase.objects.exists()


@pytest.mark.slow
def test_one_proposes_and_another_destroys(clerk: Client, signer: Client, real: Organ, january: Any) -> None:
    (file,) = cases.filed(cases.served(real))
    assert heading(clerk.get(at(real, "due/"))) == "没有保管期满的档案"
    january.move_to("2033-01-04T10:00:00+08:00")
    entered(clerk)
    assert heading(clerk.get(at(real, "due/"))) == "1件保管期满，可以鉴定"
    answer = clerk.post(at(real, "due/propose/"), {"pick": [file.pk], "opinion": ""})
    assert why(answer) == ["鉴定意见 — 还没有填 — 请填写。"]
    clerk.post(at(real, "due/propose/"), {"pick": [file.pk], "opinion": "已满十年"})
    row = Destruction.objects.get()
    url = at(real, f"destructions/{row.pk}/")
    entered(signer, Person.objects.get(username="liguo"))
    assert "您是鉴定人" in clerk.get(url).content.decode()
    assert clerk.get(f"{url}carry-out/").status_code == 403
    assert "不能恢复" in signer.get(f"{url}carry-out/").content.decode()
    done = signer.post(f"{url}carry-out/", follow=True).content.decode()
    assert "2033-01-04销毁了1件" in done
    assert "正在后台清理" in done
    assert Round.objects.filter(name="scrub").exists()
    assert FoiRequest.objects.get().content == ERASED
    case = clerk.get(f"/desk/organs/{real.pk}/ledger/requests/{file.foi_request_id}/").content.decode()
    assert "档案已在2033-01-04销毁" in case
    assert "石榴" not in case
    assert signer.get(f"{url}record.pdf").content.startswith(b"%PDF")
    assert signer.get(f"{url}carry-out/")["Location"] == url  # nobody is asked for it again
    assert signer.post(f"{url}carry-out/").status_code == 422


@pytest.mark.slow
def test_a_list_is_withdrawn_with_a_reason(clerk: Client, real: Organ, january: Any) -> None:
    (file,) = cases.filed(cases.served(real))
    january.move_to("2033-01-04T10:00:00+08:00")
    entered(clerk)
    clerk.post(at(real, "due/propose/"), {"pick": [file.pk], "opinion": "已满十年"})
    row = Destruction.objects.get()
    clerk.post(at(real, f"destructions/{row.pk}/drop/"), {"reason": "县里要用"})
    row.refresh_from_db()
    assert row.dropped_on == date(2033, 1, 4)
    assert heading(clerk.get(at(real, "due/"))) == "1件保管期满，可以鉴定"


@pytest.fixture
def demand(real: Organ) -> Arrival:
    """A demand to rectify that ended on the day."""
    said = {"channel": "internet", "said": cases.SAID, "at": cases.at(cases.ARRIVED), "actor": "申请人"}
    row = inbox.arrive(organ=real, kind="rectification", **said).arrival  # type: ignore[arg-type]
    return rectified(row, "rectified", Said(outcome="面积改为5亩。"))


def test_how_long_a_rectification_is_kept_stands_on_its_page_where_it_is_held(
    clerk: Client, real: Organ, demand: Arrival
) -> None:
    url = f"/desk/organs/{real.pk}/inbox/{demand.pk}/"
    assert "保管到2033-12-31" in clerk.get(url).content.decode()
    hold = at(real, f"arrivals/{demand.pk}/hold/")
    assert clerk.post(hold, {"reason": "信访正在用"})["Location"] == url
    assert "停止销毁：信访正在用" in clerk.get(url).content.decode()
    waiting = inbox.arrive(
        organ=real, channel="internet", said=cases.SAID, at=cases.at(cases.ARRIVED), actor="申请人"
    )
    assert clerk.get(at(real, f"arrivals/{waiting.arrival.pk}/hold/")).status_code == 404


@pytest.mark.slow
def test_it_is_destroyed_on_the_same_list_and_its_pages_say_so(
    clerk: Client, signer: Client, real: Organ, demand: Arrival, january: Any
) -> None:
    january.move_to("2034-01-04T10:00:00+08:00")
    entered(clerk)
    entered(signer, Person.objects.get(username="liguo"))
    due = clerk.get(at(real, "due/"))
    assert heading(due) == "1件保管期满，可以鉴定"
    assert parsed(due.content).xpath("//input[@name='arrival']/@value") == [str(demand.pk)]
    assert "欧阳石榴" not in due.content.decode()
    foreign = clerk.post(at(real, "due/propose/"), {"arrival": ["0", "x"], "opinion": "已满十年"})
    assert why(foreign) == ["销毁 — 没有选 — 请至少勾选一件。"]
    clerk.post(at(real, "due/propose/"), {"arrival": [demand.pk], "opinion": "已满十年"})
    url = f"/desk/organs/{real.pk}/inbox/{demand.pk}/"
    assert "已列入销毁清册" in clerk.get(url).content.decode()
    record = at(real, f"destructions/{Destruction.objects.get().pk}/")
    assert "销毁了1件" in signer.post(f"{record}carry-out/", follow=True).content.decode()
    shown = clerk.get(record).content.decode()
    assert demand.number in shown
    assert "更正本人信息" in shown
    told = clerk.get(url).content.decode()
    assert "内容、申请人信息和附件已在2034-01-04销毁" in told
    assert "石榴" not in told
    for path in ("who/", "papers/notice.docx"):
        assert clerk.get(f"{url}{path}").status_code == 404
    listed = texts(parsed(clerk.get(f"/desk/organs/{real.pk}/rectifications/").content), "//td")
    assert "已更正，2034-01-04已销毁" in listed
    assert signer.get(f"{record}record.docx").content.startswith(b"PK")
