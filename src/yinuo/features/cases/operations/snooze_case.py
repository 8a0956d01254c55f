"""Put a case aside until a time, or until the customer writes; it leaves its owner's queue, its promises run on."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from yinuo.core.customers.public import clear_names
from yinuo.features.cases.locking import lock_case
from yinuo.features.cases.models import LIVING
from yinuo.features.cases.queries.filtering import SOON
from yinuo.features.cases.snoozing import FIELDS, bring_back
from yinuo.features.cases.telling import tell_screens
from yinuo.kernel.errors import DomainError
from yinuo.kernel.redaction import redact
from yinuo.platform.audit.public import append
from yinuo.platform.identity.public import Actor
from yinuo.platform.jobs.public import transaction

LONGEST = timedelta(days=30)
LONGEST_REASON = 200
EARLY = timedelta(hours=1)  # it is back so long before its promise counts as due soon


class CannotSnoozeCase(DomainError):
    """No reason, a time in the past, something due too soon, or a case that is closed or another's."""

    code = "case.cannot_snooze"


def snooze_case(
    *,
    case_id: UUID,
    until: datetime | None,
    reason: str,
    actor: Actor,
    now: datetime,
    revision: int | None = None,
) -> datetime:
    """
    Put aside a case of one's own.

    Args:
        until: None for until the customer writes, 30 days at most; a message of theirs always brings it back.
        reason: for whoever opens it meanwhile, up to 200 characters.

    Returns:
        When it is back: earlier than asked where a promise would be due soon by then.

    Raises:
        CaseNotFound, CaseChangedMeanwhile: see ``lock_case``.
        CannotSnoozeCase: see there.
    """
    said = " ".join(reason.split())
    if not said or len(said) > LONGEST_REASON:
        raise CannotSnoozeCase(_("Say in up to 200 characters what you are waiting for."))
    if until is not None and not now < until <= now + LONGEST:
        raise CannotSnoozeCase(_("Choose a time within the next 30 days."))
    with transaction():
        case = lock_case(case_id=case_id, actor=actor, revision=revision)
        if case.state not in LIVING:
            raise CannotSnoozeCase(_("This case is closed."))
        if actor.id is None or case.owner_id != actor.id:
            raise CannotSnoozeCase(
                _("Only the owner puts a case aside; take it or have it handed over first.")
            )
        back_at = until or now + LONGEST
        if case.attention_at is not None:
            back_at = min(back_at, case.attention_at - SOON - EARLY)
        if back_at <= now:
            raise CannotSnoozeCase(_("What is promised on this case is due too soon to put it aside."))
        case.snoozed_until, case.waits_for_customer = back_at, until is None
        case.snooze_reason = redact(said, names={*clear_names(case.customer_id)})[:LONGEST_REASON]
        case.revision += 1
        case.save(update_fields=[*FIELDS, "revision"])
        append(
            stream=f"case:{case.pk}",
            action="case.snoozed",
            actor=actor.reference,
            at=now,
            facts={"until": back_at.isoformat(), "waits_for_customer": until is None},
        )
        tell_screens(case)
        return back_at


def wake_case(*, case_id: UUID, actor: Actor, now: datetime) -> None:
    """
    Bring a case back by hand; nothing changes where it was not put aside.

    Raises:
        CaseNotFound: see ``lock_case``.
    """
    with transaction():
        case = lock_case(case_id=case_id, actor=actor)
        if not bring_back(case):
            return
        append(stream=f"case:{case.pk}", action="case.woken", actor=actor.reference, at=now)
        tell_screens(case)
