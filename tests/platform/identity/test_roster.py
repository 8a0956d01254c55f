"""Who could take work is kept in memory, and no change is missed, whoever makes it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.counting import counted
from tests.people import AT, make_office, make_staff
from yinuo.platform.identity.models import Node, Skill, Staff, StaffRole
from yinuo.platform.identity.public import (
    SYSTEM,
    Person,
    Role,
    create_node,
    directory,
    nodes,
    roster,
    set_absence,
)

pytestmark = pytest.mark.django_db
ROLES = (Role.COMPLAINT_SPECIALIST, Role.SUPERVISOR)


def people() -> tuple[Person, ...]:
    return roster(roles=ROLES, at=AT)


def teach() -> object:
    skill = Skill.objects.create(code="CARDS", name="cards")
    return Staff.objects.get().skills.add(skill)


CHANGES: dict[str, Callable[[], object]] = {
    "a name": lambda: Staff.objects.update(name="李雷"),
    "an account closed": lambda: Staff.objects.update(is_active=False),
    "a role taken": lambda: StaffRole.objects.all().delete(),
    "a role given": lambda: StaffRole.objects.create(staff=Staff.objects.get(), role=Role.SUPERVISOR),
    "a skill": teach,
    "a unit's name": lambda: Node.objects.filter(code="BJ").update(name="北京"),
    "a unit": lambda: Staff.objects.update(node=Node.objects.get(code="SZ")),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_change_is_seen_at_once(change: Callable[[], object]) -> None:
    make_staff(make_office().north, Role.COMPLAINT_SPECIALIST)
    before = people()
    assert len(before) == 1
    change()
    assert people() != before


def test_who_is_away_depends_on_the_moment() -> None:
    office = make_office()
    one, two = (make_staff(office.north, Role.COMPLAINT_SPECIALIST) for _ in range(2))
    assert one.id is not None
    assert two.id is not None
    people()
    set_absence(
        staff_id=one.id,
        substitute_id=two.id,
        starts_at=AT + timedelta(days=1),
        ends_at=AT + timedelta(days=2),
        actor=SYSTEM,
        now=AT,
    )
    assert not any(person.is_away for person in people())
    then = roster(roles=ROLES, at=AT + timedelta(days=1))
    assert [(person.id, person.substitute_id) for person in then if person.is_away] == [(one.id, two.id)]


def test_units_come_and_go_with_the_people() -> None:
    office = make_office()
    before = directory(roles=ROLES, at=AT).units
    assert [unit.path for unit in before] == sorted(node.path for node in nodes(actor=SYSTEM))
    create_node(parent_id=office.south, kind="OUTLET", code="SZ-01", name="南山支行", actor=SYSTEM, now=AT)
    assert [unit.name for unit in directory(roles=ROLES, at=AT).units] == [
        *(unit.name for unit in before),
        "南山支行",
    ]


def test_people_who_are_known_cost_one_query() -> None:
    make_staff(make_office().north, Role.COMPLAINT_SPECIALIST)
    people()
    with counted() as asked:
        people()
    assert len(asked) == 1
