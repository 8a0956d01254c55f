"""Which keyed hashes find a value: its own, and compounds of two that callers remember together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from uuid import UUID

from yinuo.core.customers import rules
from yinuo.core.customers.details import Written
from yinuo.core.customers.models import Customer, Detail, DetailIndex
from yinuo.platform.vault.public import blind_index

COMPOUND = DetailIndex.SURNAME_LAST4
# Addresses are read, never searched: nobody spells one twice in the same way.
UNSEARCHED = frozenset({Detail.Kind.ADDRESS})
_ENDING = frozenset({Detail.Kind.PHONE, Detail.Kind.IDENTITY})


def digests(*, field: str, value: str) -> dict[int, bytes]:
    """The keyed hash of a value under every active version of the index key, by version."""
    return {1: blind_index(field=field, value=value)}


def search_digests(*, field: str, value: str) -> list[bytes]:
    """What to search for: the hash under every version that rows may have."""
    return list(digests(field=field, value=value).values())


def terms(values: Iterable[Written], *, names: Iterable[str] = ()) -> Iterator[tuple[Written, str, str]]:
    """
    Each value with every field and text under which it is found.

    Args:
        names: names of the customer that are held already, for the compounds.
    """
    values = list(values)
    surnames = {rules.surname(value.shown) for value in values if value.kind is Detail.Kind.NAME}
    surnames |= {rules.surname(name) for name in names}
    surnames.discard("")
    for value in values:
        if value.kind in UNSEARCHED:
            continue
        yield value, value.kind.value, value.canonical
        if value.kind in _ENDING and len(value.canonical) > 4:
            for surname in sorted(surnames):
                yield value, COMPOUND, compound(surname=surname, last4=value.canonical[-4:])


def compound(*, surname: str, last4: str) -> str:
    """The text behind the compound of surname and last four characters."""
    return f"{surname}\x00{last4}"


def index_rows(
    *, customer: Customer, details: Iterable[tuple[Written, UUID]], names: Iterable[str] = ()
) -> list[DetailIndex]:
    """The rows that make new details findable, not yet stored."""
    ids = {id(value): pk for value, pk in details}
    values = [value for value, _pk in details]
    return [
        DetailIndex(detail_id=ids[id(value)], customer=customer, field=field, version=version, digest=digest)
        for value, field, text in terms(values, names=names)
        for version, digest in digests(field=field, value=text).items()
    ]
