"""
Rotate the owners' own keys: a fresh key for everybody, every registered value sealed anew, then the old keys destroyed.

First pass, some owners at a time, in one transaction: lock their keys, add a version, seal their values anew. Readers
see all of it or nothing. A write that began before may still bring a value under the old key; so old keys stay until
every such write is over (``settle``), and the second pass seals anew what is left before it destroys them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection, transaction

from yinuo.platform.vault import registry
from yinuo.platform.vault.envelope import HEADER, Place
from yinuo.platform.vault.errors import CannotOpen
from yinuo.platform.vault.models import DataKey, Rotation
from yinuo.platform.vault.providers.chosen import chosen_suite
from yinuo.platform.vault.registry import SealedColumn
from yinuo.platform.vault.rotation.common import (
    Clock,
    Step,
    alone,
    in_one_write,
    last_owner,
    owner_batches,
    record,
    settle,
    swap_values,
)
from yinuo.platform.vault.sealing import WRAPPING, KeyRow, Opened, Sealer, make_keys, store_keys, unwrapped

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
) -> int:
    """
    Give every owner a fresh key of the chosen suite, or those alone whose key is of another suite.

    ``step`` counts owners, twice. Goes on where an interrupted one was. Returns how many owners were done.

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
            for batch in owner_batches(after=state.reached, until=end):
                done += in_one_write(lambda batch=batch: _renew(batch, only_other_suite))  # type: ignore[misc]
                step(len(batch))
            settle(grace)
            Rotation.objects.filter(kind=KIND).update(reached=None, settled_at=clock())
            state.reached = None
        destroyed = 0
        for batch in owner_batches(after=state.reached, until=end):
            destroyed += in_one_write(lambda batch=batch: _destroy_old(batch))  # type: ignore[misc]
            step(len(batch))
        with transaction.atomic():
            Rotation.objects.filter(kind=KIND).delete()
            record(action="vault.data_rotated", actor=actor, now=clock(), owners=done, destroyed=destroyed)
        return done


def _renew(batch: list[UUID], only_other_suite: bool) -> int:
    rows, suite = _locked(batch), chosen_suite()
    newest = {owner: (version, code) for owner, version, code, *_wrapping in rows}
    if only_other_suite:
        newest = {owner: kept for owner, kept in newest.items() if kept[1] != suite.code}
    old = unwrapped(row for row in rows if row[0] in newest)
    made = make_keys({owner: version + 1 for owner, (version, _code) in newest.items()}, suite=suite)
    store_keys([row for row, _ in made])
    sealers = {row.owner: Sealer(owner=row.owner, version=row.version, key=key) for row, key in made}
    for column in registry.sealed_columns.values():
        _seal_anew(column, sealers, Opened(old), _values_of(column, list(sealers)))
    Rotation.objects.filter(kind=KIND).update(reached=batch[-1])
    return len(sealers)


def _destroy_old(batch: list[UUID]) -> int:
    rows = _locked(batch)
    newest = {owner: version for owner, version, *_wrapping in rows}
    owners = {owner for owner, version, *_wrapping in rows if version != newest[owner]}
    if owners:
        for column in registry.sealed_columns.values():
            late = [
                found for found in _values_of(column, list(owners)) if not _is_of(found[3], newest[found[1]])
            ]
            # Nearly always there are none, and no key need be unwrapped.
            concerned = {owner for _key, owner, _place, _sealed in late}
            keys = unwrapped(row for row in rows if row[0] in concerned)
            sealers = {
                owner: Sealer(owner=owner, version=newest[owner], key=keys[owner, newest[owner]])
                for owner in concerned
            }
            _seal_anew(column, sealers, Opened(keys), late)
        _delete_older(newest)
    Rotation.objects.filter(kind=KIND).update(reached=batch[-1])
    return len(owners)


def _locked(batch: list[UUID]) -> list[KeyRow]:
    """
    Every key of the owners, the newest of each last.

    All are locked, so that an erasure waits and then destroys the fresh one, too.
    """
    rows = DataKey.objects.select_for_update().filter(owner__in=batch).order_by("owner", "version")
    return list(rows.values_list(*WRAPPING))


def _delete_older(newest: dict[UUID, int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM vault_datakey AS old USING unnest(%s::uuid[], %s::int[]) AS kept (owner, version)"
            " WHERE old.owner = kept.owner AND old.version < kept.version",
            [list(newest), list(newest.values())],
        )


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


def _is_of(sealed: bytes, version: int) -> bool:
    return sealed[: HEADER.size] == HEADER.pack(sealed[0], version)


def _values_of(column: SealedColumn, owners: list[UUID]) -> Iterator[Value]:
    model = apps.get_model(column.model)
    rows = model._default_manager.filter(**{f"{column.owner}__in": owners}).values_list(
        "pk", column.owner, column.column, *column.place_from
    )
    for key, owner, sealed, *place_from in rows:
        if sealed:
            place = (
                column.place(*place_from)
                if column.place is not None
                else Place(table=model._meta.db_table, column=column.column, row=key)
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
