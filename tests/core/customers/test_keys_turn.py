"""When all keys of the house are replaced, customers are still found by every value, and can still be read."""

import pytest

from tests.bank import Bank, found_bank
from tests.core.customers.conftest import NOW, Register
from tests.core.customers.test_search import WHO
from yinuo.core.customers.models import DetailIndex
from yinuo.core.customers.public import CustomerDetails, clear_names, register_customer, search_customers
from yinuo.platform.identity.public import SYSTEM
from yinuo.platform.vault.index_keys import forget_ring
from yinuo.platform.vault.models import DataKey
from yinuo.platform.vault.public import rotate_data, rotate_index, rotate_wrapping, wrapping_left
from yinuo.platform.vault.rotation import common


def test_a_customer_is_found_and_read_after_every_key_was_replaced(register: Register, bank: Bank) -> None:
    customer = register(**WHO)
    others = [register(name="欧阳锋", phone=f"1390000{number}") for number in range(1111, 1114)]
    fields = sorted(DetailIndex.objects.values_list("customer_id", "field"))
    assert rotate_data(actor="system", clock=lambda: NOW, grace=0.0) == 1 + len(others)
    rotate_index(actor="system", clock=lambda: NOW, noticed=0.0)
    assert set(DataKey.objects.values_list("version", flat=True)) == {2}
    assert set(DetailIndex.objects.values_list("version", flat=True)) == {2}
    assert sorted(DetailIndex.objects.values_list("customer_id", "field")) == fields
    for said in (*WHO.values(), "欧阳 5678"):
        found = search_customers(text=said, actor=bank.actor("east one"), now=NOW)
        assert [row.id for row in found.rows] == [customer]
    assert clear_names(customer) == {WHO["name"]}
    forget_ring()


@pytest.mark.django_db(transaction=True)
def test_two_processes_replace_every_key_and_count_each_customer_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(common, "BATCH", 3)  # of this process, which deals them out
    if wrapping_left():  # the key of the indexes is as it came, though the wrapping key has turned since
        rotate_wrapping(actor="system", clock=lambda: NOW)
    bank = found_bank()
    known = {
        f"1390000{number}": register_customer(
            details=CustomerDetails(name="欧阳锋", phone=f"1390000{number}"),
            path=bank.east,
            actor=SYSTEM,
            now=NOW,
        ).id
        for number in range(1111, 1125)
    }
    steps: list[int] = []
    work = {"actor": "system", "clock": lambda: NOW, "step": steps.append, "processes": 2}
    before = DataKey.objects.count()
    assert rotate_wrapping(**work) == before + 1
    assert rotate_data(**work, grace=0.0) == before
    rotate_index(**work, noticed=0.0)
    assert sum(steps) == before * 4, "wrapped anew, sealed anew, old keys destroyed, indexed anew"
    assert set(DataKey.objects.values_list("version", flat=True)) == {2}
    assert set(DetailIndex.objects.values_list("version", flat=True)) == {2}
    for said, customer in known.items():
        found = search_customers(text=said, actor=bank.actor("east one"), now=NOW)
        assert [row.id for row in found.rows] == [customer]
        assert clear_names(customer) == {"欧阳锋"}
    forget_ring()
