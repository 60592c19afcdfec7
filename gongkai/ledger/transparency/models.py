"""The leaves of the tree, the hashes of its complete subtrees, and the heads that were signed."""

from django.db import models

from gongkai.lib.proofs import Kind


class Leaf(models.Model):
    """One act: ``digest`` of what was made public, and nothing it could be read from. ``salt`` went into the
    digest and is no part of the tree: once it is gone nobody can try whether a guess was it.

    It names its row and has no foreign key: it outlives whatever it tells of.
    """

    index = models.BigIntegerField(primary_key=True)
    kind = models.CharField("事项", max_length=12, choices=[(one.value, one.zh) for one in Kind])
    subject = models.CharField("对象", max_length=120, db_index=True)
    at = models.CharField("时间", max_length=40)  # ISO 8601: what was hashed must stay letter for letter
    digest = models.CharField("摘要", max_length=64)
    salt = models.CharField(max_length=32, blank=True)

    class Meta:
        ordering = ("index",)


class Node(models.Model):
    """The hash of a complete subtree, by ``merkle.Node.place``. Never changed."""

    place = models.BigIntegerField(primary_key=True)
    hash = models.BinaryField()


class Head(models.Model):
    """A head that was signed, one a day and one after each growth. Never changed."""

    #: What of it is said in public, as ``lib.heads`` names it.
    SAID = ("size", "root", "timestamp", "signature", "key")

    size = models.BigIntegerField("条数")
    root = models.CharField("树根", max_length=64)
    timestamp = models.BigIntegerField("签署时间", db_index=True)  # milliseconds since 1970
    signature = models.CharField("签名", max_length=88)
    key = models.CharField("公钥", max_length=64)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"公开日志头{self.pk}"
