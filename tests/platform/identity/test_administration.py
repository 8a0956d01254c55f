"""System administrators look after organisation and accounts, and after nothing else."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from tests.people import Office, make_office, make_staff, signed_in
from yinuo.platform.identity.public import Actor, Role, actor_of_staff, nodes, staff_by_number

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return make_office()


@pytest.fixture
def admin(office: Office) -> Actor:
    return make_staff(office.head, Role.SYSTEM_ADMINISTRATOR, name="高管理")


@pytest.fixture
def browser(admin: Actor) -> Client:
    return signed_in(admin)


def test_an_account_is_opened_and_its_password_shown_once(browser: Client, office: Office) -> None:
    response = browser.post(
        reverse("identity:new_person"),
        {
            "number": "W1001",
            "name": "单晓月",
            "node": office.north,
            "skills": "理财，英语",
            "roles": ["CLERK"],
        },
    )
    password = re.search(r"<code>([a-z2-9]{4}(?:-[a-z2-9]{4}){4})</code>", response.content.decode())
    assert password
    row = staff_by_number(number="w1001")
    assert row is not None
    assert row.roles == (Role.CLERK,)
    staff = get_user_model().objects.get(pk=row.id)
    assert staff.check_password(password[1])
    assert sorted(skill.pk for skill in staff.skills.all()) == ["理财", "英语"]
    assert "no-store" in response["Cache-Control"]
    assert password[1] not in browser.get(reverse("identity:person", args=[row.id])).content.decode()


def test_a_refused_account_says_why_and_keeps_what_was_typed(
    browser: Client, office: Office, admin: Actor
) -> None:
    make_staff(office.north, number="W7")
    response = browser.post(
        reverse("identity:new_person"),
        {"number": "w7", "name": "赵一", "node": office.north, "roles": ["AUDITOR"]},
        headers={"accept-language": "en"},
    )
    assert "taken" in response.content.decode()
    assert 'value="赵一"' in response.content.decode()


@pytest.mark.parametrize("search", ["晓", "shanxiao", "sxy", "w10", "Shan Xiao"])
def test_somebody_is_found_by_name_sound_initials_or_number(
    browser: Client, office: Office, search: str
) -> None:
    make_staff(office.north, name="单晓月", number="W1001")
    make_staff(office.north, name="张三丰", number="Z2002")
    page = browser.post(reverse("identity:people"), {"search": search}).content.decode()
    assert "单晓月" in page
    assert "张三丰" not in page


def test_long_lists_go_on_where_they_stopped(browser: Client, office: Office) -> None:
    for index in range(60):
        make_staff(office.south, name=f"钱{index:02}")
    first = browser.get(reverse("identity:people")).content.decode()
    after = re.search(r'name="after" value="([0-9a-f-]+)"', first)
    assert after
    second = browser.post(reverse("identity:people"), {"after": after[1]}).content.decode()
    shown = re.findall(r">(钱\d\d)</a>", first) + re.findall(r">(钱\d\d)</a>", second)
    assert shown == sorted(shown)
    assert len(set(shown)) == 60


def test_roles_hold_from_the_next_request(browser: Client, office: Office) -> None:
    clerk = make_staff(office.north, Role.CLERK)
    theirs = signed_in(clerk)
    assert theirs.get(reverse("identity:absences")).status_code == 403
    browser.post(reverse("identity:roles", args=[clerk.id]), {"roles": ["CLERK", "SUPERVISOR"]})
    assert theirs.get(reverse("identity:absences")).status_code == 200
    browser.post(reverse("identity:roles", args=[clerk.id]), {"roles": ["CLERK"]})
    assert theirs.get(reverse("identity:absences")).status_code == 403


def test_exclusive_roles_are_refused_by_name(browser: Client, office: Office) -> None:
    clerk = make_staff(office.north)
    response = browser.post(
        reverse("identity:roles", args=[clerk.id]),
        {"roles": ["AUDITOR", "SECURITY_OFFICER"]},
        headers={"accept-language": "en"},
    )
    assert "Auditor and Security officer" in response.content.decode()
    after = actor_of_staff(clerk.id)  # type: ignore[arg-type]
    assert after is not None
    assert after.roles == frozenset()


def test_nobody_changes_their_own_roles_or_closes_their_own_account(browser: Client, admin: Actor) -> None:
    make_staff(admin.node_id, Role.SYSTEM_ADMINISTRATOR)  # type: ignore[arg-type]
    for name, sent in (("roles", {"roles": ["CLERK"]}), ("close", {}), ("reset", {"password": "on"})):
        response = browser.post(reverse(f"identity:{name}", args=[admin.id]), sent)
        assert "error-summary" in response.content.decode()
    assert actor_of_staff(admin.id) == admin  # type: ignore[arg-type]


def test_closing_says_first_what_it_ends_and_then_does(browser: Client, office: Office) -> None:
    clerk = make_staff(office.north, Role.CLERK)
    theirs = signed_in(clerk)
    page = browser.get(
        reverse("identity:close", args=[clerk.id]), headers={"accept-language": "en"}
    ).content.decode()
    assert "The role “Clerk” rests." in page
    browser.post(reverse("identity:close", args=[clerk.id]))
    assert theirs.get(reverse("identity:profile")).status_code == 302
    browser.post(reverse("identity:reopen", args=[clerk.id]))
    assert actor_of_staff(clerk.id) == clerk  # type: ignore[arg-type]


def test_an_administrator_of_a_branch_finds_nobody_of_another(office: Office) -> None:
    browser = signed_in(make_staff(office.north, Role.SYSTEM_ADMINISTRATOR))
    stranger = make_staff(office.south, Role.CLERK)
    for name in ("person", "edit_person", "roles", "reset", "close"):
        assert browser.get(reverse(f"identity:{name}", args=[stranger.id])).status_code == 404
    assert browser.post(reverse("identity:reopen", args=[stranger.id])).status_code == 404
    assert browser.post(reverse("identity:end_all_sessions", args=[stranger.id])).status_code == 404
    assert browser.get(reverse("identity:unit", args=[office.south])).status_code == 404


def test_units_are_added_renamed_and_moved(browser: Client, office: Office, admin: Actor) -> None:
    browser.post(
        reverse("identity:new_unit"),
        {"name": "南山支行", "kind": "OUTLET", "code": "sz-02", "parent": office.south},
    )
    browser.post(reverse("identity:unit", args=[office.outlet]), {"name": "福田支行", "parent": office.south})
    assert [(unit.code, unit.name) for unit in nodes(actor=admin) if unit.depth == 2] == [
        ("BJ-01", "福田支行"),
        ("SZ-02", "南山支行"),
    ]
