"""Who is away has somebody who stands in, at every moment and without going in circles."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from tests.people import AT, make_office, make_staff, signed_in
from yinuo.platform.identity.public import (
    SYSTEM,
    Actor,
    CannotAdminister,
    CannotCancelAbsence,
    CannotSetAbsence,
    Role,
    UnknownStaff,
    absences_of,
    cancel_absence,
    deactivate_staff,
    set_absence,
    substitute_for,
)
from yinuo.platform.identity.rules import Stretch, closes_circle


def day(number: int) -> datetime:
    return AT + timedelta(days=number)


def away(who: Actor, stands_in: Actor, first: int, back: int, actor: Actor = SYSTEM) -> UUID:
    return set_absence(
        staff_id=who.id,  # type: ignore[arg-type]
        substitute_id=stands_in.id,  # type: ignore[arg-type]
        starts_at=day(first),
        ends_at=day(back),
        actor=actor,
        now=AT,
    ).id


@pytest.fixture
def people(db: None) -> tuple[Actor, Actor, Actor]:
    office = make_office()
    return tuple(make_staff(office.north, Role.CLERK, name=name) for name in ("甲", "乙", "丙"))  # type: ignore[return-value]


def stands_in(who: Actor, at: datetime) -> UUID | None:
    return substitute_for(staff_id=who.id, at=at)  # type: ignore[arg-type]


def test_somebody_stands_in_from_the_first_moment_until_just_before_the_last(
    people: tuple[Actor, ...],
) -> None:
    one, two, _three = people
    away(one, two, 1, 3)
    moments = [day(1) - timedelta(microseconds=1), day(1), day(3) - timedelta(microseconds=1), day(3)]
    assert [stands_in(one, at) for at in moments] == [None, two.id, two.id, None]


def test_where_the_substitute_is_away_too_the_next_one_stands_in(people: tuple[Actor, ...]) -> None:
    one, two, three = people
    away(one, two, 1, 5)
    away(two, three, 2, 3)
    assert [stands_in(one, day(number)) for number in (1, 2, 3)] == [two.id, three.id, two.id]


def test_two_people_cannot_stand_in_for_each_other_at_once(people: tuple[Actor, ...]) -> None:
    one, two, _three = people
    away(one, two, 1, 3)
    with pytest.raises(CannotSetAbsence):
        away(two, one, 2, 4)
    away(two, one, 3, 4)  # one is back by then


def test_a_circle_of_three_is_refused_too(people: tuple[Actor, ...]) -> None:
    one, two, three = people
    away(one, two, 1, 3)
    away(two, three, 1, 3)
    with pytest.raises(CannotSetAbsence):
        away(three, one, 2, 5)


def test_three_absences_that_never_meet_at_one_moment_are_no_circle(people: tuple[Actor, ...]) -> None:
    one, two, three = people
    away(one, two, 1, 3)
    away(two, three, 2, 5)
    away(three, one, 3, 5)
    assert stands_in(two, day(4)) == one.id


@pytest.mark.parametrize(("first", "back"), [(3, 3), (4, 3), (-5, -2)])
def test_an_empty_or_past_period_is_refused(people: tuple[Actor, ...], first: int, back: int) -> None:
    with pytest.raises(CannotSetAbsence):
        away(people[0], people[1], first, back)


def test_absences_of_one_person_do_not_overlap(people: tuple[Actor, ...]) -> None:
    one, two, three = people
    away(one, two, 1, 3)
    with pytest.raises(CannotSetAbsence):
        away(one, three, 2, 4)
    away(one, three, 3, 4)


def test_nobody_stands_in_for_themself_or_with_a_closed_account(people: tuple[Actor, ...]) -> None:
    one, two, three = people
    with pytest.raises(CannotSetAbsence):
        away(one, one, 1, 3)
    away(one, two, 1, 3)
    deactivate_staff(staff_id=two.id, actor=SYSTEM, now=AT)  # type: ignore[arg-type]
    assert stands_in(one, day(2)) is None
    with pytest.raises(CannotSetAbsence):
        away(three, two, 1, 3)


def test_one_may_do_it_for_oneself_a_supervisor_for_their_people_and_nobody_else(
    people: tuple[Actor, ...],
) -> None:
    one, two, three = people
    away(one, two, 1, 2, actor=one)
    supervisor = make_staff(one.node_id, Role.SUPERVISOR)  # type: ignore[arg-type]
    away(two, three, 1, 2, actor=supervisor)
    with pytest.raises(CannotAdminister):
        away(three, two, 1, 2, actor=one)
    other = make_staff(make_staff_elsewhere(), Role.SUPERVISOR)
    with pytest.raises(UnknownStaff):
        away(three, two, 1, 2, actor=other)


def test_a_coming_absence_is_removed_and_a_present_one_ends_now(people: tuple[Actor, ...]) -> None:
    one, two, _three = people
    coming, present = away(one, two, 5, 8), away(one, two, -1, 3)
    cancel_absence(absence_id=coming, actor=one, now=day(1))
    cancel_absence(absence_id=present, actor=one, now=day(1))
    assert absences_of(staff_id=one.id, now=day(1)) == ()  # type: ignore[arg-type]
    assert [stands_in(one, at) for at in (day(0), day(1), day(6))] == [two.id, None, None]
    with pytest.raises(CannotCancelAbsence):
        cancel_absence(absence_id=uuid4(), actor=one, now=day(1))


def test_an_absence_is_recorded_on_the_page_by_days(people: tuple[Actor, ...]) -> None:
    one, two, _three = people
    browser = signed_in(one)
    sent = {"substitute": two.id, "first_day": "2099-03-09", "first_day_back": "2099-03-11"}
    assert browser.post(reverse("identity:own_absences"), sent).status_code == 302
    (shown,) = absences_of(staff_id=one.id, now=AT)  # type: ignore[arg-type]
    assert shown.starts_at.isoformat() == "2099-03-08T16:00:00+00:00"  # midnight in Shanghai
    assert shown.ends_at - shown.starts_at == timedelta(days=2)
    assert two.name in browser.get(reverse("identity:own_absences")).content.decode()
    browser.post(reverse("identity:cancel_absence", args=[shown.id]))
    assert absences_of(staff_id=one.id, now=AT) == ()  # type: ignore[arg-type]


PEOPLE = [UUID(int=number) for number in range(4)]
stretches = st.builds(
    lambda staff, other, start, length: Stretch(
        staff_id=staff, substitute_id=other, starts_at=day(start), ends_at=day(start + length)
    ),
    st.sampled_from(PEOPLE),
    st.sampled_from(PEOPLE),
    st.integers(0, 6),
    st.integers(1, 4),
).filter(lambda stretch: stretch.staff_id != stretch.substitute_id)


@given(wanted=stretches, others=st.lists(stretches, max_size=6))
def test_circles_are_found_exactly_where_walking_each_moment_finds_them(
    wanted: Stretch, others: list[Stretch]
) -> None:
    plain: list[Stretch] = []
    for other in others:  # a valid table: no overlap for one person, no circle so far
        clash = any(
            other.staff_id == one.staff_id and other.starts_at < one.ends_at and one.starts_at < other.ends_at
            for one in [*plain, wanted]
        )
        if not clash and not walks_in_a_circle(other, plain):
            plain.append(other)
    assert closes_circle(wanted=wanted, others=plain) == walks_in_a_circle(wanted, plain)


def walks_in_a_circle(wanted: Stretch, others: list[Stretch]) -> bool:
    moment = wanted.starts_at
    while moment < wanted.ends_at:
        person, steps = wanted.substitute_id, 0
        while person != wanted.staff_id and steps <= len(others):
            following = [
                one.substitute_id
                for one in others
                if one.staff_id == person and one.starts_at <= moment < one.ends_at
            ]
            if not following:
                break
            person, steps = following[0], steps + 1
        if person == wanted.staff_id:
            return True
        moment += timedelta(hours=12)
    return False


def make_staff_elsewhere() -> UUID:
    from yinuo.platform.identity.public import nodes

    return next(node.id for node in nodes(actor=SYSTEM) if node.code == "SZ")
