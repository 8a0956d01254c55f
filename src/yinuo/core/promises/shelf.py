"""
Published policies as this process knows them, and whether it still knows them all.

Whatever changes a policy gives the one row of ``PolicyEdition`` a new name, in the same transaction: a trigger does it,
so that a change by hand counts, too. Names never come again. What is decided with the policies in memory is written
by a statement that names their edition and does nothing when it is no longer the current one: then the policies are
read anew. So a promise costs no read of policies, and none is made under policies that somebody has replaced.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from yinuo.core.promises.choosing import published_versions
from yinuo.core.promises.models import PolicyEdition, PolicyVersion


@dataclass(frozen=True, kw_only=True)
class Shelf:
    """
    All published versions of one edition.

    Attributes:
        edition: its name; None where nobody has changed a policy yet.
    """

    edition: UUID | None
    versions: tuple[PolicyVersion, ...]

    def of_policy(self, code: str, *, at: datetime) -> PolicyVersion | None:
        """What one policy says at a moment."""
        return next((one for one in self.versions if one.policy_id == code and _is_valid(one, at)), None)

    def for_duty(self, duty: str, *, at: datetime) -> Iterator[PolicyVersion]:
        """What the policies that compete for a duty say at a moment."""
        return (one for one in self.versions if one.policy.duty == duty and _is_valid(one, at))


class _Memory:
    """What this process has read last; replaced as a whole, so that threads never see half of it."""

    shelf: Shelf | None = None


def known_shelf() -> Shelf:
    """The policies as they were read last; whether they still hold is asked when something is written."""
    return _Memory.shelf or read_shelf()


def read_shelf() -> Shelf:
    """Read the policies anew. The name first: what changes in between makes it an old one."""
    edition = PolicyEdition.objects.values_list("name", flat=True).first()
    shelf = Shelf(edition=edition, versions=tuple(published_versions()))
    _Memory.shelf = shelf
    return shelf


def _is_valid(version: PolicyVersion, at: datetime) -> bool:
    began = version.valid_from is not None and version.valid_from <= at
    return began and (version.valid_to is None or at < version.valid_to)
