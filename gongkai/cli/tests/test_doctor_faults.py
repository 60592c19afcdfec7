"""Each fault that somebody may have is found, and told with what to do. One is seeded at a time."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.db import connection, transaction

from gongkai.backup import holdings
from gongkai.cli.doctor import LOOKS, machine
from gongkai.cli.tests.test_doctor import Say, say  # noqa: F401 - a fixture
from gongkai.faces.tests.organs import staff
from gongkai.ledger.base import StoredFile
from gongkai.ledger.disclosures.models import PublishedFile
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.outbox.models import Way
from gongkai.ledger.requests import attachments, inbox
from gongkai.ledger.requests.entries import Said
from gongkai.ledger.requests.models import Attachment
from gongkai.ledger.transparency import actions as log
from gongkai.ledger.transparency.actions import Statement
from gongkai.lib.proofs import Kind
from gongkai.lib.today import now

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 99


def sql(text: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(text)


def town() -> Organ:
    return Organ.objects.get(name="四间房镇人民政府")


def arrived() -> Attachment:
    """An application with a file."""
    said = Said(content="道路养护", applicant_kind="natural_person", applicant_name="张三")
    kept = [attachments.keep("a.png", PNG)]
    inbox.arrive(organ=town(), channel="in_person", said=said, at=now(), actor="王敏", files=kept)
    return Attachment.objects.get()


def published() -> None:
    with transaction.atomic():
        log.append([Statement(Kind.RELEASE, "disclosures.version:1", "公告")])


def set_to(**values: Any) -> Callable[[pytest.MonkeyPatch], AbstractContextManager[object]]:
    def seed(patch: pytest.MonkeyPatch) -> AbstractContextManager[object]:
        for name, value in values.items():
            patch.setattr(settings, name, value)
        return nullcontext()

    return seed


def done(deed: Callable[[], object]) -> Callable[[pytest.MonkeyPatch], AbstractContextManager[object]]:
    def seed(_patch: pytest.MonkeyPatch) -> AbstractContextManager[object]:
        deed()
        return nullcontext()

    return seed


def small_disk(patch: pytest.MonkeyPatch) -> AbstractContextManager[object]:
    patch.setattr(machine, "LEAST_FREE", 10**18)
    return nullcontext()


@contextmanager
def daily_backup_into_a_file(patch: pytest.MonkeyPatch) -> Iterator[None]:
    (Path(settings.DATA) / "taken").write_bytes(b"")
    patch.setattr(settings, "BACKUP_DAILY", True)
    patch.setattr(settings, "BACKUP_DIR", Path(settings.DATA) / "taken" / "backups")
    yield


def readable_by_all() -> None:
    Path(settings.DATA).chmod(0o755)


def without_file() -> None:
    attachments.path_of(arrived().place).unlink()


def not_scanned() -> None:
    arrived()
    Attachment.objects.update(quarantine=Attachment.Quarantine.WAITING)


def bent_public_log() -> None:
    published()
    log.sign()
    sql("UPDATE transparency_leaf SET digest = 'x'")


def no_keys() -> None:
    arrived()
    for path in (Path(settings.DATA) / "keys").iterdir():
        path.unlink()


def stuck_way() -> None:
    Way.objects.create(organ=town(), code="mail", is_on=True, trouble="用户名或密码不对")


FAULTS = {
    "a full disk": (small_disk, "✗ 磁盘还剩", "请腾出空间"),
    "a folder that others read": (done(readable_by_all), "✗ ", "请运行 chmod go="),
    "a clock that was set back": (lambda _patch: time_machine.travel("2020-01-01"), "✗ 时钟", "请校准时间"),
    "debugging": (set_to(DEBUG=True), "✗ 调试", "GONGKAI_DEBUG"),
    "any host": (set_to(ALLOWED_HOSTS=["*"]), "✗ 网址", "请写明本站的网址"),
    "open without HTTPS": (set_to(ALLOWED_HOSTS=["a.example"]), "！ 网址 — a.example", "GONGKAI_HTTPS=1"),
    "a scanner that is down": (set_to(CLAMD="127.0.0.1:1"), "✗ 病毒扫描", "请启动 clamd"),
    "files that wait for it": (done(not_scanned), "！ 病毒扫描 — 有1个附件等着查", "请启动 clamd"),
    "keys that are gone": (done(no_keys), "✗ 密钥文件夹", "请放回备份的密钥文件"),
    "a log that was changed": (
        done(lambda: sql("UPDATE audit_entry SET actor = '李某' WHERE number = 1")),
        "✗ 操作日志第1条",
        "从备份恢复",
    ),
    "a row that was changed": (
        done(lambda: sql("UPDATE organs_organ SET name = '别的镇人民政府'")),
        "✗ 别的镇人民政府 — 与操作日志第1条不符",
        "从备份恢复",
    ),
    "a file that is gone": (done(without_file), "✗ 文件", "请从备份恢复到别处"),
    "a public log that was changed": (done(bent_public_log), "✗ 公开日志前1条", "从备份恢复"),
    "a public log that nobody signs": (done(published), "！ 公开日志", "请用 gongkai serve 启动"),
    "a year without its notice": (
        lambda _patch: time_machine.travel("2040-12-02"),
        "！ 放假通知 — 还没有2041年的",
        "gongkai calendar import",
    ),
    "no court": (done(lambda: None), "！ 四间房镇人民政府 — 没有设复议机关或者管辖法院", "机关设置"),
    "an administrator with a password alone": (
        done(lambda: staff(town(), "administrator")),
        "！ 四间房镇人民政府 — 管理员",
        "两步验证",
    ),
    "a backup that cannot be written": (daily_backup_into_a_file, "✗ 备份", "请改权限"),
    "a way out that is closed": (done(stuck_way), "✗ 四间房镇人民政府 — 有1条提醒渠道", "改好再试"),
}


@pytest.mark.parametrize(("seed", "what", "how"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_found_and_told_with_what_to_do(
    say: Say,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
    seed: Callable[[pytest.MonkeyPatch], AbstractContextManager[object]],
    what: str,
    how: str,
) -> None:
    with seed(monkeypatch):
        code, told = say("doctor")
    assert any(line.startswith(what) and how in line for line in told.splitlines()), told
    assert code == ("✗" in told)


def test_whatever_doctor_looks_at_is_in_its_list() -> None:
    from gongkai.cli.doctor import data, upkeep

    looks = {
        one
        for module in (machine, data, upkeep)
        for name, one in vars(module).items()
        if callable(one) and getattr(one, "__module__", "") == module.__name__ and not name.startswith("_")
    }
    assert looks == set(LOOKS)


def test_every_table_whose_rows_name_a_file_is_held_against_the_folder() -> None:
    named = {table for table in StoredFile.__subclasses__() if not table._meta.abstract} | {PublishedFile}
    assert {table for table, _vault in holdings.HOLDINGS} == named
