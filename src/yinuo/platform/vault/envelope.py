"""
The form of a sealed value: ``suite(1) | key version(4) | nonce(12) | ciphertext | tag(16)``.

The associated data bind a value to its place, so that one moved to another row, column or customer does not
open. A failed opening raises; it never returns ciphertext.
"""

from __future__ import annotations

import secrets
import struct
from dataclasses import dataclass
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from yinuo.kernel.errors import DomainError

AES_256_GCM = 1
_HEADER = struct.Struct(">BI")
_NONCE = 12
_TAG = 16


class CannotOpen(DomainError):
    """A sealed value does not open: it was altered, moved, or its key is another's or destroyed."""

    code = "vault.cannot_open"


@dataclass(frozen=True)
class Place:
    """Where a sealed value stands: table, column and row."""

    table: str
    column: str
    row: UUID

    def bound_to(self, owner: UUID) -> bytes:
        """The associated data of a value of ``owner`` in this place."""
        return b"\x00".join(
            [b"yinuo", self.table.encode(), self.column.encode(), self.row.bytes, owner.bytes]
        )


def close(*, key: bytes, version: int, bound: bytes, value: bytes) -> bytes:
    """Seal ``value`` under ``key``; ``bound`` must be given again to open it."""
    nonce = secrets.token_bytes(_NONCE)
    return _HEADER.pack(AES_256_GCM, version) + nonce + AESGCM(key).encrypt(nonce, value, bound)


def version_of(envelope: bytes) -> int:
    """
    The version of the key that sealed it.

    Raises:
        CannotOpen: the bytes are no envelope of a known suite.
    """
    if len(envelope) < _HEADER.size + _NONCE + _TAG or envelope[0] != AES_256_GCM:
        raise CannotOpen("This sealed value is damaged.")
    return int(_HEADER.unpack_from(envelope)[1])


def unseal(*, key: bytes, bound: bytes, envelope: bytes) -> bytes:
    """
    The value within ``envelope``.

    Raises:
        CannotOpen: it was altered, moved to another place, or sealed under another key.
    """
    version_of(envelope)
    nonce = envelope[_HEADER.size : _HEADER.size + _NONCE]
    try:
        return AESGCM(key).decrypt(nonce, envelope[_HEADER.size + _NONCE :], bound)
    except InvalidTag:
        raise CannotOpen("This sealed value was altered or moved; it does not open.") from None
