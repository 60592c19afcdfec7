"""Reading the tree: its root at any size, proofs, heads; each asks for a handful of rows, however large it
is."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice

from django.db.models import Max

from gongkai.ledger.audit.queries import Break
from gongkai.ledger.transparency.models import Head, Leaf, Node
from gongkai.lib import heads, merkle
from gongkai.lib.heads import TreeHead
from gongkai.lib.language import _
from gongkai.lib.merkle import Span
from gongkai.lib.proofs import Entry, Growth, Kind, Proof
from gongkai.lib.today import now

BATCH = 500


def size() -> int:
    """How many leaves the tree has."""
    last = Leaf.objects.aggregate(last=Max("index"))["last"]
    return 0 if last is None else last + 1


def root(size: int) -> bytes:
    """The root of the tree as it was with so many leaves."""
    return _of_spans([Span(0, size)])[0]


def head_at(size: int) -> TreeHead:
    """The head of the tree as it was with so many leaves, which nobody need have signed."""
    return TreeHead(size, root(size))


def code_of(subject: str) -> str:
    """The code of the tree that ends with what was told of a row last; empty where nothing was told of it."""
    leaf = leaf_of(subject)
    return head_at(leaf.index + 1).code if leaf else ""


def leaf_of(subject: str) -> Leaf | None:
    """What was told of a row last."""
    return Leaf.objects.filter(subject=subject).order_by("-index").first()


def leaves(subjects: Iterable[str]) -> dict[str, Leaf]:
    """What was told last of each of some rows."""
    rows = Leaf.objects.filter(subject__in=list(subjects)).order_by("index")
    return {leaf.subject: leaf for leaf in rows}


def leaf_at(index: int) -> Leaf | None:
    return Leaf.objects.filter(index=index).first()


def entry(leaf: Leaf) -> Entry:
    return Entry(Kind(leaf.kind), leaf.subject, leaf.at, leaf.digest)


def proof(leaf: Leaf, content: str | None) -> Proof:
    """That a leaf stands in the tree which it ends, and that in the one whose head was signed last."""
    own, last = head_at(leaf.index + 1), latest()
    path = _of_spans(merkle.inclusion(leaf.index, own.size))
    onward = growth(own, last) if last and last.size >= own.size else None
    said = content if leaf.salt else None
    return Proof(entry(leaf), leaf.index, tuple(path), own, said, leaf.salt, onward)


def growth(earlier: TreeHead, later: TreeHead) -> Growth:
    """That the tree of one head goes on from that of another, which is not after it."""
    return Growth(earlier, later, tuple(_of_spans(merkle.consistency(earlier.size, later.size))))


def part(start: int, most: int) -> list[Leaf]:
    """Some of the leaves, in their order."""
    return list(Leaf.objects.filter(index__gte=start, index__lt=start + most).order_by("index"))


def signed(start: int = 0, most: int | None = None) -> list[TreeHead]:
    """The heads that were signed, the newest first."""
    end = None if most is None else start + most
    return [_read(row) for row in Head.objects.order_by("-pk")[start:end]]


def latest() -> TreeHead | None:
    """The head that was signed last."""
    return _first(Head.objects.order_by("-pk"))


def by(instant: datetime) -> TreeHead | None:
    """The head that had been signed last by an instant."""
    return _first(Head.objects.filter(timestamp__lte=int(instant.timestamp() * 1000)).order_by("-timestamp"))


def is_due() -> bool:
    """Whether the head is to be signed: the tree has grown, or a day has begun."""
    count, head = size(), latest()
    return bool(count) and (head is None or head.size < count or head.at.date() < now().date())


def hashes(nodes: Iterable[merkle.Node]) -> dict[merkle.Node, bytes]:
    """What is kept of these subtrees."""
    wanted = {node.place: node for node in nodes}
    rows = Node.objects.filter(place__in=wanted).values_list("place", "hash")
    return {wanted[place]: bytes(kept) for place, kept in rows}


def breaks() -> Iterator[Break]:
    """Where the tree is not that of its leaves, or a signed head not one of it."""
    try:
        at_size = _heads_by_size()
    except ValueError:
        yield Break(1, _("公开日志签署过的日志头里有读不懂的：被绕过程序改动过"))
        return
    count, edge = 0, list[tuple[merkle.Node, bytes]]()
    leaves = Leaf.objects.order_by("index").iterator(BATCH)
    while batch := list(islice(leaves, BATCH)):
        made: dict[merkle.Node, bytes] = {}
        for leaf in batch:
            if leaf.index != count:
                yield Break(count + 1, _("公开日志第{n}条不在了").format(n=count + 1))
                return
            try:
                _grow(edge, made, leaf)
            except ValueError:
                yield Break(count + 1, _("公开日志第{n}条读不懂：被绕过程序改动过").format(n=count + 1))
                return
            count += 1
            for head in at_size.pop(count, ()):
                root = merkle.joined([one for _node, one in edge])
                if head.root != root or not head.is_signed:
                    yield Break(count, _("公开日志前{n}条与签署过的日志头不符：日志被改写过").format(n=count))
        if hashes(made) != made:
            yield Break(count, _("公开日志到第{n}条为止的树与各条不符：被绕过程序改动过").format(n=count))
    if at_size:
        yield Break(
            count + 1,
            _("公开日志在第{last}条之后被截断：签署过第{noted}条").format(last=count, noted=max(at_size)),
        )


def _heads_by_size() -> dict[int, list[TreeHead]]:
    found: dict[int, list[TreeHead]] = {}
    for head in signed():
        found.setdefault(head.size, []).append(head)
    return found


def _grow(edge: list[tuple[merkle.Node, bytes]], made: dict[merkle.Node, bytes], leaf: Leaf) -> None:
    """Put a leaf to the right edge of the tree, joining what becomes complete."""
    for node in merkle.closed_by(leaf.index):
        if node.level:
            right, left = edge.pop()[1], edge.pop()[1]
            made[node] = merkle.node_hash(left, right)
        else:
            made[node] = merkle.leaf_hash(entry(leaf).data)
        edge.append((node, made[node]))


def _of_spans(spans: Sequence[Span]) -> list[bytes]:
    pieces = [merkle.complete(span) for span in spans]
    kept = hashes(node for piece in pieces for node in piece)
    return [merkle.joined([kept[node] for node in piece]) for piece in pieces]


def _first(rows: Iterable[Head]) -> TreeHead | None:
    row = next(iter(rows), None)
    return _read(row) if row else None


def _read(row: Head) -> TreeHead:
    return heads.from_json({"schema": heads.SCHEMA, **{name: getattr(row, name) for name in Head.SAID}})
