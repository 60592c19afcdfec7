"""电子邮件: a record with its files to fixed addresses: a library, an archive, the editors of the county."""

import re
from collections.abc import Sequence
from dataclasses import replace

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from gongkai.channels import mail
from gongkai.channels.base import Field, Message, Settings
from gongkai.channels.carriers.base import Carrier, File, Outcome, Parcel, Preview, Publication, must
from gongkai.law.findings import Finding
from gongkai.lib.kinds import BY_CODE
from gongkai.lib.language import _

#: What most servers take in one mail.
LARGEST = 15 * 1024 * 1024


def check(settings: Settings, publication: Publication) -> tuple[Finding, ...]:
    if sum(file.size for file in publication.files) <= LARGEST:
        return ()
    return (must("CH-mail", "附件", _("附件 — 合起来超过15兆字节，邮件装不下 — 请用别的渠道。")),)


def preview(settings: Settings, publication: Publication) -> Preview:
    return Preview(f"{_title(publication)}\n\n{_text(publication)}")


def deliver(settings: Settings, parcel: Parcel) -> Outcome:
    publication = parcel.publication
    files = tuple(map(_attached, publication.files))
    message = Message(parcel.key, _title(publication), _text(publication), files=files)
    return _to_each(settings, parcel, message, addresses(settings["to"]), "sent")


def withdraw(settings: Settings, parcel: Parcel) -> Outcome:
    """A mail cannot be taken back: who has it is asked not to use it any more."""
    publication = parcel.publication
    title = f"已撤回：{publication.index_no}"
    text = (
        f"{publication.organ}公开的信息（索引号{publication.index_no}）已撤回，"
        "请不要再用、再转，并删除收到的文件。"
    )
    return _to_each(settings, parcel, Message(parcel.key, title, text), parcel.notes.get("sent", []), "told")


def _to_each(
    settings: Settings, parcel: Parcel, message: Message, addressees: Sequence[str], noted: str
) -> Outcome:
    """To one after the other; each is noted under its word, so that nobody gets it twice."""
    done = list(parcel.notes.get(noted, []))
    for number, to in enumerate(addressees):
        if to in done:
            continue
        mail.hand_over(settings, replace(message, key=f"{message.key}.{number}", to=to))
        done.append(to)
        parcel.note({noted: done})
    return Outcome(_("邮件服务器已收下，发给{count}个邮箱。").format(count=len(addressees)))


def _attached(file: File) -> tuple[str, bytes, str]:
    return file.name, file.read(), BY_CODE[file.kind].content_type


def _title(publication: Publication) -> str:
    return " ".join(filter(None, (publication.title, publication.document_no)))


def _text(publication: Publication) -> str:
    lines = [
        publication.text,
        "",
        f"索引号：{publication.index_no}",
        f"发布机关：{publication.organ}",
        f"网址：{publication.url}" if publication.url else "",
    ]
    return "\n".join(lines).strip()


def addresses(text: str) -> list[str]:
    return [one for one in re.split(r"[\s,;，；、]+", text) if one]


def _complaint(text: str) -> str:
    for one in addresses(text):
        try:
            validate_email(one)
        except ValidationError:
            return _("收件人 — 有不像邮箱地址的 — 请写成name@example.cn这样，几个之间用逗号。")
    return ""


CARRIER = Carrier(
    "mail",
    "电子邮件",
    "送档案馆、图书馆或县里的编辑：全文和附件发到固定的邮箱，撤回时再发一封",
    (
        Field("to", "收件人", "可以写几个，用逗号分开", complaint=_complaint),
        *(replace(field) for field in mail.CHANNEL.fields),
    ),
    check,
    preview,
    deliver,
    withdraw=withdraw,
    a_minute=mail.A_MINUTE,
)
