"""The tree of RFC 6962, section 2.1, apart from where its hashes are kept.

A tree of any size consists of complete subtrees, whose hashes never change once they are there. Whoever keeps
those proves anything with a few of them; whoever checks a proof needs nothing but this page.
"""

from collections.abc import Sequence
from hashlib import sha256
from typing import NamedTuple

#: The hash of a tree without a leaf.
EMPTY = sha256().digest()


class Node(NamedTuple):
    """A complete subtree: the leaves from ``number << level`` on, ``1 << level`` of them."""

    level: int
    number: int

    @property
    def place(self) -> int:
        """Its number when the whole tree is counted from left to right: another one for every node."""
        return ((2 * self.number + 1) << self.level) - 1


class Span(NamedTuple):
    """Leaves from one to before another, as RFC 6962 writes D[first:end]."""

    first: int
    end: int


def leaf_hash(data: bytes) -> bytes:
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


def closed_by(leaf: int) -> list[Node]:
    """The subtrees that a new leaf makes complete, itself first; each joins the one on its left."""
    closed = [Node(0, leaf)]
    while closed[-1].number & 1:
        closed.append(Node(closed[-1].level + 1, closed[-1].number >> 1))
    return closed


def complete(span: Span) -> list[Node]:
    """The complete subtrees of which a span of the tree consists, from the left."""
    found, at = [], span.first
    while at < span.end:
        level = (span.end - at).bit_length() - 1
        found.append(Node(level, at >> level))
        at += 1 << level
    return found


def joined(hashes: Sequence[bytes]) -> bytes:
    """The hash of a span from those of its complete subtrees."""
    if not hashes:
        return EMPTY
    *rest, found = hashes
    for left in reversed(rest):
        found = node_hash(left, found)
    return found


def inclusion(leaf: int, size: int) -> list[Span]:
    """The spans whose hashes prove that a leaf stands in a tree of a size: PATH(m, D[n])."""
    span, path = Span(0, size), []
    while span.end - span.first > 1:
        left, right = _halves(span)
        span, other = (left, right) if leaf < left.end else (right, left)
        path.append(other)
    return path[::-1]


def consistency(earlier: int, size: int) -> list[Span]:
    """The spans whose hashes prove that a tree goes on from an earlier one: PROOF(m, D[n])."""
    span, path = Span(0, size), list[Span]()
    if not earlier:
        return path
    while span.end != earlier:
        left, right = _halves(span)
        span, other = (left, right) if earlier <= left.end else (right, left)
        path.append(other)
    if span.first:  # else it is the earlier tree itself, whose hash is known
        path.append(span)
    return path[::-1]


def is_included(leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Whether a path proves a leaf (RFC 9162, 2.1.3.2: the same tree)."""
    if not 0 <= index < size:
        return False
    at, last, found = index, size - 1, leaf
    for other in path:
        if not last:
            return False
        if at & 1 or at == last:
            found = node_hash(other, found)
            at, last = _up_to_the_left(at, last)
        else:
            found = node_hash(found, other)
        at, last = at >> 1, last >> 1
    return not last and found == root


def is_consistent(earlier: int, earlier_root: bytes, size: int, root: bytes, path: Sequence[bytes]) -> bool:
    """Whether a path proves that a tree goes on from an earlier one (RFC 9162, 2.1.4.2)."""
    if earlier in {0, size}:
        return not path and earlier_root == (root if earlier else EMPTY)
    if not 0 < earlier < size:
        return False
    hashes = [earlier_root, *path] if earlier & (earlier - 1) == 0 else list(path)
    if not hashes:
        return False
    at, last = earlier - 1, size - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    before = now = hashes[0]
    for other in hashes[1:]:
        if not last:
            return False
        if at & 1 or at == last:
            before, now = node_hash(other, before), node_hash(other, now)
            at, last = _up_to_the_left(at, last)
        else:
            now = node_hash(now, other)
        at, last = at >> 1, last >> 1
    return not last and before == earlier_root and now == root


def _halves(span: Span) -> tuple[Span, Span]:
    """Divided at the largest power of two that is smaller than it."""
    middle = span.first + (1 << (span.end - span.first - 1).bit_length() - 1)
    return Span(span.first, middle), Span(middle, span.end)


def _up_to_the_left(at: int, last: int) -> tuple[int, int]:
    """Past the levels at which a node stands alone at the right edge."""
    while at and not at & 1:
        at, last = at >> 1, last >> 1
    return at, last
