"""
Programs for the attack on the promise clock: writers that keep a history, clocks that are killed, one whose time jumps.

Run as ``python attack.py``; the environment names the database. It loads everything once and then reads lines: for each
``writer FILE SEED`` or ``clock STEPS`` it starts a process, and answers with its id. So whoever was killed is back at
once, however slow the machine is, and three clocks are at work most of the time.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NoReturn
from uuid import UUID, uuid4

POLICY = "test.attack"
WORKING = "test.attack.working"  # the same on a calendar that opens and closes by the minute
CALENDAR = "test.attack"
TERMS: dict[str, Any] = {
    "amount": 1,
    "unit": "MINUTE",
    "alarms": [{"at": "50%"}, {"at": "80%"}, {"at": "due"}, {"at": "+1m"}],
    "pause_reasons": ["WAITING_FOR_CUSTOMER"],
    "extension_limit": 3,
}
KEYS = ("50%", "80%", "due", "+1m")
HELD = 6  # promises that a writer has in hand at once


class Writer:
    """Makes promises and lets things happen to them; every act that was committed stands in its history."""

    def __init__(self, file: Path, seed: int) -> None:
        self.history = file.open("a", encoding="utf-8")
        self.dice = random.Random(seed)
        self.held: list[UUID] = []

    def run(self) -> None:
        while True:
            self.one()
            time.sleep(self.dice.uniform(0.0, 0.02))

    def one(self) -> None:
        if len(self.held) < HELD:
            self.make()
            return
        promise_id = self.dice.choice(self.held)
        act = self.dice.choice(
            [self.pause, self.resume, self.resume, self.extend, self.settle, self.withdraw]
        )
        if self.dice.random() < 0.1:
            self.held.remove(promise_id)  # left alone for ever: its alarms must all go off
            return
        act(promise_id)

    def make(self) -> None:
        from yinuo.core.promises.public import make_promise
        from yinuo.platform.identity.public import SYSTEM
        from yinuo.platform.jobs.public import transaction

        now = _now()
        starts_at = now - timedelta(seconds=self.dice.uniform(0, 65))
        subject = f"case:{uuid4()}"
        policy = self.dice.choice([POLICY, WORKING])

        def act() -> UUID:
            with transaction():
                return make_promise(
                    policy=policy,
                    subject=subject,
                    path="/1/",
                    owner_id=None,
                    starts_at=starts_at,
                    actor=SYSTEM,
                    now=now,
                ).id

        made = self._do(act)
        if isinstance(made, UUID):
            self._note("made", made, now, starts_at=starts_at, subject=subject, policy=policy)
            self.held.append(made)

    def pause(self, promise_id: UUID) -> None:
        from yinuo.core.promises.public import pause_promise
        from yinuo.platform.identity.public import SYSTEM

        now = _now()
        why = "WAITING_FOR_CUSTOMER"
        self._happen(
            "paused",
            promise_id,
            now,
            lambda: pause_promise(promise_id=promise_id, reason=why, evidence="m:1", actor=SYSTEM, now=now),
        )

    def resume(self, promise_id: UUID) -> None:
        from yinuo.core.promises.public import resume_promise
        from yinuo.platform.identity.public import SYSTEM

        now = _now()
        self._happen(
            "resumed", promise_id, now, lambda: resume_promise(promise_id=promise_id, actor=SYSTEM, now=now)
        )

    def extend(self, promise_id: UUID) -> None:
        from yinuo.core.promises.public import extend_promise
        from yinuo.platform.identity.public import Actor, ActorKind

        now = _now()
        boss = Actor(kind=ActorKind.STAFF, id=UUID(int=2), reach="/")
        self._happen(
            "extended",
            promise_id,
            now,
            lambda: extend_promise(
                promise_id=promise_id,
                amount=1,
                reason="complex",
                told="m:2",
                asked_by=UUID(int=1),
                approver=boss,
                now=now,
            ),
        )

    def settle(self, promise_id: UUID) -> None:
        from yinuo.core.promises.public import settle_promise
        from yinuo.platform.identity.public import SYSTEM
        from yinuo.platform.jobs.public import transaction

        now = _now()
        at = now - timedelta(seconds=self.dice.choice([0, 0, 20]))

        def act() -> object:
            with transaction():
                return settle_promise(
                    promise_id=promise_id, happened_at=at, evidence="m:3", actor=SYSTEM, now=now
                )

        if self._happen("settled", promise_id, at, act):
            self.held.remove(promise_id)

    def withdraw(self, promise_id: UUID) -> None:
        from yinuo.core.promises.models import Promise
        from yinuo.core.promises.public import withdraw_promises
        from yinuo.platform.identity.public import SYSTEM
        from yinuo.platform.jobs.public import transaction

        if self.dice.random() < 0.7:
            return
        now = _now()

        def act() -> object:
            with transaction():
                subject = Promise.objects.values_list("subject", flat=True).get(pk=promise_id)
                withdraw_promises(subject=subject, reason="merged", actor=SYSTEM, now=now)
                return True

        if self._happen("withdrawn", promise_id, now, act):
            self.held.remove(promise_id)

    def _happen(self, what: str, promise_id: UUID, at: datetime, act: Callable[[], object]) -> bool:
        done = self._do(act)
        if done is None:
            return False
        if done is UNKNOWN:
            self._note("unknown", promise_id, at)
            self.held.remove(promise_id)
            return False
        self._note(what, promise_id, at)
        return True

    def _do(self, act: Callable[[], object]) -> object:
        """What ``act`` returned; None where it was refused; UNKNOWN where nobody can say whether it happened."""
        from django.db import DatabaseError, InterfaceError, connection

        from yinuo.kernel.errors import DomainError

        try:
            return act()
        except DomainError:
            return None
        except (DatabaseError, InterfaceError):
            connection.close()
            time.sleep(0.2)
            return UNKNOWN

    def _note(self, what: str, promise_id: UUID, at: datetime, **more: object) -> None:
        line = {"what": what, "promise": str(promise_id), "at": at, **more}
        self.history.write(json.dumps(line, default=str) + "\n")
        self.history.flush()


UNKNOWN = object()


def _now() -> datetime:
    from django.utils import timezone

    return timezone.now()


def run_clock(steps: float) -> None:
    """A clock of the product, with the promises' tick alone; its time jumps by up to ``steps`` seconds."""
    from yinuo.core.promises.public import fire_due_alarms
    from yinuo.platform.jobs.processes.clock import Clock
    from yinuo.platform.jobs.processes.ticks import Tick

    dice, offset = random.Random(), [0.0]

    def step() -> None:
        while True:
            time.sleep(1)
            offset[0] = dice.uniform(-steps, steps)

    if steps:
        threading.Thread(target=step, daemon=True).start()
    tick = Tick(name="promises", function=lambda now: fire_due_alarms(now=now), at_most=1.0)
    Clock((tick,), now=lambda: _now() + timedelta(seconds=offset[0])).run()


def main() -> None:
    import django

    django.setup()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the dead
    children = []
    for line in sys.stdin:
        child = os.fork()
        if not child:
            _be(line.split())
        children.append(child)
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()
    for child in children:  # whoever besieges has gone
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)


def _be(what: list[str]) -> NoReturn:
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        if what[0] == "writer":
            Writer(Path(what[1]), int(what[2])).run()
        else:
            run_clock(float(what[1]))
    finally:  # whatever happened, it must not go on as its parent
        traceback.print_exc()
        os._exit(1)


if __name__ == "__main__":
    main()
