"""A customer's dedicated team: made, its people and customers changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from yinuo.core.customers.public import customers_with_numbers
from yinuo.features.cases.models import ServiceTeam, TeamCustomer, TeamMember
from yinuo.kernel.errors import DomainError
from yinuo.platform.audit.public import append
from yinuo.platform.identity.public import Actor, Role, actor_of_staff, staff_by_number
from yinuo.platform.jobs.public import transaction

LONGEST_NAME = 80
# Who may be in a team; only those who own cases are chosen by rules.
MEMBERS = (
    Role.COMPLAINT_SPECIALIST,
    Role.SUPERVISOR,
    Role.CLERK,
    Role.LOYALTY_MANAGER,
    Role.CALLBACK_OFFICER,
)


class TeamNotFound(DomainError):
    """There is no such team in the part of the institution that the actor sees."""

    code = "team.not_found"


class CannotChangeTeam(DomainError):
    """No such person or customer, or no name."""

    code = "team.cannot_change"


def make_team(*, name: str, path: str, actor: Actor, now: datetime) -> UUID:
    """
    Make a team of the unit at ``path``; returns its id.

    Raises:
        CannotChangeTeam: it has no name, or the unit is not the actor's.
    """
    said = name.strip()
    if not 1 <= len(said) <= LONGEST_NAME:
        raise CannotChangeTeam(_("Give the team a name of 1 to 80 characters."))
    if not path or not actor.has(Role.SUPERVISOR) or not actor.sees(path):
        raise CannotChangeTeam(_("Choose a unit that you lead."))
    with transaction():
        team = ServiceTeam.objects.create(name=said, path=path, made_at=now)
        _note(team, "made", {"path": path}, actor, now)
        return team.pk


def add_member(
    *, team_id: UUID, staff_number: str, actor: Actor, now: datetime, is_manager: bool = False
) -> None:
    """
    Take somebody into the team, or make a member its relationship manager.

    Raises:
        TeamNotFound: see the class.
        CannotChangeTeam: nobody has this number, or they do no work for customers.
    """
    with transaction():
        team = lock_team(team_id=team_id, actor=actor)
        row = staff_by_number(number=staff_number)
        person = actor_of_staff(row.id) if row else None
        if row is None or person is None or not person.has(*MEMBERS):
            raise CannotChangeTeam(_("Nobody with this staff number works for customers."))
        if is_manager:
            TeamMember.objects.filter(team=team, is_manager=True).update(is_manager=False)
        TeamMember.objects.update_or_create(
            team=team,
            staff_id=row.id,
            defaults={"is_manager": is_manager},
            create_defaults={"is_manager": is_manager, "since": now},
        )
        _note(team, "member_added", {"staff": str(row.id), "is_manager": is_manager}, actor, now)


def remove_member(*, team_id: UUID, staff_id: UUID, actor: Actor, now: datetime) -> None:
    """
    Let somebody leave the team; cases that they own stay theirs.

    Raises:
        TeamNotFound: see the class.
        CannotChangeTeam: they are not in it.
    """
    with transaction():
        team = lock_team(team_id=team_id, actor=actor)
        if not TeamMember.objects.filter(team=team, staff_id=staff_id).delete()[0]:
            raise CannotChangeTeam(_("This person is not in the team any more."))
        _note(team, "member_removed", {"staff": str(staff_id)}, actor, now)


def look_after(*, team_id: UUID, customer_number: str, actor: Actor, now: datetime) -> None:
    """
    Let the team look after a customer from now on; a customer has one team at a time.

    Raises:
        TeamNotFound: see the class.
        CannotChangeTeam: no customer of the actor's has this number.
    """
    with transaction():
        team = lock_team(team_id=team_id, actor=actor)
        found = customers_with_numbers([customer_number], reach=actor.reach).get(customer_number)
        if found is None:
            raise CannotChangeTeam(_("No customer with this number; check it."))
        former = TeamCustomer.objects.select_for_update().filter(customer_id=found).first()
        if former is not None and former.team_id == team.pk:
            return
        TeamCustomer.objects.update_or_create(customer_id=found, defaults={"team": team, "since": now})
        facts = {"customer": str(found), "from": str(former.team_id) if former else None}
        _note(team, "customer_added", facts, actor, now)


def leave_customer(*, team_id: UUID, customer_id: UUID, actor: Actor, now: datetime) -> None:
    """
    The team looks after this customer no more.

    Raises:
        TeamNotFound: see the class.
        CannotChangeTeam: it does not look after them.
    """
    with transaction():
        team = lock_team(team_id=team_id, actor=actor)
        if not TeamCustomer.objects.filter(team=team, customer_id=customer_id).delete()[0]:
            raise CannotChangeTeam(_("The team does not look after this customer any more."))
        _note(team, "customer_removed", {"customer": str(customer_id)}, actor, now)


def close_team(*, team_id: UUID, actor: Actor, now: datetime) -> None:
    """
    End the team: its customers are free for another, and rules pass over it.

    Raises:
        TeamNotFound: see the class.
    """
    with transaction():
        team = lock_team(team_id=team_id, actor=actor)
        team.closed_at = now
        team.save(update_fields=["closed_at"])
        TeamCustomer.objects.filter(team=team).delete()
        _note(team, "closed", {}, actor, now)


def lock_team(*, team_id: UUID, actor: Actor) -> ServiceTeam:
    """
    The team, locked until the commit.

    Raises:
        TeamNotFound: see the class.
    """
    team = ServiceTeam.objects.select_for_update().filter(pk=team_id, closed_at__isnull=True).first()
    if team is None or not actor.has(Role.SUPERVISOR) or not actor.sees(team.path):
        raise TeamNotFound(_("There is no such team, or it belongs to another unit."))
    return team


def _note(
    team: ServiceTeam, what: str, facts: Mapping[str, str | bool | None], actor: Actor, now: datetime
) -> None:
    append(stream=f"team:{team.pk}", action=f"team.{what}", actor=actor.reference, at=now, facts=facts)
