"""A bank with twenty branches and cases of the last two years, filled set-based: nineteen of twenty closed."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg

BATCH = 50_000
BRANCHES, PEOPLE = 20, 40
EARLY = 2_000  # the first so many cases are the first branch's: its people have more than a page of open ones at once
WORDS = (
    "年费",
    "减免",
    "转账",
    "未到账",
    "违约金",
    "提前还款",
    "理财",
    "赎回",
    "短信",
    "扣费",
    "排队",
    "挂失",
    "积分",
    "客户经理",
)
RARE = "兰花指纹锁"
FILL = """
INSERT INTO cases_case SELECT made.*
FROM cases_case AS one, (
    SELECT serial, CASE WHEN serial <= %(early)s THEN 0 ELSE serial / 20 %% %(branches)s END AS branch,
        now() - serial %% 17520 * interval '1 hour' AS at
    FROM generate_series(%(since)s, %(until)s) AS serial
) AS next, LATERAL jsonb_populate_record(one, jsonb_build_object(
    'id', gen_random_uuid(), 'number', 'TS-' || to_char(at, 'YYMMDD') || '-' || serial,
    'subject', (%(words)s::text[])[1 + serial %% 14], 'path', '/HQ/B' || branch || '/',
    'owner_id', (%(owners)s::uuid[])[1 + branch * %(each)s + serial / 400 %% %(each)s],
    'state', CASE WHEN serial %% 20 = 0 THEN 'OPEN' ELSE 'RESOLVED' END,
    'resolved_at', CASE WHEN serial %% 20 = 0 THEN NULL ELSE at END, 'cause', 'C1',
    'attention_at', CASE WHEN serial %% 20 = 0 THEN at + interval '1 day' END,
    'opened_at', at, 'voiced_at', at, 'tracking_digest', sha256(serial::text::bytea)
)) AS made
WHERE one.id = %(template)s
"""
SAY = """
INSERT INTO cases_message (id, case_id, kind, channel, author_id, at, sealed, redacted)
SELECT gen_random_uuid(), id, 'CUSTOMER', 'HOTLINE', NULL, opened_at, '\\x00',
    (
        SELECT string_agg((%(words)s::text[])[1 + get_byte(chance, place) %% 14], '、')
        FROM generate_series(0, 5) AS place
    ) || CASE WHEN get_byte(chance, 6) = 7 AND get_byte(chance, 7) < 64 THEN %(rare)s ELSE '' END
FROM (
    SELECT *, sha256(number::bytea) AS chance FROM cases_case
    WHERE split_part(number, '-', 3)::bigint BETWEEN %(since)s AND %(until)s AND id <> %(template)s
) AS one
"""
PROMISE = """
INSERT INTO promises_promise SELECT made.*
FROM cases_case AS held, promises_promise AS one, LATERAL jsonb_populate_record(one, jsonb_build_object(
    'id', gen_random_uuid(), 'subject', 'case:' || held.id, 'path', held.path, 'owner_id', held.owner_id
)) AS made
WHERE one.subject = 'case:' || %(template)s AND held.state = 'OPEN' AND held.id <> %(template)s
    AND split_part(held.number, '-', 3)::bigint BETWEEN %(since)s AND %(until)s
"""
TEXT = """
INSERT INTO cases_casetext (case_id, words)
SELECT one.id, array_to_tsvector(
    cases_marks(one.number, one.path, one.opened_at) || cases_words(one.subject) || cases_words(said.redacted)
)
FROM cases_case AS one JOIN cases_message AS said ON said.case_id = one.id
WHERE split_part(one.number, '-', 3)::bigint BETWEEN %(since)s AND %(until)s AND one.id <> %(template)s
"""
FILLED = ("cases_case", "cases_message", "cases_casetext", "promises_promise")
INDEXES = """
SELECT found.indexrelid::regclass::text, pg_get_indexdef(found.indexrelid)
FROM pg_index AS found LEFT JOIN pg_constraint AS held ON held.conindid = found.indexrelid
WHERE found.indrelid = ANY(%s::regclass[]) AND held.oid IS NULL
"""


@dataclass(frozen=True, kw_only=True)
class FilledBank:
    """
    The people of the bank.

    Attributes:
        given: what the statements that fill it are told.
    """

    specialist: Any
    chief: Any
    given: dict[str, Any]


def filled_bank(rows: int) -> FilledBank:
    """The bank with ``rows`` cases."""
    bank = found_bank()
    fill(bank, since=1, until=rows)
    return bank


def found_bank() -> FilledBank:
    """Branches with people; an executive and one specialist as actors; one case that the others are copies of."""
    from yinuo.platform.identity.public import SYSTEM, Role, actor_of_staff, create_node, create_staff, nodes

    now = datetime.now(UTC)
    head = next(one for one in nodes(actor=SYSTEM) if one.depth == 0)

    def person(number: str, node_id: Any, role: Any) -> Any:
        return create_staff(
            number=number,
            name=number,
            node_id=node_id,
            roles=[role],
            actor=SYSTEM,
            now=now,
            with_password=False,
        ).id

    ids = []
    for place in range(BRANCHES):
        node = create_node(
            parent_id=head.id, kind="BRANCH", code=f"B{place}", name=f"{place}", actor=SYSTEM, now=now
        )
        ids += [
            person(f"P{place}-{one}", node.id, Role.COMPLAINT_SPECIALIST) for one in range(PEOPLE // BRANCHES)
        ]
    chief = person("CHIEF", head.id, Role.EXECUTIVE)
    given = {
        "template": template(),
        "words": list(WORDS),
        "owners": [str(one) for one in ids],
        "branches": BRANCHES,
        "each": PEOPLE // BRANCHES,
        "early": EARLY,
        "rare": RARE,
    }
    return FilledBank(specialist=actor_of_staff(ids[0]), chief=actor_of_staff(chief), given=given)


def template() -> str:
    """One case with everything."""
    from yinuo.core.customers.public import CustomerDetails
    from yinuo.features.cases.public import Kind, Source, open_case
    from yinuo.platform.identity.public import SYSTEM

    case = open_case(
        kind=Kind.COMPLAINT,
        source=Source.HOTLINE,
        subject="",
        text="样本",
        customer=CustomerDetails(name="李雷"),
        actor=SYSTEM,
        now=datetime.now(UTC) - timedelta(hours=1),
    )
    return str(case.id)


def fill(bank: FilledBank, *, since: int, until: int) -> float:
    """Cases number ``since`` to ``until``; the seconds that it took."""
    from yinuo.platform.jobs.postgres.location import DATABASE, Location

    begin = time.perf_counter()
    url = Location(Path(os.environ["YINUO_HOME"])).url_for(role="postgres", database=DATABASE)
    with psycopg.connect(url, autocommit=True, cursor_factory=psycopg.ClientCursor) as superuser:
        # What the triggers would do row by row is done here for all at once.
        superuser.execute("SET session_replication_role = replica")
        superuser.execute("SET maintenance_work_mem = '512MB'")
        superuser.execute("SET synchronous_commit = off")
        with without_indexes(superuser, begin):
            for first in range(since, until + 1, BATCH):
                last = min(first + BATCH - 1, until)
                for sql in (FILL, SAY, PROMISE, TEXT):
                    superuser.execute(sql, bank.given | {"since": first, "until": last})
                if until - since > BATCH:
                    tell(f"filled {last} of {until}", begin)
        superuser.execute("VACUUM ANALYZE")
    return time.perf_counter() - begin


@contextmanager
def without_indexes(superuser: psycopg.Connection[Any], begin: float) -> Iterator[None]:
    """The tables without the indexes that no constraint needs; built again at the end."""
    found = superuser.execute(INDEXES, [list(FILLED)]).fetchall()
    for name, _definition in found:
        superuser.execute(f"DROP INDEX {name}")
    # Without it, each batch would look for its own cases in all of them.
    superuser.execute("CREATE INDEX filling ON cases_case ((split_part(number, '-', 3)::bigint))")
    superuser.execute("CREATE INDEX said_filling ON cases_message (case_id)")
    yield
    superuser.execute("DROP INDEX filling, said_filling")
    for number, (name, definition) in enumerate(found, start=1):
        superuser.execute(definition)
        if time.perf_counter() - begin > 60:
            tell(f"index {number} of {len(found)}: {name}", begin)


def tell(text: str, begin: float) -> None:
    """A line of progress."""
    print(f"{time.perf_counter() - begin:6.0f} s  {text}", flush=True)
