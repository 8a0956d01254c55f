"""What would happen if open promises were measured by another version: nothing is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet, prefetch_related_objects
from django.utils.translation import gettext as _

from yinuo.core.calendars.public import Consequence
from yinuo.core.promises.arranging import timing_of
from yinuo.core.promises.errors import PolicyNotFound
from yinuo.core.promises.keeping import calendar_for
from yinuo.core.promises.models import PolicyVersion, Promise
from yinuo.kernel.worktime import Calendar
from yinuo.platform.identity.public import Actor

MOST = 5_000  # that a page measures; it says so when there are more
SHOWN = 8
OPEN = (Promise.State.RUNNING, Promise.State.PAUSED)
CHUNK = 500


@dataclass(frozen=True, kw_only=True)
class Sample:
    """One promise that would be due at another time."""

    promise_id: UUID
    subject: str
    due_before: datetime
    due_after: datetime
    breaks: bool


@dataclass(frozen=True, kw_only=True)
class Preview:
    """
    How open promises of a policy would fare.

    Attributes:
        open: how many there are; those past their time and those settled stay as they are.
        looked_at: how many of them were measured.
        samples: some of those that change, those that would break first.
        changed: how many would be due at another time; earlier and later say in which direction.
        broken: how many would be past their time at once.
    """

    open: int
    changed: int
    earlier: int
    later: int
    broken: int
    looked_at: int = 0
    samples: tuple[Sample, ...] = ()

    @property
    def is_partial(self) -> bool:
        """Whether there are more than were measured."""
        return self.looked_at < self.open


def preview_version(
    *, version_id: UUID, now: datetime, most: int | None = None, reach: str | None = None
) -> Preview:
    """
    Measure the open promises of a policy by one of its versions, draft or published.

    Args:
        most: how many of them at most; None for all.
        reach: samples are shown of this part of the organisation only.

    Raises:
        PolicyNotFound: there is no such version.
    """
    version = PolicyVersion.objects.filter(pk=version_id).first()
    if version is None:
        raise PolicyNotFound(_("There is no such version of a policy."))
    calendar = calendar_for(version.terms, at=now)
    found = open_promises(policy=version.policy_id, now=now)
    measured = (
        (one, timing_of(one, version, calendar_version=calendar).due_at) for one in _each(found, most)
    )
    return summary(measured, total=found.count(), now=now, reach=reach)


def summary(
    measured: Iterable[tuple[Promise, datetime]], *, total: int, now: datetime, reach: str | None
) -> Preview:
    """Count what changes between the due time that a promise has and the one that it would have."""
    looked_at = earlier = later = broken = 0
    samples: list[Sample] = []
    for promise, due in measured:
        looked_at += 1
        breaks = due < now and promise.paused_at is None
        earlier += due < promise.due_at
        later += due > promise.due_at
        broken += breaks
        if due != promise.due_at and reach is not None and promise.path.startswith(reach):
            samples.append(
                Sample(
                    promise_id=promise.pk,
                    subject=promise.subject,
                    due_before=promise.due_at,
                    due_after=due,
                    breaks=breaks,
                )
            )
            samples = sorted(samples, key=lambda one: (not one.breaks, one.due_before))[:SHOWN]
    return Preview(
        open=total,
        changed=earlier + later,
        earlier=earlier,
        later=later,
        broken=broken,
        looked_at=looked_at,
        samples=tuple(samples),
    )


def preview_calendar(
    *, code: str, calendar: Calendar, now: datetime, most: int | None = None, reach: str | None = None
) -> Preview:
    """Measure the open promises whose policies go by a calendar as if it were ``calendar``; nothing is written."""
    found = (
        Promise.objects.filter(version__calendar=code, state__in=OPEN, settled_at__isnull=True)
        .exclude(state=Promise.State.RUNNING, due_at__lt=now)
        .select_related("version")
    )
    measured = ((one, timing_of(one, one.version, calendar=calendar).due_at) for one in _each(found, most))
    return summary(measured, total=found.count(), now=now, reach=reach)


def foresee_calendar(*, code: str, calendar: Calendar, actor: Actor, now: datetime) -> Consequence:
    """For the draft of a calendar: what it would do to open promises."""
    preview = preview_calendar(code=code, calendar=calendar, now=now, most=MOST, reach=actor.reach)
    return Consequence(template="promises/includes/calendar_preview.html", shown=preview)


def open_count(*, policy: str, now: datetime) -> int:
    """How many promises of a policy are open and in time."""
    return open_promises(policy=policy, now=now).count()


def open_promises(*, policy: str, now: datetime | None = None) -> QuerySet[Promise]:
    """The promises of a policy that are neither settled nor withdrawn, nor past their time at ``now``."""
    found = Promise.objects.filter(policy_id=policy, state__in=OPEN, settled_at__isnull=True)
    return found.exclude(state=Promise.State.RUNNING, due_at__lt=now) if now else found


def with_history(promises: Sequence[Promise]) -> None:
    """Read the pauses and extensions of many promises at once."""
    prefetch_related_objects(list(promises), "pauses", "extensions")


def _each(found: QuerySet[Promise], most: int | None) -> Iterator[Promise]:
    last: UUID | None = None
    left = most
    while left is None or left > 0:
        size = CHUNK if left is None else min(CHUNK, left)
        rows = list((found.filter(pk__gt=last) if last else found).order_by("pk")[:size])
        with_history(rows)
        yield from rows
        if len(rows) < size:
            return
        last = rows[-1].pk
        left = None if left is None else left - size
