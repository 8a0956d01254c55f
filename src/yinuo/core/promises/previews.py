"""What would happen if open promises were measured by another version: nothing is written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet, prefetch_related_objects
from django.utils.translation import gettext as _

from yinuo.core.promises.arranging import timing_of
from yinuo.core.promises.errors import PolicyNotFound
from yinuo.core.promises.keeping import calendar_for
from yinuo.core.promises.models import PolicyVersion, Promise

OPEN = (Promise.State.RUNNING, Promise.State.PAUSED)
CHUNK = 500


@dataclass(frozen=True, kw_only=True)
class Preview:
    """
    How open promises of a policy would fare.

    Attributes:
        open: how many there are; those past their time and those settled stay as they are.
        changed: how many would be due at another time; earlier and later say in which direction.
        broken: how many would be past their time at once.
    """

    open: int
    changed: int
    earlier: int
    later: int
    broken: int


def preview_version(*, version_id: UUID, now: datetime) -> Preview:
    """
    Measure every open promise of a policy by one of its versions, draft or published.

    Raises:
        PolicyNotFound: there is no such version.
    """
    version = PolicyVersion.objects.filter(pk=version_id).first()
    if version is None:
        raise PolicyNotFound(_("There is no such version of a policy."))
    calendar = calendar_for(version.terms, at=now)
    total = earlier = later = broken = 0
    for promise in _each(open_promises(policy=version.policy_id, now=now)):
        total += 1
        due = timing_of(promise, version, calendar_version=calendar).due_at
        earlier += due < promise.due_at
        later += due > promise.due_at
        broken += due < now and promise.paused_at is None
    return Preview(open=total, changed=earlier + later, earlier=earlier, later=later, broken=broken)


def open_count(*, policy: str, now: datetime) -> int:
    """How many promises of a policy are open and in time."""
    return open_promises(policy=policy, now=now).count()


def open_promises(*, policy: str, now: datetime) -> QuerySet[Promise]:
    """The promises of a policy that are neither settled, withdrawn nor past their time."""
    found = Promise.objects.filter(policy_id=policy, state__in=OPEN, settled_at__isnull=True)
    return found.exclude(state=Promise.State.RUNNING, due_at__lt=now)


def with_history(promises: Sequence[Promise]) -> None:
    """Read the pauses and extensions of many promises at once."""
    prefetch_related_objects(list(promises), "pauses", "extensions")


def _each(found: QuerySet[Promise]) -> Iterator[Promise]:
    last: UUID | None = None
    while True:
        rows = list((found.filter(pk__gt=last) if last else found).order_by("pk")[:CHUNK])
        if not rows:
            return
        with_history(rows)
        yield from rows
        last = rows[-1].pk
