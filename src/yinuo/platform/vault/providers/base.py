"""The interface of a key provider: it wraps and unwraps, and never hands its own key to the database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Wrapped:
    """
    A key in its wrapping.

    Attributes:
        key_id: which holder and key wrapped it, such as ``file`` or ``transit:customers``.
        key_version: which version of that key.
    """

    key_id: str
    key_version: int
    blob: bytes


class Provider(Protocol):
    """
    A holder of the wrapping key.

    Every method raises ``CannotUseKeys`` when the holder is missing, wrong or out of reach; the next call
    tries again, so that the vault recovers by itself.

    Attributes:
        key_id: as in ``Wrapped``.
        is_remote: unwrapping costs a call to elsewhere; keys are kept for a minute after it.
    """

    @property
    def key_id(self) -> str: ...

    @property
    def is_remote(self) -> bool: ...

    def current_version(self) -> int:
        """The version that new wrappings take; asking is also the check of health."""

    def wrap(self, items: Sequence[tuple[bytes, bytes]]) -> list[Wrapped]:
        """Wrap keys; each item is a key and the associated data that must be given to unwrap it."""

    def unwrap(self, items: Sequence[tuple[Wrapped, bytes]]) -> list[bytes]:
        """The keys again, of any version that the holder still has."""

    def rewrap(self, items: Sequence[tuple[Wrapped, bytes]]) -> list[Wrapped]:
        """The same keys under the current version."""

    def create(self) -> None:
        """Make the first version of the wrapping key; one that is there stays. For new installations."""

    def rotate(self) -> int:
        """
        Make a new version and wrap with it from now on.

        Raises:
            CannotRotate: the holder is changed by hand; the text says how.
        """
