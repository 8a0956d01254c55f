"""
The form of a sealed value: ``suite(1) | key version(4) | nonce(12) | ciphertext | tag(16)``.

The associated data bind a value to its header, tenant, table, column, row and owner, so that one moved to another
place does not open. A failed opening raises; it never returns ciphertext.
"""

from __future__ import annotations

import struct
from os import urandom
from typing import NamedTuple
from uuid import UUID

from cryptography.exceptions import InvalidTag

from yinuo.platform.vault.errors import CannotOpen
from yinuo.platform.vault.suites import SUITES, TAG, suite_of

HEADER = struct.Struct(">BI")
VERSION = slice(1, 5)  # where in an envelope the version of its key stands
_NONCE = 12
_BODY = HEADER.size + _NONCE
SHORTEST = _BODY + TAG


class Place(NamedTuple):
    """Where a sealed value stands: table, column and row."""

    table: str
    column: str
    row: UUID

    def bound_to(self, owner: UUID, *, tenant: str = "yinuo") -> bytes:
        """The associated data of a value of ``owner`` in this place."""
        return owned_by(owner, tenant=tenant) + self.as_bytes()

    def as_bytes(self) -> bytes:
        """The part of the associated data that is this place's alone."""
        return self.row.bytes + f"{self.table}\x00{self.column}".encode()


def owned_by(owner: UUID, *, tenant: str) -> bytes:
    """The part of the associated data that all values of an owner share."""
    return tenant.encode() + b"\x00" + owner.bytes


class Closer:
    """A key made ready to seal several values, whose associated data begin alike."""

    __slots__ = ("_bound", "_encrypt", "_header")

    def __init__(self, *, key: bytes, version: int, bound: bytes = b"") -> None:
        suite = suite_of(key)
        self._header = HEADER.pack(suite.code, version)
        self._bound = self._header + bound
        self._encrypt = suite.cipher(key).encrypt

    def close(self, value: bytes, rest: bytes) -> bytes:
        """Seal ``value``; what it is bound to (the beginning and the ``rest``) must be given again to open it."""
        # Random, never counted: two processes share no counter. 2^32 values under one key are safe (NIST SP
        # 800-38D 8.3), and a key seals one owner's values only.
        nonce = urandom(_NONCE)
        return self._header + nonce + self._encrypt(nonce, value, self._bound + rest)


def close(*, key: bytes, version: int, bound: bytes, value: bytes) -> bytes:
    """Seal one value under ``key``; ``bound`` must be given again to open it."""
    return Closer(key=key, version=version).close(value, bound)


def version_of(envelope: bytes) -> int:
    """
    The version of the key that sealed it.

    Raises:
        CannotOpen: the bytes are no envelope of a known suite.
    """
    if len(envelope) < SHORTEST or envelope[0] not in SUITES:
        raise CannotOpen("This sealed value is damaged.")
    return int(HEADER.unpack_from(envelope)[1])


def unseal(*, key: bytes, bound: bytes, envelope: bytes) -> bytes:
    """
    The value within ``envelope``.

    Raises:
        CannotOpen: it was altered, moved to another place, or sealed under another key.
    """
    version_of(envelope)
    suite = suite_of(key)
    header, nonce = envelope[: HEADER.size], envelope[HEADER.size : _BODY]
    try:
        if envelope[0] != suite.code:
            raise InvalidTag
        return suite.cipher(key).decrypt(nonce, envelope[_BODY:], header + bound)
    except InvalidTag:
        raise CannotOpen("This sealed value was altered or moved; it does not open.") from None
