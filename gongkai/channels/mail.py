"""电子邮件: handed to the organ's own mail server. Django's backend connects, and checks certificates."""

import re
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from email.utils import format_datetime

from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend
from django.core.validators import validate_email

from gongkai.channels.base import (
    Channel,
    Field,
    Later,
    Message,
    Misconfigured,
    Refused,
    Settings,
    Unsent,
    Unsure,
)
from gongkai.lib.language import _
from gongkai.lib.today import now

SECONDS = 15
#: More in a minute looks like spam to many a server.
A_MINUTE = 30
TLS, STARTTLS, PLAIN = "tls", "starttls", "plain"
_REST = timedelta(minutes=5)


def hand_over(settings: Settings, message: Message) -> None:
    """What fails while connecting is certain not to have got there; what is cut off afterwards is not."""
    with _opened(settings) as server:
        try:
            server.send_message(_written(settings, message).message(), settings["sender"], [message.to])
        except OSError as error:
            raise _not_taken(error) from error


@contextmanager
def _opened(settings: Settings) -> Iterator[smtplib.SMTP]:
    backend = EmailBackend(
        host=settings["host"],
        port=int(settings["port"]),
        username=settings.get("username", ""),
        password=settings.get("password", ""),
        use_tls=settings["security"] == STARTTLS,
        use_ssl=settings["security"] == TLS,
        timeout=SECONDS,
    )
    try:
        backend.open()
        assert backend.connection
        yield backend.connection
    except OSError as error:  # what went wrong with the message itself has become ``Unsent`` by now
        raise _not_open(error) from error
    finally:
        backend.fail_silently = True  # whether it parts in peace matters to nobody
        backend.close()


def _written(settings: Settings, message: Message) -> EmailMessage:
    headers = {
        **message.headers,
        "Message-ID": f"<{message.key}@{settings['sender'].rpartition('@')[2]}>",
        "Date": format_datetime(now()),
        "Auto-Submitted": "auto-generated",  # so that no notice of absence answers
    }
    return EmailMessage(
        message.title,
        message.text,
        settings["sender"],
        [message.to],
        attachments=message.files,
        headers=headers,
    )


def _not_open(error: OSError) -> Unsent:
    """Why there is no connection. SMTP's own errors are OSErrors too."""
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return Misconfigured(
            _(
                "电子邮件 — 用户名或密码不对（{code}） — 请核对；很多邮箱要在网页里开通SMTP，用授权码作密码。"
            ).format(code=error.smtp_code)
        )
    if isinstance(error, ssl.SSLCertVerificationError):
        return Misconfigured(
            _("电子邮件 — 服务器的证书不被信任 — 请核对服务器名；自建的请管服务器的人装上单位的根证书。")
        )
    if isinstance(error, ssl.SSLError | smtplib.SMTPNotSupportedError):
        return Misconfigured(
            _("电子邮件 — 加密方式或登录方式和服务器不符 — 465一般选TLS，587一般选STARTTLS，25一般不加密。")
        )
    if isinstance(error, smtplib.SMTPResponseException) and error.smtp_code >= 500:
        return Misconfigured(
            _("电子邮件 — 服务器不接待（{code}） — 请问邮箱管理员，本机的IP能不能发信。").format(
                code=error.smtp_code
            )
        )
    return Later(_("电子邮件 — 连不上服务器 — 会自动再试；一直这样，请核对服务器名、端口和网络。"), _REST)


def _not_taken(error: OSError) -> Unsent:
    """What the server said to a message, if it said anything."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code = next(iter(error.recipients.values()))[0]
        refused = _("电子邮件 — 没有这个收件人，或不让发给他（{code}） — 请本人核对自己的邮箱地址。")
    elif isinstance(error, smtplib.SMTPSenderRefused):
        code = error.smtp_code
        if code >= 500:
            return Misconfigured(
                _("电子邮件 — 不让用这个发件人（{code}） — 发件人请写登录的邮箱。").format(code=code)
            )
        refused = ""
    elif isinstance(error, smtplib.SMTPResponseException):
        code = error.smtp_code
        refused = _("电子邮件 — 服务器没有收下（{code}） — 请把这个码告诉邮箱管理员。")
    else:
        return Unsure(_("电子邮件 — 发出后没有应答 — 请去看看收到没有，没有就再发一次。"))
    if code < 500:
        return Later(_("电子邮件 — 服务器让过一会儿再发（{code}） — 会自动再试。").format(code=code), _REST)
    return Refused(refused.format(code=code))


def _host_complaint(host: str) -> str:
    if re.fullmatch(r"[\w.-]{1,253}|\[?[0-9A-Fa-f:.]+\]?", host):
        return ""
    return _("服务器 — 不是主机名 — 请写成smtp.example.gov.cn这样，不带http://。")


def _port_complaint(port: str) -> str:
    if port.isascii() and port.isdigit() and 0 < int(port) < 65536:
        return ""
    return _("端口 — 不是1至65535的数 — 一般是465、587或者25。")


def _sender_complaint(sender: str) -> str:
    try:
        validate_email(sender)
    except ValidationError:
        return _("发件人 — 不像邮箱地址 — 请写成name@example.cn这样。")
    return ""


CHANNEL = Channel(
    "mail",
    "电子邮件",
    (
        Field("host", "服务器", "本单位邮箱的SMTP服务器，例如smtp.example.gov.cn", complaint=_host_complaint),
        Field("port", "端口", default="465", complaint=_port_complaint),
        Field(
            "security",
            "加密",
            default=TLS,
            choices=(
                (TLS, "TLS（一般是465）"),
                (STARTTLS, "STARTTLS（一般是587）"),
                (PLAIN, "不加密（只在内网用）"),
            ),
        ),
        Field("sender", "发件人", "一般就是登录的邮箱地址", complaint=_sender_complaint),
        Field("username", "用户名", "一般是整个邮箱地址；不用登录的不填", required=False),
        Field("password", "密码或者授权码", "很多邮箱要用授权码", secret=True, required=False),
    ),
    hand_over,
    A_MINUTE,
    to_persons=True,
)
