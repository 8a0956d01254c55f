"""The person in whose name another program acts, where only a person may."""

from __future__ import annotations

from uuid import UUID

from yinuo.features.cases.models import Case
from yinuo.features.cases.roles import HANDLERS
from yinuo.platform.identity.public import Actor, actor_of_staff, staff_by_number


def person_for(*, case_id: UUID, number: str) -> Actor | None:
    """The colleague with this staff number, or the owner of the case without one; None unless they handle cases."""
    if number:
        row = staff_by_number(number=number)
        staff_id = row.id if row else None
    else:
        staff_id = Case.objects.filter(pk=case_id).values_list("owner_id", flat=True).first()
    person = actor_of_staff(staff_id) if staff_id else None
    return person if person is not None and person.has(*HANDLERS) else None
