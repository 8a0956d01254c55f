"""The release of a letter as a kind of the four-eyes room."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yinuo.features.cases.letters import releasing
from yinuo.features.cases.locking import lock_case
from yinuo.features.cases.models import Case, Letter
from yinuo.features.cases.operations.propose import too_much_for
from yinuo.features.cases.roles import HANDLERS
from yinuo.platform.approvals.public import (
    ApprovalKind,
    ApprovalRefused,
    Line,
    Request,
    register_approval_kind,
)
from yinuo.platform.identity.public import Actor, Role, actor_of_staff

Content = Mapping[str, Any]
DECIDERS = frozenset({Role.SUPERVISOR, Role.EXECUTIVE})


def _case_id(request: Request) -> UUID:
    return UUID(request.subject.partition(":")[2])


def _lines(content: Content) -> list[Line]:
    letter = Letter.objects.select_related("case").get(pk=UUID(content["letter"]))
    writer = actor_of_staff(letter.written_by) if letter.written_by else None
    reasons = releasing.why_second_person(letter.case, actor=writer) if writer else []
    return [
        Line(label=_("Case"), value=letter.case.number),
        Line(label=_("Why two people"), value=" · ".join(reasons)),
        Line(label=_("SHA-256 of the PDF"), value=letter.digest),
    ]


def _now(request: Request) -> Content | None:
    letter = Letter.objects.select_related("case").filter(pk=UUID(request.content["letter"])).first()
    return releasing.content_of(letter, amount=releasing.compensation_of(letter.case)) if letter else None


def _release(request: Request, now: datetime) -> None:
    if request.decided_by is None:
        return
    case = lock_case(case_id=_case_id(request), actor=request.decided_by)
    releasing.release(
        case=case, letter_id=UUID(request.content["letter"]), decider=request.decided_by, now=now
    )


def _excused(request: Request, person: Actor) -> str:
    return too_much_for(proposal_amount=str(request.content["amount"]), person=person)


def _url(request: Request) -> str:
    number = Case.objects.filter(pk=_case_id(request)).values_list("number", flat=True).first()
    return reverse("cases:letter", args=[number]) if number else ""


def on_release_refused(event: ApprovalRefused) -> None:
    """A letter that a second person did not release is not issued."""
    decider = actor_of_staff(event.decided_by)
    if event.kind == releasing.KIND and decider is not None:
        releasing.refuse(letter_id=UUID(event.content["letter"]), decider=decider, now=event.at)


def register_letter_kind() -> None:
    """Let the release of a letter be asked for."""
    register_approval_kind(
        ApprovalKind(
            code=releasing.KIND,
            label=gettext_lazy("Release a decision letter"),
            deciders=DECIDERS,
            askers=frozenset(HANDLERS),
            describe=_lines,
            current=_now,
            carry_out=_release,
            excused=_excused,
            url=_url,
        )
    )
