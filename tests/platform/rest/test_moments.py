"""Times that callers tell: as far as the database and our calendars reach, and the refusal says how far that is."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from pydantic import TypeAdapter, ValidationError

from yinuo.platform.rest.public import Moment

MOMENT: TypeAdapter[datetime] = TypeAdapter(Moment)


@pytest.mark.parametrize(
    "text",
    [
        "0755-09-09T11:40:08+19:26",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-12:00",
        "1899-12-31T23:59:59Z",
        "2200-01-01T00:00:00Z",
    ],
)
def test_a_moment_out_of_reach_is_refused(text: str) -> None:
    with pytest.raises(ValidationError) as refused:
        MOMENT.validate_python(text)
    assert refused.value.errors()[0]["type"] == "moment_beyond"


def test_a_moment_is_the_same_whatever_its_offset() -> None:
    told = MOMENT.validate_python("2026-03-02T09:00:00+19:00")
    assert (told, told.tzinfo) == (datetime(2026, 3, 1, 14, 0, tzinfo=UTC), UTC)
