"""Found the bank: its units, its staff and who is away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from yinuo.platform.identity.public import (
    SYSTEM,
    Actor,
    Role,
    actor_of_staff,
    create_node,
    create_staff,
    set_absence,
)
from yinuo.site.demo.words import read

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, kw_only=True)
class Bank:
    """The founded bank: paths by unit code, staff by staff number."""

    paths: dict[str, str]
    staff: dict[str, Actor]
    by_id: dict[UUID, Actor]

    def member(self, *, role: Role, unit: str) -> Actor | None:
        """The first person with ``role`` in the part of the bank at ``unit``."""
        path = self.paths[unit]
        return next(
            (
                actor
                for actor in self.staff.values()
                if actor.has(role) and (actor.reach or "").startswith(path)
            ),
            None,
        )

    def supervisor_of(self, *, unit: str) -> Actor:
        """The nearest supervisor who sees ``unit``: its own, or one above it."""
        path = self.paths[unit]
        seeing = [actor for actor in self.staff.values() if actor.has(Role.SUPERVISOR) and actor.sees(path)]
        return max(seeing, key=lambda actor: len(actor.reach or ""))


def found_bank(*, now: datetime) -> Bank:
    """Found the bank a while before its first case; ``now`` is the moment that the story leads up to."""
    founded = now - 90 * DAY
    ids: dict[str, UUID] = {}
    paths: dict[str, str] = {}
    for row in read("organisation"):
        node = create_node(
            parent_id=ids.get(row["parent"]),
            kind=row["kind"],
            code=row["code"],
            name=row["name"],
            actor=SYSTEM,
            now=founded,
        )
        ids[row["code"]], paths[row["code"]] = node.id, node.path
    staff = {
        row["number"]: _hire(row, ids[row["unit"]], founded + minutes * MINUTE)
        for minutes, row in enumerate(read("staff"))
    }
    for row in read("absences"):
        _send_away(row, staff, now)
    return Bank(paths=paths, staff=staff, by_id={actor.id: actor for actor in staff.values() if actor.id})


def _hire(row: dict[str, Any], node_id: UUID, now: datetime) -> Actor:
    created = create_staff(
        number=row["number"],
        name=row["name"],
        node_id=node_id,
        roles=[Role(role) for role in row["roles"]],
        skills=row["skills"],
        email=f"{row['mail']}@example.com",
        persona=row.get("persona", ""),
        with_password=False,
        actor=SYSTEM,
        now=now,
    )
    actor = actor_of_staff(created.id)
    if actor is None:
        raise LookupError(row["number"])
    return actor


def _send_away(row: dict[str, Any], staff: dict[str, Actor], now: datetime) -> None:
    away, substitute = staff[row["staff"]], staff[row["substitute"]]
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    starts_at = midnight + row["from_day"] * DAY
    if away.id and substitute.id:
        set_absence(
            staff_id=away.id,
            substitute_id=substitute.id,
            starts_at=starts_at,
            ends_at=starts_at + row["days"] * DAY,
            actor=away,
            now=min(now, starts_at) - DAY,
        )
