"""Resolve a case: the customer has a decision, and we know the cause."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from yinuo.core.promises.public import settle_promise, withdraw_promises
from yinuo.features.cases import rules
from yinuo.features.cases.events import CaseResolved
from yinuo.features.cases.helping.holding import cancel_tasks
from yinuo.features.cases.letters.promising import promise_letter
from yinuo.features.cases.locking import lock_case
from yinuo.features.cases.models import Case, State, Task
from yinuo.features.cases.owning.alarm import forget_owner
from yinuo.features.cases.responsibility import is_responsible
from yinuo.features.cases.taxonomy import classification
from yinuo.features.cases.telling import tell_screens
from yinuo.kernel.errors import DomainError
from yinuo.platform.audit.public import append
from yinuo.platform.identity.public import Actor
from yinuo.platform.jobs.public import publish, transaction


class CannotResolveCase(DomainError):
    """Nobody answered yet, it is closed already, or the cause is unknown."""

    code = "case.cannot_resolve"


def resolve_case(
    *,
    case_id: UUID,
    cause: str,
    actor: Actor,
    now: datetime,
    revision: int | None = None,
    open_tasks: str = "",
    responsible: str = "",
) -> None:
    """
    Close the case with its cause, and settle what was still promised.

    Args:
        cause: a code of dimension C of JR/T 0169-2018 (``yinuo.features.cases.taxonomy.classification``).
        responsible: path of the unit that answers for it, ``NONE`` for none of ours, or empty where nobody says.
        open_tasks: what becomes of tasks that nobody has done yet: ``cancel`` or ``keep``.

    Raises:
        CaseNotFound, CaseChangedMeanwhile: see ``lock_case``.
        CannotResolveCase: the customer has no answer yet; the case is closed; no such cause; tasks are open, and nobody
            said what becomes of them.
    """
    if not classification.is_code(cause, dimension=classification.CAUSE):
        raise CannotResolveCase(_("Choose the cause; no case is resolved without one."))
    if not is_responsible(responsible):
        raise CannotResolveCase(_("Choose the unit that answers for it."))
    with transaction():
        case = lock_case(case_id=case_id, actor=actor, revision=revision)
        if case.state != State.ANSWERED:
            raise CannotResolveCase(
                _("Answer the customer first.")
                if case.state == State.OPEN
                else _("This case is closed already.")
            )
        _decide_on_tasks(case, open_tasks, actor, now)
        case.state, case.cause, case.resolved_at, case.attention_at = State.RESOLVED, cause, now, None
        case.responsible = responsible
        case.revision += 1
        case.save(update_fields=["state", "cause", "responsible", "resolved_at", "attention_at", "revision"])
        subject = f"case:{case.pk}"
        entry = append(
            stream=subject,
            action="case.resolved",
            actor=actor.reference,
            at=now,
            facts={"cause": cause, **({"responsible": responsible} if responsible else {})},
        )
        duty = rules.decision_duty(kind=case.kind, source=case.source, relation=case.relation)
        if duty:
            settle_promise(
                subject=subject,
                duty=duty,
                happened_at=now,
                evidence=f"entry:{entry}",
                actor=actor,
                now=now,
            )
        withdraw_promises(subject=subject, reason="case_resolved", actor=actor, now=now)
        promise_letter(case, actor=actor, now=now)
        forget_owner(case, reason="case_ended", actor=actor, now=now)
        tell_screens(case)
        publish(
            CaseResolved(
                case_id=case.pk,
                number=case.number,
                kind=case.kind,
                path=case.path,
                owner_id=case.owner_id,
                customer_id=case.customer_id,
                at=now,
            )
        )


def _decide_on_tasks(case: Case, choice: str, actor: Actor, now: datetime) -> None:
    if choice == "keep" or not Task.objects.filter(case=case, state=Task.State.OPEN).exists():
        return
    if choice != "cancel":
        raise CannotResolveCase(
            _("Colleagues still work on tasks of this case: say whether you still need them.")
        )
    cancel_tasks(case=case, actor=actor, now=now)
