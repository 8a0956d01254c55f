"""Take a whole file over, by several processes: sealing costs processor time, and each core adds its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from django.utils.translation import gettext as _
from uuid_utils.compat import uuid7

from yinuo.core.customers.importing.process import take
from yinuo.core.customers.importing.reading import CannotReadFile, read_lines
from yinuo.platform.identity.public import Actor, head_office, nodes
from yinuo.platform.jobs.public import portions, spread

AT_ONCE = 4_000  # rows of a transaction: its commit costs nothing beside them


@dataclass(frozen=True, kw_only=True)
class FileTaken:
    """How many customers were taken over, and how many were there already."""

    taken: int
    known: int


def read_file(*, path: Path) -> bytes:
    """
    The bytes of a file.

    Raises:
        CannotReadFile: it is not there or cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError:
        raise CannotReadFile(_("The file cannot be read; check its name and your rights to it.")) from None


def unit_path(*, code: str, actor: Actor) -> str:
    """
    Where the unit with this code stands in the organisation; the head office without a code.

    Raises:
        CannotReadFile: there is no such unit.
    """
    if not code:
        return head_office()
    found = {node.code: node.path for node in nodes(actor=actor)}
    if code not in found:
        raise CannotReadFile(_("There is no such unit of the organisation."))
    return found[code]


def take_file(
    *,
    content: bytes,
    path: str,
    processes: int,
    actor: Actor,
    now: datetime,
    step: Callable[[int], None],
) -> FileTaken:
    """
    Take over what can be; interrupted and started again, what was taken over is known.

    Args:
        processes: how many seal at once; 1 works in this process.
        step: told of every batch how many of its rows are done.

    Raises:
        CannotReadFile: it is no table of customers.
    """
    paths = {node.code: node.path for node in nodes(actor=actor)}
    work = partial(take, paths=paths, path=path, import_id=uuid7(), actor=actor, now=now)
    taken = known = 0
    for rows, done in spread(portions(read_lines(content), size=AT_ONCE), processes=processes, work=work):
        taken, known = taken + done.taken, known + done.known
        step(rows)
    return FileTaken(taken=taken, known=known)
