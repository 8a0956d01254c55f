"""Powers: given, taken, kept apart, also when two administrators act at the same moment."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, transaction

from tests.people import AT, make_office, make_staff
from yinuo.platform.audit.public import records_of
from yinuo.platform.identity.models import StaffRole
from yinuo.platform.identity.public import (
    SYSTEM,
    CannotAdminister,
    CannotCreateStaff,
    CannotSetRoles,
    Role,
    UnknownStaff,
    actor_of_staff,
    create_staff,
    deactivate_staff,
    grant_role,
    revoke_role,
    set_roles,
    staff_with_role,
)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "roles",
    [
        {Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_OFFICER},
        {Role.SYSTEM_ADMINISTRATOR, Role.AUDITOR, Role.CLERK},
        {Role.SECURITY_OFFICER, Role.AUDITOR},
    ],
)
def test_the_three_administrations_never_meet_in_one_person(roles: set[Role]) -> None:
    office = make_office()
    make_staff(office.head, Role.SYSTEM_ADMINISTRATOR)
    clerk = make_staff(office.north)
    with pytest.raises(CannotSetRoles):
        set_roles(staff_id=clerk.id, roles=roles, actor=SYSTEM, now=AT)  # type: ignore[arg-type]
    with pytest.raises(CannotSetRoles):
        create_staff(number="N1", name="x", node_id=office.north, roles=roles, actor=SYSTEM, now=AT)


@pytest.mark.django_db
def test_the_refusal_names_the_roles(settings: object) -> None:
    clerk = make_staff(make_office().north, Role.AUDITOR)
    from django.utils import translation

    with translation.override("en"), pytest.raises(CannotSetRoles, match="Auditor and System administrator"):
        grant_role(staff_id=clerk.id, role=Role.SYSTEM_ADMINISTRATOR, actor=SYSTEM, now=AT)  # type: ignore[arg-type]


@pytest.mark.django_db(transaction=True)
def test_two_administrators_at_once_cannot_make_an_auditor_a_security_officer() -> None:
    clerk = make_staff(make_office().north)
    start = Barrier(2)

    def give(role: Role) -> bool:
        start.wait()
        try:
            grant_role(staff_id=clerk.id, role=role, actor=SYSTEM, now=AT)  # type: ignore[arg-type]
        except CannotSetRoles:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as pool:
        given = list(pool.map(give, [Role.AUDITOR, Role.SECURITY_OFFICER]))
    assert sorted(given) == [False, True]
    assert StaffRole.objects.filter(staff_id=clerk.id).count() == 1


@pytest.mark.django_db
def test_the_database_itself_keeps_them_apart() -> None:
    auditor = make_staff(make_office().north, Role.AUDITOR)
    with pytest.raises(IntegrityError), transaction.atomic():
        StaffRole.objects.create(staff_id=auditor.id, role=Role.SECURITY_OFFICER)


@pytest.mark.django_db(transaction=True)
def test_two_last_administrators_cannot_lock_everybody_out_at_once() -> None:
    office = make_office()
    pair = [make_staff(office.head, Role.SYSTEM_ADMINISTRATOR) for _ in range(2)]
    start = Barrier(2)

    def close(index: int) -> bool:
        start.wait()
        try:
            deactivate_staff(staff_id=pair[index].id, actor=pair[1 - index], now=AT)  # type: ignore[arg-type]
        except CannotSetRoles:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as pool:
        closed = list(pool.map(close, [0, 1]))
    assert sorted(closed) == [False, True]


@pytest.mark.django_db
def test_the_last_administrator_stays() -> None:
    admin = make_staff(make_office().head, Role.SYSTEM_ADMINISTRATOR)
    with pytest.raises(CannotSetRoles):
        revoke_role(staff_id=admin.id, role=Role.SYSTEM_ADMINISTRATOR, actor=SYSTEM, now=AT)  # type: ignore[arg-type]
    with pytest.raises(CannotSetRoles):
        deactivate_staff(staff_id=admin.id, actor=SYSTEM, now=AT)  # type: ignore[arg-type]


@pytest.mark.django_db
def test_only_administrators_give_roles_within_their_reach_and_never_to_themselves() -> None:
    office = make_office()
    clerk, stranger = make_staff(office.north, Role.CLERK), make_staff(office.south)
    admin = make_staff(office.north, Role.SYSTEM_ADMINISTRATOR)
    with pytest.raises(CannotAdminister):
        grant_role(staff_id=clerk.id, role=Role.SUPERVISOR, actor=clerk, now=AT)  # type: ignore[arg-type]
    with pytest.raises(CannotAdminister):
        grant_role(staff_id=admin.id, role=Role.SUPERVISOR, actor=admin, now=AT)  # type: ignore[arg-type]
    with pytest.raises(UnknownStaff):
        grant_role(staff_id=stranger.id, role=Role.SUPERVISOR, actor=admin, now=AT)  # type: ignore[arg-type]


@pytest.mark.django_db
def test_what_changed_is_on_record_without_names() -> None:
    clerk = make_staff(make_office().north, Role.CLERK, name="欧阳")
    set_roles(staff_id=clerk.id, roles={Role.SUPERVISOR}, actor=SYSTEM, now=AT)  # type: ignore[arg-type]
    last = records_of(f"staff:{clerk.id}")[-1]
    assert (last.action, last.facts) == ("identity.roles_set", {"granted": "SUPERVISOR", "revoked": "CLERK"})
    assert "欧阳" not in str(records_of(f"staff:{clerk.id}"))


@pytest.mark.django_db
def test_those_with_a_role_in_a_part_of_the_organisation_are_found() -> None:
    office = make_office()
    inner = make_staff(office.outlet, Role.SUPERVISOR)
    make_staff(office.south, Role.SUPERVISOR)
    assert [row.id for row in staff_with_role(role=Role.SUPERVISOR, reach="/HQ/BJ/")] == [inner.id]
    assert len(staff_with_role(role=Role.SUPERVISOR)) == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("number", "name", "email"),
    [("", "甲", ""), ("A B", "甲", ""), ("甲", "甲", ""), ("A1", " ", ""), ("A1", "甲", "no address")],
)
def test_a_malformed_account_is_refused(number: str, name: str, email: str) -> None:
    office = make_office()
    with pytest.raises(CannotCreateStaff):
        create_staff(number=number, name=name, email=email, node_id=office.north, actor=SYSTEM, now=AT)


@pytest.mark.django_db
def test_who_somebody_is_costs_one_question(django_assert_num_queries: object) -> None:
    clerk = make_staff(make_office().outlet, Role.CLERK, Role.CALLBACK_OFFICER)
    with django_assert_num_queries(1):  # type: ignore[operator]
        actor = actor_of_staff(clerk.id)  # type: ignore[arg-type]
    assert actor == clerk
