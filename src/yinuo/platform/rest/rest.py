"""The first operations: who the token is, and the organisation that it sees."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from ninja import Query
from pydantic import Field

from yinuo.platform.identity.public import nodes
from yinuo.platform.rest.paging import Page, Paging, Position
from yinuo.platform.rest.requests import ApiRequest
from yinuo.platform.rest.router import ANY_TOKEN, Router
from yinuo.platform.rest.schemas import Answer

router = Router(tag="Basics")


class Me(Answer):
    """The token that asks."""

    name: str = Field(description="The program that holds the token.")
    scopes: list[str]
    node_id: UUID = Field(description="The unit below which the token sees.")
    expires_at: datetime


class Unit(Answer):
    """One unit of the organisation."""

    id: UUID
    parent_id: UUID | None
    kind: str = Field(description="HEAD_OFFICE, BRANCH, OUTLET or TEAM.")
    code: str
    name: str


@router.get("/me", scope=ANY_TOKEN, answer=Me)
def show_me(request: ApiRequest) -> dict[str, object]:
    """Who this token is, what it may do, and until when."""
    actor = request.actor
    return {
        "name": actor.name,
        "scopes": sorted(actor.scopes),
        "node_id": actor.node_id,
        "expires_at": request.holder.expires_at,
    }


@router.get("/organisation", scope="organisation:read", answer=Page[Unit])
def list_units(request: ApiRequest, paging: Query[Paging]) -> dict[str, object]:
    """
    The units that the token sees, each after the one above it.

    A unit that the token's own unit stands below is not listed, though `parent_id` may name it.
    """
    after = paging.after(request)
    units = [
        unit
        for unit in nodes(actor=request.actor)
        if after is None or (unit.path, unit.id) > (after.value, after.id)
    ]
    return paging.page(
        request, units[: paging.fetch], position=lambda unit: Position(value=unit.path, id=unit.id)
    )
