"""Wrapping with keys that this process holds itself: the part that the file and the environment share."""

from __future__ import annotations

import base64
import binascii
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence

from yinuo.platform.vault import envelope
from yinuo.platform.vault.errors import CannotOpen, CannotUseKeys
from yinuo.platform.vault.providers.base import Wrapped
from yinuo.platform.vault.suites import suite_of


class LocalProvider(ABC):
    """Keys in memory, by version; the highest version wraps."""

    key_id: str
    is_remote = False

    @abstractmethod
    def keys(self) -> Mapping[int, bytes]:
        """Every version of the wrapping key."""

    def current_version(self) -> int:
        return max(self.keys())

    def wrap(self, items: Sequence[tuple[bytes, bytes]]) -> list[Wrapped]:
        keys = self.keys()
        version = max(keys)
        close = envelope.Closer(key=keys[version], version=version).close
        return [Wrapped(self.key_id, version, close(inner, bound)) for inner, bound in items]

    def unwrap(self, items: Sequence[tuple[Wrapped, bytes]]) -> list[bytes]:
        keys = self.keys()
        return [self._unwrap_one(keys, wrapped, bound) for wrapped, bound in items]

    def rewrap(self, items: Sequence[tuple[Wrapped, bytes]]) -> list[Wrapped]:
        bounds = [bound for _, bound in items]
        return self.wrap(list(zip(self.unwrap(items), bounds, strict=True)))

    def _unwrap_one(self, keys: Mapping[int, bytes], wrapped: Wrapped, bound: bytes) -> bytes:
        version = envelope.version_of(wrapped.blob)
        if version not in keys:
            raise CannotUseKeys(
                f"Version {version} of the installation's key is missing; put it back from its backup. "
                "What it wraps stays closed until then."
            )
        try:
            return envelope.unseal(key=keys[version], bound=bound, envelope=wrapped.blob)
        except CannotOpen:
            raise CannotOpen(
                f"A wrapped key does not open: it was altered or moved, or version {version} of the installation's "
                "key is another than the one that wrapped it."
            ) from None


def read_key(text: str) -> bytes:
    """
    A key from its base64 form.

    Raises:
        ValueError: it is none, or of a length that no suite has.
    """
    try:
        key = base64.b64decode(text, validate=True)
        suite_of(key)
    except (binascii.Error, KeyError):
        raise ValueError("no key") from None
    return key
