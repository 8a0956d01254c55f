"""Cases for other programs: open, read, list, answer, note, hand over, resolve."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import Query
from pydantic import Field

from yinuo.core.customers.public import CannotReadDetails, CustomerDetails
from yinuo.features.cases import queries, rest_acts, rest_extensions, rest_letters, rules
from yinuo.features.cases.locking import CaseChangedMeanwhile, CaseNotFound
from yinuo.features.cases.models import Kind, Level, Source
from yinuo.features.cases.operations.add_note import CannotAddNote, add_note
from yinuo.features.cases.operations.assign_case import CannotAssignCase, assign_case
from yinuo.features.cases.operations.give_receipt import give_receipt
from yinuo.features.cases.operations.open_case import CannotOpenCase, open_case
from yinuo.features.cases.operations.record_response import CannotRecordResponse, record_response
from yinuo.features.cases.operations.resolve_case import CannotResolveCase, resolve_case
from yinuo.features.cases.responsibility import path_of
from yinuo.platform.audit.public import CannotProve, CannotSign
from yinuo.platform.identity.public import staff_by_number
from yinuo.platform.rest.public import (
    Answer,
    ApiRequest,
    Body,
    Moment,
    Page,
    Paging,
    Position,
    Router,
    not_found,
)

router = Router(tag="Cases")
REFUSALS = {CaseNotFound: 404, CaseChangedMeanwhile: 409}
READ, WRITE = "cases:read", "cases:write"
MOST_CONCERNED = 20
extensions = rest_extensions.router
letters = rest_letters.router
acts = rest_acts.router  # the rest of this room's operations


StaffNumber = Annotated[str, Field(min_length=1, max_length=40)]


class Who(Body):
    """What is known of the customer; every part may be missing."""

    number: str = Field(default="", max_length=40)
    name: str = Field(default="", max_length=80)
    phone: str = Field(default="", max_length=40)
    email: str = Field(default="", max_length=200)
    identity: str = Field(default="", max_length=40)


class NewCase(Body):
    """A matter to take up."""

    kind: Kind
    source: Source
    text: str = Field(min_length=1, max_length=rules.LONGEST_TEXT)
    subject: str = Field(default="", max_length=rules.LONGEST_SUBJECT)
    level: Level = Level.ORDINARY
    customer: Who = Field(default_factory=Who)
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


class CaseDetailOut(Answer):
    """A case with all that belongs to it."""

    number: str
    kind: str
    state: str
    subject: str
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
    """Who owns the case from now on."""

    owner_id: UUID


class NewResolution(Body):
    """Why the customer had to complain: a code of dimension C of JR/T 0169-2018."""

    cause: str = Field(max_length=16)
    responsible: str = Field(
        default="", max_length=32, description="code of the unit that answers for it; NONE for none of ours"
    )
    open_tasks: Literal["", "cancel", "keep"] = Field(
        default="", description="what becomes of tasks that nobody has done yet"
    )


@router.post(
    "/cases", scope=WRITE, answer=CaseOpenedOut, refuses={CannotOpenCase: 422, CannotReadDetails: 422}
)
def create_case(request: ApiRequest, body: NewCase) -> object:
    """Open a case; its clocks start at once."""
    opened = open_case(
        kind=body.kind,
        source=body.source,
        level=body.level,
        subject=body.subject,
        text=body.text,
        customer=CustomerDetails(**body.customer.model_dump()),
        voiced_at=body.voiced_at,
        concerns=_colleagues(body.concerns),
        path=request.actor.reach,
        actor=request.actor,
        now=request.now,
    )
    request.answer_headers["Location"] = f"/api/v1/cases/{opened.number}"
    tracking = reverse("portal:follow", args=[opened.tracking_token])
    return CaseOpenedOut(
        number=opened.number,
        tracking_url=request.build_absolute_uri(tracking),
        promises=[PromiseOut.model_validate(promise) for promise in opened.promises],
    )


@router.get("/cases", scope=READ, answer=Page[CaseOut])
def list_cases(request: ApiRequest, paging: Query[Paging]) -> object:
    """List cases, the newest first."""
    after = paging.after(request)
    position = None
    if after is not None and isinstance(after.value, datetime):
        position = queries.Position(at=after.value, id=after.id)
    page = queries.queue(view="all", actor=request.actor, now=request.now, after=position, limit=paging.fetch)
    return paging.page(request, page.rows, position=lambda row: Position(value=row.opened_at, id=row.id))


@router.get("/cases/{number}", scope=READ, answer=CaseDetailOut, refuses=REFUSALS)
def show_case(request: ApiRequest, number: str) -> object:
    """Show one case: masked customer, redacted words, promises, events."""
    case = queries.case_detail(number=number, actor=request.actor, now=request.now)
    if case is None:
        raise not_found()
    return case


@router.get(
    "/cases/{number}/receipt",
    scope=READ,
    answer=ReceiptOut,
    refuses={CaseNotFound: 404, CannotProve: 409, CannotSign: 503},
)
def show_receipt(request: ApiRequest, number: str) -> object:
    """Get the receipt of a case: its evidence with proofs, which anybody checks without this house."""
    return give_receipt(case_id=_id(request, number), actor=request.actor, now=request.now).document


@router.post(
    "/cases/{number}/responses",
    scope=WRITE,
    answer=ResponseOut,
    refuses={**REFUSALS, CannotRecordResponse: 422},
)
def create_response(request: ApiRequest, number: str, body: NewResponse) -> object:
    """Record an answer; the first substantive one keeps the promise, at the time it was sent."""
    return record_response(
        case_id=_id(request, number),
        text=body.text,
        channel=body.channel or "",
        sent_at=body.sent_at,
        actor=request.actor,
        now=request.now,
    )


@router.post("/cases/{number}/notes", scope=WRITE, answer=NoteOut, refuses={**REFUSALS, CannotAddNote: 422})
def create_note(request: ApiRequest, number: str, body: NewNote) -> object:
    """Add an internal note; it keeps no promise."""
    message_id = add_note(case_id=_id(request, number), text=body.text, actor=request.actor, now=request.now)
    return NoteOut(message_id=message_id)


@router.post(
    "/cases/{number}/assignments",
    scope=WRITE,
    answer=CaseDetailOut,
    refuses={**REFUSALS, CannotAssignCase: 422},
)
def create_assignment(request: ApiRequest, number: str, body: NewAssignment) -> object:
    """Hand the case over; what is promised goes with it."""
    assign_case(case_id=_id(request, number), owner_id=body.owner_id, actor=request.actor, now=request.now)
    return show_case(request, number)


@router.post(
    "/cases/{number}/resolution",
    scope=WRITE,
    answer=CaseDetailOut,
    refuses={**REFUSALS, CannotResolveCase: 422},
)
def create_resolution(request: ApiRequest, number: str, body: NewResolution) -> object:
    """Resolve the case with its cause."""
    resolve_case(
        case_id=_id(request, number),
        cause=body.cause,
        open_tasks=body.open_tasks,
        responsible=path_of(body.responsible),
        actor=request.actor,
        now=request.now,
    )
    return show_case(request, number)


def _colleagues(numbers: list[str]) -> list[UUID]:
    """The people of these staff numbers, each once; numbers are not repeated in the refusal."""
    found = [staff_by_number(number=number) for number in numbers]
    if None in found:
        raise CannotOpenCase(
            _("Nobody has the staff number at place %(place)s of “concerns”; nothing was opened.")
            % {"place": found.index(None) + 1}
        )
    return list(dict.fromkeys(one.id for one in found if one))


def _id(request: ApiRequest, number: str) -> UUID:
    case_id = queries.id_of(number=number, actor=request.actor)
    if case_id is None:
        raise not_found()
    return case_id
