"""The acts on a case that need two people: offers of money, more time, letters of weight."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.urls import reverse

from yinuo.features.cases.models import Case
from yinuo.features.cases.operations.propose import too_much_for
from yinuo.features.cases.roles import HANDLERS
from yinuo.platform.approvals.public import ApprovalKind, Line, Request
from yinuo.platform.identity.public import Actor, Role

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Content = Mapping[str, Any]
DECIDERS = frozenset({Role.SUPERVISOR, Role.EXECUTIVE})


def kind_on_cases(
    *,
    code: str,
    label: str | _StrPromise,
    describe: Callable[[Content], list[Line]],
    current: Callable[[Request], Content | None],
    carry_out: Callable[[Request, Actor, datetime], None],
    page: str = "cases:case",
    costs: bool = False,
    document: Callable[[Request], str] | None = None,
) -> ApprovalKind:
    """
    An act that whoever handles a case asks for, and whom they report to decides.

    Args:
        describe, current, carry_out, document: as ``ApprovalKind`` has them.
        page: the name of the page of a case on which it is asked for.
        costs: the content has an ``amount`` in yuan, which must be within what the decider may agree to.
    """
    return ApprovalKind(
        code=code,
        label=label,
        deciders=DECIDERS,
        askers=frozenset(HANDLERS),
        describe=describe,
        current=current,
        carry_out=carry_out,
        excused=_too_much if costs else None,
        url=lambda request: _page_of(request, page),
        document=document,
    )


def case_of(request: Request) -> UUID:
    """The id of the case that a request is about."""
    return UUID(request.subject.partition(":")[2])


def _page_of(request: Request, page: str) -> str:
    number = Case.objects.filter(pk=case_of(request)).values_list("number", flat=True).first()
    return reverse(page, args=[number]) if number else ""


def _too_much(request: Request, person: Actor) -> str:
    return too_much_for(proposal_amount=str(request.content["amount"]), person=person)
