"""Made-up requests of every program to every operation, for as long as one likes, each round with another seed."""

from __future__ import annotations

import os
from random import Random
from time import monotonic

import pytest

from tests.contracts.callers import PROGRAMS, Town, examine, make_town, operations
from tests.contracts.test_rest_by_caller import one_connection  # noqa: F401 - a fixture
from yinuo.platform.rest.models import Allowance

pytestmark = pytest.mark.soak
SECONDS = int(os.environ.get("YINUO_SOAK_SECONDS", "120"))
SEED = int(os.environ.get("YINUO_SOAK_SEED", "0")) or Random().randrange(1_000_000)
EXAMPLES = 25


@pytest.mark.usefixtures("one_connection")
def test_no_made_up_request_finds_a_fault_or_an_answer_that_is_not_described() -> None:
    town, began, chance, asked = make_town(), monotonic(), SEED, 0
    while monotonic() - began < SECONDS:
        asked += one_round(town, chance)
        chance += 1
    print(f"{asked:,} requests, seeds {SEED} to {chance - 1}")


def one_round(town: Town, chance: int) -> int:
    """How many requests were answered as described."""
    asked = 0
    caller = PROGRAMS[-(chance % 2) - 1]  # of this branch or of another; a scope alone is refused at the door
    for path, method in operations():
        Allowance.objects.all().delete()
        for hostile in (False, True):
            asked += len(
                examine(town, caller, path, method, examples=EXAMPLES, chance=chance, hostile=hostile)
            )
    return asked
