"""More time for a decision, for other programs: asked for here, decided by a person."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from yinuo.features.cases.approvals.asking_for_time import ask_extension_for, extensions_of
from yinuo.features.cases.locking import CaseChangedMeanwhile, CaseNotFound
from yinuo.features.cases.operations.extend_decision import CannotExtendDecision
from yinuo.features.cases.operations.pause_decision import CannotPauseDecision
from yinuo.features.cases.queries.case import id_of
from yinuo.platform.approvals.public import CannotRequestApproval
from yinuo.platform.rest.public import Answer, ApiRequest, Body, Router, Whole, not_found

router = Router(tag="Cases")
READ, WRITE = "cases:read", "cases:write"


class NewExtension(Body):
    """How much more time a decision needs, and why."""

    days: Whole = Field(
        ge=1, le=3660, description="of the policy's unit, mostly days; 15, 30 or 60 in all are usual"
    )
    reason: Literal["COMPLEX_MATTER", "THIRD_PARTY", "RECORDS", "SEVERAL_UNITS"] = Field(
        description="what the customer is told once it is approved"
    )
    why: str = Field(min_length=4, max_length=2000, description="for whoever decides")
    asked_by: str = Field(
        default="", max_length=32, description="staff number of whoever asks; empty for the owner of the case"
    )


class CaseExtensionOut(Answer):
    """A request, and how it stands: WAITING until a person decides."""

    id: UUID
    state: str
    asked_by: str
    asked_at: datetime
    closed_at: datetime | None


class ExtensionsOut(Answer):
    """All requests of a case, the newest first."""

    items: list[CaseExtensionOut]


@router.post(
    "/cases/{number}/extensions",
    scope=WRITE,
    answer=CaseExtensionOut,
    status=202,
    refuses={
        CaseNotFound: 404,
        CaseChangedMeanwhile: 409,
        CannotExtendDecision: 422,
        CannotPauseDecision: 409,
        CannotRequestApproval: 422,
    },
)
def create_extension(request: ApiRequest, number: str, body: NewExtension) -> object:
    """Ask for more time for the decision; nothing changes until a second person agrees, and no token can."""
    case_id = _id(request, number)
    asked = ask_extension_for(
        case_id=case_id,
        amount=body.days,
        reason=body.reason,
        why=body.why,
        asked_by=body.asked_by,
        program=request.actor,
        now=request.now,
    )
    found = extensions_of(case_id=case_id, actor=request.actor)
    return next(one for one in found if one.id == asked)


@router.get("/cases/{number}/extensions", scope=READ, answer=ExtensionsOut)
def list_extensions(request: ApiRequest, number: str) -> object:
    """List what was asked for, and what people decided."""
    return {"items": extensions_of(case_id=_id(request, number), actor=request.actor)}


def _id(request: ApiRequest, number: str) -> UUID:
    case_id = id_of(number=number, actor=request.actor)
    if case_id is None:
        raise not_found()
    return case_id
