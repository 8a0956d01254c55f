"""Progress on everything that lasts: a bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, TextIO

SLOW = 2.0  # seconds until a plain line says that we are still at it
BETWEEN = 5.0  # seconds between two plain lines


def report(text: str, *, file: TextIO | None = None) -> None:
    """Print one line of the story; nobody may be there to read it, which is no reason to stop."""
    with suppress(OSError, ValueError):
        print(text, file=file or sys.stdout, flush=True)


class Progress:
    """One task with a title; ``of`` runs it, ``advance`` counts."""

    def __init__(self, title: str) -> None:
        self.title = title
        self.total: int | None = None
        self.done = 0
        self._bar: Any = None
        self._task: Any = None
        self._started = self._said = time.monotonic()

    @contextmanager
    def of(self, total: int | None) -> Iterator[Progress]:
        """Show progress towards ``total`` steps, or of unknown length, while the block runs."""
        self.total = total
        self._started = self._said = time.monotonic()
        if sys.stdout.isatty():
            from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
            from rich.progress import Progress as Bar

            columns = [TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn()]
            if total is not None:
                columns.insert(2, MofNCompleteColumn())
            with Bar(*columns, transient=True) as self._bar:
                self._task = self._bar.add_task(self.title, total=total)
                yield self
            self._bar = None
        else:
            report(self.title)
            yield self
        elapsed = time.monotonic() - self._started
        if elapsed > SLOW:
            report(f"{self.title}: done in {elapsed:.0f} s")

    def advance(self, steps: int = 1) -> None:
        """Count ``steps`` as done."""
        self.done += steps
        if self._bar is not None:
            self._bar.advance(self._task, steps)
            return
        now = time.monotonic()
        if now - self._said > BETWEEN:
            self._said = now
            of = f" of {self.total}" if self.total is not None else ""
            report(f"{self.title}: {self.done}{of}")
