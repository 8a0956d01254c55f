"""Verify the whole log from its bytes alone, and name the first thing that is not as it was."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256

from django.db import connection

from yinuo.kernel.merkle import Frontier, leaf_hash
from yinuo.platform.audit.bodies import NO_HASH
from yinuo.platform.audit.models import Checkpoint, Entry, PendingEntry, Stream, Tile
from yinuo.platform.audit.signing import (
    LOG_NAME,
    NO_LINK,
    NoCheckpoint,
    link_over,
    public_key,
    read_after,
    read_checkpoint,
)
from yinuo.platform.audit.tree import LEVELS
from yinuo.platform.jobs.public import transaction

CHUNK = 2_000


@dataclass(frozen=True, kw_only=True)
class Finding:
    """
    Something that was altered, removed, moved or put in.

    Attributes:
        entry: the number of the entry that it concerns, or None.
        what: a code: ``hole``, ``body``, ``columns``, ``leaf``, ``chain``, ``root``, ``signature``,
            ``checkpoint``, ``tile``, ``end``.
        is_exact: whether it is that entry; a higher tile stands for many, of which ``entry`` is the first.
    """

    what: str
    entry: int | None
    detail: str
    is_exact: bool = True


@dataclass(frozen=True, kw_only=True)
class Verified:
    """How much was read, and the findings, the first one in the log's order first; none when all is well."""

    entries: int
    checkpoints: int
    findings: tuple[Finding, ...]


class _Chains:
    """The chain of each subject, as far as it was read."""

    def __init__(self) -> None:
        self._heads: dict[str, tuple[int, bytes]] = {}

    def follows(self, stream: str, version: int, previous: str, body: bytes) -> bool:
        last_version, last_hash = self._heads.get(stream, (0, NO_HASH))
        self._heads[stream] = version, sha256(body).digest()
        return version == last_version + 1 and previous == last_hash.hex()

    def heads(self) -> dict[str, tuple[int, bytes]]:
        return self._heads


def log_size() -> int:
    """How many entries the last checkpoint counts."""
    return Checkpoint.objects.values_list("size", flat=True).first() or 0


def verify_log(*, step: Callable[[int], None] | None = None) -> Verified:
    """
    Read every entry, tile and checkpoint, and compute everything again.

    Args:
        step: told now and then how many further entries were read, inside the transaction that reads.
    """
    with _one_moment():
        return _verify(step)


def _verify(step: Callable[[int], None] | None) -> Verified:
    findings: list[Finding] = []
    chains, frontier, tiles = _Chains(), Frontier(), _Tiles()
    checkpoints = {checkpoint.size: checkpoint for checkpoint in Checkpoint.objects.all()}
    for entry in _in_order():
        findings += _look_at(entry, frontier.size, chains)
        for level, index, found in frontier.add(leaf_hash(bytes(entry.body))):
            tiles.note(level, index, found)
        if frontier.size in checkpoints:
            findings += _look_at_checkpoint(checkpoints[frontier.size], frontier)
        if step and frontier.size % CHUNK == 0:
            step(CHUNK)
    findings += _end(frontier, checkpoints) + _look_at_links(checkpoints)
    findings += tiles.compare() + _look_at_waiting(chains)
    findings.sort(key=_place)
    return Verified(entries=frontier.size, checkpoints=len(checkpoints), findings=tuple(findings))


@contextmanager
def _one_moment() -> Iterator[None]:
    """Let everything that is read be of one moment: that a log grows while it is read is no finding."""
    if connection.in_atomic_block:
        yield  # how much that transaction sees was decided when it began
        return
    with transaction(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


def _place(finding: Finding) -> tuple[int, int]:
    """Exact findings first, in the log's order: an altered entry alters all tiles above it, which begin before it."""
    if finding.entry is None:
        return 2, 0
    return (0 if finding.is_exact else 1), finding.entry


def _in_order() -> Iterator[Entry]:
    last = -1
    while rows := list(Entry.objects.filter(number__gt=last).order_by("number")[:CHUNK]):
        yield from rows
        last = rows[-1].number


def _look_at(entry: Entry, expected: int, chains: _Chains) -> list[Finding]:
    found = []
    if entry.number != expected:
        found.append(Finding(what="hole", entry=expected, detail=f"entry {entry.number} stands in its place"))
    body = bytes(entry.body)
    if bytes(entry.leaf) != leaf_hash(body):
        found.append(
            Finding(what="leaf", entry=entry.number, detail="the stored hash is not that of the entry")
        )
    try:
        said = json.loads(body)
        kept = [str(entry.id), entry.stream, entry.version, entry.actor, entry.action]
        if [said["id"], said["stream"], said["n"], said["actor"], said["action"]] != kept:
            found.append(
                Finding(what="columns", entry=entry.number, detail="a column differs from the entry")
            )
        if not chains.follows(said["stream"], said["n"], said["prev"], body):
            found.append(
                Finding(what="chain", entry=entry.number, detail="it does not follow the one before")
            )
    except (ValueError, KeyError, TypeError):
        found.append(Finding(what="body", entry=entry.number, detail="the entry cannot be read"))
    return found


def _look_at_checkpoint(checkpoint: Checkpoint, frontier: Frontier) -> list[Finding]:
    last = checkpoint.size - 1
    try:
        signed = read_checkpoint(checkpoint.note, key=public_key())
    except NoCheckpoint as refusal:
        return [Finding(what="signature", entry=last, detail=str(refusal))]
    if (signed.size, signed.root) != (frontier.size, frontier.root()):
        return [
            Finding(what="root", entry=last, detail="the entries up to here are not those that were signed")
        ]
    if bytes(checkpoint.root) != signed.root or bytes(checkpoint.frontier) != frontier.to_bytes():
        return [Finding(what="root", entry=last, detail="the checkpoint differs from its signed text")]
    return []


def _look_at_links(checkpoints: dict[int, Checkpoint]) -> list[Finding]:
    """
    Each checkpoint names the one before it: one that was removed, exchanged or put in from elsewhere breaks that.

    The notes of an older log name nothing; the link over them is in the first one that does.
    """
    found: list[Finding] = []
    size, link, is_linked = 0, NO_LINK, False
    for checkpoint in sorted(checkpoints.values(), key=lambda one: one.size):
        if not checkpoint.note.startswith(f"{LOG_NAME}\n{checkpoint.size}\n"):
            size, link = (
                checkpoint.size,
                bytes(checkpoint.link),
            )  # another note in its place: that is found already
            continue
        after = read_after(checkpoint.note)
        if after is None and is_linked:
            found.append(_broken_link(checkpoint.size, "a checkpoint does not name the one before it"))
        elif after is not None:
            if after != (size, link):
                found.append(_broken_link(after[0], "the checkpoint here was removed or exchanged"))
            is_linked, link = True, after[1]
        size, link = checkpoint.size, link_over(link, checkpoint.note)
        if bytes(checkpoint.link) != link:
            found.append(_broken_link(size, "a checkpoint's link is not that of the notes up to it"))
            link = bytes(checkpoint.link)
    return found


def _broken_link(size: int, detail: str) -> Finding:
    return Finding(what="checkpoint", entry=max(size - 1, 0), detail=detail)


def _end(frontier: Frontier, checkpoints: dict[int, Checkpoint]) -> list[Finding]:
    largest = max(checkpoints, default=0)
    if largest == frontier.size:
        return []
    what = (
        "entries are missing at the end" if largest > frontier.size else "the last entries were never signed"
    )
    return [Finding(what="end", entry=min(largest, frontier.size), detail=what)]


def _look_at_waiting(chains: _Chains) -> list[Finding]:
    """Entries that wait belong to the chains, and each chain ends where its head says."""
    found = []
    for entry in PendingEntry.objects.order_by("stream", "version"):
        body = bytes(entry.body)
        said = json.loads(body)
        if not chains.follows(said["stream"], said["n"], said["prev"], body):
            found.append(
                Finding(what="chain", entry=None, detail=f"{entry.stream}#{entry.version} does not follow")
            )
    heads = chains.heads()
    cut = [
        stream.name
        for stream in Stream.objects.exclude(version=0).iterator()
        if heads.pop(stream.name, (0, NO_HASH)) != (stream.version, bytes(stream.head))
    ]
    found += [Finding(what="chain", entry=None, detail=f"{name} does not end at its head") for name in cut]
    return found + [Finding(what="chain", entry=None, detail=f"{name} has lost its head") for name in heads]


class _Tiles:
    """What the tiles should hold, hashed tile by tile so that no memory grows with the log."""

    def __init__(self) -> None:
        self._hashes: dict[tuple[int, int], bytearray] = {}
        self._full: dict[tuple[int, int], bytes] = {}

    def note(self, level: int, index: int, found: bytes) -> None:
        if level % LEVELS:
            return
        place = level // LEVELS, index // Tile.WIDTH
        held = self._hashes.setdefault(place, bytearray())
        held += found
        if len(held) == Tile.WIDTH * len(found):
            self._full[place] = sha256(self._hashes.pop(place)).digest()

    def compare(self) -> list[Finding]:
        expected = self._full | {place: sha256(held).digest() for place, held in self._hashes.items()}
        altered = [
            (tile.level, tile.index, bytes(tile.hashes))
            for tile in Tile.objects.order_by("level", "index").iterator()
            if expected.pop((tile.level, tile.index), None) != sha256(bytes(tile.hashes)).digest()
        ]
        missing = [(level, index, b"") for level, index in sorted(expected)]
        return [
            Finding(
                what="tile",
                entry=_first_difference(level, index, held),
                detail=f"tile {level}/{index} is not that of the entries",
                is_exact=level == 0,
            )
            for level, index, held in altered + missing
        ]


def _first_difference(level: int, index: int, held: bytes) -> int:
    """The first entry whose hash in a lowest tile is not its own; of a higher tile, the first that it stands for."""
    first: int = index * Tile.WIDTH ** (level + 1)
    if level:
        return first
    rows = Entry.objects.filter(number__gte=first, number__lt=first + Tile.WIDTH).order_by("number")
    for place, body in enumerate(rows.values_list("body", flat=True)):
        if held[place * 32 : place * 32 + 32] != leaf_hash(bytes(body)):
            return first + place
    return first + min(rows.count(), Tile.WIDTH - 1)
