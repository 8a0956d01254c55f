"""
Calls of functions of the database that answer nothing of interest: several go in one statement.

While writes are sent ahead, calls are gathered; they are made with the next ones whose answer somebody needs, or at
the end of that part.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from yinuo.platform.jobs.preparing import Asked, ask

_gathered: ContextVar[list[Call] | None] = ContextVar("gathered_calls", default=None)


@dataclass(frozen=True, kw_only=True)
class Call:
    """
    A call of a function of the database.

    Attributes:
        sql: such as ``pg_notify(%s, %s)``.
    """

    sql: str
    params: Sequence[Any]


def make_call(call: Call) -> None:
    """Make a call whose answer nobody needs: at once, or together with others where writes are sent ahead."""
    waiting = _gathered.get()
    if waiting is None:
        ask_calls([call])
    else:
        waiting.append(call)


def ask_calls(calls: Sequence[Call]) -> list[Any]:
    """What these calls answer; those that were gathered are made before them, in the same statement."""
    waiting = _gathered.get() or []
    made = [*waiting, *calls]
    waiting.clear()
    [answers] = _ask(made).rows()
    return list(answers[len(made) - len(calls) :])


@contextmanager
def gathering() -> Iterator[None]:
    """A part whose calls are gathered, and made at its end at the latest; what fails has made none of the rest."""
    mark = _gathered.set([])
    try:
        yield
        _make_gathered()
    finally:
        _gathered.reset(mark)


def _make_gathered() -> None:
    waiting = _gathered.get()
    if waiting:
        _ask(waiting)
        waiting.clear()


def _ask(calls: Sequence[Call]) -> Asked:
    params = [value for call in calls for value in call.params]
    return ask(f"SELECT {', '.join(call.sql for call in calls)}", params)
