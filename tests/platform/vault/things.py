"""A room of tests: things that are sealed for owners, and found by what they are called."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from uuid import UUID, uuid4

from django.db import connection, models, transaction

from yinuo.platform.vault import registry
from yinuo.platform.vault.public import (
    CannotOpen,
    IndexEntry,
    Place,
    index_digests,
    new_owner,
    register_index,
    register_mask,
    register_sealed_column,
    sealer_for,
    search_digests,
    unlock,
)


class Thing(models.Model):
    """One sealed value of an owner."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    owner = models.UUIDField(db_index=True)
    sealed = models.BinaryField()
    mask = models.CharField(max_length=20)

    class Meta:
        app_label = "vault"
        managed = False
        db_table = "test_thing"


class ThingIndex(models.Model):
    """One hash of a thing for each version of the index key."""

    thing = models.ForeignKey(Thing, models.CASCADE, db_constraint=False)
    owner = models.UUIDField(db_index=True)
    field = models.CharField(max_length=12)
    version = models.PositiveIntegerField()
    digest = models.BinaryField()

    class Meta:
        app_label = "vault"
        managed = False
        db_table = "test_thing_index"
        constraints = [
            models.UniqueConstraint(fields=["thing", "field", "version"], name="one_hash_of_a_thing")
        ]


@contextmanager
def room() -> Iterator[None]:
    """The tables of things, registered with the vault as the only ones."""
    before = dict(registry.sealed_columns), dict(registry.indexes), dict(registry.masks)
    for known in (registry.sealed_columns, registry.indexes, registry.masks):
        known.clear()  # type: ignore[attr-defined]
    register_sealed_column(model="vault.Thing", owner="owner")
    register_index(model="vault.ThingIndex", owner="owner", entries=entries)
    register_mask(model="vault.Thing", owner="owner", columns=["mask"])
    with connection.schema_editor() as editor:
        editor.create_model(Thing)
        editor.create_model(ThingIndex)
    try:
        yield
    finally:
        with connection.schema_editor() as editor:
            editor.delete_model(ThingIndex)
            editor.delete_model(Thing)
        for known, old in zip(
            (registry.sealed_columns, registry.indexes, registry.masks), before, strict=True
        ):
            known.clear()  # type: ignore[attr-defined]
            known.update(old)  # type: ignore[attr-defined]


def entries(owners: Sequence[UUID]) -> Iterator[IndexEntry]:
    """What is indexed of the owners: every thing by its value."""
    rows = list(Thing.objects.select_for_update(no_key=True).filter(owner__in=owners).order_by("pk"))
    opened = unlock(owners)
    for row in rows:
        value = opened.open(owner=row.owner, place=place_of(row.pk), sealed=row.sealed)
        yield IndexEntry(
            owner=row.owner, field="CALLED", value=value, row={"thing_id": row.pk, "owner": row.owner}
        )


def place_of(thing: UUID) -> Place:
    return Place(table="test_thing", column="sealed", row=thing)


def add_thing(owner: UUID, value: str, *, is_first: bool = False) -> UUID:
    """Seal and index a value, as an operation does."""
    with transaction.atomic():
        sealer = new_owner(owner) if is_first else sealer_for(owner)
        thing = Thing(owner=owner, mask=value[:1] + "*")
        thing.sealed = sealer.seal(place=place_of(thing.pk), value=value)
        thing.save(force_insert=True)
        _index(thing, value)
        return thing.pk


def change_thing(thing: UUID, value: str) -> None:
    """Seal another value in the same place."""
    with transaction.atomic():
        row = Thing.objects.select_for_update(no_key=True).get(pk=thing)
        row.sealed = sealer_for(row.owner).seal(place=place_of(thing), value=value)
        row.save(update_fields=["sealed"])
        ThingIndex.objects.filter(thing=row).delete()
        _index(row, value)


def read_thing(thing: UUID) -> str:
    """The value in clear."""
    row = Thing.objects.get(pk=thing)
    return unlock([row.owner]).open(owner=row.owner, place=place_of(thing), sealed=row.sealed)


def is_readable(thing: UUID) -> bool:
    """Whether it opens."""
    try:
        read_thing(thing)
    except CannotOpen:
        return False
    return True


def find_things(value: str) -> set[UUID]:
    """Who holds the value."""
    hashes = search_digests(field="CALLED", value=value)
    return set(
        ThingIndex.objects.filter(field="CALLED", digest__in=hashes).values_list("thing_id", flat=True)
    )


def _index(thing: Thing, value: str) -> None:
    ThingIndex.objects.bulk_create(
        ThingIndex(thing=thing, owner=thing.owner, field="CALLED", version=version, digest=digest)
        for version, digest in index_digests(field="CALLED", value=value).items()
    )
