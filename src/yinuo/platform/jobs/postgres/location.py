"""Where an embedded PostgreSQL keeps its files and its socket."""

from __future__ import annotations

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

# A Unix socket's path holds 107 bytes; PostgreSQL appends "/.s.PGSQL.5432".
LONGEST_SOCKET_FOLDER = 90

DATABASE = "yinuo"
ROLE = "yinuo"


@dataclass(frozen=True)
class Location:
    """The folders of one embedded server, all derived from its data folder ``home``."""

    home: Path

    @property
    def data(self) -> Path:
        """PostgreSQL's own folder."""
        return self.home / "postgres"

    @property
    def log(self) -> Path:
        return self.home / "log" / "postgres.log"

    @property
    def socket_folder(self) -> Path:
        """The folder of the socket: beside the data, or a short one where that path is too long."""
        beside = self.home / "run"
        if len(os.fsencode(beside)) < LONGEST_SOCKET_FOLDER:
            return beside
        digest = hashlib.sha256(os.fsencode(self.home)).hexdigest()[:16]
        return Path(tempfile.gettempdir()) / f"yinuo-{digest}"

    @property
    def url(self) -> str:
        """The connection string of the application's role."""
        return self.url_for(role=ROLE, database=DATABASE)

    def url_for(self, *, role: str, database: str) -> str:
        return f"postgresql://{role}@/{database}?host={quote(str(self.socket_folder), safe='')}"
