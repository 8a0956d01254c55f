"""Rotate the wrapping key: make a new version, or move to another holder, and wrap every key anew."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.db import transaction
from django.db.models import Q, QuerySet

from yinuo.platform.jobs.public import execute_binary
from yinuo.platform.vault import index_keys, sealing
from yinuo.platform.vault.models import DataKey, IndexKey
from yinuo.platform.vault.providers.base import Wrapped
from yinuo.platform.vault.providers.chosen import provider
from yinuo.platform.vault.rotation import process
from yinuo.platform.vault.rotation.common import Clock, Step, alone, in_one_write, record
from yinuo.platform.vault.rotation.passes import go_over
from yinuo.platform.vault.unwrapping import rewrap_all

BATCH = 2000  # keys


def wrapping_left() -> int:
    """How many keys are wrapped by an older version, or by another holder, than new ones are."""
    return _left().count() + _elsewhere(IndexKey.objects.all()).count()


def rotate_wrapping(*, actor: str, clock: Clock, step: Step = lambda _: None, processes: int = 1) -> int:
    """
    Wrap every key anew, under a fresh version of the wrapping key.

    When keys are left from an interrupted rotation, or from another holder, these are finished first and no
    further version is made. Readers go on: the holder still unwraps the old versions. Returns how many keys were
    wrapped anew.

    Args:
        processes: how many work at once; 1 works in this process.

    Raises:
        CannotRotate: the holder's versions are made by hand; or another process is at it.
        CannotUseKeys: a holder does not answer; run it again later, it goes on where it was.
    """
    with alone("wrapping"):
        if not wrapping_left():
            provider().rotate()
        version = provider().current_version()
        with transaction.atomic():
            record(action="vault.wrapping_rotation_begun", actor=actor, now=clock(), version=version)
        done = _rewrap_index_keys()
        while moved := go_over(
            _batches(), work=process.rewrap, processes=processes, step=step, remember=lambda _reached: None
        ):
            done += moved  # and again, for keys made meanwhile by who had not noticed yet
        with transaction.atomic():
            record(action="vault.wrapping_rotated", actor=actor, now=clock(), version=version, keys=done)
        return done


def _batches() -> Iterator[list[int]]:
    last = 0
    while batch := list(_left().filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        yield batch
        last = batch[-1]


def rewrap_batch(batch: Sequence[int]) -> int:
    """Wrap some neighbours anew, a write of its own; a key destroyed meanwhile stays destroyed."""
    rows = list(
        _left().filter(pk__range=(batch[0], batch[-1])).order_by("pk").values_list("pk", *sealing.WRAPPING)
    )
    if not rows:
        return 0
    fresh = rewrap_all(
        [
            (Wrapped(key_id, key_version, bytes(blob)), sealing.bound(owner, version))
            for _pk, owner, version, _suite, key_id, key_version, blob in rows
        ]
    )
    return in_one_write(
        lambda: execute_binary(
            "UPDATE vault_datakey AS t SET wrapped = u.new, key_version = u.version, key_id = %b"
            " FROM unnest(%b::bigint[], %b::bytea[], %b::bytea[], %b::int[]) AS u (id, old, new, version)"
            " WHERE t.id = u.id AND t.wrapped = u.old",
            [
                fresh[0].key_id,
                [row[0] for row in rows],
                [bytes(row[-1]) for row in rows],
                [held.blob for held in fresh],
                [held.key_version for held in fresh],
            ],
        )
    )


def _rewrap_index_keys() -> int:
    rows = list(_elsewhere(IndexKey.objects.all()))
    items = [(index_keys.wrapped_of(row), index_keys.bound(row.version)) for row in rows]
    for row, held in zip(rows, rewrap_all(items), strict=True):
        IndexKey.objects.filter(pk=row.pk, wrapped=row.wrapped).update(
            key_id=held.key_id, key_version=held.key_version, wrapped=held.blob
        )
    return len(rows)


def _left() -> QuerySet[DataKey]:
    return _elsewhere(DataKey.objects.all())


def _elsewhere(rows: QuerySet) -> QuerySet:  # type: ignore[type-arg]
    holder = provider()
    return rows.filter(~Q(key_id=holder.key_id) | ~Q(key_version=holder.current_version()))
