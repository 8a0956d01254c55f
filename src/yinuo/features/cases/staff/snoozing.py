"""Put a case aside, and bring it back."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from yinuo.features.cases.operations.snooze_case import CannotSnoozeCase, snooze_case, wake_case
from yinuo.features.cases.roles import HANDLERS
from yinuo.features.cases.staff.acting import act_on, revision_of
from yinuo.platform.identity.public import StaffRequest, staff_page

MORNING = 9


@staff_page(*HANDLERS, methods=("POST",))
def snooze(request: StaffRequest, number: str) -> HttpResponse:
    """It leaves the owner's queue; what is promised runs on."""

    def act(case_id: UUID) -> str:
        back_at = snooze_case(
            case_id=case_id,
            until=_until(request.POST.get("until", ""), request.now),
            reason=request.POST.get("reason", ""),
            actor=request.actor,
            now=request.now,
            revision=revision_of(request),
        )
        at = date_format(timezone.localtime(back_at), "SHORT_DATETIME_FORMAT")
        return _("Put aside; it is back at %(at)s or when the customer writes.") % {"at": at}

    return act_on(request, number, act)


@staff_page(*HANDLERS, methods=("POST",))
def wake(request: StaffRequest, number: str) -> HttpResponse:
    """It stands in the queue again."""

    def act(case_id: UUID) -> str:
        wake_case(case_id=case_id, actor=request.actor, now=request.now)
        return _("Back in the queue.")

    return act_on(request, number, act)


def _until(chosen: str, now: datetime) -> datetime | None:
    """The time that was chosen; None for until the customer writes."""
    if chosen == "customer":
        return None
    if chosen == "hours":
        return now + timedelta(hours=2)
    days = {"tomorrow": 1, "days": 3, "week": 7}.get(chosen)
    if days is None:
        raise CannotSnoozeCase(_("Choose until when."))
    day = timezone.localtime(now) + timedelta(days=days)
    return day.replace(hour=MORNING, minute=0, second=0, microsecond=0)
