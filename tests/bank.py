"""A small bank for tests, built by calling operations as an administrator would."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from yinuo.platform.identity.public import SYSTEM, Actor, Role, actor_of_staff, create_node, create_staff

FOUNDED = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Bank:
    """Head office with two branches; in each branch two specialists and a supervisor."""

    head: str
    east: str
    west: str
    people: dict[str, UUID]

    def actor(self, name: str) -> Actor:
        """Somebody by name, as they are at this moment."""
        actor = actor_of_staff(self.people[name])
        assert actor is not None
        return actor


def found_bank() -> Bank:
    """Build the bank in the test's database."""
    head = create_node(parent_id=None, kind="HEAD_OFFICE", code="HQ", name="总行", actor=SYSTEM, now=FOUNDED)
    east = create_node(parent_id=head.id, kind="BRANCH", code="E", name="城东支行", actor=SYSTEM, now=FOUNDED)
    west = create_node(parent_id=head.id, kind="BRANCH", code="W", name="城西支行", actor=SYSTEM, now=FOUNDED)
    plan = {
        "east one": (east.id, Role.COMPLAINT_SPECIALIST),
        "east two": (east.id, Role.COMPLAINT_SPECIALIST),
        "east head": (east.id, Role.SUPERVISOR),
        "west one": (west.id, Role.COMPLAINT_SPECIALIST),
        "west two": (west.id, Role.COMPLAINT_SPECIALIST),
        "west head": (west.id, Role.SUPERVISOR),
        "chief": (head.id, Role.EXECUTIVE),
    }
    people = {
        name: create_staff(
            number=f"S{number:03}",
            name=name,
            node_id=node,
            roles=[role],
            actor=SYSTEM,
            now=FOUNDED,
            with_password=False,
        ).id
        for number, (name, (node, role)) in enumerate(plan.items())
    }
    return Bank(head=head.path, east=east.path, west=west.path, people=people)
