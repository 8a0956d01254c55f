"""Nobody changes evidence by the way: not the owner's own statements, and not at all the application's role."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from django.db import Error, connection, transaction

from tests.platform.audit.sample import AT, make_log, sql, write
from yinuo.platform.audit.guards import GUARDS, CannotName, grants_for, missing_guards
from yinuo.platform.audit.models import Entry, PendingEntry
from yinuo.platform.audit.public import sequence_all, verify_log

pytestmark = pytest.mark.django_db
ROLE = "yinuo_app_of_tests"
ATTACKS = [
    "UPDATE audit_entry SET actor = 'staff:8' WHERE number = 3",
    "UPDATE audit_entry SET body = body WHERE number = 3",
    "DELETE FROM audit_entry WHERE number = 3",
    "TRUNCATE audit_entry",
    "INSERT INTO audit_entry SELECT gen_random_uuid(), 'x', 1, at, actor, action, 'x'::bytea, 999, leaf"
    " FROM audit_entry LIMIT 1",
    "UPDATE audit_checkpoint SET note = ''",
    "DELETE FROM audit_checkpoint",
    "TRUNCATE audit_checkpoint",
    "UPDATE audit_tile SET hashes = ''",
    "UPDATE audit_tile SET hashes = overlay(hashes PLACING '\\x00'::bytea FROM 1)",
    "UPDATE audit_tile SET index = 7",
    "DELETE FROM audit_tile",
    "TRUNCATE audit_tile",
    "UPDATE audit_pendingentry SET actor = 'staff:8'",
    "DELETE FROM audit_pendingentry",
    "TRUNCATE audit_pendingentry",
    "UPDATE audit_stream SET version = version - 1",
    "UPDATE audit_stream SET head = '\\x00'::bytea",
    "DELETE FROM audit_stream",
    "TRUNCATE audit_stream",
]
RIGHTS = [
    "ALTER TABLE audit_entry DISABLE TRIGGER USER",
    "ALTER TABLE audit_entry DISABLE TRIGGER audit_kept",
    "DROP TRIGGER audit_kept ON audit_entry",
    "DROP TABLE audit_entry",
    "SET session_replication_role = replica",
]


@pytest.fixture
def log() -> None:
    make_log(20, 20)
    write(3)


@pytest.fixture
def role(log: None) -> Iterator[None]:
    """The connection as the application's own role, with exactly what ``yinuo audit grants`` gives."""
    named = connection.get_connection_params()
    try:
        server = psycopg.connect(host=named.get("host"), user="postgres", dbname="postgres", autocommit=True)
    except psycopg.Error:
        pytest.skip("the server's own administrator is needed to make a role")
    with server:
        if not server.execute("SELECT FROM pg_roles WHERE rolname = %s", [ROLE]).fetchone():
            server.execute(f"CREATE ROLE {ROLE} LOGIN NOSUPERUSER")
        server.execute(f"GRANT {ROLE} TO {connection.settings_dict['USER'] or 'yinuo'}")
    sql(grants_for(role=ROLE))
    sql(f"SET LOCAL ROLE {ROLE}")
    yield
    sql("RESET ROLE")


def refused(statement: str) -> bool:
    try:
        with transaction.atomic():
            sql(statement)
    except Error:
        return True
    return False


@pytest.mark.parametrize("attack", ATTACKS)
def test_the_owner_has_to_switch_the_guards_off_first(log: None, attack: str) -> None:
    assert refused(attack)
    assert verify_log().findings == ()


def test_the_applications_role_can_do_its_work_and_nothing_else(role: None) -> None:
    write(5)
    assert sequence_all(now=AT) == 8
    assert not PendingEntry.objects.exists()
    write(2)
    for statement in ATTACKS + RIGHTS:
        assert refused(statement), statement
    assert verify_log().findings == ()
    assert Entry.objects.count() == 48


def test_a_guard_that_is_off_is_said(log: None) -> None:
    assert missing_guards() == []
    sql("ALTER TABLE audit_entry DISABLE TRIGGER audit_kept")
    sql("DROP TRIGGER audit_grows ON audit_tile")
    assert missing_guards() == ["audit_entry.audit_kept", "audit_tile.audit_grows"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_trigger WHERE tgname LIKE 'audit\\_%%' AND NOT tgisinternal")
        assert cursor.fetchone()[0] == len(GUARDS) - 1, "a trigger that guards.py does not know"


def test_a_setting_that_silences_the_guards_is_said(log: None) -> None:
    try:
        with transaction.atomic():
            sql("SET LOCAL session_replication_role = replica")
            assert missing_guards() == ["session_replication_role"]
            sql("SET LOCAL session_replication_role = origin")
            database, user = connection.settings_dict["NAME"], connection.settings_dict["USER"] or "yinuo"
            sql(f'ALTER DATABASE "{database}" SET session_replication_role = replica')
            sql(f'ALTER ROLE "{user}" SET session_replication_role = replica')
            assert set(missing_guards()) == {
                f"session_replication_role ({database}/*)",
                f"session_replication_role (*/{user})",
            }
            transaction.set_rollback(True)
    except Error as refusal:
        pytest.skip(f"only a superuser may set it: {refusal}")
    assert missing_guards() == []


@pytest.mark.parametrize("name", ['x"; DROP TABLE audit_entry; --', "Yinuo", "", "a b"])
def test_a_role_is_named_plainly(name: str) -> None:
    with pytest.raises(CannotName):
        grants_for(role=name)
