"""Run pg_dump and pg_restore: their progress counted, their failures told in a sentence."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

from yinuo.platform.jobs.postgres.binaries import CannotFindProgram, client_environment, client_program
from yinuo.site.backup.errors import CannotBackUp, CannotRestore, CannotWriteBackup
from yinuo.site.backup.keys_file import TABLE as KEYS_TABLE

# What is left out: wrapped keys go into their own file, and a restored house begins with nobody signed in.
LEFT_OUT = (KEYS_TABLE, "django_session", "usersessions_usersession")
RESTORING_JOBS = 2
_NO_ROOM = ("No space left on device", "Disk quota exceeded", "File too large")


def dump(*, url: str, major: int, snapshot: str, into: Path, step: Callable[[], None]) -> None:
    """
    Write what ``snapshot`` shows into one archive; ``step`` is told of each table.

    Raises:
        CannotFindProgram: this machine has no pg_dump of the server's version.
        CannotWriteBackup: no room.
        CannotBackUp: pg_dump failed; its last words are repeated.
    """
    said = _run(
        [
            *(str(client_program("pg_dump", major=major)), "--format=custom", "--verbose"),
            *("--no-owner", "--no-privileges", f"--snapshot={snapshot}", f"--file={into}"),
            *(f"--exclude-table-data={table}" for table in LEFT_OUT),
        ],
        url=url,
        counts="dumping contents of table",
        step=step,
    )
    if said is None:
        return
    if any(text in said for text in _NO_ROOM):
        raise CannotWriteBackup(
            f"There is no room for the backup in {into.parent.parent}; make some, then try again."
        )
    raise CannotBackUp(f"The database cannot be read ({said}); nothing was kept of this backup.")


def load(*, url: str, major: int, archive: Path, step: Callable[[], None]) -> None:
    """
    Load an archive into the empty database that ``url`` names; ``step`` is told of each table.

    Raises:
        CannotFindProgram: this machine has no pg_restore of the server's version.
        CannotRestore: it failed; its last words are repeated.
    """
    said = _run(
        [
            *(str(client_program("pg_restore", major=major)), "--verbose", "--no-owner", "--no-privileges"),
            *("--exit-on-error", f"--jobs={RESTORING_JOBS}", "--dbname=", str(archive)),
        ],
        url=url,
        counts="processing data for table",
        step=step,
    )
    if said is not None:
        raise CannotRestore(f"The backup cannot be loaded ({said}); what was there before is untouched.")


def _run(command: Sequence[str], *, url: str, counts: str, step: Callable[[], None]) -> str | None:
    """Run it; returns None when it worked, else why it did not, as it said."""
    why = ""
    with subprocess.Popen(
        command,
        env=client_environment(url),
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
    ) as process:
        has_ended = False
        try:
            assert process.stderr is not None  # noqa: S101 - asked for above
            for line in process.stderr:
                if counts in line:
                    step()
                elif found := re.search(r"(?:error|fatal|ERROR|FATAL): +(.*)", line):
                    why = why or found[1].strip().rstrip(".")
            has_ended = True
        finally:
            if not has_ended:  # interrupted: the program must not go on alone
                process.kill()
    if process.returncode == 0:
        return None
    if "not compiled in" in why:  # the wheel's programs know no TLS
        raise CannotFindProgram(
            "The only PostgreSQL programs of the server's version on this machine know no TLS; install Debian's "
            "postgresql-client of that version, or name the folder of others with YINUO_POSTGRES_BIN."
        )
    return why or f"code {process.returncode}"
