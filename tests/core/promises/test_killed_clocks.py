"""Three clocks killed at random while promises are made, paused, extended and settled: a short siege."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from tests.core.promises.attack import POLICY, TERMS, WORKING
from tests.core.promises.besieging import Regime, Siege, check
from tests.core.promises.making import BEFORE, policy
from yinuo.platform.jobs.postgres.location import Location

pytestmark = [pytest.mark.soak, pytest.mark.django_db(transaction=True), pytest.mark.processes]
SECONDS = 14.0


def test_killed_clocks_lose_nothing_and_double_nothing(tmp_path: Path) -> None:
    for code in (POLICY, WORKING):
        policy(code, at=BEFORE, **TERMS)
    settings = connection.settings_dict
    url = Location(Path(settings["HOST"]).parent).url.replace("/yinuo?", f"/{settings['NAME']}?")
    regime = Regime(minutes=[(BEFORE, BEFORE, 1.0)], closed=[(BEFORE, BEFORE, [])])
    siege = Siege(url=url, folder=tmp_path, dice=random.Random(698210), writers=2)
    siege.hold(seconds=SECONDS, every=1.5)
    seen = check(siege, now=timezone.now(), regime=regime)
    assert siege.kills["clock"] > 3
    assert seen["promises"] > 10, (tmp_path / "log").read_text()[-3000:]
    assert seen["alarms"] > 0
