"""Where a record stands on its way to the public, and why a deed cannot be done with it now."""

from collections.abc import Iterator, Sequence

from gongkai.ledger.disclosures.making.deeds import Deed, history
from gongkai.ledger.disclosures.making.screening import Group, Screened, leak, own_contacts
from gongkai.ledger.disclosures.models import Attribute, Coordination, Record
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.people.roles import Duty
from gongkai.lib.language import _

State = Record.State
_THREE = "3"
_WRITES = {Deed.TAKE_IN, Deed.CONFIRM, Deed.REPLACE, Deed.CLASSIFY, Deed.JUDGE, Deed.CHANGE}

#: In which states a deed is done, and whose it is.
STATES: dict[Deed, set[State]] = {
    Deed.CONFIRM: {State.INBOX, State.DRAFT},
    Deed.REPLACE: {State.INBOX, State.DRAFT},
    Deed.CLASSIFY: {State.DRAFT},
    Deed.JUDGE: {State.DRAFT},
    Deed.COORDINATE: {State.DRAFT, State.REVIEW},
    Deed.COORDINATED: {State.DRAFT, State.REVIEW, State.PUBLISHED, State.WITHHELD},
    Deed.SUBMIT: {State.DRAFT},
    Deed.REVIEW: {State.REVIEW},
    Deed.RETURN: {State.REVIEW},
    Deed.RELEASE: {State.REVIEW},
    Deed.RELEASE_URGENTLY: {State.REVIEW},
    Deed.CHANGE: {State.PUBLISHED},
    Deed.REASSESS: {State.WITHHELD},
    Deed.WITHDRAW: {State.PUBLISHED, State.DRAFT, State.REVIEW},
    Deed.DROP: {State.INBOX},
}
DUTIES: dict[Deed, Duty] = {
    Deed.REVIEW: Duty.RELEASE,
    Deed.RETURN: Duty.RELEASE,
    Deed.RELEASE: Duty.RELEASE,
    Deed.RELEASE_URGENTLY: Duty.RELEASE,
    Deed.WITHDRAW: Duty.RELEASE,
}


def duty_of(deed: Deed) -> Duty:
    return DUTIES.get(deed, Duty.DRAFT)


def drafters(record: Record) -> set[str]:
    """Whoever worked on what is to be released now; none of them releases it."""
    names: set[str] = set()
    for done in history(record):
        if done.what in {Deed.RELEASE, Deed.RELEASE_URGENTLY}:
            names.clear()
        if done.what in _WRITES:
            names.add(done.by)
    return names


def reviewers(record: Record) -> list[str]:
    """Who has reviewed it since it was last submitted."""
    found: list[str] = []
    for done in history(record):
        if done.what is Deed.REVIEW:
            found.append(done.by)
        elif done.what in {Deed.SUBMIT, Deed.RETURN}:
            found.clear()
    return found


def needs_third(organ: Organ) -> bool:
    """Whether a third person reviews between drafting and releasing."""
    return organ.option("release_people") == _THREE


def open_groups(groups: Sequence[Group]) -> list[Group]:
    return [group for group in groups if group.is_open]


def why_not(
    deed: Deed, record: Record, files_: Sequence[Screened], groups: Sequence[Group], *, actor: str
) -> str:
    """Why a deed cannot be done now by this person; empty where it can. Duties are asked before."""
    if record.state not in STATES[deed]:
        return _("{deed} — 这条现在是“{state}” — 请看它现在可以办的。").format(
            deed=_(deed.zh), state=_(record.get_state_display())
        )
    if deed is Deed.SUBMIT:
        return next(_hindrances(deed, record, files_, groups), "")
    if deed in {Deed.REVIEW, Deed.RELEASE, Deed.RELEASE_URGENTLY}:
        return next(_release_reasons(deed, record, files_, groups, actor), "")
    return ""


def _hindrances(
    deed: Deed, record: Record, files_: Sequence[Screened], groups: Sequence[Group]
) -> Iterator[str]:
    if record.disclosure is None or record.disclosure.attribute != Attribute.PROACTIVE:
        yield _("{deed} — 还没有定为主动公开 — 请先定公开属性。").format(deed=_(deed.zh))
    if not any(file.original.is_body and file.read.blocks for file in files_):
        yield _("{deed} — 正文读不出文字 — 请换成Word或者能复制文字的PDF。").format(deed=_(deed.zh))
    for file in files_:
        if not file.read.blocks and not file.read.pieces and not file.read.is_pictures:
            yield _("{deed} — {file}读不出内容 — 请另存为新的文件，再换文件。").format(
                deed=_(deed.zh), file=file.name
            )
    if secret := next((group for group in groups if group.kind == "secrecy"), None):
        yield _("{deed} — {where}有密级或者不公开的标志 — 请联系保密员。").format(
            deed=_(deed.zh), where=_(secret.where)
        )
    if leaked := leak(_said_beside(record, files_), own_contacts(record.organ)):
        yield unspeakable(deed, leaked)
    if waiting := open_groups(groups):
        yield _("{deed} — 还有{count}类个人信息没有处理 — 请逐类遮盖、删去，或者写明保留的理由。").format(
            deed=_(deed.zh), count=len(waiting)
        )


def _release_reasons(
    deed: Deed, record: Record, files_: Sequence[Screened], groups: Sequence[Group], actor: str
) -> Iterator[str]:
    if actor in drafters(record):
        yield _("{deed} — 您办过这一稿，自己办的不能自己放行 — 请由别人放行。").format(deed=_(deed.zh))
    if deed is Deed.REVIEW:
        if actor in reviewers(record):
            yield _("{deed} — 您已经审过 — 请看下一步。").format(deed=_(deed.zh))
        return
    yield from _hindrances(deed, record, files_, groups)
    if other := _unapproved(record):
        yield _(
            "{deed} — {other}还没有批准，要批准的经批准才公开（条例第十一条） — 请先登记它的答复。"
        ).format(deed=_(deed.zh), other=other)
    if deed is Deed.RELEASE and needs_third(record.organ) and not set(reviewers(record)) - {actor}:
        yield _("{deed} — 按设置要有起草、审核、放行三个人 — 请先由第三个人审核。").format(deed=_(deed.zh))


def _unapproved(record: Record) -> str:
    """The organ whose approval the law asks for and that has not given it; empty where there is none."""
    settled = (Coordination.Answer.AGREED, Coordination.Answer.DROPPED)
    asked = record.coordinations.filter(needs_approval=True).exclude(answer__in=settled).first()
    return asked.other if asked else ""


def _said_beside(record: Record, files_: Sequence[Screened]) -> dict[str, str]:
    """What everybody will read and no file holds, by where it stands."""
    row = record.disclosure
    return {
        "标题": row.title if row else "",
        "文号": row.document_no if row else "",
        "登记号": row.registration_no if row else "",
        "发文机关": record.issuer,
        "标准目录事项": record.catalogue_line,
        "内容概述": record.summary,
        "文件名": "\n".join(file.name for file in files_),
    }


def unspeakable(deed: Deed, leaked: str) -> str:
    """Why a deed waits until what everybody would read of it is put otherwise."""
    return _("{deed} — {leaked} — 请改好再办。").format(deed=_(deed.zh), leaked=leaked)


def unlooked(files_: Sequence[Screened]) -> list[str]:
    """Files of pictures whose words nobody but people have read."""
    return [file.name for file in files_ if file.read.is_unseen]
