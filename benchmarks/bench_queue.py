"""
The queue of a specialist, and the search for words, among many cases; beside the same among ten thousand.

A bank with twenty branches is filled set-based: cases of the last two years, nineteen of twenty closed, each with its
customer's words and, where it is open, its promises. The pages are asked for through the whole of Django, signed in as
a specialist of one branch and as an executive who sees everything.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from contextlib import redirect_stdout
from datetime import timedelta
from io import StringIO
from typing import Any

from customer_files import house

FEW = 10_000
BATCH = 50_000
BRANCHES, PEOPLE = 20, 40
ROUNDS = 40
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
INSERT INTO cases_case SELECT (jsonb_populate_record(one, jsonb_build_object(
    'id', gen_random_uuid(), 'number', 'TS-' || to_char(at, 'YYMMDD') || '-' || serial,
    'subject', (%(words)s::text[])[1 + serial %% 14], 'path', '/HQ/B' || serial %% %(branches)s || '/',
    'owner_id', (%(owners)s::uuid[])[1 + serial %% %(people)s],
    'state', CASE WHEN serial %% 20 = 0 THEN 'OPEN' ELSE 'RESOLVED' END,
    'resolved_at', CASE WHEN serial %% 20 = 0 THEN NULL ELSE at END, 'cause', 'C1',
    'attention_at', CASE WHEN serial %% 20 = 0 THEN at + interval '1 day' END,
    'opened_at', at, 'voiced_at', at, 'tracking_digest', sha256(serial::text::bytea)
))).*
FROM cases_case AS one, (
    SELECT serial, now() - serial %% 17520 * interval '1 hour' AS at
    FROM generate_series(%(since)s, %(until)s) AS serial
) AS made
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
INSERT INTO promises_promise SELECT (jsonb_populate_record(one, jsonb_build_object(
    'id', gen_random_uuid(), 'subject', 'case:' || held.id, 'path', held.path, 'owner_id', held.owner_id
))).*
FROM promises_promise AS one, cases_case AS held
WHERE one.subject = 'case:' || %(template)s AND held.state = 'OPEN' AND held.id <> %(template)s
    AND split_part(held.number, '-', 3)::bigint BETWEEN %(since)s AND %(until)s
"""


def found_bank() -> tuple[Any, Any, list[str]]:
    """Branches with people; an executive and one specialist as actors, and everybody's id."""
    from datetime import UTC, datetime

    from yinuo.platform.identity.public import SYSTEM, Role, actor_of_staff, create_node, create_staff, nodes

    now = datetime.now(UTC)
    head = next(one for one in nodes(actor=SYSTEM) if one.depth == 0)
    ids = []

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

    for place in range(BRANCHES):
        node = create_node(
            parent_id=head.id, kind="BRANCH", code=f"B{place}", name=f"{place}", actor=SYSTEM, now=now
        )
        ids += [
            person(f"P{place}-{one}", node.id, Role.COMPLAINT_SPECIALIST) for one in range(PEOPLE // BRANCHES)
        ]
    chief = person("CHIEF", head.id, Role.EXECUTIVE)
    return actor_of_staff(ids[0]), actor_of_staff(chief), [str(one) for one in ids]


def template() -> str:
    """One case with everything, which the others are copies of."""
    from datetime import UTC, datetime

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


def fill(since: int, until: int, given: dict[str, Any]) -> None:
    """Cases number ``since`` to ``until``."""
    from django.db import connection

    for begin in range(since, until + 1, BATCH):
        span = given | {"since": begin, "until": min(begin + BATCH - 1, until)}
        with connection.cursor() as cursor:
            for sql in (FILL, SAY, PROMISE):
                cursor.execute(sql, span)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def p95(work: Callable[[], object]) -> float:
    """Milliseconds of the slowest but one in twenty."""
    spent = []
    with redirect_stdout(StringIO()):  # where the log of requests goes
        for _ in range(ROUNDS):
            begin = time.perf_counter()
            work()
            spent.append((time.perf_counter() - begin) * 1000)
    return statistics.quantiles(spent, n=20)[-1]


def pages(specialist: Any, chief: Any) -> dict[str, Callable[[], object]]:
    """What is measured, by its name."""
    from tests.people import signed_in

    def page(actor: Any, address: str, **query: str) -> Callable[[], object]:
        browser = signed_in(actor)

        def ask() -> None:
            response = browser.get(address, query)
            assert response.status_code == 200, response.status_code

        return ask

    return {
        "my queue": page(specialist, "/cases/"),
        "team, complaints overdue": page(specialist, "/cases/", view="team", due="overdue", kind="COMPLAINT"),
        "everything, executive": page(chief, "/cases/all/"),
        "search, common words": page(chief, "/cases/all/", q="年费 违约金"),
        "search, a branch": page(specialist, "/cases/all/", q="提前还款"),
        "search, rare words": page(chief, "/cases/all/", q=RARE),
        "search, nothing": page(chief, "/cases/all/", q="鲸鱼骨"),
    }


def queries(work: Callable[[], object]) -> int:
    """How many queries it asks."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with redirect_stdout(StringIO()), CaptureQueriesContext(connection) as asked:
        work()
    return len(asked)


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rows", type=int, default=1_000_000)
    rows = asked.parse_args().rows
    with house():
        from django.conf import settings

        settings.ALLOWED_HOSTS = ["*"]
        plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
        settings.STORAGES = settings.STORAGES | {"staticfiles": plain}  # nothing was collected here
        specialist, chief, owners = found_bank()
        given = {
            "template": template(),
            "words": list(WORDS),
            "owners": owners,
            "branches": BRANCHES,
            "people": PEOPLE,
            "rare": RARE,
        }
        few = min(FEW, rows)
        fill(1, few, given)
        work = pages(specialist, chief)
        before = {name: (p95(ask), queries(ask)) for name, ask in work.items()}
        begin = time.perf_counter()
        fill(few + 1, rows, given)
        filled = time.perf_counter() - begin
        print(f"cases {rows}, beside {few} in the same run; p95 of {ROUNDS}; filled in {filled:.0f} s")
        for name, ask in work.items():
            then, now = before[name][0], p95(ask)
            count = queries(ask)
            print(
                f"{name:28} {then:8.1f} ms  {now:8.1f} ms  ratio {now / then:5.2f}"
                f"  queries {before[name][1]}, {count}"
            )


if __name__ == "__main__":
    main()
