"""The two bases of what goes over the wire, and the times in it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

FIRST_YEAR, LAST_YEAR = 1900, 2199


def _in_utc(at: datetime) -> datetime:
    """The same moment as the database keeps it, which knows no offset beyond 16 hours and no year before the first."""
    try:
        moment = at.astimezone(UTC)
    except OverflowError:
        moment = None
    if moment is None or not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise PydanticCustomError("moment_beyond", "out of range")
    return moment


# When something happened that a caller tells of.
Moment = Annotated[
    AwareDatetime,
    AfterValidator(_in_utc),
    Field(description="with its offset; from 1900 to 2199"),
]


class Body(BaseModel):
    """What a caller sends: a member that nobody knows is refused, not overlooked; blanks at the ends go."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Answer(BaseModel):
    """What a caller gets: read from the dataclass that a query or an operation returned."""

    model_config = ConfigDict(from_attributes=True)
