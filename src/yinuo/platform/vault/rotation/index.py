"""
Rotate the key of the search indexes.

A second version is made; from then on both are written and searched. Once every process knows, what is there
already is indexed anew. Then the old version is retired, and once every process knows that, its index rows and the
key go. At every moment a search finds every value.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.apps import apps
from django.db import connection, transaction

from yinuo.platform.jobs.public import execute_binary
from yinuo.platform.vault import registry
from yinuo.platform.vault.index_keys import LOOK_AGAIN, forget_ring, index_ring, make_index_key
from yinuo.platform.vault.indexes import index_digests
from yinuo.platform.vault.models import IndexKey, Rotation
from yinuo.platform.vault.providers.chosen import chosen_suite
from yinuo.platform.vault.rotation import process
from yinuo.platform.vault.rotation.common import (
    Clock,
    Step,
    alone,
    in_one_write,
    last_owner,
    owner_batches,
    record,
    settle,
)
from yinuo.platform.vault.rotation.passes import go_over

KIND = "index"
NOTICED = LOOK_AGAIN + 5.0  # seconds until every process has looked again
PAGES = 500  # of a table, cleared at a time


def rotate_index(
    *,
    actor: str,
    clock: Clock,
    step: Step = lambda _: None,
    noticed: float = NOTICED,
    processes: int = 1,
) -> int:
    """
    Replace the index key and all hashes made with it; ``step`` counts owners.

    Goes on where an interrupted one was. Returns how many index rows were made.

    Args:
        processes: how many work at once; 1 works in this process.

    Raises:
        CannotRotate: another process is at it.
        CannotOpen, CannotUseKeys: as in rotating data keys.
    """
    with alone(KIND):
        made = 0
        if not IndexKey.objects.filter(state=IndexKey.State.RETIRED).exists():
            version = _begin(actor, clock)
            settle(noticed)
            forget_ring()
            made = _index_all(step, processes)
            with transaction.atomic():
                IndexKey.objects.filter(version__lt=version).update(state=IndexKey.State.RETIRED)
        forget_ring()
        settle(noticed)
        retired = list(
            IndexKey.objects.filter(state=IndexKey.State.RETIRED).values_list("version", flat=True)
        )
        removed = sum(_remove(index, retired) for index in registry.indexes.values())
        with transaction.atomic():
            IndexKey.objects.filter(state=IndexKey.State.RETIRED).delete()
            Rotation.objects.filter(kind=KIND).delete()
            record(action="vault.index_rotated", actor=actor, now=clock(), made=made, removed=removed)
        forget_ring()
        return made


def index_has_chosen_suite() -> bool:
    """Whether the newest index key is of the suite that the settings choose."""
    newest = IndexKey.objects.order_by("-version").first()
    return newest is not None and newest.suite == chosen_suite().code


def _begin(actor: str, clock: Clock) -> int:
    """The version that stays: the newest of two, or one made now."""
    versions = sorted(IndexKey.objects.values_list("version", flat=True))
    if len(versions) == 1:
        with transaction.atomic():
            versions.append(make_index_key(versions[0] + 1).version)
            Rotation.objects.update_or_create(kind=KIND, defaults={"reached": None})
            record(action="vault.index_rotation_begun", actor=actor, now=clock(), version=versions[-1])
        forget_ring()
    return versions[-1]


def _index_all(step: Step, processes: int) -> int:
    state, _ = Rotation.objects.get_or_create(kind=KIND)
    return go_over(
        owner_batches(after=state.reached, until=last_owner()),
        work=process.index_anew,
        processes=processes,
        step=step,
        remember=lambda reached: Rotation.objects.filter(kind=KIND).update(reached=reached),
    )


def index_batch(batch: Sequence[UUID]) -> int:
    """Index what these owners have under the newest key; part of the caller's write. Returns how many rows."""
    newest = max(index_ring().keys)
    return sum(_insert(index, list(index.entries(batch)), newest) for index in registry.indexes.values())


def _insert(index: registry.Index, entries: list[registry.IndexEntry], version: int) -> int:
    """Store the rows of one version that are missing."""
    if not entries:
        return 0
    meta = apps.get_model(index.model)._meta
    fields = {field.attname: field for field in meta.concrete_fields}
    names = [*entries[0].row, index.field_column, index.version_column, index.digest_column]
    columns = ", ".join(connection.ops.quote_name(fields[name].column) for name in names)
    lists = ", ".join(f"%b::{fields[name].rel_db_type(connection)}[]" for name in names)
    values = [[entry.row[name] for entry in entries] for name in entries[0].row]
    digests = [index_digests(field=entry.field, value=entry.value)[version] for entry in entries]
    execute_binary(
        f"INSERT INTO {connection.ops.quote_name(meta.db_table)} ({columns})"  # noqa: S608 - our own names, quoted
        f" SELECT * FROM unnest({lists}) ON CONFLICT DO NOTHING",
        [*values, [entry.field for entry in entries], [version] * len(entries), digests],
    )
    return len(entries)


def _remove(index: registry.Index, versions: list[int]) -> int:
    """Delete from the first page of the table to the last, so that none is looked at twice."""
    meta = apps.get_model(index.model)._meta
    quote = connection.ops.quote_name
    statement = (
        f"DELETE FROM {quote(meta.db_table)} WHERE ctid >= %b::tid AND ctid < %b::tid"  # noqa: S608 - our own names
        f" AND {quote(meta.get_field(index.version_column).column)} = ANY(%b::int[])"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_relation_size(%s::regclass) / current_setting('block_size')::bigint",
            [quote(meta.db_table)],
        )
        (pages,) = cursor.fetchone()
    return sum(
        in_one_write(
            lambda first=first: execute_binary(  # type: ignore[misc]
                statement, [f"({first},0)", f"({first + PAGES},0)", versions]
            )
        )
        for first in range(0, pages, PAGES)
    )
