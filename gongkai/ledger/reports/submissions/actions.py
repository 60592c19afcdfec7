"""Making a package and reading its receipt; taking in what organs below send, and judging it.

Whatever is refused changes nothing: it is proved and looked at whole before a row or file is written.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from hashlib import sha256

from django.db import transaction

from gongkai.law import secrecy
from gongkai.law.annual_report.checks import check
from gongkai.law.annual_report.contract import dumps
from gongkai.law.annual_report.model import ReportData
from gongkai.law.annual_report.stages import State
from gongkai.law.findings import Finding, Severity
from gongkai.ledger.audit import actions as audit
from gongkai.ledger.base import Refused, Scope, state_of
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.organs.queries import is_called
from gongkai.ledger.reports import editions, kept, progress, remarks
from gongkai.ledger.reports import queries as reports
from gongkai.ledger.reports.models import Material, Received, SenderKey, Sent
from gongkai.ledger.reports.submissions import LARGEST, LARGEST_FILE, VAULT, keys, packages, paper, queries
from gongkai.ledger.reports.submissions.packages import MOST_ATTACHMENTS, Submission
from gongkai.ledger.vault import MEGABYTE, Kept, barred, reseal_rows
from gongkai.lib import kinds
from gongkai.lib.bundles import BadBundle
from gongkai.lib.language import _
from gongkai.lib.signing import fingerprint
from gongkai.lib.today import now, today

_SENDABLE = (State.SUBMITTED, State.PASSED)


@transaction.atomic
def register_key(*, organ: Organ, member: Organ | None, text: str, told: str, actor: str) -> SenderKey:
    """Take somebody's public key for theirs, in place of the one before. ``member`` None: the organ above.

    ``told`` is the fingerprint as they told it by another way than the file came.
    """
    mark = fingerprint(keys.read(text))
    if "".join(told.split()).lower() != mark.replace(" ", ""):
        raise Refused(_("指纹 — 和这个公钥的对不上 — 请打电话再核对一次，对不上的公钥不要登记。"))
    _hold(organ)
    if old := keys.registered(organ, member):
        if old.fingerprint == mark:
            raise Refused(_("公钥 — 登记的就是这一个 — 不用再登记。"))
        before = state_of(old)
        old.ended_at = now()
        audit.put(old, before, "report.key_end", actor=actor)
    row = SenderKey(
        organ=organ,
        member=member,
        pem=text.strip(),
        fingerprint=mark,
        registered_by=actor,
        registered_at=now(),
    )
    return audit.put(row, None, "report.key", actor=actor)


def make(*, organ: Organ, year: int, attachments: Sequence[tuple[str, bytes]], actor: str) -> Sent:
    """A package of the report as it was submitted, to be sent to the organ above: the next revision."""
    _refuse_sample(organ)
    report = _submitted(organ, year)
    _refuse_unfit(attachments)
    files = packages.files_of(organ, report, attachments)
    at = now()
    with _stored() as stored, transaction.atomic():
        _hold(organ)
        last = next(iter(queries.sent(organ, year)), None)
        revision = last.revision + 1 if last else 1
        previous = last.digest if last else ""
        data = packages.signed(
            organ, report, files, revision=revision, previous=previous, at=at, key=keys.own()
        )
        name = _("{title}（第{revision}版）").format(title=report.title, revision=revision)
        stored.append(VAULT.store(f"{name}.zip", data, kinds.PACKAGE, is_read=False, is_scanned=False))
        row = Sent(
            organ=organ,
            year=year,
            revision=revision,
            digest=packages.digest_of(data),
            made_by=actor,
            made_at=at,
            **stored[0].columns,
        )
        return audit.put(row, None, "report.package", actor=actor)


@transaction.atomic
def take_receipt(*, organ: Organ, data: bytes, actor: str) -> Sent:
    """Keep what the organ above has signed of a package that was made here."""
    key = keys.registered(organ, None)
    if key is None:
        raise Refused(_("回执 — 还没有登记上级机关的公钥 — 请先向上级要公钥，核对指纹以后登记。"))
    with _in_words():
        receipt = packages.read_receipt(data, keys.read(key.pem))
    row = Sent.objects.select_for_update().filter(organ=organ, digest=receipt.digest).first()
    if row is None:
        raise Refused(_("回执 — 不是给本机关哪一个报送包的 — 请核对是不是拿错了文件。"))
    if row.receipt and _moment(row.receipt) > _moment(receipt.said):
        raise Refused(_("回执 — 已有更新的回执 — 这一份是旧的，没有收。"))
    before = state_of(row)
    row.receipt = dict(receipt.said)
    return audit.put(row, before, "report.receipt", actor=actor)


def receive_package(*, organ: Organ, data: bytes, actor: str) -> Received:
    """Take in the package of an organ below; Refused, and nothing changed, where it is not to be taken."""
    if len(data) > LARGEST:
        raise Refused(
            _("报送包 — 超过{size}兆字节 — 请让对方少放几个附件。").format(size=LARGEST // MEGABYTE)
        )
    with _in_words():
        claim = packages.claim_of(data)
        if claim.schema != packages.SUBMISSION:
            raise Refused(
                _("报送包 — 这是{schema} — 请选对方做的报送包。").format(schema=claim.schema or _("别的文件"))
            )
        member = queries.member_named(organ, claim.organ, claim.year)
        key = keys.registered(organ, member)
        if key is None:
            raise Refused(
                _("{name} — 还没有登记它的公钥 — 请打电话核对指纹，登记以后再收。").format(name=member.name)
            )
        found = packages.opened(data, keys.read(key.pem))
    _refuse_sample(member)
    _refuse_other(found, member)
    _refuse_own_ledger(member, found.year)
    _refuse_replay(found, member)  # and again under the lock
    if any(secrecy.marked(words, of_file=True) for words in found.words):
        raise barred()
    for path, content in found.files.items():
        if path != packages.REPORT:
            VAULT.looked_at(path.rpartition("/")[2], content)
    beside = tuple(paper.against(found.report, found.files[packages.PAPER], member))
    made = _arrived(member, found.report, attachments=len(found.attachments), own=True, beside=beside)
    with _stored() as stored, transaction.atomic():
        _hold(member)
        _refuse_replay(found, member)
        name = f"{found.report.title}.zip"
        stored.append(VAULT.store(name, data, kinds.PACKAGE, is_read=True, is_scanned=True))
        row = _row(member, made, stored[0], actor)
        row.came_as, row.revision = Received.By.PACKAGE, found.revision
        row.manifest_digest = found.digest
        return audit.put(row, None, "report.receive", actor=actor)


def receive_file(
    *, organ: Organ, member: Organ, year: int, name: str, data: bytes, report: ReportData, actor: str
) -> Received:
    """Take in a file of an organ that works without this program; ``report`` is what was read in it."""
    if member not in queries.members(organ, year):
        raise Refused(_("{name} — 不是本机关的下级 — 请核对。").format(name=member.name))
    if report.year != year:
        raise Refused(
            _("文件 — 里面是{found}年的报告，不是{year}年的 — 请核对是不是选错了文件。").format(
                found=report.year, year=year
            )
        )
    if report.organ and not is_called(member, report.organ):
        raise Refused(
            _("文件 — 里面写的是“{found}”，不是{name} — 请核对机关；另有简称的，先登记简称。").format(
                found=report.organ, name=member.name
            )
        )
    _refuse_sample(member)
    _refuse_own_ledger(member, year)
    made = _arrived(member, report, attachments=None, own=False)
    with _stored() as stored:
        stored.append(VAULT.keep(name, data, kind=kept.kind_of(name, data)))
        with transaction.atomic():
            _hold(member)
            row = _row(member, made, stored[0], actor)
            row.came_as = Received.By.FILE
            return audit.put(row, None, "report.receive", actor=actor)


@transaction.atomic
def judge(*, row: Received, state: State, reason: str, actor: str) -> Received:
    """Accept what came, or send it back. What the statute makes an error is never accepted; suggestions are,
    with a word of why."""
    row = Received.objects.select_for_update(of=("self",)).select_related("organ").get(pk=row.pk)
    if row.pk != queries.latest(Scope.of(row.organ), row.year)[row.organ_id].pk:
        raise Refused(_("这一份 — 之后又来了更新的一份 — 请审核最新的。"))
    if why := _why_not(row, state):
        raise Refused(why)
    weights = queries.to_mend(queries.report_of(row).findings)
    if state is State.PASSED and weights[Severity.ERROR]:
        raise Refused(
            _("通过 — 还有{count}处要改，法定要求必须改 — 请退回，写明要改什么。").format(
                count=weights[Severity.ERROR]
            )
        )
    if not reason.strip() and (state is State.RETURNED or weights[Severity.WARNING]):
        raise Refused(
            _("意见 — 还没有填 — 请写明，对方要看。")
            if state is State.RETURNED
            else _("说明 — 有{count}条建议没有改 — 请写明为什么可以。").format(
                count=weights[Severity.WARNING]
            )
        )
    before = state_of(row)
    row.state, row.reason, row.judged_by, row.judged_at = state.value, reason.strip(), actor, now()
    return audit.put(row, before, f"report.received_{state.value}", actor=actor, reason=reason.strip())


@transaction.atomic
def reseal() -> int:
    """Seal names and keys anew under the newest key; the number of rows."""
    return sum(
        reseal_rows(
            table.objects.exclude(key_sealed="").only("id", "name_sealed", "key_sealed"),
            ["name_sealed", "key_sealed"],
        )
        for table in (Material, Sent, Received)
    )


def sweep() -> int:
    """Drop the files that no row names; how many."""
    named = [table.objects.values_list("place", flat=True) for table in (Material, Sent, Received)]
    return VAULT.sweep({place for places in named for place in places})


@contextmanager
def _stored() -> Iterator[list[Kept]]:
    """The files stored meanwhile; dropped again where the rows that should name them were not written."""
    stored: list[Kept] = []
    with VAULT.unless_named(one.place for one in stored):
        yield stored


@contextmanager
def _in_words() -> Iterator[None]:
    """What is wrong with a package, as a refusal."""
    try:
        yield
    except BadBundle as error:
        raise Refused(str(error)) from error


def _hold(organ: Organ) -> None:
    """Two who do the same at once come one after the other."""
    Organ.objects.select_for_update(no_key=True).get(pk=organ.pk)


def _submitted(organ: Organ, year: int) -> ReportData:
    """The report that was handed to the organ above, as it was vouched for; Refused before that."""
    scope = Scope.of(organ)
    if published := editions.latest(organ, year, scope=scope):
        return published.report
    at = reports.progress_of(organ, year, scope=scope)
    if at.state not in _SENDABLE:
        raise Refused(
            _("报送包 — {year}年报告现在是“{state}” — 请先核对、审定、送审，再做报送包。").format(
                year=year, state=_(at.state.zh)
            )
        )
    made = reports.compile_report(organ, year, scope=scope)
    if at.vouched != progress.digest(made):
        raise Refused(_("报送包 — 送审之后台账或正文变过 — 请先收回修改，重新核对、送审。"))
    return made


def _refuse_sample(organ: Organ) -> None:
    """What was invented is not signed, and what anybody may open keeps no file."""
    if organ.is_sample:
        raise Refused(_("报送 — 示例机关不做、不收报送包和文件 — 请在真实机关里办。"))


def _refuse_unfit(attachments: Sequence[tuple[str, bytes]]) -> None:
    if len(attachments) > MOST_ATTACHMENTS:
        raise Refused(_("附件 — 最多{count}个 — 请合并以后再放。").format(count=MOST_ATTACHMENTS))
    if sum(len(data) for _name, data in attachments) > LARGEST - LARGEST_FILE // 2:
        raise Refused(
            _("附件 — 合起来超过{size}兆字节 — 请压缩以后再放。").format(
                size=(LARGEST - LARGEST_FILE // 2) // MEGABYTE
            )
        )
    for name, data in attachments:
        VAULT.looked_at(name, data)


def _refuse_other(found: Submission, member: Organ) -> None:
    """A package that is whole, and not this organ's, or of no year that is over."""
    if found.uscc and member.uscc and found.uscc != member.uscc:
        raise Refused(
            _("报送包 — 统一社会信用代码是{found}，登记的{name}是{known} — 请与对方核对。").format(
                found=found.uscc, name=member.name, known=member.uscc
            )
        )
    if not reports.FIRST_YEAR <= found.year < today().year:
        raise Refused(_("报送包 — {year}年的年报现在不收 — 请核对年度。").format(year=found.year))


def _refuse_own_ledger(member: Organ, year: int) -> None:
    """An organ whose ledger is here reports from it; a file beside it would be a second truth."""
    if reports.active_organs(Scope.of(member), year):
        raise Refused(
            _("{name} — {year}年的台账就在本系统里 — 请它在年度报告页送审，不用另送文件。").format(
                name=member.name, year=year
            )
        )


def _refuse_replay(found: Submission, member: Organ) -> None:
    """A package that came before, is older than what came, or does not follow upon it."""
    came = queries.received(Scope.of(member), found.year).filter(came_as=Received.By.PACKAGE)
    last = came.order_by("-revision").first()
    if last is None:
        return
    if any(row.manifest_digest == found.digest for row in came):
        raise Refused(_("报送包 — 这一个已经收过 — 没有再收。"))
    if found.revision <= last.revision:
        raise Refused(
            _("报送包 — 是第{found}版，已经收到第{last}版 — 旧的不收，请对方发最新的。").format(
                found=found.revision, last=last.revision
            )
        )
    if found.revision == last.revision + 1 and found.previous != last.manifest_digest:
        raise Refused(
            _("报送包 — 第{found}版接不上收到的第{last}版 — 请与对方核对，是不是另一台电脑做的。").format(
                found=found.revision, last=last.revision
            )
        )


def _arrived(
    member: Organ,
    report: ReportData,
    *,
    attachments: int | None,
    own: bool,
    beside: tuple[Finding, ...] = (),
) -> ReportData:
    """A report with what this side finds in it: the law's checks, what the notice asks for, and what was
    found ``beside`` it."""
    before = queries.accepted(Scope.of(member), report.year - 1).get(member.pk)
    previous = queries.report_of(before) if before else None
    asked = reports.notice_for(member, report.year)
    found: tuple[Finding, ...] = (
        *check(report, previous=previous, own=own),
        *remarks.of_notice(report, asked),
        *remarks.of_attachments(asked, attachments),
        *beside,
    )
    return replace(report, findings=found)


def _row(member: Organ, report: ReportData, stored: Kept, actor: str) -> Received:
    content = dumps(report)
    return Received(
        organ=member,
        year=report.year,
        content=content,
        digest=sha256(content.encode()).hexdigest(),
        received_by=actor,
        received_at=now(),
        **stored.columns,
    )


def _why_not(row: Received, state: State) -> str:
    """Why it cannot be judged so now; empty where it can. An accepted one may still be sent back."""
    may = {State.SUBMITTED} if state is State.PASSED else {State.SUBMITTED, State.PASSED}
    if State(row.state) in may:
        return ""
    return _("这一份 — {by}已经办成“{state}” — 请重新打开看看。").format(
        by=row.judged_by, state=_(State(row.state).zh)
    )


def _moment(said: dict[str, object] | object) -> datetime:
    assert isinstance(said, dict)
    return datetime.fromisoformat(str(said["created_at"]))
