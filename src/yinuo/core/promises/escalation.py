"""Whom an alarm is told: the rungs of the ladder as people, with substitutes in the place of those who are away."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from yinuo.core.promises.terms import Rung
from yinuo.platform.identity.public import Role, StaffRow, head_office, nearest_with_role, stand_ins

# Where nobody on a rung can be told, the next one up is: an alarm that nobody hears is none.
_UPWARDS = (Rung.OWNER, Rung.SUPERVISOR, Rung.DEPARTMENT_HEAD, Rung.EXECUTIVE)


class Ladder:
    """
    The people on each rung as they are at one moment; asked for many alarms, it reads each unit once.

    The supervisor is that of the unit that owes the promise, or of the nearest one above; the head of department is
    the supervisor of the next unit above that; executives are those of the nearest unit that has some.
    """

    def __init__(self, *, at: datetime) -> None:
        self._away = stand_ins(at=at)
        self._found: dict[tuple[str, str], tuple[StaffRow, ...]] = {}

    def people(self, *, rungs: Iterable[str], owner_id: UUID | None, path: str) -> tuple[UUID, ...]:
        """Everybody to be told, nobody twice, in the order of the rungs."""
        told: dict[UUID, None] = {}
        for rung in rungs:
            told.update(dict.fromkeys(self._reachable(Rung(rung), owner_id, path)))
        return tuple(told)

    def _reachable(self, rung: Rung, owner_id: UUID | None, path: str) -> list[UUID]:
        for step in _UPWARDS[_UPWARDS.index(rung) :]:
            found = [self._present(one) for one in self._on(step, owner_id, path)]
            present = [one for one in found if one is not None]
            if present:
                return present
        return []

    def _present(self, staff_id: UUID) -> UUID | None:
        return self._away.get(staff_id, staff_id)

    def _on(self, rung: Rung, owner_id: UUID | None, path: str) -> list[UUID]:
        if rung is Rung.OWNER:
            return [owner_id] if owner_id else []
        if rung is Rung.SUPERVISOR:
            return [row.id for row in self._nearest(Role.SUPERVISOR, path)]
        if rung is Rung.EXECUTIVE:
            return [row.id for row in self._nearest(Role.EXECUTIVE, path)]
        return self._department_heads(path)

    def _department_heads(self, path: str) -> list[UUID]:
        first = {row.id for row in self._nearest(Role.SUPERVISOR, path)}
        above = path
        while (above := _parent(above)) != "":
            found = [row.id for row in self._nearest(Role.SUPERVISOR, above)]
            if found and not first.issuperset(found):
                return found
        return []

    def _nearest(self, role: Role, path: str) -> tuple[StaffRow, ...]:
        at = path if path.strip("/") else head_office()
        key = (role.value, at)
        if key not in self._found:
            self._found[key] = nearest_with_role(role=role, path=at)
        return self._found[key]


def _parent(path: str) -> str:
    """The path of the unit above; empty above the head office."""
    above = path.rstrip("/").rpartition("/")[0]
    return f"{above}/" if above else ""
