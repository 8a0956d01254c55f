"""The cases of a customer, as their page shows them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from yinuo.core.customers.public import CustomerPanel
from yinuo.core.promises.public import promises_on
from yinuo.features.cases.models import Case
from yinuo.features.cases.roles import READERS
from yinuo.platform.identity.public import StaffRequest

MOST = 10


def fill(request: StaffRequest, records: frozenset[UUID]) -> Mapping[str, Any] | None:
    """The latest cases of the customer within the reader's reach, each with the promise that is owed next."""
    actor = request.actor
    if actor.reach is None or not actor.has(*READERS):
        return None
    rows = list(
        Case.objects.filter(customer_id__in=records, path__startswith=actor.reach).order_by("-opened_at")[
            : MOST + 1
        ]
    )
    promises = promises_on(subjects=[f"case:{row.pk}" for row in rows], now=request.now)
    cases = [
        {
            "number": row.number,
            "subject": row.subject,
            "kind": row.get_kind_display(),
            "state": row.get_state_display(),
            "opened_at": row.opened_at,
            "promise": next((promise for promise in promises[f"case:{row.pk}"] if promise.is_open), None),
        }
        for row in rows
    ]
    return {"cases": cases[:MOST], "more": len(cases) > MOST}


PANEL = CustomerPanel(name="cases", template="cases/includes/customer_cases.html", fill=fill, order=10)
