"""Reads about requests: one's own, and those that one may decide."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from yinuo.platform.approvals.kinds import Line, kinds_decided_by, known_kind
from yinuo.platform.approvals.locking import request_of
from yinuo.platform.approvals.models import Approval, State
from yinuo.platform.identity.public import Actor

PAGE = 50


@dataclass(frozen=True, kw_only=True)
class ApprovalRow:
    """
    A request as listed.

    Attributes:
        first: the first of the lines that were shown, to tell requests apart.
    """

    id: UUID
    kind: str
    label: str
    first: str
    subject: str
    state: str
    state_label: str
    tone: str
    requester_name: str
    asked_at: datetime
    expires_at: datetime
    closed_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class ApprovalDetail:
    """
    A request as its page shows it.

    Attributes:
        digest: of the content, in hex: what the decision is bound to.
        why_not: why this person may not decide it although it waits; empty when they may.
    """

    row: ApprovalRow
    lines: tuple[Line, ...]
    reason: str
    note: str
    digest: str
    decided_by_name: str
    carried_out_at: datetime | None
    is_own: bool
    may_decide: bool
    why_not: str
    danger: bool
    acts_at_once: bool
    url: str
    document: str


def waiting_count(*, actor: Actor) -> int | None:
    """How many requests wait for this actor's decision; None for somebody who decides nothing."""
    return _waiting_for(actor).count() if kinds_decided_by(actor) else None


def waiting_for(*, actor: Actor, limit: int = PAGE) -> tuple[ApprovalRow, ...]:
    """What waits for the actor's decision, the most urgent first."""
    found = _waiting_for(actor).select_related("requester").order_by("expires_at", "id")
    return tuple(_row(approval) for approval in found[:limit])


def requested_by(*, actor: Actor, limit: int = PAGE) -> tuple[ApprovalRow, ...]:
    """What the actor asked for, newest first."""
    found = Approval.objects.filter(requester_id=actor.id).select_related("requester")
    return tuple(_row(approval) for approval in found.order_by("-asked_at", "-id")[:limit])


def decided_by(*, actor: Actor, limit: int = PAGE) -> tuple[ApprovalRow, ...]:
    """What the actor decided, newest first."""
    found = Approval.objects.filter(decided_by_id=actor.id).select_related("requester")
    return tuple(_row(approval) for approval in found.order_by("-closed_at", "-id")[:limit])


def approvals_on(*, subject: str, actor: Actor) -> tuple[ApprovalRow, ...]:
    """All requests about one subject, within the actor's reach: for the subject's own page."""
    found = _seen_by(actor).filter(subject=subject).select_related("requester")
    return tuple(_row(approval) for approval in found.order_by("-asked_at", "-id"))


def approval_detail(*, approval_id: UUID, actor: Actor, now: datetime) -> ApprovalDetail | None:
    """
    One request: for whoever asked, and for those in reach whose role decides such things; else None.
    """
    own = Q(requester_id=actor.id)
    found = _seen_by(actor).filter(own | Q(kind__in=kinds_decided_by(actor)) | Q(decided_by_id=actor.id))
    approval = found.select_related("requester", "decided_by").filter(pk=approval_id).first()
    return _detail(approval, actor, now) if approval else None


def _seen_by(actor: Actor) -> QuerySet[Approval]:
    within = Q(path__startswith=actor.reach) if actor.reach is not None else Q(pk__in=[])
    return Approval.objects.filter(within | Q(requester_id=actor.id))


def _waiting_for(actor: Actor) -> QuerySet[Approval]:
    if actor.reach is None:
        return Approval.objects.none()
    found = Approval.objects.filter(
        state=State.WAITING, kind__in=kinds_decided_by(actor), path__startswith=actor.reach
    )
    return found.exclude(requester_id=actor.id)


def _row(approval: Approval) -> ApprovalRow:
    kind = known_kind(approval.kind)
    lines = _lines(approval)
    return ApprovalRow(
        id=approval.pk,
        kind=approval.kind,
        label=str(kind.label) if kind else approval.kind,
        first=lines[0].value if lines else "",
        subject=approval.subject,
        state=approval.state,
        state_label=approval.get_state_display(),
        tone=_TONES[State(approval.state)],
        requester_name=approval.requester.name,
        asked_at=approval.asked_at,
        expires_at=approval.expires_at,
        closed_at=approval.closed_at,
    )


_TONES = {
    State.WAITING: "warn",
    State.GRANTED: "good",
    State.REFUSED: "bad",
    State.WITHDRAWN: "",
    State.EXPIRED: "",
}


def _lines(approval: Approval) -> tuple[Line, ...]:
    """What was shown when it was asked for, in the reader's language."""
    shown: list[list[str]] = approval.shown.get(get_language() or "") or next(
        iter(approval.shown.values()), []
    )
    return tuple(Line(label=label, value=value) for label, value in shown)


def _detail(approval: Approval, actor: Actor, now: datetime) -> ApprovalDetail:
    kind = known_kind(approval.kind)
    request = request_of(approval)
    is_own = approval.requester_id == actor.id
    why_not = ""
    if kind is not None and actor.has(*kind.deciders) and not is_own and kind.excused is not None:
        why_not = kind.excused(request, actor)
    if now >= approval.expires_at:
        why_not = _("The time to decide is over; it has to be asked for again.")
    waits = approval.state == State.WAITING
    decides = kind is not None and actor.has(*kind.deciders) and actor.sees(approval.path)
    return ApprovalDetail(
        row=_row(approval),
        lines=_lines(approval),
        reason=approval.reason,
        note=approval.note,
        digest=bytes(approval.digest).hex(),
        decided_by_name=approval.decided_by.name if approval.decided_by else "",
        carried_out_at=approval.carried_out_at,
        is_own=is_own,
        may_decide=waits and not is_own and decides and not why_not,
        why_not=why_not if waits and not is_own else "",
        danger=bool(kind and kind.danger),
        acts_at_once=bool(kind and kind.carry_out),
        url=kind.url(request) if kind and kind.url else "",
        document=kind.document(request) if kind and kind.document else "",
    )
