"""Whom the rules choose: the stated order, substitutes, recusal, limits, and always a reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

import pytest

from yinuo.features.cases.owning.choosing import Choice, Matter, choose
from yinuo.features.cases.owning.recusing import named_in
from yinuo.features.cases.owning.terms import CannotReadRules, OwnerRule, Where, read_rules, write_rules
from yinuo.platform.identity.public import Person, Role

ANNA, BERT, CARL, DORA = (UUID(int=number) for number in range(1, 5))
RECEIVING = OwnerRule(name="receiving", where=Where.RECEIVING)


def person(
    id_: UUID, path: str = "/HQ/E/", *, skills: str = "", away_for: UUID | None = None, **more: object
) -> Person:
    return Person(
        **{
            "id": id_,
            "number": f"P{id_.int}",
            "name": f"P{id_.int}",
            "path": path,
            "unit": path,
            "roles": frozenset({Role.COMPLAINT_SPECIALIST}),
            "skills": frozenset(skills.split()),
            "is_away": away_for is not None,
            "substitute_id": away_for,
            **more,
        }
    )


def matter(**more: object) -> Matter:
    return Matter(
        **{"kind": "COMPLAINT", "level": "ORDINARY", "source": "HOTLINE", "path": "/HQ/E/01/", **more}
    )


def chosen(
    *rules: OwnerRule, people: Sequence[Person], loads: Mapping[UUID, int] | None = None, **more: object
) -> Choice:
    return choose(
        rules=rules or (RECEIVING,), matter=matter(**more), people=people, loads=lambda _ids: loads or {}
    )


def test_the_least_busy_is_chosen_and_among_equals_the_first() -> None:
    people = [person(ANNA), person(BERT)]
    assert chosen(people=people, loads={ANNA: 3, BERT: 2}).owner_id == BERT
    assert chosen(people=people, loads={ANNA: 1, BERT: 1}).owner_id == ANNA
    assert chosen(people=people, loads={ANNA: 1}).fits == 2


def test_the_nearest_unit_that_has_somebody_is_asked() -> None:
    people = [person(ANNA, "/HQ/W/"), person(BERT, "/HQ/E/02/"), person(CARL, "/HQ/")]
    assert chosen(people=people, loads={BERT: 50}).owner_id == BERT
    assert chosen(people=[people[0], people[2]], loads={CARL: 1}).owner_id == ANNA


def test_rules_are_asked_from_the_top_and_conditions_have_to_hold() -> None:
    cards = OwnerRule(
        name="cards", where=Where.UNIT, unit="/HQ/W/", skills=("cards",), conditions={"category": ("B02",)}
    )
    english = OwnerRule(name="e", where=Where.INSTITUTION, skills=("en",), conditions={"source": ("EMAIL",)})
    people = [person(ANNA), person(BERT, "/HQ/W/", skills="cards"), person(CARL, "/HQ/W/", skills="en")]
    order = (cards, english, RECEIVING)
    assert (chosen(*order, people=people, category="B0202").rule, chosen(*order, people=people).rule) == (
        1,
        3,
    )
    assert chosen(*order, people=people, category="B0202").owner_id == BERT
    assert chosen(*order, people=people, source="EMAIL").owner_id == CARL
    assert chosen(*order, people=people).owner_id == ANNA


def test_whoever_is_away_is_represented_to_the_end_of_the_chain() -> None:
    supervisor = person(DORA, "/HQ/", roles=frozenset({Role.SUPERVISOR}))
    people = [person(ANNA, away_for=BERT), person(BERT, "/HQ/W/", away_for=DORA), supervisor]
    choice = chosen(people=people)
    assert (choice.owner_id, choice.stood_in, choice.away) == (DORA, ANNA, (ANNA,))
    present = [*people, person(CARL)]
    assert chosen(people=present, loads={CARL: 1, DORA: 2}).stood_in is None
    round_in_circles = [person(ANNA, away_for=BERT), person(BERT, away_for=ANNA)]
    assert chosen(people=round_in_circles).owner_id is None


def test_whom_it_concerns_is_not_asked_nor_as_a_substitute() -> None:
    people = [person(ANNA), person(BERT, away_for=ANNA), person(CARL, "/HQ/")]
    choice = chosen(people=people, recused=frozenset({ANNA}))
    assert (choice.owner_id, choice.recused) == (CARL, (ANNA,))
    assert chosen(people=people[:2], recused=frozenset({ANNA})).rule == 0


def test_the_own_team_goes_first_and_a_limit_sends_to_the_next_rule() -> None:
    team = OwnerRule(name="team", where=Where.TEAM, most=5)
    people = [person(ANNA), person(BERT, "/HQ/W/")]
    assert chosen(team, RECEIVING, people=people, loads={BERT: 4}, team=frozenset({BERT})).owner_id == BERT
    full = chosen(team, RECEIVING, people=people, loads={BERT: 5}, team=frozenset({BERT}))
    assert (full.owner_id, full.rule, full.full) == (ANNA, 2, (BERT,))


def test_a_name_in_the_text_is_found_and_part_of_a_word_is_not() -> None:
    people = [person(ANNA, name="王敏"), person(BERT, name="Ann"), person(CARL, name="李")]
    assert named_in(text="柜员王敏当面承诺减免", people=people) == (ANNA,)
    assert named_in(text="spoke to ANN, at the annual meeting", people=people) == (BERT,)
    assert named_in(text="the annual meeting", people=people) == ()


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "x" * 81},
        {"where": "SOMEWHERE"},
        {"unit": "/HQ/"},
        {"where": "UNIT", "unit": "HQ"},
        {"most": -1},
        {"most": True},
        {"skills": "cards"},
        {"conditions": {"weather": ["rain"]}},
        {"conditions": {"kind": []}},
        {"conditions": {"category": ["C01"]}},
        {"conditions": ["kind"]},
        {"colour": "red"},
    ],
)
def test_a_rule_that_means_nothing_is_refused_by_its_number(wrong: dict[str, object]) -> None:
    good = {"name": "all", "where": "INSTITUTION"}
    with pytest.raises(CannotReadRules, match=r"2[:：]"):
        read_rules([good, good | wrong])


def test_rules_are_read_back_as_they_were_written() -> None:
    rule = OwnerRule(
        name="cards", where=Where.UNIT, unit="/HQ/W/", skills=("c",), most=9, conditions={"branch": ("/HQ/",)}
    )
    assert read_rules(write_rules([rule, RECEIVING])) == (rule, RECEIVING)
    for many in ([], write_rules([RECEIVING] * 41)):
        with pytest.raises(CannotReadRules):
            read_rules(many)
