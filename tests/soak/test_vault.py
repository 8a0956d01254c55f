"""Long attacks on the vault: nonces, a fuzzer, states, load, and kills in the middle of a rotation."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from time import monotonic
from uuid import uuid4

import pytest

from tests.platform.vault import test_rotation, test_rotation_and_erasure_states
from tests.platform.vault.conftest import own_house  # noqa: F401 - a fixture
from tests.platform.vault.test_rotation import under_load
from yinuo.platform.vault import envelope, index_keys
from yinuo.platform.vault.public import rotate_data
from yinuo.platform.vault.rotation import common

pytestmark = pytest.mark.soak
SECONDS = int(os.environ.get("YINUO_SOAK_SECONDS", "120"))
SEED = int(os.environ.get("YINUO_SOAK_SEED", "0")) or Random().randrange(1_000_000)
FUZZER = Path(__file__).parent / "fuzz_envelope.py"


def test_no_nonce_comes_twice_in_a_million_writes() -> None:
    key, seen = uuid4().bytes * 2, set()
    for _ in range(1_000_000):
        seen.add(envelope.close(key=key, version=1, bound=b"", value=b"")[5:17])
    assert len(seen) == 1_000_000


def test_a_fuzzer_finds_no_envelope_that_breaks_the_reader() -> None:
    pytest.importorskip("atheris", reason="atheris has no wheel for this Python")
    done = subprocess.run(
        [
            sys.executable,
            str(FUZZER),
            f"-max_total_time={min(SECONDS, 600)}",
            f"-seed={SEED}",
            "-max_len=512",
        ],
        capture_output=True,
        text=True,
        timeout=SECONDS + 120,
        check=False,
    )
    print(f"seed {SEED};", (done.stderr.strip().splitlines() or ["no word"])[-1])
    assert done.returncode == 0, done.stderr[-3000:]


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("own_house")
def test_many_stories_of_rotation_and_erasure(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db import transaction

    test_rotation_and_erasure_states.prepare(monkeypatch)
    with transaction.atomic():
        test_rotation_and_erasure_states.run_states(examples=max(20, SECONDS // 2), steps=30)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("own_house")
def test_no_read_search_or_write_fails_in_many_rotations(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index_keys, "LOOK_AGAIN", 0.05)
    monkeypatch.setattr(common, "BATCH", 3)
    under_load(seconds=0.5, owners=40, rounds=max(3, SECONDS // 6))


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("own_house")
def test_a_rotation_that_is_killed_again_and_again_ends_well(monkeypatch: pytest.MonkeyPatch) -> None:
    """SIGKILL of the rotating process, a forked one, at random moments; then it goes on to the end."""
    from django.db import connections

    monkeypatch.setattr(common, "BATCH", 3)
    chance, kills, end = Random(SEED), 0, monotonic() + min(SECONDS, 60)
    held = test_rotation.fill(60)
    print(f"seed {SEED}")
    while monotonic() < end:
        connections["default"].close()
        connections["default"].close_pool()  # type: ignore[attr-defined]
        child = os.fork()
        if child == 0:
            try:
                rotate_data(actor="system", clock=lambda: datetime.now(UTC), grace=0.0)
            finally:
                os._exit(0)
        try:
            _wait(child, chance.uniform(0.02, 0.6))
        except TimeoutError:
            os.kill(child, 9)
            os.waitpid(child, 0)
            kills += 1
        test_rotation.check(held)
    rotate_data(actor="system", clock=lambda: datetime.now(UTC), grace=0.0)
    test_rotation.check(held)
    print(f"{kills} rotations were killed")
    assert kills > 0


def _wait(child: int, seconds: float) -> None:
    from time import sleep

    end = monotonic() + seconds
    while monotonic() < end:
        if os.waitpid(child, os.WNOHANG)[0]:
            return
        sleep(0.005)
    raise TimeoutError
