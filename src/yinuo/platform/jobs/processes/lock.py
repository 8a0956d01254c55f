"""One supervisor for one data folder."""

from __future__ import annotations

import fcntl
import json
import os
from datetime import UTC, datetime
from pathlib import Path

from yinuo.kernel.errors import DomainError


class CannotTakeFolder(DomainError):
    """Another instance works on this data folder, or the folder cannot be written."""

    code = "serve.cannot_take_folder"


class CannotWriteHome(DomainError):
    """The data folder cannot be made or written."""

    code = "serve.cannot_write_home"


class FolderLock:
    """
    A lock on a data folder, which the system drops when its holder ends, however it ends.

    The file also says who holds it, and since when.
    """

    def __init__(self, home: Path) -> None:
        self.path = home / "serve.lock"
        self._file: int | None = None

    def take(self, *, address: str, now: datetime) -> datetime | None:
        """
        Take the lock and write who we are.

        Returns:
            When the folder was last taken before, or None for a new one.

        Raises:
            CannotTakeFolder: another instance holds it; names its process and address.
            CannotWriteHome: the folder cannot be made or written.
        """
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            file = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise CannotWriteHome(
                f"The folder {self.path.parent} cannot be written ({error.strerror}); "
                "set YINUO_HOME to a folder that you may write."
            ) from None
        written = _read(file)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(file)
            raise CannotTakeFolder(
                f"Another instance (process {written.get('pid', '?')}) already works on {self.path.parent} "
                f"and serves {written.get('address', 'an unknown address')}. Stop it first, "
                "or set YINUO_HOME and PORT for a second one."
            ) from None
        self._file = file
        holder = {"pid": os.getpid(), "address": address, "since": now.astimezone(UTC).isoformat()}
        os.ftruncate(file, 0)
        os.pwrite(file, json.dumps(holder).encode(), 0)
        since = written.get("since")
        return datetime.fromisoformat(since) if isinstance(since, str) else None

    def release(self) -> None:
        """Give the folder back."""
        if self._file is not None:
            os.close(self._file)
            self._file = None


def _read(file: int) -> dict[str, object]:
    try:
        holder = json.loads(os.pread(file, 4096, 0))
    except ValueError:
        return {}
    return holder if isinstance(holder, dict) else {}
