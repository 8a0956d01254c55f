"""Policies as other rooms and pages see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from yinuo.core.promises.models import Policy, PolicyVersion
from yinuo.core.promises.terms import Terms


@dataclass(frozen=True, kw_only=True)
class VersionView:
    """
    One version of a policy.

    Attributes:
        state: DRAFT, PUBLISHED or DISCARDED.
        is_valid: it is what the policy says at this moment.
        digest: what exactly it says, as a hash: whoever approves it approves this.
    """

    id: UUID
    policy: str
    number: int
    state: str
    valid_from: datetime | None
    valid_to: datetime | None
    terms: Terms
    is_valid: bool
    digest: str
    drafted_by: UUID | None
    drafted_at: datetime | None
    published_by: UUID | None
    published_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class PolicyView:
    """A policy with its versions, the newest first."""

    code: str
    duty: str
    name: str
    basis: str
    versions: tuple[VersionView, ...]

    @property
    def valid(self) -> VersionView | None:
        """What it says at this moment."""
        return next((version for version in self.versions if version.is_valid), None)

    @property
    def draft(self) -> VersionView | None:
        """What somebody is working on."""
        return next((version for version in self.versions if version.state == "DRAFT"), None)


def version_view(version: PolicyVersion, *, now: datetime) -> VersionView:
    """The frozen view of a version."""
    began = version.valid_from is not None and version.valid_from <= now
    goes_on = version.valid_to is None or version.valid_to > now
    return VersionView(
        id=version.pk,
        policy=version.policy_id,
        number=version.number,
        state=version.state,
        valid_from=version.valid_from,
        valid_to=version.valid_to,
        terms=version.terms,
        is_valid=version.state == PolicyVersion.State.PUBLISHED and began and goes_on,
        digest=version.digest,
        drafted_by=version.drafted_by,
        drafted_at=version.drafted_at,
        published_by=version.published_by,
        published_at=version.published_at,
    )


def policy_view(policy: Policy, *, now: datetime) -> PolicyView:
    """The frozen view of a policy; its versions were prefetched."""
    versions = sorted(policy.versions.all(), key=lambda version: -version.number)
    return PolicyView(
        code=policy.code,
        duty=policy.duty,
        name=policy.name,
        basis=policy.basis,
        versions=tuple(version_view(version, now=now) for version in versions),
    )
