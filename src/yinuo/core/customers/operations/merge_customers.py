"""Join two records of one customer, part them again, or note that they are two."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from yinuo.core.customers.errors import CustomerNotFound
from yinuo.core.customers.events import CustomersMerged, MergeUndone
from yinuo.core.customers.locking import lock_customer, note, touch
from yinuo.core.customers.models import Customer, Detail, DetailIndex, Dismissal, Merge
from yinuo.kernel.errors import DomainError
from yinuo.platform.identity.public import Actor
from yinuo.platform.jobs.public import publish, transaction


class CannotMergeCustomers(DomainError):
    """The records cannot be of one customer, or the joining cannot be undone any more."""

    code = "customer.cannot_merge"


def merge_customers(
    *,
    kept_id: UUID,
    merged_id: UUID,
    kept_revision: int | None = None,
    merged_revision: int | None = None,
    actor: Actor,
    now: datetime,
) -> UUID:
    """
    Let ``merged`` point to ``kept``: from now on they are read as one.

    Nothing is copied or sealed anew, so that undoing restores both exactly. Returns the id of the joining.

    Raises:
        CannotMergeCustomers: it is the same record, or identity numbers or kinds differ.
        CustomerNotFound, CustomerChangedMeanwhile, CannotChangeCustomer: see ``lock_customer``.
    """
    if kept_id == merged_id:
        raise CannotMergeCustomers(_("These are the same record."))
    with transaction():
        kept, merged = _lock_both(kept_id, merged_id, kept_revision, merged_revision, actor)
        if contradiction(one=kept, other=merged):
            raise CannotMergeCustomers(
                _("Identity number or kind differ: these are two customers, or one of the values is wrong.")
            )
        moved = [str(pk) for pk in merged.merged.values_list("pk", flat=True)]
        Customer.objects.filter(pk__in=moved).update(merged_into=kept)
        merged.merged_into = kept
        touch(merged, "merged_into")
        touch(kept)
        merge = Merge.objects.create(kept=kept, merged=merged, moved=moved, actor=actor.reference, at=now)
        note(kept, "merged", actor=actor, now=now, facts={"merged": str(merged.pk)})
        note(merged, "merged_into", actor=actor, now=now, facts={"kept": str(kept.pk)})
        publish(CustomersMerged(kept_id=kept.pk, merged_id=merged.pk, at=now))
        return merge.pk


def undo_merge(*, merge_id: UUID, actor: Actor, now: datetime) -> None:
    """
    Part two records again; both are exactly what they were, with what was added to the kept one since.

    Raises:
        CannotMergeCustomers: it was undone before, or the kept record has itself been joined to another.
        CustomerNotFound: there is no such joining in the actor's part of the institution.
    """
    with transaction():
        merge = Merge.objects.select_for_update().filter(pk=merge_id).first()
        if merge is None:
            raise CustomerNotFound(_("There is no such customer, or they belong to another unit."))
        kept = Customer.objects.select_for_update(no_key=True).get(pk=merge.kept_id)
        merged = Customer.objects.select_for_update(no_key=True).get(pk=merge.merged_id)
        if not (actor.sees(kept.path) and actor.sees(merged.path)):
            raise CustomerNotFound(_("There is no such customer, or they belong to another unit."))
        if merge.undone_at is not None or merged.merged_into_id != kept.pk or kept.erased_at is not None:
            raise CannotMergeCustomers(_("This was undone already, or must be undone in reverse order."))
        Customer.objects.filter(pk__in=merge.moved, merged_into=kept).update(merged_into=merged)
        merged.merged_into = None
        touch(merged, "merged_into")
        touch(kept)
        merge.undone_at, merge.undone_by = now, actor.reference
        merge.save(update_fields=["undone_at", "undone_by"])
        note(kept, "merge_undone", actor=actor, now=now, facts={"merged": str(merged.pk)})
        note(merged, "merge_undone", actor=actor, now=now, facts={"kept": str(kept.pk)})
        publish(MergeUndone(kept_id=kept.pk, merged_id=merged.pk, at=now))


def dismiss_duplicate(*, one_id: UUID, other_id: UUID, actor: Actor, now: datetime) -> None:
    """
    Note that two records are two people, so that they are not offered again.

    Raises:
        CustomerNotFound: one of them does not exist for the actor.
    """
    first, second = sorted((one_id, other_id))
    with transaction():
        one, other = _lock_both(first, second, None, None, actor)
        Dismissal.objects.get_or_create(one=one, other=other, defaults={"actor": actor.reference, "at": now})
        note(one, "duplicate_dismissed", actor=actor, now=now, facts={"other": str(other.pk)})


def contradiction(*, one: Customer, other: Customer) -> bool:
    """Whether two records cannot be of one customer: kinds or identity numbers differ."""
    if one.kind != other.kind:
        return True
    numbers = [_identities(customer) for customer in (one, other)]
    return bool(numbers[0] and numbers[1] and numbers[0].isdisjoint(numbers[1]))


def _identities(customer: Customer) -> set[bytes]:
    rows = DetailIndex.objects.filter(customer=customer, field=Detail.Kind.IDENTITY)
    return {bytes(digest) for digest in rows.values_list("digest", flat=True)}


def _lock_both(
    kept_id: UUID, merged_id: UUID, kept_revision: int | None, merged_revision: int | None, actor: Actor
) -> tuple[Customer, Customer]:
    """Both records, locked in the order of their ids: two colleagues cannot wait for each other."""
    wanted = {kept_id: kept_revision, merged_id: merged_revision}
    locked = {pk: lock_customer(customer_id=pk, actor=actor, revision=wanted[pk]) for pk in sorted(wanted)}
    return locked[kept_id], locked[merged_id]
