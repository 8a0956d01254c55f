"""The two bases of what goes over the wire."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Body(BaseModel):
    """What a caller sends: a member that nobody knows is refused, not overlooked; blanks at the ends go."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Answer(BaseModel):
    """What a caller gets: read from the dataclass that a query or an operation returned."""

    model_config = ConfigDict(from_attributes=True)
