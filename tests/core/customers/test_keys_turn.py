"""When all keys of the house are replaced, customers are still found by every value, and can still be read."""

from tests.bank import Bank
from tests.core.customers.conftest import NOW, Register
from tests.core.customers.test_search import WHO
from yinuo.core.customers.models import DetailIndex
from yinuo.core.customers.public import clear_names, search_customers
from yinuo.platform.vault.index_keys import forget_ring
from yinuo.platform.vault.models import DataKey
from yinuo.platform.vault.public import rotate_data, rotate_index


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
