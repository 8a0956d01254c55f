"""The tree over the log, kept in tiles: a proof reads a few of them, however long the log is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from yinuo.kernel.merkle import Frontier, node_hash
from yinuo.platform.audit.models import Checkpoint, Tile

HASH = 32  # bytes
LEVELS = 8  # of the tree within one tile


def frontier_at(checkpoint: Checkpoint | None) -> Frontier:
    """The growing tree as it was at a checkpoint; empty without one."""
    if checkpoint is None:
        return Frontier()
    kept = bytes(checkpoint.frontier)
    return Frontier(size=checkpoint.size, hashes=_cut(kept))


def grow(frontier: Frontier, leaves: Iterable[bytes]) -> None:
    """Add leaves to the tree and to its tiles; part of the transaction that numbers them."""
    added: dict[tuple[int, int], list[bytes]] = defaultdict(list)
    for leaf in leaves:
        for level, index, found in frontier.add(leaf):
            if level % LEVELS == 0:
                added[level // LEVELS, index // Tile.WIDTH].append(found)
    for (level, index), hashes in added.items():
        tile, _made = Tile.objects.get_or_create(level=level, index=index, defaults={"hashes": b""})
        tile.hashes = bytes(tile.hashes) + b"".join(hashes)
        tile.save(update_fields=["hashes"])


class StoredNodes:
    """Answers the hash of any full subtree from the tiles, each read once."""

    def __init__(self) -> None:
        self._tiles: dict[tuple[int, int], list[bytes]] = {}

    def __call__(self, level: int, index: int) -> bytes:
        height = level % LEVELS
        first = index << height
        tile = self._tile(level // LEVELS, first // Tile.WIDTH)
        place = first % Tile.WIDTH
        hashes = tile[place : place + (1 << height)]
        while len(hashes) > 1:
            hashes = [node_hash(*pair) for pair in zip(hashes[::2], hashes[1::2], strict=True)]
        return hashes[0]

    def _tile(self, level: int, index: int) -> list[bytes]:
        if (level, index) not in self._tiles:
            tile = Tile.objects.filter(level=level, index=index).first()
            # What was cut off or removed makes the proof fail; it must not keep an auditor from seeing that.
            held = bytes(tile.hashes) if tile else b""
            self._tiles[level, index] = _cut(held.ljust(Tile.WIDTH * HASH, b"\0"))
        return self._tiles[level, index]


def _cut(hashes: bytes) -> list[bytes]:
    return [hashes[start : start + HASH] for start in range(0, len(hashes), HASH)]
