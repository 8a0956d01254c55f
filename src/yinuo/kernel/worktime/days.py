"""Days that differ from their weekday, and what a day is in the end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from yinuo.kernel.worktime.errors import CannotUseCalendar
from yinuo.kernel.worktime.spans import Span, without_overlaps


class Kind(Enum):
    """How a dated exception changes its day."""

    HOLIDAY = "HOLIDAY"  # closed all day
    MAKEUP = "MAKEUP"  # a working day in return for a holiday (调休), with these hours
    HOURS = "HOURS"  # these hours instead of the usual ones
    EXTRA = "EXTRA"  # these hours besides; makes no working day of a day of rest
    TAKEN = "TAKEN"  # these hours are taken away

    @property
    def replaces(self) -> bool:
        """Whether the usual hours no longer count."""
        return self in (Kind.HOLIDAY, Kind.MAKEUP, Kind.HOURS)


@dataclass(frozen=True, kw_only=True)
class DatedException:
    """One day that is not as its weekday; ``name`` in Chinese, ``name_en`` in English."""

    date: date
    kind: Kind
    spans: tuple[Span, ...] = ()
    name: str = ""
    name_en: str = ""

    def __post_init__(self) -> None:
        field = f"exceptions.{self.date.isoformat()}"
        if self.kind is Kind.HOLIDAY and self.spans:
            raise CannotUseCalendar(
                field=field,
                problem="holiday_with_hours",
                sentence="a holiday has no hours; to take hours away, make it TAKEN.",
            )
        if self.kind not in (Kind.HOLIDAY, Kind.HOURS) and not self.spans:
            raise CannotUseCalendar(
                field=field, problem="hours_missing", sentence=f"{self.kind.value} needs its hours."
            )
        object.__setattr__(self, "spans", without_overlaps(self.spans, field=field))


class DayKind(Enum):
    """What a day is, for people."""

    WORKING = "WORKING"
    REST = "REST"
    HOLIDAY = "HOLIDAY"
    MAKEUP = "MAKEUP"


@dataclass(frozen=True, kw_only=True)
class Day:
    """
    One local day of a calendar.

    Attributes:
        spans: the hours that begin on it, after its exceptions.
        exceptions: what changed it.
        provisional: whether it lies outside what is officially published.
    """

    date: date
    kind: DayKind
    spans: tuple[Span, ...]
    exceptions: tuple[DatedException, ...]
    provisional: bool

    @property
    def works(self) -> bool:
        """Whether it counts as a working day."""
        return self.kind in (DayKind.WORKING, DayKind.MAKEUP)
