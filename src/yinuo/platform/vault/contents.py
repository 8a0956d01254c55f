"""
Large values, such as the content of a file: each under a key of its own.

The key is sealed beside the record as any other value. So customers' keys are changed without touching what lies in
the file store, and destroying a customer's key makes their files unreadable wherever copies of them are.
"""

from __future__ import annotations

import base64
from uuid import UUID

from yinuo.platform.vault import envelope
from yinuo.platform.vault.envelope import Place
from yinuo.platform.vault.providers.chosen import chosen_suite, tenant

_VERSION = 1  # a content's key is never changed


def new_content_key() -> str:
    """A fresh key, as text that a ``Sealer`` seals."""
    return base64.b64encode(chosen_suite().new_key()).decode()


def seal_content(*, key: str, place: Place, owner: UUID, data: bytes) -> bytes:
    """The sealed form of ``data``, which opens only in ``place``."""
    return envelope.close(
        key=base64.b64decode(key), version=_VERSION, bound=place.bound_to(owner, tenant=tenant()), value=data
    )


def open_content(*, key: str, place: Place, owner: UUID, sealed: bytes) -> bytes:
    """
    The clear content.

    Raises:
        CannotOpen: it was altered, moved, or sealed under another key.
    """
    return envelope.unseal(
        key=base64.b64decode(key), bound=place.bound_to(owner, tenant=tenant()), envelope=sealed
    )
