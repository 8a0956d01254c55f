"""Whoever calls is found by what they say, within reach, on record, and without the value anywhere."""

import pytest

from tests.bank import Bank
from tests.core.customers.conftest import NOW, Register
from tests.people import signed_in
from yinuo.core.customers.public import CannotSearch, search_customers
from yinuo.platform.audit.models import PendingEntry
from yinuo.platform.audit.public import records_of

WHO = {
    "name": "欧阳震华",
    "number": "C00998877",
    "phone": "13812345678",
    "email": "ouyang@example.com",
    "identity": "11010519491231002X",
    "account": "6222020200112233445",
}


@pytest.mark.parametrize(
    "said",
    [
        "欧阳震华",
        " 欧阳 震华 ",
        "138-1234-5678",
        "+86 138 1234 5678",
        "c00998877",
        "OUYANG@example.com",
        "11010519491231002x",
        "6222 0202 0011 2233 445",
        "欧阳 5678",
        "欧阳002x",
        "欧阳5678",
    ],
)
def test_a_customer_is_found_by_any_whole_value(said: str, register: Register, bank: Bank) -> None:
    customer = register(**WHO)
    register(name="欧阳锋", phone="13900001111")
    found = search_customers(text=said, actor=bank.actor("east one"), now=NOW)
    assert [row.id for row in found.rows] == [customer]


@pytest.mark.parametrize(
    "said", ["", "1", "欧", "1381234567", "欧阳 5679", "震华", "' OR 1=1 --", "\x00\x00"]
)
def test_a_part_of_a_value_finds_nobody(said: str, register: Register, bank: Bank) -> None:
    register(**WHO)
    assert search_customers(text=said, actor=bank.actor("east one"), now=NOW).rows == ()


def test_another_branch_finds_nobody(register: Register, bank: Bank) -> None:
    register(**WHO)
    for said in WHO.values():
        assert search_customers(text=said, actor=bank.actor("west one"), now=NOW).rows == ()


def test_each_search_is_on_record_without_its_value(register: Register, bank: Bank) -> None:
    register(**WHO)
    actor = bank.actor("east one")
    search_customers(text="13812345678", actor=actor, now=NOW)
    (entry,) = records_of(f"lookups:{actor.id}")
    assert entry.action == "customer.searched"
    assert entry.facts["found"] == 1
    assert all(b"13812345678" not in bytes(row.body) for row in PendingEntry.objects.all())


def test_the_page_finds_by_post_and_keeps_the_value_out_of_addresses(register: Register, bank: Bank) -> None:
    customer = register(**WHO)
    browser = signed_in(bank.actor("east one"))
    page = browser.post("/customers/search/", {"value": "13812345678"})
    assert f"/customers/{customer}/" in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert browser.get("/customers/search/", {"value": "13812345678"}).status_code == 405
    part = browser.post("/customers/search/", {"value": "欧阳震华"}, headers={"HX-Request": "true"})
    assert f"/customers/{customer}/" in part.content.decode()
    assert "<html" not in part.content.decode()


def test_who_looks_up_everybody_is_stopped_and_seen(register: Register, bank: Bank) -> None:
    actor = bank.actor("east one")
    for number in range(60):
        search_customers(text=f"138{number:08}", actor=actor, now=NOW)
    with pytest.raises(CannotSearch):
        search_customers(text="13800000060", actor=actor, now=NOW)
    entries = records_of(f"lookups:{actor.id}")
    assert entries[-1].action == "customer.search_refused"
