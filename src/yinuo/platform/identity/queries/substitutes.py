"""Who is away, and who stands in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from yinuo.platform.identity.actor import Actor
from yinuo.platform.identity.models import Absence
from yinuo.platform.jobs.public import Asked, ask

_AWAY = """
    SELECT absence.staff_id, absence.substitute_id, substitute.is_active
    FROM identity_absence AS absence JOIN identity_staff AS substitute ON substitute.id = absence.substitute_id
    WHERE absence.starts_at <= %s AND absence.ends_at > %s
"""


@dataclass(frozen=True, kw_only=True)
class AbsenceView:
    """A half-open period away, with the name of who stands in."""

    id: UUID
    staff_id: UUID
    staff_name: str
    substitute_id: UUID
    substitute_name: str
    starts_at: datetime
    ends_at: datetime


def absences_of(*, staff_id: UUID, now: datetime) -> tuple[AbsenceView, ...]:
    """The absences of one person that are not over, the next one first."""
    return _views(Absence.objects.filter(staff_id=staff_id, ends_at__gt=now))


def absences_with(*, substitute_id: UUID, now: datetime) -> tuple[AbsenceView, ...]:
    """The absences that are not over in which one person stands in, the next one first."""
    return _views(Absence.objects.filter(substitute_id=substitute_id, ends_at__gt=now))


def absences_in_reach(*, actor: Actor, now: datetime) -> tuple[AbsenceView, ...]:
    """The absences that are not over, of everybody within the actor's reach, the next one first."""
    if actor.reach is None:
        return ()
    return _views(Absence.objects.filter(staff__node__path__startswith=actor.reach, ends_at__gt=now))


def _views(found: QuerySet[Absence]) -> tuple[AbsenceView, ...]:
    return tuple(
        AbsenceView(
            id=absence.pk,
            staff_id=absence.staff_id,
            staff_name=absence.staff.name,
            substitute_id=absence.substitute_id,
            substitute_name=absence.substitute.name,
            starts_at=absence.starts_at,
            ends_at=absence.ends_at,
        )
        for absence in found.select_related("staff", "substitute").order_by("starts_at")
    )


def substitute_for(*, staff_id: UUID, at: datetime) -> UUID | None:
    """
    Who does the work of ``staff_id`` at a moment: the last of the chain of substitutes who is present.

    None where the person is present, or where the chain ends at somebody whose account is closed.
    """
    person = staff_id
    seen = {staff_id}
    while True:
        absence = (
            Absence.objects.filter(staff_id=person, starts_at__lte=at, ends_at__gt=at)
            .select_related("substitute")
            .first()
        )
        if absence is None:
            return None if person == staff_id else person
        if not absence.substitute.is_active or absence.substitute_id in seen:
            return None
        person = absence.substitute_id
        seen.add(person)


def ask_stand_ins(*, at: datetime) -> Asked:
    """Send ahead what ``stand_ins`` asks."""
    return ask(_AWAY, [at, at])


def stand_ins(*, at: datetime, asked: Asked | None = None) -> Mapping[UUID, UUID | None]:
    """
    For everybody who is away at a moment: who does their work, substitutes of substitutes followed to the end.

    None where the chain ends at a closed account. One query, for whoever has to find many people at once.

    Args:
        asked: what ``ask_stand_ins`` sent for that moment; None asks now.
    """
    rows = (asked or ask_stand_ins(at=at)).rows()
    away = {staff: substitute for staff, substitute, _active in rows}
    closed = {substitute for _staff, substitute, active in rows if not active}

    def present(person: UUID) -> UUID | None:
        seen = {person}
        while person in away:
            person = away[person]
            if person in seen or person in closed:
                return None
            seen.add(person)
        return person

    return {person: present(person) for person in away}
