"""Promise on a case what is owed for it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from yinuo.core.customers.public import name_masks
from yinuo.core.promises.public import PromiseView, promises_on
from yinuo.core.promises.public import make_promises as promise_all
from yinuo.features.cases.models import Case
from yinuo.platform.identity.public import Actor


def promise_duties(
    *, case: Case, duties: Iterable[str], actor: Actor, now: datetime, starts_at: datetime | None = None
) -> tuple[PromiseView, ...]:
    """
    Make a promise for each duty, and sort the case by the one that is due first.

    Args:
        starts_at: when the time begins; None for the moment at which the customer voiced the matter.
    """
    tier = name_masks([case.customer_id])[case.customer_id][1]
    made = make_promises(case=case, duties=duties, tier=tier, actor=actor, now=now, starts_at=starts_at)
    case.save(update_fields=["attention_at"])
    return made


def make_promises(
    *,
    case: Case,
    duties: Iterable[str],
    tier: str,
    actor: Actor,
    now: datetime,
    starts_at: datetime | None = None,
) -> tuple[PromiseView, ...]:
    """As ``promise_duties``, for a case that is stored afterwards and a customer whose tier is known."""
    circumstances = {
        "kind": case.kind,
        "level": case.level,
        "channel": case.source,
        "source": case.source,
        "tier": tier,
    }
    made = promise_all(
        duties=list(duties),
        circumstances=circumstances,
        subject=f"case:{case.pk}",
        path=case.path,
        owner_id=case.owner_id,
        starts_at=starts_at or case.voiced_at,
        actor=actor,
        now=now,
    )
    known = [case.attention_at] if case.attention_at else []
    case.attention_at = min([*known, *(promise.due_at for promise in made)], default=None)
    return made


def open_promises(case: Case, *, now: datetime) -> tuple[PromiseView, ...]:
    """What is still owed on a case and not late yet."""
    subject = f"case:{case.pk}"
    found = promises_on(subjects=[subject], now=now)[subject]
    return tuple(one for one in found if one.is_open and one.state in ("RUNNING", "PAUSED"))
