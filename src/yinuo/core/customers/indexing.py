"""Which keyed hashes find a value: its own, and compounds of two that callers remember together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from uuid import UUID

from yinuo.core.customers.details import Written
from yinuo.core.customers.models import Customer, Detail, DetailIndex
from yinuo.platform.vault.public import index_digests, surname_and_last_four

COMPOUND = DetailIndex.SURNAME_LAST4
# Addresses are read, never searched: nobody spells one twice in the same way.
UNSEARCHED = frozenset({Detail.Kind.ADDRESS})
_ENDING = frozenset({Detail.Kind.PHONE, Detail.Kind.IDENTITY})


def terms(values: Iterable[Written], *, names: Iterable[str] = ()) -> Iterator[tuple[Written, str, str]]:
    """
    Each value with every field and text under which it is found.

    Args:
        names: names of the customer that are held already, for the compounds.
    """
    values = list(values)
    called = sorted({*names, *(value.shown for value in values if value.kind is Detail.Kind.NAME)})
    for value in values:
        if value.kind in UNSEARCHED:
            continue
        yield value, value.kind.value, value.canonical
        if value.kind in _ENDING:
            both = {surname_and_last_four(name=name, number=value.canonical) for name in called} - {""}
            for text in sorted(both):
                yield value, COMPOUND, text


def index_rows(
    *, customer: Customer, details: Iterable[tuple[Written, UUID]], names: Iterable[str] = ()
) -> list[DetailIndex]:
    """The rows that make new details findable, not yet stored."""
    ids = {id(value): pk for value, pk in details}
    values = [value for value, _pk in details]
    return [
        DetailIndex(detail_id=ids[id(value)], customer=customer, field=field, version=version, digest=digest)
        for value, field, text in terms(values, names=names)
        for version, digest in index_digests(field=field, value=text).items()
    ]
