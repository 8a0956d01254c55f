"""Ask for more reveals than usual: an act that needs two people."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yinuo.kernel.errors import DomainError
from yinuo.platform.approvals.public import (
    ApprovalKind,
    Line,
    Request,
    register_approval_kind,
    request_approval,
)
from yinuo.platform.identity.public import Actor, Role, names_of
from yinuo.platform.reveals.models import Allowance
from yinuo.platform.reveals.roles import LOOKERS

KIND = "reveals.more"
CHOICES = (60, 120, 240)
HOURS = (2, 4, 8)


class CannotAskForMore(DomainError):
    """Not one of the amounts that can be asked for."""

    code = "reveal.cannot_ask_for_more"


def ask_for_more(*, hourly: int, hours: int, reason: str, actor: Actor, now: datetime) -> UUID:
    """
    Ask that oneself may see ``hourly`` values an hour, for ``hours`` from the approval on; returns the request's id.

    Raises:
        CannotAskForMore: another amount or length than is offered.
        CannotRequestApproval: without a reason.
    """
    if hourly not in CHOICES or hours not in HOURS:
        raise CannotAskForMore(_("Choose one of the amounts and times."))
    return request_approval(
        kind=KIND,
        subject=f"staff:{actor.id}",
        content={"staff": str(actor.id), "hourly": hourly, "hours": hours},
        reason=reason,
        path=actor.node_path or "",
        actor=actor,
        now=now,
    )


def register_more() -> None:
    """Make the act known to the four-eyes room."""
    register_approval_kind(
        ApprovalKind(
            code=KIND,
            label=gettext_lazy("See more values in clear than usual"),
            deciders=frozenset({Role.SECURITY_OFFICER, Role.SUPERVISOR}),
            askers=frozenset(LOOKERS),
            describe=_describe,
            carry_out=_carry_out,
            lasts=timedelta(days=1),
        )
    )


def _describe(content: Mapping[str, Any]) -> list[Line]:
    staff_id = UUID(content["staff"])
    return [
        Line(label=_("For"), value=names_of([staff_id]).get(staff_id, "—")),
        Line(label=_("Values an hour"), value=str(content["hourly"])),
        Line(
            label=_("How long"),
            value=_("%(hours)s hours from the approval on") % {"hours": content["hours"]},
        ),
    ]


def _carry_out(request: Request, _decider: Actor, now: datetime) -> None:
    Allowance.objects.create(
        staff_id=UUID(request.content["staff"]),
        hourly=request.content["hourly"],
        until=now + timedelta(hours=request.content["hours"]),
    )
