"""
Customers' wrapped keys in a file of their own, which is kept for days while backups are kept for years.

Destroying the key of an erased customer would mean nothing if every old backup brought it back. Any later
keys file opens an earlier backup, except for those who were erased in between.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from psycopg import sql

from yinuo.site.backup.errors import CannotReadBackup, CannotRestore

TABLE = "vault_datakey"
FORMAT = 1
SUFFIX = ".keys"
_BEGIN = b'{"yinuo_keys"'


@dataclass(frozen=True, kw_only=True)
class KeysFile:
    """The wrapped keys as they were at ``made_at``."""

    made_at: datetime
    columns: tuple[str, ...]
    rows: bytes

    @property
    def count(self) -> int:
        return self.rows.count(b"\n")


def write_keys(cursor: Any, path: Path, *, now: datetime) -> int:
    """Write all wrapped keys that the cursor's snapshot shows; returns how many."""
    cursor.execute(
        "SELECT column_name FROM information_schema.columns"
        " WHERE table_schema = current_schema() AND table_name = %s AND is_identity = 'NO'"
        " ORDER BY ordinal_position",
        [TABLE],
    )
    columns = [name for (name,) in cursor.fetchall()]
    head = {"yinuo_keys": FORMAT, "made_at": now.isoformat(), "columns": columns}
    digest, count = sha256(), 0
    with path.open("xb") as file:

        def put(content: bytes) -> None:
            digest.update(content)
            file.write(content)

        put(json.dumps(head).encode() + b"\n")
        with cursor.copy(_copy(columns, "TO STDOUT")) as rows:
            for row in rows:
                put(bytes(row))
                count += 1
        file.write(json.dumps({"sha256": digest.hexdigest()}).encode() + b"\n")
    return count


def read_keys(path: Path) -> KeysFile:
    """
    Read a keys file whole.

    Raises:
        CannotReadBackup: it is not there.
        CannotRestore: it is damaged, cut off, or no keys file.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise CannotReadBackup(
            f"The keys file {path} cannot be read ({error.strerror}); name the newest one with --keys."
        ) from None
    try:
        body, last = content[: content.rindex(b"\n", 0, -1) + 1], content.splitlines()[-1]
        if not body.startswith(_BEGIN) or json.loads(last)["sha256"] != sha256(body).hexdigest():
            raise ValueError
        first, _, rows = body.partition(b"\n")
        head = json.loads(first)
        return KeysFile(
            made_at=datetime.fromisoformat(head["made_at"]), columns=tuple(head["columns"]), rows=rows
        )
    except (ValueError, KeyError, TypeError, IndexError):
        raise CannotRestore(f"{path} is no whole keys file; use another one, newer if you can.") from None


def load_keys(cursor: Any, keys: KeysFile) -> None:
    """Put the wrapped keys into a restored database."""
    with cursor.copy(_copy(keys.columns, "FROM STDIN")) as rows:
        rows.write(keys.rows)


def _copy(columns: list[str] | tuple[str, ...], direction: str) -> sql.Composed:
    return sql.SQL("COPY {} ({}) " + direction).format(
        sql.Identifier(TABLE), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
