"""A sealed value is shown once, to one person, for a reason, after it is on record."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, connections
from django.test import override_settings

from tests.bank import Bank, found_bank
from tests.platform.reveals.seeds import NOW, PHONE, TEXT, Seeds, look, seed
from yinuo.core.customers.models import Detail
from yinuo.platform.audit.public import records_of
from yinuo.platform.identity.public import SYSTEM
from yinuo.platform.jobs.public import transaction
from yinuo.platform.reveals.models import Reveal
from yinuo.platform.reveals.public import CannotReveal, NothingToReveal, record_reveal
from yinuo.platform.vault.public import CannotOpen


def usual(**wishes: int) -> dict[str, int]:
    return {"alarm_at": 12, "stop_at": 30, **wishes}


def test_the_value_is_shown_and_is_on_record_without_it(bank: Bank, seeds: Seeds) -> None:
    shown = look(bank, seeds.east_phone)
    assert shown.value.endswith(PHONE)
    assert shown.hide_at - NOW == timedelta(seconds=60)
    kept = Reveal.objects.get()
    assert kept.owner == seeds.customer
    record = records_of(f"reveal:{kept.pk}")[0]
    assert record.action == "reveal.shown"
    assert record.facts["reason"] == "CALL"
    assert PHONE not in str(record)
    assert PHONE not in str(vars(kept))


@pytest.mark.parametrize(
    "wishes", [{"reason": ""}, {"reason": "BECAUSE"}, {"text": ""}, {"text": "  x  "}, {"text": "x" * 501}]
)
def test_without_a_reason_nothing_is_shown(bank: Bank, seeds: Seeds, wishes: dict[str, Any]) -> None:
    with pytest.raises(CannotReveal):
        look(bank, seeds.east_phone, **wishes)
    assert not Reveal.objects.exists()


@pytest.mark.parametrize("kind", ["customers.detail", "cases.detail"])
def test_another_branchs_customer_does_not_exist(bank: Bank, seeds: Seeds, kind: str) -> None:
    with pytest.raises(NothingToReveal):
        look(bank, seeds.west_phone, kind=kind)
    assert not Reveal.objects.exists()


def test_whoever_handles_the_case_sees_the_customers_number_and_words(bank: Bank, seeds: Seeds) -> None:
    assert look(bank, seeds.east_phone, kind="cases.detail").value.endswith(PHONE)
    assert look(bank, seeds.east_message, kind="cases.message").value == TEXT
    with pytest.raises(NothingToReveal):
        look(bank, seeds.east_message, kind="cases.message", who="west one")


@pytest.mark.parametrize("kind", ["nothing", "customers.detail "])
def test_an_unknown_kind_reveals_nothing(bank: Bank, seeds: Seeds, kind: str) -> None:
    with pytest.raises(NothingToReveal):
        look(bank, seeds.east_phone, kind=kind)


def test_only_staff_look(bank: Bank, seeds: Seeds) -> None:
    with pytest.raises(NothingToReveal):
        look(bank, seeds.east_phone, actor=SYSTEM)


def test_a_number_in_the_reason_is_taken_out(bank: Bank, seeds: Seeds) -> None:
    look(bank, seeds.east_phone, text=f"回电 {PHONE}")
    assert PHONE not in Reveal.objects.get().text


def test_an_altered_value_is_not_shown_but_the_attempt_stays_on_record(bank: Bank, seeds: Seeds) -> None:
    sealed = bytearray(bytes(Detail.objects.get(pk=seeds.east_phone).sealed))
    sealed[-1] ^= 1
    Detail.objects.filter(pk=seeds.east_phone).update(sealed=bytes(sealed))
    with pytest.raises(CannotOpen):
        look(bank, seeds.east_phone)
    assert Reveal.objects.count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("table", ["audit_pendingentry", "audit_stream"])
def test_no_value_when_the_evidence_cannot_be_written(
    transactional_db: None, table: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    bank = found_bank()
    seeds = seed(bank)
    opened: list[object] = []
    monkeypatch.setattr("yinuo.platform.reveals.operations.reveal.unlock", opened.append)
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} RENAME TO gone")
    try:
        with pytest.raises(CannotReveal, match="evidence"):
            look(bank, seeds.east_phone)
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE gone RENAME TO {table}")
    assert not Reveal.objects.exists()
    assert opened == []


@pytest.mark.django_db(transaction=True)
def test_when_the_value_is_opened_everybody_else_can_read_the_entry_already(
    transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    bank = found_bank()
    seeds = seed(bank)
    seen: list[int] = []

    def elsewhere() -> int:
        try:
            return Reveal.objects.count()
        finally:
            connections.close_all()

    from yinuo.platform.vault import public as vault

    real = vault.unlock

    def spy(owners: Any) -> Any:
        with ThreadPoolExecutor(1) as thread:
            seen.append(thread.submit(elsewhere).result())
        return real(owners)

    monkeypatch.setattr("yinuo.platform.reveals.operations.reveal.unlock", spy)
    look(bank, seeds.east_phone)
    assert seen == [1]


@pytest.mark.django_db(transaction=True)
def test_a_reveal_within_another_transaction_is_refused(transactional_db: None) -> None:
    bank = found_bank()
    seeds = seed(bank)
    with pytest.raises(RuntimeError), transaction():
        look(bank, seeds.east_phone)


@override_settings(REVEAL_LIMITS=usual(stop_at=3))
def test_too_many_within_an_hour_are_stopped(bank: Bank, seeds: Seeds) -> None:
    for minute in range(3):
        look(bank, seeds.east_phone, now=NOW + timedelta(minutes=minute))
    with pytest.raises(CannotReveal, match="ask for more"):
        look(bank, seeds.east_phone, now=NOW + timedelta(minutes=59))
    look(bank, seeds.east_phone, who="east two", now=NOW + timedelta(minutes=59))
    look(bank, seeds.east_phone, now=NOW + timedelta(minutes=61))


@pytest.mark.django_db(transaction=True)
@override_settings(REVEAL_LIMITS=usual(stop_at=3))
def test_many_at_once_do_not_pass_the_limit_together(transactional_db: None) -> None:
    bank = found_bank()
    seeds = seed(bank)
    actor, start = bank.actor("east one"), Barrier(6)

    def try_it(_number: int) -> bool:
        start.wait()
        try:
            record_reveal(
                kind="customers.detail",
                object_id=seeds.east_phone,
                reason="CALL",
                text="回电核实",
                actor=actor,
                now=NOW,
            )
        except CannotReveal:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(6) as threads:
        assert sum(threads.map(try_it, range(6))) == 3
    assert Reveal.objects.count() == 3
