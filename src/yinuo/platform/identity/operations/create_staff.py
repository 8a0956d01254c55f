"""Open an account for a member of staff."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from yinuo.kernel.errors import DomainError
from yinuo.platform.identity import one_time
from yinuo.platform.identity.actor import Actor
from yinuo.platform.identity.evidence import note_staff
from yinuo.platform.identity.models import NAME_LENGTH, Skill, Staff, StaffRole
from yinuo.platform.identity.names import sort_keys
from yinuo.platform.identity.operations.set_roles import refuse_exclusive
from yinuo.platform.identity.roles import Role
from yinuo.platform.identity.scope import node_in_reach, require_administrator
from yinuo.platform.jobs.public import transaction

NUMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{1,31}")


class CannotCreateStaff(DomainError):
    """The account cannot be opened as asked."""

    code = "identity.cannot_create_staff"


@dataclass(frozen=True, kw_only=True)
class StaffCreated:
    """The new account, and the password to hand over; it is shown once and kept nowhere."""

    id: UUID
    one_time_password: str | None = field(repr=False)


def create_staff(
    *,
    number: str,
    name: str,
    node_id: UUID,
    actor: Actor,
    now: datetime,
    roles: Iterable[Role] = (),
    skills: Iterable[str] = (),
    email: str = "",
    persona: str = "",
    with_password: bool = True,
) -> StaffCreated:
    """
    Open an account with a one-time password that lasts 72 hours.

    Args:
        number: the staff number to sign in with: letters, digits, ``. _ -``; unique in any case.
        skills: codes; unknown ones are made known under their code.
        persona: for the demo story alone: why a visitor would be this person.
        with_password: without one, nobody signs in until an administrator resets the account.

    Raises:
        CannotAdminister: the actor is no system administrator.
        UnknownNode: the unit does not exist within reach.
        CannotSetRoles: the roles exclude each other.
        CannotCreateStaff: the number is taken or malformed, the name empty, the e-mail address unreadable.
    """
    require_administrator(actor)
    held = frozenset(roles)
    refuse_exclusive(held)
    number, name = number.strip(), name.strip()
    _refuse_malformed(number, name, email)
    password = one_time.new_password() if with_password else None
    with transaction():
        node = node_in_reach(node_id, actor)
        if Staff.objects.filter(username__iexact=number).exists():
            raise CannotCreateStaff(_("This staff number is taken."))
        staff = Staff(
            username=number,
            email=email,
            node=node,
            persona=persona,
            one_time_until=one_time.valid_until(now) if with_password else None,
            password_set_at=now,
            created_at=now,
        )
        call(staff=staff, name=name)
        staff.set_password(password)
        staff.save(force_insert=True)
        StaffRole.objects.bulk_create(StaffRole(staff=staff, role=role) for role in sorted(held))
        staff.skills.set(known_skills(skills))
        note_staff(
            staff_id=staff.pk,
            action="identity.staff_created",
            actor=actor,
            at=now,
            facts={"node": str(node.pk), "roles": " ".join(sorted(held))},
        )
        return StaffCreated(id=staff.pk, one_time_password=password)


def call(*, staff: Staff, name: str) -> None:
    """Set a name together with the keys by which it sorts and is found."""
    keys = sort_keys(name)
    staff.name, staff.name_sort, staff.name_initials = name, keys.full, keys.initials


def known_skills(codes: Iterable[str]) -> list[Skill]:
    """The skills of these codes, made where they are new."""
    wanted = sorted({code.strip() for code in codes if code.strip()})
    Skill.objects.bulk_create([Skill(code=code, name=code) for code in wanted], ignore_conflicts=True)
    return list(Skill.objects.filter(code__in=wanted))


def _refuse_malformed(number: str, name: str, email: str) -> None:
    if not NUMBER.fullmatch(number):
        raise CannotCreateStaff(_("Write the staff number with 2 to 32 letters, digits, dots or hyphens."))
    if not name or len(name) > NAME_LENGTH:
        raise CannotCreateStaff(_("Give the person's name, at most 64 characters."))
    if email:
        try:
            validate_email(email)
        except ValidationError:
            raise CannotCreateStaff(
                _("The e-mail address cannot be read; write it as name@example.com.")
            ) from None
