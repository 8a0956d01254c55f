"""Where mail to staff goes, and who is told in place of absent people."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from yinuo.platform.identity.models import Absence, Staff
from yinuo.platform.identity.queries.substitutes import substitute_for


@dataclass(frozen=True, kw_only=True)
class Mailbox:
    """An address and the language of who reads there; blank follows the house."""

    email: str
    language: str


def mailbox_of(*, staff_id: UUID) -> Mailbox | None:
    """The mailbox of somebody whose account is open; None where there is no address."""
    staff = Staff.objects.filter(pk=staff_id, is_active=True).exclude(email="").first()
    return Mailbox(email=staff.email, language=staff.language) if staff else None


def substitutes_at(*, staff_ids: Collection[UUID], at: datetime) -> dict[UUID, UUID]:
    """Who stands in for those of ``staff_ids`` who are away; one query while nobody is."""
    away = Absence.objects.filter(staff__in=staff_ids, starts_at__lte=at, ends_at__gt=at)
    found = {
        staff_id: substitute_for(staff_id=staff_id, at=at)
        for staff_id in away.values_list("staff", flat=True)
    }
    return {staff_id: stand_in for staff_id, stand_in in found.items() if stand_in is not None}
