"""SIGKILL of a rotation of several processes, of one that works and of the one that deals out: nothing is lost."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random
from uuid import UUID

import pytest
from django.db import connection

from tests.bank import found_bank
from tests.core.customers.conftest import NOW
from tests.processes.installation import children_of, kill, stat_of, until
from yinuo.core.customers.public import CustomerDetails, clear_names, register_customer, search_customers
from yinuo.platform.identity.public import SYSTEM
from yinuo.platform.vault.models import DataKey, Rotation
from yinuo.platform.vault.public import key_status

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]
ROOT = Path(__file__).parents[2]
SEED = int(os.environ.get("YINUO_SOAK_SEED", "0")) or Random().randrange(1_000_000)


@pytest.fixture
def known() -> dict[str, UUID]:
    """Customers by their phone."""
    bank = found_bank()
    return {
        phone: register_customer(
            details=CustomerDetails(name=f"欧阳{phone[-4:]}", phone=phone),
            path=bank.east,
            actor=SYSTEM,
            now=NOW,
        ).id
        for phone in (f"139{number:08}" for number in range(60))
    }


@pytest.fixture
def rotating() -> Iterator[subprocess.Popen[str]]:
    with rotation() as begun:
        yield begun
        for pid in (*helpers(begun), begun.pid):
            kill(pid)


def rotation() -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.processes.rotate", str(connection.settings_dict["NAME"])]
    return subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True)


def helpers(rotating: subprocess.Popen[str]) -> list[int]:
    """The processes that work, not the one that keeps count of them."""
    found = []
    for pid in children_of(rotating.pid):
        try:
            if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes():
                found.append(pid)
        except OSError:
            continue
    return found


def in_the_middle(rotating: subprocess.Popen[str]) -> None:
    """Wait until some owners have a fresh key and others have not."""
    until(lambda: DataKey.objects.filter(version=2).exists() or rotating.poll() is not None, what="a batch")
    time.sleep(Random(SEED).uniform(0, 0.1))


def check(known: dict[str, UUID]) -> None:
    for phone, customer in known.items():
        assert clear_names(customer) == {f"欧阳{phone[-4:]}"}, f"seed {SEED}"
        found = search_customers(text=phone, actor=SYSTEM, now=NOW)
        assert [row.id for row in found.rows] == [customer], f"seed {SEED}"


def go_on_to_the_end(known: dict[str, UUID]) -> None:
    """The next one goes on where that was, and leaves one key of each."""
    check(known)
    assert Rotation.objects.exists(), f"seed {SEED}: it was not in the middle"
    assert key_status().unfinished
    with rotation() as again:
        _out, said = again.communicate(timeout=120)
    assert again.returncode == 0, said
    assert not Rotation.objects.exists()
    versions = dict(DataKey.objects.values_list("owner", "version"))
    assert DataKey.objects.count() == len(versions), "old keys are destroyed"
    assert set(versions.values()) <= {2, 3}, "a batch in the middle may have been done twice"
    check(known)


def test_one_that_works_is_killed(known: dict[str, UUID], rotating: subprocess.Popen[str]) -> None:
    in_the_middle(rotating)
    one = Random(SEED).choice(helpers(rotating))
    kill(one)
    _out, said = rotating.communicate(timeout=60)
    assert rotating.returncode == 1
    assert "run it again" in said, "in a sentence"
    assert "Traceback" not in said
    go_on_to_the_end(known)


def test_the_one_that_deals_out_is_killed_and_the_others_end_with_it(
    known: dict[str, UUID], rotating: subprocess.Popen[str]
) -> None:
    in_the_middle(rotating)
    others = helpers(rotating)
    assert len(others) == 3
    kill(rotating.pid)
    rotating.wait(timeout=10)
    until(
        lambda: all(stat_of(pid)[:1] in ([], ["Z"]) for pid in others),
        what="the end of the others",
        seconds=30,
    )
    go_on_to_the_end(known)
