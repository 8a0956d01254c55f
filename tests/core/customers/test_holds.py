"""There is one table of legal holds, in the vault: customers' pages write it, erasure asks it."""

from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tests.bank import Bank
from tests.core.customers.conftest import NOW, Register
from yinuo.core.customers.public import (
    CannotEraseCustomer,
    erase_customer,
    lift_hold,
    merge_customers,
    place_hold,
    portrait,
)
from yinuo.platform.identity.public import SYSTEM
from yinuo.platform.vault.public import CannotHold, erasure_blocked_by, holds_on

BEFORE, AFTER = "0004_histories_only_grow", "0005_holds_lie_in_the_vault"


def go_to(migration: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    executor = MigrationExecutor(connection)
    executor.migrate([("customers", migration)])


def test_holds_of_before_are_carried_over_and_back(register: Register) -> None:
    customer, hold = register(name="李雷"), uuid4()
    go_to(BEFORE)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO customers_legalhold (id, customer_id, cause, reference, placed_by, placed_at, lifted_by)"
            " VALUES (%s, %s, 'LITIGATION', 'A-7', 'staff:1', %s, '')",
            [hold, customer, NOW],
        )
    go_to(AFTER)
    (found,) = holds_on([customer])
    assert (found.id, found.cause, found.reference, found.placed_at) == (hold, "LITIGATION", "A-7", NOW)
    go_to(BEFORE)
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, customer_id, cause FROM customers_legalhold")
        assert cursor.fetchall() == [(hold, customer, "LITIGATION")]
        cursor.execute("SELECT count(*) FROM vault_legalhold")
        assert cursor.fetchone() == (0,)


def test_a_hold_keeps_the_whole_family_and_is_lifted_from_the_record_that_lives_on(
    register: Register, bank: Bank
) -> None:
    kept, joined = register(name="李雷"), register(name="李雷")
    hold = place_hold(customer_id=joined, cause="REGULATOR", reference="B-1", actor=SYSTEM, now=NOW)
    merge_customers(kept_id=kept, merged_id=joined, actor=bank.actor("east head"), now=NOW)
    assert next(block.code for block in erasure_blocked_by(owner=joined, now=NOW)) == "hold"
    with pytest.raises(CannotEraseCustomer, match="B-1"):
        erase_customer(customer_id=kept, reason="request", actor=SYSTEM, now=NOW)
    assert shown_holds(kept) == [hold]
    lift_hold(customer_id=kept, hold_id=hold, actor=SYSTEM, now=NOW)
    assert shown_holds(kept) == []


def test_a_hold_of_another_customer_is_not_lifted(register: Register) -> None:
    one, other = register(name="李雷"), register(name="韩梅梅")
    hold = place_hold(customer_id=one, cause="DISPUTE", actor=SYSTEM, now=NOW)
    with pytest.raises(CannotHold):
        lift_hold(customer_id=other, hold_id=hold, actor=SYSTEM, now=NOW)
    with pytest.raises(CannotHold):
        place_hold(customer_id=one, cause="WHIM", actor=SYSTEM, now=NOW)
    assert shown_holds(one) == [hold]


def shown_holds(customer: UUID) -> list[UUID]:
    shown = portrait(customer_id=customer, actor=SYSTEM)
    assert shown is not None
    return [hold.id for hold in shown.holds]
