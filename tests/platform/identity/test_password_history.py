"""Where a rule demands it none of the last passwords is used again; elsewhere none is remembered."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.urls import reverse

from tests.people import make_office, make_staff
from tests.platform.identity.way_in import PASSWORD, START, Person, with_password
from yinuo.platform.identity.models import PastPassword, Staff
from yinuo.platform.identity.operations.change_password import CannotChangePassword, change_password
from yinuo.platform.identity.operations.close_account import deactivate_staff
from yinuo.platform.identity.operations.reset_staff import reset_staff
from yinuo.platform.identity.public import SYSTEM, Role, actor_of_staff

pytestmark = pytest.mark.django_db
PASSWORDS = [f"{word}与雨后的旧码头和灯塔" for word in ("苹果", "石桥", "竹椅", "河灯", "风筝", "棉布")]


@pytest.fixture
def person() -> Person:
    return with_password(make_staff(make_office().north, Role.CLERK).id)


def change(person: UUID, password: str, *, day: int) -> None:
    actor = actor_of_staff(person)
    assert actor is not None
    change_password(new_password=password, actor=actor, now=START + timedelta(days=day))


def test_none_of_the_last_five_is_taken_again_and_the_sixth_is(person: Person, settings: Any) -> None:
    settings.PASSWORD_HISTORY = 5
    for day, password in enumerate(PASSWORDS[:4]):
        change(person.id, password, day=day)
    for used in (PASSWORD, *PASSWORDS[:3]):
        with pytest.raises(CannotChangePassword, match="5"):
            change(person.id, used, day=9)
    change(person.id, PASSWORDS[4], day=10)
    change(person.id, PASSWORD, day=11)
    assert PastPassword.objects.count() == 4


def test_without_such_a_rule_the_one_in_use_is_refused_and_none_is_kept(
    person: Person, settings: Any
) -> None:
    assert settings.PASSWORD_HISTORY == 1
    with pytest.raises(CannotChangePassword):
        change(person.id, PASSWORD, day=0)
    change(person.id, PASSWORDS[0], day=1)
    change(person.id, PASSWORD, day=2)
    assert not PastPassword.objects.exists()


def test_the_page_says_the_rule_and_which_one_a_password_broke(person: Person, settings: Any) -> None:
    settings.PASSWORD_HISTORY = 3
    change(person.id, PASSWORDS[0], day=0)
    person.sign_in(PASSWORDS[0])
    person.set_up_app(START)
    page = reverse("account_change_password")
    assert "最近 3 个密码不能再用" in person.browser.get(page).content.decode()
    form = {"oldpassword": PASSWORDS[0], "password1": PASSWORD, "password2": PASSWORD}
    refused = person.browser.post(page, form)
    assert refused.status_code == 200
    assert "您以前用过这个密码" in refused.content.decode()
    assert Staff.objects.get(pk=person.id).check_password(PASSWORDS[0])
    form |= {"password1": PASSWORDS[1], "password2": PASSWORDS[1]}
    assert person.browser.post(page, form).status_code == 302


def test_a_reset_is_no_way_back_to_an_old_one(person: Person, settings: Any) -> None:
    settings.PASSWORD_HISTORY = 3
    reset_staff(staff_id=person.id, password=True, second_factor=False, actor=SYSTEM, now=START)
    with pytest.raises(CannotChangePassword):
        change(person.id, PASSWORD, day=1)
    change(person.id, PASSWORDS[0], day=1)
    assert PastPassword.objects.count() == 1, "the one-time password is not remembered"


def test_hashes_that_no_longer_count_are_removed(person: Person, settings: Any) -> None:
    settings.PASSWORD_HISTORY = 5
    for day, password in enumerate(PASSWORDS[:4]):
        change(person.id, password, day=day)
    settings.PASSWORD_HISTORY = 2
    change(person.id, PASSWORDS[4], day=5)
    assert PastPassword.objects.count() == 1
    deactivate_staff(staff_id=person.id, actor=SYSTEM, now=START)
    assert not PastPassword.objects.exists()
