"""The tree is that of RFC 6962: its known hashes and proofs, and no proof of anything else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.lib.merkle import (
    EMPTY,
    Node,
    Span,
    closed_by,
    complete,
    consistency,
    inclusion,
    is_consistent,
    is_included,
    joined,
    leaf_hash,
    node_hash,
)

#: The leaves with which logs of Certificate Transparency are tested, and the root of each tree of them.
LEAVES = [
    bytes.fromhex(leaf)
    for leaf in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = (
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
#: Known answers: a leaf (counted from 0), a size, its path.
PATHS = {
    (0, 1): (),
    (0, 8): (
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ),
    (5, 8): (
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ),
    (2, 3): ("fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",),
    (1, 5): (
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ),
}
#: Known answers: a size, a later one, the path between them.
CHAINS = {
    (1, 1): (),
    (1, 8): (
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ),
    (6, 8): (
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ),
    (2, 5): (
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ),
}

sizes = st.integers(1, 200)


def grown(leaves: list[bytes]) -> dict[Node, bytes]:
    """What is kept of a tree: the hashes of its complete subtrees, made leaf by leaf."""
    kept: dict[Node, bytes] = {}
    for index, data in enumerate(leaves):
        first, *others = closed_by(index)
        kept[first] = leaf_hash(data)
        for node in others:
            level, at = node.level - 1, node.number * 2
            kept[node] = node_hash(kept[Node(level, at)], kept[Node(level, at + 1)])
    return kept


def hashes(kept: dict[Node, bytes], spans: list[Span]) -> list[bytes]:
    return [joined([kept[node] for node in complete(span)]) for span in spans]


def root(kept: dict[Node, bytes], size: int) -> bytes:
    return hashes(kept, [Span(0, size)])[0]


def as_the_rfc_says(leaves: list[bytes]) -> bytes:
    """MTH(D[n]) written as RFC 6962, 2.1 defines it."""
    if len(leaves) < 2:
        return leaf_hash(leaves[0]) if leaves else EMPTY
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return node_hash(as_the_rfc_says(leaves[:k]), as_the_rfc_says(leaves[k:]))


def named(count: int) -> list[bytes]:
    return [b"%d" % number for number in range(count)]


def flipped(value: bytes, bit: int) -> bytes:
    changed = bytearray(value)
    changed[bit // 8 % len(value)] ^= 1 << bit % 8
    return bytes(changed)


def test_the_empty_tree_has_the_hash_of_nothing() -> None:
    assert EMPTY.hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert joined([]) == EMPTY


@pytest.mark.parametrize(("size", "known"), [*enumerate(ROOTS, 1)])
def test_roots_are_the_known_ones(size: int, known: str) -> None:
    assert root(grown(LEAVES), size).hex() == known


@pytest.mark.parametrize(("asked", "known"), [*PATHS.items()])
def test_paths_to_a_leaf_are_the_known_ones(asked: tuple[int, int], known: tuple[str, ...]) -> None:
    leaf, size = asked
    path = hashes(grown(LEAVES), inclusion(leaf, size))
    assert [one.hex() for one in path] == list(known)
    assert is_included(leaf_hash(LEAVES[leaf]), leaf, size, path, bytes.fromhex(ROOTS[size - 1]))


@pytest.mark.parametrize(("asked", "known"), [*CHAINS.items()])
def test_paths_between_trees_are_the_known_ones(asked: tuple[int, int], known: tuple[str, ...]) -> None:
    earlier, size = asked
    path = hashes(grown(LEAVES), consistency(earlier, size))
    assert [one.hex() for one in path] == list(known)
    roots = [bytes.fromhex(ROOTS[one - 1]) for one in asked]
    assert is_consistent(earlier, roots[0], size, roots[1], path)


@given(sizes)
def test_the_root_is_what_the_rfc_defines(size: int) -> None:
    leaves = named(size)
    assert root(grown(leaves), size) == as_the_rfc_says(leaves)


@given(sizes)
def test_every_node_has_a_place_of_its_own(size: int) -> None:
    kept = grown(named(size))
    assert len({node.place for node in kept}) == len(kept)


@given(sizes, st.data())
def test_every_leaf_is_proved_and_any_flipped_bit_refuses(size: int, data: st.DataObject) -> None:
    kept, index = grown(named(size)), data.draw(st.integers(0, size - 1))
    leaf, path, head = kept[Node(0, index)], hashes(kept, inclusion(index, size)), root(kept, size)
    assert is_included(leaf, index, size, path, head)

    parts = [leaf, head, *path]
    which, bit = data.draw(st.integers(0, len(parts) - 1)), data.draw(st.integers(0, 255))
    parts[which] = flipped(parts[which], bit)
    assert not is_included(parts[0], index, size, parts[2:], parts[1])


@given(sizes, st.data())
def test_a_path_proves_its_own_place_alone(size: int, data: st.DataObject) -> None:
    kept, index = grown(named(size)), data.draw(st.integers(0, size - 1))
    leaf, path, head = kept[Node(0, index)], hashes(kept, inclusion(index, size)), root(kept, size)
    others = [at for at in range(-1, size + 1) if at != index]
    assert not any(is_included(leaf, at, size, path, head) for at in others)
    assert not is_included(leaf, index, size, [*path, head], head)
    if path:
        assert not is_included(leaf, index, size, path[:-1], head)


@given(sizes, st.data())
def test_every_tree_goes_on_from_each_before_it_and_any_flipped_bit_refuses(
    size: int, data: st.DataObject
) -> None:
    kept, earlier = grown(named(size)), data.draw(st.integers(1, size))
    roots, path = [root(kept, earlier), root(kept, size)], hashes(kept, consistency(earlier, size))
    assert is_consistent(earlier, roots[0], size, roots[1], path)

    parts = [*roots, *path]
    which, bit = data.draw(st.integers(0, len(parts) - 1)), data.draw(st.integers(0, 255))
    parts[which] = flipped(parts[which], bit)
    assert not is_consistent(earlier, parts[0], size, parts[1], parts[2:])


@given(st.integers(2, 120), st.data())
def test_a_rewritten_history_proves_no_consistency(size: int, data: st.DataObject) -> None:
    """Whatever path the log makes of its new history, and of its old: the head that is known contradicts."""
    earlier = data.draw(st.integers(1, size))
    leaves = named(size)
    was = root(grown(leaves), earlier)
    leaves[data.draw(st.integers(0, earlier - 1))] = b"rewritten"
    kept = grown(leaves)
    for claimed in range(size + 1):
        path = hashes(kept, consistency(claimed, size))
        assert not is_consistent(earlier, was, size, root(kept, size), path)


def test_every_tree_goes_on_from_the_empty_one() -> None:
    assert is_consistent(0, EMPTY, 5, bytes(32), [])
    assert not is_consistent(0, bytes(32), 5, bytes(32), [])
