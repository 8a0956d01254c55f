"""Everything that this room knows of one customer, masked: what their page shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from yinuo.core.customers.models import Customer, Detail, Merge, RelationChange, Vulnerability
from yinuo.core.customers.queries.consents import ConsentView, consents_of
from yinuo.core.customers.queries.lists import visible
from yinuo.core.customers.rules import closing_causes
from yinuo.platform.audit.public import Record, records_of
from yinuo.platform.identity.public import Actor, names_of
from yinuo.platform.vault.public import Hold, holds_on


@dataclass(frozen=True, kw_only=True)
class DetailView:
    """A sealed value as it may be shown; its id and kind are what a reveal asks for."""

    id: UUID
    kind: str
    kind_label: str
    mask: str
    is_contact: bool
    from_merged: bool
    verified_at: datetime | None
    verified_how: str
    verified_by: str


@dataclass(frozen=True, kw_only=True)
class RelationView:
    """One step of the relation."""

    before_label: str
    after: str
    after_label: str
    effective_date: date
    cause_label: str


@dataclass(frozen=True, kw_only=True)
class MergeView:
    """A record that was joined to this one."""

    id: UUID
    merged_id: UUID
    name: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Portrait:
    """One customer."""

    id: UUID
    kind: str
    kind_label: str
    name: str
    tier: str
    segment: str
    segment_label: str
    state: str
    state_label: str
    closed_date: date | None
    closed_cause_label: str
    path: str
    language: str
    time_zone: str
    vulnerabilities: tuple[tuple[str, str], ...]
    manager_id: UUID | None
    manager_name: str
    created_at: datetime
    erased_at: datetime | None
    imported_by: UUID | None
    revision: int
    details: tuple[DetailView, ...]
    consents: tuple[ConsentView, ...]
    relation: tuple[RelationView, ...]
    holds: tuple[Hold, ...]
    merges: tuple[MergeView, ...]
    records: tuple[Record, ...]

    @property
    def number(self) -> str:
        """The masked customer number."""
        return next((detail.mask for detail in self.details if detail.kind == Detail.Kind.NUMBER), "")


def portrait(*, customer_id: UUID, actor: Actor) -> Portrait | None:
    """The customer, or None when they do not exist for this actor."""
    customer = visible(actor).select_related("manager").filter(pk=customer_id).first()
    if customer is None:
        return None
    labels = dict(Vulnerability.choices)
    return Portrait(
        id=customer.pk,
        kind=customer.kind,
        kind_label=customer.get_kind_display(),
        name=customer.name_mask,
        tier=customer.tier,
        segment=customer.segment,
        segment_label=customer.get_segment_display(),
        state=customer.state,
        state_label=customer.get_state_display(),
        closed_date=customer.closed_date,
        closed_cause_label=closing_causes().get(customer.closed_cause, ""),
        path=customer.path,
        language=customer.language,
        time_zone=customer.time_zone,
        vulnerabilities=tuple((code, str(labels[code])) for code in customer.vulnerabilities),
        manager_id=customer.manager_id,
        manager_name=customer.manager.name if customer.manager else "",
        created_at=customer.created_at,
        erased_at=customer.erased_at,
        imported_by=customer.imported_by,
        revision=customer.revision,
        details=_details(customer),
        consents=consents_of(customer_id=customer.pk),
        relation=_relation(customer),
        holds=tuple(holds_on([customer.pk, *customer.merged.values_list("pk", flat=True)])),
        merges=_merges(customer),
        records=tuple(records_of(f"customer:{customer.pk}")),
    )


def _details(customer: Customer) -> tuple[DetailView, ...]:
    order = {kind: place for place, kind in enumerate(Detail.Kind.values)}
    rows = list(
        Detail.objects.filter(Q(customer=customer) | Q(customer__merged_into=customer)).defer("sealed")
    )
    rows.sort(key=lambda row: (order[row.kind], row.customer_id != customer.pk, row.added_at, row.pk))
    staff = {_staff_id(row.verified_by) for row in rows} - {None}
    names = names_of(pk for pk in staff if pk)
    return tuple(
        DetailView(
            id=row.pk,
            kind=row.kind,
            kind_label=row.get_kind_display(),
            mask=row.mask,
            is_contact=row.kind in {Detail.Kind.PHONE, Detail.Kind.EMAIL},
            from_merged=row.customer_id != customer.pk,
            verified_at=row.verified_at,
            verified_how=row.get_verified_how_display() if row.verified_how else "",
            verified_by=names.get(staff_id, "") if (staff_id := _staff_id(row.verified_by)) else "",
        )
        for row in rows
    )


def _staff_id(reference: str) -> UUID | None:
    kind, _colon, pk = reference.partition(":")
    return UUID(pk) if kind == "staff" and pk else None


def _relation(customer: Customer) -> tuple[RelationView, ...]:
    causes = closing_causes()
    return tuple(
        RelationView(
            before_label=step.get_before_display() if step.before else "",
            after=step.after,
            after_label=step.get_after_display(),
            effective_date=step.effective_date,
            cause_label=causes.get(step.cause, ""),
        )
        for step in RelationChange.objects.filter(customer=customer).order_by("-at", "-id")
    )


def _merges(customer: Customer) -> tuple[MergeView, ...]:
    return tuple(
        MergeView(id=merge.pk, merged_id=merge.merged_id, name=merge.merged.name_mask, at=merge.at)
        for merge in Merge.objects.filter(kept=customer, undone_at=None).select_related("merged")
    )
