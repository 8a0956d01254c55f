"""The database beside the one that is used: made, filled, checked, and put in its place in one step."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from yinuo.site.backup.errors import CannotCloseHouse, CannotMakeDatabase
from yinuo.site.cli.database import CannotReach

LEAVING = 5.0  # seconds in which the server ends the connection of somebody who has left; its own DROP waits as long
MAINTENANCE = "postgres"  # the database that every server has, from which others are made and renamed


class Databases:
    """The used database of ``url``, and the one beside it that a restore fills."""

    def __init__(self, url: str) -> None:
        self._url = url
        self.used = str(conninfo_to_dict(url)["dbname"])
        self.restoring = f"{self.used}_restoring"
        self.replaced = f"{self.used}_replaced"

    def url_of(self, name: str) -> str:
        """The connection string of another database of the same server, with the same role."""
        return make_conninfo(self._url, dbname=name)

    def check_allowed(self) -> None:
        """
        Raises:
            CannotMakeDatabase: the role may create no database.
        """
        with self._maintenance() as server:
            [(role, allowed)] = server.execute(
                "SELECT rolname, rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
            ).fetchall()
        if not allowed:
            raise CannotMakeDatabase(
                f"A backup is restored into a new database beside the old one, and the role {role} may create none; "
                f"let an administrator run: ALTER ROLE {role} CREATEDB, and take it back afterwards."
            )

    def check_closed(self) -> None:
        """
        Raises:
            CannotCloseHouse: somebody is connected to the used database.
        """
        with self._maintenance() as server:
            leave_by = time.monotonic() + LEAVING
            while (others := self._others(server)) and time.monotonic() < leave_by:
                time.sleep(0.1)
        if others:
            raise CannotCloseHouse(
                f"{others} connections still use the database {self.used}; stop every yinuo process on every machine, "
                "then start the restore again. Nothing was changed."
            )

    def _others(self, server: psycopg.Connection) -> int:
        [(others,)] = server.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()"
            " AND backend_type = 'client backend'",
            [self.used],
        ).fetchall()
        return int(others)

    def make(self) -> None:
        """Make the empty database beside the used one, of the same language; an earlier attempt's goes."""
        with self._maintenance() as server:
            server.execute(_named("DROP DATABASE IF EXISTS {}", self.restoring))
            server.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE template0 ").format(sql.Identifier(self.restoring))
                + self._language(server)
            )

    def discard(self) -> None:
        """Drop the database beside the used one."""
        with self._maintenance() as server:
            server.execute(_named("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.restoring))

    def swap(self) -> None:
        """Let the filled database take the used one's place, in one transaction; then drop the replaced one."""
        with self._maintenance() as server:
            server.execute(_named("DROP DATABASE IF EXISTS {}", self.replaced))
            with server.transaction():
                server.execute(_named("ALTER DATABASE {} RENAME TO {}", self.used, self.replaced))
                server.execute(_named("ALTER DATABASE {} RENAME TO {}", self.restoring, self.used))
            server.execute(_named("DROP DATABASE {}", self.replaced))

    @contextmanager
    def _maintenance(self) -> Iterator[psycopg.Connection]:
        try:
            with psycopg.connect(self.url_of(MAINTENANCE), autocommit=True, connect_timeout=5) as server:
                yield server
        except psycopg.errors.ObjectInUse:
            raise CannotCloseHouse(
                f"Somebody connected to the database {self.used} meanwhile; stop every yinuo process, then start the "
                "restore again. Nothing was changed."
            ) from None
        except psycopg.Error as error:
            reason = (str(error).strip().splitlines() or ["no reason given"])[0].rstrip(".")
            raise CannotReach(
                f"The database server refused ({reason}); nothing was changed. Check the role of DATABASE_URL."
            ) from None

    def _language(self, server: psycopg.Connection) -> sql.Composable:
        column = "datlocale" if server.info.server_version >= 170_000 else "daticulocale"
        [(encoding, collate, ctype, provider, locale)] = server.execute(
            sql.SQL(
                "SELECT pg_encoding_to_char(encoding), datcollate, datctype, datlocprovider, {}"
                " FROM pg_database WHERE datname = %s"
            ).format(sql.Identifier(column)),
            [self.used],
        ).fetchall()
        options = sql.SQL("ENCODING {} LC_COLLATE {} LC_CTYPE {}").format(
            sql.Literal(encoding), sql.Literal(collate), sql.Literal(ctype)
        )
        if provider in {"i", "b"}:
            kind, setting = ("icu", "ICU_LOCALE") if provider == "i" else ("builtin", "BUILTIN_LOCALE")
            options += sql.SQL(f" LOCALE_PROVIDER {kind} {setting} {{}}").format(sql.Literal(locale))
        return options


def _named(statement: str, *names: str) -> sql.Composed:
    return sql.SQL(statement).format(*map(sql.Identifier, names))
