"""Reads for auditors: find entries, look at one with its proof, list checkpoints."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from yinuo.kernel.merkle import is_included
from yinuo.platform.audit.models import Checkpoint, Entry
from yinuo.platform.audit.proofs import entry_named, path_of
from yinuo.platform.audit.wording import action_label

PAGE = 50


@dataclass(frozen=True, kw_only=True)
class EntryRow:
    """An entry as listed."""

    number: int
    stream: str
    version: int
    at: datetime
    actor: str
    action: str
    label: str


@dataclass(frozen=True, kw_only=True)
class EntryPage:
    """One page, the newest first; ``after`` names the next one, None where there is none."""

    rows: tuple[EntryRow, ...]
    after: int | None


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step of a proof: the hash that is added, on which side, and what comes out."""

    is_left: bool
    sibling: str
    result: str


@dataclass(frozen=True, kw_only=True)
class EntryDetail:
    """An entry with its text and the way from its hash to the root of the last checkpoint."""

    row: EntryRow
    id: UUID
    facts: tuple[tuple[str, Any], ...]
    body: str
    leaf: str
    steps: tuple[Step, ...]
    size: int
    root: str
    signed_at: datetime
    is_proved: bool


@dataclass(frozen=True, kw_only=True)
class CheckpointRow:
    """A checkpoint as listed."""

    size: int
    root: str
    signed_at: datetime


def search_entries(
    *,
    stream: str = "",
    actor: str = "",
    action: str = "",
    since: datetime | None = None,
    until: datetime | None = None,
    after: int | None = None,
    limit: int = PAGE,
) -> EntryPage:
    """
    One page of the log, the newest entries first.

    Args:
        stream: a subject, whole, such as ``case:0198…``; actor and action likewise.
        after: the number of the last entry of the page before.
    """
    found = Entry.objects.all()
    wanted = {"stream": stream, "actor": actor, "action": action, "at__gte": since, "at__lt": until}
    found = found.filter(**{name: value for name, value in wanted.items() if value})
    if after is not None:
        found = found.filter(number__lt=after)
    rows = list(found.order_by("-number").defer("body", "leaf")[: limit + 1])
    page = rows[:limit]
    return EntryPage(rows=tuple(map(_row, page)), after=page[-1].number if len(rows) > limit else None)


def entry_detail(*, number: int) -> EntryDetail | None:
    """One entry, proved against the last checkpoint; None when there is none, or none that counts it yet."""
    entry, last = entry_named(str(number)), Checkpoint.objects.first()
    if entry is None or last is None or last.size <= entry.number:
        return None
    body, leaf = bytes(entry.body).decode(), bytes(entry.leaf)
    path = path_of(entry.number, last.size)
    return EntryDetail(
        row=_row(entry),
        id=entry.pk,
        facts=tuple(sorted(json.loads(body).get("facts", {}).items())),
        body=json.dumps(json.loads(body), ensure_ascii=False, indent=2),
        leaf=leaf.hex(),
        steps=tuple(_steps(leaf, entry.number, last.size, path)),
        size=last.size,
        root=bytes(last.root).hex(),
        signed_at=last.signed_at,
        is_proved=is_included(
            leaf=leaf, index=entry.number, size=last.size, root=bytes(last.root), proof=path
        ),
    )


def checkpoints(
    *, after: int | None = None, limit: int = PAGE
) -> tuple[tuple[CheckpointRow, ...], int | None]:
    """One page of checkpoints, the newest first, and the size after which the next page begins."""
    found = Checkpoint.objects.filter(size__lt=after) if after else Checkpoint.objects.all()
    rows = list(found.values_list("size", "root", "signed_at")[: limit + 1])
    page = tuple(
        CheckpointRow(size=size, root=bytes(root).hex(), signed_at=at) for size, root, at in rows[:limit]
    )
    return page, page[-1].size if len(rows) > limit else None


def _row(entry: Entry) -> EntryRow:
    return EntryRow(
        number=entry.number,
        stream=entry.stream,
        version=entry.version,
        at=entry.at,
        actor=entry.actor,
        action=entry.action,
        label=action_label(entry.action),
    )


def _steps(leaf: bytes, index: int, size: int, path: list[bytes]) -> list[Step]:
    """The way up, as ``is_included`` goes it."""
    from yinuo.kernel.merkle import node_hash

    steps, here, last, found = [], index, size - 1, leaf
    for sibling in path:
        is_left = bool(here & 1) or here == last
        found = node_hash(sibling, found) if is_left else node_hash(found, sibling)
        steps.append(Step(is_left=is_left, sibling=sibling.hex(), result=found.hex()))
        while is_left and not here & 1 and here:
            here, last = here >> 1, last >> 1
        here, last = here >> 1, last >> 1
    return steps
