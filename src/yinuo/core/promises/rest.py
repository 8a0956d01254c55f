"""Promises and their policies for other programs: what is owed, by when, by which arithmetic, under which standard."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from ninja import Query
from pydantic import Field

from yinuo.core.promises import queries
from yinuo.core.promises.errors import CannotReadTerms, PolicyNotFound
from yinuo.core.promises.explaining import Explanation, explain_promise
from yinuo.core.promises.listing import Danger, owed_promises
from yinuo.core.promises.operations.draft_policy import (
    CannotDraftPolicy,
    discard_policy_draft,
    draft_policy_version,
)
from yinuo.core.promises.policy_views import PolicyView, VersionView
from yinuo.core.promises.previews import preview_version
from yinuo.core.promises.roles import DRAFT_SCOPE
from yinuo.core.promises.terms import write_terms
from yinuo.core.promises.wall import wall
from yinuo.platform.rest.public import Answer, ApiRequest, Body, Page, Paging, Position, Router, not_found

router = Router(tag="Promises")
READ = "promises:read"
MOST_PREVIEWED = 5_000  # open promises that a preview measures


class PromiseRowOut(Answer):
    """Something owed by a time."""

    id: UUID
    policy: str
    name: str
    subject: str
    state: str
    made_at: datetime
    at_risk_at: datetime
    due_at: datetime
    settled_at: datetime | None
    is_provisional: bool


class SpanOut(Answer):
    """A stretch of time that counted, or did not, and why."""

    begin: datetime
    end: datetime
    kind: str
    reason: str


class AlarmOut(Answer):
    """One rung of the ladder: when it goes off, and when it did."""

    key: str
    at: datetime
    tell: list[str]
    fired_at: datetime | None
    is_late: bool


class ExtensionOut(Answer):
    """More time that was given."""

    amount: int
    unit_label: str
    reason: str
    at: datetime
    due_before: datetime
    due_after: datetime


class ExplainedPromiseOut(PromiseRowOut):
    """One promise with its arithmetic; lengths of time in seconds of its clock."""

    policy_version: int
    base_due_at: datetime
    whole_seconds: int
    spent_seconds: int
    held_seconds: int
    spans: list[SpanOut]
    extensions: list[ExtensionOut]
    alarms: list[AlarmOut]


class PolicyVersionOut(Answer):
    """What a policy says for a half-open time."""

    number: int
    state: str
    valid_from: datetime | None
    valid_to: datetime | None
    digest: str
    terms: dict[str, object]


class PolicyOut(Answer):
    """A standard that the institution sets."""

    code: str
    duty: str
    name: str
    basis: str
    versions: list[PolicyVersionOut]


class PolicyDraft(Body):
    """What a policy is to say; names, duty and basis are for a policy that does not exist yet."""

    terms: dict[str, object]
    duty: str = Field(default="", max_length=60)
    name_zh: str = Field(default="", max_length=80)
    name_en: str = Field(default="", max_length=120)
    basis: str = Field(default="", max_length=200)


class DraftPreviewOut(Answer):
    """What a draft would do to the promises that are open: how many there are, and how many of those measured move."""

    open: int
    looked_at: int
    changed: int
    earlier: int
    later: int
    broken: int


class TeamOut(Answer):
    """One unit with what it owes; those in the greatest danger first."""

    name: str
    overdue: int
    at_risk: int
    running: int


class HourOut(Answer):
    """How many promises fall due in one hour."""

    begin: datetime
    count: int


class NextOut(Answer):
    """A promise that breaks soon: what it is about, and who owes it; no personal data."""

    promise_id: UUID
    name: str
    number: str
    unit: str
    due_at: datetime


class WallOut(Answer):
    """How many promises are in danger, where, in which of the next hours they fall due, and which break next."""

    overdue: int
    at_risk: int
    running: int
    paused: int
    teams: list[TeamOut]
    hours: list[HourOut]
    nearest: list[NextOut]


class Narrowed(Paging):
    """Which promises: everything that is still owed, or what is late, or what is at risk."""

    danger: Danger = Danger.ANY
    policy: str = Field(default="", max_length=60)


@router.get("/promises", scope=READ, answer=Page[PromiseRowOut])
def list_promises(request: ApiRequest, paging: Query[Narrowed]) -> object:
    """List what is owed and not settled, what is due soonest first."""
    after = paging.after(request)
    rows = owed_promises(
        actor=request.actor,
        danger=paging.danger,
        policy=paging.policy,
        after=(after.value, after.id) if after and isinstance(after.value, datetime) else None,
        limit=paging.fetch,
        now=request.now,
    )
    return paging.page(request, rows, position=lambda row: Position(value=row.due_at, id=row.id))


@router.get("/wallboard", scope=READ, answer=WallOut)
def show_wall(request: ApiRequest) -> object:
    """Count what is owed and not settled: how much is late or at risk, by unit and by hour; name what breaks next."""
    shown = wall(actor=request.actor, now=request.now)
    counted = {field: getattr(shown, field) for field in WallOut.model_fields if field != "nearest"}
    nearest = [
        NextOut(
            promise_id=one.promise.id,
            name=one.promise.name,
            number=one.number,
            unit=one.unit,
            due_at=one.promise.due_at,
        )
        for one in shown.nearest
    ]
    return WallOut.model_validate(counted | {"nearest": nearest})


@router.get("/promises/{promise_id}", scope=READ, answer=ExplainedPromiseOut)
def show_promise(request: ApiRequest, promise_id: UUID) -> object:
    """Show one promise with its arithmetic: what counted, what did not, and which alarms follow."""
    explained = explain_promise(promise_id=promise_id, actor=request.actor, now=request.now)
    if explained is None:
        raise not_found()
    return _shown(explained)


@router.get("/policies", scope=READ, answer=list[PolicyOut])
def list_policies(request: ApiRequest) -> object:
    """List every policy with its versions."""
    return [_policy(one) for one in queries.policies(now=request.now)]


@router.get("/policies/{code}", scope=READ, answer=PolicyOut)
def show_policy(request: ApiRequest, code: str) -> object:
    """Show one policy with its versions, the newest first."""
    found = queries.policy_of(code=code, now=request.now)
    if found is None:
        raise not_found()
    return _policy(found)


@router.post(
    "/policies/{code}/draft",
    scope=DRAFT_SCOPE,
    answer=PolicyVersionOut,
    refuses={CannotDraftPolicy: 403, CannotReadTerms: 422},
)
def create_policy_draft(request: ApiRequest, code: str, body: PolicyDraft) -> object:
    """Draft what a policy is to say, in place of an earlier draft; two people put it in force."""
    drafted = draft_policy_version(
        policy=code,
        terms=body.terms,
        duty=body.duty,
        name_zh=body.name_zh,
        name_en=body.name_en,
        basis=body.basis,
        actor=request.actor,
        now=request.now,
    )
    request.answer_headers["Location"] = f"/api/v1/policies/{code}"
    return _version(drafted)


@router.get("/policies/{code}/draft/preview", scope=READ, answer=DraftPreviewOut)
def preview_policy_draft(request: ApiRequest, code: str) -> object:
    """Show what the draft of a policy would do to its open promises, of which 5,000 are measured."""
    found = queries.policy_of(code=code, now=request.now)
    if found is None or found.draft is None:
        raise not_found()
    return preview_version(version_id=found.draft.id, now=request.now, most=MOST_PREVIEWED)


@router.post(
    "/policies/{code}/draft/discard",
    scope=DRAFT_SCOPE,
    answer=PolicyOut,
    refuses={CannotDraftPolicy: 403, PolicyNotFound: 404},
)
def discard_draft_of_policy(request: ApiRequest, code: str) -> object:
    """Drop the draft of a policy; what is in force stays."""
    found = queries.policy_of(code=code, now=request.now)
    if found is None or found.draft is None:
        raise not_found()
    discard_policy_draft(version_id=found.draft.id, actor=request.actor, now=request.now)
    return show_policy(request, code)


def _policy(policy: PolicyView) -> Mapping[str, object]:
    return {
        "code": policy.code,
        "duty": policy.duty,
        "name": policy.name,
        "basis": policy.basis,
        "versions": [_version(version) for version in policy.versions],
    }


def _version(version: VersionView) -> Mapping[str, object]:
    return {
        "number": version.number,
        "state": version.state,
        "valid_from": version.valid_from,
        "valid_to": version.valid_to,
        "digest": version.digest,
        "terms": write_terms(version.terms),
    }


def _shown(explained: Explanation) -> ExplainedPromiseOut:
    row = PromiseRowOut.model_validate(explained.promise)
    return ExplainedPromiseOut(
        **row.model_dump(),
        policy_version=explained.version,
        base_due_at=explained.base_due_at,
        whole_seconds=int(explained.whole.total_seconds()),
        spent_seconds=int(explained.spent.total_seconds()),
        held_seconds=int(explained.held.total_seconds()),
        spans=[SpanOut.model_validate(span) for span in explained.spans],
        extensions=[ExtensionOut.model_validate(one) for one in explained.extensions],
        alarms=[AlarmOut.model_validate(alarm) for alarm in explained.alarms],
    )
