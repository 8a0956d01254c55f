"""Who holds a session, for the process that has no request: the one of the event streams."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from importlib import import_module
from types import SimpleNamespace
from typing import Any, cast

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.sessions.models import Session
from django.http import HttpRequest

from yinuo.platform.identity.actor import Actor
from yinuo.platform.identity.queries.actors import actor_from
from yinuo.platform.identity.sign_in.session import Standing, standing


def actor_of_session(*, session_key: str, now: datetime) -> Actor | None:
    """
    The member of staff who is fully signed in with this session, or None; asking does not count as using it.
    """
    store = import_module(settings.SESSION_ENGINE).SessionStore(session_key)
    request: Any = SimpleNamespace(session=store)
    # get_user checks the session's hash: a changed password ends the sessions opened with the old one.
    request.user = get_user(cast(HttpRequest, request))
    return actor_from(request.user) if standing(request, now=now) is Standing.FULL else None


def sessions_still_open(*, session_keys: Iterable[str], now: datetime) -> frozenset[str]:
    """Those of these sessions that have neither been ended nor expired; one question for all of them."""
    found = Session.objects.filter(session_key__in=list(session_keys), expire_date__gt=now)
    return frozenset(found.values_list("session_key", flat=True))
