"""Customers are recognised when it is certain, registered when not, and sealed always."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.db import connection

from yinuo.core.customers.models import Customer, Detail
from yinuo.core.customers.names import place_of
from yinuo.core.customers.public import (
    CannotReadDetails,
    CustomerDetails,
    cards,
    name_masks,
    register_customer,
)
from yinuo.platform.audit.models import PendingEntry
from yinuo.platform.audit.public import records_of
from yinuo.platform.identity.public import SYSTEM
from yinuo.platform.vault.public import unlock

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, tzinfo=UTC)


def register(**details: str) -> UUID:
    return register_customer(details=CustomerDetails(**details), path="/1/", actor=SYSTEM, now=NOW).id


def test_colleagues_see_masks() -> None:
    customer = register(
        name="李雷", phone="138 1234 5678", email="Li.Lei@Example.com", identity="11010519491231002x"
    )
    card = cards([customer])[customer]
    assert (card.name, card.phones, card.emails, card.identity) == (
        "李*",
        ("138****5678",),
        ("l***@example.com",),
        "1****************X",
    )
    assert name_masks([customer]) == {customer: ("李*", "")}


def test_no_table_holds_a_clear_value() -> None:
    register(name="欧阳震华", phone="13812345678", number="C0099887766")
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f"SELECT string_agg(t::text, ' ') FROM {table} t")  # noqa: S608 - names of our own tables
            text = cursor.fetchone()[0] or ""
            for clear in ("欧阳震华", "13812345678", "C0099887766"):
                assert clear not in text, table
                assert clear.encode().hex() not in text, table
    assert all(b"13812345678" not in bytes(entry.body) for entry in PendingEntry.objects.all())


def test_the_sealed_value_opens_for_its_owner() -> None:
    customer = register(name="李雷")
    detail = Detail.objects.get()
    opened = unlock([customer]).open(owner=customer, place=place_of(detail.pk), sealed=detail.sealed)
    assert opened == "李雷"


@pytest.mark.parametrize(
    "again",
    [
        {"number": " c00-998877 "},
        {"identity": "11010519491231002X"},
        {"name": "李 雷", "phone": "+86 13812345678"},
        {"name": "李雷", "email": "LILEI@example.com"},
    ],
)
def test_the_same_customer_is_recognised(again: dict[str, str]) -> None:
    first = register(
        name="李雷",
        number="C00998877",
        phone="13812345678",
        email="lilei@example.com",
        identity="11010519491231002X",
    )
    assert register(**again) == first


@pytest.mark.parametrize(
    "other",
    [
        {"phone": "13812345678"},
        {"name": "韩梅梅", "phone": "13812345678"},
        {"name": "李雷"},
        {},
    ],
)
def test_a_shared_phone_or_a_common_name_recognises_nobody(other: dict[str, str]) -> None:
    first = register(name="李雷", phone="13812345678")
    assert register(**other) != first


def test_a_further_phone_is_kept_as_claimed_not_as_verified() -> None:
    first = register(name="李雷", email="lilei@example.com")
    register(name="李雷", email="lilei@example.com", phone="13900001111")
    assert cards([first])[first].phones == ("139****1111",)
    assert not Detail.objects.filter(verified_at__isnull=False).exists()


def test_telling_us_the_same_again_adds_nothing() -> None:
    for _ in range(2):
        register(name="李雷", phone="13812345678")
    assert (Customer.objects.count(), Detail.objects.count()) == (1, 2)


@pytest.mark.parametrize(
    ("field", "value"), [("phone", "12"), ("phone", "电话"), ("email", "lilei"), ("email", "@")]
)
def test_what_cannot_be_read_is_refused_without_repeating_it(field: str, value: str) -> None:
    with pytest.raises(CannotReadDetails) as refusal:
        register(**{field: value})
    assert value not in refusal.value.message
    assert not Customer.objects.exists()


def test_what_is_added_to_a_known_customer_is_in_the_evidence() -> None:
    customer = register(name="李雷", phone="13812345678")
    assert register(name="李雷", phone="13812345678", email="li.lei@example.com") == customer
    register(name="李雷", phone="13812345678")
    added = [(record.action, record.facts["details"]) for record in records_of(f"customer:{customer}")]
    assert added == [("customer.registered", "NAME,PHONE"), ("customer.details_added", "EMAIL")]
