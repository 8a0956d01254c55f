"""Customers with sealed and indexed phones, made fast: by COPY, each process a batch of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import islice

AT_ONCE = 4_000


def phone(serial: int, number: int = 0) -> str:
    """The phone of this number of the customer with this serial."""
    return f"+861{30 + number}{serial:08}"


def fill(*, rows: int, values: int, processes: int, step: Callable[[int], None]) -> None:
    """Customers 0 to ``rows`` with so many phones each (at most ten)."""
    from yinuo.platform.jobs.public import spread

    serials = iter(range(rows))
    batches: Iterator[list[int]] = iter(lambda: list(islice(serials, AT_ONCE)), [])
    for done, _ in spread(batches, processes=processes, work=partial(store, values=values)):
        step(done)


def store(serials: Sequence[int], *, values: int) -> None:
    """One batch in one transaction."""
    from datetime import UTC, datetime

    from uuid_utils.compat import uuid7

    from yinuo.core.customers.models import Customer, Detail
    from yinuo.core.customers.names import place_of
    from yinuo.platform.identity.public import head_office
    from yinuo.platform.jobs.public import (
        RowForm,
        bytes_cell,
        copy_rows,
        row_of,
        small_cell,
        text_cell,
        transaction,
        uuid_cell,
    )
    from yinuo.platform.vault.public import index_digests, new_owners

    kind, five = Detail.Kind.PHONE, row_of(5)
    customers = RowForm(Customer(path=head_office(), created_at=datetime.now(UTC)), varying=["id"])
    details = RowForm(Detail(kind=kind, mask="+86 1** ****"), varying=["id", "customer_id", "sealed"])
    owners = [uuid7() for _ in serials]
    with transaction():
        sealers = new_owners(owners)
        customers.store([customers.row(owner) for owner in owners])
        sealed, hashes = [], []
        for serial, owner in zip(serials, owners, strict=True):
            for number in range(values):
                pk, value = uuid7(), phone(serial, number)
                sealed.append(details.row(pk, owner, sealers[owner].seal(place=place_of(pk), value=value)))
                hashes += [
                    five
                    + uuid_cell(pk)
                    + uuid_cell(owner)
                    + text_cell(kind.value)
                    + small_cell(version)
                    + bytes_cell(digest)
                    for version, digest in index_digests(field=kind.value, value=value).items()
                ]
        details.store(sealed)
        copy_rows(into="customers_detailindex (detail_id, customer_id, field, version, digest)", rows=hashes)
