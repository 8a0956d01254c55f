"""Besiege the promise clock for a while, then check the history: what was acknowledged, and what the tables hold."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from tests.core.promises.attack import KEYS
from tests.core.promises.model import Model
from yinuo.core.promises.models import AlarmFired, Promise
from yinuo.core.promises.public import fire_due_alarms, promises_on
from yinuo.platform.audit.public import records_of

PROGRAM = Path(__file__).with_name("attack.py")
ROOT = Path(__file__).parents[3]
STEPS = ("0", "0", "20")  # three clocks; the time of the last one jumps to and fro


@dataclass
class Siege:
    """Clocks and writers on one database, and what became of them."""

    url: str
    folder: Path
    dice: random.Random
    writers: int
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)
    kills: Counter[str] = field(default_factory=Counter)

    def hold(self, *, seconds: float, every: float, meanwhile: Callable[[], str] | None = None) -> None:
        """Kill a clock every so often, and do ``meanwhile`` in between."""
        for number in range(self.writers):
            file = self.folder / f"{number}.jsonl"
            self.running.append(self._start("writer", str(file), str(self.dice.randrange(10**6))))
        clocks = [self._start("clock", steps) for steps in STEPS]
        self._until_all_write()
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            time.sleep(self.dice.uniform(0.2, every))
            victim = self.dice.randrange(len(clocks))
            clocks[victim].kill()
            clocks[victim].wait()
            clocks[victim] = self._start("clock", STEPS[victim])
            self.kills["clock"] += 1
            if meanwhile is not None and self.dice.random() < 0.2:
                self.kills[meanwhile()] += 1
        for process in (*self.running, *clocks):
            process.kill()
            process.wait()

    def _until_all_write(self) -> None:
        deadline = time.monotonic() + 90
        while sum(bool(file.stat().st_size) for file in self.folder.glob("*.jsonl")) < self.writers:
            assert time.monotonic() < deadline, (self.folder / "log").read_text()[-3000:]
            time.sleep(0.1)

    def _start(self, *arguments: str) -> subprocess.Popen[bytes]:
        environment = os.environ | {
            "DATABASE_URL": self.url,
            "DJANGO_SETTINGS_MODULE": "yinuo.site.settings",
            "PYTHONPATH": str(ROOT),
        }
        with (self.folder / "log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, str(PROGRAM), *arguments], env=environment, stdout=log, stderr=log
            )

    def history(self) -> dict[str, list[dict[str, str]]]:
        """What each promise went through, in order; a line that was being written is left out."""
        found: dict[str, list[dict[str, str]]] = defaultdict(list)
        for file in self.folder.glob("*.jsonl"):
            for line in file.read_text(encoding="utf-8").splitlines():
                try:
                    act = json.loads(line)
                except ValueError:
                    continue
                found[act["promise"]].append(act)
        return found


def replay(acts: list[dict[str, str]], *, minutes: Callable[[datetime], float]) -> Model | None:
    """The model of one promise; None where somebody died over one of its acts."""
    made = acts[0]
    if made["what"] != "made" or any(act["what"] == "unknown" for act in acts):
        return None
    start = datetime.fromisoformat(made["starts_at"])
    model = Model(start=start, give=minutes(start) / 60, shares={}, after={})
    for act in acts[1:]:
        at = datetime.fromisoformat(act["at"])
        if act["what"] == "paused":
            model.pauses.append((at, None))
        elif act["what"] == "resumed":
            model.pauses[-1] = (model.pauses[-1][0], at)
        elif act["what"] == "extended":
            model.give += 1 / 60
        elif act["what"] == "settled":
            model.settled_at = at
        elif model.state(at) in {"RUNNING", "PAUSED"}:
            model.withdrawn = True
    return model


def check(siege: Siege, *, now: datetime, minutes: Callable[[datetime], float]) -> Counter[str]:
    """Compare every verdict with the model, and every alarm with the evidence; what was compared."""
    later = now + timedelta(hours=1)
    fire_due_alarms(now=later)
    seen: Counter[str] = Counter()
    history = siege.history()
    for promise_id, acts in history.items():
        # A writer may have been killed between its last commit and its line.
        row = Promise.objects.get(pk=promise_id)
        actions = [record.action for record in records_of(row.subject)]
        if len([one for one in actions if one in WRITTEN]) != len(
            [one for one in acts if one["what"] != "unknown"]
        ):
            seen["cut off"] += 1
        elif (model := replay(acts, minutes=minutes)) is not None:
            [view] = promises_on(subjects=[row.subject], now=later)[row.subject]
            assert view.state == model.state(later), (promise_id, acts, actions)
            assert view.due_at == model.due(), (promise_id, acts)
            seen[view.state] += 1
        _check_alarms(row, actions, acts)
        seen["promises"] += 1
    seen["alarms"] = AlarmFired.objects.filter(spoke=True).count()
    assert Promise.objects.filter(next_alarm_at__lte=later).count() == 0
    return seen


# What writers do, as the evidence calls it; a withdrawal of a broken promise that was known leaves no entry.
WRITTEN = {
    "promise.made",
    "promise.paused",
    "promise.resumed",
    "promise.extended",
    "promise.kept",
    "promise.fulfilled_late",
    "promise.withdrawn",
}


def _check_alarms(row: Promise, actions: list[str], acts: list[dict[str, str]]) -> None:
    """Each level that spoke has one entry; what was left alone to the end has had every level to come."""
    fired = list(AlarmFired.objects.filter(promise=row).values_list("term", "key", "spoke"))
    spoken = sum(spoke for _term, _key, spoke in fired)
    told = sum(action in {"promise.warned", "promise.broken", "promise.escalated"} for action in actions)
    by_withdrawal = any(act["what"] == "withdrawn" for act in acts)
    assert told - spoken in ({0, 1} if by_withdrawal else {0}), (row.pk, fired, actions)
    assert len(fired) == len({(term, key) for term, key, _spoke in fired})
    if row.settled_at is None and row.state == "BROKEN" and not by_withdrawal:
        planned = {key for _at, key in row.plan}
        assert planned <= set(KEYS)
        assert {key for term, key, _spoke in fired if term == row.term} == planned, (row.pk, fired, row.plan)
