"""What a session has proved, and whether it still stands."""

from __future__ import annotations

from datetime import datetime
from enum import Enum
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.http import HttpRequest

from yinuo.platform.identity.sign_in.aging import is_password_over

BEGAN, SEEN, SECOND_FACTOR, PERSONA = "yinuo.began", "yinuo.seen", "yinuo.second_factor", "yinuo.persona"
TOUCH_AFTER = 60  # seconds: a busy session is written once a minute, not with every request


class Standing(Enum):
    """How far somebody is on the way in."""

    ANONYMOUS = "anonymous"
    ENDED = "ended"
    NEEDS_PASSWORD = "needs_password"  # noqa: S105
    NEEDS_SECOND_FACTOR = "needs_second_factor"
    FULL = "full"


def begin(request: HttpRequest, *, now: datetime, persona: bool = False) -> None:
    """Start the clocks of a session that has just signed in, and note how it did."""
    records = get_authentication_records(request, request.user)  # type: ignore[arg-type]
    request.session[BEGAN] = request.session[SEEN] = int(now.timestamp())
    request.session[PERSONA] = persona
    request.session[SECOND_FACTOR] = any(record.get("method") == "mfa" for record in records)


def prove_second_factor(request: HttpRequest) -> None:
    """The person behind this session has just set up a second factor here."""
    request.session[SECOND_FACTOR] = True


def standing(request: HttpRequest, *, now: datetime) -> Standing:
    """How far the person behind this request is on the way in."""
    user: Any = request.user
    if not user.is_authenticated:
        return Standing.ANONYMOUS
    if is_over(request, now=now):
        return Standing.ENDED
    if request.session.get(PERSONA):
        return Standing.FULL if settings.PERSONA_SIGN_IN else Standing.ENDED
    if user.one_time_until is not None:
        return Standing.NEEDS_PASSWORD if now < user.one_time_until else Standing.ENDED
    if not user.has_second_factor:
        return Standing.NEEDS_SECOND_FACTOR
    # A session from before somebody set up the second factor elsewhere has never shown it.
    if not request.session.get(SECOND_FACTOR):
        return Standing.ENDED
    # Judged by when the session began: nobody loses a form that they are filling in.
    return Standing.NEEDS_PASSWORD if is_password_over(user, request.session[BEGAN]) else Standing.FULL


def is_over(request: HttpRequest, *, now: datetime) -> bool:
    """Whether the session has been idle too long, or open too long."""
    began, seen = request.session.get(BEGAN), request.session.get(SEEN)
    if began is None or seen is None:
        return True
    at = now.timestamp()
    return bool(at - seen >= settings.SESSION_IDLE_SECONDS or at - began >= settings.SESSION_COOKIE_AGE)


def touch(request: HttpRequest, *, now: datetime) -> None:
    """Remember that the session is in use."""
    at = int(now.timestamp())
    if at - request.session.get(SEEN, 0) >= TOUCH_AFTER:
        request.session[SEEN] = at
        UserSession.objects.filter(session_key=request.session.session_key).update(last_seen_at=now)


def is_recent(request: HttpRequest, *, now: datetime) -> bool:
    """Whether the person has shown password, second factor or passkey within the last minutes."""
    if request.session.get(PERSONA):
        return True
    records = get_authentication_records(request, request.user)  # type: ignore[arg-type]
    latest = max((record.get("at", 0) for record in records), default=0)
    return bool(now.timestamp() - latest < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT)
