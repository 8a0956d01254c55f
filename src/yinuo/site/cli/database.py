"""Does a PostgreSQL server fit: reachable, new enough, its clock ours?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import psycopg

from yinuo.kernel.errors import DomainError

OLDEST = 15
LARGEST_SKEW = 60.0  # seconds between this machine's clock and the database's


class CannotReach(DomainError):
    """The database does not answer."""

    code = "database.cannot_reach"


class CannotUse(DomainError):
    """The database answers, and cannot be used."""

    code = "database.cannot_use"


class CannotTrustClock(DomainError):
    """A clock is so wrong that promises would be."""

    code = "serve.cannot_trust_clock"


@dataclass(frozen=True, kw_only=True)
class Database:
    """What a server says about itself; ``skew`` is its clock minus ours, in seconds."""

    version: int
    role: str
    is_superuser: bool
    is_encrypted: bool
    is_local: bool
    is_read_only: bool
    skew: float


def look_at_database(url: str) -> Database:
    """
    Ask the server named by ``url``.

    Raises:
        CannotUse: it is older than 15.
        CannotReach: it does not answer, or refuses us; the text never repeats the URL and its password.
    """
    try:
        with psycopg.connect(url, connect_timeout=5, autocommit=True) as connection:
            version = connection.info.server_version // 10_000
            if version < OLDEST:  # before asking anything that an old server may not understand
                raise CannotUse(
                    f"The database server is PostgreSQL {version}; {OLDEST} or newer is needed. "
                    "Name a newer server with DATABASE_URL, or leave it unset for the embedded one."
                )
            row = connection.execute(
                "SELECT current_user, rolsuper, clock_timestamp(), pg_is_in_recovery(),"
                " coalesce((SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()), false),"
                " inet_server_addr() IS NULL"
                " FROM pg_roles WHERE rolname = current_user"
            ).fetchall()
            role, is_superuser, database_now, is_read_only, is_encrypted, is_local = row[0]
            return Database(
                version=version,
                role=role,
                is_superuser=is_superuser,
                skew=(database_now - datetime.now(UTC)).total_seconds(),
                is_read_only=is_read_only,
                is_encrypted=is_encrypted,
                is_local=is_local,
            )
    except psycopg.Error as error:
        reason = (str(error).strip().splitlines() or ["no reason given"])[0].rstrip(".")
        todo = "check DATABASE_URL, and that the server runs"
        if any(word in reason for word in ("certificate", "SSL", "host name")):
            todo = (
                "its certificate must be signed by the authority that sslrootcert in DATABASE_URL names, for the host "
                "that DATABASE_URL names, and be in force"
            )
        elif "password" in reason:
            todo = "check user and password in DATABASE_URL or its passfile"
        raise CannotReach(f"The database does not answer ({reason}); {todo}.") from None


def check_database(url: str) -> Database:
    """
    Look at the server and refuse one that cannot be used.

    Raises:
        CannotReach: it does not answer.
        CannotUse: older than 15, or a replica that cannot be written.
        CannotTrustClock: its clock and ours differ by more than a minute.
    """
    found = look_at_database(url)
    refuse_unfit(found)
    return found


def refuse_unfit(found: Database) -> None:
    """
    Refuse a server that answers and cannot be used.

    Raises:
        CannotUse: a replica that cannot be written.
        CannotTrustClock: its clock and ours differ by more than a minute.
    """
    if found.is_read_only:
        raise CannotUse("DATABASE_URL names a read-only replica; name the primary server.")
    if abs(found.skew) > LARGEST_SKEW:
        raise CannotTrustClock(
            f"This machine's clock and the database's differ by {abs(found.skew):.0f} s, "
            "and promises are counted in time; set both by NTP, then start again."
        )
