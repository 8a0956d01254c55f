"""Whatever happens in a promise's life, in whatever order: the engine and a slow model agree on every verdict."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction as django_transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.core.promises.making import T0, look, policy, promise, row, settle, staff
from tests.core.promises.model import Model
from yinuo.core.promises.models import AlarmFired
from yinuo.core.promises.public import (
    CannotExtendPromise,
    CannotPausePromise,
    CannotResumePromise,
    extend_promise,
    fire_due_alarms,
    pause_promise,
    resume_promise,
    withdraw_promises,
)
from yinuo.platform.identity.public import SYSTEM
from yinuo.platform.jobs.public import transaction

pytestmark = pytest.mark.django_db
GIVEN = 24
STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ["wait", "clock", "pause", "resume", "extend", "settle", "settle_before", "withdraw"]
        ),
        st.integers(min_value=1, max_value=12),
    ),
    min_size=3,
    max_size=14,
)


class Life:
    """One promise and its model, side by side."""

    def __init__(self) -> None:
        self.subject = f"case:{uuid4()}"
        self.now: datetime = T0
        self.view = promise("test.life", subject=self.subject)
        self.model = Model(start=T0, give=GIVEN, shares={"50%": 12, "80%": 19.2}, after={"+2h": 2})
        self.extended = 0

    def is_over(self) -> bool:
        return self.model.withdrawn or self.model.settled_at is not None

    def wait(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    def clock(self, _hours: int) -> None:
        fire_due_alarms(now=self.now)

    def pause(self, _hours: int) -> None:
        possible = self.model.state(self.now) == "RUNNING"
        try:
            pause_promise(
                promise_id=self.view.id,
                reason="WAITING_FOR_CUSTOMER",
                evidence="m:1",
                actor=SYSTEM,
                now=self.now,
            )
        except CannotPausePromise:
            assert not possible
            return
        assert possible
        self.model.pauses.append((self.now, None))

    def resume(self, hours: int) -> None:
        possible = self.model.state(self.now) == "PAUSED"
        ends_at = self.now
        if possible:
            ends_at = max(self.model.pauses[-1][0], self.now - timedelta(hours=hours - 1))
        try:
            resume_promise(promise_id=self.view.id, actor=SYSTEM, now=self.now, happened_at=ends_at)
        except CannotResumePromise:
            assert not possible
            return
        assert possible
        self.model.pauses[-1] = (self.model.pauses[-1][0], ends_at)

    def extend(self, hours: int) -> None:
        possible = self.model.state(self.now) in {"RUNNING", "PAUSED"} and self.extended + hours <= 20
        try:
            extend_promise(
                promise_id=self.view.id,
                amount=hours,
                reason="complex",
                told="m:2",
                asked_by=staff(1).id,  # type: ignore[arg-type]
                approver=staff(2),
                now=self.now,
            )
        except CannotExtendPromise:
            assert not possible
            return
        assert possible
        self.extended += hours
        self.model.give += hours

    def settle(self, _hours: int) -> None:
        self._settle(self.now)

    def settle_before(self, hours: int) -> None:
        self._settle(max(T0, self.now - timedelta(hours=hours)))

    def _settle(self, at: datetime) -> None:
        settled = settle(self.view, at, now=self.now)
        assert (settled is None) == self.is_over()
        if settled is not None:
            self.model.settled_at = at

    def withdraw(self, _hours: int) -> None:
        with transaction():
            withdraw_promises(subject=self.subject, reason="merged", actor=SYSTEM, now=self.now)
        if self.model.state(self.now) in {"RUNNING", "PAUSED"}:
            self.model.withdrawn = True

    def agree(self) -> None:
        found = look(self.view, self.now)
        assert found.state == self.model.state(self.now)
        assert found.due_at == self.model.due()
        fired = Counter(AlarmFired.objects.filter(promise=self.view.id).values_list("term", "key"))
        assert set(fired.values()) <= {1}


@given(steps=STEPS)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_the_engine_and_the_model_agree_after_every_step(steps: list[tuple[str, int]]) -> None:
    with django_transaction.atomic():
        policy(
            "test.life",
            amount=GIVEN,
            unit="HOUR",
            extension_limit=20,
            pause_reasons=["WAITING_FOR_CUSTOMER"],
            alarms=[{"at": "50%"}, {"at": "80%"}, {"at": "+2h"}],
        )
        life = Life()
        for act, hours in steps:
            getattr(life, act)(hours)
            life.agree()
        _finish(life)
        django_transaction.set_rollback(True)


def _finish(life: Any) -> None:
    """A year later everything that had to go off has, and nothing else is waiting."""
    life.wait(24 * 365)
    life.clock(1)
    life.agree()
    if life.model.state(life.now) != "PAUSED":
        assert row(life.view).next_alarm_at is None
    if life.model.state(life.now) == "BROKEN" and not life.is_over():
        keys = set(AlarmFired.objects.filter(promise=life.view.id).values_list("key", flat=True))
        assert row(life.view).state == "BROKEN"
        assert "due" in keys or life.model.settled_at is not None
