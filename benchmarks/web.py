"""The product's own web processes for benchmarks, and tokens for those who ask them."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

WORKERS = 2
STARTS_WITHIN = 60.0  # seconds


@contextmanager
def running_web(home: Path) -> Iterator[str]:
    """``yinuo web`` with two processes on the house's database; its address."""
    from yinuo.site.cli.preparation import collect_static_files

    collect_static_files()
    port = free_port()
    log = home / "web.log"
    environment = os.environ | {"PORT": str(port), "YINUO_WEB_WORKERS": str(WORKERS), "YINUO_HOME": str(home)}
    command = [str(Path(sys.executable).with_name("yinuo")), "web"]
    with log.open("wb") as lines:
        process = subprocess.Popen(command, env=environment, stdout=lines, stderr=lines)
    try:
        wait_for(port, process, log)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


def wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    """Until something listens at the port; what it said, if it ended instead."""
    deadline = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit(f"the web server does not answer: {log.read_text()[-2000:]}")


def tokens(*, count: int, scopes: tuple[str, ...]) -> list[str]:
    """Tokens of the whole institution, so many that the allowance of none is what is measured."""
    from yinuo.platform.identity.public import SYSTEM, create_token, nodes

    now = datetime.now(UTC)
    head = next(one for one in nodes(actor=SYSTEM) if one.depth == 0)
    return [
        create_token(
            name=f"bench {number}",
            scopes=scopes,
            node_id=head.id,
            expires_at=now + timedelta(days=1),
            actor=SYSTEM,
            now=now,
        ).text
        for number in range(count)
    ]


def counted_queries(token: str, body: dict[str, Any]) -> int:
    """How many queries the database answers while one such case is opened, in this process."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(headers={"Authorization": f"Bearer {token}", "Host": "127.0.0.1"})

    def post() -> None:
        answer = client.post("/api/v1/cases", json.dumps(body), content_type="application/json")
        if answer.status_code != 201:
            raise SystemExit(f"a case was refused: {answer.status_code}")

    post()  # what is read once in a process is not counted
    with CaptureQueriesContext(connection) as asked:
        post()
    return len(asked)
