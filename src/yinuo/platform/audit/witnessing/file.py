"""A file as witness, best on another host's mount that this host can only add to."""

from __future__ import annotations

import os
import re
from pathlib import Path

from yinuo.platform.audit.witnessing.addresses import WitnessAddress
from yinuo.platform.audit.witnessing.statement import CannotWitness, Statement, continue_from

NOTE = re.compile(r"[^\n]+\n[^\n]+\n[^\n]+\n(?:after [^\n]+\n)?\n\u2014[^\n]+\n")
LONGEST = 4_096  # bytes from the end that hold the last note


def last_note(address: WitnessAddress) -> str:
    """The last checkpoint in the file; its own memory, whatever the database says."""
    path = Path(address.path)
    try:
        with path.open("rb") as file:
            file.seek(max(path.stat().st_size - LONGEST, 0))
            kept = file.read().decode(errors="ignore")
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise CannotWitness(f"{path} cannot be read.", code="witness.unreachable") from error
    found: list[str] = NOTE.findall(kept)
    if kept.strip() and not found:
        raise CannotWitness(f"{path} holds no checkpoints.", code="witness.inconsistent")
    return found[-1] if found else ""


def hand_over(address: WitnessAddress, statement: Statement) -> bytes:
    """Add the checkpoint to the file, after it was compared with the file's own last one."""
    own = last_note(address)
    if own == statement.note:
        return b""
    continue_from(own, statement.note)
    try:
        number = os.open(address.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o640)
        try:
            os.write(number, statement.note.encode() + b"\n")
            os.fsync(number)
        finally:
            os.close(number)
    except OSError as error:
        raise CannotWitness(f"{address.path} cannot be written.", code="witness.unreachable") from error
    return b""
