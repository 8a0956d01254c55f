"""
Published policies as this process knows them, and whether it still knows them all.

Whatever changes a policy gives the one row of ``PolicyEdition`` a new name, in the same transaction: a trigger does it,
so that a change by hand counts, too. Names never come again. What is decided with the policies in memory is written
by a statement that names their edition and does nothing when it is no longer the current one: then the policies are
read anew. So a promise costs no read of policies, and none is made under policies that somebody has replaced.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from yinuo.core.promises.choosing import published_versions
from yinuo.core.promises.conditions import BRANCH
from yinuo.core.promises.matching import Candidate, choose
from yinuo.core.promises.models import PolicyEdition, PolicyVersion
from yinuo.core.promises.terms import Terms


@dataclass(frozen=True, kw_only=True)
class Shelved:
    """A published version, and what it says: read from it once."""

    version: PolicyVersion
    terms: Terms

    def is_valid(self, at: datetime) -> bool:
        """Whether it is in force at a moment."""
        since, until = self.version.valid_from, self.version.valid_to
        return since is not None and since <= at and (until is None or at < until)


@dataclass(frozen=True, kw_only=True)
class Shelf:
    """
    All published versions of one edition.

    Attributes:
        edition: its name; None where nobody has changed a policy yet.
    """

    edition: UUID | None
    versions: tuple[Shelved, ...]

    def of_policy(self, code: str, *, at: datetime) -> Shelved | None:
        """What one policy says at a moment."""
        return next(
            (one for one in self.versions if one.version.policy_id == code and one.is_valid(at)), None
        )

    def for_duty(
        self, duty: str, *, circumstances: Mapping[str, str], path: str, at: datetime
    ) -> Shelved | None:
        """What applies to a duty at a moment, among the policies that compete for it; see ``matching``."""
        compete = {
            one.version.policy_id: one
            for one in self.versions
            if one.version.policy.duty == duty and one.is_valid(at)
        }
        chosen = choose(
            candidates=[Candidate(code=code, terms=one.terms) for code, one in compete.items()],
            circumstances={BRANCH: path, **circumstances},
        )
        return compete[chosen.code] if chosen else None


class _Memory:
    """What this process has read last; replaced as a whole, so that threads never see half of it."""

    shelf: Shelf | None = None


def known_shelf() -> Shelf:
    """The policies as they were read last; whether they still hold is asked when something is written."""
    return _Memory.shelf or read_shelf()


def read_shelf() -> Shelf:
    """Read the policies anew. The name first: what changes in between makes it an old one."""
    edition = PolicyEdition.objects.values_list("name", flat=True).first()
    shelf = Shelf(edition=edition, versions=tuple(_shelved(one) for one in published_versions()))
    _Memory.shelf = shelf
    return shelf


def _shelved(version: PolicyVersion) -> Shelved:
    return Shelved(version=version, terms=version.terms)
