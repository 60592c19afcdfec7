"""The tokens of an organ. Of each only its digest is kept: whoever reads the database cannot use it."""

from datetime import date

from django.db import models

from gongkai.ledger.base import OrganRows
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.tokens.options import BY_CODE, Permit


class Token(models.Model):
    """访问令牌. It works from the consent of somebody who may do all that it lets do, to its last day."""

    UNLOGGED = ("used_on",)

    organ = models.ForeignKey(Organ, models.PROTECT, related_name="+")
    name = models.CharField("用途", max_length=60)
    permits = models.JSONField("权限", default=list)
    digest = models.CharField(max_length=64, unique=True)
    made_by = models.CharField("谁发的", max_length=150)
    agreed_by = models.CharField("谁同意的", max_length=150, blank=True)
    created_at = models.DateTimeField()
    expires_on = models.DateField("有效期至")
    revoked_at = models.DateTimeField("停用时间", null=True)
    used_on = models.DateField("最近使用", null=True)

    objects = OrganRows.as_manager()

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"令牌“{self.name}”"

    @property
    def lets(self) -> tuple[Permit, ...]:
        """What it lets do."""
        return tuple(BY_CODE[code] for code in self.permits if code in BY_CODE)

    @property
    def actor(self) -> str:
        """How the log names whatever is done with it."""
        return f"接口·{self.name}（令牌{self.pk}）"

    def works_on(self, day: date) -> bool:
        return bool(self.agreed_by) and self.revoked_at is None and day <= self.expires_on
