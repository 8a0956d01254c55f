"""How the clock on the wall goes: time zones as stretches of constant offset."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from yinuo.kernel.worktime.errors import CannotUseCalendar

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EPOCH_DAY = date(1970, 1, 1).toordinal()
_STEP = 43_200


@dataclass(frozen=True, slots=True)
class Stretch:
    """From ``start`` to ``end`` (seconds since 1970, UTC) the wall is ``offset`` seconds ahead of UTC."""

    start: int
    end: int
    offset: int


def zone_of(key: str, *, field: str = "zone") -> ZoneInfo:
    """Raises: CannotUseCalendar: there is no such time zone."""
    try:
        return ZoneInfo(key)
    except (KeyError, ValueError, OSError, TypeError):
        raise CannotUseCalendar(
            field=field,
            problem="unknown_zone",
            value=str(key),
            sentence=f"there is no time zone {key!r}; write one such as Asia/Shanghai.",
        ) from None


def wall(day: date) -> int:
    """Local midnight of ``day`` as seconds of the wall: as if the wall were UTC."""
    return (day.toordinal() - _EPOCH_DAY) * 86_400


def stretches(zone: ZoneInfo, start: int, end: int) -> list[Stretch]:
    """The stretches of constant offset between two instants, to the second."""
    found: list[Stretch] = []
    begun, offset = start, _offset(zone, start)
    here = start
    while here < end:
        ahead = min(here + _STEP, end)
        if _offset(zone, ahead) != offset:
            low, high = here, ahead
            while high - low > 1:
                middle = (low + high) // 2
                if _offset(zone, middle) == offset:
                    low = middle
                else:
                    high = middle
            found.append(Stretch(begun, high, offset))
            begun, offset, here = high, _offset(zone, high), high
        else:
            here = ahead
    found.append(Stretch(begun, end, offset))
    return [one for one in found if one.start < one.end]


def last_second(day: date, zone: ZoneInfo) -> datetime:
    """The last second (UTC) at which the wall shows ``day``, the second time where the clock is put back."""
    return datetime.combine(day, time(23, 59, 59, fold=1), zone).astimezone(UTC)


def local_date(instant: datetime, zone: ZoneInfo) -> date:
    """The day that the wall shows."""
    return instant.astimezone(zone).date()


def _offset(zone: ZoneInfo, instant: int) -> int:
    local = (EPOCH + timedelta(seconds=instant)).astimezone(zone)
    shift = local.utcoffset() or timedelta(0)
    return shift.days * 86_400 + shift.seconds
