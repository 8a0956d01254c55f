"""A policy is applied again to open promises by two people, from a page, and undone there; new policies are drafted."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.core.promises.making import BEFORE, policy, row
from tests.people import make_office, make_staff, signed_in
from yinuo.core.calendars.public import calendar_at, draft_calendar
from yinuo.core.promises.public import PromiseView, make_promise, policy_of
from yinuo.core.promises.tasks import reapply
from yinuo.kernel.worktime import data_of
from yinuo.platform.approvals.public import CannotDecide, decide
from yinuo.platform.identity.public import SYSTEM, Actor, Role
from yinuo.platform.jobs.public import transaction

pytestmark = pytest.mark.django_db
CODE = "test.reapplied"


@pytest.fixture
def people() -> tuple[Actor, Actor]:
    office = make_office()
    return make_staff(office.head, Role.EXECUTIVE), make_staff(office.head, Role.SUPERVISOR)


def owe(code: str = CODE) -> PromiseView:
    now = timezone.now()
    with transaction():
        return make_promise(
            policy=code, subject="case:1", path="/HQ/", owner_id=None, starts_at=now, actor=SYSTEM, now=now
        )


def waiting_jobs() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT args->>'reapplication_id' FROM procrastinate_jobs"
            " WHERE task_name LIKE '%promises.tasks.reapply' ORDER BY id"
        )
        return [one for (one,) in cursor.fetchall()]


def asked_for(browser: Client, address: str, **given: str) -> Any:
    answer = browser.post(address, {"reason": "shorter for everybody", **given})
    assert answer.status_code == 302, answer.context["form"].errors
    return browser.get(address).context["asked"][0].id


def test_two_people_apply_a_policy_again_and_undo_it(people: tuple[Actor, Actor]) -> None:
    asker, other = people
    policy(CODE, at=BEFORE, amount=24, unit="HOUR")
    owed = owe()
    policy(CODE, at=timezone.now(), amount=48, unit="HOUR")
    browser, address = signed_in(asker), reverse("promises:reapply_policy", args=[CODE])
    preview = browser.get(address).context["preview"]
    assert (preview.open, preview.later, preview.broken) == (1, 1, 0)
    assert preview.samples[0].due_after - preview.samples[0].due_before == timedelta(hours=24)

    approval = asked_for(browser, address)
    with pytest.raises(CannotDecide):
        decide(approval_id=approval, decision="GRANT", actor=asker, now=timezone.now())
    decide(approval_id=approval, decision="GRANT", actor=other, now=timezone.now())
    [job] = waiting_jobs()
    running = browser.get(address)
    assert running.context["running"]
    assert 'hx-trigger="every 3s"' in running.content.decode()
    reapply(job)
    assert row(owed).due_at == owed.due_at + timedelta(hours=24)

    done = browser.get(address).context["done"][0]
    assert (done.changed, done.can_be_undone) == (1, True)
    approval = asked_for(browser, address, undoes=str(done.id))
    decide(approval_id=approval, decision="GRANT", actor=other, now=timezone.now())
    reapply(waiting_jobs()[-1])
    assert row(owed).due_at == owed.due_at
    assert browser.get(address).context["done"][1].is_undone
    again = browser.post(address, {"reason": "once more", "undoes": str(done.id)})
    assert again.status_code == 422


def test_a_version_that_took_over_meanwhile_was_not_agreed_to(people: tuple[Actor, Actor]) -> None:
    asker, other = people
    policy(CODE, at=BEFORE, amount=24, unit="HOUR")
    address = reverse("promises:reapply_policy", args=[CODE])
    approval = asked_for(signed_in(asker), address)
    policy(CODE, at=timezone.now(), amount=1, unit="HOUR")
    with pytest.raises(CannotDecide):
        decide(approval_id=approval, decision="GRANT", actor=other, now=timezone.now())
    assert not waiting_jobs()


def test_samples_are_of_the_readers_part_only() -> None:
    office = make_office()
    near = make_staff(office.north, Role.SUPERVISOR)
    policy(CODE, at=BEFORE, amount=24, unit="HOUR")
    owe()
    policy(CODE, at=timezone.now(), amount=48, unit="HOUR")
    preview = signed_in(near).get(reverse("promises:reapply_policy", args=[CODE])).context["preview"]
    assert preview.changed == 1
    assert preview.samples == ()


def test_a_new_policy_is_drafted_from_a_page(people: tuple[Actor, Actor]) -> None:
    browser, address = signed_in(people[0]), reverse("promises:new_policy")
    form = browser.get(address).context["form"]
    given = {name: form.initial.get(name, "") for name in form.fields if name != "pause_reasons"} | {
        "code": "test.brand_new",
        "name_zh": "全新标准",
        "name_en": "Brand new",
        "amount": "2",
        "unit": "HOUR",
        "clock": "NATURAL",
        "priority": "0",
        "extension_limit": "0",
    }
    saved = browser.post(address, given)
    assert saved.status_code == 302, saved.context["form"].errors
    assert browser.get(saved.headers["Location"]).status_code == 200
    found = policy_of(code="test.brand_new", now=timezone.now())
    assert found is not None
    assert found.draft is not None
    assert found.valid is None
    for field, value in (
        ("code", "Not A Code"),
        ("code", "complaint.decision"),
        ("name_zh", ""),
        ("amount", "-1"),
    ):
        refused = browser.post(address, given | {"code": "test.other", field: value})
        assert refused.status_code == 422
        assert field in refused.context["form"].errors


def test_a_calendars_draft_says_what_it_would_do_to_open_promises() -> None:
    office = make_office()
    editor = make_staff(office.head, Role.SYSTEM_ADMINISTRATOR)
    policy(CODE, at=BEFORE, amount=30, unit="HOUR", clock="WORKING", calendar="cn.bank")
    now = timezone.now()
    owe()
    data = data_of(calendar_at(code="cn.bank", at=now))
    data["week"] = {name: ["00:00-24:00"] for name in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}
    data["exceptions"] = []
    draft_calendar(code="cn.bank", data=data, actor=editor, now=now)
    page = signed_in(editor).get(reverse("calendars:draft", args=["cn.bank"]))
    [consequence] = page.context["consequences"]
    assert (consequence.shown.open, consequence.shown.earlier) == (1, 1)
