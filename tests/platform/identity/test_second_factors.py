"""Second factors: used once even by two browsers at once, sealed at rest, and told of by mail."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import UUID

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.contrib.sessions.models import Session
from django.core import mail, signing
from django.db import connection
from django.test import override_settings

from tests.people import AT, make_office, make_staff, signed_in
from tests.platform.identity.way_in import code_at
from yinuo.platform.identity.models import Staff
from yinuo.platform.identity.operations.add_app import CannotAddApp, add_app
from yinuo.platform.identity.operations.use_code import use_code
from yinuo.platform.identity.public import SYSTEM, Actor, Role, reset_staff
from yinuo.platform.identity.sign_in.sealing import CannotOpenSecret, seal, unseal
from yinuo.platform.identity.tasks import mail_notice

SALT = "django.contrib.sessions.SessionStore"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def with_app(**more: str) -> Actor:
    actor = make_staff(make_office().north, Role.CLERK, **more)
    add_app(secret=SECRET, step=0, actor=actor, now=AT)
    return actor


def use_at_once(staff_id: UUID, code: str, times: int = 6) -> int:
    start = Barrier(times)

    def use(_index: int) -> bool:
        start.wait()
        try:
            return use_code(staff_id=staff_id, code=code, now=AT) is not None
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return sum(pool.map(use, range(times)))


@pytest.mark.django_db(transaction=True)
def test_of_many_browsers_with_one_code_one_gets_in() -> None:
    actor = with_app()
    assert use_at_once(actor.id, code_at(SECRET, AT)) == 1  # type: ignore[arg-type]


@pytest.mark.django_db(transaction=True)
def test_of_many_browsers_with_one_recovery_code_one_gets_in() -> None:
    actor = with_app()
    codes = RecoveryCodes(Authenticator.objects.get(user_id=actor.id, type="recovery_codes")).generate_codes()
    assert use_at_once(actor.id, codes[3]) == 1  # type: ignore[arg-type]


@pytest.mark.django_db
def test_a_telephone_may_be_half_a_minute_off_but_no_code_before_the_last_is_taken() -> None:
    actor = with_app()
    ahead = AT + timedelta(seconds=30)
    assert use_code(staff_id=actor.id, code=code_at(SECRET, ahead), now=AT)  # type: ignore[arg-type]
    assert not use_code(staff_id=actor.id, code=code_at(SECRET, AT), now=AT)  # type: ignore[arg-type]
    assert not use_code(staff_id=actor.id, code=code_at(SECRET, AT + timedelta(minutes=5)), now=AT)  # type: ignore[arg-type]


@pytest.mark.django_db
def test_there_is_one_app_for_each_person() -> None:
    actor = with_app()
    with pytest.raises(CannotAddApp):
        add_app(secret=SECRET, step=0, actor=actor, now=AT)


@pytest.mark.django_db
def test_the_database_never_holds_the_secret() -> None:
    with_app()
    assert SECRET not in str(list(Authenticator.objects.values_list("data", flat=True)))


def test_a_sealed_secret_opens_under_its_key_and_fallbacks_alone() -> None:
    sealed = seal(SECRET)
    assert unseal(sealed) == SECRET
    with (
        override_settings(SECRET_KEY="another" * 10, SECRET_KEY_FALLBACKS=[]),
        pytest.raises(CannotOpenSecret),
    ):
        unseal(sealed)
    with pytest.raises(CannotOpenSecret):
        unseal(sealed[:-6] + "AAAAA=")
    with pytest.raises(CannotOpenSecret):
        unseal(SECRET)


@pytest.mark.django_db
def test_a_session_is_sealed_too() -> None:
    actor = with_app()
    browser = signed_in(actor)
    stored = Session.objects.get(session_key=browser.session.session_key)
    assert str(actor.id) not in str(signing.loads(stored.session_data, salt=SALT, serializer=Plain))
    assert browser.session["_auth_user_id"] == str(actor.id)


class Plain:
    def loads(self, data: bytes) -> str:
        return data.decode()


def test_two_seals_of_one_secret_differ() -> None:
    assert seal(SECRET) != seal(SECRET)


@pytest.mark.django_db
def test_a_reset_is_told_by_mail_in_the_language_of_the_person_without_links_or_passwords() -> None:
    actor = with_app(email="wang@example.com")
    Staff.objects.filter(pk=actor.id).update(language="en")
    reset = reset_staff(staff_id=actor.id, password=True, second_factor=True, actor=SYSTEM, now=AT)  # type: ignore[arg-type]
    assert reset.second_factors_removed == 2
    assert not Authenticator.objects.filter(user_id=actor.id).exists()
    for notice in ("PASSWORD_RESET", "SECOND_FACTOR_RESET"):
        mail_notice.func(str(actor.id), notice)
    assert [message.subject for message in mail.outbox] == [
        "An administrator gave you a new one-time password.",
        "An administrator removed your second factors.",
    ]
    text = "".join(message.body for message in mail.outbox)
    assert "http" not in text
    assert str(reset.one_time_password) not in text


@pytest.mark.django_db
def test_who_has_no_address_gets_no_mail() -> None:
    actor = with_app()
    mail_notice.func(str(actor.id), "PASSWORD_CHANGED")
    assert mail.outbox == []


def test_passwords_handed_over_do_not_show_in_logs() -> None:
    from yinuo.platform.identity.public import StaffCreated, StaffReset

    made = StaffCreated(id=UUID(int=1), one_time_password="abcd-efgh")
    reset = StaffReset(
        staff_id=UUID(int=1), one_time_password="abcd-efgh", second_factors_removed=0, sessions_ended=0
    )
    assert "abcd" not in f"{made!r} {reset!r}"
