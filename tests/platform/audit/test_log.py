"""What happened is in the log, in order, with the write that made it or not at all."""

from contextlib import suppress
from datetime import UTC, datetime
from hashlib import sha256

import pytest

from yinuo.platform.audit.models import Entry, PendingEntry
from yinuo.platform.audit.public import append, records_of, sequence_all
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
