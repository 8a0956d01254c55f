"""Whoever looks after the house hears when evidence waits, and nothing switches it off silently."""

from __future__ import annotations

import inspect
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from tests.bank import found_bank
from tests.complaints import file_complaint
from tests.platform.audit.sample import AT, write
from yinuo.features.cases.models import Case
from yinuo.platform.audit.log import append
from yinuo.platform.audit.models import PendingEntry
from yinuo.platform.audit.public import sequence_all, waiting_state

pytestmark = pytest.mark.django_db


def test_the_age_of_the_oldest_waiting_entry_is_told() -> None:
    now = timezone.now()
    assert waiting_state(now=now).oldest_waiting is None
    write(3)
    state = waiting_state(now=now + timedelta(seconds=9))
    assert state.waiting == 3
    assert state.is_late
    assert not waiting_state(now=timezone.now()).is_late
    sequence_all(now=AT)
    assert waiting_state(now=now).oldest_waiting is None


def test_no_argument_or_setting_switches_evidence_off_and_without_it_nothing_is_written() -> None:
    assert set(inspect.signature(append).parameters) == {"stream", "action", "actor", "at", "facts", "sealed"}
    found_bank()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_pendingentry RENAME TO elsewhere")
    with pytest.raises(DatabaseError), transaction.atomic():
        file_complaint(now=AT, text="年费没有退", subject="")
    assert not Case.objects.exists()


def test_line_breaks_in_values_stay_within_their_entry() -> None:
    with transaction.atomic():
        append(
            stream="case:1",
            action="case.opened",
            actor="staff:7",
            at=AT,
            facts={"code": 'a\n{"action":"forged"}\r\u2028\x00'},
        )
    body = bytes(PendingEntry.objects.get().body)
    assert not any(mark in body for mark in (b"\n", b"\r", b"\x00"))
