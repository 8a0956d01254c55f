"""A case of the past as it is taken over, from whichever form of file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from yinuo.core.customers.public import CustomerDetails
from yinuo.core.promises.public import Standard
from yinuo.features.cases.models import Kind, Level, Source


@dataclass(frozen=True, kw_only=True)
class Owed:
    """
    One promise of a past case.

    Attributes:
        happened_at: when what was promised happened; None where it is still owed.
        evidence: what proves it.
    """

    standard: Standard
    happened_at: datetime | None = None
    evidence: str = ""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What the customer was told, and when."""

    text: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class PastCase:
    """
    A case that can be taken over.

    Attributes:
        line: of the file.
        external_id: the number under which the other system knows it; once for each source.
        is_common: the text stands in many cases alike, and says nothing personal.
        customer_id: whose it is, where the file names a customer of ours.
        person: who it is otherwise, as the file says; None where it says nothing.
        path: the organisation node that it belongs to.
        outcome: how it ended, in the words of the other system's form.
    """

    line: int
    external_id: str
    subject: str
    text: str
    path: str
    voiced_at: datetime
    source: str = Source.CFPB
    kind: str = Kind.COMPLAINT
    level: str = Level.ORDINARY
    is_common: bool = False
    customer_id: UUID | None = None
    person: CustomerDetails | None = None
    owner_id: UUID | None = None
    owed: tuple[Owed, ...] = ()
    answer: Answer | None = None
    answered_at: datetime | None = None
    resolved_at: datetime | None = None
    business_channel: str = ""
    category: str = ""
    cause: str = ""
    outcome: str = ""
