"""Correct what is known about a member of staff, or move them to another unit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from yinuo.kernel.errors import DomainError
from yinuo.platform.identity.actor import Actor
from yinuo.platform.identity.evidence import note_staff
from yinuo.platform.identity.models import NAME_LENGTH
from yinuo.platform.identity.operations.create_staff import call, known_skills
from yinuo.platform.identity.scope import locked_staff, node_in_reach, require_administrator
from yinuo.platform.jobs.public import transaction


class CannotChangeStaff(DomainError):
    """The account cannot be changed as asked."""

    code = "identity.cannot_change_staff"


@dataclass(frozen=True, kw_only=True)
class StaffChanged:
    """The fields that changed, by name; empty when nothing did."""

    id: UUID
    fields: tuple[str, ...]


def change_staff(
    *,
    staff_id: UUID,
    name: str,
    email: str,
    node_id: UUID,
    skills: Iterable[str],
    actor: Actor,
    now: datetime,
) -> StaffChanged:
    """
    Set name, e-mail address, unit and skills; what somebody sees follows their unit on the next request.

    Raises:
        CannotAdminister: the actor is no system administrator.
        UnknownStaff: nobody within reach.
        UnknownNode: the unit does not exist within reach.
        CannotChangeStaff: the name is empty or the e-mail address unreadable.
    """
    require_administrator(actor)
    name, email = name.strip(), email.strip()
    if not name or len(name) > NAME_LENGTH:
        raise CannotChangeStaff(_("Give the person's name, at most 64 characters."))
    if email:
        try:
            validate_email(email)
        except ValidationError:
            raise CannotChangeStaff(
                _("The e-mail address cannot be read; write it as name@example.com.")
            ) from None
    with transaction():
        staff = locked_staff(staff_id, actor)
        node = node_in_reach(node_id, actor)
        wanted = known_skills(skills)
        changed = [key for key, value in (("name", name), ("email", email)) if getattr(staff, key) != value]
        moved_from = staff.node_id if staff.node_id != node.pk else None
        call(staff=staff, name=name)
        staff.email, staff.node = email, node
        staff.save(update_fields=["name", "name_sort", "name_initials", "email", "node"])
        if moved_from:
            changed.append("node")
        if {skill.pk for skill in wanted} != set(staff.skills.values_list("pk", flat=True)):
            staff.skills.set(wanted)
            changed.append("skills")
        if changed:
            facts: dict[str, str | int | bool | None] = {"fields": " ".join(changed)}
            if moved_from:
                facts |= {"from": str(moved_from), "to": str(node.pk)}
            note_staff(staff_id=staff.pk, action="identity.staff_changed", actor=actor, at=now, facts=facts)
        return StaffChanged(id=staff.pk, fields=tuple(changed))
