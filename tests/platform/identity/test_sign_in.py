"""Getting in: two factors, no way around them, and nothing to learn from a refusal."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tests.people import make_office, make_staff
from tests.platform.identity.way_in import PASSWORD, START, Person, later, with_password
from yinuo.platform.audit.public import records_of
from yinuo.platform.identity.public import (
    SYSTEM,
    Role,
    create_staff,
    deactivate_staff,
    grant_role,
    reset_staff,
)

pytestmark = pytest.mark.django_db
STAFF_PAGE = "/account/confirm/code/"  # open to every role, once fully signed in


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    cache.clear()
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


@pytest.fixture
def person() -> Person:
    return with_password(make_staff(make_office().north, Role.CLERK).id)


@pytest.fixture
def settled(person: Person, clock: time_machine.Traveller) -> Person:
    """Somebody with password and app, signed out, a minute later."""
    person.sign_in()
    person.set_up_app(START)
    person.browser.post(reverse("account_logout"))
    clock.move_to(later(1))
    return person


def text(response: object) -> str:
    """A page without what differs by design: the token of each form, and what the visitor typed."""
    page: str = response.content.decode()  # type: ignore[attr-defined]
    tokens = re.compile(r'csrfmiddlewaretoken" value="\w+|X-CSRFToken": "\w+')
    return re.sub(r'name="login" value="\w+"', "", tokens.sub("", page))


def test_who_is_not_signed_in_is_asked_to_and_comes_back_to_the_page() -> None:
    response = Client().get(STAFF_PAGE + "?next=/x")
    assert response.status_code == 302
    assert response["Location"] == "/account/sign-in/?next=%2Faccount%2Fconfirm%2Fcode%2F%3Fnext%3D%2Fx"


def test_u0000_in_a_password_is_another_password_and_in_a_number_it_is_left_out(settled: Person) -> None:
    cut = PASSWORD[:4] + "\x00" + PASSWORD[4:]
    refused = Client().post(reverse("account_login"), {"login": settled.number, "password": cut})
    assert refused.status_code == 200
    assert settled.number in refused.content.decode()
    taken = Client().post(reverse("account_login"), {"login": f"\x00{settled.number}", "password": PASSWORD})
    assert taken.status_code == 302


def test_a_first_sign_in_leads_through_new_password_and_second_factor_and_nowhere_else() -> None:
    made = create_staff(
        number="T7", name="李娜", node_id=make_office().north, roles=[Role.CLERK], actor=SYSTEM, now=START
    )
    person = Person(id=made.id, number="t7")
    person.sign_in(made.one_time_password or "")
    assert person.browser.get(STAFF_PAGE)["Location"] == reverse("account_change_password")
    page = person.browser.get(reverse("account_change_password"))
    assert 'name="oldpassword"' not in page.content.decode()
    person.browser.post(reverse("account_change_password"), {"password1": PASSWORD, "password2": PASSWORD})
    assert person.browser.get(STAFF_PAGE)["Location"] == reverse("mfa_index")
    assert person.set_up_app(START)["Location"] == reverse("mfa_view_recovery_codes")
    assert person.browser.get(STAFF_PAGE).status_code == 200
    assert person.actions() == [
        "identity.staff_created",
        "sign_in.succeeded",
        "identity.password_changed",
        "sign_in.factor_added",
    ]


def test_password_and_code_open_the_house(settled: Person) -> None:
    assert settled.sign_in()["Location"] == reverse("mfa_authenticate")
    assert settled.browser.get(STAFF_PAGE)["Location"].startswith(reverse("account_login"))
    assert settled.show_code(settled.code(later(1))).status_code == 302
    assert settled.browser.get(STAFF_PAGE).status_code == 200


def test_a_code_opens_once(settled: Person) -> None:
    settled.sign_in()
    code = settled.code(later(1))
    settled.show_code(code)
    thief = Person(id=settled.id, number=settled.number)
    thief.sign_in()
    assert thief.show_code(code).status_code == 200
    assert thief.browser.get(STAFF_PAGE).status_code == 302


def test_the_code_that_set_up_the_app_is_used_up(settled: Person, clock: time_machine.Traveller) -> None:
    clock.move_to(START)
    settled.sign_in()
    assert settled.show_code(settled.code(START)).status_code == 200


def test_recovery_codes_are_shown_once_and_open_once(person: Person) -> None:
    person.sign_in()
    person.set_up_app(START)
    page = person.browser.get(reverse("mfa_view_recovery_codes")).content.decode()
    codes = re.findall(r"<code>(\d+)</code>", page)
    assert len(codes) == 10
    assert codes[0] not in person.browser.get(reverse("mfa_view_recovery_codes")).content.decode()
    outcomes = []
    for _attempt in range(2):
        guest = Person(id=person.id, number=person.number)
        guest.sign_in()
        outcomes.append(guest.show_code(codes[0]).status_code)
    assert outcomes == [302, 200]


def test_an_old_session_without_second_factor_ends_when_one_is_set_up_elsewhere(person: Person) -> None:
    other = Person(id=person.id, number=person.number)
    other.sign_in()
    person.sign_in()
    person.set_up_app(START)
    assert other.browser.get(STAFF_PAGE)["Location"].startswith(reverse("account_login"))


def test_known_and_unknown_numbers_read_the_same(person: Person) -> None:
    closed = with_password(make_staff(person_node(person), Role.CLERK).id)
    deactivate_staff(staff_id=closed.id, actor=SYSTEM, now=START)
    answers = {
        (response.status_code, text(response))
        for number, password in ((person.number, "wrong"), ("T9", "wrong"), (closed.number, PASSWORD))
        for response in [Client().post(reverse("account_login"), {"login": number, "password": password})]
    }
    assert len(answers) == 1


def test_known_and_unknown_numbers_cost_one_hash_each(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.contrib.auth.hashers import Argon2PasswordHasher

    hashed: list[str] = []
    for name in ("encode", "verify"):
        original = getattr(Argon2PasswordHasher, name)

        def counted(self: object, *args: str, original: object = original) -> object:
            hashed.append(args[0])
            return original(self, *args)  # type: ignore[operator]

        monkeypatch.setattr(Argon2PasswordHasher, name, counted)
    costs = []
    for number in (person.number, "T9"):
        hashed.clear()
        Client().post(reverse("account_login"), {"login": number, "password": "wrong"})
        costs.append(len(hashed))
    assert costs == [1, 1]


def test_five_wrong_passwords_lock_an_account_for_a_quarter_of_an_hour(
    settled: Person, clock: time_machine.Traveller
) -> None:
    for _attempt in range(5):
        settled.sign_in("wrong")
    assert (
        "Too many attempts"
        in settled.browser.post(
            reverse("account_login"),
            {"login": settled.number, "password": PASSWORD},
            headers={"accept-language": "en"},
        ).content.decode()
    )
    clock.move_to(later(17))
    assert settled.sign_in().status_code == 302


def test_one_address_cannot_try_many_accounts(clock: time_machine.Traveller) -> None:
    for attempt in range(40):
        clock.move_to(later(attempt / 20))
        response = Client().post(reverse("account_login"), {"login": f"X{attempt}", "password": "wrong"})
    assert (
        response.status_code == 429
        or "Too many" in response.content.decode()
        or "过多" in response.content.decode()
    )


def test_wrong_codes_lock_the_second_step(settled: Person) -> None:
    settled.sign_in()
    for _attempt in range(5):
        settled.show_code("000000")
    assert settled.show_code(settled.code(later(1))).status_code == 200
    assert settled.browser.get(STAFF_PAGE).status_code == 302


def test_an_idle_session_ends_after_half_an_hour(settled: Person, clock: time_machine.Traveller) -> None:
    settled.sign_in()
    settled.show_code(settled.code(later(1)))
    clock.move_to(later(30))
    assert settled.browser.get(STAFF_PAGE).status_code == 200
    clock.move_to(later(61))
    assert settled.browser.get(STAFF_PAGE)["Location"].startswith(reverse("account_login"))
    assert settled.actions()[-1] == "sign_in.session_over"


def test_a_busy_session_ends_after_twelve_hours(settled: Person, clock: time_machine.Traveller) -> None:
    settled.sign_in()
    settled.show_code(settled.code(later(1)))
    for half_hours in range(1, 29):
        clock.move_to(later(25 * half_hours))
        assert settled.browser.get(STAFF_PAGE).status_code == 200
    clock.move_to(later(12 * 60 + 2))
    assert settled.browser.get(STAFF_PAGE).status_code == 302


def test_the_sixth_session_ends_the_oldest(settled: Person, clock: time_machine.Traveller) -> None:
    people = []
    for minute in range(2, 8):
        clock.move_to(later(minute))
        people.append(Person(id=settled.id, number=settled.number, app=settled.app))
        people[-1].sign_in()
        people[-1].show_code(settled.code(later(minute)))
    assert [one.browser.get(STAFF_PAGE).status_code for one in people] == [302, 200, 200, 200, 200, 200]


def test_a_closed_account_is_out_on_the_next_request(settled: Person) -> None:
    settled.sign_in()
    settled.show_code(settled.code(later(1)))
    deactivate_staff(staff_id=settled.id, actor=SYSTEM, now=later(1))
    assert settled.browser.get(STAFF_PAGE).status_code == 302


def test_a_new_password_does_not_replace_the_second_factor(settled: Person) -> None:
    reset = reset_staff(staff_id=settled.id, password=True, second_factor=False, actor=SYSTEM, now=later(1))
    assert settled.sign_in(reset.one_time_password or "")["Location"] == reverse("mfa_authenticate")


def test_a_one_time_password_is_good_for_three_days(person: Person, clock: time_machine.Traveller) -> None:
    reset = reset_staff(staff_id=person.id, password=True, second_factor=False, actor=SYSTEM, now=START)
    clock.move_to(later(72 * 60))
    assert person.sign_in(reset.one_time_password or "").status_code == 200


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "\\\\evil.example"]
)
def test_a_link_to_sign_in_cannot_lead_away(settled: Person, target: str) -> None:
    settled.sign_in(next=target)
    response = settled.show_code(settled.code(later(1)))
    assert "evil" not in response["Location"]
    assert "javascript" not in response["Location"]


def test_what_is_sensitive_asks_once_more_who_is_there_and_leads_on(
    settled: Person, clock: time_machine.Traveller
) -> None:
    grant_role(staff_id=settled.id, role=Role.SYSTEM_ADMINISTRATOR, actor=SYSTEM, now=START)
    settled.sign_in()
    settled.show_code(settled.code(later(1)))
    page = reverse("identity:new_person")
    assert settled.browser.get(page).status_code == 200
    clock.move_to(later(10))
    asked = settled.browser.get(page)["Location"]
    assert asked.startswith(reverse("account_reauthenticate"))
    assert settled.browser.post(page, {"number": "X1"}).status_code == 302
    assert settled.browser.post(asked, {"password": "wrong"}).status_code == 200
    assert settled.browser.post(asked, {"password": PASSWORD})["Location"] == page
    assert settled.browser.get(page).status_code == 200


def test_personal_pages_are_never_stored(settled: Person) -> None:
    settled.sign_in()
    settled.show_code(settled.code(later(1)))
    for path in (STAFF_PAGE, reverse("mfa_index"), "/nowhere"):
        assert "no-store" in settled.browser.get(path)["Cache-Control"]


def test_evidence_of_signing_in_holds_no_personal_data(settled: Person) -> None:
    settled.sign_in("wrong")
    settled.sign_in()
    settled.show_code("123456")
    Client().post(reverse("account_login"), {"login": "lina@example.com", "password": "wrong"})
    records = settled.records() + records_of("sign-in:nobody")
    assert [record.action for record in records][-4:] == [
        "sign_in.signed_out",
        "sign_in.failed",
        "sign_in.failed",
        "sign_in.failed",
    ]
    written = "".join(str(record) for record in records)
    for secret in ("王小明", settled.number, "127.0.0.1", "example.com", "wrong", settled.app):
        assert secret not in written


def person_node(person: Person) -> object:
    from yinuo.platform.identity.models import Staff

    return Staff.objects.get(pk=person.id).node_id
