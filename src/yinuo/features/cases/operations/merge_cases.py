"""Merge two cases of one matter: one lives on, both receipts lead to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from yinuo.core.customers.public import family
from yinuo.core.promises.public import withdraw_promises
from yinuo.features.cases import rules
from yinuo.features.cases.helping.holding import give_tasks_back, move_tasks
from yinuo.features.cases.locking import lock_case
from yinuo.features.cases.models import LIVING, Case, Merge, Relation, State
from yinuo.features.cases.owning.alarm import forget_owner, promise_owner
from yinuo.features.cases.promising import open_promises, promise_duties
from yinuo.features.cases.queries.case import id_of
from yinuo.features.cases.telling import tell_screens
from yinuo.kernel.errors import DomainError
from yinuo.platform.audit.public import append
from yinuo.platform.identity.public import Actor
from yinuo.platform.jobs.public import transaction


class CannotMergeCases(DomainError):
    """They are not one matter of one customer, one has ended, or something happened since."""

    code = "case.cannot_merge"


@dataclass(frozen=True, kw_only=True)
class MergePreview:
    """What a merge would do, before it is done."""

    number: str
    subject: str
    owner_name: str
    messages: int
    withdrawn: tuple[str, ...]
    new_answer: bool
    problem: str


def merge_cases(
    *,
    case_id: UUID,
    into: str,
    actor: Actor,
    now: datetime,
    new_facts: bool = False,
    revision: int | None = None,
) -> None:
    """
    Let the case of number ``into`` live on for both.

    Args:
        case_id: the one that ends; what is owed on it is owed no more, and its alarms are silent.
        new_facts: the customer told something new: the decision of the other case gets a new clock.
        revision: of the case that ends.

    Raises:
        CaseNotFound, CaseChangedMeanwhile: see ``lock_case``.
        CannotMergeCases: see the class.
    """
    into_id = id_of(number=into.strip().upper(), actor=actor)
    if into_id is None or into_id == case_id:
        raise CannotMergeCases(_("Give the number of another case that you see."))
    with transaction():
        case, other = _both(case_id, into_id, actor, revision)
        problem = _why_not(case, other)
        if problem:
            raise CannotMergeCases(problem)
        merge = Merge(case=case, into=other, at=now, was_state=case.state, new_facts=new_facts)
        merge.duties = [promise.duty for promise in open_promises(case, now=now)]
        merge.carried = case.state == State.OPEN and other.state == State.ANSWERED
        _end(case, other, actor, now)
        _go_on(case, other, merge, actor, now)
        merge.into_revision = other.revision
        merge.save(force_insert=True)


def preview_merge(*, case_id: UUID, into: str, actor: Actor, now: datetime) -> MergePreview | None:
    """What would happen, or None where the actor sees no such case."""
    into_id = id_of(number=into.strip().upper(), actor=actor)
    if into_id is None or into_id == case_id:
        return None
    case = Case.objects.filter(pk=case_id).first()
    other = Case.objects.select_related("owner").filter(pk=into_id).first()
    if case is None or other is None or not actor.sees(case.path):
        return None
    return MergePreview(
        number=other.number,
        subject=other.subject,
        owner_name=other.owner.name if other.owner else "",
        messages=case.messages.count(),
        withdrawn=tuple(promise.name for promise in open_promises(case, now=now)),
        new_answer=case.state == State.OPEN and other.state == State.ANSWERED,
        problem=_why_not(case, other),
    )


def undo_merge(*, case_id: UUID, actor: Actor, now: datetime) -> None:
    """
    Take a merge apart while nothing new happened on the case that lives on.

    What was withdrawn is promised again from the moment at which it was voiced: nobody loses time by our mistake.

    Raises:
        CaseNotFound: see ``lock_case``.
        CannotMergeCases: it is not merged, or something happened since.
    """
    with transaction():
        merge = Merge.objects.filter(case_id=case_id, undone_at__isnull=True).first()
        if merge is None:
            raise CannotMergeCases(_("This case is not merged."))
        case, other = _both(case_id, merge.into_id, actor, None)
        merge = Merge.objects.select_for_update().get(pk=merge.pk)
        if merge.undone_at or other.revision != merge.into_revision:
            raise CannotMergeCases(_("Something new happened on the other case; split it off there instead."))
        merge.undone_at = now
        merge.save(update_fields=["undone_at"])
        _apart(case, other, merge, actor, now)


def _both(case_id: UUID, into_id: UUID, actor: Actor, revision: int | None) -> tuple[Case, Case]:
    """Both cases, always taken in one order, so that two merges at once wait in turn."""
    held = {
        one: lock_case(case_id=one, actor=actor, revision=revision if one == case_id else None)
        for one in sorted((case_id, into_id))
    }
    return held[case_id], held[into_id]


def _why_not(case: Case, other: Case) -> str:
    if case.state not in LIVING or other.state not in LIVING:
        return _("Only cases that have not ended are merged; take an ended one up again, or link the two.")
    if case.kind != other.kind:
        return _("The two are of different kinds; link them instead.")
    if other.customer_id not in family(customer_id=case.customer_id):
        return _("The two belong to different customers; link them instead.")
    if Relation.REVIEW in (case.relation, other.relation):
        return _("A review is never merged; other people decide it.")
    return ""


def _end(case: Case, other: Case, actor: Actor, now: datetime) -> None:
    case.state, case.merged_into, case.attention_at = State.MERGED, other, None
    case.revision += 1
    case.save(update_fields=["state", "merged_into", "attention_at", "revision"])
    subject = f"case:{case.pk}"
    append(
        stream=subject,
        action="case.merged",
        actor=actor.reference,
        at=now,
        facts={"case": str(other.pk), "number": other.number},
    )
    withdraw_promises(subject=subject, reason="case_merged", actor=actor, now=now)
    forget_owner(case, reason="case_ended", actor=actor, now=now)
    move_tasks(origin=case, to=other)
    tell_screens(case)


def _go_on(case: Case, other: Case, merge: Merge, actor: Actor, now: datetime) -> None:
    known = {"kind": other.kind, "source": other.source}
    duties = []
    if merge.carried:
        other.state = State.OPEN
        duties.append(rules.response_duty(**known))
    decision = rules.decision_duty(**known)
    if merge.new_facts and decision:
        withdraw_promises(subject=f"case:{other.pk}", duty=decision, reason="new_facts", actor=actor, now=now)
        duties.append(decision)
    append(
        stream=f"case:{other.pk}",
        action="case.took_in",
        actor=actor.reference,
        at=now,
        facts={"case": str(case.pk), "number": case.number, "new_facts": merge.new_facts},
    )
    other.revision += 1
    other.save(update_fields=["state", "revision"])
    promise_duties(
        case=other,
        duties=[duty for duty in duties if duty],
        starts_at=case.voiced_at,
        actor=actor,
        now=now,
    )
    tell_screens(other)


def _apart(case: Case, other: Case, merge: Merge, actor: Actor, now: datetime) -> None:
    known = {"kind": other.kind, "source": other.source}
    response, decision = rules.response_duty(**known), rules.decision_duty(**known)
    for one, action, number in (
        (case, "case.merge_undone", other.number),
        (other, "case.gave_back", case.number),
    ):
        append(
            stream=f"case:{one.pk}",
            action=action,
            actor=actor.reference,
            at=now,
            facts={"number": number},
        )
    if merge.carried and response:
        withdraw_promises(
            subject=f"case:{other.pk}", duty=response, reason="merge_undone", actor=actor, now=now
        )
        other.state = State.ANSWERED
    if merge.new_facts and decision:
        withdraw_promises(
            subject=f"case:{other.pk}", duty=decision, reason="merge_undone", actor=actor, now=now
        )
    other.revision += 1
    other.attention_at = min((one.due_at for one in open_promises(other, now=now)), default=None)
    other.save(update_fields=["state", "revision", "attention_at"])
    if merge.new_facts and decision:
        promise_duties(case=other, duties=[decision], actor=actor, now=now)
    case.state, case.merged_into = State(merge.was_state), None
    case.revision += 1
    case.save(update_fields=["state", "merged_into", "revision"])
    promise_duties(case=case, duties=merge.duties, actor=actor, now=now)
    promise_owner(case, actor=actor, now=now)
    give_tasks_back(origin=case, to=other)
    tell_screens(case)
    tell_screens(other)
