"""Customers for other programs: list, find, read, add, change, consents; always masked."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from ninja import Query
from pydantic import Field

from yinuo.core.customers import queries
from yinuo.core.customers.details import LONGEST, CannotReadDetails, CustomerDetails
from yinuo.core.customers.errors import CannotChangeCustomer, CustomerChangedMeanwhile, CustomerNotFound
from yinuo.core.customers.models import Consent, Customer, Segment, State, Vulnerability
from yinuo.core.customers.operations.add_customer import CannotAddCustomer, add_customer
from yinuo.core.customers.operations.change_customer import Profile, change_customer
from yinuo.core.customers.operations.record_consent import CannotRecordConsent, record_consent
from yinuo.platform.rest.public import (
    Answer,
    ApiRequest,
    Body,
    Moment,
    Page,
    Paging,
    Position,
    Router,
    Whole,
    YesNo,
    not_found,
)

router = Router(tag="Customers")
READ, WRITE = "customers:read", "customers:write"
REFUSALS = {CustomerNotFound: 404, CustomerChangedMeanwhile: 409, CannotChangeCustomer: 422}


class NewCustomer(Body):
    """Who it is; somebody known by number, identity number, or name with phone or e-mail is recognised."""

    name: str = Field(min_length=1, max_length=80)
    number: str = Field(default="", max_length=40)
    phone: str = Field(default="", max_length=40)
    email: str = Field(default="", max_length=200)
    identity: str = Field(default="", max_length=40)
    account: str = Field(default="", max_length=40)
    address: str = Field(default="", max_length=LONGEST)
    kind: Customer.Kind = Customer.Kind.PERSON
    tier: str = Field(default="", max_length=24)


class CustomerChange(Body):
    """What is to be changed; what is left out stays."""

    revision: Whole | None = Field(default=None, ge=1, le=2_000_000_000)
    tier: str | None = Field(default=None, max_length=24)
    segment: Segment | None = None
    language: str | None = Field(default=None, max_length=16)
    time_zone: str | None = Field(default=None, max_length=40)
    vulnerabilities: list[Vulnerability] | None = Field(default=None, max_length=10)
    manager_id: UUID | None = None


class CustomerRowOut(Answer):
    """A customer as lists show them, masked."""

    id: UUID
    name: str
    kind: str
    number: str
    phone: str
    tier: str
    segment: str
    state: str
    created_at: datetime


class DetailOut(Answer):
    """A sealed value, masked."""

    id: UUID
    kind: str
    mask: str
    verified_at: datetime | None


class ConsentOut(Answer):
    """A word of the customer."""

    purpose: str
    channel: str
    given: bool
    at: datetime
    proof: str
    reference: str


class CustomerOut(Answer):
    """A customer, every value masked."""

    id: UUID
    name: str
    kind: str
    tier: str
    segment: str
    state: str
    closed_date: date | None
    language: str
    time_zone: str
    vulnerabilities: list[str]
    manager_id: UUID | None
    created_at: datetime
    revision: int
    details: list[DetailOut]
    consents: list[ConsentOut]


class NewConsent(Body):
    """What the customer said, about what, for which channel, and how it is proved."""

    purpose: Consent.Purpose
    channel: Consent.Channel
    given: YesNo
    proof: Consent.Proof
    reference: str = Field(default="", max_length=40)
    said_at: Moment | None = None


class Narrowed(Paging):
    """Which customers."""

    state: State | None = None
    segment: Segment | None = None
    tier: str = Field(default="", max_length=24)


@router.get("/customers", scope=READ, answer=Page[CustomerRowOut])
def list_customers(request: ApiRequest, paging: Query[Narrowed]) -> object:
    """List customers, the newest first."""
    after = paging.after(request)
    page = queries.customer_list(
        actor=request.actor,
        filters=queries.Filters(state=paging.state or "", segment=paging.segment or "", tier=paging.tier),
        after=queries.Position(id=after.id) if after else None,
        limit=paging.fetch,
    )
    return paging.page(request, page.rows, position=lambda row: Position(value=None, id=row.id))


@router.post(
    "/customers", scope=WRITE, answer=CustomerOut, refuses={CannotReadDetails: 422, CannotAddCustomer: 409}
)
def create_customer(request: ApiRequest, body: NewCustomer) -> object:
    """Add a customer, or get the one that is known."""
    parts = body.model_dump(include={"name", "number", "phone", "email", "identity", "account", "address"})
    made = add_customer(
        details=CustomerDetails(**parts),
        path=request.actor.reach or "/",
        kind=body.kind,
        profile=Profile(tier=body.tier),
        actor=request.actor,
        now=request.now,
    )
    request.answer_headers["Location"] = f"/api/v1/customers/{made.id}"
    return _shown(request, made.id)


@router.get("/customers/{customer_id}", scope=READ, answer=CustomerOut, refuses={CustomerNotFound: 404})
def show_customer(request: ApiRequest, customer_id: UUID) -> object:
    """Show one customer, masked."""
    return _shown(request, customer_id)


@router.patch("/customers/{customer_id}", scope=WRITE, answer=CustomerOut, refuses=REFUSALS)
def update_customer(request: ApiRequest, customer_id: UUID, body: CustomerChange) -> object:
    """Change what is not sealed; with `revision`, only if nobody was quicker."""
    given = body.model_dump(exclude={"revision"})
    change_customer(
        customer_id=customer_id,
        profile=Profile(**given),
        revision=body.revision,
        actor=request.actor,
        now=request.now,
    )
    return _shown(request, customer_id)


@router.get(
    "/customers/{customer_id}/consents",
    scope=READ,
    answer=list[ConsentOut],
    refuses={CustomerNotFound: 404},
)
def list_consents(request: ApiRequest, customer_id: UUID) -> object:
    """Everything that the customer said, the newest first."""
    _shown(request, customer_id)
    return list(queries.consent_history(customer_id=customer_id))


@router.post(
    "/customers/{customer_id}/consents",
    scope=WRITE,
    answer=CustomerOut,
    refuses={**REFUSALS, CannotRecordConsent: 422},
)
def create_consent(request: ApiRequest, customer_id: UUID, body: NewConsent) -> object:
    """Record what the customer said; nothing that was said before is changed."""
    record_consent(
        customer_id=customer_id,
        purpose=body.purpose,
        channel=body.channel,
        given=body.given,
        proof=body.proof,
        reference=body.reference,
        at=body.said_at,
        actor=request.actor,
        now=request.now,
    )
    return _shown(request, customer_id)


def _shown(request: ApiRequest, customer_id: UUID) -> CustomerOut:
    found = queries.portrait(customer_id=customer_id, actor=request.actor)
    if found is None:
        raise not_found()
    return CustomerOut(
        id=found.id,
        name=found.name,
        kind=found.kind,
        tier=found.tier,
        segment=found.segment,
        state=found.state,
        closed_date=found.closed_date,
        language=found.language,
        time_zone=found.time_zone,
        vulnerabilities=[code for code, _label in found.vulnerabilities],
        manager_id=found.manager_id,
        created_at=found.created_at,
        revision=found.revision,
        details=[DetailOut.model_validate(detail) for detail in found.details],
        consents=[ConsentOut.model_validate(consent) for consent in found.consents],
    )
