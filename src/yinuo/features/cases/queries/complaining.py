"""Who is on a case beside its first customer, as its page shows them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from yinuo.core.customers.public import SealedDetail, name_masks, sealed_details
from yinuo.features.cases.models import Complainant


@dataclass(frozen=True, kw_only=True)
class Person:
    """
    Somebody on the case; every value masked.

    Attributes:
        has_link: they were given a link to their own page.
        details: what may be revealed, with its reason on record.
    """

    id: UUID
    name: str
    part: str
    proof: str
    since: datetime
    may_withdraw: bool
    has_link: bool
    withdrew_at: datetime | None
    details: tuple[SealedDetail, ...]


def people_on(*, case_id: UUID) -> Mapping[str, Any]:
    """The people, and what may be chosen for another one; for the templates."""
    rows = list(Complainant.objects.filter(case_id=case_id, until__isnull=True))
    masks = name_masks(row.customer_id for row in rows) if rows else {}
    return {
        "rows": tuple(
            Person(
                id=row.pk,
                name=masks[row.customer_id][0],
                part=str(row.get_part_display()),
                proof=str(row.get_proof_display()) if row.proof else "",
                since=row.since,
                may_withdraw=row.may_withdraw,
                has_link=row.tracking_digest is not None,
                withdrew_at=row.withdrew_at,
                details=tuple(sealed_details(customer_id=row.customer_id)),
            )
            for row in rows
        ),
        "parts": Complainant.Part.choices,
        "proofs": [choice for choice in Complainant.Proof.choices if choice[0]],
    }
