"""A customer's sealed details, as those are offered who may ask to see one in clear."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from yinuo.core.customers.models import Detail
from yinuo.core.customers.names import place_of
from yinuo.platform.identity.public import Actor
from yinuo.platform.reveals.public import Revealable, register_revealable

KIND = "customers.detail"


@dataclass(frozen=True, kw_only=True)
class SealedDetail:
    """One value of a customer as everybody sees it; ``kind`` such as PHONE, ``label`` in the reader's language."""

    id: UUID
    kind: str
    label: str
    mask: str


def sealed_details(*, customer_id: UUID) -> tuple[SealedDetail, ...]:
    """Every value of one customer, masked, the name first; whoever asks must see the customer already."""
    order = list(Detail.Kind)
    rows = sorted(
        Detail.objects.filter(customer_id=customer_id).defer("sealed"),
        key=lambda row: (order.index(Detail.Kind(row.kind)), row.pk),
    )
    return tuple(
        SealedDetail(id=row.pk, kind=row.kind, label=row.get_kind_display(), mask=row.mask) for row in rows
    )


def find_detail(*, detail_id: UUID, may_see: Callable[[UUID, str], bool]) -> Revealable | None:
    """
    The detail for somebody who may see its customer, or None.

    Args:
        may_see: asked with the customer's id and the path of their unit.
    """
    row = Detail.objects.select_related("customer").filter(pk=detail_id).first()
    if row is None or not may_see(row.customer_id, row.customer.path):
        return None
    return Revealable(
        owner=row.customer_id,
        place=place_of(row.pk),
        sealed=bytes(row.sealed),
        path=row.customer.path,
        mask=row.mask,
        what=row.get_kind_display(),
    )


def _find(detail_id: UUID, actor: Actor) -> Revealable | None:
    return find_detail(detail_id=detail_id, may_see=lambda _customer, path: actor.sees(path))


def register_details() -> None:
    """Let details be revealed to those who see the customer."""
    register_revealable(kind=KIND, label=_("A customer's contact or number"), find=_find)
