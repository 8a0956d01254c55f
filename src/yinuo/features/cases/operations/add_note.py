"""Add an internal note: colleagues read it, the customer never does, and it keeps no promise."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from yinuo.features.cases import rules
from yinuo.features.cases.locking import lock_case
from yinuo.features.cases.models import Case, Message
from yinuo.features.cases.telling import tell_screens
from yinuo.features.cases.texts.mentioning import mentionable, mentioned
from yinuo.features.cases.texts.messages import write_message
from yinuo.kernel.errors import DomainError
from yinuo.platform.audit.public import append
from yinuo.platform.identity.public import Actor, ActorKind
from yinuo.platform.jobs.public import transaction
from yinuo.platform.notices.public import Told, tell_many


class CannotAddNote(DomainError):
    """The note is empty or too long."""

    code = "case.cannot_add_note"


def add_note(*, case_id: UUID, text: str, actor: Actor, now: datetime) -> UUID:
    """
    Store the note, and tell whom it names; two colleagues may write at once, since notes overwrite nothing.

    Returns:
        The note's id.

    Raises:
        CaseNotFound: it does not exist, or lies outside the actor's reach.
        CannotAddNote: nothing is written, or more than 20,000 characters.
    """
    if not text.strip() or len(text) > rules.LONGEST_TEXT:
        raise CannotAddNote(_("Write a note of 1 to 20,000 characters."))
    with transaction():
        case = lock_case(case_id=case_id, actor=actor)
        message = write_message(
            case=case,
            kind=Message.Kind.NOTE,
            text=text.strip(),
            at=now,
            author_id=actor.id if actor.kind is ActorKind.STAFF else None,
        )
        facts = {"message": str(message.pk)}
        named = _named(case, text, actor, now) if "@" in text else ()
        if named:
            facts["named"] = ",".join(str(one) for one in named)
        append(
            stream=f"case:{case.pk}",
            action="case.note_added",
            actor=actor.reference,
            at=now,
            facts=facts,
            sealed=bytes(message.sealed),
        )
        tell_many(
            told=[Told(recipient_id=one, kind="case.named", facts={"number": case.number}) for one in named],
            now=now,
        )
        tell_screens(case)
        return message.pk


def _named(case: Case, text: str, actor: Actor, now: datetime) -> tuple[UUID, ...]:
    """Whom the note names, but its author."""
    people = mentionable(path=case.path, at=now, but=case.concerns)
    return tuple(one for one in mentioned(text=text, people=people) if one != actor.id)
