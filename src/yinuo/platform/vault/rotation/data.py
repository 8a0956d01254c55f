"""
Rotate the owners' own keys: a fresh key for everybody, every registered value sealed anew, then the old keys destroyed.

First pass, some owners at a time, in one transaction: lock their keys, add a version, seal their values anew. Readers
see all of it or nothing. A write that began before may still bring a value under the old key; so old keys stay until
every such write is over (``settle``), and the second pass seals anew what is left before it destroys them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection, transaction
from django.db.models import BinaryField, F, Func, QuerySet

from yinuo.platform.jobs.public import execute_binary
from yinuo.platform.vault import registry
from yinuo.platform.vault.envelope import VERSION, Place
from yinuo.platform.vault.errors import CannotOpen
from yinuo.platform.vault.models import DataKey, Rotation
from yinuo.platform.vault.providers.chosen import chosen_suite
from yinuo.platform.vault.registry import SealedColumn
from yinuo.platform.vault.rotation import process
from yinuo.platform.vault.rotation.common import (
    Clock,
    Step,
    alone,
    last_owner,
    owner_batches,
    record,
    settle,
    swap_values,
)
from yinuo.platform.vault.rotation.passes import go_over
from yinuo.platform.vault.sealing import (
    WRAPPING,
    Opened,
    Sealer,
    keys_of,
    make_keys,
    store_keys,
    unwrapped,
)

KIND = "data"
Value = tuple[Any, UUID, Place, bytes]  # key of its row, owner, place, envelope
# Seconds that old keys stay: whoever read a value before it was sealed anew opens it within this time.
GRACE = 60.0


def rotate_data(
    *,
    actor: str,
    clock: Clock,
    step: Step = lambda _: None,
    grace: float = GRACE,
    only_other_suite: bool = False,
    processes: int = 1,
) -> int:
    """
    Give every owner a fresh key of the chosen suite, or those alone whose key is of another suite.

    ``step`` counts owners, twice. Goes on where an interrupted one was. Returns how many owners were done.

    Args:
        processes: how many work at once; 1 works in this process.

    Raises:
        CannotRotate: another process is at it.
        CannotOpen: a value does not open, so that it cannot be sealed anew; the text names table and row.
        CannotUseKeys: the holder of the wrapping key does not answer.
    """
    with alone(KIND):
        state, is_new = Rotation.objects.get_or_create(kind=KIND)
        end = last_owner()
        if is_new:
            with transaction.atomic():
                record(
                    action="vault.data_rotation_begun", actor=actor, now=clock(), suite=chosen_suite().name
                )
        done = 0
        if state.settled_at is None:
            done = go_over(
                owner_batches(after=state.reached, until=end),
                work=partial(process.renew, only_other_suite=only_other_suite),
                processes=processes,
                step=step,
                remember=_remember,
            )
            settle(grace)
            Rotation.objects.filter(kind=KIND).update(reached=None, settled_at=clock())
            state.reached = None
        destroyed = go_over(
            owner_batches(after=state.reached, until=end),
            work=process.destroy_old,
            processes=processes,
            step=step,
            remember=_remember,
        )
        with transaction.atomic():
            Rotation.objects.filter(kind=KIND).delete()
            record(action="vault.data_rotated", actor=actor, now=clock(), owners=done, destroyed=destroyed)
        return done


def _remember(reached: UUID) -> None:
    Rotation.objects.filter(kind=KIND).update(reached=reached)


def renew_batch(batch: Sequence[UUID], *, only_other_suite: bool) -> int:
    """The first pass over some neighbours; part of the caller's write. Returns how many have a fresh key."""
    # All are locked, so that an erasure waits and then destroys the fresh one, too.
    rows, suite = list(_keys_of(batch).select_for_update().values_list(*WRAPPING)), chosen_suite()
    newest = {owner: (version, code) for owner, version, code, *_wrapping in rows}
    if only_other_suite:
        newest = {owner: kept for owner, kept in newest.items() if kept[1] != suite.code}
    old = unwrapped(row for row in rows if row[0] in newest)
    made = make_keys({owner: version + 1 for owner, (version, _code) in newest.items()}, suite=suite)
    store_keys([row for row, _ in made])
    sealers = {row[0]: Sealer(owner=row[0], version=row[1], key=key) for row, key in made}
    for column in registry.sealed_columns.values():
        values = _values_of(column, _rows_of(column, batch))
        _seal_anew(column, sealers, Opened(old), (value for value in values if value[1] in sealers))
    return len(sealers)


def destroy_batch(batch: Sequence[UUID]) -> int:
    """
    The second pass over some neighbours; part of the caller's write. Returns how many old keys were destroyed.

    Nothing is locked: what is added here lies under a key that an erasure meanwhile destroys with the others.
    """
    newest = dict(_keys_of(batch).values_list("owner", "version"))  # of several the last one stays
    for version in set(newest.values()):
        for column in registry.sealed_columns.values():
            late = [
                found
                for found in _values_of(column, _of_another_version(column, batch, version))
                if newest.get(found[1]) == version
            ]
            _seal_late(column, late, version)
    return execute_binary(
        "DELETE FROM vault_datakey AS old USING unnest(%b::uuid[], %b::int[]) AS kept (owner, version)"
        " WHERE old.owner = kept.owner AND old.version < kept.version",
        [list(newest), list(newest.values())],
    )


def _seal_late(column: SealedColumn, late: list[Value], version: int) -> None:
    """Seal anew what somebody wrote with a key that they had taken before; nearly always there is nothing."""
    if not late:
        return
    keys = keys_of(owner for _key, owner, _place, _sealed in late)
    sealers = {
        owner: Sealer(owner=owner, version=version, key=key)
        for (owner, of), key in keys.items()
        if of == version
    }
    _seal_anew(column, sealers, Opened(keys), (value for value in late if value[1] in sealers))


def _keys_of(batch: Sequence[UUID]) -> QuerySet[DataKey]:
    """Every key of the neighbours, the newest of each last."""
    return DataKey.objects.filter(owner__range=(batch[0], batch[-1])).order_by("owner", "version")


def _seal_anew(
    column: SealedColumn, sealers: dict[UUID, Sealer], opened: Opened, values: Iterable[Value]
) -> None:
    model = apps.get_model(column.model)
    changed = [
        (key, sealed, sealers[owner].seal_bytes(place=place, value=_open(opened, owner, place, sealed)))
        for key, owner, place, sealed in values
    ]
    swap_values(
        table=model._meta.db_table,
        key=model._meta.pk.column,
        key_type=model._meta.pk.rel_db_type(connection),
        column=model._meta.get_field(column.column).column,
        rows=changed,
    )


def _rows_of(column: SealedColumn, batch: Sequence[UUID]) -> QuerySet[Any]:
    """What is sealed for the neighbours, and for whoever came between them meanwhile."""
    model = apps.get_model(column.model)
    found: QuerySet[Any] = model._default_manager.filter(
        **{f"{column.owner}__gte": batch[0], f"{column.owner}__lte": batch[-1]}
    )
    return found


def _of_another_version(column: SealedColumn, batch: Sequence[UUID], version: int) -> QuerySet[Any]:
    header = Func(
        F(column.column),
        template=f"substring(%(expressions)s FROM {VERSION.start + 1} FOR 4)",
        output_field=BinaryField(),
    )
    rows: QuerySet[Any] = _rows_of(column, batch).annotate(sealed_with=header)
    return rows.exclude(sealed_with=version.to_bytes(4, "big"))


def _values_of(column: SealedColumn, rows: QuerySet[Any]) -> Iterator[Value]:
    table = apps.get_model(column.model)._meta.db_table
    for key, owner, sealed, *place_from in rows.values_list(
        "pk", column.owner, column.column, *column.place_from
    ):
        if sealed:
            place = (
                column.place(*place_from)
                if column.place is not None
                else Place(table=table, column=column.column, row=key)
            )
            yield key, owner, place, bytes(sealed)


def _open(opened: Opened, owner: UUID, place: Place, sealed: bytes) -> bytes:
    try:
        return opened.open_bytes(owner=owner, place=place, sealed=sealed)
    except CannotOpen as error:
        raise CannotOpen(
            f"{error} It is in {place.table}.{place.column}, row {place.row}: put that row back from a backup, "
            "or delete it, and run the rotation again; no key was destroyed."
        ) from None
