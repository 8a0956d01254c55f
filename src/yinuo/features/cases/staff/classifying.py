"""Classify on the case page."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from yinuo.features.cases.models import Level
from yinuo.features.cases.operations.classify_case import Classification, classify_case
from yinuo.features.cases.roles import HANDLERS
from yinuo.features.cases.staff.acting import act_on, revision_of
from yinuo.platform.identity.public import StaffRequest, staff_page


@staff_page(*HANDLERS, methods=("POST",))
def classify(request: StaffRequest, number: str) -> HttpResponse:
    """Keep what somebody decided the case is about."""
    given = request.POST
    level = given.get("level", "")

    def act(case_id: UUID) -> str:
        classify_case(
            case_id=case_id,
            chosen=Classification(
                category=given.get("category", ""),
                business_channel=given.get("business_channel", ""),
                cause=given.get("cause", ""),
                demand=given.get("demand", ""),
                level=Level(level) if level in Level.values else Level.ORDINARY,
                sensitivity=tuple(given.getlist("sensitivity")),
            ),
            actor=request.actor,
            now=request.now,
            revision=revision_of(request),
        )
        return _("Classified.")

    return act_on(request, number, act)
