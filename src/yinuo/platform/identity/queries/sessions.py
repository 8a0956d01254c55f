"""The sessions that somebody has open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from allauth.usersessions.models import UserSession


@dataclass(frozen=True, kw_only=True)
class SessionView:
    """
    One session.

    Attributes:
        agent: what the browser calls itself, in short.
        is_current: whether it is the session that asks.
    """

    id: int
    address: str
    agent: str
    signed_in_at: datetime
    last_seen_at: datetime
    is_current: bool


_BROWSERS = ("MicroMessenger", "Edg", "OPR", "Firefox", "Chrome", "Safari")
_NAMES = {"MicroMessenger": "WeChat", "Edg": "Edge", "OPR": "Opera"}
_SYSTEMS = ("HarmonyOS", "Android", "iPhone", "iPad", "Windows", "Mac OS", "Linux")


def sessions_of(*, staff_id: UUID, current: str | None) -> tuple[SessionView, ...]:
    """The open sessions of one person, the last used first; ``current`` is the key of the one that asks."""
    found = UserSession.objects.filter(user_id=staff_id).order_by("-last_seen_at", "-pk")
    return tuple(
        SessionView(
            id=session.pk,
            address=session.ip,
            agent=short_agent(session.user_agent),
            signed_in_at=session.created_at,
            last_seen_at=session.last_seen_at,
            is_current=session.session_key == current,
        )
        for session in found
    )


def short_agent(text: str) -> str:
    """A browser's long signature as a person would say it: ``Firefox · Windows``."""
    browser = next((name for name in _BROWSERS if name in text), "")
    system = next((name for name in _SYSTEMS if name in text), "")
    return " · ".join(part for part in (_NAMES.get(browser, browser), system) if part)
