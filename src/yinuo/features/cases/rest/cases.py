"""Cases for other programs: open, read, list, answer, note, hand over, resolve."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import Query

from yinuo.core.customers.public import CannotReadDetails, CustomerDetails
from yinuo.features.cases.locking import CaseChangedMeanwhile, CaseNotFound
from yinuo.features.cases.models import Level
from yinuo.features.cases.operations.add_note import CannotAddNote, add_note
from yinuo.features.cases.operations.assign_case import CannotAssignCase, assign_case
from yinuo.features.cases.operations.classify_case import CannotClassifyCase, Classification, classify_case
from yinuo.features.cases.operations.give_receipt import give_receipt
from yinuo.features.cases.operations.open_case import CannotOpenCase, OpenedCase, open_case
from yinuo.features.cases.operations.record_response import CannotRecordResponse, record_response
from yinuo.features.cases.operations.resolve_case import CannotResolveCase, resolve_case
from yinuo.features.cases.queries.case import case_detail, id_of
from yinuo.features.cases.queries.queue import Position as QueuePosition
from yinuo.features.cases.queries.queue import queue
from yinuo.features.cases.responsibility import path_of
from yinuo.features.cases.rest.listing import CannotNarrow, CasesAsked
from yinuo.features.cases.rest.shapes import (
    CaseDetailOut,
    CaseOpenedOut,
    CaseOut,
    NewAssignment,
    NewCase,
    NewClassification,
    NewNote,
    NewResolution,
    NewResponse,
    NoteOut,
    PromiseOut,
    ReceiptOut,
    ResponseOut,
)
from yinuo.platform.audit.public import CannotProve, CannotSign
from yinuo.platform.identity.public import staff_by_number
from yinuo.platform.jobs.public import transaction
from yinuo.platform.rest.public import (
    ApiRequest,
    Page,
    Position,
    Router,
    not_found,
)

router = Router(tag="Cases")
REFUSALS = {CaseNotFound: 404, CaseChangedMeanwhile: 409}
READ, WRITE = "cases:read", "cases:write"


@router.post(
    "/cases",
    scope=WRITE,
    answer=CaseOpenedOut,
    refuses={CannotOpenCase: 422, CannotReadDetails: 422, CannotClassifyCase: 422},
)
def create_case(request: ApiRequest, body: NewCase) -> object:
    """Open a case; its clocks start at once."""
    if body.classification is None:
        opened = _open(request, body)
    else:
        with transaction():
            opened = _open(request, body)
            _classify(request, opened.id, body.classification, body.level)
    request.answer_headers["Location"] = f"/api/v1/cases/{opened.number}"
    tracking = reverse("portal:follow", args=[opened.tracking_token])
    return CaseOpenedOut(
        number=opened.number,
        tracking_url=request.build_absolute_uri(tracking),
        promises=[PromiseOut.model_validate(promise) for promise in opened.promises],
    )


@router.get("/cases", scope=READ, answer=Page[CaseOut], refuses={CannotNarrow: 422})
def list_cases(request: ApiRequest, asked: Query[CasesAsked]) -> object:
    """List cases, the newest first; several conditions must hold together."""
    after = asked.after(request)
    position = None
    if after is not None and isinstance(after.value, datetime):
        position = QueuePosition(at=after.value, id=after.id)
    page = queue(
        view="all",
        actor=request.actor,
        now=request.now,
        filters=asked.filters,
        after=position,
        limit=asked.fetch,
    )
    return asked.page(request, page.rows, position=lambda row: Position(value=row.opened_at, id=row.id))


@router.get("/cases/{number}", scope=READ, answer=CaseDetailOut, refuses=REFUSALS)
def show_case(request: ApiRequest, number: str) -> object:
    """Show one case: masked customer, redacted words, promises, events."""
    case = case_detail(number=number, actor=request.actor, now=request.now)
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
    refuses={**REFUSALS, CannotAssignCase: 422, CannotAddNote: 422},
)
def create_assignment(request: ApiRequest, number: str, body: NewAssignment) -> object:
    """Hand the case over; what is promised goes with it."""
    assign_case(
        case_id=_id(request, number),
        owner_id=_new_owner(body),
        note=body.note,
        actor=request.actor,
        now=request.now,
    )
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


def _open(request: ApiRequest, body: NewCase) -> OpenedCase:
    return open_case(
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


def _classify(request: ApiRequest, case_id: UUID, given: NewClassification, level: Level) -> None:
    chosen = Classification(
        **given.model_dump(exclude={"sensitivity"}), sensitivity=tuple(given.sensitivity), level=level
    )
    classify_case(case_id=case_id, chosen=chosen, actor=request.actor, now=request.now)


def _new_owner(body: NewAssignment) -> UUID:
    if bool(body.owner) == (body.owner_id is not None):
        raise CannotAssignCase(_("Name the new owner by “owner”, a staff number, or by “owner_id”."))
    if body.owner_id is not None:
        return body.owner_id
    named = staff_by_number(number=body.owner)
    if named is None:
        raise CannotAssignCase(_("Nobody has the staff number in “owner”."))
    return named.id


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
    case_id = id_of(number=number, actor=request.actor)
    if case_id is None:
        raise not_found()
    return case_id
