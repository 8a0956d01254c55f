"""Why a backup or a restore is refused."""

from __future__ import annotations

from yinuo.kernel.errors import DomainError


class CannotBackUp(DomainError):
    """There is nothing to back up, or another backup is being written there."""

    code = "backup.cannot_back_up"


class CannotWriteBackup(DomainError):
    """The backup's folder cannot be written: no permission, no room, or something lies there."""

    code = "backup.cannot_write"


class CannotReadBackup(DomainError):
    """What was named is no backup."""

    code = "restore.cannot_read"


class CannotRestore(DomainError):
    """The backup or its keys do not fit: damaged, of another release, or not this installation's."""

    code = "restore.cannot_restore"


class CannotReplace(DomainError):
    """There is a house already, and nobody said that it may be replaced."""

    code = "restore.cannot_replace"


class CannotCloseHouse(DomainError):
    """Somebody still works in the house that would be replaced."""

    code = "restore.cannot_close_house"


class CannotMakeDatabase(DomainError):
    """The application's role may not create the database to restore into."""

    code = "restore.cannot_make_database"
