"""Reads about calendars: what is in force, what was, and what is drafted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import Q

from yinuo.core.calendars.models import BusinessCalendar, CalendarVersion
from yinuo.kernel.errors import DomainError
from yinuo.kernel.worktime import Calendar, calendar_from

_State = CalendarVersion.State


class CannotFindCalendar(DomainError):
    """There is no such calendar, or it says nothing about that time."""

    code = "calendar.cannot_find"


@dataclass(frozen=True, kw_only=True)
class VersionView:
    """One version of a calendar."""

    id: UUID
    number: int
    state: str
    state_label: str
    valid_from: datetime | None
    valid_to: datetime | None
    drafted_by: UUID | None
    drafted_at: datetime | None
    published_by: UUID | None
    published_at: datetime | None
    data: dict[str, Any]

    @property
    def is_draft(self) -> bool:
        return self.state == "DRAFT"

    def in_force(self, at: datetime) -> bool:
        """Whether it is what the calendar says at a moment."""
        began = self.valid_from is not None and self.valid_from <= at
        return not self.is_draft and began and (self.valid_to is None or at < self.valid_to)

    @property
    def calendar(self) -> Calendar:
        """The calendar itself."""
        return _load(self.id) if not self.is_draft else calendar_from(self.data)


@dataclass(frozen=True, kw_only=True)
class CalendarView:
    """A calendar with all its versions, the newest first."""

    code: str
    name: str
    versions: tuple[VersionView, ...]

    @property
    def draft(self) -> VersionView | None:
        return next((one for one in self.versions if one.is_draft), None)

    def at(self, moment: datetime) -> VersionView | None:
        """The version that is in force at a moment."""
        return next((one for one in self.versions if one.in_force(moment)), None)


def calendar_version_id(*, code: str, at: datetime) -> UUID:
    """
    The version of a calendar that is in force at a moment.

    Raises:
        CannotFindCalendar: there is none.
    """
    valid = Q(valid_from__lte=at) & (Q(valid_to__isnull=True) | Q(valid_to__gt=at))
    found = CalendarVersion.objects.filter(valid, calendar_id=code, state=_State.PUBLISHED)
    version_id = found.values_list("pk", flat=True).first()
    if version_id is None:
        raise CannotFindCalendar(
            f"calendar: there is no calendar {code!r} at that time; name a published one."
        )
    return version_id


def calendar_at(*, code: str, at: datetime) -> Calendar:
    """
    A calendar as it is in force at a moment; kept in memory by version, which never changes.

    Raises:
        CannotFindCalendar: there is none.
    """
    return _load(calendar_version_id(code=code, at=at))


def calendar_of_version(*, version_id: UUID) -> Calendar:
    """
    A published version.

    Raises:
        CannotFindCalendar: there is no such version, or it is a draft.
    """
    return _load(version_id)


def calendars() -> list[CalendarView]:
    """Every calendar, by code: two queries."""
    found = BusinessCalendar.objects.prefetch_related("versions")
    return [_view(one) for one in found]


def calendar_view(*, code: str) -> CalendarView | None:
    """One calendar with its versions."""
    found = BusinessCalendar.objects.prefetch_related("versions").filter(pk=code).first()
    return _view(found) if found else None


@lru_cache(maxsize=512)
def _load(version_id: UUID) -> Calendar:
    found = CalendarVersion.objects.filter(pk=version_id, state=_State.PUBLISHED)
    data = found.values_list("data", flat=True).first()
    if data is None:
        raise CannotFindCalendar("calendar: there is no such published version; name another.")
    return calendar_from(data)


def _view(calendar: BusinessCalendar) -> CalendarView:
    return CalendarView(
        code=calendar.code,
        name=calendar.name,
        versions=tuple(
            VersionView(
                id=one.pk,
                number=one.number,
                state=one.state,
                state_label=one.get_state_display(),
                valid_from=one.valid_from,
                valid_to=one.valid_to,
                drafted_by=one.drafted_by,
                drafted_at=one.drafted_at,
                published_by=one.published_by,
                published_at=one.published_at,
                data=one.data,
            )
            for one in calendar.versions.all()
        ),
    )
