"""Seal and open values under their owner's own key."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from yinuo.platform.jobs.public import (
    bytes_cell,
    copy_rows,
    integer_cell,
    prepared_cursor,
    row_of,
    small_cell,
    text_cell,
    transaction,
    uuid_cell,
)
from yinuo.platform.vault import envelope
from yinuo.platform.vault.envelope import Place
from yinuo.platform.vault.errors import CannotOpen
from yinuo.platform.vault.models import DataKey, Erasure
from yinuo.platform.vault.providers.base import Wrapped
from yinuo.platform.vault.providers.chosen import chosen_suite, tenant
from yinuo.platform.vault.suites import Suite
from yinuo.platform.vault.unwrapping import unwrap_all, wrap_all

_WRAPPED = "vault_datakey"
FEW = 100  # rows that an INSERT stores well enough
WRAPPING = ("owner", "version", "suite", "key_id", "key_version", "wrapped")
_ERASED = "This person's data were erased; nothing can be sealed for them again."
_UNLESS_ERASED = """
    INSERT INTO vault_datakey (owner, version, suite, key_id, key_version, wrapped)
    SELECT %s, %s, %s, %s, %s, %s WHERE NOT EXISTS (SELECT 1 FROM vault_erasure WHERE owner = %s)
    RETURNING owner
"""
KeyRow = tuple[UUID, int, int, str, int, bytes]


class Opened:
    """The keys of a few owners, unwrapped for the length of one piece of work."""

    def __init__(self, keys: dict[tuple[UUID, int], bytes]) -> None:
        self._keys = keys

    def open(self, *, owner: UUID, place: Place, sealed: bytes) -> str:
        """
        The clear value.

        Raises:
            CannotOpen: altered, moved, or the owner's key was destroyed.
        """
        return self.open_bytes(owner=owner, place=place, sealed=sealed).decode()

    def open_bytes(self, *, owner: UUID, place: Place, sealed: bytes) -> bytes:
        """The clear bytes; as ``open``."""
        sealed = bytes(sealed)
        key = self._key(owner, envelope.version_of(sealed))
        return envelope.unseal(key=key, bound=place.bound_to(owner, tenant=tenant()), envelope=sealed)

    def _key(self, owner: UUID, version: int) -> bytes:
        key = self._keys.get((owner, version))
        if key is None and any(known == owner for known, _ in self._keys):
            # A rotation sealed the value anew after we had fetched the keys.
            self._keys |= keys_of([owner])
            key = self._keys.get((owner, version))
        if key is None:
            raise CannotOpen(
                "The key of this person's data was destroyed; the value cannot be read any more."
            )
        return key


class Sealer:
    """The newest key of one owner, unwrapped for the length of one write."""

    __slots__ = ("_close", "owner", "version")

    def __init__(self, *, owner: UUID, version: int, key: bytes) -> None:
        self.owner = owner
        self.version = version
        shared = envelope.owned_by(owner, tenant=tenant())
        self._close = envelope.Closer(key=key, version=version, bound=shared).close

    def seal(self, *, place: Place, value: str) -> bytes:
        """The sealed form of ``value``, which opens only in ``place``."""
        return self._close(value.encode(), place.as_bytes())

    def seal_bytes(self, *, place: Place, value: bytes) -> bytes:
        """The sealed form of bytes; as ``seal``."""
        return self._close(value, place.as_bytes())


def first_key(owner: UUID) -> tuple[DataKey, Sealer]:
    """
    The first key of somebody whose id was made just now, so that nobody can have erased them.

    Returns:
        the row of the key, which is stored together with its owner, and what seals for them.

    Raises:
        CannotUseKeys: the provider of the wrapping key does not answer.
    """
    [(row, key)] = make_keys({owner: 1}, suite=chosen_suite())
    return DataKey(**dict(zip(WRAPPING, row, strict=True))), Sealer(owner=owner, version=1, key=key)


def new_owner(owner: UUID) -> Sealer:
    """
    Make the first key of a person whose data are about to be sealed: one statement.

    Raises:
        CannotOpen: their data were erased.
        CannotUseKeys: the provider of the wrapping key does not answer.
    """
    [(row, key)] = make_keys({owner: 1}, suite=chosen_suite())
    with prepared_cursor() as cursor:
        cursor.execute(_UNLESS_ERASED, [*row, owner])
        if cursor.fetchone() is None:
            raise CannotOpen(_ERASED)
    return Sealer(owner=owner, version=1, key=key)


def new_owners(owners: Iterable[UUID]) -> dict[UUID, Sealer]:
    """
    Make the first keys of many people at once, for imports.

    Raises:
        CannotOpen: the data of one of them were erased.
        CannotUseKeys: the provider of the wrapping key does not answer.
    """
    owners = list(owners)
    if Erasure.objects.filter(owner__in=owners).exists():
        raise CannotOpen(_ERASED)
    made = make_keys(dict.fromkeys(owners, 1), suite=chosen_suite())
    store_keys([row for row, _ in made])
    return {row[0]: Sealer(owner=row[0], version=1, key=key) for row, key in made}


def store_keys(rows: list[KeyRow]) -> None:
    """Keep new keys; many at once go by COPY, which costs a fifth of what an INSERT does."""
    if len(rows) < FEW:
        DataKey.objects.bulk_create(DataKey(**dict(zip(WRAPPING, row, strict=True))) for row in rows)
        return
    with transaction():
        copy_rows(
            into=f"vault_datakey ({', '.join(WRAPPING)})",
            rows=(
                row_of(6)
                + uuid_cell(owner)
                + integer_cell(version)
                + small_cell(suite)
                + text_cell(key_id)
                + integer_cell(key_version)
                + bytes_cell(wrapped)
                for owner, version, suite, key_id, key_version, wrapped in rows
            ),
        )


def sealer_for(owner: UUID) -> Sealer:
    """
    The means to seal further values of a person; used within the transaction that fetched it.

    Raises:
        CannotOpen: their key was destroyed.
        CannotUseKeys: the provider of the wrapping key does not answer.
    """
    row = DataKey.objects.filter(owner=owner).order_by("-version").first()
    if row is None:
        raise CannotOpen("The key of this person's data was destroyed; nothing can be sealed for them.")
    (key,) = unwrap_all([(wrapped_of(row), bound(row.owner, row.version))])
    return Sealer(owner=owner, version=row.version, key=key)


def sealers_for(owners: Iterable[UUID]) -> dict[UUID, Sealer]:
    """
    The newest keys of many people, for imports: one query, and one call to a remote provider, for all of them.

    Raises:
        CannotOpen: the key of one of them was destroyed.
        CannotUseKeys: the provider of the wrapping key does not answer.
    """
    wanted = set(owners)
    keys = keys_of(wanted) if wanted else {}
    newest = dict(sorted(keys))  # of several versions of one owner the last one stays
    if wanted - newest.keys():
        raise CannotOpen("The key of this person's data was destroyed; nothing can be sealed for them.")
    return {
        owner: Sealer(owner=owner, version=version, key=keys[owner, version])
        for owner, version in newest.items()
    }


def unlock(owners: Iterable[UUID]) -> Opened:
    """The means to open values of ``owners``: one query, and one call to a remote provider, for all of them."""
    return Opened(keys_of(owners))


def keys_of(owners: Iterable[UUID]) -> dict[tuple[UUID, int], bytes]:
    """Every version of the owners' keys, unwrapped."""
    return unwrapped(DataKey.objects.filter(owner__in=set(owners)).values_list(*WRAPPING))


def unwrapped(rows: Iterable[KeyRow]) -> dict[tuple[UUID, int], bytes]:
    """The keys of rows that were read already, in the columns of ``WRAPPING``."""
    rows = list(rows)
    items = [
        (Wrapped(key_id, key_version, bytes(blob)), bound(owner, version))
        for owner, version, _suite, key_id, key_version, blob in rows
    ]
    return {(row[0], row[1]): key for row, key in zip(rows, unwrap_all(items), strict=True)}


def make_keys(versions: dict[UUID, int], *, suite: Suite) -> list[tuple[KeyRow, bytes]]:
    """Fresh keys of the given versions, wrapped; the rows are not stored yet."""
    keys = [suite.new_key() for _ in versions]
    wrapped = wrap_all([(key, bound(*item)) for key, item in zip(keys, versions.items(), strict=True)])
    return [
        ((owner, version, suite.code, held.key_id, held.key_version, held.blob), key)
        for (owner, version), held, key in zip(versions.items(), wrapped, keys, strict=True)
    ]


def wrapped_of(row: DataKey) -> Wrapped:
    """The wrapping of a stored key."""
    return Wrapped(row.key_id, row.key_version, bytes(row.wrapped))


def bound(owner: UUID, version: int) -> bytes:
    """What the wrapping of an owner's key is bound to."""
    return Place(table=_WRAPPED, column=f"wrapped#{version}", row=owner).bound_to(owner, tenant=tenant())
