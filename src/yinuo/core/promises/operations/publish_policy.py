"""Put a drafted version of a policy in force: written by one person, approved by another, valid from a time on."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from yinuo.core.promises.errors import PolicyNotFound
from yinuo.core.promises.events import PolicyPublished
from yinuo.core.promises.keeping import check_calendars
from yinuo.core.promises.models import PolicyVersion
from yinuo.core.promises.policy_views import VersionView, version_view
from yinuo.kernel.errors import DomainError
from yinuo.platform.approvals.public import request_approval
from yinuo.platform.audit.public import append
from yinuo.platform.identity.public import Actor
from yinuo.platform.jobs.public import publish, transaction

KIND = "promises.publish_policy"


class CannotPublishPolicy(DomainError):
    """It is no draft any more, would change the past, or one person alone decided it."""

    code = "policy.cannot_publish"


def ask_for_policy(
    *, version_id: UUID, valid_from: datetime, reason: str, actor: Actor, now: datetime
) -> UUID:
    """
    Ask a second person to put a draft in force; returns the id of the request.

    Raises:
        PolicyNotFound: there is no such draft.
        CannotPublishPolicy: it would change the past, or says the same as another policy for the same duty.
        CannotRequestApproval: the reason is missing, or the actor may not ask.
    """
    with transaction():
        version = _draft(version_id)
        _check(version, valid_from, now)
        return request_approval(
            kind=KIND,
            subject=f"policy:{version.policy_id}",
            content={
                "version": str(version.pk),
                "digest": version.digest,
                "valid_from": valid_from.isoformat(),
            },
            reason=reason,
            path=actor.reach or "",
            actor=actor,
            now=now,
        )


def publish_policy_version(
    *, version_id: UUID, valid_from: datetime, approver: Actor, now: datetime
) -> VersionView:
    """
    Make a draft valid from ``valid_from`` on; the version before ends there. It never changes again.

    Promises that are open keep the version they were made under; see ``reapply_policy``.

    Raises:
        PolicyNotFound: there is no such draft.
        CannotPublishPolicy: the approver drafted it, it would change the past, another version begins later, or a
            policy for the same duty has the same conditions and priority, so that only the alphabet would decide.
    """
    with transaction():
        version = _draft(version_id)
        if approver.id is None or approver.id == version.drafted_by:
            raise CannotPublishPolicy(_("Somebody else than the one who drafted it has to approve it."))
        _check(version, valid_from, now)
        published = PolicyVersion.objects.filter(
            policy=version.policy_id, state=PolicyVersion.State.PUBLISHED, valid_to__isnull=True
        )
        published.update(valid_to=valid_from)
        version.state, version.valid_from = PolicyVersion.State.PUBLISHED, valid_from
        version.published_by, version.published_at = approver.id, now
        version.save(update_fields=["state", "valid_from", "published_by", "published_at"])
        append(
            stream=f"policy:{version.policy_id}",
            action="policy.published",
            actor=approver.reference,
            at=now,
            facts={
                "version": version.number,
                "valid_from": valid_from.isoformat(),
                "digest": version.digest,
                "drafted_by": f"staff:{version.drafted_by}" if version.drafted_by else None,
            },
        )
        publish(PolicyPublished(policy=version.policy_id, number=version.number, valid_from=valid_from))
        return version_view(version, now=now)


def _draft(version_id: UUID) -> PolicyVersion:
    version = PolicyVersion.objects.select_for_update(of=("self",)).filter(pk=version_id)
    found = version.select_related("policy").first()
    if found is None or found.state != PolicyVersion.State.DRAFT:
        raise PolicyNotFound(_("There is no such draft."))
    return found


def _check(version: PolicyVersion, valid_from: datetime, now: datetime) -> None:
    if valid_from < now:
        raise CannotPublishPolicy(_("valid_from: a policy cannot change the past; choose a time to come."))
    check_calendars(version.terms, at=now)
    published = PolicyVersion.objects.filter(state=PolicyVersion.State.PUBLISHED)
    if published.filter(policy=version.policy_id, valid_from__gte=valid_from).exists():
        raise CannotPublishPolicy(_("valid_from: another version begins later; choose a time after it."))
    rivals = published.filter(policy__duty=version.policy.duty, valid_to__isnull=True)
    for rival in rivals.exclude(policy=version.policy_id):
        if (rival.conditions, rival.priority) == (version.conditions, version.priority):
            raise CannotPublishPolicy(
                _("conditions: %(policy)s has the same ones; change them, or give one a higher priority.")
                % {"policy": rival.policy_id}
            )
