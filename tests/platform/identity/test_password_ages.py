"""Passwords end after a number of days where the installation says so, and stand for ever where it does not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.urls import reverse

from tests.people import make_office, make_staff
from tests.platform.identity.way_in import PASSWORD, START, Person, later, with_password
from yinuo.platform.identity.models import Staff
from yinuo.platform.identity.public import Role

pytestmark = pytest.mark.django_db
STAFF_PAGE = "/account/confirm/code/"  # open to every role, once fully signed in
OTHER = "三把伞靠着图书馆的门慢慢晾干"
DAY = 24 * 60  # minutes


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    cache.clear()
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


@pytest.fixture
def settled(clock: time_machine.Traveller) -> Person:
    """Somebody with an app, whose password was set at the start; signed out."""
    person = with_password(make_staff(make_office().north, Role.CLERK).id)
    Staff.objects.filter(pk=person.id).update(password_set_at=START)
    person.sign_in()
    person.set_up_app(START)
    person.browser.post(reverse("account_logout"))
    return person


def enter(person: Person, minutes: float, clock: time_machine.Traveller, password: str = PASSWORD) -> None:
    clock.move_to(later(minutes))
    person.sign_in(password)
    person.show_code(person.code(later(minutes)))


def test_passwords_do_not_end_unless_a_rule_demands_it(
    settled: Person, clock: time_machine.Traveller, settings: Any
) -> None:
    assert settings.PASSWORD_DAYS is None
    enter(settled, 3650 * DAY, clock)
    assert settled.browser.get(STAFF_PAGE).status_code == 200


def test_where_a_rule_demands_it_a_password_ends_and_opens_nothing_but_its_replacement(
    settled: Person, clock: time_machine.Traveller, settings: Any
) -> None:
    settings.PASSWORD_DAYS = 90
    change = reverse("account_change_password")
    clock.move_to(later(90 * DAY))
    settled.sign_in()
    assert settled.browser.get(change)["Location"].startswith(reverse("account_login"))  # no code, no page
    settled.show_code(settled.code(later(90 * DAY)))
    for page in (STAFF_PAGE, reverse("cases:queue")):
        assert settled.browser.get(page)["Location"] == change
    asked = settled.browser.get(change).content.decode()
    assert 'name="oldpassword"' in asked
    same = {"oldpassword": PASSWORD, "password1": PASSWORD, "password2": PASSWORD}
    assert settled.browser.post(change, same).status_code == 200
    assert settled.browser.get(STAFF_PAGE).status_code == 302
    assert settled.browser.post(change, same | {"password1": OTHER, "password2": OTHER}).status_code == 302
    assert settled.browser.get(STAFF_PAGE).status_code == 200
    assert Staff.objects.get(pk=settled.id).password_set_at == later(90 * DAY)
    settled.browser.post(reverse("account_logout"))
    enter(settled, 179 * DAY, clock, OTHER)
    assert settled.browser.get(STAFF_PAGE).status_code == 200


def test_a_session_from_before_the_end_goes_on_and_the_last_week_is_told(
    settled: Person, clock: time_machine.Traveller, settings: Any
) -> None:
    settings.PASSWORD_DAYS = 90
    enter(settled, 82 * DAY, clock)
    assert not told(settled)
    settled.browser.post(reverse("account_logout"))
    enter(settled, 90 * DAY - 10, clock)
    assert told(settled) == ["1"]
    clock.shift(timedelta(minutes=20))
    assert settled.browser.get(STAFF_PAGE).status_code == 200


def told(person: Person) -> list[str]:
    """The days until the password ends, as the next page says them above itself."""
    page = person.browser.get(reverse("identity:profile")).content.decode()
    return re.findall(r"密码将在 (\d+) 天后到期", page)
