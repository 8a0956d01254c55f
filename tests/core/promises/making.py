"""Promises and policies for the tests of this room, made by the operations that make them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from yinuo.core.promises import keeping
from yinuo.core.promises.models import PolicyVersion, Promise
from yinuo.core.promises.public import (
    PromiseView,
    VersionView,
    draft_policy_version,
    make_promise,
    promise_view,
    publish_policy_version,
    settle_promise,
)
from yinuo.kernel.worktime import Calendar, calendar_from
from yinuo.platform.identity.public import SYSTEM, Actor, ActorKind, Role
from yinuo.platform.jobs.public import transaction

T0 = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)  # Monday 11:00 in Shanghai
CASE = f"case:{UUID(int=1)}"
BEFORE = T0 - timedelta(days=60)
OFFICE = {
    "zone": "Asia/Shanghai",
    "week": {day: ["09:00-12:00", "13:00-18:00"] for day in ("mon", "tue", "wed", "thu", "fri")},
    "exceptions": [{"date": "2026-04-06", "kind": "HOLIDAY", "hours": [], "name": "清明"}],
    "official_from": "2026-01-01",
    "official_through": "2026-12-31",
}


def hours(count: float) -> datetime:
    return T0 + timedelta(hours=count)


def staff(number: int) -> Actor:
    """Somebody who edits and approves policies, and sees everything."""
    return Actor(
        kind=ActorKind.STAFF, id=UUID(int=number), roles=frozenset({Role.EXECUTIVE}), reach="/", node_path="/"
    )


def policy(code: str, *, at: datetime = BEFORE, duty: str = "", **terms: Any) -> VersionView:
    """Draft and publish a version, as two people do."""
    draft = draft_policy_version(
        policy=code, terms=terms, duty=duty, name_zh="测试", name_en="Test", actor=staff(1), now=at
    )
    return publish_policy_version(version_id=draft.id, valid_from=at, approver=staff(2), now=at)


def promise(
    code: str = "", *, subject: str = CASE, starts_at: datetime = T0, now: datetime | None = None, **more: Any
) -> PromiseView:
    with transaction():
        return make_promise(
            policy=code,
            subject=subject,
            path="/1/",
            owner_id=UUID(int=5),
            starts_at=starts_at,
            actor=SYSTEM,
            now=now or starts_at,
            **more,
        )


def settle(view: PromiseView, at: datetime, *, now: datetime | None = None) -> PromiseView | None:
    with transaction():
        return settle_promise(
            promise_id=view.id, happened_at=at, evidence="message:1", actor=SYSTEM, now=now or at
        )


def look(view: PromiseView, now: datetime) -> PromiseView:
    """The promise as it is at a moment."""
    found = promise_view(promise_id=view.id, actor=SYSTEM, now=now)
    assert found is not None
    return found


def row(view: PromiseView) -> Promise:
    return Promise.objects.get(pk=view.id)


def version(view: VersionView) -> PolicyVersion:
    return PolicyVersion.objects.get(pk=view.id)


@dataclass
class Shelf:
    """Calendars by code, with the moments from which each version is in force; a stand-in for their room."""

    versions: dict[str, list[tuple[datetime, Calendar]]] = field(default_factory=dict)

    def add(self, code: str, data: dict[str, Any], *, since: datetime = BEFORE) -> None:
        self.versions.setdefault(code, []).append((since, calendar_from(data)))

    def version_at(self, *, code: str, at: datetime) -> UUID | None:
        valid = [place for place, (since, _one) in enumerate(self.versions.get(code, [])) if since <= at]
        return uuid5(UUID(int=0), f"{code}#{valid[-1]}") if valid else None

    def load(self, *, version_id: UUID) -> Calendar:
        return next(
            one
            for code, listed in self.versions.items()
            for place, (_since, one) in enumerate(listed)
            if uuid5(UUID(int=0), f"{code}#{place}") == version_id
        )


@contextmanager
def calendars(**data: dict[str, Any]) -> Iterator[Shelf]:
    """Promises go by these calendars for the length of one test."""
    before, shelf = keeping._Book.calendars, Shelf()
    for code, one in data.items():
        shelf.add(code, one)
    keeping._Book.calendars = shelf
    try:
        yield shelf
    finally:
        keeping._Book.calendars = before
