"""The demo story: a whole bank, the same for the same seed, with something to do for everybody."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from yinuo.core.customers.public import verified_mailbox
from yinuo.core.promises.models import Promise
from yinuo.features.cases.models import Case
from yinuo.features.cases.queries.case import case_detail
from yinuo.features.cases.queries.filtering import VIEWS
from yinuo.features.cases.queries.queue import queue
from yinuo.platform.approvals.public import approvals_on
from yinuo.platform.audit.models import PendingEntry
from yinuo.platform.identity.public import (
    SYSTEM,
    Actor,
    Role,
    StaffRow,
    actor_of_staff,
    nodes,
    personas,
    staff_by_number,
    staff_list,
)
from yinuo.platform.identity.roles import conflicting
from yinuo.platform.notices.public import unread_count
from yinuo.site.demo import plot
from yinuo.site.demo import public as demo
from yinuo.site.demo.words import read

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


def nothing() -> None:
    """No progress to show."""


def staff() -> tuple[StaffRow, ...]:
    return staff_list(actor=SYSTEM, size=500).rows


def wang_min() -> Actor:
    row = staff_by_number(number="JH0417")
    assert row is not None
    actor = actor_of_staff(row.id)
    assert actor is not None
    return actor


def told() -> list[str]:
    """All that a reader of the story sees of its cases, without what is drawn anew for each installation."""
    lines = []
    after = None
    while True:
        page = queue(view="all", actor=SYSTEM, now=NOW, after=after, limit=200)
        for row in page.rows:
            detail = case_detail(number=row.number, actor=SYSTEM, now=NOW)
            assert detail is not None
            said = [(m.kind, m.at.isoformat(), m.author, m.text) for m in detail.messages]
            owed = [(p.policy, p.state, p.due_at.isoformat()) for p in detail.promises]
            lines.append(
                repr((detail.subject, detail.customer.name, detail.owner_name, detail.state, said, owed))
            )
        if page.after is None:
            return lines
        after = page.after


def digest(lines: list[str]) -> str:
    return sha256("\n".join(sorted(lines)).encode()).hexdigest()


@pytest.fixture(scope="module")
def story(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """One telling for all tests below that only look at it; those that tell it themselves stand above."""
    with django_db_blocker.unblock(), transaction.atomic():
        demo.build(now=NOW, step=nothing)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def short(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """A story whose past is short, for who tells it over and over."""
    monkeypatch.setattr(plot, "PAST_CASES", 15)
    monkeypatch.setattr(plot, "FORMER_CASES", 30)


def test_the_same_seed_and_moment_tell_the_same_story(short: None) -> None:
    tellings = []
    counted = Counter[str]()
    for _ in range(2):
        with transaction.atomic():
            demo.build(now=NOW, step=lambda: counted.update(["step"]))
            tellings.append(digest(told()))
            transaction.set_rollback(True)
        assert not demo.is_built()
    assert tellings[0] == tellings[1]
    assert counted["step"] == 2 * demo.steps(now=NOW)


def test_a_telling_that_is_cut_off_leaves_nothing(short: None) -> None:
    left = 50

    def cut_off() -> None:
        nonlocal left
        left -= 1
        if left == 0:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        demo.build(now=NOW, step=cut_off)
    assert not demo.is_built()
    assert not PendingEntry.objects.exists()


def test_the_bank_has_four_branches_and_forty_staff_in_every_role(story: None) -> None:
    people = staff()
    assert Counter(node.kind for node in nodes(actor=SYSTEM))["BRANCH"] == 4
    assert len(people) == 40
    assert {role for row in people for role in row.roles} == set(Role)
    assert not any(conflicting(row.roles) for row in people)


def test_there_is_a_persona_for_every_role_who_says_why(story: None) -> None:
    found = personas()
    assert sorted(role for persona in found for role in persona.roles) == sorted(Role)
    assert found[0].name == "王敏"
    assert all(persona.why for persona in found)


def test_every_view_of_the_specialist_has_something_in_it(story: None) -> None:
    for view in VIEWS:
        assert queue(view=view, actor=wang_min(), now=NOW).rows, view


def test_the_specialist_owns_what_the_plot_gives_her(story: None) -> None:
    views = ("mine", "snoozed")
    subjects = {row.subject for view in views for row in queue(view=view, actor=wang_min(), now=NOW).rows}
    ended = {row["subject"] for row in read("present") if "resolved" in row}
    assert {row["subject"] for row in read("present") if row["owner"] == "JH0417"} - ended <= subjects


def test_a_letter_of_weight_waits_for_the_supervisor(story: None) -> None:
    (row,) = (row for row in read("present") if "letter" in row)
    case = Case.objects.get(subject=row["subject"])
    letter = case.letters.get()
    asked = approvals_on(subject=f"case:{case.pk}", actor=SYSTEM)
    assert [one.state for one in asked] == ["WAITING"]
    assert letter.issued_at is None
    assert (
        verified_mailbox(customer_id=case.customer_id) is not None
    )  # once it is released, it is told of by mail


def test_no_two_cases_read_alike(story: None) -> None:
    texts = [line.split("[('CUSTOMER'")[1] for line in told()]
    assert len(texts) >= 600
    assert len(set(texts)) == len(texts)


def test_the_cases_of_twelve_months_are_there_and_those_before_the_move_are_over(story: None) -> None:
    months = Counter(at.strftime("%Y-%m") for at in Case.objects.values_list("voiced_at", flat=True))
    assert len(months) in {12, 13}
    assert all(count >= 20 for month, count in months.items() if month not in {min(months), max(months)})
    old = Case.objects.filter(voiced_at__lt=NOW - timedelta(days=61))
    assert old.count() >= 440
    assert not old.exclude(state="RESOLVED").exists()
    owed = Promise.objects.filter(subject__in=[f"case:{pk}" for pk in old.values_list("pk", flat=True)])
    assert set(owed.values_list("state", flat=True)) == {"KEPT", "BROKEN"}


def test_promises_are_kept_broken_running_and_late_with_most_of_them_kept(story: None) -> None:
    rows = queue(view="all", actor=SYSTEM, now=NOW, limit=500).rows
    answers = [row.response for row in rows if row.response is not None]
    states = Counter(promise.state for promise in answers)
    late = [promise for promise in answers if promise.late_by]
    overdue = [promise for promise in answers if promise.is_open and promise.due_at < NOW]
    assert late
    assert overdue
    assert states["RUNNING"] >= 10
    assert states["KEPT"] / (states["KEPT"] + states["BROKEN"]) > 0.85


def test_the_log_is_sealed_and_the_bell_does_not_ring_all_day(story: None) -> None:
    assert not PendingEntry.objects.exists()
    assert 1 <= unread_count(actor=wang_min()) <= 15
