"""Why a file is not taken, each in one sentence that says what to do."""

from __future__ import annotations

from yinuo.kernel.errors import DomainError


class CannotTakeFile(DomainError):
    """The file is empty, too large, of a kind that is not taken, damaged or dangerous."""

    code = "file.cannot_take"


class CannotOpenFile(DomainError):
    """The file waits for its virus scan, or is not where it was put."""

    code = "file.cannot_open"
