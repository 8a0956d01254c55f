"""What happened is in the log, in order, with the write that made it or not at all."""

import json
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime
from hashlib import sha256
from threading import Event

import pytest
from django.db import connection

from yinuo.kernel.canonical import canonical_json
from yinuo.platform.audit.models import Entry, PendingEntry, Stream
from yinuo.platform.audit.public import Call, NewEntry, append, append_after, records_of, sequence_all
from yinuo.platform.jobs.public import NoTransaction, transaction

AT = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)


def write(stream: str = "case:1", action: str = "case.opened", **facts: str | int) -> None:
    with transaction():
        append(stream=stream, action=action, actor="staff:7", at=AT, facts=facts)


@pytest.mark.django_db
def test_a_subject_shows_its_whole_chain_before_and_after_sealing() -> None:
    write(level="ORDINARY")
    write(action="case.assigned")
    before = records_of("case:1")
    assert [(r.version, r.action, r.number) for r in before] == [
        (1, "case.opened", None),
        (2, "case.assigned", None),
    ]
    assert sequence_all(now=AT) == 2
    after = records_of("case:1")
    assert [(r.version, r.number) for r in after] == [(1, 0), (2, 1)]
    assert after[0].facts == {"level": "ORDINARY"}


@pytest.mark.django_db
def test_each_entry_holds_the_hash_of_the_one_before() -> None:
    write()
    write(action="case.assigned")
    first, second = PendingEntry.objects.order_by("version")
    assert sha256(bytes(first.body)).hexdigest().encode() in bytes(second.body)


@pytest.mark.django_db
def test_numbers_have_no_holes_over_many_subjects_and_batches() -> None:
    for round_ in range(3):
        for subject in range(4):
            write(stream=f"case:{subject}", round=round_)
        sequence_all(now=AT)
    assert list(Entry.objects.values_list("number", flat=True)) == list(range(12))
    assert not PendingEntry.objects.exists()


@pytest.mark.django_db
def test_a_write_that_fails_leaves_no_evidence() -> None:
    with suppress(ZeroDivisionError), transaction():
        append(stream="case:1", action="case.opened", actor="staff:7", at=AT)
        raise ZeroDivisionError
    assert records_of("case:1") == []


@pytest.mark.django_db(transaction=True)
def test_evidence_without_a_write_is_refused() -> None:
    with pytest.raises(NoTransaction):
        append(stream="case:1", action="case.opened", actor="staff:7", at=AT)


@pytest.mark.django_db
def test_the_body_that_the_database_puts_together_is_the_canonical_one() -> None:
    """Facts that look like a place in a chain change nothing about where the place goes."""
    write(n=0, prev="0" * 64, text='","n":7,"prev":"\x00客户"')
    write(action="case.assigned", n=0)
    bodies = [bytes(entry.body) for entry in PendingEntry.objects.order_by("version")]
    said = [json.loads(body) for body in bodies]
    assert [canonical_json(one) for one in said] == bodies
    assert [one["n"] for one in said] == [1, 2]
    assert [one["prev"] for one in said] == ["0" * 64, sha256(bodies[0]).hexdigest()]
    assert bytes(Stream.objects.get(pk="case:1").head) == sha256(bodies[1]).digest()


@pytest.mark.django_db
def test_what_a_call_did_not_write_leaves_no_evidence() -> None:
    entry = NewEntry(stream="case:1", action="case.opened", actor="staff:7", at=AT)
    with transaction():
        assert append_after([(Call(sql="coalesce(%s, false)", params=[None]), entry)]) == [None]
        assert records_of("case:1") == []
        [added] = append_after([(Call(sql="%s > 0", params=[1]), entry)])
    assert [one.id for one in records_of("case:1")] == [added]


@pytest.mark.django_db(transaction=True)
def test_two_that_begin_one_chain_at_once_follow_each_other() -> None:
    """Who comes second finds no head to lock, waits for the first to commit, and then goes on from there."""
    begun = Event()

    def second() -> None:
        begun.wait(60)
        try:
            write(action="case.assigned")
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction():
            append(stream="case:1", action="case.opened", actor="staff:7", at=AT)
            done = pool.submit(second)
            begun.set()
            with suppress(TimeoutError):
                done.result(0.5)
            assert not done.done()
        done.result(60)
    assert [(one.version, one.action) for one in records_of("case:1")] == [
        (1, "case.opened"),
        (2, "case.assigned"),
    ]
