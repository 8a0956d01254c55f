"""Policies are edited in the open, a promise shows its arithmetic, and the wallboard counts what is in danger."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.complaints import file_complaint
from tests.people import Office, make_office, make_staff, signed_in
from yinuo.core.promises.public import policy_of, promises_on
from yinuo.core.promises.wall import wall
from yinuo.platform.identity.public import Actor, Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return make_office()


@pytest.fixture
def supervisor(office: Office) -> Actor:
    make_staff(office.north, Role.COMPLAINT_SPECIALIST)
    return make_staff(office.north, Role.SUPERVISOR)


def complain(path: str | None, *, hours_ago: int) -> Any:
    now = timezone.now()
    return file_complaint(
        path, now=now, text="年费减免没有兑现", subject="", voiced_at=now - timedelta(hours=hours_ago)
    )


def test_the_wallboard_counts_by_event_time(supervisor: Actor) -> None:
    for hours_ago in (0, 22, 30):
        complain(supervisor.reach, hours_ago=hours_ago)
    shown = wall(actor=supervisor, now=timezone.now())
    assert shown.overdue >= 1
    assert shown.at_risk >= 1
    assert shown.running >= 1
    assert sum(team.overdue for team in shown.teams) == shown.overdue
    assert sum(hour.count for hour in shown.hours) >= 1
    page = signed_in(supervisor).get(reverse("promises:wall")).content.decode()
    first = shown.nearest[0]
    assert first.number.startswith("TS-")
    assert f'href="{reverse("cases:case", args=[first.number])}"' in page
    assert all(one.unit for one in shown.nearest)
    assert "李雷" not in page
    about = signed_in(supervisor).get(reverse("promises:promise", args=[first.promise.id])).content.decode()
    assert first.url in about


def test_the_wallboard_of_another_branch_knows_nothing(supervisor: Actor, office: Office) -> None:
    complain(supervisor.reach, hours_ago=30)
    stranger = make_staff(office.south, Role.SUPERVISOR)
    assert wall(actor=stranger, now=timezone.now()).overdue == 0


def test_a_promise_shows_its_arithmetic_and_is_hidden_from_others(supervisor: Actor, office: Office) -> None:
    opened = complain(supervisor.reach, hours_ago=3)
    promise = opened.promises[0]
    address = reverse("promises:promise", args=[promise.id])
    page = signed_in(supervisor).get(address)
    assert page.status_code == 200
    assert 'class="span counted"' in page.content.decode()
    stranger = make_staff(office.south, Role.SUPERVISOR)
    assert signed_in(stranger).get(address).status_code == 404
    assert promises_on(subjects=[promise.subject], now=timezone.now())[promise.subject]


def test_a_policy_is_edited_as_a_draft_and_previewed(supervisor: Actor) -> None:
    complain(supervisor.reach, hours_ago=30)
    browser = signed_in(supervisor)
    address = reverse("promises:edit_policy", args=["complaint.decision"])
    form = browser.get(address).context["form"]
    given = {name: form.initial.get(name, "") for name in form.fields} | {"amount": 1, "settle_late": "on"}
    saved = browser.post(address, given)
    assert saved.status_code == 302, saved.context["form"].errors
    draft = browser.get(saved.headers["Location"])
    assert draft.context["preview"].earlier == 1
    begin = (timezone.localtime() + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
    asked = browser.post(saved.headers["Location"], {"valid_from": begin, "reason": "faster decisions"})
    assert asked.status_code == 302
    policy = policy_of(code="complaint.decision", now=timezone.now())
    assert policy is not None
    assert policy.draft is not None
    assert policy.valid is not None
    assert policy.valid.terms.amount != 1
    for name in ("promises:policies", "promises:policy"):
        where = reverse(name, args=["complaint.decision"] if name.endswith("policy") else [])
        assert browser.get(where).status_code == 200


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("amount", "0"),
        ("amount", "-3"),
        ("alarms", "yesterday OWNER"),
        ("conditions", "weather: rain"),
        ("calendar", "nowhere"),
        ("at_risk_percent", "400"),
    ],
)
def test_a_policy_that_nobody_could_keep_is_refused_at_its_field(
    supervisor: Actor, field: str, value: str
) -> None:
    browser = signed_in(supervisor)
    address = reverse("promises:edit_policy", args=["complaint.decision"])
    form = browser.get(address).context["form"]
    given = {name: form.initial.get(name, "") for name in form.fields} | {field: value}
    answer = browser.post(address, given)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
