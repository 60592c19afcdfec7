"""Organs as a tree with effective dates, the units below them."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from gongkai.ledger.organs.options import defaults


class Level(models.TextChoices):
    """Whose report it is; names as in the report JSON."""

    TOWN = "town", "乡镇、街道"
    DEPARTMENT = "department", "部门"
    COUNTY = "county", "县级政府"
    OTHER = "other", "其他"


class Organ(models.Model):
    """行政机关: whoever owes an annual report."""

    name = models.CharField("机关名称", max_length=100, unique=True)
    aliases = models.JSONField("简称", default=list, blank=True)
    sort_key = models.CharField(max_length=400, editable=False, db_index=True)
    level = models.CharField("层级", max_length=12, choices=Level, default=Level.TOWN)
    makes_rules = models.BooleanField("有规章制定权", default=False)
    is_sample = models.BooleanField("示例", default=False)
    #: 练习机关: the organ whose people practise here; what is done here counts nowhere and goes nowhere.
    practises_for = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="practices", verbose_name="供谁练习"
    )
    uscc = models.CharField("统一社会信用代码", max_length=18, blank=True)
    superior_name = models.CharField("上级机关", max_length=100, blank=True)
    leader = models.CharField("分管领导", max_length=100, blank=True)
    office = models.CharField("工作机构", max_length=100, blank=True)
    officer = models.CharField("专责人员", max_length=100, blank=True)
    address = models.CharField("办公地址", max_length=200, blank=True)
    hours = models.CharField("办公时间", max_length=200, blank=True)
    phone = models.CharField("联系电话", max_length=100, blank=True)
    fax = models.CharField("传真", max_length=100, blank=True)
    email = models.CharField("电子邮箱", max_length=200, blank=True)
    postcode = models.CharField("邮政编码", max_length=20, blank=True)
    options = models.JSONField("设置", default=defaults)
    abolished_on = models.DateField("撤销日期", null=True, blank=True)
    successor = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="predecessors")

    class Meta:
        ordering = ("sort_key",)

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.sort_key = pinyin_key(self.name)
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def option(self, code: str) -> object:
        """A setting of this organ, or its default."""
        return {**defaults(), **self.options}[code]

    def name_on(self, day: date) -> str:
        """The name the organ bore on a day."""
        former = self.former_names.filter(until__gt=day).order_by("until").first()
        return former.name if former else self.name

    @property
    def fee_places(self) -> int | None:
        """To how many places 万元 are printed; None prints them exactly."""
        places = self.option("fee_places")
        return int(str(places)) if places is not None else None

    @property
    def takes_online(self) -> bool:
        """Whether its portal takes applications: switched on, and its guide 指南 says so."""
        return self.option("online_apply") == "on" and bool(self.option("online_basis"))

    @property
    def has_portal(self) -> bool:
        """Whether its portal is open to everybody: switched on, and its guide 指南 says so."""
        return self.option("portal") == "on" and bool(self.option("portal_basis"))

    @property
    def counts_persons(self) -> bool:
        """Whether it is kept which person passed something on: switched on, with the county's document."""
        return self.option("person_statistics") == "on" and bool(self.option("person_statistics_basis"))

    @property
    def ranks_units(self) -> bool:
        """Whether villages and sections are ranked: switched on, with the county's document."""
        return self.option("unit_ranking") == "on" and bool(self.option("unit_ranking_basis"))

    @property
    def gives_points(self) -> bool:
        """Whether villages and sections are given points: switched on, with the county's document."""
        return self.option("unit_points") == "on" and bool(self.option("unit_points_basis"))

    @property
    def least_known(self) -> int:
        """How many per cent of the weight must be known before an assessment gives a grade."""
        return int(str(self.option("least_known")))

    @property
    def signs_in_by_code(self) -> bool:
        """Whether who comes to a training or meeting signs in by a QR code: switched on, with the county's
        document."""
        return self.option("sign_in_code") == "on" and bool(self.option("sign_in_code_basis"))

    @property
    def has_quizzes(self) -> bool:
        """Whether a training may end with a short test: switched on, with the county's document."""
        return self.option("training_quiz") == "on" and bool(self.option("training_quiz_basis"))

    @property
    def is_for_show(self) -> bool:
        """Whether anybody may look at it and it has people of its own: a sample, but none to practise on."""
        return self.is_sample and self.practises_for_id is None

    def exists_on(self, day: date) -> bool:
        return self.abolished_on is None or day < self.abolished_on


class FormerName(models.Model):
    """曾用名: the name an organ bore until a day."""

    organ = models.ForeignKey(Organ, models.CASCADE, related_name="former_names")
    name = models.CharField(max_length=100)
    until = models.DateField()

    def __str__(self) -> str:
        return f"曾用名{self.name}"


class Superior(models.Model):
    """上级机关 over a span of time: one edge of the tree. ``since`` counts, ``until`` no longer does."""

    organ = models.ForeignKey(Organ, models.CASCADE, related_name="superiors")
    superior = models.ForeignKey(Organ, models.PROTECT, related_name="subordinates")
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    in_sum = models.BooleanField("计入汇总", default=True)  # vertically led organs report in their own system

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=~Q(organ=F("superior")),
                name="superior_is_another",
                violation_error_message="上级机关不能是本机关 — 请选择另一个机关。",
            ),
            models.UniqueConstraint(
                fields=("organ",), condition=Q(until__isnull=True), name="one_superior_at_a_time"
            ),
        )

    def __str__(self) -> str:
        return f"上级机关{self.superior.name}"

    def holds_on(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (self.until is None or day < self.until)


class Unit(models.Model):
    """A village 行政村 or section 部门 below an organ; it owes no report of its own."""

    class Kind(models.TextChoices):
        VILLAGE = "village", "行政村"
        SECTION = "section", "部门"

    organ = models.ForeignKey(Organ, models.CASCADE, related_name="units")
    kind = models.CharField(max_length=8, choices=Kind)
    name = models.CharField(max_length=100)
    phone = models.CharField("电话", max_length=60, blank=True)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("organ", "name"), name="unit_name_once"),)

    def __str__(self) -> str:
        return self.name


def pinyin_key(name: str) -> str:
    """Sorts common characters as a dictionary does: GB 2312's first level stands in pinyin order."""
    return name.encode("gb18030").hex()
