"""Clocks killed, one with a time that jumps, the database killed, the policy changed: every verdict is the model's."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from tests.processes.installation import PATIENCE, YINUO, kill
from yinuo.platform.jobs.postgres.location import Location
from yinuo.platform.jobs.postgres.server import Server

SECONDS = int(os.environ.get("YINUO_SOAK_SECONDS", "120"))
SEED = int(os.environ.get("YINUO_SOAK_SEED", str(random.SystemRandom().randrange(10**6))))
WRITERS = 8
pytestmark = [pytest.mark.soak, pytest.mark.processes, pytest.mark.timeout(SECONDS * 3 + 600)]

# The judge runs apart: it sees the besieged database and nothing of the one that other tests use.
JUDGE = """
import random, sys
from datetime import datetime
from pathlib import Path

import django

django.setup()
from django.db import connection
from django.utils import timezone

from tests.core.promises.attack import POLICY, TERMS
from tests.core.promises.besieging import Siege, check
from tests.core.promises.making import BEFORE, policy
from tests.soak.test_promise_clocks import kill_database

url, folder, home, seconds, seed, writers = sys.argv[1:]
dice = random.Random(int(seed))
policy(POLICY, at=BEFORE, **TERMS)
versions = [(BEFORE, 1.0)]


def meanwhile():
    if dice.random() < 0.5:
        connection.close()
        kill_database(Path(home))
        return "database"
    now, minutes = timezone.now(), dice.choice([1, 2])
    policy(POLICY, at=now, **{**TERMS, "amount": minutes})
    versions.append((now, float(minutes)))
    return "policy changed"


def minutes(start):
    return [given for since, given in versions if since <= start][-1]


siege = Siege(url=url, folder=Path(folder), dice=dice, writers=int(writers))
siege.hold(seconds=float(seconds), every=4.0, meanwhile=meanwhile)
connection.close()
seen = check(siege, now=timezone.now(), minutes=minutes)
print(f"{dict(siege.kills)}; {dict(seen)}")
assert seen["promises"] > 50
"""


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
    environment["PYTHONPATH"] = str(Path(__file__).parents[2])
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
