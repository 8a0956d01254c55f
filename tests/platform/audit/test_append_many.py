"""Many entries at once are the same entries as one by one."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from yinuo.platform.audit.public import NewEntry, append, append_many, records_of, sequence_all, verify_log
from yinuo.platform.jobs.public import NoTransaction, transaction

NOW = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)


def entry(stream: str, count: int) -> NewEntry:
    return NewEntry(stream=stream, action="test.many", actor="system", at=NOW, facts={"count": count})


@pytest.mark.django_db
def test_each_chain_goes_on_in_the_order_given_and_verifies() -> None:
    with transaction():
        append(stream="case:b", action="test.one", actor="system", at=NOW)
        ids = append_many(entries=[entry("case:b", 1), entry("case:a", 2), entry("case:b", 3)])
        append(stream="case:b", action="test.one", actor="system", at=NOW)
    assert [record.version for record in records_of("case:b")] == [1, 2, 3, 4]
    assert [record.facts.get("count") for record in records_of("case:b")] == [None, 1, 3, None]
    assert [record.id for record in records_of("case:a")] == [ids[1]]
    assert sequence_all(now=NOW) == 5
    assert verify_log().findings == ()


@pytest.mark.django_db
def test_none_are_none() -> None:
    assert append_many(entries=[]) == []


@pytest.mark.django_db(transaction=True)
def test_outside_a_write_they_are_refused() -> None:
    with pytest.raises(NoTransaction):
        append_many(entries=[entry("case:a", 1)])
