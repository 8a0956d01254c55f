"""Find customers by what they say of themselves: exact values only, through their keyed hashes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from yinuo.core.customers.details import Written
from yinuo.core.customers.models import Customer, Detail
from yinuo.platform.jobs.public import ask
from yinuo.platform.vault.public import search_digests

_HOLDERS = """
    SELECT coalesce(customer.merged_into_id, customer.id), found.field
    FROM customers_detailindex AS found
    JOIN customers_customer AS customer ON customer.id = found.customer_id
    LEFT JOIN customers_customer AS living ON living.id = customer.merged_into_id
    WHERE found.digest = ANY(%s) AND found.field = ANY(%s)
        AND (starts_with(customer.path, %s) OR starts_with(living.path, %s))
    LIMIT %s
"""
_RECOGNISED = (
    "SELECT holder, field FROM customers_recognise(%s, %s, %s)"  # a migration of this room defines it
)
_IDENTIFYING = (Detail.Kind.NUMBER, Detail.Kind.IDENTITY)
_CONTACT = (Detail.Kind.PHONE, Detail.Kind.EMAIL)


def holders(*, field: str, value: str, reach: str | None = "/", most: int = 0) -> set[UUID]:
    """
    The customers who have this canonical value; a joined record answers as the one that lives on.

    Args:
        reach: the part of the institution in which they are looked for; None finds nobody.
        most: how many are looked at; 0 for all.
    """
    return {holder for holder, _field in holders_of(readings=[(field, value)], reach=reach, most=most)}


def holders_of(
    *, readings: Sequence[tuple[str, str]], reach: str | None = "/", most: int = 0
) -> list[tuple[UUID, str]]:
    """Who has any of these values, with the field that matched: one look into one index, however many they are."""
    if reach is None or not readings:
        return []
    asked = [digest for field, value in readings for digest in search_digests(field=field, value=value)]
    fields = sorted({field for field, _value in readings})
    below = "" if reach == "/" else reach  # what nobody serves belongs to the whole
    return ask(_HOLDERS, [asked, fields, below, below, most or None]).rows()


def find_customer(values: list[Written]) -> Customer | None:
    """The one customer whom the values recognise beyond doubt, or None."""
    asked = [value for value in values if value.kind in (*_IDENTIFYING, *_CONTACT)]
    if not asked:
        return None
    names = [value for value in values if value.kind is Detail.Kind.NAME]
    found: dict[str, set[UUID]] = defaultdict(set)
    fields = sorted({value.kind.value for value in asked})
    for holder, field in ask(_RECOGNISED, [_digests(asked), fields, _digests(names)]).rows():
        found[field].add(holder)
    named = found[Detail.Kind.NAME.value]
    beyond_doubt = [found[kind.value] for kind in _IDENTIFYING]
    beyond_doubt += [named & found[kind.value] for kind in _CONTACT]
    known = next((holders.pop() for holders in beyond_doubt if len(holders) == 1), None)
    return Customer.objects.get(pk=known) if known else None


def _digests(values: list[Written]) -> list[bytes]:
    return [
        digest for value in values for digest in search_digests(field=value.kind.value, value=value.canonical)
    ]
