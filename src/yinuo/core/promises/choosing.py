"""Find the version of a policy that applies."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db.models import Q, QuerySet

from yinuo.core.promises.conditions import BRANCH
from yinuo.core.promises.matching import Candidate, choose
from yinuo.core.promises.models import PolicyVersion


def published_versions() -> QuerySet[PolicyVersion]:
    """The versions that are in force, were, or will be, with their policies."""
    return PolicyVersion.objects.filter(state=PolicyVersion.State.PUBLISHED).select_related("policy")


def valid_versions(*, at: datetime) -> QuerySet[PolicyVersion]:
    """The versions that are valid at a moment, with their policies."""
    return (
        published_versions().filter(valid_from__lte=at).filter(Q(valid_to__isnull=True) | Q(valid_to__gt=at))
    )


def version_of_policy(*, code: str, at: datetime) -> PolicyVersion | None:
    """What one policy says at a moment."""
    return valid_versions(at=at).filter(policy_id=code).first()


def version_for_duty(
    *, duty: str, circumstances: Mapping[str, str], path: str, at: datetime
) -> PolicyVersion | None:
    """What applies to a duty at a moment, among the policies that compete for it; see ``matching``."""
    return best_of(valid_versions(at=at).filter(policy__duty=duty), circumstances=circumstances, path=path)


def best_of(
    valid: Iterable[PolicyVersion], *, circumstances: Mapping[str, str], path: str
) -> PolicyVersion | None:
    """The version that applies, among those that are valid."""
    versions = {version.policy_id: version for version in valid}
    chosen = choose(
        candidates=[Candidate(code=code, terms=version.terms) for code, version in versions.items()],
        circumstances={BRANCH: path, **circumstances},
    )
    return versions[chosen.code] if chosen else None
