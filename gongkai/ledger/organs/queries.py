"""Reading organs: who is below whom, which organ a name means."""

import re
from datetime import date, timedelta
from difflib import get_close_matches

from django.db.models import Q, QuerySet

from gongkai.law.letter_texts import OPEN_BODIES
from gongkai.law.remedies import Bodies, propose
from gongkai.ledger.organs.models import FormerName, Organ, Superior, Unit
from gongkai.lib.language import _

DAY = timedelta(days=1)


class UnknownOrgan(Exception):
    """No organ of that name; the message names the nearest."""


def named(name: str) -> Organ:
    """The organ with this name, short name or former name; UnknownOrgan otherwise."""
    organs = sorted(Organ.objects.all(), key=lambda organ: organ.name != name)  # a full name wins
    for organ in organs:
        if name in {organ.name, *organ.aliases, *aliases_from(organ.name)}:
            return organ
    if former := FormerName.objects.filter(name=name).select_related("organ").first():
        return former.organ
    names = [known for organ in organs for known in (organ.name, *organ.aliases)]
    near = "、".join(get_close_matches(name, names, n=3, cutoff=0.3)) or "、".join(names[:3])
    if near:
        sentence = _("机关“{name}” — 数据文件夹里没有这个机关 — 是不是：{near}？")
    else:
        sentence = _("机关“{name}” — 数据文件夹里没有这个机关 — 请先导入台账。")
    raise UnknownOrgan(sentence.format(name=name, near=near))


def aliases_from(name: str) -> list[str]:
    """四间房镇人民政府 is also called 四间房镇 and 四间房镇政府, 东湖街道办事处 also 东湖街道."""
    stem = stem_of(name)
    if stem in {"", name}:
        return []
    return [stem] if name.endswith("办事处") else [stem, f"{stem}政府"]


def stem_of(name: str) -> str:
    """The place in an organ's name: 四间房镇 of 四间房镇人民政府, 东湖街道 of 东湖街道办事处."""
    return name.removesuffix("办事处") if name.endswith("街道办事处") else name.removesuffix("人民政府")


def is_named(organ: Organ, text: str) -> bool:
    """Whether a text begins with the organ's name: with its county or without, in full or in short, or as it
    once was; what follows the name, as a telephone, is left aside."""
    place = stem_of(organ.superior_name) or organ.superior_name

    def within(name: str) -> str:
        return name.rpartition(place)[2] if place else name

    former = organ.former_names.values_list("name", flat=True)
    ours = {within(name) for name in (organ.name, *organ.aliases, *former)}
    said = within(re.split(r"[\s，,。；;：:（(]", text.strip())[0])
    return said in ours.union(*map(aliases_from, ours))


def is_called(organ: Organ, name: str) -> bool:
    """Whether a name is just this organ's: with its county before it or without, in full, in short, or as it
    once was. 北丁镇人民政府 is not 丁镇人民政府, and no more is 吉安县丁镇 that of 安县."""
    above = Superior.objects.filter(organ=organ).values_list("superior__name", flat=True)
    places = {_place_of(one) for one in (organ.superior_name, *above) if one}
    former = organ.former_names.values_list("name", flat=True)
    ours = {_within(known, places) for known in (organ.name, *organ.aliases, *former)}
    return _within(name.strip(), places) in ours.union(*map(aliases_from, ours))


def _place_of(name: str) -> str:
    """滑县 of 滑县人民政府 and of 滑县人民政府办公室."""
    return name.partition("人民政府")[0]


def _within(name: str, places: set[str]) -> str:
    """A name without the place that it stands in; what is before the place is one that holds it."""
    for place in places:
        before, found, rest = name.partition(place)
        if found and rest and (not before or before[-1] in "省市州区盟县旗"):
            return rest
    return name


def bodies_of(organ: Organ, unnamed: Bodies = OPEN_BODIES) -> Bodies:
    """Before whom the organ's decisions are contested: as it set, else proposed from its level."""
    proposed = propose(organ.level, organ.superior_name).review_organ
    return Bodies(
        str(organ.option("review_organ") or proposed or unnamed.review_organ),
        str(organ.option("court") or unnamed.court),
    )


def sample(pk: int) -> Organ | None:
    """The sample organ with this key."""
    return Organ.objects.filter(pk=pk, is_sample=True, practises_for=None).first()


def real_organs() -> list[Organ]:
    return list(Organ.objects.filter(is_sample=False))


def sample_organs() -> list[Organ]:
    return list(Organ.objects.filter(is_sample=True, practises_for=None))


def practice_of(organ: Organ) -> Organ | None:
    """Where the people of an organ practise."""
    return Organ.objects.filter(practises_for=organ).first()


def shown_organs() -> list[Organ]:
    """Those of which the public may see anything."""
    return list(Organ.objects.filter(practises_for=None))


def taking_online(on: date) -> list[Organ]:
    """The organs whose portal takes applications on a day."""
    return [organ for organ in Organ.objects.all() if organ.takes_online and organ.exists_on(on)]


def with_portal(on: date) -> list[Organ]:
    """The organs whose portal is open to everybody on a day."""
    return [organ for organ in Organ.objects.all() if organ.has_portal and organ.exists_on(on)]


def all_organs() -> list[Organ]:
    return list(Organ.objects.all())


def superiors_of(organ: Organ, on: date) -> QuerySet[Organ]:
    """The organ above on a day, to be asked for with something else."""
    return Organ.objects.filter(pk__in=Superior.objects.filter(_holds(on), organ=organ).values("superior"))


def superior_of(organ: Organ, on: date) -> Organ | None:
    """The organ above on a day."""
    return superiors_of(organ, on).first()


def directly_below(organ: Organ, on: date, *, counted: bool = False) -> list[Organ]:
    """The organs whose superior this one is on a day, those that are abolished left out; ``counted``: those
    alone that count in its sum."""
    edges = Superior.objects.filter(_holds(on), superior=organ, **({"in_sum": True} if counted else {}))
    return [member for member in Organ.objects.filter(pk__in=edges.values("organ")) if member.exists_on(on)]


def at(pk: int) -> Organ | None:
    """The organ with this key."""
    return Organ.objects.filter(pk=pk).first()


def below(organ: Organ, year: int) -> list[Organ]:
    """Every organ below this one that counts in its sum of a year, each once."""
    members = (member for member, _parent in branches(organ, year))
    return sorted(members, key=lambda child: child.sort_key)


def branches(organ: Organ, year: int) -> list[tuple[Organ, int]]:
    """The organs of ``below`` with the key of the one directly above, level by level.

    An organ belongs where it stood on its last day of the year: an organ that moved counts once, and one
    abolished on the way leaves its figures to the sum it was in.
    """
    edges: dict[int, list[Organ]] = {}
    for edge in _edges(year).filter(in_sum=True):
        if _stood(edge, year):
            edges.setdefault(edge.superior_id, []).append(edge.organ)
    found: dict[int, tuple[Organ, int]] = {organ.pk: (organ, organ.pk)}
    level = [organ]
    while level:
        pairs = [(child, parent.pk) for parent in level for child in edges.get(parent.pk, [])]
        new = {child.pk: (child, parent) for child, parent in pairs if child.pk not in found}
        found |= new
        level = [child for child, _parent in new.values()]
    found.pop(organ.pk)
    return list(found.values())


def outside_sum(organ: Organ, year: int) -> list[Organ]:
    """The organs directly below that count in no sum of a year: they are led from above 垂直管理."""
    edges = _edges(year).filter(in_sum=False, superior=organ)
    return sorted((edge.organ for edge in edges if _stood(edge, year)), key=lambda child: child.sort_key)


def _edges(year: int) -> QuerySet[Superior]:
    first = date(year, 1, 1)
    there = Q(organ__abolished_on=None) | Q(organ__abolished_on__gt=first)
    return Superior.objects.filter(there).select_related("organ", "organ__successor")


def _stood(edge: Superior, year: int) -> bool:
    """Whether an organ stood there on its last day of a year."""
    last, gone = date(year, 12, 31), edge.organ.abolished_on
    return edge.holds_on(min(last, gone - DAY) if gone else last)


def edge_above(organ: Organ, on: date) -> Superior | None:
    """The edge to the organ above on a day."""
    edges = Superior.objects.filter(organ=organ).select_related("superior")
    return next((edge for edge in edges if edge.holds_on(on)), None)


def unended(organ: Organ) -> list[Superior]:
    """The edge to the organ above that has no end yet; there is one at most."""
    return list(Superior.objects.filter(organ=organ, until=None).select_related("superior"))


def units_of(organ: Organ, on: date) -> list[Unit]:
    """The villages and sections below an organ that exist on a day."""
    rows = Unit.objects.filter(organ=organ).exclude(since__gt=on).exclude(until__lte=on)
    return list(rows.order_by("kind", "pk"))


def _holds(on: date) -> Q:
    return (Q(since__isnull=True) | Q(since__lte=on)) & (Q(until__isnull=True) | Q(until__gt=on))
