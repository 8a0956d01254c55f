"""Cases that somebody put aside: which they are at a moment, and how they come back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from yinuo.features.cases.models import Case

FIELDS = ("snoozed_until", "waits_for_customer", "snooze_reason")


@dataclass(frozen=True, kw_only=True)
class Snooze:
    """Until when a case is put aside, and what its owner waits for."""

    until: datetime
    waits_for_customer: bool
    reason: str


def aside(*, now: datetime, soon: datetime) -> Q:
    """Put aside and nothing due before ``soon``: whatever became of its promises, it is back in time for them."""
    return Q(snoozed_until__gt=now) & (Q(attention_at__isnull=True) | Q(attention_at__gte=soon))


def snooze_of(*, case_id: UUID, now: datetime) -> Snooze | None:
    """How the case is put aside now."""
    case = Case.objects.filter(pk=case_id, snoozed_until__gt=now).only(*FIELDS).first()
    if case is None or case.snoozed_until is None:
        return None
    return Snooze(
        until=case.snoozed_until, waits_for_customer=case.waits_for_customer, reason=case.snooze_reason
    )


def bring_back(case: Case) -> bool:
    """End the putting aside of a locked case; whether there was one."""
    if case.snoozed_until is None:
        return False
    case.snoozed_until, case.waits_for_customer, case.snooze_reason = None, False, ""
    case.save(update_fields=FIELDS)
    return True
