"""
What evidence costs a business write: complaints taken up by eight writers at once, with it and without.

The two take turns in short rounds in the same run, so that the machine's moods fall on both. "Without" replaces
the append of the rooms by nothing; the write itself is the same: customer sealed and found, case, promises, events.
"""

from __future__ import annotations

import argparse
import sys
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from statistics import median
from types import ModuleType
from unittest.mock import patch
from uuid import uuid4

sys.path.insert(0, str(Path(__file__).resolve().parent))

from house import benchmark_house

WRITERS, ROUNDS = 8, 12
_serials = count(10_000_000)


def write_some(number: int) -> None:
    """Take up complaints of new customers, one transaction each."""
    from django.db import connection

    from yinuo.core.customers.public import CustomerDetails
    from yinuo.features.cases.public import Kind, Source, open_case
    from yinuo.platform.identity.public import SYSTEM

    for _ in range(number):
        open_case(
            kind=Kind.COMPLAINT,
            source=Source.HOTLINE,
            subject="",
            text="年费减免没有兑现",
            customer=CustomerDetails(name="李雷", phone=f"138{next(_serials)}"),
            actor=SYSTEM,
            now=datetime.now(UTC),
        )
    connection.close()


def seconds(number: int) -> float:
    """How long eight writers take for ``number`` writes each."""
    threads = [threading.Thread(target=write_some, args=(number,)) for _ in range(WRITERS)]
    begin = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.perf_counter() - begin


def appending() -> list[tuple[ModuleType, str, Callable[..., object]]]:
    """Every place where a room appends, with what stands there in a house without evidence."""
    from yinuo.platform.audit import public

    instead: dict[object, Callable[..., object]] = {
        public.append: lambda **_: uuid4(),
        public.append_many: lambda *, entries: [uuid4() for _ in entries],
    }
    rooms = [
        module
        for name, module in list(sys.modules.items())
        if name.startswith("yinuo.") and not name.startswith("yinuo.platform.audit")
    ]
    return [
        (module, name, instead[held])
        for module in rooms
        for name, held in list(vars(module).items())
        if callable(held) and held in (public.append, public.append_many)
    ]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=2_400)
    each = max(parser.parse_args().rows // (WRITERS * ROUNDS * 2), 1)
    with benchmark_house():
        from django.db import connection

        from tests.bank import found_bank

        found_bank()
        connection.close()
        connection.close_pool()  # type: ignore[attr-defined]
        connection.settings_dict["OPTIONS"]["pool"]["max_size"] = 2 * WRITERS  # none waits for a connection
        seconds(2)
        rounds = [one_round(each, begin_with=number % 2 == 0) for number in range(ROUNDS)]
    writes = each * WRITERS * ROUNDS
    with_evidence, without = (sum(column) for column in zip(*rounds, strict=True))
    ratios = sorted(bare / whole for whole, bare in rounds)
    print(f"with evidence      {writes / with_evidence:8.1f} writes/s")
    print(f"without            {writes / without:8.1f} writes/s")
    print(f"with / without     {without / with_evidence:8.3f}")
    print(
        f"of the {ROUNDS} rounds   {median(ratios):8.3f} in the middle, {ratios[0]:.3f} to {ratios[-1]:.3f}"
    )


def one_round(each: int, *, begin_with: bool) -> tuple[float, float]:
    """Seconds with and without; who goes first changes, so that what the first leaves behind falls on both."""
    if begin_with:
        return seconds(each), seconds_without(each)
    without = seconds_without(each)
    return seconds(each), without


def seconds_without(each: int) -> float:
    """The same writes in a house without evidence."""
    with ExitStack() as stack:
        for module, name, nothing in appending():
            stack.enter_context(patch.object(module, name, nothing))
        return seconds(each)


if __name__ == "__main__":
    main()
