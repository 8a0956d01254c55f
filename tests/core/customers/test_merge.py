"""Two records of one customer are found, read as one, and parted again exactly."""

from uuid import UUID

import pytest

from tests.bank import Bank
from tests.core.customers.conftest import NOW, Register
from tests.people import signed_in
from yinuo.core.customers.models import Customer, Detail
from yinuo.core.customers.public import (
    CannotMergeCustomers,
    CustomerNotFound,
    cards,
    clear_names,
    dismiss_duplicate,
    duplicates,
    family,
    merge_customers,
    portrait,
    record_consent,
    search_customers,
    set_detail,
    undo_merge,
)
from yinuo.platform.identity.public import SYSTEM


def two_records(register: Register) -> tuple[UUID, UUID]:
    """The same man twice: the second time his name was misspelt and corrected later."""
    one = register(name="李雷", phone="13812345678", number="C1001")
    other = register(name="李蕾", phone="13812345678", email="lilei@example.com")
    set_detail(customer_id=other, kind="NAME", value="李雷", actor=SYSTEM, now=NOW)
    return one, other


def everything() -> list[object]:
    customers = Customer.objects.order_by("pk").values_list(
        "pk", "name_mask", "tier", "path", "state", "merged_into", "vulnerabilities"
    )
    details = Detail.objects.order_by("pk").values_list("pk", "customer", "kind", "mask", "verified_at")
    return [*customers, *details]


def test_equal_name_and_phone_or_identity_are_offered(register: Register, bank: Bank) -> None:
    one, other = two_records(register)
    register(name="韩梅梅", phone="13812345678")  # a family shares a phone
    register(name="李雷")  # another of that name
    (pair,) = duplicates(actor=bank.actor("east head"))
    assert {pair.one.id, pair.other.id} == {one, other}
    assert pair.shared == ("PHONE",)
    assert duplicates(actor=bank.actor("west head")) == ()


def test_a_joined_record_is_recognised_as_the_one_that_lives_on(register: Register, bank: Bank) -> None:
    kept = register(name="李雷", phone="13812345678")
    joined = register(name="李磊", phone="13900139000")
    register(name="李磊", phone="13700137000")  # another of that name
    merge_customers(kept_id=kept, merged_id=joined, actor=bank.actor("east head"), now=NOW)
    assert register(name="李磊", phone="13812345678") == kept
    assert register(name="李雷", phone="13900139000") == kept
    assert register(name="李磊", phone="13600136000") != kept


def test_merged_records_are_read_as_one(register: Register, bank: Bank) -> None:
    one, other = two_records(register)
    actor = bank.actor("east head")
    record_consent(
        customer_id=other, purpose="SURVEY", channel="ANY", given=True, proof="PORTAL", actor=SYSTEM, now=NOW
    )
    merge_customers(kept_id=one, merged_id=other, actor=actor, now=NOW)
    seen = portrait(customer_id=one, actor=actor)
    assert seen is not None
    assert "EMAIL" in {detail.kind for detail in seen.details}
    assert len(seen.consents) == 1
    assert portrait(customer_id=other, actor=actor) is None
    assert [row.id for row in search_customers(text="lilei@example.com", actor=actor, now=NOW).rows] == [one]
    assert cards([other])[other].id == one
    assert family(customer_id=other) == family(customer_id=one) == {one, other}
    assert clear_names(one) == {"李雷"}
    assert register(name="李雷", email="lilei@example.com") == one
    assert duplicates(actor=actor) == ()


def test_undoing_restores_both_exactly(register: Register, bank: Bank) -> None:
    one, other = two_records(register)
    third = register(name="李雷", identity="11010519491231002X")
    actor = bank.actor("east head")
    before = everything()
    first = merge_customers(kept_id=other, merged_id=third, actor=actor, now=NOW)
    second = merge_customers(kept_id=one, merged_id=other, actor=actor, now=NOW)
    assert family(customer_id=one) == {one, other, third}
    with pytest.raises(CannotMergeCustomers):
        undo_merge(merge_id=first, actor=actor, now=NOW)
    undo_merge(merge_id=second, actor=actor, now=NOW)
    assert family(customer_id=other) == {other, third}
    undo_merge(merge_id=first, actor=actor, now=NOW)
    assert everything() == before
    with pytest.raises(CannotMergeCustomers):
        undo_merge(merge_id=second, actor=actor, now=NOW)


def test_two_identity_numbers_are_two_people(register: Register, bank: Bank) -> None:
    one = register(name="李雷", identity="11010519491231002X")
    other = register(name="李雷", identity="440524188001010014")
    with pytest.raises(CannotMergeCustomers):
        merge_customers(kept_id=one, merged_id=other, actor=bank.actor("east head"), now=NOW)
    with pytest.raises(CannotMergeCustomers):
        merge_customers(kept_id=one, merged_id=one, actor=bank.actor("east head"), now=NOW)


def test_nobody_merges_what_they_cannot_see(register: Register, bank: Bank) -> None:
    one, other = register(name="李雷"), register(bank.west, name="李雷")
    with pytest.raises(CustomerNotFound):
        merge_customers(kept_id=one, merged_id=other, actor=bank.actor("east head"), now=NOW)


def test_who_was_known_to_be_two_is_not_offered_again(register: Register, bank: Bank) -> None:
    one, other = two_records(register)
    dismiss_duplicate(one_id=other, other_id=one, actor=bank.actor("east head"), now=NOW)
    assert duplicates(actor=bank.actor("east head")) == ()


def test_what_another_branch_joined_is_not_parted_from_here(register: Register, bank: Bank) -> None:
    """Neither by the operation, nor on the page of a customer of one's own under whose address it is named."""
    own = register(name="韩梅梅")
    kept, merged = (register(name="李雷", path=bank.west) for _ in range(2))
    joined = merge_customers(kept_id=kept, merged_id=merged, actor=bank.actor("west head"), now=NOW)
    head = bank.actor("east head")
    with pytest.raises(CustomerNotFound):
        undo_merge(merge_id=joined, actor=head, now=NOW)
    assert signed_in(head).post(f"/customers/{own}/merges/{joined}/undo/").status_code == 404
    assert Customer.objects.get(pk=merged).merged_into_id == kept
