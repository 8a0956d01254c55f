"""
A bank that owes a great deal, written straight into the tables: what benchmarks of the promise clock start from.

One statement writes all rows of a kind, without the indexes that are not needed meanwhile; ten million take minutes.
Ids begin with the time at which a row would have been made, as those of the house do: what is due together lies so.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

FAR = timedelta(days=3)
# Copies of one case that was opened as any other: a column that the house gets later is no matter of the benchmarks.
_CASES = """
    INSERT INTO cases_case
    SELECT (jsonb_populate_record(model, jsonb_build_object(
        'id', uuidv7(), 'number', 'B-' || n, 'path', %(path)s::text, 'owner_id', %(owner)s::uuid,
        'tracking_digest', sha256(convert_to('B-' || n, 'UTF8'))::text
    ))).* FROM cases_case AS model, generate_series(1, %(cases)s) AS n WHERE model.id = %(model)s
"""
# Each promise has its alarm in the middle of its time and one when it is due; the first is what goes off.
_PROMISES = """
    INSERT INTO promises_promise (id, version_id, policy_id, subject, path, owner_id, made_at, base_due_at, at_risk_at,
        due_at, state, pause_reason, evidence, is_provisional, term, plan, next_alarm_at)
    SELECT uuidv7(at - interval '12 h' - clock_timestamp()), %(version)s, 'complaint.first_response', subject, %(path)s,
        %(owner)s, at - interval '12 h', at + interval '12 h', at, at + interval '12 h', 'RUNNING', '', '', false, 1,
        jsonb_build_array(jsonb_build_array(to_jsonb(at), '80%%'),
                          jsonb_build_array(to_jsonb(at + interval '12 h'), 'due')), at
    FROM ({source}) AS owed (subject, at)
"""
_FAR_AWAY = """
    SELECT 'far:' || n, %(begin)s + n * (interval '1 day' / %(rows)s) FROM generate_series(0, %(rows)s - 1) AS n
"""
_DUE = """
    SELECT 'case:' || id, %(begin)s + (row_number() OVER () - 1) * %(step)s
    FROM (SELECT id FROM cases_case WHERE number LIKE 'B-%%' ORDER BY number LIMIT %(rows)s) AS listed
"""


@dataclass(frozen=True)
class Debtor:
    """Who owes all of it."""

    path: str
    owner: UUID
    version: UUID


def found_debtor(now: datetime) -> Debtor:
    """A bank of one branch with a specialist and a supervisor, who both hear of alarms."""
    from yinuo.core.promises.models import PolicyVersion
    from yinuo.platform.identity.public import SYSTEM, Role, create_node, create_staff

    head = create_node(parent_id=None, kind="HEAD_OFFICE", code="HQ", name="总行", actor=SYSTEM, now=now)
    branch = create_node(parent_id=head.id, kind="BRANCH", code="E", name="城东支行", actor=SYSTEM, now=now)
    people = [
        create_staff(
            number=f"S{number}",
            name=name,
            node_id=branch.id,
            roles=[role],
            actor=SYSTEM,
            now=now,
            with_password=False,
        )
        for number, (name, role) in enumerate(
            [("专员", Role.COMPLAINT_SPECIALIST), ("主管", Role.SUPERVISOR)], start=1
        )
    ]
    version = PolicyVersion.objects.get(policy_id="complaint.first_response")
    return Debtor(path=branch.path, owner=people[0].id, version=version.pk)


def add_cases(debtor: Debtor, count: int) -> None:
    """Cases on which something is going to be due."""
    from yinuo.core.customers.public import CustomerDetails
    from yinuo.features.cases.public import Kind, Source, open_case
    from yinuo.platform.identity.public import SYSTEM

    opened = open_case(
        kind=Kind.COMPLAINT,
        source=Source.HOTLINE,
        subject="年费",
        text="年费承诺没有兑现",
        customer=CustomerDetails(name="某某"),
        actor=SYSTEM,
        now=datetime.now(UTC),
        path=debtor.path,
    )
    _execute(_CASES, model=opened.id, path=debtor.path, owner=debtor.owner, cases=count)


def owe_later(debtor: Debtor, count: int, *, now: datetime) -> None:
    """Promises whose first alarm is days away: they are open, and nothing of them is due."""
    begin = time.perf_counter()
    with _later_indexes():
        _owe(debtor, _FAR_AWAY, rows=count, begin=now + FAR)
    settle_down()
    print(f"{count:,} open promises written in {time.perf_counter() - begin:.0f} s", flush=True)


def owe_from(debtor: Debtor, count: int, *, begin: datetime, step: timedelta) -> None:
    """Promises with alarms one after the other from ``begin``, one on each case."""
    _owe(debtor, _DUE, rows=count, begin=begin, step=step)


def clear() -> None:
    """Owe nothing any more; cases stay."""
    _execute("TRUNCATE promises_promise, promises_alarmfired CASCADE")


def forget_due() -> None:
    """Take away what was due, with its marks; what is owed later stays."""
    _execute("TRUNCATE promises_alarmfired")
    _execute("DELETE FROM promises_promise WHERE next_alarm_at IS NULL OR subject LIKE 'case:%'")


def settle_down() -> None:
    """Let the planner know what there is, as autovacuum would have by then."""
    _execute("VACUUM (ANALYZE) promises_promise")


@contextmanager
def _later_indexes() -> Iterator[None]:
    """Indexes that only help to find rows are made when the rows are there."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index"
            " WHERE indrelid = 'promises_promise'::regclass AND NOT indisunique"
        )
        found = cursor.fetchall()
        for name, _definition in found:
            cursor.execute(f"DROP INDEX {name}")
        yield
        for _name, definition in found:
            cursor.execute(definition)


def _owe(debtor: Debtor, source: str, **values: Any) -> None:
    sql = _PROMISES.replace("{source}", source)
    _execute(sql, path=debtor.path, owner=debtor.owner, version=debtor.version, **values)


def _execute(sql: str, **values: Any) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(sql, values or None)
