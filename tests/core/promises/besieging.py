"""Besiege the promise clock for a while, then check the history: what was acknowledged, and what the tables hold."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

from tests.core.promises.attack import KEYS, WORKING
from tests.core.promises.model import Model
from yinuo.core.promises.models import AlarmFired, Promise
from yinuo.core.promises.public import fire_due_alarms, promises_on
from yinuo.platform.audit.public import records_of

PROGRAM = Path(__file__).with_name("attack.py")
ROOT = Path(__file__).parents[3]
Said = TypeVar("Said")
Closed = list[tuple[datetime, datetime]]
STEPS = ("0", "0", "20")  # three clocks; the time of the last one jumps to and fro


@dataclass
class Regime:
    """
    What the policy gave and when the calendar was closed, as the besieger set it.

    Attributes:
        minutes: what the policies give, each with when it took effect and when that was certain.
        closed: the hours in which the calendar stands still, likewise.
    """

    minutes: list[tuple[datetime, datetime, float]]
    closed: list[tuple[datetime, datetime, Closed]] = field(default_factory=list)

    def model_of(self, made: dict[str, str]) -> Model | None:
        """A promise that was just made; None where a change was on its way just then."""
        start, now = datetime.fromisoformat(made["starts_at"]), datetime.fromisoformat(made["at"])
        gives = _in_force(self.minutes, at=start, asked=now)
        closed: Closed | None = []
        if made["policy"] == WORKING:
            closed = _in_force(self.closed, at=now, asked=now)
        if gives is None or closed is None:
            return None
        return Model(start=start, give=gives / 60, shares={}, after={}, closed=closed)


def _in_force(
    versions: list[tuple[datetime, datetime, Said]], *, at: datetime, asked: datetime
) -> Said | None:
    _since, certain, said = [version for version in versions if version[0] <= at][-1]
    return said if certain <= asked else None


@dataclass
class Siege:
    """Clocks and writers on one database, and what became of them."""

    url: str
    folder: Path
    dice: random.Random
    writers: int
    kills: Counter[str] = field(default_factory=Counter)

    def hold(self, *, seconds: float, every: float, meanwhile: Callable[[], str] | None = None) -> None:
        """Kill a clock every so often, and do ``meanwhile`` in between."""
        with self._program() as program:
            writers = [
                _start(program, "writer", self.folder / f"{number}.jsonl", self.dice.randrange(10**6))
                for number in range(self.writers)
            ]
            clocks = [_start(program, "clock", steps) for steps in STEPS]
            self._until_all_write()
            deadline = time.monotonic() + seconds
            while time.monotonic() < deadline:
                time.sleep(self.dice.uniform(0.2, every))
                victim = self.dice.randrange(len(clocks))
                os.kill(clocks[victim], signal.SIGKILL)
                clocks[victim] = _start(program, "clock", STEPS[victim])
                self.kills["clock"] += 1
                if meanwhile is not None and self.dice.random() < 0.2:
                    self.kills[meanwhile()] += 1
            for process in (*writers, *clocks):
                os.kill(process, signal.SIGKILL)

    @contextmanager
    def _program(self) -> Iterator[subprocess.Popen[str]]:
        environment = os.environ | {
            "DATABASE_URL": self.url,
            "DJANGO_SETTINGS_MODULE": "yinuo.site.settings",
            "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "src")]),
        }
        with (self.folder / "log").open("ab") as log:
            program = subprocess.Popen(
                [sys.executable, str(PROGRAM)],
                env=environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        try:
            yield program
        finally:
            program.communicate()  # it ends whoever is left

    def _until_all_write(self) -> None:
        deadline = time.monotonic() + 90
        files = [self.folder / f"{number}.jsonl" for number in range(self.writers)]
        while not all(file.exists() and file.stat().st_size for file in files):
            assert time.monotonic() < deadline, (self.folder / "log").read_text()[-3000:]
            time.sleep(0.1)

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


def replay(acts: list[dict[str, str]], *, regime: Regime) -> Model | None:
    """The model of one promise; None where nobody can know what became of one of its acts."""
    made = acts[0]
    if made["what"] != "made" or any(act["what"] == "unknown" for act in acts):
        return None
    model = regime.model_of(made)
    if model is None:
        return None
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


def check(siege: Siege, *, now: datetime, regime: Regime) -> Counter[str]:
    """Compare every verdict with the model, and every alarm with the evidence; what was compared."""
    later = now + timedelta(hours=1)
    fire_due_alarms(now=later)
    seen: Counter[str] = Counter()
    for promise_id, acts in siege.history().items():
        row = Promise.objects.get(pk=promise_id)
        actions = [record.action for record in records_of(row.subject)]
        seen["promises"] += 1
        seen["acknowledged"] += sum(act["what"] != "unknown" for act in acts)
        model = replay(acts, regime=regime)
        if _is_cut_off(acts, actions):
            seen["cut off"] += 1
        elif model is None:
            seen["unknown"] += 1
        else:
            [view] = promises_on(subjects=[row.subject], now=later)[row.subject]
            assert view.state == model.state(later), (promise_id, acts, actions)
            assert view.due_at == model.due(), (promise_id, acts, view.due_at, model.due())
            seen[view.state] += 1
            seen["of them in working time"] += bool(model.closed)
        _check_alarms(row, actions, acts)
    seen["alarms"] = AlarmFired.objects.filter(spoke=True).count()
    assert Promise.objects.filter(next_alarm_at__lte=later).count() == 0
    assert seen["cut off"] <= siege.writers
    return seen


def _is_cut_off(acts: list[dict[str, str]], actions: list[str]) -> bool:
    """Whether a writer was killed between its last commit and its line; no acknowledged act may be missing."""
    done = sum(action in WRITTEN for action in actions)
    sure = [act["what"] for act in acts if act["what"] not in {"unknown", "withdrawn"}]
    assert done >= len(sure), (acts, actions)
    return done > len(acts)


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
    """
    Each level that spoke has one entry; what was left alone to the end has had every level to come.

    A pause plans anew what has not gone off by then: levels that went off before stand beside the plan.
    """
    fired = list(AlarmFired.objects.filter(promise=row).values_list("term", "key", "spoke"))
    spoken = sum(spoke for _term, _key, spoke in fired)
    told = sum(action in {"promise.warned", "promise.broken", "promise.escalated"} for action in actions)
    by_withdrawal = any(act["what"] == "withdrawn" for act in acts)
    assert told - spoken in ({0, 1} if by_withdrawal else {0}), (row.pk, fired, actions)
    assert len(fired) == len({(term, key) for term, key, _spoke in fired})
    if row.settled_at is None and row.state == "BROKEN" and not by_withdrawal:
        planned = {key for _at, key in row.plan}
        assert planned <= set(KEYS)
        assert planned <= {key for term, key, _spoke in fired if term == row.term}, (row.pk, fired, row.plan)
        assert "due" in planned


def _start(program: subprocess.Popen[str], *what: object) -> int:
    """Let the program start a process; its id."""
    assert program.stdin is not None
    assert program.stdout is not None
    program.stdin.write(" ".join(map(str, what)) + "\n")
    program.stdin.flush()
    return int(program.stdout.readline())
