"""Writing organs, their tree, units and settings."""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date

from django.db import IntegrityError, transaction

from gongkai.ledger.audit import actions as audit
from gongkai.ledger.base import Overtaken, state_of
from gongkai.ledger.organs.models import FormerName, Level, Organ, Superior, Unit
from gongkai.ledger.organs.options import OPTIONS
from gongkai.ledger.organs.queries import aliases_from, unended
from gongkai.lib.files import UNFIT
from gongkai.lib.language import _

#: 机关信息 of the workbook: what an organ tells about itself.
PROFILE = (
    "uscc",
    "superior_name",
    "leader",
    "office",
    "officer",
    "address",
    "hours",
    "phone",
    "fax",
    "email",
    "postcode",
)


class UnfitName(Exception):
    """A name no organ can bear; the message says why."""


class TreeError(Exception):
    """A superior that would stand below its own subordinate."""


class UnitError(Exception):
    """A village or section that is there already."""


class OptionError(Exception):
    """A setting that does not exist, or a value it does not take."""


@transaction.atomic
def create(
    *,
    name: str,
    actor: str,
    level: str = "",
    aliases: Sequence[str] = (),
    is_sample: bool = False,
    practises_for: Organ | None = None,
    options: Mapping[str, str | int | None] | None = None,
    profile: Mapping[str, str] | None = None,
) -> Organ:
    """Found an organ. Level and short name are read from the name where they are not given.

    UnfitName for what cannot be an organ's name.
    """
    check_name(name)
    organ = Organ(
        name=name,
        level=level or level_from(name),
        aliases=list(aliases) or aliases_from(name),
        is_sample=is_sample,
        practises_for=practises_for,
        **{key: value for key, value in (profile or {}).items() if key in PROFILE},
    )
    organ.options = {**organ.options, **(options or {})}
    organ.save()
    audit.created([organ], actor=actor, organ=organ)
    return organ


@transaction.atomic
def describe(
    *,
    organ: Organ,
    profile: Mapping[str, str],
    actor: str,
    reason: str = "",
    save: bool = True,
    erase: bool = False,
) -> bool:
    """Take over what is said of the organ; empty values erase nothing, unless ``erase`` says that they are
    meant. True when something changed."""
    before = state_of(organ)
    for key in PROFILE:
        if profile.get(key) or (erase and key in profile):
            setattr(organ, key, profile[key])
    changed = state_of(organ) != before
    if changed and save:
        organ.save()
        audit.changed([(before, organ)], actor=actor, organ=organ, reason=reason)
    return changed


@transaction.atomic
def set_level(*, organ: Organ, level: str, actor: str) -> None:
    """Say whose report the organ's is, where its name does not tell."""
    if level == organ.level:
        return
    before = state_of(organ)
    organ.level = level
    organ.save(update_fields=["level"])
    audit.changed([(before, organ)], actor=actor, organ=organ)


@contextmanager
def held(organ: Organ) -> Iterator[None]:
    """A transaction in which nobody else changes the organ's row; Overtaken where it is another than was
    read, and then ``organ`` is what stands by now."""
    with transaction.atomic():
        stands = Organ.objects.select_for_update().get(pk=organ.pk)
        if state_of(stands) != state_of(organ):
            organ.refresh_from_db()
            raise Overtaken
        yield


@transaction.atomic
def set_option(*, organ: Organ, code: str, value: str, actor: str) -> None:
    """Change a setting; OptionError says which settings or values there are."""
    option = next((option for option in OPTIONS if option.code == code), None)
    if option is None:
        raise OptionError(
            _("设置“{code}” — 没有这一项 — 可用的有：{codes}。").format(
                code=code, codes="、".join(o.code for o in OPTIONS)
            )
        )
    if option.choices and value not in dict(option.choices):
        choices = "、".join(f"{key}（{zh}）" for key, zh in option.choices)
        raise OptionError(
            _("{option} — 不能取“{value}” — 可取：{choices}。").format(
                option=_(option.zh), value=value, choices=choices
            )
        )
    if why := option.complaint(value):
        raise OptionError(why)
    before = state_of(organ)
    organ.options = {**organ.options, code: _typed(option.default, value)}
    organ.save(update_fields=["options"])
    audit.changed([(before, organ)], actor=actor, organ=organ, reason=option.zh)


@transaction.atomic
def place_under(
    *,
    organ: Organ,
    superior: Organ,
    actor: str,
    since: date | None = None,
    in_sum: bool = True,
    over: Sequence[Superior] | None = None,
) -> Superior:
    """Put an organ under another from a day on; the edge that held until then ends. ``over``: what held, as
    whoever writes has read it; Overtaken where it is another by now."""
    pair = Organ.objects.select_for_update().filter(pk__in=(organ.pk, superior.pk))
    list(pair.order_by("pk"))  # both: or two could be put under each other
    if over is not None and list(map(state_of, over)) != list(map(state_of, unended(organ))):
        raise Overtaken
    if organ == superior or organ in _above(superior):
        raise TreeError(
            _("上级机关 — {superior}就是{organ}或在它之下，不能作它的上级 — 请核对上下级。").format(
                superior=superior.name, organ=organ.name
            )
        )
    for edge in unended(organ):
        before, name = state_of(edge), audit.subject(edge)
        edge.until = since
        if since is None:
            edge.delete()
        else:
            edge.save(update_fields=["until"])
        after = state_of(edge) if edge.pk else None
        audit.record([audit.Change(organ, "organs.superior.end", name, before, after)], actor=actor)
    edge = Superior.objects.create(organ=organ, superior=superior, since=since, in_sum=in_sum)
    audit.created([edge], actor=actor, organ=organ)
    return edge


@transaction.atomic
def rename(*, organ: Organ, name: str, on: date, actor: str) -> None:
    """更名: the old names stay known, and the new one has its short names. UnfitName as in ``create``."""
    check_name(name)
    before = state_of(organ)
    former = FormerName.objects.create(organ=organ, name=organ.name, until=on)
    audit.created([former], actor=actor, organ=organ)
    organ.name = name
    organ.aliases = list(dict.fromkeys((*organ.aliases, *aliases_from(name))))
    organ.save()
    audit.changed([(before, organ)], actor=actor, organ=organ, reason="更名")


@transaction.atomic
def abolish(*, organ: Organ, on: date, actor: str, successor: Organ | None = None) -> None:
    """撤销 or 合并 into a successor: from that day the organ is in nobody's sum; its ledger stays."""
    before = state_of(organ)
    organ.abolished_on, organ.successor = on, successor
    organ.save(update_fields=["abolished_on", "successor"])
    audit.changed([(before, organ)], actor=actor, organ=organ, reason="合并" if successor else "撤销")


@transaction.atomic
def add_units(
    *, organ: Organ, units: Sequence[tuple[str, str]], actor: str, since: date | None = None
) -> list[Unit]:
    """Enter villages and sections as (kind, name); UnitError where a name is taken."""
    _demand_free(organ, [name for _kind, name in units])
    rows = [Unit(organ=organ, kind=kind, name=name, since=since) for kind, name in units]
    try:
        with transaction.atomic():
            rows = Unit.objects.bulk_create(rows)
    except IntegrityError:  # somebody has entered one at the same instant
        _demand_free(organ, [name for _kind, name in units])
        raise
    audit.created(rows, actor=actor, organ=organ)
    return rows


def _demand_free(organ: Organ, names: Sequence[str]) -> None:
    taken = Unit.objects.filter(organ=organ, name__in=names).values_list("name", flat=True)
    if twice := [*taken, *{name for name in names if names.count(name) > 1}]:
        raise UnitError(
            _("名称 — “{names}”已经登记过 — 请去掉；同名的请加上区别。").format(names="、".join(twice))
        )


@transaction.atomic
def set_phone(*, unit: Unit, phone: str, actor: str) -> None:
    """Where a village or section is rung."""
    before = state_of(unit)
    unit.phone = phone
    unit.save(update_fields=["phone"])
    audit.changed([(before, unit)], actor=actor, organ=unit.organ)


@transaction.atomic
def end_unit(*, unit: Unit, on: date, actor: str) -> None:
    """From that day on the village or section is no more; what it handed in stays. UnitError where it is no
    more already."""
    row = Unit.objects.select_for_update(of=("self",)).select_related("organ").get(pk=unit.pk)
    if row.until is not None:
        raise UnitError(_("{unit} — 刚才已经撤销 — 不用再办。").format(unit=row.name))
    before = state_of(row)
    row.until = on
    row.save(update_fields=["until"])
    audit.changed([(before, row)], actor=actor, organ=row.organ)


def check_name(name: str) -> None:
    """UnfitName where the name holds what no official name has, and what would be a path or command."""
    longest = Organ._meta.get_field("name").max_length or 0
    unfit = UNFIT.translate(dict.fromkeys(map(ord, "<>")))  # these lead nowhere; file names are rid of them
    if bad := next((char for char in name if char in unfit or unicodedata.category(char)[0] == "C"), ""):
        shown = bad if bad.isprintable() else f"U+{ord(bad):04X}"
        raise UnfitName(
            _("机关名称“{name}” — 含有“{bad}”，名称里不能有{unfit}和控制字符 — 请核对名称。").format(
                name=name if name.isprintable() else repr(name), bad=shown, unfit=" ".join(unfit)
            )
        )
    if not name.strip(" .") or len(name) > longest:
        raise UnfitName(
            _("机关名称“{name}” — 要有1至{longest}个字 — 请核对名称。").format(
                name=name[:30], longest=longest
            )
        )


def level_from(name: str) -> str:
    """The level a name speaks of. A town's government is a town's although it ends in 人民政府."""
    stem = name.removesuffix("人民政府")
    if stem.endswith(("镇", "乡")) or "街道" in name:
        return Level.TOWN
    if stem != name and stem.endswith(("县", "区", "市", "旗")):
        return Level.COUNTY
    return Level.DEPARTMENT if name.endswith(("局", "委员会", "办公室", "中心", "部", "厅")) else Level.OTHER


def _above(organ: Organ) -> list[Organ]:
    """The superiors of today, up to the top; a circle in old data ends."""
    found: list[Organ] = []
    edge = organ.superiors.filter(until=None).select_related("superior").first()
    while edge and edge.superior not in found:
        found.append(edge.superior)
        edge = edge.superior.superiors.filter(until=None).select_related("superior").first()
    return found


def _typed(default: str | int | None, value: str) -> str | int | None:
    if default is None:
        return int(value) if value.isdigit() else None
    return value
