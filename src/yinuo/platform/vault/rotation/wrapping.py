"""Rotate the wrapping key: make a new version, or move to another holder, and wrap every key anew."""

from __future__ import annotations

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from yinuo.platform.vault import index_keys, sealing
from yinuo.platform.vault.models import DataKey, IndexKey
from yinuo.platform.vault.providers.base import Wrapped
from yinuo.platform.vault.providers.chosen import provider
from yinuo.platform.vault.rotation.common import Clock, Step, alone, in_one_write, record
from yinuo.platform.vault.unwrapping import rewrap_all

BATCH = 2000  # keys


def wrapping_left() -> int:
    """How many keys are wrapped by an older version, or by another holder, than new ones are."""
    return _left().count() + _elsewhere(IndexKey.objects.all()).count()


def rotate_wrapping(*, actor: str, clock: Clock, step: Step = lambda _: None) -> int:
    """
    Wrap every key anew, under a fresh version of the wrapping key.

    When keys are left from an interrupted rotation, or from another holder, these are finished first and no
    further version is made. Readers go on: the holder still unwraps the old versions. Returns how many keys were
    wrapped anew.

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
        while moved := _rewrap_pass(step):  # again, for keys made meanwhile by who had not noticed yet
            done += moved
        with transaction.atomic():
            record(action="vault.wrapping_rotated", actor=actor, now=clock(), version=version, keys=done)
        return done


def _rewrap_pass(step: Step) -> int:
    done = last = 0
    while True:
        rows = list(_left().filter(pk__gt=last).order_by("pk")[:BATCH])
        if not rows:
            return done
        last = rows[-1].pk
        items = [(sealing.wrapped_of(row), sealing.bound(row.owner, row.version)) for row in rows]
        fresh = rewrap_all(items)
        done += in_one_write(lambda rows=rows, fresh=fresh: _store(rows, fresh))  # type: ignore[misc]
        step(len(rows))


def _store(rows: list[DataKey], fresh: list[Wrapped]) -> int:
    """Swap wrappings that are still what they were; a key destroyed meanwhile stays destroyed."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE vault_datakey AS t SET wrapped = u.new, key_version = u.version, key_id = %s"
            " FROM unnest(%s::bigint[], %s::bytea[], %s::bytea[], %s::int[]) AS u (id, old, new, version)"
            " WHERE t.id = u.id AND t.wrapped = u.old",
            [
                fresh[0].key_id,
                [row.pk for row in rows],
                [bytes(row.wrapped) for row in rows],
                [held.blob for held in fresh],
                [held.key_version for held in fresh],
            ],
        )
        return int(cursor.rowcount)


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
