"""
Rotate the key of the search indexes.

A second version is made; from then on both are written and searched. Once every process knows, what is there
already is indexed anew. Then the old version is retired, and once every process knows that, its index rows and the
key go. At every moment a search finds every value.
"""

from __future__ import annotations

from uuid import UUID

from django.apps import apps
from django.db import connection, transaction

from yinuo.platform.vault import registry
from yinuo.platform.vault.index_keys import LOOK_AGAIN, forget_ring, index_ring, make_index_key
from yinuo.platform.vault.indexes import index_digests
from yinuo.platform.vault.models import IndexKey, Rotation
from yinuo.platform.vault.providers.chosen import chosen_suite
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

KIND = "index"
NOTICED = LOOK_AGAIN + 5.0  # seconds until every process has looked again
ROWS = 20_000  # removed at a time


def rotate_index(*, actor: str, clock: Clock, step: Step = lambda _: None, noticed: float = NOTICED) -> int:
    """
    Replace the index key and all hashes made with it; ``step`` counts owners.

    Goes on where an interrupted one was. Returns how many index rows were made.

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
            made = _index_all(step)
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


def _index_all(step: Step) -> int:
    state, _ = Rotation.objects.get_or_create(kind=KIND)
    made = 0
    for batch in owner_batches(after=state.reached, until=last_owner()):
        made += in_one_write(lambda batch=batch: _index_batch(batch))  # type: ignore[misc]
        step(len(batch))
    return made


def _index_batch(batch: list[UUID]) -> int:
    newest = max(index_ring().keys)
    made = 0
    for index in registry.indexes.values():
        model = apps.get_model(index.model)
        rows = [
            model(
                **entry.row,
                **{
                    index.field_column: entry.field,
                    index.version_column: newest,
                    index.digest_column: index_digests(field=entry.field, value=entry.value)[newest],
                },
            )
            for entry in index.entries(batch)
        ]
        model._default_manager.bulk_create(rows, ignore_conflicts=True, batch_size=2000)
        made += len(rows)
    Rotation.objects.filter(kind=KIND).update(reached=batch[-1])
    return made


def _remove(index: registry.Index, versions: list[int]) -> int:
    model = apps.get_model(index.model)
    quote, table = connection.ops.quote_name, model._meta.db_table
    column = model._meta.get_field(index.version_column).column
    removed = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                f"DELETE FROM {quote(table)} WHERE ctid = ANY(ARRAY("  # noqa: S608 - our own names, quoted
                f"SELECT ctid FROM {quote(table)} WHERE {quote(column)} = ANY(%s) LIMIT {ROWS}))",
                [versions],
            )
            if not cursor.rowcount:
                return removed
            removed += int(cursor.rowcount)
