"""An answer for all on the page of its application: proposed, released by another, withdrawn."""

from datetime import date

import pytest
from django.test import Client

from gongkai.faces.tests.html import page, parsed, texts
from gongkai.faces.tests.organs import application, staff
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.requests import actions
from gongkai.ledger.requests.models import FoiRequest, PublicAnswer

pytestmark = pytest.mark.django_db
WORDS = {"title": "道路维修合同", "gist": "合同在县政府网站。\n第二段。"}


@pytest.fixture
def row(real: Organ) -> FoiRequest:
    (made,) = actions.receive(organ=real, entries=[application(1, content="张三门前的路")], actor="测试")
    return made


@pytest.fixture
def clerk(client: Client, real: Organ) -> Client:
    client.force_login(staff(real, "clerk"))
    return client


@pytest.fixture
def leader(real: Organ) -> Client:
    client = Client()
    client.force_login(staff(real, "leader", username="liguo", name="李国"))
    return client


@pytest.mark.slow
def test_one_proposes_another_releases_and_anybody_finds_it(
    clerk: Client, leader: Client, row: FoiRequest
) -> None:
    case = f"/desk/organs/{row.organ_id}/ledger/requests/{row.pk}/"
    (form,) = page(clerk, f"{case}publish/").xpath("//form[@class='form']")
    assert dict(form.form_values())["title"] == "张某门前的路"
    named = clerk.post(f"{case}publish/", {**WORDS, "gist": "张三，13800138000"})
    assert any(
        "还有个人信息" in line for line in texts(parsed(named.content), "//*[@class='error-summary']//li")
    )
    assert clerk.post(f"{case}publish/", WORDS).status_code == 302
    assert clerk.get(f"{case}publish/release/").status_code == 403
    assert clerk.get("/answers/").content.decode().count("道路维修合同") == 0
    (seen,) = page(leader, f"{case}publish/release/").xpath("//form[@class='form']")
    assert leader.post(f"{case}publish/release/", dict(seen.form_values())).status_code == 302
    answer = PublicAnswer.objects.get()
    public = Client()
    assert "道路维修合同" in public.get("/answers/?q=合同 网站").content.decode()
    assert "没有找到" in public.get("/answers/?q=合同 河道").content.decode()
    shown = public.get(f"/answers/{answer.pk}/")
    assert "第二段。" in shown.content.decode()
    assert "张" not in "".join(texts(parsed(shown.content), "//main"))
    assert leader.post(f"{case}publish/withdraw/", {"reason": "认得出是谁"}).status_code == 302
    gone = public.get(f"/answers/{answer.pk}/")
    assert (gone.status_code, "合同" in gone.content.decode(), "认得出" in gone.content.decode()) == (
        410,
        False,
        False,
    )
    assert "已撤回" in clerk.get(case).content.decode()
    answer.refresh_from_db()
    assert isinstance(answer.withdrawn_on, date)


def test_what_was_only_proposed_has_no_page(clerk: Client, row: FoiRequest) -> None:
    clerk.post(f"/desk/organs/{row.organ_id}/ledger/requests/{row.pk}/publish/", WORDS)
    assert Client().get(f"/answers/{PublicAnswer.objects.get().pk}/").status_code == 404
