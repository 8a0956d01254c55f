"""Let the rules find another owner: the one it had is concerned, or has left."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from yinuo.core.customers.public import name_masks
from yinuo.core.promises.public import hold_promises, transfer_promises
from yinuo.features.cases.models import LIVING, Case
from yinuo.features.cases.owning.alarm import promise_owner
from yinuo.features.cases.owning.finding import find_owner
from yinuo.features.cases.owning.recusal import recused_from
from yinuo.features.cases.telling import tell_screens
from yinuo.platform.audit.public import append
from yinuo.platform.identity.public import SYSTEM, Actor, StaffDeactivated
from yinuo.platform.jobs.public import transaction
from yinuo.platform.notices.public import tell


def choose_anew(case: Case, *, actor: Actor, now: datetime) -> None:
    """
    Give ``case``, which the caller holds, to whom the rules choose now; else to nobody, with the clock of that.

    What is promised goes along; the reasons stand in the evidence.
    """
    received = case.received_by or case.path
    former = case.owner_id
    recused = recused_from(case).union({former} if former else ())
    tier = name_masks([case.customer_id])[case.customer_id][1]
    found = find_owner(case=case, path=received, tier=tier, at=now, recused=recused)
    case.owner_id = found.choice.owner_id
    case.path = found.choice.path or received
    case.revision += 1
    case.save(update_fields=["owner", "path", "revision"])
    transfer_promises(subject=f"case:{case.pk}", owner_id=case.owner_id, path=case.path)
    facts: dict[str, Any] = {"chosen": found.facts}
    append(
        stream=f"case:{case.pk}",
        action="case.assigned",
        actor=actor.reference,
        at=now,
        facts={
            "from": str(former) if former else None,
            "to": str(case.owner_id) if case.owner_id else None,
            **facts,
        },
    )
    promise_owner(case, actor=actor, now=now)
    if case.owner_id:
        tell(recipient_id=case.owner_id, kind="case.new", facts={"number": case.number}, now=now)
    tell_screens(case)


def on_staff_deactivated(event: StaffDeactivated) -> None:
    """Whoever leaves leaves no case behind: the rules find others, one case after the other."""
    ids = Case.objects.filter(owner_id=event.staff_id, state__in=LIVING).order_by("attention_at", "pk")
    for case_id in list(ids.values_list("pk", flat=True)):
        with transaction():
            case = Case.objects.select_for_update().get(pk=case_id)
            hold_promises(subject=f"case:{case.pk}")
            if case.owner_id == event.staff_id and case.state in LIVING:
                choose_anew(case, actor=SYSTEM, now=event.at)
