"""Measure open promises by another version of their policy: previewed, in batches, on record, and undone alike."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError
from django.utils.translation import gettext as _

from yinuo.core.promises import rules
from yinuo.core.promises.arranging import ARRANGED, TICK, arrange, timing_of
from yinuo.core.promises.choosing import version_of_policy
from yinuo.core.promises.errors import PolicyNotFound
from yinuo.core.promises.keeping import calendar_for
from yinuo.core.promises.models import PolicyVersion, Promise, Reapplication, Reapplied
from yinuo.core.promises.operations.draft_policy import require_editor
from yinuo.core.promises.previews import OPEN, with_history
from yinuo.core.promises.views import state_at
from yinuo.kernel.errors import DomainError
from yinuo.platform.audit.public import NewEntry, append, append_many
from yinuo.platform.identity.public import Actor
from yinuo.platform.jobs.public import transaction, wake_clock

BATCH = 500


class CannotReapplyPolicy(DomainError):
    """Another one is under way, there is nothing to undo, or no reason is given."""

    code = "policy.cannot_reapply"


@dataclass(frozen=True, kw_only=True)
class ReapplicationView:
    """How far it has come."""

    id: UUID
    policy: str
    looked_at: int
    changed: int
    broken: int
    started_at: datetime
    finished_at: datetime | None


def start_reapplication(
    *, policy: str, reason: str, actor: Actor, now: datetime, undoes: UUID | None = None
) -> ReapplicationView:
    """
    Decide that open promises of ``policy`` are measured by the version that is valid now.

    Nothing changes yet: ``continue_reapplication`` does the work, batch by batch.

    Args:
        undoes: an earlier re-application, all of whose promises get back the version that they had before.

    Raises:
        CannotDraftPolicy: the actor may not.
        PolicyNotFound: the policy says nothing now.
        CannotReapplyPolicy: one is under way, no reason is given, or ``undoes`` is not to be undone.
    """
    require_editor(actor)
    if not reason.strip():
        raise CannotReapplyPolicy(_("Say why; it stands in the evidence of every promise that changes."))
    with transaction():
        version = None if undoes else version_of_policy(code=policy, at=now)
        if undoes is None and version is None:
            raise PolicyNotFound(_("There is no such policy, or it says nothing at this moment."))
        if undoes is not None:
            done = Reapplication.objects.filter(pk=undoes, policy_id=policy, finished_at__isnull=False)
            if not done.filter(undone_by__isnull=True).exists():
                raise CannotReapplyPolicy(
                    _("There is nothing to undo: it is not finished, or undone already.")
                )
        if Reapplication.objects.filter(policy_id=policy, finished_at__isnull=True).exists():
            raise CannotReapplyPolicy(
                _("This policy is being applied again already; wait until that is done.")
            )
        try:
            with transaction():
                found = Reapplication.objects.create(
                    policy_id=policy,
                    version=version,
                    undoes_id=undoes,
                    asked_by=actor.reference,
                    reason=reason.strip(),
                    started_at=now,
                )
        except IntegrityError:
            raise CannotReapplyPolicy(
                _("This policy is being applied again already; wait until that is done.")
            ) from None
        append(
            stream=f"policy:{policy}",
            action="policy.reapplication_started",
            actor=actor.reference,
            at=now,
            facts={
                "reapplication": str(found.pk),
                "version": version.number if version else None,
                "undoes": str(undoes) if undoes else None,
            },
        )
        return view_of_reapplication(found)


def continue_reapplication(*, reapplication_id: UUID, now: datetime) -> ReapplicationView:
    """
    Do one batch, as one write; after a crash the next call goes on behind the last batch that was committed.

    Accumulated pauses and extensions survive. A promise past its time when its turn comes stays as it is.
    """
    with transaction():
        found = Reapplication.objects.select_for_update().get(pk=reapplication_id)
        if found.finished_at is not None:
            return view_of_reapplication(found)
        promises = _next(found)
        versions = _versions(found, promises)
        with_history(promises)
        changed = [
            one for promise in promises if (one := _measure(promise, versions[promise.pk], found, now))
        ]
        Reapplied.objects.bulk_create(changed)
        append_many(entries=[_entry(one, found, now) for one in changed])
        found.looked_at += len(promises)
        found.changed += len(changed)
        found.broken += sum(one.due_after < now for one in changed)
        if promises:
            found.reached = promises[-1].pk
            wake_clock(tick=TICK)
        if len(promises) < BATCH:
            found.finished_at = now
            append(
                stream=f"policy:{found.policy_id}",
                action="policy.reapplied",
                actor=found.asked_by,
                at=now,
                facts={
                    "reapplication": str(found.pk),
                    "looked_at": found.looked_at,
                    "changed": found.changed,
                    "broken": found.broken,
                },
            )
        found.save()
        return view_of_reapplication(found)


def view_of_reapplication(found: Reapplication) -> ReapplicationView:
    """The frozen view."""
    return ReapplicationView(
        id=found.pk,
        policy=found.policy_id,
        looked_at=found.looked_at,
        changed=found.changed,
        broken=found.broken,
        started_at=found.started_at,
        finished_at=found.finished_at,
    )


def _next(found: Reapplication) -> list[Promise]:
    """The next batch, locked in the order of its ids; what was made after the start has the new version anyway."""
    rows = Promise.objects.select_for_update(of=("self",)).filter(
        policy_id=found.policy_id, settled_at__isnull=True
    )
    if found.undoes_id is None:
        rows = rows.filter(state__in=OPEN)
    else:
        # What broke by being measured anew is whole again.
        rows = rows.exclude(state=Promise.State.WITHDRAWN)
        rows = rows.filter(pk__in=Reapplied.objects.filter(reapplication=found.undoes_id).values("promise"))
    if found.reached:
        rows = rows.filter(pk__gt=found.reached)
    return list(rows.order_by("pk")[:BATCH])


def _versions(found: Reapplication, promises: list[Promise]) -> dict[UUID, PolicyVersion]:
    if found.version is not None:
        return dict.fromkeys((promise.pk for promise in promises), found.version)
    before = Reapplied.objects.filter(reapplication=found.undoes_id, promise__in=promises)
    return {one.promise_id: one.from_version for one in before.select_related("from_version")}


def _measure(
    promise: Promise, version: PolicyVersion, found: Reapplication, now: datetime
) -> Reapplied | None:
    """Give a promise its new version; None where nothing changes."""
    calendar = calendar_for(version.terms, at=now)
    if (promise.version_id, promise.calendar_version) == (version.pk, calendar):
        return None
    if found.undoes_id is None and state_at(promise, now=now) == Promise.State.BROKEN:
        return None
    change = Reapplied(
        reapplication=found, promise=promise, from_version_id=promise.version_id, due_before=promise.due_at
    )
    promise.version = version
    promise.calendar_version = calendar
    timing = timing_of(promise, version)
    promise.term += 1
    arrange(promise, timing, plan=rules.to_come(timing.alarms, after=now))
    if promise.state == Promise.State.BROKEN and promise.due_at >= now:
        promise.state = Promise.State.RUNNING
    promise.save(update_fields=["version", "calendar_version", "term", "state", *ARRANGED])
    change.due_after = promise.due_at
    return change


def _entry(one: Reapplied, found: Reapplication, now: datetime) -> NewEntry:
    return NewEntry(
        stream=one.promise.subject,
        action="promise.reapplied",
        actor=found.asked_by,
        at=now,
        facts={
            "promise": str(one.promise_id),
            "policy": found.policy_id,
            "version": one.promise.version.number,
            "due_before": one.due_before.isoformat(),
            "due_at": one.due_after.isoformat(),
            "reapplication": str(found.pk),
        },
    )
