"""Seal and open values under their owner's own key; find them again by keyed hash."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Iterable
from hashlib import sha256
from uuid import UUID

from yinuo.platform.vault import envelope
from yinuo.platform.vault.envelope import CannotOpen, Place
from yinuo.platform.vault.keys import KEY_BYTES, key_ring
from yinuo.platform.vault.models import DataKey

_WRAPPED = "vault_datakey"


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
        sealed = bytes(sealed)
        key = self._keys.get((owner, envelope.version_of(sealed)))
        if key is None:
            raise CannotOpen(
                "The key of this person's data was destroyed; the value cannot be read any more."
            )
        return envelope.unseal(key=key, bound=place.bound_to(owner), envelope=sealed).decode()


class Sealer:
    """The newest key of one owner, unwrapped for the length of one write."""

    def __init__(self, *, owner: UUID, version: int, key: bytes) -> None:
        self.owner = owner
        self._version = version
        self._key = key

    def seal(self, *, place: Place, value: str) -> bytes:
        """The sealed form of ``value``, which opens only in ``place``."""
        return envelope.close(
            key=self._key, version=self._version, bound=place.bound_to(self.owner), value=value.encode()
        )


def new_owner(owner: UUID) -> Sealer:
    """Make the first key of a person whose data are about to be sealed."""
    ring = key_ring()
    key = secrets.token_bytes(KEY_BYTES)
    wrapped = envelope.close(
        key=ring.wrapping[ring.current], version=ring.current, bound=_bound(owner, 1), value=key
    )
    DataKey.objects.create(owner=owner, version=1, wrapped=wrapped)
    return Sealer(owner=owner, version=1, key=key)


def sealer_for(owner: UUID) -> Sealer:
    """
    The means to seal further values of a person.

    Raises:
        CannotOpen: their key was destroyed.
    """
    row = DataKey.objects.filter(owner=owner).order_by("-version").first()
    if row is None:
        raise CannotOpen("The key of this person's data was destroyed; nothing can be sealed for them.")
    return Sealer(owner=owner, version=row.version, key=_unwrap(row))


def unlock(owners: Iterable[UUID]) -> Opened:
    """The means to open values of ``owners``: one query for all of them."""
    rows = DataKey.objects.filter(owner__in=set(owners))
    return Opened({(row.owner, row.version): _unwrap(row) for row in rows})


def blind_index(*, field: str, value: str) -> bytes:
    """
    The 32 bytes by which a sealed value is found: a keyed hash of its canonical form.

    Args:
        field: which kind of value, so that equal texts of two kinds differ: ``phone``, ``name``.
        value: canonical (``yinuo.kernel.canonical_values``).
    """
    ring = key_ring()
    return hmac.digest(ring.index[ring.current], f"{field}\x00{value}".encode(), sha256)


def _unwrap(row: DataKey) -> bytes:
    wrapped = bytes(row.wrapped)
    ring = key_ring()
    key = ring.wrapping.get(envelope.version_of(wrapped))
    if key is None:
        raise CannotOpen("The installation's key of that version is missing; put it back from its backup.")
    return envelope.unseal(key=key, bound=_bound(row.owner, row.version), envelope=wrapped)


def _bound(owner: UUID, version: int) -> bytes:
    return Place(table=_WRAPPED, column=f"wrapped#{version}", row=owner).bound_to(owner)
