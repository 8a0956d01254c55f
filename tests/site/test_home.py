"""Where the house's own address leads each role."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.people import make_office, make_staff, signed_in
from yinuo.platform.identity.public import Role

BEGINS = {
    Role.CLERK: "cases:queue",
    Role.COMPLAINT_SPECIALIST: "cases:queue",
    Role.CALLBACK_OFFICER: "cases:queue",
    Role.SUPERVISOR: "cases:desk",
    Role.COMPLAINT_ANALYST: "cases:all",
    Role.SECURITY_OFFICER: "reveals:watch",
    Role.LOYALTY_MANAGER: "cases:my_tasks",
    Role.EXECUTIVE: "cases:all",
    Role.AUDITOR: "audit:entries",
    Role.SYSTEM_ADMINISTRATOR: "identity:people",
}


@pytest.mark.parametrize("role", list(Role))
def test_everybody_begins_where_their_work_is(db: None, role: Role) -> None:
    browser = signed_in(make_staff(make_office().head, role))
    answer = browser.get("/")
    assert answer.status_code == 302
    assert answer.headers["Location"] == reverse(BEGINS[role])
    assert browser.get(answer.headers["Location"]).status_code == 200


def test_who_has_several_roles_begins_at_the_first_that_names_a_beginning(db: None) -> None:
    office = make_office()
    both = make_staff(office.head, Role.AUDITOR, Role.SUPERVISOR)
    assert signed_in(both).get("/").headers["Location"] == reverse("cases:desk")
