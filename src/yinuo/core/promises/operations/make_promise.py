"""Make a promise: from this moment something is owed, and its clock runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from yinuo.core.promises import rules
from yinuo.core.promises.arranging import arrange, wake_for
from yinuo.core.promises.inserting import insertion_of
from yinuo.core.promises.keeping import calendar_for, keeper_for
from yinuo.core.promises.models import Promise
from yinuo.core.promises.shelf import Shelf, Shelved, known_shelf, read_shelf
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
    asked = _Asked(duty=duty, policy=policy, circumstances=circumstances or {})
    given = _Given(subject=subject, path=path, owner_id=owner_id, starts_at=starts_at)
    [made] = _make([asked], given, actor=actor, now=now)
    return made


def make_promises(
    *,
    duties: Sequence[str],
    circumstances: Mapping[str, str],
    subject: str,
    path: str,
    owner_id: UUID | None,
    starts_at: datetime,
    actor: Actor,
    now: datetime,
) -> tuple[PromiseView, ...]:
    """As ``make_promise``, for several duties that are owed to one subject: one round trip for all."""
    asked = [_Asked(duty=duty, circumstances=circumstances) for duty in duties]
    given = _Given(subject=subject, path=path, owner_id=owner_id, starts_at=starts_at)
    return _make(asked, given, actor=actor, now=now)


@dataclass(frozen=True, kw_only=True)
class _Asked:
    """What is promised: a duty in some circumstances, or what one policy says."""

    duty: str = ""
    policy: str = ""
    circumstances: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class _Given:
    """To what it is promised, by whom, since when."""

    subject: str
    path: str
    owner_id: UUID | None
    starts_at: datetime


def _make(asked: Sequence[_Asked], given: _Given, *, actor: Actor, now: datetime) -> tuple[PromiseView, ...]:
    """Promises in the order in which they are asked for; those that newer policies overtook are decided anew."""
    require_transaction("promise.made")
    shelf = known_shelf()
    made: dict[int, Promise] = {}
    while len(made) < len(asked):
        fits: dict[int, tuple[Promise, Shelved]] = {}
        for place, one in enumerate(asked):
            shelved = None if place in made else _version(shelf, one, given)
            if shelved is not None:
                fits[place] = (_promise(shelved, given, now), shelved)
        made |= _written(fits, shelf.edition, actor, now)
        if len(made) < len(asked):
            newer = read_shelf()
            if newer.edition == shelf.edition:
                missing = next(one for place, one in enumerate(asked) if place not in made)
                raise CannotMakePromise(_refusal(missing.duty, missing.policy, missing.circumstances))
            shelf = newer
    promises = [made[place] for place in range(len(asked))]
    for promise in promises:
        promise._state.adding = False
        wake_for(promise, now=now)
    return tuple(view_of(promise, now=now) for promise in promises)


def _version(shelf: Shelf, asked: _Asked, given: _Given) -> Shelved | None:
    if asked.policy:
        return shelf.of_policy(asked.policy, at=given.starts_at)
    return shelf.for_duty(asked.duty, circumstances=asked.circumstances, path=given.path, at=given.starts_at)


def _promise(shelved: Shelved, given: _Given, now: datetime) -> Promise:
    terms = shelved.terms
    calendar = calendar_for(terms, at=now)
    keeper = keeper_for(terms, calendar_version=calendar, at=given.starts_at)
    timing = rules.timing(start=given.starts_at, terms=terms, keeper=keeper)
    promise = Promise(
        version=shelved.version,
        policy=shelved.version.policy,
        subject=given.subject,
        path=given.path,
        owner_id=given.owner_id,
        made_at=given.starts_at,
        calendar_version=calendar,
    )
    arrange(promise, timing, plan=rules.to_come(timing.alarms, after=now))
    return promise


def _written(
    fits: Mapping[int, tuple[Promise, Shelved]], edition: UUID | None, actor: Actor, now: datetime
) -> dict[int, Promise]:
    """Those that were written, each with its evidence."""
    if not fits:
        return {}
    added = append_after(
        [
            (insertion_of(promise, edition=edition), _entry(promise, shelved.version.number, actor, now))
            for promise, shelved in fits.values()
        ]
    )
    return {place: fits[place][0] for place, entry in zip(fits, added, strict=True) if entry is not None}


def _entry(promise: Promise, number: int, actor: Actor, now: datetime) -> NewEntry:
    return NewEntry(
        stream=promise.subject,
        action="promise.made",
        actor=actor.reference,
        at=now,
        facts={
            "promise": str(promise.pk),
            "policy": promise.policy_id,
            "version": number,
            "starts_at": promise.made_at.isoformat(),
            "due_at": promise.due_at.isoformat(),
        },
    )


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
