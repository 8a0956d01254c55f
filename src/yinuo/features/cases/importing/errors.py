"""Why a file, or one of its rows, cannot be taken over."""

from __future__ import annotations

from yinuo.kernel.errors import DomainError


class CannotImport(DomainError):
    """The file as a whole cannot be read; nothing of it was taken."""

    code = "case.cannot_import"


class CannotFindFile(CannotImport):
    """There is no such file, or it may not be read."""

    code = "case.cannot_find_file"


class CannotReadRow(DomainError):
    """One row says something that cannot be; the others are taken."""

    code = "case.cannot_read_row"
