"""Kill anything, at any moment, under load: what was acknowledged is there, once, with its evidence."""

from __future__ import annotations

import http.client
import json
import os
import random
import re
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID, uuid4

import psycopg
import pytest

from tests.processes.installation import Installation, kill, until
from yinuo.platform.jobs.postgres.location import Location

pytestmark = [pytest.mark.soak, pytest.mark.processes, pytest.mark.timeout(3600)]

SECONDS = int(os.environ.get("YINUO_SOAK_SECONDS", "120"))
SEED = int(os.environ.get("YINUO_SOAK_SEED", str(random.SystemRandom().randrange(10**6))))
CLIENTS = 4
PATIENCE = 90.0  # seconds in which a house that is left alone answers again
OFTEN = ("web", "clock", "database")  # each of them is killed this often at least:
AT_LEAST = 20
VICTIMS = (*OFTEN, *OFTEN, "live", "worker", "supervisor")


@dataclass
class Client:
    """Another system that files complaints and asks again, with the same key, until it has an answer."""

    house: Installation
    token: str
    stop: threading.Event
    numbers: dict[UUID, set[str]] = field(default_factory=dict)
    unanswered: set[UUID] = field(default_factory=set)
    surprises: Counter[int] = field(default_factory=Counter)

    def run(self) -> None:
        while not self.stop.is_set():
            key = uuid4()
            self.unanswered.add(key)
            self._until_acknowledged(key)

    def _until_acknowledged(self, key: UUID) -> None:
        deadline = None
        while deadline is None or time.monotonic() < deadline:
            status, body = self._post(key)
            if status == 201:
                self.numbers.setdefault(key, set()).add(body["number"])
                self.unanswered.discard(key)
                # A program that lost the answer asks once more: it must hear the same.
                if key.int % 4 or deadline is not None:
                    return
            elif status not in {0, 409, 429, 500, 502, 503}:
                self.surprises[status] += 1
                return
            if self.stop.is_set() and deadline is None:
                deadline = time.monotonic() + PATIENCE
            time.sleep(0.05 if status == 201 else 0.5)
            if status == 201:
                deadline = deadline or time.monotonic() + PATIENCE

    def _post(self, key: UUID) -> tuple[int, dict[str, str]]:
        connection = http.client.HTTPConnection("127.0.0.1", self.house.port, timeout=10)
        complaint = {
            "kind": "COMPLAINT",
            "source": "HOTLINE",
            "text": f"年费没有退，来电编号 {key}",
            "customer": {"name": "李雷", "phone": f"138{key.int % 10**8:08}"},
        }
        headers = {
            "Authorization": f"Bearer {self.token}",
            "Content-Type": "application/json",
            "Idempotency-Key": str(key),
        }
        try:
            connection.request("POST", "/api/v1/cases", json.dumps(complaint), headers)
            response = connection.getresponse()
            body = response.read()
            return response.status, json.loads(body) if response.status == 201 else {}
        except (OSError, http.client.HTTPException, ValueError):
            return 0, {}
        finally:
            connection.close()


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Installation]:
    house = Installation(tmp_path / "var")
    yield house
    house.clean_up()


def give_token(house: Installation) -> str:
    made = house.run(
        "staff", "create", "A0001", "甲", "--role", "SYSTEM_ADMINISTRATOR", "--institution", "银行"
    )
    assert made.returncode == 0, made.stderr
    given = house.run("token", "create", "soak", "--scope", "cases:write", "--scope", "cases:read")
    found = re.search(r"yin_\S+", given.stdout)
    assert found, given.stderr
    return found.group(0)


def kill_one(house: Installation, name: str) -> bool:
    """
    End one process of the house with SIGKILL; the supervisor itself is started again, as systemd would.

    Returns:
        Whether there was one: what the blow before ended may not be back yet.
    """
    assert house.process is not None
    if name == "supervisor":
        kill(house.process.pid)
        house.process.wait(timeout=10)
        until(lambda: not house.is_healthy(), what="the end of the children of a killed supervisor")
        house.start()
        return True
    pid = house.database() if name == "database" else house.child(name)
    if pid:
        kill(pid)
    return bool(pid)


def test_what_was_acknowledged_is_there_once_with_its_evidence(house: Installation) -> None:
    dice = random.Random(SEED)
    house.start()
    token, stop = give_token(house), threading.Event()
    clients = [Client(house, token, stop) for _ in range(CLIENTS)]
    threads = [threading.Thread(target=client.run, daemon=True) for client in clients]
    for thread in threads:
        thread.start()
    kills: Counter[str] = Counter()
    begin = time.monotonic()
    while time.monotonic() < begin + SECONDS or min(kills[name] for name in OFTEN) < AT_LEAST:
        assert time.monotonic() < begin + SECONDS + 900, f"the house does not come back often enough: {kills}"
        time.sleep(dice.uniform(0.2, 4.0))
        victim = dice.choice(VICTIMS)
        kills[victim] += kill_one(house, victim)
    stop.set()
    for thread in threads:
        thread.join(timeout=PATIENCE * 2)
    until(house.is_healthy, what="a healthy house after the attack", seconds=PATIENCE)

    numbers = {key: found for client in clients for key, found in client.numbers.items()}
    print(f"seed {SEED}: {dict(kills)} killed, {len(numbers)} complaints acknowledged")
    assert len(numbers) > CLIENTS, house.output()[-3000:]
    assert sum((client.surprises for client in clients), Counter()) == Counter()
    assert [key for key, found in numbers.items() if len(found) != 1] == [], "one key, two cases"
    assert set().union(*(client.unanswered for client in clients)) == set(), "never answered"
    check_database(house, {number for found in numbers.values() for number in found})
    verified = house.run("audit", "verify")
    assert verified.returncode == 0, verified.stdout + verified.stderr
    assert house.stop() == 0
    assert house.processes() == []


def check_database(house: Installation, acknowledged: set[str]) -> None:
    """Recount, with plain SQL, what the clients were told."""
    with psycopg.connect(Location(house.home).url, autocommit=True) as connection:

        def column(query: str) -> list[object]:
            return [row[0] for row in connection.execute(query).fetchall()]

        until(lambda: column("SELECT count(*) FROM audit_pendingentry") == [0], what="the sequencer")
        stored = column("SELECT number FROM cases_case")
        assert set(stored) == acknowledged
        assert len(stored) == len(acknowledged)
        number = "convert_from(body, 'UTF8')::jsonb -> 'facts' ->> 'number'"
        opened = column(f"SELECT {number} FROM audit_entry WHERE action = 'case.opened'")  # noqa: S608 - our own text
        assert sorted(map(str, opened)) == sorted(acknowledged), "in the log exactly once, each of them"
        # Each complaint has its two promises and, as nobody works here, the one to find it an owner; each once.
        kinds = "SELECT DISTINCT count(*) FROM promises_promise GROUP BY subject, version_id"
        assert column(kinds) == [1]
        assert column("SELECT count(*) FROM promises_promise") == [3 * len(acknowledged)]
        assert column("SELECT count(*) - 1 - max(number) FROM audit_entry") == [0], "the numbers have holes"
