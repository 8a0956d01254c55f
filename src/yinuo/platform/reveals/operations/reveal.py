"""Show one sealed value to one person: first the evidence, committed; then the value, once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import DatabaseError
from django.db import transaction as django_transaction
from django.utils.translation import gettext as _

from yinuo.kernel.errors import DomainError
from yinuo.kernel.redaction import redact
from yinuo.platform.audit.public import append
from yinuo.platform.identity.public import Actor, ActorKind
from yinuo.platform.jobs.public import transaction
from yinuo.platform.reveals import rules
from yinuo.platform.reveals.kinds import Revealable, find_revealable
from yinuo.platform.reveals.limits import limits, stop_at
from yinuo.platform.reveals.locking import hold_person
from yinuo.platform.reveals.models import Reason, Reveal
from yinuo.platform.reveals.watching import watch_reveals
from yinuo.platform.vault.public import unlock


class CannotReveal(DomainError):
    """The value is not shown: no reason, too many, or the evidence could not be written."""

    code = "reveal.cannot_reveal"


class NothingToReveal(DomainError):
    """There is no such value for this person."""

    code = "reveal.nothing"


@dataclass(frozen=True, kw_only=True)
class Revealed:
    """The clear value, for one answer; it is kept nowhere."""

    reveal_id: UUID
    value: str
    what: str
    mask: str
    is_text: bool
    hide_at: datetime


def reveal(*, kind: str, object_id: UUID, reason: str, text: str, actor: Actor, now: datetime) -> Revealed:
    """
    Put the reveal on record in a transaction of its own, and only then open the value.

    Args:
        reason: one of ``Reason``; text: what exactly it is needed for, kept redacted.

    Raises:
        NothingToReveal: there is no such value within the actor's reach.
        CannotReveal: no reason, too many within the hour, or the evidence log cannot be written.
        CannotOpen: the value was altered, or its key was destroyed; the attempt stays on record.
        RuntimeError: called within a transaction, which could still take the record back.
    """
    with_record = django_transaction.atomic(durable=True)
    try:
        with with_record:
            reveal_id, found = _record(kind, object_id, reason, text, actor, now)
    except DatabaseError:
        raise CannotReveal(
            _("The evidence of this could not be written, so nothing is shown. Try again later.")
        ) from None
    value = unlock([found.owner]).open(owner=found.owner, place=found.place, sealed=found.sealed)
    hide_at = now + timedelta(seconds=limits().shown_for)
    return Revealed(
        reveal_id=reveal_id,
        value=value,
        what=found.what,
        mask=found.mask,
        is_text=found.is_text,
        hide_at=hide_at,
    )


def record_reveal(*, kind: str, object_id: UUID, reason: str, text: str, actor: Actor, now: datetime) -> UUID:
    """
    Put a reveal on record without opening anything: for values shown by other means, and for stories.

    Raises:
        NothingToReveal, CannotReveal: as ``reveal``.
    """
    with transaction():
        return _record(kind, object_id, reason, text, actor, now)[0]


def _record(
    kind: str, object_id: UUID, reason: str, text: str, actor: Actor, now: datetime
) -> tuple[UUID, Revealable]:
    found = find_revealable(kind=kind, object_id=object_id, actor=actor)
    if found is None or actor.kind is not ActorKind.STAFF or actor.id is None:
        raise NothingToReveal(_("There is no such value."))
    if reason not in Reason.values or not rules.is_reason(text):
        raise CannotReveal(_("Choose a reason, and say in 4 to 500 characters what you need the value for."))
    hold_person(actor.id)
    _refuse_too_many(actor.id, now)
    made = Reveal.objects.create(
        kind=kind,
        object_id=object_id,
        owner=found.owner,
        path=found.path,
        mask=found.mask[:80],
        staff_id=actor.id,
        staff_path=actor.node_path or "",
        reason=reason,
        text=redact(text.strip()),
        at=now,
    )
    append(
        stream=f"reveal:{made.pk}",
        action="reveal.shown",
        actor=actor.reference,
        at=now,
        facts={
            "kind": kind,
            "object": str(object_id),
            "customer": str(found.owner),
            "reason": reason,
            "path": found.path,
        },
        sealed=made.text.encode(),
    )
    watch_reveals(actor=actor, now=now)
    return made.pk, found


def _refuse_too_many(staff_id: UUID, now: datetime) -> None:
    lately = Reveal.objects.filter(staff_id=staff_id, at__gt=now - rules.HOUR).count()
    if lately >= stop_at(staff_id=staff_id, now=now):
        raise CannotReveal(
            _("You have seen as many values as one person may within an hour. Wait, or ask for more.")
        )
