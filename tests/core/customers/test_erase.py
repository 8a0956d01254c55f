"""Two people erase a customer; holds and the law are asked first; nothing can be read afterwards."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from tests.bank import Bank
from tests.core.customers.conftest import NOW, Register
from tests.people import make_staff
from yinuo.core.customers.details import CustomerDetails
from yinuo.core.customers.models import ContactCode, Customer, Detail, DetailIndex
from yinuo.core.customers.operations.erase_customer import (
    CannotEraseCustomer,
    ask_to_erase,
    blocked_by,
    erase_customer,
)
from yinuo.core.customers.public import (
    change_relation,
    clear_names,
    lift_hold,
    merge_customers,
    place_hold,
    portrait,
    register_customer,
    search_customers,
)
from yinuo.platform.approvals.public import CannotDecide, decide
from yinuo.platform.identity.public import SYSTEM, Role, nodes
from yinuo.platform.vault.public import CannotOpen


@pytest.fixture
def prospect(bank: Bank) -> UUID:
    return register_customer(
        details=CustomerDetails(name="李雷", phone="13812345678"),
        path=bank.east,
        state="PROSPECT",
        actor=SYSTEM,
        now=NOW,
    ).id


def test_a_second_person_decides_and_nothing_is_left_to_read(
    prospect: UUID, bank: Bank, register: Register
) -> None:
    other = register(name="李雷")
    Customer.objects.filter(pk=other).update(state="PROSPECT")
    head = bank.actor("east head")
    merge_customers(kept_id=prospect, merged_id=other, actor=head, now=NOW)
    phone = Detail.objects.get(customer=prospect, kind="PHONE")
    ContactCode.objects.create(
        detail=phone, digest=bytes(32), sent_at=NOW, expires_at=NOW + timedelta(minutes=10), attempts_left=5
    )
    approval = ask_to_erase(customer_id=prospect, reason="客户要求删除", actor=head, now=NOW)
    with pytest.raises(CannotDecide):
        decide(approval_id=approval, decision="GRANT", actor=head, now=NOW)
    node = next(view.id for view in nodes(actor=SYSTEM) if view.path == bank.east)
    second = make_staff(node, Role.SUPERVISOR)
    decide(approval_id=approval, decision="GRANT", actor=second, now=NOW)
    shown = portrait(customer_id=prospect, actor=SYSTEM)
    assert shown is not None
    assert shown.erased_at == NOW
    assert not DetailIndex.objects.exists()
    assert not ContactCode.objects.exists(), "nothing proves a contact that is gone"
    assert set(Detail.objects.values_list("mask", flat=True)) == {""}
    assert search_customers(text="13812345678", actor=SYSTEM, now=NOW).rows == ()
    for record in (prospect, other):
        with pytest.raises(CannotOpen):
            clear_names(record)


def test_a_hold_keeps_everything(prospect: UUID, bank: Bank) -> None:
    hold = place_hold(customer_id=prospect, cause="LITIGATION", actor=SYSTEM, now=NOW)
    with pytest.raises(CannotEraseCustomer):
        erase_customer(customer_id=prospect, reason="request", actor=SYSTEM, now=NOW)
    assert clear_names(prospect) == {"李雷"}
    lift_hold(customer_id=prospect, hold_id=hold, actor=SYSTEM, now=NOW)
    erase_customer(customer_id=prospect, reason="request", actor=SYSTEM, now=NOW)


def test_the_law_keeps_customers_for_ten_years_after_the_end(register: Register, bank: Bank) -> None:
    customer = register(name="李雷")
    assert blocked_by(customer_id=customer, now=NOW)
    change_relation(
        customer_id=customer,
        after="CLOSED",
        cause="CUSTOMER_LEFT",
        effective_date=date(2026, 2, 28),
        actor=SYSTEM,
        now=NOW,
    )
    almost = NOW + timedelta(days=365 * 10 - 30)
    with pytest.raises(CannotEraseCustomer):
        erase_customer(customer_id=customer, reason="retention_over", actor=SYSTEM, now=almost)
    over = NOW + timedelta(days=365 * 10 + 30)
    erase_customer(customer_id=customer, reason="retention_over", actor=SYSTEM, now=over)
