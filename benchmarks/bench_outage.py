"""
An hour without any clock process, and what it is like when one comes back.

Prints how long it takes to catch up with ``--due`` alarms that fell due meanwhile, and checks that none is lost, none
goes off twice, and the oldest go first. The peer is the same work for alarms of the last second.
"""

from __future__ import annotations

import argparse
import sys
import time
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import owed
from house import benchmark_house

AN_HOUR = timedelta(hours=1)


def catch_up(debtor: owed.Debtor, due: int, *, within: timedelta) -> float:
    """Alarms a second of one clock that finds ``due`` alarms from the time ``within``, beside what is owed later."""
    from yinuo.core.promises.models import AlarmFired
    from yinuo.core.promises.operations.fire_alarms import BATCH
    from yinuo.core.promises.public import fire_due_alarms

    owed.forget_due()
    now = datetime.now(UTC)
    owed.owe_from(debtor, due, begin=now - within, step=within / due)
    owed.settle_down()
    begin = time.perf_counter()
    fire_due_alarms(now=now)
    took = time.perf_counter() - begin
    fired = list(AlarmFired.objects.order_by("pk").values_list("promise_id", "due_at"))
    assert len(fired) == due, f"{due - len(fired)} alarms were lost"
    assert len({promise for promise, _at in fired}) == due, "an alarm went off twice"
    batches = [[at for _promise, at in fired[start : start + BATCH]] for start in range(0, due, BATCH)]
    assert all(max(one) <= min(other) for one, other in pairwise(batches)), "out of order"
    return due / took


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--due", type=int, default=100_000)
    parser.add_argument("--rows", type=int, default=100_000, help="open promises beside them")
    given = parser.parse_args()
    due = given.due
    with benchmark_house():
        debtor = owed.found_debtor(datetime.now(UTC))
        owed.add_cases(debtor, due)
        owed.owe_later(debtor, given.rows, now=datetime.now(UTC))
        fresh = catch_up(debtor, due // 10, within=timedelta(seconds=1))
        late = catch_up(debtor, due, within=AN_HOUR)
    print(
        f"caught up with an hour      {due / late:10.1f} s for {due:,} alarms, in order, none lost, none twice"
    )
    print(f"alarms of the hour          {late:10,.0f} a second on one clock")
    print(f"alarms of the last second   {fresh:10,.0f} a second on one clock")
    print(f"catching up / fresh         {late / fresh:10.2f}")


if __name__ == "__main__":
    main()
