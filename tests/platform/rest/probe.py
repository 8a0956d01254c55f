"""An interface whose one write leaves an entry in the evidence log: to see what happens once, twice or not at all."""

from __future__ import annotations

import time
from contextlib import suppress
from datetime import datetime
from typing import Literal
from uuid import UUID

from django.db import OperationalError, connection
from django.urls import include, path
from ninja import Query
from pydantic import Field
from uuid_utils.compat import uuid7

from yinuo.kernel.errors import DomainError
from yinuo.platform.audit.public import append, records_of
from yinuo.platform.identity.public import register_scope
from yinuo.platform.jobs.public import transaction
from yinuo.platform.rest.public import (
    Answer,
    Api,
    ApiRequest,
    Body,
    Page,
    Paging,
    Position,
    Router,
    not_found,
)

register_scope(code="probes:write", label="Leave entries")
register_scope(code="probes:read", label="Read entries")
STREAM = "probe:1"
router = Router(tag="Probes")


class CannotProbe(DomainError):
    code = "probe.cannot_probe"


class UnknownProbe(DomainError):
    code = "probe.unknown_probe"


class NewProbe(Body):
    name: str = Field(min_length=1, max_length=20)
    behaviour: Literal["work", "refuse", "miss", "fault", "sleep", "lose_database", "lose_afterwards"] = (
        "work"
    )
    level: int = Field(1, ge=1, le=5)
    due_at: datetime | None = None
    customer_id: UUID | None = None


class Probe(Answer):
    id: UUID
    name: str
    seen: list[str]


@router.post("/probes", scope="probes:write", answer=Probe, refuses={UnknownProbe: 404})
def leave_probe(request: ApiRequest, body: NewProbe) -> object:
    """Leave an entry in the log."""
    probe_id = uuid7()
    with transaction():
        append(stream=STREAM, action="probe.left", actor=request.actor.reference, at=request.now)
        if body.behaviour == "refuse":
            raise CannotProbe("Not on a Sunday.")
        if body.behaviour == "miss":
            raise UnknownProbe("There is no such probe.")
        if body.behaviour == "fault":
            raise ZeroDivisionError(body.name)
        if body.behaviour == "sleep":
            time.sleep(0.4)
        if body.behaviour == "lose_database":
            lose_database()
    if body.behaviour == "lose_afterwards":
        # The operation is done; its answer is not kept yet.
        with suppress(OperationalError):
            lose_database()
    request.answer_headers["Location"] = f"/api/v1/probes/{probe_id}"
    return {"id": probe_id, "name": body.name, "seen": [request.actor.name]}


def lose_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")


@router.get("/probes", scope="probes:read", answer=Page[int])
def list_probes(request: ApiRequest, paging: Query[Paging]) -> object:
    """The numbers of the entries, newest first."""
    after = paging.after(request)
    numbers = sorted((record.version for record in records_of(STREAM)), reverse=True)
    rows = [number for number in numbers if after is None or number < after.value]  # type: ignore[operator]
    return paging.page(request, rows, position=lambda number: Position(value=number, id=UUID(int=number)))


@router.get("/probes/{uuid:probe_id}", scope="probes:read", answer=Probe)
def show_probe(request: ApiRequest, probe_id: UUID) -> object:
    """One entry."""
    raise not_found()


@router.delete("/probes/{uuid:probe_id}", scope="probes:write")
def drop_probe(request: ApiRequest, probe_id: UUID) -> None:
    """Take an entry away."""
    with transaction():
        append(stream=STREAM, action="probe.dropped", actor=request.actor.reference, at=request.now)


api = Api(title="Probes", version="1", description="For tests.", prefix="/api/v1/")
api.mount(router)
urlpatterns = [path("api/v1/", include((api.url_patterns(), "probe")))]


def entries() -> int:
    """How many effects there are."""
    return len(records_of(STREAM))
