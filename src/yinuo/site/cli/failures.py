"""Every failure is one sentence on standard error and an exit code of sysexits.h."""

from __future__ import annotations

import os
import sys
import traceback

from yinuo.kernel.errors import DomainError

USAGE, DATA_ERROR, SOFTWARE, INTERRUPTED = 64, 65, 70, 130
# The codes of refusals; any other refusal of an operation is bad input data.
EXIT_CODES = {
    "backup.cannot_write": 73,
    "case.cannot_find_file": 66,
    "configuration": 78,
    "configuration.cannot_write_home": 73,
    "database.cannot_start": 69,
    "database.cannot_find_program": 69,
    "database.cannot_reach": 69,
    "database.cannot_use": 69,
    "database.cannot_read_folder": 69,
    "database.cannot_write_folder": 73,
    "database.cannot_run_as_root": 77,
    "jobs.helper_ended": 75,
    "restore.cannot_close_house": 75,
    "restore.cannot_make_database": 77,
    "restore.cannot_read": 66,
    "serve.cannot_write_home": 73,
    "serve.cannot_take_folder": 75,
    "serve.cannot_listen": 69,
    "serve.cannot_serve": 69,
    "serve.cannot_trust_clock": 75,
}


def exit_code(error: DomainError) -> int:
    """The documented exit code of a refusal."""
    return EXIT_CODES.get(error.code, DATA_ERROR)


def show(message: str) -> None:
    """Print one sentence on standard error."""
    print(f"yinuo: {message}", file=sys.stderr)  # noqa: T201


def wants_details() -> bool:
    """Whether tracebacks are asked for."""
    return os.environ.get("YINUO_DEBUG", "").lower() in {"1", "true", "yes", "on"}


def fail(error: BaseException) -> int:
    """Say what went wrong in one sentence; returns the exit code."""
    if wants_details():
        traceback.print_exception(error)
    if isinstance(error, DomainError):
        show(str(error))
        return exit_code(error)
    places = traceback.extract_tb(error.__traceback__)
    place = f" at {places[-1].filename}:{places[-1].lineno}" if places else ""
    show(f"something unexpected happened ({type(error).__name__}{place}); YINUO_DEBUG=1 shows the details.")
    return SOFTWARE
