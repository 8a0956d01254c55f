"""The walls around the evidence in the database: triggers for everybody, and rights of the application's own role."""

from __future__ import annotations

import re

from django.db import connection
from django.utils.translation import gettext as _

from yinuo.kernel.errors import DomainError

GUARDS = frozenset(
    {
        "audit_entry.audit_kept",
        "audit_entry.audit_hashed",
        "audit_entry.audit_whole",
        "audit_checkpoint.audit_kept",
        "audit_checkpoint.audit_whole",
        "audit_testimony.audit_kept",
        "audit_testimony.audit_whole",
        "audit_tile.audit_kept",
        "audit_tile.audit_grows",
        "audit_tile.audit_whole",
        "audit_pendingentry.audit_kept",
        "audit_pendingentry.audit_numbered",
        "audit_pendingentry.audit_whole",
        "audit_stream.audit_kept",
        "audit_stream.audit_grows",
        "audit_stream.audit_whole",
    }
)
# What the application's role may do with the evidence; everything else of its tables it may read and write.
RIGHTS = {
    "audit_entry": "SELECT, INSERT",
    "audit_checkpoint": "SELECT, INSERT",
    "audit_testimony": "SELECT, INSERT",
    "audit_tile": "SELECT, INSERT, UPDATE",
    "audit_stream": "SELECT, INSERT, UPDATE",
    "audit_pendingentry": "SELECT, INSERT, DELETE",
}


class CannotName(DomainError):
    """The role's name is not a plain one."""

    code = "audit.cannot_name"


_SILENCED = """
    SELECT 'session_replication_role (' || coalesce(d.datname, '*') || '/' || coalesce(r.rolname, '*') || ')'
    FROM pg_db_role_setting s CROSS JOIN unnest(s.setconfig) AS setting
    LEFT JOIN pg_database d ON d.oid = s.setdatabase LEFT JOIN pg_roles r ON r.oid = s.setrole
    WHERE setting = 'session_replication_role=replica' AND (s.setdatabase = 0 OR d.datname = current_database())
    UNION ALL
    SELECT 'session_replication_role' WHERE current_setting('session_replication_role') = 'replica'
    ORDER BY 1
"""


def missing_guards() -> list[str]:
    """
    The triggers that were removed or switched off; empty when all stand.

    ``session_replication_role = replica`` switches them off for whole sessions: where it is set for the database, a
    role or everybody it is named likewise, as ``session_replication_role (<database>/<role>)``.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname || '.' || t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
            " WHERE NOT t.tgisinternal AND t.tgenabled IN ('O', 'A') AND c.relname LIKE 'audit\\_%%'"
            " AND pg_table_is_visible(c.oid)"
        )
        standing = {name for (name,) in cursor.fetchall()}
        cursor.execute(_SILENCED)
        silenced = [name for (name,) in cursor.fetchall()]
    return sorted(GUARDS - standing) + silenced


def grants_for(*, role: str) -> str:
    """
    The SQL by which the owner of the tables lets a role of its own run the application.

    Raises:
        CannotName: the name needs quoting; choose a plain one.
    """
    if not re.fullmatch(r"[a-z_][a-z0-9_]{0,62}", role):
        raise CannotName(_("Name the role with small letters, digits and underscores alone."))
    evidence = "\n".join(
        f"REVOKE ALL ON {table} FROM {role};\nGRANT {rights} ON {table} TO {role};"
        for table, rights in RIGHTS.items()
    )
    return f"""\
-- Run as the owner of the tables, after each yinuo migrate. The role itself: CREATE ROLE {role} LOGIN;
GRANT USAGE ON SCHEMA public TO {role};
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role};
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role};
{evidence}
"""
