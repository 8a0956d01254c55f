"""
Django's cache on the common database, for the counters that lock attackers out.

Django's own database cache counts all rows with every write, and once there are too many throws away some, live or
not: whoever tries enough staff numbers would wash away the lock-out of the one that they want. It also stores
pickles, which are code to whoever can write the table. This one keeps JSON, evicts nothing that still counts, and
adds in one statement, so that of two requests at the same moment one wins. It needs no further server, it is
shared by all web processes, and a restart of the database does not open the lock.
"""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.db import connection

_LIVE = "(expires_at IS NULL OR expires_at > %s)"
_WRITE = (
    "INSERT INTO identity_sharedvalue AS old (key, value, expires_at) VALUES (%s, %s::jsonb, %s)"
    " ON CONFLICT (key) DO UPDATE SET value = excluded.value, expires_at = excluded.expires_at"
)


class SharedCache(BaseCache):
    """Values are JSON; a timeout of None keeps them until they are deleted."""

    def __init__(self, _location: str, params: dict[str, Any]) -> None:
        super().__init__(params)

    def add(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        statement = f"{_WRITE} WHERE NOT (old.expires_at IS NULL OR old.expires_at > %s) RETURNING key"
        return bool(self._run(statement, [*self._row(key, value, timeout, version), _now()]))

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        statement = f"SELECT value::text FROM identity_sharedvalue WHERE key = %s AND {_LIVE}"  # noqa: S608
        found = self._run(statement, [self.make_and_validate_key(key, version), _now()])
        return json.loads(found[0][0]) if found else default

    def set(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        self._run(f"{_WRITE} RETURNING key", self._row(key, value, timeout, version))

    def touch(self, key: str, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        statement = (
            f"UPDATE identity_sharedvalue SET expires_at = %s WHERE key = %s AND {_LIVE} RETURNING key"  # noqa: S608
        )
        return bool(
            self._run(statement, [self._end(timeout), self.make_and_validate_key(key, version), _now()])
        )

    def delete(self, key: str, version: int | None = None) -> bool:
        statement = "DELETE FROM identity_sharedvalue WHERE key = %s RETURNING key"
        return bool(self._run(statement, [self.make_and_validate_key(key, version)]))

    def clear(self) -> None:
        self._run("DELETE FROM identity_sharedvalue RETURNING key", [])

    def _row(self, key: str, value: Any, timeout: Any, version: int | None) -> list[Any]:
        return [self.make_and_validate_key(key, version), json.dumps(value), self._end(timeout)]

    def _end(self, timeout: Any) -> datetime | None:
        seconds = self.get_backend_timeout(timeout)
        return None if seconds is None else datetime.fromtimestamp(max(seconds, 0), tz=UTC)

    def _run(self, statement: str, values: Sequence[Any]) -> list[Any]:
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            return list(cursor.fetchall())


def _now() -> datetime:
    return datetime.fromtimestamp(time.time(), tz=UTC)
