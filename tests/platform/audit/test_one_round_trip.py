"""An entry costs its write one round trip, and its bytes are the canonical ones wherever its chain stands."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from hashlib import sha256

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from yinuo.kernel.canonical import canonical_json
from yinuo.platform.audit.append_many import NewEntry, append_many
from yinuo.platform.audit.models import PendingEntry, Stream
from yinuo.platform.audit.public import append, sequence_all, verify_log
from yinuo.platform.jobs.public import transaction

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
FACTS = {"a": '\u0001 \\ " 诺 \U00020bb7', "n": 7, "none": None, "prev": "x", "yes": True, "zzz": -1}


def add(number: int) -> None:
    append(
        stream="case:1", action="case.noted", actor="system", at=AT, facts=FACTS | {"i": number}, sealed=b"x"
    )


def test_each_entry_is_one_round_trip_from_the_first_on() -> None:
    with transaction():
        for number in range(3):
            with CaptureQueriesContext(connection) as asked:
                add(number)
            assert len(asked) == 1


def test_the_bytes_are_canonical_and_the_chain_is_whole_whoever_adds_to_it() -> None:
    with transaction():
        add(0)
        append_many(
            entries=[NewEntry(stream="case:1", action="case.noted", actor="system", at=AT, facts=FACTS)]
        )
        for number in range(9):
            add(number)
    head = bytes(32).hex()
    for version, entry in enumerate(PendingEntry.objects.order_by("position"), start=1):
        body = bytes(entry.body)
        said = json.loads(body)
        assert canonical_json(said) == body
        assert (said["n"], said["prev"], entry.version) == (version, head, version)
        assert said["facts"].items() >= FACTS.items()
        head = sha256(body).hexdigest()
    assert bytes(Stream.objects.get(pk="case:1").head).hex() == head
    sequence_all(now=AT)
    assert not verify_log().findings
