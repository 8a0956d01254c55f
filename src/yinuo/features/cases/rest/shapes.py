"""What other programs send about cases, and what they get back."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from yinuo.features.cases import rules
from yinuo.features.cases.models import Kind, Level, Source
from yinuo.platform.rest.public import Answer, Body, Moment

MOST_CONCERNED = 20
StaffNumber = Annotated[str, Field(min_length=1, max_length=40)]


class Who(Body):
    """What is known of the customer; every part may be missing."""

    number: str = Field(default="", max_length=40)
    name: str = Field(default="", max_length=80)
    phone: str = Field(default="", max_length=40)
    email: str = Field(default="", max_length=200)
    identity: str = Field(default="", max_length=40)


Code = Annotated[str, Field(max_length=16)]


class NewClassification(Body):
    """What the matter is about: codes of the classification in force; what is left empty stays open."""

    category: str = Field(min_length=1, max_length=16, description="business category, dimension B")
    business_channel: Code = Field(default="", description="channel of the business, dimension A")
    cause: Code = Field(default="", description="dimension C")
    demand: Code = Field(default="", description="what the customer demands, dimension W")
    sensitivity: list[Code] = Field(default_factory=list, max_length=20, description="dimension Z")


class NewCase(Body):
    """A matter to take up."""

    kind: Kind
    source: Source
    text: str = Field(min_length=1, max_length=rules.LONGEST_TEXT)
    subject: str = Field(default="", max_length=rules.LONGEST_SUBJECT)
    level: Level = Level.ORDINARY
    customer: Who = Field(default_factory=Who)
    classification: NewClassification | None = Field(
        default=None,
        description="as decided where the matter was taken down; left out, a person decides it here",
    )
    voiced_at: Moment | None = None
    concerns: list[StaffNumber] = Field(
        default_factory=list,
        max_length=MOST_CONCERNED,
        description="staff numbers of the colleagues whom it is about: none of them gets it",
    )


class PromiseOut(Answer):
    """Something owed by a time."""

    policy: str
    name: str
    state: str
    made_at: datetime
    due_at: datetime
    settled_at: datetime | None


class CaseOpenedOut(Answer):
    """The receipt: what the customer is told."""

    number: str
    tracking_url: str
    promises: list[PromiseOut]


class CaseOut(Answer):
    """A case as lists show it: masked and redacted."""

    number: str
    kind: str
    level: str
    state: str
    subject: str
    customer_name: str
    owner_name: str
    opened_at: datetime
    promises: list[PromiseOut]


class CaseCustomerOut(Answer):
    """The customer, every value masked."""

    name: str
    tier: str
    phones: list[str]
    emails: list[str]
    number: str


class MessageOut(Answer):
    """Something said, redacted."""

    kind: str
    author: str
    at: datetime
    text: str


class EventOut(Answer):
    """An entry of the evidence."""

    version: int
    at: datetime
    actor: str
    action: str


class ClassificationOut(Answer):
    """What people decided that the matter is about: codes, empty where nobody decided."""

    category: str
    business_channel: str
    cause: str
    demand: str
    sensitivity: list[str]


class CaseDetailOut(Answer):
    """A case with all that belongs to it."""

    number: str
    kind: str
    source: str
    level: str
    state: str
    subject: str
    classification: ClassificationOut
    owner_name: str
    voiced_at: datetime
    opened_at: datetime
    answered_at: datetime | None
    resolved_at: datetime | None
    revision: int
    customer: CaseCustomerOut
    messages: list[MessageOut]
    promises: list[PromiseOut]
    events: list[EventOut] = Field(validation_alias="records")


class ProvedEntryOut(Answer):
    """An entry of the evidence, word for word, with the path from its number to the checkpoint's root."""

    number: int
    body: str
    path: list[str]


class ReceiptOut(Answer):
    """All evidence of a case with its proofs; save it as it is, and check it with the stand-alone verifier."""

    yinuo: str
    version: int
    key: str
    stream: str
    checkpoint: str
    issued_at: datetime
    entries: list[ProvedEntryOut]


class NewResponse(Body):
    """An answer that was sent, or is sent now, to the customer."""

    text: str = Field(min_length=1, max_length=rules.LONGEST_TEXT)
    channel: Source | None = None
    sent_at: Moment | None = None


class ResponseOut(Answer):
    """The stored answer, and the promise that it settled."""

    message_id: UUID
    settled: PromiseOut | None


class NewNote(Body):
    """Words among colleagues."""

    text: str = Field(min_length=1, max_length=rules.LONGEST_TEXT)


class NoteOut(Answer):
    """The stored note."""

    message_id: UUID


class NewAssignment(Body):
    """Who owns the case from now on, by one of two names, and what they should know."""

    owner: str = Field(
        default="", max_length=40, description="staff number of a complaint specialist or a supervisor"
    )
    owner_id: UUID | None = Field(default=None, description="instead of the number: their id")
    note: str = Field(
        default="", max_length=rules.LONGEST_TEXT, description="for whoever takes over; an internal note"
    )


class NewResolution(Body):
    """Why the customer had to complain: a code of dimension C of JR/T 0169-2018."""

    cause: str = Field(max_length=16)
    responsible: str = Field(
        default="", max_length=32, description="code of the unit that answers for it; NONE for none of ours"
    )
    open_tasks: Literal["", "cancel", "keep"] = Field(
        default="", description="what becomes of tasks that nobody has done yet"
    )
