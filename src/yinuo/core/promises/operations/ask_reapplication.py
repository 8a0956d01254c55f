"""Ask a second person that open promises are measured by the policy as it is now, or that this is undone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from yinuo.core.promises.choosing import version_of_policy
from yinuo.core.promises.errors import PolicyNotFound
from yinuo.core.promises.models import PolicyVersion, Reapplication
from yinuo.core.promises.operations.draft_policy import require_editor
from yinuo.core.promises.operations.reapply_policy import (
    CannotReapplyPolicy,
    ReapplicationView,
    start_reapplication,
)
from yinuo.core.promises.tasks import defer_reapplication
from yinuo.platform.approvals.public import request_approval
from yinuo.platform.identity.public import Actor
from yinuo.platform.jobs.public import require_transaction, transaction

KIND = "promises.reapply_policy"


def ask_for_reapplication(
    *, policy: str, reason: str, actor: Actor, now: datetime, undoes: UUID | None = None
) -> UUID:
    """
    Ask for it; returns the id of the request.

    Raises:
        CannotDraftPolicy: the actor may not.
        PolicyNotFound: the policy says nothing now.
        CannotReapplyPolicy: one is under way, or there is nothing to undo.
        CannotRequestApproval: the reason is missing.
    """
    require_editor(actor)
    with transaction():
        version = version_of_policy(code=policy, at=now)
        if version is None:
            raise PolicyNotFound(_("There is no such policy, or it says nothing at this moment."))
        if Reapplication.objects.filter(policy_id=policy, finished_at__isnull=True).exists():
            raise CannotReapplyPolicy(
                _("This policy is being applied again already; wait until that is done.")
            )
        if undoes is not None and not can_be_undone(policy=policy, reapplication_id=undoes):
            raise CannotReapplyPolicy(_("There is nothing to undo: it is not finished, or undone already."))
        return request_approval(
            kind=KIND,
            subject=f"policy:{policy}",
            content=content_of(version, undoes=str(undoes) if undoes else None, reason=reason.strip()),
            reason=reason,
            path=actor.reach or "",
            actor=actor,
            now=now,
        )


def content_of(version: PolicyVersion, *, undoes: str | None, reason: str) -> dict[str, Any]:
    """What the second person agrees to: by which version, as long as no other takes over; or what is undone."""
    return {
        "policy": version.policy_id,
        "version": str(version.pk),
        "until": version.valid_to.isoformat() if version.valid_to else None,
        "undoes": undoes,
        "reason": reason,
    }


def can_be_undone(*, policy: str, reapplication_id: UUID) -> bool:
    """Whether a re-application is finished, and not undone."""
    found = Reapplication.objects.filter(pk=reapplication_id, policy_id=policy)
    return found.filter(finished_at__isnull=False, undone_by__isnull=True).exists()


def reapply_as_agreed(*, content: Mapping[str, Any], approver: Actor, now: datetime) -> ReapplicationView:
    """
    Start it, and let a worker do it as soon as this commits.

    Raises:
        CannotReapplyPolicy: another version has come into force, or one is under way.
    """
    require_transaction("policy.reapplication_started")
    version = version_of_policy(code=content["policy"], at=now)
    if content["undoes"] is None and (version is None or str(version.pk) != content["version"]):
        raise CannotReapplyPolicy(_("Another version has come into force since; ask again."))
    started = start_reapplication(
        policy=content["policy"],
        reason=content["reason"][:200],
        actor=approver,
        now=now,
        undoes=UUID(content["undoes"]) if content["undoes"] else None,
    )
    defer_reapplication(started.id)
    return started
