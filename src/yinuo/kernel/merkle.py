"""
The transparency tree: hashes, roots and proofs of RFC 6962, section 2.1.

A tree of ``size`` leaves is named by its root. An inclusion proof shows that one leaf is in it, a consistency proof
that a smaller tree is its beginning. Positions count from 0; ``Nodes`` answers the hash of the full subtree of
``2 ** level`` leaves that begins at leaf ``index * 2 ** level``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256

Nodes = Callable[[int, int], bytes]
EMPTY_ROOT = sha256(b"").digest()


def leaf_hash(data: bytes) -> bytes:
    """The 32 bytes that stand for one entry in the tree."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The 32 bytes that stand for two subtrees."""
    return sha256(b"\x01" + left + right).digest()


def full_subtrees(start: int, end: int) -> list[tuple[int, int]]:
    """
    The fewest full subtrees, as (level, index), that cover the leaves from ``start`` up to, and without, ``end``.

    ``start`` must be a beginning that a full subtree can have: 0, or a multiple of a power of two that is at least
    as large as the rest.
    """
    found = []
    while start < end:
        level = (end - start).bit_length() - 1
        if start:
            level = min(level, (start & -start).bit_length() - 1)
        found.append((level, start >> level))
        start += 1 << level
    return found


def root_of_range(start: int, end: int, nodes: Nodes) -> bytes:
    """The hash of the subtree over the leaves from ``start`` up to, and without, ``end``."""
    hashes = [nodes(level, index) for level, index in full_subtrees(start, end)]
    return _fold(hashes)


def root_of(leaves: Sequence[bytes]) -> bytes:
    """The root of the tree over these leaf hashes."""
    if not leaves:
        return EMPTY_ROOT
    frontier = Frontier()
    for leaf in leaves:
        frontier.add(leaf)
    return frontier.root()


class Frontier:
    """The full subtrees of a growing tree: all that is needed to add leaves and to name the root."""

    def __init__(self, *, size: int = 0, hashes: Iterable[bytes] = ()) -> None:
        """``hashes``: of ``full_subtrees(0, size)``, in that order."""
        self.size = size
        self._hashes = list(hashes)

    def add(self, leaf: bytes) -> list[tuple[int, int, bytes]]:
        """Add a leaf; returns the full subtrees (level, index, hash) that it completed, itself first."""
        completed = [(0, self.size, leaf)]
        self._hashes.append(leaf)
        self.size += 1
        rest, level = self.size, 0
        while rest % 2 == 0:
            right = self._hashes.pop()
            self._hashes.append(node_hash(self._hashes.pop(), right))
            rest, level = rest // 2, level + 1
            completed.append((level, rest - 1, self._hashes[-1]))
        return completed

    def to_bytes(self) -> bytes:
        """The hashes of ``full_subtrees(0, size)``, one after the other."""
        return b"".join(self._hashes)

    def root(self) -> bytes:
        """The root of the tree as it is."""
        return _fold(self._hashes) if self._hashes else EMPTY_ROOT


def inclusion_proof(index: int, size: int, nodes: Nodes) -> list[bytes]:
    """
    The hashes that lead from leaf ``index`` to the root of the tree of ``size`` leaves, lowest first.

    Raises:
        ValueError: the tree has no such leaf.
    """
    if not 0 <= index < size:
        raise ValueError("the tree has no such leaf")
    start, end, path = 0, size, []
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            path.append((middle, end))
            end = middle
        else:
            path.append((start, middle))
            start = middle
    return [root_of_range(low, high, nodes) for low, high in reversed(path)]


def consistency_proof(first: int, second: int, nodes: Nodes) -> list[bytes]:
    """
    The hashes that show the tree of ``first`` leaves to be the beginning of the one of ``second``.

    Raises:
        ValueError: ``first`` is not between 1 and ``second``.
    """
    if not 0 < first <= second:
        raise ValueError("the first tree is larger than the second, or empty")
    start, end, known, path = 0, second, True, []
    while first != end:
        middle = start + _split(end - start)
        if first <= middle:
            path.append((middle, end))
            end = middle
        else:
            path.append((start, middle))
            start, known = middle, False
    hashes = [] if known else [root_of_range(start, end, nodes)]
    return hashes + [root_of_range(low, high, nodes) for low, high in reversed(path)]


def is_included(*, leaf: bytes, index: int, size: int, root: bytes, proof: Sequence[bytes]) -> bool:
    """Whether ``proof`` leads from ``leaf`` at ``index`` to ``root`` (RFC 9162, section 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    here, last, found = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if here & 1 or here == last:
            found = node_hash(sibling, found)
            while not here & 1 and here:
                here, last = here >> 1, last >> 1
        else:
            found = node_hash(found, sibling)
        here, last = here >> 1, last >> 1
    return last == 0 and found == root


def is_consistent(
    *, first: int, first_root: bytes, second: int, second_root: bytes, proof: Sequence[bytes]
) -> bool:
    """Whether ``proof`` shows the first tree to be the second one's beginning (RFC 9162, section 2.1.4.2)."""
    if not 0 < first <= second:
        return False
    if first == second:
        return not proof and first_root == second_root
    path = [first_root, *proof] if first & (first - 1) == 0 else list(proof)
    if not path:
        return False
    here, last = first - 1, second - 1
    while here & 1:
        here, last = here >> 1, last >> 1
    old = new = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if here & 1 or here == last:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            while not here & 1 and here:
                here, last = here >> 1, last >> 1
        else:
            new = node_hash(new, sibling)
        here, last = here >> 1, last >> 1
    return last == 0 and old == first_root and new == second_root


def _split(count: int) -> int:
    """The largest power of two below ``count``."""
    return 1 << ((count - 1).bit_length() - 1)


def _fold(hashes: Sequence[bytes]) -> bytes:
    """The hash over neighbouring subtrees of falling size."""
    found = hashes[-1]
    for left in reversed(hashes[:-1]):
        found = node_hash(left, found)
    return found
