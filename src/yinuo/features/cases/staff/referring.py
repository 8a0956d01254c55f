"""Hand a case on, or decline it."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from yinuo.features.cases.operations.refer_case import refer_case
from yinuo.features.cases.roles import HANDLERS
from yinuo.features.cases.staff.acting import act_on, revision_of
from yinuo.platform.identity.public import StaffRequest, staff_page


@staff_page(*HANDLERS, methods=("POST",))
def refer(request: StaffRequest, number: str) -> HttpResponse:
    """Tell the customer where the matter belongs, or why it is not taken up."""

    def act(case_id: UUID) -> str:
        refer_case(
            case_id=case_id,
            choice=request.POST.get("choice", ""),
            explanation=request.POST.get("text", ""),
            actor=request.actor,
            now=request.now,
            revision=revision_of(request),
        )
        return _("The customer is told; the case has ended.")

    return act_on(request, number, act)
