"""End sessions: the browser that holds one has to sign in again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.utils.translation import gettext as _

from yinuo.platform.identity.actor import Actor
from yinuo.platform.identity.errors import CannotAdminister
from yinuo.platform.identity.evidence import note_staff
from yinuo.platform.identity.models import Staff
from yinuo.platform.identity.roles import Role
from yinuo.platform.identity.scope import locked_staff
from yinuo.platform.jobs.public import transaction


@dataclass(frozen=True, kw_only=True)
class SessionsEnded:
    """How many sessions of a member of staff ended."""

    staff_id: UUID
    count: int


def end_sessions(
    *, staff_id: UUID, actor: Actor, now: datetime, session_id: int | None = None, keep: str | None = None
) -> SessionsEnded:
    """
    End one session (``session_id``) or all of them, except the one with the key ``keep``.

    Raises:
        CannotAdminister: the actor is neither the person, a system administrator nor a security officer.
        UnknownStaff: nobody within reach.
    """
    own = actor.id == staff_id
    if (
        not own
        and actor.reference != "system"
        and not actor.has(Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_OFFICER)
    ):
        raise CannotAdminister(_("Only the person or an administrator may end these sessions."))
    with transaction():
        staff = locked_staff(staff_id, actor)
        count = end_sessions_of(staff, session_id=session_id, keep=keep)
        if count:
            note_staff(
                staff_id=staff.pk,
                action="identity.sessions_ended",
                actor=actor,
                at=now,
                facts={"count": count},
            )
        return SessionsEnded(staff_id=staff.pk, count=count)


def end_sessions_of(staff: Staff, *, session_id: int | None = None, keep: str | None = None) -> int:
    """Delete sessions of a locked member of staff; the caller's evidence says why."""
    sessions = UserSession.objects.filter(user=staff)
    if session_id is not None:
        sessions = sessions.filter(pk=session_id)
    if keep is not None:
        sessions = sessions.exclude(session_key=keep)
    keys = list(sessions.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    sessions.delete()
    return len(keys)
