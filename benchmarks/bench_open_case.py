"""
A complaint opened over REST by eight clients at two web processes, beside a bare transaction of four rows.

The whole path is asked for as another program does, over HTTP: token, allowance, customer sealed and found, words
redacted and sealed, owner chosen, promises made, evidence appended. The bare transaction inserts four plain rows (a
case, a message, a promise, an entry) into tables of their own on the same server, as durably, by eight connections
of two Python processes. The two take turns in the same run, so that the machine's moods fall on both.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from itertools import count
from statistics import median
from typing import Any
from uuid import uuid4

import psycopg
from crowd import CLIENTS, Crowd, Measured, together
from customer_files import house
from line import Line
from processor import backends_of_web, seconds_of, web_processes
from web import counted_queries, running_web, tokens

GOAL = 0.25
ROUNDS = 6
WARM = 160
BARE = """
CREATE TABLE bare_case (id uuid PRIMARY KEY, number text UNIQUE, subject text, state text, owner uuid, at timestamptz);
CREATE TABLE bare_message (id uuid PRIMARY KEY, case_id uuid, text text, at timestamptz);
CREATE TABLE bare_promise (id uuid PRIMARY KEY, subject text, due_at timestamptz, at timestamptz);
CREATE TABLE bare_entry (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, stream text, body jsonb, at timestamptz);
"""
TEXT = (
    "我的信用卡年费去年客户经理说可以减免，这个月账单还是扣了三百元，打了两次热线都说会有人联系我，至今没有。"
)


def complaint(serial: int) -> dict[str, Any]:
    """What one client sends: a customer whom nobody knows yet, with a phone."""
    return {
        "kind": "COMPLAINT",
        "source": "HOTLINE",
        "text": TEXT,
        "customer": {"name": "李雷", "phone": f"138{serial:08}"},
    }


def opening(url: str, given: list[str], place: int) -> Callable[[int], None]:
    """One client: a connection that is kept, a body that is written once, tokens of its own in turn."""
    line = Line(url)
    heads = [
        {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        for token in given[place::CLIENTS]
    ]
    before, after = json.dumps(complaint(0)).encode().split(b"00000000")
    serials = count()

    def work(serial: int) -> None:
        head = heads[next(serials) % len(heads)]
        status, body = line.ask("POST", "/api/v1/cases", head, b"%b%08d%b" % (before, serial, after))
        if status != 201:
            raise SystemExit(f"a case was refused: {status} {body!r}")

    return work


def inserting(url: str, place: int) -> Callable[[int], None]:
    """One connection that writes the four rows."""
    connection = psycopg.connect(url, autocommit=True, application_name=f"client {place}")

    def work(serial: int) -> None:
        case = uuid4()
        with connection.transaction():
            connection.execute(
                "INSERT INTO bare_case VALUES (%s, %s, %s, 'OPEN', %s, now())",
                [case, f"TS-{serial}", TEXT[:60], uuid4()],
            )
            connection.execute("INSERT INTO bare_message VALUES (%s, %s, %s, now())", [uuid4(), case, TEXT])
            connection.execute(
                "INSERT INTO bare_promise VALUES (%s, %s, now() + interval '1 day', now())",
                [uuid4(), f"case:{case}"],
            )
            connection.execute(
                "INSERT INTO bare_entry (stream, body, at) VALUES (%s, %s, now())",
                [f"case:{case}", json.dumps({"action": "case.opened", "number": f"TS-{serial}"})],
            )

    return work


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=2_400, help="complaints that are opened")
    rows = parser.parse_args().rows
    with house() as home, running_web(home) as address:
        from yinuo.platform.jobs.postgres.location import Location

        database = Location(home).url
        with psycopg.connect(database) as connection:
            connection.execute(BARE)
        given = tokens(count=CLIENTS * (rows // CLIENTS // 1000 + 1), scopes=("cases:write", "cases:read"))
        ours = Crowd(name="opened over REST", make=opening, given=(address, given))
        bare = Crowd(name="bare transaction of four rows", make=inserting, given=(database,))
        web, before = web_processes(), seconds_of(backends_of_web(database))
        idle = seconds_of(web)
        measured = together([ours, bare], rounds=ROUNDS, each=max(rows // ROUNDS, 8), warm=WARM)
        opened = measured[ours.name].each * ROUNDS + WARM
        spent = {
            "web": (seconds_of(web) - idle) / opened,
            "database": (seconds_of(backends_of_web(database)) - before) / opened,
        }
        queries = counted_queries(given[0], complaint(99_999_999))
    report(measured[ours.name], measured[bare.name], queries, spent)


def report(ours: Measured, bare: Measured, queries: int, spent: dict[str, float]) -> None:
    """
    Print both and their ratio.

    Args:
        spent: seconds of processor time for each opened case, by whose.
    """
    for one in (ours, bare):
        print(
            f"{one.name:32} {one.rate:8.1f} /s   median {one.middle * 1000:6.1f} ms, p95 {one.p95 * 1000:6.1f} ms"
        )
    ratios = sorted(mine / theirs for mine, theirs in zip(ours.rates, bare.rates, strict=True))
    ratio = ours.rate / bare.rate
    print(
        f"ours / bare                      {ratio:8.3f}   goal {GOAL}; of the {ROUNDS} rounds "
        f"{median(ratios):.3f} in the middle, {ratios[0]:.3f} to {ratios[-1]:.3f}"
    )
    whose = ", ".join(f"{who} {seconds * 1000:.2f} ms" for who, seconds in spent.items())
    print(f"processor time of one case       {whose}")
    print(f"queries of one request           {queries:8d}")


if __name__ == "__main__":
    main()
