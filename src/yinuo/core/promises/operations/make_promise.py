"""Make a promise: from this moment something is owed, and its clock runs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from yinuo.core.promises import rules
from yinuo.core.promises.arranging import arrange, wake_for
from yinuo.core.promises.choosing import best_of
from yinuo.core.promises.inserting import insertion_of
from yinuo.core.promises.keeping import calendar_for, keeper_for
from yinuo.core.promises.models import PolicyVersion, Promise
from yinuo.core.promises.shelf import Shelf, known_shelf, read_shelf
from yinuo.core.promises.views import PromiseView, view_of
from yinuo.kernel.errors import DomainError
from yinuo.platform.audit.public import NewEntry, append_after
from yinuo.platform.identity.public import Actor
from yinuo.platform.jobs.public import require_transaction


class CannotMakePromise(DomainError):
    """No policy says how long it may take, or not about the time when it began."""

    code = "promise.cannot_make"


def make_promise(
    *,
    subject: str,
    path: str,
    owner_id: UUID | None,
    starts_at: datetime,
    actor: Actor,
    now: datetime,
    duty: str = "",
    circumstances: Mapping[str, str] | None = None,
    policy: str = "",
) -> PromiseView:
    """
    Promise ``subject`` what is owed, under the version valid at ``starts_at``.

    Args:
        duty: what is owed, such as ``complaint.decision``; the conditions of its policies decide between them.
        circumstances: what conditions may ask for: kind, level, channel, product, tier, source.
        policy: the code of one policy, instead of a duty: its conditions are not asked.
        subject: what it is owed to, such as ``case:0198…``; also the stream of its evidence.
        path: the organisation node that owes it.
        starts_at: when the time begins, which may lie in the past (an imported case).

    Raises:
        CannotMakePromise: no policy fits, or none is valid at that time.
        NoTransaction: called outside the business write that it belongs to.
    """
    require_transaction("promise.made")
    shelf = known_shelf()
    while True:
        version = _version(shelf, duty, policy, circumstances or {}, path, starts_at)
        promise = _promise(version, subject, path, owner_id, starts_at, now) if version else None
        if promise is not None and _write(promise, shelf.edition, actor, now):
            break
        newer = read_shelf()
        if newer.edition == shelf.edition:
            raise CannotMakePromise(_refusal(duty, policy, circumstances or {}))
        shelf = newer
    promise._state.adding = False
    wake_for(promise, now=now)
    return view_of(promise, now=now)


def _version(
    shelf: Shelf, duty: str, policy: str, circumstances: Mapping[str, str], path: str, at: datetime
) -> PolicyVersion | None:
    if policy:
        return shelf.of_policy(policy, at=at)
    return best_of(shelf.for_duty(duty, at=at), circumstances=circumstances, path=path)


def _promise(
    version: PolicyVersion, subject: str, path: str, owner_id: UUID | None, starts_at: datetime, now: datetime
) -> Promise:
    terms = version.terms
    calendar = calendar_for(terms, at=now)
    keeper = keeper_for(terms, calendar_version=calendar, at=starts_at)
    timing = rules.timing(start=starts_at, terms=terms, keeper=keeper)
    promise = Promise(
        version=version,
        policy=version.policy,
        subject=subject,
        path=path,
        owner_id=owner_id,
        made_at=starts_at,
        calendar_version=calendar,
    )
    arrange(promise, timing, plan=rules.to_come(timing.alarms, after=now))
    return promise


def _write(promise: Promise, edition: UUID | None, actor: Actor, now: datetime) -> bool:
    """Whether it was written, and its evidence with it."""
    entry = NewEntry(
        stream=promise.subject,
        action="promise.made",
        actor=actor.reference,
        at=now,
        facts={
            "promise": str(promise.pk),
            "policy": promise.policy_id,
            "version": promise.version.number,
            "starts_at": promise.made_at.isoformat(),
            "due_at": promise.due_at.isoformat(),
        },
    )
    return append_after(call=insertion_of(promise, edition=edition), entry=entry) is not None


def _refusal(duty: str, policy: str, circumstances: Mapping[str, str]) -> str:
    if policy:
        return _("The policy %(policy)s says nothing about that time; give it a version that does.") % {
            "policy": policy
        }
    said = ", ".join(f"{name}={value}" for name, value in sorted(circumstances.items())) or "-"
    return _("No policy says how long “%(duty)s” may take (%(said)s); add one without conditions.") % {
        "duty": duty,
        "said": said,
    }
