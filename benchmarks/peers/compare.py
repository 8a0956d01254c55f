"""
Ours beside django-helpdesk, doing the same four things: create, queue, reply, overdue.

Both run on the same database server, each with its own database, two processes and as many connections; eight clients
ask over HTTP on connections that they keep, and the two take turns in short rounds. Each is filled with as many cases
or tickets, one of twenty open. ``make bench-peers`` installs the peer into an environment of its own first.
"""

from __future__ import annotations

import argparse
import json
import os
import secrets
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import psycopg
from bench_open_case import TEXT, complaint
from crowd import CLIENTS, Crowd, Measured, together
from customer_files import house
from line import Line
from many_cases import filled_bank
from web import WORKERS, free_port, running_web, tokens, wait_for

HERE = Path(__file__).resolve().parent
DATABASE = "peer"
GOALS = {"create": 10.0}
SEEN = 400  # cases and tickets that are answered
Head = dict[str, str]


@dataclass(frozen=True, kw_only=True)
class Ask:
    """
    What the clients of one house ask: method, address and body, each for a number; which status says yes.

    Attributes:
        heads: one set of headers for each client.
    """

    url: str
    method: str
    path: str
    heads: tuple[Head, ...]
    body: str = ""
    turns: tuple[str, ...] = ("",)
    status: int = 200


def asking(ask: Ask, place: int) -> Callable[[int], None]:
    """One client; ``{turn}`` and ``{serial}`` in address and body are filled in."""
    line = Line(ask.url)
    head = ask.heads[place % len(ask.heads)]
    calls = count(place)

    def work(serial: int) -> None:
        turn = ask.turns[next(calls) * 7 % len(ask.turns)]
        path, body = (
            text.replace("{turn}", turn).replace("{serial}", f"{serial:08}") for text in (ask.path, ask.body)
        )
        status, said = line.ask(ask.method, path, head, body.encode())
        if status != ask.status:
            raise SystemExit(f"{ask.method} {path}: {status} {said[:300]!r}")

    return work


def ours(url: str, rows: int, people: list[Any], numbers: list[str]) -> dict[str, Ask]:
    """Our four, as programs with tokens and as a specialist at the screen."""
    from django.conf import settings

    from tests.people import signed_in

    cookie = settings.SESSION_COOKIE_NAME

    given = tokens(count=CLIENTS * (rows // 4_000 + 1), scopes=("cases:write", "cases:read"))
    programs = tuple(_json(f"Bearer {token}") for token in given)
    seats = tuple(
        {"Cookie": f"{cookie}={signed_in(who).cookies[cookie].value}", "Host": "127.0.0.1"} for who in people
    )
    text = json.dumps(
        {"text": "您好，年费已减免，三个工作日内退回。", "channel": "HOTLINE"}, ensure_ascii=False
    )
    new = json.dumps(complaint(0), ensure_ascii=False).replace("13800000000", "138{serial}")
    return {
        "create": Ask(url=url, method="POST", path="/api/v1/cases", heads=programs, body=new, status=201),
        "queue": Ask(url=url, method="GET", path="/cases/", heads=seats),
        "reply": Ask(
            url=url,
            method="POST",
            path="/api/v1/cases/{turn}/responses",
            heads=programs,
            body=text,
            turns=tuple(numbers),
            status=201,
        ),
        "overdue": Ask(url=url, method="GET", path="/cases/?view=overdue", heads=seats),
    }


def theirs(url: str, known: dict[str, Any]) -> dict[str, Ask]:
    """Their four: tickets and follow-ups over its API, its list of tickets as its page fetches it."""
    programs = (_json(f"Token {known['token']}"),)
    seats = ({"Cookie": f"sessionid={known['session']}"},)
    ticket = {
        "queue": known["queue"],
        "title": TEXT[:40],
        "description": TEXT,
        "submitter_email": "c{serial}@example.com",
        "priority": 3,
    }
    reply = {
        "ticket": "{turn}",
        "title": "reply",
        "comment": "您好，年费已减免，三个工作日内退回。",
        "public": True,
    }
    listed = "?draw=1&start=0&length=50&order[0][column]=6&order[0][dir]=asc&search[value]="
    listed = listed.replace("[", "%5B").replace("]", "%5D")
    return {
        "create": Ask(
            url=url, method="POST", path="/api/tickets/", heads=programs, body=json.dumps(ticket), status=201
        ),
        "queue": Ask(
            url=url, method="GET", path=f"/datatables_ticket_list/{known['mine']}{listed}", heads=seats
        ),
        "reply": Ask(
            url=url,
            method="POST",
            path="/api/followups/",
            heads=programs,
            body=json.dumps(reply, ensure_ascii=False).replace('"{turn}"', "{turn}"),
            turns=tuple(map(str, known["tickets"][:SEEN])),
            status=201,
        ),
        "overdue": Ask(
            url=url, method="GET", path=f"/datatables_ticket_list/{known['due']}{listed}", heads=seats
        ),
    }


def _json(authorization: str) -> Head:
    return {"Authorization": authorization, "Content-Type": "application/json"}


@contextmanager
def running_peer(home: Path, python: Path, rows: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """The peer's web server with two processes, filled; its address, and what its clients need to know."""
    from yinuo.platform.jobs.postgres.location import ROLE, Location

    location = Location(home)
    with psycopg.connect(
        location.url_for(role="postgres", database="postgres"), autocommit=True
    ) as superuser:
        superuser.execute(f"CREATE DATABASE {DATABASE} OWNER {ROLE}")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("YINUO_")} | {
        "DATABASE_URL": location.url,
        "PEER_DATABASE": DATABASE,
        "PEER_SECRET": secrets.token_hex(),
        "DJANGO_SETTINGS_MODULE": "helpdesk_settings",
        "PYTHONPATH": str(HERE),
    }
    fill = [str(python), str(HERE / "helpdesk_fill.py"), str(rows)]
    known = json.loads(
        subprocess.run(fill, env=environment, check=True, capture_output=True).stdout.splitlines()[-1]
    )
    port = free_port()
    log = home / "peer.log"
    serve = [
        str(python.with_name("gunicorn")),
        *("--workers", str(WORKERS), "--worker-class", "gthread", "--threads", "16"),  # as ours
        *("--bind", f"127.0.0.1:{port}", "--keep-alive", "60"),
        "django.core.wsgi:get_wsgi_application()",
    ]
    with log.open("wb") as lines:
        process = subprocess.Popen(serve, env=environment, stdout=lines, stderr=lines)
    try:
        wait_for(port, process, log)
        yield f"http://127.0.0.1:{port}", known
    finally:
        process.terminate()
        process.wait()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--python", type=Path, required=True, help="of the peer's environment")
    parser.add_argument("--rows", type=int, default=10_000, help="cases and tickets that are there already")
    parser.add_argument("--calls", type=int, default=400, help="calls of each kind, for each of both")
    parser.add_argument("--rounds", type=int, default=4)
    asked = parser.parse_args()
    with house() as home:
        bank = filled_bank(asked.rows)
        with (
            running_web(home) as url,
            running_peer(home, asked.python.absolute(), asked.rows) as (peer, known),
        ):
            mine = ours(url, asked.calls, [bank.specialist], open_numbers())
            others = theirs(peer, known)
            print(
                f"{asked.rows} cases and tickets, {CLIENTS} clients; each a second, median and p95 of a call in ms"
            )
            for name in mine:
                crowds = [
                    Crowd(name="ours", make=asking, given=(mine[name],)),
                    Crowd(name="theirs", make=asking, given=(others[name],)),
                ]
                each = max(asked.calls // asked.rounds, CLIENTS)
                measured = together(crowds, rounds=asked.rounds, each=each, warm=5 * CLIENTS)
                report(name, measured["ours"], measured["theirs"])


def open_numbers() -> list[str]:
    """Cases that can be answered."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM cases_case WHERE state = 'OPEN' ORDER BY number LIMIT %s", [SEEN])
        return [number for (number,) in cursor.fetchall()]


def report(name: str, mine: Measured, other: Measured) -> None:
    """One line of the table."""
    goal = f"  goal {GOALS[name]:g}" if name in GOALS else ""
    sides = "  ".join(
        f"{who} {one.rate:7.1f} /s {one.middle * 1000:6.1f} {one.p95 * 1000:6.1f}"
        for who, one in (("ours", mine), ("django-helpdesk", other))
    )
    print(f"{name:8} {sides}  ratio {mine.rate / other.rate:6.2f}{goal}", flush=True)


if __name__ == "__main__":
    main()
