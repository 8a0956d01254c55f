"""The two bases of what goes over the wire, and values of bodies that are taken strictly."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Annotated

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    Strict,
    ValidationInfo,
    field_validator,
)
from pydantic_core import PydanticCustomError, PydanticKnownError

# In a body `true` is no number, "1" is none, and 1 is no yes.
Whole = Annotated[int, Strict()]
YesNo = Annotated[bool, Strict()]
_DATE_AND_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d", re.ASCII)
FIRST_YEAR, LAST_YEAR = 1900, 2199


def _written_out(given: object) -> object:
    """A time and not the seconds since 1970, which is what a bare number would be taken for."""
    if not isinstance(given, str) or not _DATE_AND_TIME.match(given):
        raise PydanticCustomError("datetime_from_text", "no time written out")
    return given


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
    BeforeValidator(_written_out),
    AfterValidator(_in_utc),
    Field(description="with its offset; from 1900 to 2199"),
]


class Body(BaseModel):
    """What a caller sends: a member that nobody knows is refused, not overlooked; blanks at the ends go."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    @field_validator("*", mode="before")
    @classmethod
    def _not_longer_than_described(cls, given: object, info: ValidationInfo) -> object:
        """As it came: with its blanks, as whoever reads the description counts it."""
        field = cls.model_fields[info.field_name or ""]
        longest = next((rule.max_length for rule in field.metadata if hasattr(rule, "max_length")), None)
        if isinstance(given, str) and longest is not None and len(given) > longest:
            raise PydanticKnownError("string_too_long", {"max_length": longest})
        return given


class Answer(BaseModel):
    """What a caller gets: read from the dataclass that a query or an operation returned."""

    model_config = ConfigDict(from_attributes=True)
