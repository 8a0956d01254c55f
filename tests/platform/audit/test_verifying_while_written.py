"""A log that grows while it is verified is as it was: nothing that came meanwhile is taken for an attack."""

from __future__ import annotations

from datetime import UTC, datetime
from threading import Thread

import pytest
from django.db import connection

from yinuo.platform.audit import verification
from yinuo.platform.audit.public import append, sequence_all, verify_log
from yinuo.platform.jobs.public import transaction

AT = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)


def write(number: int) -> None:
    with transaction():
        append(stream="case:1", action="case.noted", actor="system", at=AT, facts={"n": number})


def write_and_number() -> None:
    write(9)
    sequence_all(now=AT)
    write(10)
    connection.close()


@pytest.mark.django_db(transaction=True)
def test_what_is_written_meanwhile_is_no_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(3):
        write(number)
    sequence_all(now=AT)
    write(3)
    monkeypatch.setattr(verification, "CHUNK", 1)

    steps: list[int] = []

    def step(count: int) -> None:
        steps.append(count)
        if len(steps) > 3:
            return
        other = Thread(target=write_and_number)
        other.start()
        other.join()

    seen = verify_log(step=step)
    assert (seen.entries, seen.findings) == (3, ())
    later = verify_log()
    assert later.entries > 3
    assert not later.findings
