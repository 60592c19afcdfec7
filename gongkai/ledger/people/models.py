"""Persons, the roles they hold over time, their deputies, and the one-time links that let them in."""

from datetime import date, datetime
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q

from gongkai.ledger.organs.models import Organ, Unit
from gongkai.ledger.people.options import WORK
from gongkai.ledger.people.roles import ROLES


class Persons(BaseUserManager["Person"]):
    """What Django's own parts ask of the persons; everything else goes through ``actions``."""

    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(username__iexact=username)


class Person(AbstractBaseUser):
    """人员: somebody who can log in. What they may do stands in their memberships alone."""

    username = models.CharField(
        "登录名",
        max_length=40,
        unique=True,
        validators=[RegexValidator(r"^[\w.@-]{2,40}\Z", "登录名 — 只能用文字、数字和 . @ - _，2至40个字。")],
    )
    name = models.CharField("姓名", max_length=60)
    email = models.EmailField("电子邮箱", blank=True)
    is_active = models.BooleanField("在用", default=True)
    is_sample = models.BooleanField("示例", default=False)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    UNLOGGED = ("password", "last_login")  # change with every log-in, and say nothing of the ledger

    objects = Persons()

    class Meta:
        ordering = ("username",)

    def __str__(self) -> str:
        """As the log names whoever did something: the name may be borne by two."""
        return f"{self.name}（{self.username}）"

    def get_full_name(self) -> str:
        return self.name


class _Span(models.Model):
    """From a day, which counts, to a day, which no longer does."""

    since = models.DateField("自", null=True, blank=True)
    until = models.DateField("至", null=True, blank=True)

    class Meta:
        abstract = True

    def holds_on(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (self.until is None or day < self.until)


class Membership(_Span):
    """A person's role at an organ; it opens that organ's ledgers and no other's."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    organ = models.ForeignKey(Organ, models.CASCADE, related_name="memberships")
    role = models.CharField("角色", max_length=20, choices=[(role.code, role.zh) for role in ROLES])
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="contacts")
    #: Whoever works at another organ is asked first; until they accept, the role does nothing.
    awaits_consent = models.BooleanField("等本人同意", default=False)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("person", "organ", "role"),
                condition=Q(until__isnull=True, unit__isnull=True),
                name="role_held_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person}·{self.get_role_display()}"


class Delegation(_Span):
    """代理: while a person is absent, another holds their roles at an organ, but for the administrator's."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="delegations")
    deputy = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="deputyships")
    organ = models.ForeignKey(Organ, models.CASCADE, related_name="+")
    reason = models.CharField("事由", max_length=200, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=~Q(person=F("deputy")),
                name="deputy_is_another",
                violation_error_message="代理人不能是本人 — 请选择另一个人。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person}→{self.deputy}"


class Handover(models.Model):
    """交接: from a day on, which counts, the roles that a person had at an organ are another's."""

    organ = models.ForeignKey(Organ, models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    successor = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    on = models.DateField("自")
    reason = models.CharField("事由", max_length=200, blank=True)

    class Meta:
        ordering = ("-on", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=~Q(person=F("successor")),
                name="successor_is_another",
                violation_error_message="接手的人不能是本人 — 请选择另一个人。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person}→{self.successor}"


class Charge(_Span):
    """分工: who answers for a part of the work, from a day to a day; nothing of it is ever overwritten.

    It is a person here, a section or village, or whoever has no account, by ``name``.
    """

    organ = models.ForeignKey(Organ, models.CASCADE, related_name="+")
    work = models.CharField("工作", max_length=30)  # of people.options
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField("姓名或者名称", max_length=100, blank=True)

    class Meta:
        ordering = ("work", "-since", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("organ", "work"), condition=Q(until__isnull=True), name="one_in_charge_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False, unit__isnull=True, name="")
                | Q(person__isnull=True, unit__isnull=False, name="")
                | Q(person__isnull=True, unit__isnull=True) & ~Q(name=""),
                name="charge_has_one_owner",
                violation_error_message="谁负责 — 要有一个人、部门或者村 — 请选一个，或者写名称。",
            ),
        )

    def __str__(self) -> str:
        return f"{WORK[self.work].zh}·{self.owner}"

    @property
    def owner(self) -> str:
        return self.unit.name if self.unit else self.person.name if self.person else self.name


class Invitation(models.Model):
    """A one-time link: to set up an empty data folder (no person yet), or to choose a password.

    Only the link's digest is kept, so that whoever reads the database cannot use it.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    #: Who made it, where they could act as the person by it (docs/adr/0020).
    made_by = models.CharField(max_length=120, blank=True)

    def is_open(self, at: datetime) -> bool:
        return self.used_at is None and at < self.expires_at


class Feed(models.Model):
    """日历订阅: a secret address at which a calendar program finds what is due at an organ.

    Only its digest is kept. It holds as long as the person may read the organ's ledgers.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    organ = models.ForeignKey(Organ, models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    opened_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("person", "organ"), name="one_feed_each"),)
