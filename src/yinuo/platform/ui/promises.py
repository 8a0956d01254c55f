"""How a promise reads at a moment: its words, its colour and how much of its time is spent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from django.utils.translation import gettext

from yinuo.platform.ui.moments import day_and_time, in_words


class PromiseLike(Protocol):
    """
    What a promise must tell to be shown; the engine's own view does.

    Attributes:
        state: RUNNING, PAUSED, KEPT, BROKEN or WITHDRAWN.
    """

    @property
    def state(self) -> str: ...
    @property
    def made_at(self) -> datetime: ...
    @property
    def due_at(self) -> datetime: ...
    @property
    def settled_at(self) -> datetime | None: ...
    @property
    def at_risk_at(self) -> datetime | None: ...
    @property
    def pause_reason(self) -> str | None: ...


@dataclass(frozen=True, kw_only=True)
class Reading:
    """
    A promise as shown.

    Attributes:
        look: running, at-risk, paused, kept, broken or withdrawn: also the CSS class.
        words: what is said first.
        title: the dates behind it.
        spent: percent of the time gone, 0 to 100.
        ticks: whether the words change with the clock.
    """

    look: str
    words: str
    title: str
    spent: float
    ticks: bool


def read_promise(promise: PromiseLike, *, now: datetime) -> Reading:
    """How ``promise`` reads at ``now``; past its time it reads late, whether or not anybody has noticed."""
    look = _look(promise, now=now)
    return Reading(
        look=look,
        words=_words(promise, look=look, now=now),
        title=gettext("made %(made)s, due %(due)s")
        % {"made": day_and_time(promise.made_at, now=now), "due": day_and_time(promise.due_at, now=now)},
        spent=100.0 if look in {"kept", "broken"} else share_spent(promise, at=promise.settled_at or now),
        ticks=look in {"running", "at-risk"} or (look == "broken" and promise.settled_at is None),
    )


def share_spent(promise: PromiseLike, *, at: datetime) -> float:
    """Percent of the promised time that has gone by ``at``, within 0 and 100."""
    whole = promise.due_at - promise.made_at
    if whole <= timedelta():
        return 100.0
    return round(min(max((at - promise.made_at) / whole, 0.0), 1.0) * 100, 2)


def _look(promise: PromiseLike, *, now: datetime) -> str:
    if promise.state != "RUNNING":
        return {"PAUSED": "paused", "KEPT": "kept", "BROKEN": "broken"}.get(promise.state, "withdrawn")
    if now > promise.due_at:
        return "broken"
    return "at-risk" if promise.at_risk_at is not None and now >= promise.at_risk_at else "running"


def _words(promise: PromiseLike, *, look: str, now: datetime) -> str:
    settled_at = promise.settled_at or now
    if look == "paused":
        if promise.pause_reason:
            return gettext("paused: %(reason)s") % {"reason": promise.pause_reason}
        return gettext("paused")
    if look == "withdrawn":
        return gettext("withdrawn")
    if look == "kept":
        return gettext("kept · %(duration)s") % {"duration": in_words(settled_at - promise.made_at)}
    if look == "broken":
        return gettext("late by %(duration)s") % {"duration": in_words(settled_at - promise.due_at)}
    return gettext("%(duration)s left") % {"duration": in_words(promise.due_at - now)}
