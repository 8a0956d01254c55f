"""Find the version of a policy that applies."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db.models import Q, QuerySet

from yinuo.core.promises.conditions import BRANCH
from yinuo.core.promises.matching import Candidate, choose
from yinuo.core.promises.models import PolicyVersion
from yinuo.core.promises.shelf import Known


def valid_versions(*, at: datetime) -> QuerySet[PolicyVersion]:
    """The versions that are valid at a moment, with their policies."""
    return (
        PolicyVersion.objects.filter(state=PolicyVersion.State.PUBLISHED, valid_from__lte=at)
        .filter(Q(valid_to__isnull=True) | Q(valid_to__gt=at))
        .select_related("policy")
    )


def version_of_policy(*, code: str, at: datetime) -> PolicyVersion | None:
    """What one policy says at a moment."""
    return valid_versions(at=at).filter(policy_id=code).first()


def version_for_duty(
    *, duty: str, circumstances: Mapping[str, str], path: str, at: datetime
) -> PolicyVersion | None:
    """What applies to a duty at a moment, among the policies that compete for it; see ``matching``."""
    valid = [
        Known(version=version, terms=version.terms)
        for version in valid_versions(at=at).filter(policy__duty=duty)
    ]
    chosen = fitting(valid, circumstances=circumstances, path=path)
    return chosen.version if chosen else None


def fitting(valid: Iterable[Known], *, circumstances: Mapping[str, str], path: str) -> Known | None:
    """Of versions of policies that compete, the one that applies."""
    versions = {one.version.policy_id: one for one in valid}
    chosen = choose(
        candidates=[Candidate(code=code, terms=one.terms) for code, one in versions.items()],
        circumstances={BRANCH: path, **circumstances},
    )
    return versions[chosen.code] if chosen else None
