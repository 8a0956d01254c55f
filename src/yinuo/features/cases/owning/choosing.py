"""
Whom the rules choose: a pure decision that can say why.

The order is fixed and stated: the rules from top to bottom; the first one whose conditions hold and that leaves
somebody decides. Within a rule: those of its place who have all its skills; whoever is away is represented by their
substitute; whoever the matter concerns, or who decided it before, is left out, and so is whoever has as many open
cases as the rule allows. Of those who remain, the one with the fewest open cases; among equals the first by name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from yinuo.features.cases.owning.terms import OwnerRule, Where
from yinuo.features.cases.taxonomy import classification
from yinuo.platform.identity.public import Person, Role

Loads = Callable[[Sequence[UUID]], Mapping[UUID, int]]


@dataclass(frozen=True, kw_only=True)
class Matter:
    """
    What is to get an owner.

    Attributes:
        path: the unit that received it.
        category: code of the taxonomy, decided or suggested; empty where nothing is known.
        team: the customer's own people.
        recused: who may not have it.
    """

    kind: str
    level: str
    source: str
    path: str
    category: str = ""
    tier: str = ""
    team: frozenset[UUID] = frozenset()
    recused: frozenset[UUID] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Choice:
    """
    Who was chosen, and why.

    Attributes:
        rule: its place in the order, from 1; 0 where no rule left anybody.
        fits: how many could have had it.
        load: how many open cases the chosen one had.
        away: who fits but is absent; left out or represented.
        stood_in: whom the chosen one represents.
        recused: who fits but may not have it.
        full: who fits but has too many open cases.
    """

    owner_id: UUID | None = None
    path: str = ""
    rule: int = 0
    fits: int = 0
    load: int = 0
    away: tuple[UUID, ...] = ()
    stood_in: UUID | None = None
    recused: tuple[UUID, ...] = ()
    full: tuple[UUID, ...] = ()


@dataclass(kw_only=True)
class _Pool:
    """Whom one rule could take, in the order of names."""

    fits: list[Person] = field(default_factory=list)
    stand_ins: dict[UUID, UUID] = field(default_factory=dict)  # who is taken in the place of whom
    away: list[UUID] = field(default_factory=list)
    recused: list[UUID] = field(default_factory=list)


def choose(*, rules: Sequence[OwnerRule], matter: Matter, people: Sequence[Person], loads: Loads) -> Choice:
    """The choice for a matter among ``people``, whose open cases ``loads`` counts."""
    by_id = {person.id: person for person in people}
    left_out: dict[str, dict[UUID, None]] = {"away": {}, "recused": {}, "full": {}}
    for number, rule in enumerate(rules, start=1):
        if not holds(rule, matter):
            continue
        for place in _places(rule, matter, people):
            pool = _pool(place, rule, matter, by_id)
            load = loads([person.id for person in pool.fits]) if pool.fits else {}
            free = [one for one in pool.fits if not rule.most or load.get(one.id, 0) < rule.most]
            left_out["away"] |= dict.fromkeys(pool.away)
            left_out["recused"] |= dict.fromkeys(pool.recused)
            left_out["full"] |= {one.id: None for one in pool.fits if one not in free}
            if free:
                chosen = min(free, key=lambda person: load.get(person.id, 0))
                return Choice(
                    owner_id=chosen.id,
                    path=chosen.path,
                    rule=number,
                    fits=len(free),
                    load=load.get(chosen.id, 0),
                    away=tuple(left_out["away"]),
                    stood_in=pool.stand_ins.get(chosen.id),
                    recused=tuple(left_out["recused"]),
                    full=tuple(left_out["full"]),
                )
    return Choice(
        away=tuple(left_out["away"]), recused=tuple(left_out["recused"]), full=tuple(left_out["full"])
    )


def holds(rule: OwnerRule, matter: Matter) -> bool:
    """Whether all conditions of a rule hold."""
    return all(_holds(name, values, matter) for name, values in rule.conditions.items())


def _holds(name: str, values: Iterable[str], matter: Matter) -> bool:
    if name == "branch":
        return any(matter.path.startswith(value) for value in values)
    if name == "category":
        entry = classification.entry_of(matter.category)
        return entry is not None and any(value in entry.stands_for for value in values)
    return getattr(matter, name) in values


def _places(rule: OwnerRule, matter: Matter, people: Sequence[Person]) -> Iterable[list[Person]]:
    """Groups of people, the next one asked when the one before leaves nobody."""
    specialists = [person for person in people if Role.COMPLAINT_SPECIALIST in person.roles]
    if rule.where == Where.TEAM:
        yield [person for person in specialists if person.id in matter.team]
        yield [person for person in people if person.id in matter.team]  # with its manager
    elif rule.where == Where.INSTITUTION:
        yield specialists
    elif rule.where == Where.UNIT:
        yield [person for person in specialists if person.path.startswith(rule.unit)]
    else:
        path = matter.path
        while path.strip("/"):
            yield [person for person in specialists if person.path.startswith(path)]
            path = path.rstrip("/").rpartition("/")[0] + "/"


def _pool(place: list[Person], rule: OwnerRule, matter: Matter, by_id: Mapping[UUID, Person]) -> _Pool:
    pool = _Pool()
    taken: set[UUID] = set()
    fitting = [person for person in place if person.skills.issuperset(rule.skills)]
    for person in fitting:
        if person.is_away:
            pool.away.append(person.id)
            continue
        _take(person, pool, matter, taken)
    for person in fitting:
        present = _present(person, by_id) if person.is_away else None
        if present is not None and present.id not in taken:
            _take(present, pool, matter, taken)
            pool.stand_ins[present.id] = person.id
    return pool


def _take(person: Person, pool: _Pool, matter: Matter, taken: set[UUID]) -> None:
    taken.add(person.id)
    if person.id in matter.recused:
        pool.recused.append(person.id)
    else:
        pool.fits.append(person)


def _present(person: Person, by_id: Mapping[UUID, Person]) -> Person | None:
    """The last of the chain of substitutes who is there and may own cases."""
    seen = {person.id}
    while person.is_away:
        if person.substitute_id is None or person.substitute_id in seen:
            return None
        seen.add(person.substitute_id)
        following = by_id.get(person.substitute_id)
        if following is None:
            return None
        person = following
    return person
