"""What the vault is told of this room: what is sealed, indexed, masked and kept, so that keys can turn and go."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from uuid import UUID

from yinuo.core.customers.details import write_value
from yinuo.core.customers.indexing import terms
from yinuo.core.customers.models import Detail
from yinuo.core.customers.names import place_of
from yinuo.core.customers.operations.erase_customer import kept_by_law
from yinuo.platform.vault.public import (
    IndexEntry,
    register_index,
    register_mask,
    register_retention,
    register_sealed_column,
    unlock,
)


def register_with_vault() -> None:
    """Tell the vault everything; called once, when the room is loaded."""
    register_sealed_column(model="customers.Detail", owner="customer_id")
    register_sealed_column(model="customers.Import", owner="pk")
    register_index(model="customers.DetailIndex", owner="detail__customer_id", entries=index_entries)
    register_mask(model="customers.Detail", owner="customer_id", columns=("mask",))
    register_mask(model="customers.Customer", owner="pk", columns=("name_mask",))
    register_retention("customers", kept_by_law)


def index_entries(owners: Sequence[UUID]) -> Iterator[IndexEntry]:
    """Everything by which these customers are found, opened; their rows stay as they are until the commit."""
    rows = list(Detail.objects.select_for_update(no_key=True).filter(customer_id__in=owners))
    opened = unlock({row.customer_id for row in rows})
    by_owner: dict[UUID, list[Detail]] = {}
    for row in rows:
        by_owner.setdefault(row.customer_id, []).append(row)
    for owner, details in by_owner.items():
        pairs = []
        for row in details:
            clear = opened.open(owner=owner, place=place_of(row.pk), sealed=bytes(row.sealed))
            pairs.append((write_value(Detail.Kind(row.kind), clear), row.pk))
        ids = {id(value): pk for value, pk in pairs}
        for value, field, text in terms([value for value, _pk in pairs]):
            yield IndexEntry(
                owner=owner,
                field=field,
                value=text,
                row={"detail_id": ids[id(value)], "customer_id": owner},
            )
