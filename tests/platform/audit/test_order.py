"""Entries are numbered in the order in which they were put in, whatever the clocks of their writers say."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from importlib import import_module
from uuid import UUID

import pytest
import uuid_utils.compat
from django.db import connection

from tests.platform.audit.sample import sql, switch_guards_off, write
from yinuo.platform.audit import append_many as many
from yinuo.platform.audit import log
from yinuo.platform.audit.models import Entry, PendingEntry
from yinuo.platform.audit.public import NewEntry, append, append_many, sequence_all, verify_log
from yinuo.platform.jobs.public import transaction

AT = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
ordering = import_module("yinuo.platform.audit.migrations.0006_order_of_insertion")


class Host(threading.local):
    """The clock of the host that this thread stands for: how far it is ahead."""

    ahead = timedelta()


@pytest.fixture
def host(monkeypatch: pytest.MonkeyPatch) -> Host:
    """Ids begin with the time of the host that makes them."""
    here = Host()

    def uuid7() -> UUID:
        milliseconds = here.ahead // timedelta(milliseconds=1)
        return UUID(int=uuid_utils.compat.uuid7().int + (milliseconds << 80))

    monkeypatch.setattr(log, "uuid7", uuid7)
    monkeypatch.setattr(many, "uuid7", uuid7)
    return here


def numbered() -> list[tuple[str, int]]:
    return list(Entry.objects.order_by("number").values_list("stream", "version"))


@pytest.mark.django_db
def test_a_host_whose_clock_is_behind_writes_after_one_whose_clock_is_ahead(host: Host) -> None:
    for place, ahead in enumerate((90, -90, 0, 45, -45)):
        host.ahead = timedelta(seconds=ahead)
        with transaction():
            append(stream="case:1", action="case.noted", actor="staff:7", at=AT + host.ahead)
            entries = [
                NewEntry(stream=f"case:{n}", action="case.noted", actor="staff:7", at=AT) for n in (3, 1, 2)
            ]
            append_many(entries=entries)
        assert PendingEntry.objects.filter(stream="case:1").count() == 2 * place + 2
    sequence_all(now=AT)
    of_one = [version for stream, version in numbered() if stream == "case:1"]
    assert of_one == list(range(1, 11))
    assert verify_log().findings == ()


@pytest.mark.django_db(transaction=True)
def test_two_hosts_that_write_to_one_subject_at_once_stand_in_the_order_of_their_commits(host: Host) -> None:
    def work(ahead: int) -> None:
        host.ahead = timedelta(seconds=ahead)
        try:
            for _ in range(25):
                with transaction():
                    append(stream="case:1", action="case.noted", actor="staff:7", at=AT + host.ahead)
        finally:
            connection.close()

    writers = [threading.Thread(target=work, args=(ahead,)) for ahead in (3600, -3600, 0)]
    for writer in writers:
        writer.start()
    while any(writer.is_alive() for writer in writers):
        sequence_all(now=AT)
    for writer in writers:
        writer.join()
    sequence_all(now=AT)
    assert numbered() == [("case:1", version) for version in range(1, 76)]
    assert verify_log().findings == ()


@pytest.mark.django_db
def test_those_that_waited_when_the_order_came_keep_their_chains(host: Host) -> None:
    for ahead in (90, -90):
        host.ahead = timedelta(seconds=ahead)
        write(10, subjects=3)
    sql(ordering.BACKWARD)
    sql(ordering.FORWARD)
    switch_guards_off()
    write(3, subjects=3)
    sequence_all(now=AT)
    assert Entry.objects.count() == 23
    assert verify_log().findings == ()
