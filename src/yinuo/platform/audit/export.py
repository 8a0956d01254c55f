"""
Write the whole log into one file that anybody can check with ``standalone/verify.py``.

The form, line by line: ``yinuo-log 1``, ``key <Base64>``; each entry as ``<number> <leaf hash> <text>``; after
the last entry that it counts, each checkpoint as ``checkpoint <size> <Base64 of the signed note>``; and at the end
``end <entries> <checkpoints>``. A file that was interrupted is taken up again after its last whole checkpoint.
"""

from __future__ import annotations

import base64
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext as _

from yinuo.kernel.errors import DomainError
from yinuo.platform.audit.models import Checkpoint, Entry
from yinuo.platform.audit.signing import public_key

FIRST_LINE = b"yinuo-log 1\n"
CHUNK = 2_000


class CannotExport(DomainError):
    """The file cannot be written, or is none that could be gone on with."""

    code = "audit.cannot_export"


@dataclass(frozen=True, kw_only=True)
class Exported:
    """How many entries and checkpoints the file holds, and how many entries of them were there before."""

    entries: int
    checkpoints: int
    kept: int


@dataclass(kw_only=True)
class _Progress:
    entries: int = 0
    checkpoints: int = 0


def export_log(*, path: Path, resume: bool = False, step: Callable[[int], None] | None = None) -> Exported:
    """
    Write the log up to its last checkpoint into ``path``.

    Args:
        resume: go on after the last whole checkpoint of an earlier export, finished or not.
        step: told now and then how many further entries were written.

    Raises:
        CannotExport: the file exists already, cannot be written, or is no export of this log.
        CannotSign: the key is missing.
    """
    try:
        with path.open("r+b" if resume and path.exists() else "xb") as file:
            done = _take_up(file) if file.mode == "rb+" else _Progress()
            kept = done.entries
            if not kept:
                file.write(header())
            for line in lines(done, step=step):
                file.write(line)
            file.flush()
            os.fsync(file.fileno())
    except FileExistsError:
        raise CannotExport(
            _("%(path)s exists; add --resume to go on with it, or name another file.") % {"path": path}
        ) from None
    except OSError as error:
        raise CannotExport(
            _("%(path)s cannot be written (%(reason)s); free space or name another file, then add --resume.")
            % {"path": path, "reason": error.strerror}
        ) from None
    return Exported(entries=done.entries, checkpoints=done.checkpoints, kept=kept)


def header() -> bytes:
    """The first lines of an export."""
    return FIRST_LINE + b"key " + base64.b64encode(public_key()) + b"\n"


def lines(done: _Progress, *, step: Callable[[int], None] | None = None) -> Iterator[bytes]:
    """The rest of an export after what is ``done``, which is counted on."""
    target = Checkpoint.objects.values_list("size", flat=True).first() or 0
    checkpoints = _checkpoints(after=done.entries, until=target)
    following = next(checkpoints, None)
    while done.entries < target:
        entries = Entry.objects.filter(number__gte=done.entries, number__lt=target).order_by("number")
        rows = list(entries.values_list("number", "leaf", "body")[:CHUNK])
        if not rows:
            break
        for number, leaf, body in rows:
            yield b"%d %s %s\n" % (number, bytes(leaf).hex().encode(), bytes(body))
            done.entries = number + 1
            while following and following[0] <= done.entries:
                done.checkpoints += 1
                yield b"checkpoint %d %s\n" % (following[0], base64.b64encode(following[1].encode()))
                following = next(checkpoints, None)
        if step:
            step(len(rows))
    yield b"end %d %d\n" % (done.entries, done.checkpoints)


def _checkpoints(*, after: int, until: int) -> Iterator[tuple[int, str]]:
    while rows := list(
        Checkpoint.objects.filter(size__gt=after, size__lte=until)
        .order_by("size")
        .values_list("size", "note")[:CHUNK]
    ):
        yield from rows
        after = rows[-1][0]


def _take_up(file: BinaryIO) -> _Progress:
    """Cut the file after its last whole checkpoint, and count what it holds."""
    if file.read(len(header())) != header():
        raise CannotExport(_("This file is no export of this log; name another one."))
    done, end = _Progress(), file.tell()
    here = end
    for line in file:
        here += len(line)
        if line.startswith(b"checkpoint ") and line.endswith(b"\n"):
            done = _Progress(entries=int(line.split()[1]), checkpoints=done.checkpoints + 1)
            end = here
    file.seek(end)
    file.truncate()
    return done
