"""Whoever holds an account hears of each change to its way in, sees where it is signed in, and can end that."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.people import make_office, make_staff, signed_in
from tests.platform.identity.way_in import PASSWORD, START, Person, later, with_password
from yinuo.platform.audit.models import PendingEntry
from yinuo.platform.audit.public import records_of
from yinuo.platform.identity.public import SYSTEM, Role, reset_staff

pytestmark = pytest.mark.django_db
NEW = "灯塔下的旧船票与三月的雨"


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    cache.clear()
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


@pytest.fixture
def person() -> Person:
    found = with_password(make_staff(make_office().north, Role.CLERK, email="wang@example.com").id)
    found.sign_in()
    found.set_up_app(START)
    return found


def notices(person: Person) -> list[str]:
    """The notices that wait to be mailed to somebody, in order."""
    jobs = ProcrastinateJob.objects.order_by("id").values_list("args", flat=True)
    return [args["notice"] for args in jobs if args.get("staff_id") == str(person.id)]


def test_each_change_of_the_way_in_is_told_to_its_owner(
    person: Person, clock: time_machine.Traveller
) -> None:
    assert notices(person) == ["SECOND_FACTOR_ADDED"]
    person.browser.post(
        reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    )
    assert notices(person)[1:] == ["PASSWORD_CHANGED"]
    person.browser.post(reverse("mfa_generate_recovery_codes"))
    assert notices(person)[2:] == ["RECOVERY_CODES_MADE"]
    reset_staff(staff_id=person.id, password=True, second_factor=True, actor=SYSTEM, now=later(1))
    assert set(notices(person)[3:]) == {"PASSWORD_RESET", "SECOND_FACTOR_RESET"}


def test_people_see_their_sessions_and_end_them(person: Person) -> None:
    elsewhere = Client()
    signed_in_again = Person(id=person.id, number=person.number, browser=elsewhere, app=person.app)
    signed_in_again.sign_in()
    page = person.browser.get(reverse("identity:sessions"))
    assert page.status_code == 200
    person.browser.post(reverse("identity:sessions"), {"all": "1"})
    assert elsewhere.get(reverse("identity:profile")).status_code == 302
    assert person.browser.get(reverse("identity:profile")).status_code == 200


def test_an_administrator_ends_the_sessions_of_somebody_and_nobody_else_does(person: Person) -> None:
    office_head = person_head(person)
    end = reverse("identity:end_all_sessions", args=[person.id])
    colleague = signed_in(make_staff(office_head, Role.SUPERVISOR))
    assert colleague.post(end).status_code == 403
    assert person.browser.get(reverse("identity:profile")).status_code == 200
    administrator = signed_in(make_staff(office_head, Role.SYSTEM_ADMINISTRATOR))
    assert administrator.post(end).status_code == 302
    assert person.browser.get(reverse("identity:profile")).status_code == 302
    assert "identity.sessions_ended" in person.actions()


def person_head(person: Person) -> object:
    from yinuo.platform.identity.models import Node

    return Node.objects.get(parent=None).pk


def test_denials_and_failures_are_on_record_without_personal_data(person: Person) -> None:
    assert person.browser.get(reverse("identity:people")).status_code == 403
    Client().post(reverse("account_login"), {"login": person.number, "password": "wrong"})
    Client().post(reverse("account_login"), {"login": "13812345678", "password": "wrong"})
    actions = person.actions()
    assert "access.denied" in actions
    assert "sign_in.failed" in actions
    [denial] = [record for record in records_of(f"staff:{person.id}") if record.action == "access.denied"]
    assert denial.facts["route"] == "identity:people"
    bodies = b"".join(bytes(entry.body) for entry in PendingEntry.objects.all())
    for clear in ("13812345678", "王小明", "wang@example.com", "127.0.0.1", PASSWORD):
        assert clear.encode() not in bodies
