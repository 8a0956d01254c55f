"""What falls due by retention, what is kept and why, and what was erased: within reach, masked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from yinuo.core.customers.models import RetentionDue, State
from yinuo.platform.identity.public import Actor
from yinuo.platform.vault.public import RetentionRule, retention_rules

PAGE = 50
_State = RetentionDue.State


@dataclass(frozen=True, kw_only=True)
class DueRow:
    """One customer on the list."""

    id: UUID
    name: str
    is_prospect: bool
    closed_date: date | None
    due_date: date | None
    erase_date: date | None
    reasons: tuple[str, ...]
    changed_at: datetime


@dataclass(frozen=True, kw_only=True)
class DueList:
    """One page of one state; ``next_page`` is 0 on the last one."""

    state: str
    counts: dict[str, int]
    rows: tuple[DueRow, ...]
    page: int
    next_page: int


def due_list(*, actor: Actor, state: str = "", page: int = 1) -> DueList:
    """
    Those of one state, those who are erased first first; the latest erased first.

    Args:
        state: ``DUE``, ``KEPT`` or ``ERASED``; anything else is ``DUE``.
    """
    chosen = state if state in _State.values else _State.DUE.value
    page = max(page, 1)
    order = ("-erase_date", "-pk") if chosen == _State.ERASED else ("erase_date", "look_date", "pk")
    within = RetentionDue.objects.filter(customer__path__startswith=actor.reach or "-")
    counts = within.aggregate(**{name: Count("pk", filter=Q(state=name)) for name in _State.values})
    found = within.filter(state=chosen).select_related("customer").order_by(*order)
    rows = list(found[(page - 1) * PAGE : page * PAGE + 1])
    words = _words()
    return DueList(
        state=chosen,
        counts=counts,
        rows=tuple(
            DueRow(
                id=row.pk,
                name=row.customer.name_mask,
                is_prospect=row.customer.state == State.PROSPECT,
                closed_date=row.customer.closed_date,
                due_date=row.due_date,
                erase_date=row.erase_date,
                reasons=tuple(words.get(code, code) for code in row.reasons),
                changed_at=row.changed_at,
            )
            for row in rows[:PAGE]
        ),
        page=page,
        next_page=page + 1 if len(rows) > PAGE else 0,
    )


def rules_in_force() -> list[tuple[str, RetentionRule]]:
    """The rules that keep customers' data, with their names."""
    rules, words = retention_rules(), _words()
    return [(words[code], rules[code]) for code in ("identity_data", "prospect_data", "complaint_file")]


def _words() -> dict[str, str]:
    return {
        "hold": _("Legal hold"),
        "identity_data": _("Identity data"),
        "prospect_data": _("Prospects, since they were last heard of"),
        "complaint_file": _("Complaint file"),
        "transaction_data": _("Transaction data"),
    }
