"""What another calendar would do to what other rooms compute with it; they say so, and nothing is written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from yinuo.kernel.worktime import Calendar
from yinuo.platform.identity.public import Actor


@dataclass(frozen=True, kw_only=True)
class Consequence:
    """What somebody found: the template that shows it, and what it shows."""

    template: str
    shown: object


class Foresee(Protocol):
    """Computes what ``calendar`` would do in place of the calendar ``code``."""

    def __call__(self, *, code: str, calendar: Calendar, actor: Actor, now: datetime) -> Consequence: ...


_foreseen: list[Foresee] = []


def register_consequence(foresee: Foresee) -> None:
    """Have a draft of a calendar show what it would do elsewhere; for ``AppConfig.ready``."""
    if foresee not in _foreseen:
        _foreseen.append(foresee)


def consequences(*, code: str, calendar: Calendar, actor: Actor, now: datetime) -> list[Consequence]:
    """What a calendar would do in every room that computes with it."""
    return [one(code=code, calendar=calendar, actor=actor, now=now) for one in _foreseen]
