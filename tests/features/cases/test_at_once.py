"""What happens at the same moment happens in turn: answers, alarms, and the clock beside them."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from django.db import connections

from tests.bank import Bank, found_bank
from tests.complaints import file_complaint
from yinuo.core.customers.public import CustomerDetails
from yinuo.core.promises.public import fire_due_alarms, promises_on, settle_promise
from yinuo.features.cases.locking import CaseChangedMeanwhile, lock_case
from yinuo.features.cases.models import Message
from yinuo.features.cases.public import OpenedCase, record_response
from yinuo.platform.audit.public import append, records_of
from yinuo.platform.identity.public import SYSTEM
from yinuo.platform.jobs.public import transaction

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 3, 2, 3, 2, tzinfo=UTC)
ANSWER = "我们核对了录音,当时的承诺属实,年费今天退回。"


@pytest.fixture
def bank(transactional_db: None) -> Bank:
    return found_bank()


def hours(count: float) -> datetime:
    return NOW + timedelta(hours=count)


def complain() -> OpenedCase:
    return file_complaint(now=NOW, customer=CustomerDetails(name="李雷"))


def apart(work: Callable[[], object]) -> object:
    """Do ``work`` as another process would: on a connection of its own."""
    try:
        return work()
    finally:
        connections.close_all()


def at_once(*works: Callable[[], object]) -> list[object]:
    """Do all ``works`` at the same moment; what they returned or raised."""
    start = Barrier(len(works))

    def begin(work: Callable[[], object]) -> object:
        start.wait()
        try:
            return apart(work)
        except CaseChangedMeanwhile as refusal:
            return refusal

    with ThreadPoolExecutor(len(works)) as threads:
        return list(threads.map(begin, works))


def test_an_answer_and_an_alarm_at_one_moment_do_not_stop_each_other(bank: Bank) -> None:
    opened = complain()
    with ThreadPoolExecutor(1) as threads, transaction():
        case = lock_case(case_id=opened.id, actor=SYSTEM)
        subject = f"case:{case.pk}"
        append(stream=subject, action="case.response_sent", actor=SYSTEM.reference, at=hours(23))
        alarm = threads.submit(apart, lambda: fire_due_alarms(now=hours(25)))
        alarm.result(timeout=60)  # and does not wait for us, who hold the case
        settled = settle_promise(
            subject=subject,
            policy="complaint.first_response",
            happened_at=hours(23),
            evidence="message:1",
            actor=SYSTEM,
            now=hours(25),
        )
    assert settled is not None
    fire_due_alarms(now=hours(25))
    actions = [record.action for record in records_of(subject)]
    assert actions.count("promise.kept") == 1
    assert "promise.broken" not in actions


def test_many_answers_and_clocks_at_once_leave_one_verdict(bank: Bank) -> None:
    opened = complain()

    def answer() -> object:
        return record_response(case_id=opened.id, text=ANSWER, actor=SYSTEM, now=hours(25), sent_at=hours(2))

    def clock() -> object:
        return fire_due_alarms(now=hours(25))

    at_once(answer, clock, answer, clock)
    subject = f"case:{opened.id}"
    records = records_of(subject)
    assert [record.action for record in records].count("promise.kept") == 1
    assert [record.version for record in records] == list(range(1, len(records) + 1))
    states = {view.policy: view.state for view in promises_on(subjects=[subject], now=hours(25))[subject]}
    assert states["complaint.first_response"] == "KEPT"


def test_of_two_colleagues_who_answer_at_once_one_is_told(bank: Bank) -> None:
    opened = complain()

    def answer() -> object:
        return record_response(case_id=opened.id, text=ANSWER, actor=SYSTEM, now=hours(2), revision=1)

    outcomes = at_once(answer, answer)
    assert sum(isinstance(outcome, CaseChangedMeanwhile) for outcome in outcomes) == 1
    assert Message.objects.filter(kind="REPLY").count() == 1
