"""Records for many people of whom nothing is known but that they turned to us: past cases without names."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from uuid_utils.compat import uuid7

from yinuo.core.customers import rules
from yinuo.core.customers.models import Customer, RelationChange, State
from yinuo.platform.identity.public import Actor
from yinuo.platform.jobs.public import RowForm
from yinuo.platform.vault.public import Sealer, new_owners


def register_unnamed(*, count: int, path: str, actor: Actor, now: datetime) -> dict[UUID, Sealer]:
    """
    Make ``count`` records, each with a key, as part of the open transaction.

    The evidence is that of the write that they are made for: of somebody of whom nothing is known, an entry of
    their own would say nothing more.

    Returns:
        The means to seal what they said, by customer.
    """
    if not count:
        return {}
    ids = [uuid7() for _ in range(count)]
    sealers = new_owners(ids)
    form = RowForm(Customer(path=path, created_at=now), varying=["id"])
    form.store(form.row(pk) for pk in ids)
    changed = RowForm(
        RelationChange(after=State.ACTIVE, effective_date=rules.day_of(now), actor=actor.reference, at=now),
        varying=["id", "customer_id"],
    )
    changed.store(changed.row(uuid7(), pk) for pk in ids)
    return sealers
