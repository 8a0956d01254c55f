"""The calendars that an institution starts with; from then on they are data that it edits."""

from __future__ import annotations

from datetime import UTC, datetime

from yinuo.core.calendars.builtin import NAMES, built_in_data
from yinuo.core.calendars.models import BusinessCalendar, CalendarVersion
from yinuo.platform.jobs.public import transaction

# Long before the first imported case, so that past cases get past verdicts.
BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)


def add_built_in_calendars(**_signal: object) -> None:
    """Add the built-in calendars that are not there yet, after every migration; edited ones are left alone."""
    with transaction():
        known = set(BusinessCalendar.objects.values_list("code", flat=True))
        for code, data in built_in_data().items():
            if code not in known:
                name_zh, name_en = NAMES[code]
                calendar = BusinessCalendar.objects.create(code=code, name_zh=name_zh, name_en=name_en)
                CalendarVersion.objects.create(
                    calendar=calendar,
                    number=1,
                    state=CalendarVersion.State.PUBLISHED,
                    data=data,
                    valid_from=BEGINNING,
                    published_at=BEGINNING,
                )
