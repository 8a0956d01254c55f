"""Clocks and the database killed, time stepped, policy and calendar changed: every verdict is the model's."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections import defaultdict
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.utils import timezone

from tests.core.promises.attack import CALENDAR, POLICY, TERMS, WORKING
from tests.core.promises.besieging import Regime
from tests.core.promises.making import BEFORE, policy, staff
from tests.processes.installation import PATIENCE, YINUO, kill
from yinuo.core.calendars.operations.ask_for_calendar import publish_calendar
from yinuo.core.calendars.public import draft_calendar
from yinuo.core.calendars.roles import EDITORS
from yinuo.platform.jobs.postgres.location import Location
from yinuo.platform.jobs.postgres.server import Server
from yinuo.platform.jobs.public import transaction

SECONDS = int(os.environ.get("YINUO_SOAK_SECONDS", "120"))
SEED = int(os.environ.get("YINUO_SOAK_SEED", str(random.SystemRandom().randrange(10**6))))
WRITERS = 8
ZONE = ZoneInfo("Asia/Shanghai")
AHEAD = timedelta(seconds=3)  # until a change takes effect: by then everybody can know of it
pytestmark = [pytest.mark.soak, pytest.mark.processes, pytest.mark.timeout(SECONDS * 3 + 600)]

# The judge runs apart: it sees the besieged database and nothing of the one that other tests use.
JUDGE = """
import random, sys
from pathlib import Path

import django

django.setup()
from django.utils import timezone

from tests.core.promises.besieging import Siege, check
from tests.soak.test_promise_clocks import Ruler

url, folder, home, seconds, seed, writers = sys.argv[1:]
dice = random.Random(int(seed))
ruler = Ruler(Path(home), dice, float(seconds))
siege = Siege(url=url, folder=Path(folder), dice=dice, writers=int(writers))
siege.hold(seconds=float(seconds), every=4.0, meanwhile=ruler.meanwhile)
ruler.forget()
print(dict(siege.kills), flush=True)
seen = check(siege, now=timezone.now(), regime=ruler.regime)
print(dict(seen))
assert seen["promises"] > 50
assert seen["of them in working time"] > 10
"""


class Ruler:
    """Sets policies and the calendar while the siege goes on, ends the database, and knows what was in force when."""

    def __init__(self, home: Path, dice: random.Random, seconds: float) -> None:
        self._home, self._dice, self._seconds = home, dice, seconds
        self.regime = Regime(minutes=[(BEFORE, BEFORE, 1.0)])
        self._close_hours(since=BEFORE)
        policy(POLICY, at=BEFORE, **TERMS)
        policy(WORKING, at=BEFORE, **TERMS, clock="WORKING", calendar=CALENDAR)

    def meanwhile(self) -> str:
        """One blow, drawn by lot; what it was."""
        what = self._dice.choice(["database", "policy changed", "calendar changed"])
        if what == "database":
            self.forget()
            kill_database(self._home)
        elif what == "policy changed":
            since, minutes = timezone.now() + AHEAD, self._dice.choice([1, 2])
            policy(POLICY, at=since, **{**TERMS, "amount": minutes})
            policy(WORKING, at=since, **{**TERMS, "amount": minutes}, clock="WORKING", calendar=CALENDAR)
            self.regime.minutes.append((since, timezone.now(), float(minutes)))
        else:
            self._close_hours(since=timezone.now() + AHEAD)
        return what

    def forget(self) -> None:
        """Give the connection up: the database is about to end, or has ended."""
        connection.close()

    def _close_hours(self, *, since: datetime) -> None:
        """A calendar that is closed for some seconds in every minute, others than before."""
        begin = timezone.now().astimezone(ZONE).replace(microsecond=0) - timedelta(minutes=3)
        closed, taken = [], defaultdict(list)
        while begin < timezone.now() + timedelta(seconds=self._seconds, minutes=20):
            begin += timedelta(seconds=self._dice.randrange(20, 60))
            end = begin + timedelta(seconds=self._dice.randrange(1, 20))
            if begin.date() == end.date():
                closed.append((begin, end))
                taken[begin.date()].append(f"{begin:%H:%M:%S}-{end:%H:%M:%S}")
            begin = end
        data = {
            "zone": str(ZONE),
            "week": {day: ["00:00-24:00"] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")},
            "exceptions": [
                {"date": str(day), "kind": "TAKEN", "hours": hours} for day, hours in taken.items()
            ],
        }
        editor = replace(staff(1), roles=EDITORS)
        draft = draft_calendar(
            code=CALENDAR, data=data, name_zh="围攻", name_en="Siege", actor=editor, now=since
        )
        with transaction():
            publish_calendar(draft_id=draft, takes_effect_at=since, approver=staff(2), now=since)
        self.regime.closed.append((since, timezone.now() if since > BEFORE else BEFORE, closed))


def kill_database(home: Path) -> None:
    """End the server as a power cut would, and start it again."""
    server = Server(Location(home))
    pid = server.pid()
    if pid is not None:
        kill(pid)
    server.ensure_started()


def test_every_alarm_goes_off_once_and_every_verdict_is_the_models(tmp_path: Path) -> None:
    home = tmp_path / "var"
    server = Server(Location(home))
    server.ensure_started()
    (home / "static").mkdir(exist_ok=True)
    folder = tmp_path / "history"
    folder.mkdir()
    url = Location(home).url
    environment = os.environ | {"YINUO_HOME": str(home), "YINUO_MODE": "demo", "DATABASE_URL": url}
    root = Path(__file__).parents[2]
    environment["PYTHONPATH"] = os.pathsep.join([str(root), str(root / "src")])
    try:
        migrated = subprocess.run(
            [*YINUO, "migrate"],
            env=environment,
            capture_output=True,
            text=True,
            timeout=PATIENCE * 4,
            check=False,
        )
        assert migrated.returncode == 0, migrated.stderr
        judged = subprocess.run(
            [sys.executable, "-c", JUDGE, url, str(folder), str(home), str(SECONDS), str(SEED), str(WRITERS)],
            env=environment,
            capture_output=True,
            text=True,
            timeout=SECONDS * 3 + 300,
            check=False,
        )
        print(f"seed {SEED}: {judged.stdout}")
        assert judged.returncode == 0, judged.stderr[-4000:]
    finally:
        server.stop()
