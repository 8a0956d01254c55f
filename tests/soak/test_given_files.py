"""Files that are being taken over while their worker is killed, and one as large as a page takes."""

from __future__ import annotations

import http.cookiejar
import itertools
import os
import re
import subprocess
import sys
import threading
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.processes.installation import Installation, children_of, kill, until
from yinuo.platform.jobs.postgres.location import Location

pytestmark = [pytest.mark.soak, pytest.mark.processes, pytest.mark.timeout(3600)]
PATIENCE = 900.0  # seconds for a file, on a busy machine
MEGABYTES = int(os.environ.get("YINUO_SOAK_MEGABYTES", "200"))
TABLES = {"customers": "customers_import", "cases": "cases_caseimport"}
IMPORTS = "/customers/import/"
HEADS = {"customers": "客户号,姓名,手机号,地址,备注\n", "cases": "编号,内容,提出时间,备注\n"}
# How much more memory a process may have than before, in MB: the part that is read, the batch that is sealed, and
# eight bytes for each row.
MORE_MEMORY = 100


class House(Installation):
    """An installation with a bank, that is given files."""

    def begin(self) -> None:
        self.start(YINUO_DEMO_STORY="0")
        self.program("tests.processes.furnish")

    def program(self, *command: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", *command],
            env=self.environment,
            cwd=Path(__file__).parents[2],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout.strip()

    def ask(self, statement: str) -> list[tuple[object, ...]]:
        with psycopg.connect(Location(self.home).url, autocommit=True) as connection:
            return connection.execute(statement).fetchall()

    def file(self, room: str) -> tuple[str, int, int, int, int, int]:
        """State, and how many rows: all, been through, taken, known, refused."""
        [(state, total, done, taken, known, refused)] = self.ask(
            f"SELECT state, total, done, taken, known, refused FROM {TABLES[room]}"  # noqa: S608 - our own names
        )
        return state, total, done, taken, known, refused  # type: ignore[return-value]

    def send_to_page(self, path: Path) -> str:
        """Sign in as a supervisor and send the file by the form, as a browser does; its id."""
        self.ask("UPDATE identity_staff SET persona = 'steward' WHERE username = 'S002' RETURNING id")
        [(person,)] = self.ask("SELECT id FROM identity_staff WHERE username = 'S002'")
        cookies = http.cookiejar.CookieJar()
        browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(cookies))
        origin = f"http://127.0.0.1:{self.port}"

        def token(page: str) -> str:
            found = re.search(
                r'name="csrfmiddlewaretoken" value="([^"]+)"', browser.open(origin + page).read().decode()
            )
            assert found is not None, page
            return found[1]

        form = urllib.parse.urlencode({"csrfmiddlewaretoken": token("/account/sign-in/")}).encode()
        browser.open(f"{origin}/account/sign-in/persona/{person}/", form)
        head = (
            f'--end\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{token(IMPORTS)}\r\n'
            '--end\r\nContent-Disposition: form-data; name="file"; filename="large.csv"\r\n'
            "Content-Type: text/csv\r\n\r\n"
        ).encode()
        tail = b"\r\n--end--\r\n"
        with path.open("rb") as file:
            request = urllib.request.Request(  # noqa: S310 - our own house
                origin + IMPORTS,
                data=itertools.chain([head], iter(lambda: file.read(2**18), b""), [tail]),  # type: ignore[arg-type]
                headers={
                    "Content-Type": "multipart/form-data; boundary=end",
                    "Content-Length": str(len(head) + path.stat().st_size + len(tail)),
                },
            )
            answer = browser.open(request, timeout=600)
        return str(answer.geturl()).rstrip("/").rpartition("/")[2]

    def kill_worker_within(self, room: str, state: str, *, behind: int) -> None:
        """SIGKILL, once the work in this state has been through some rows and before it ends."""
        until(
            lambda: self.file(room)[0] != state or self.file(room)[2] > behind,
            what="some rows",
            seconds=PATIENCE,
        )
        now = self.file(room)
        assert now[0] == state, f"over before the blow: {now}"
        worker = self.child("worker")
        assert worker
        kill(worker)
        until(lambda: self.child("worker") not in {0, worker}, what="another worker")


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path / "var")
    yield house
    house.clean_up()


def rows(room: str, number: int) -> str:
    if room == "customers":
        return f"K{number:07},客户{number % 97},139{number:08},东街{number % 300}号,旧系统\n"
    return f"2025-{number:06},对账单上多了一笔手续费,2025-03-{number % 28 + 1:02} 10:15,旧系统\n"


@pytest.mark.parametrize(("room", "count"), [("customers", 60_000), ("cases", 20_000)])
def test_a_worker_killed_in_the_middle_loses_and_doubles_nothing(
    house: House, tmp_path: Path, room: str, count: int
) -> None:
    bad = {row for row in range(count) if row % 1000 == 7}
    path = tmp_path / "file.csv"
    path.write_text(
        HEADS[room]
        + "".join(
            rows(room, row) if row not in bad else "=1+1,坏,2025-01-01 10:00,,\n" for row in range(count)
        )
        + rows(room, 0)  # a number that stood in the file before
    )
    house.begin()
    count_all = {
        "customers": "SELECT count(*) FROM customers_customer",
        "cases": "SELECT count(*) FROM cases_case",
    }[room]
    [(before,)] = house.ask(count_all)
    given = house.program("tests.processes.given_files", room, "give", str(path))

    house.kill_worker_within(room, "RECEIVED", behind=1_000)
    until(lambda: house.file(room)[0] == "CHECKED", what="the file looked through", seconds=PATIENCE)
    _state, total, *_counts, refused = house.file(room)
    assert (total, refused) == (count + 1, len(bad) + 1), "looking through began anew and saw each row once"

    house.program("tests.processes.given_files", room, "confirm", given)
    for share in (8, 2):
        house.kill_worker_within(room, "RUNNING", behind=count // share)
    until(lambda: house.file(room)[0] == "DONE", what="the file taken over", seconds=PATIENCE)
    assert house.file(room) == ("DONE", count + 1, count + 1, count - len(bad), 0, len(bad) + 1)

    if room == "customers":
        [(there, numbers)] = house.ask(
            "SELECT count(DISTINCT customer_id), count(DISTINCT digest) FROM customers_detailindex"
            " WHERE field = 'NUMBER'"
        )
        assert there == numbers == count - len(bad)
    else:
        [(there,)] = house.ask("SELECT count(DISTINCT external_id) FROM cases_case WHERE external_id > ''")
        assert there == count - len(bad)
    assert house.ask(count_all) == [(before + count - len(bad),)]
    problems = "SELECT count(*) FROM customers_importproblem"
    if room == "cases":
        problems = "SELECT jsonb_array_length(problems) FROM cases_caseimport"
    assert house.ask(problems) == [(len(bad) + 1,)], "each refused row is in the report once"
    assert house.run("audit", "verify").returncode == 0


class Memory:
    """How much of the machine's memory a process and its children have at most, while it is watched."""

    def __init__(self, house: House, *names: str) -> None:
        self._house, self._names = house, names
        self.first = {name: self._now(name) for name in names}
        self.most = dict(self.first)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def end(self) -> None:
        self._stop.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._stop.wait(0.2):
            for name in self._names:
                self.most[name] = max(self.most[name], self._now(name))

    def _now(self, name: str) -> int:
        process = self._house.child(name)
        return sum(resident(one) for one in (process, *children_of(process))) if process else 0


def resident(process: int) -> int:
    """MB."""
    try:
        status = Path(f"/proc/{process}/status").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) // 1024 for line in status.splitlines() if "VmRSS" in line), 0)


def test_the_largest_file_is_taken_over_in_little_memory_with_progress(house: House, tmp_path: Path) -> None:
    path, wanted = tmp_path / "large.csv", MEGABYTES * 10**6
    filler = "旧系统里的备注" * 60
    with path.open("w", encoding="utf-8") as file:
        size, number = file.write(HEADS["customers"]), 0
        while size < wanted - 2_000:
            line = rows("customers", number).replace("旧系统", filler)
            file.write(line)
            size, number = size + len(line.encode()), number + 1
    house.begin()
    memory = Memory(house, "web", "worker")
    begun = time.monotonic()
    given = house.send_to_page(path)
    arrived = time.monotonic() - begun
    seen: set[tuple[str, int]] = set()

    def watch(state: str) -> bool:
        seen.add(
            (house.file("customers")[0], int(str(house.ask("SELECT position FROM customers_import")[0][0])))
        )
        return house.file("customers")[0] == state

    until(lambda: watch("CHECKED"), what="the file looked through", seconds=PATIENCE)
    checked = time.monotonic() - begun
    house.program("tests.processes.given_files", "customers", "confirm", given)
    until(lambda: watch("DONE"), what="the file taken over", seconds=3 * PATIENCE)
    memory.end()
    print(
        f"{path.stat().st_size / 10**6:.0f} MB, {number:,} rows: arrived after {arrived:.0f} s, looked through after "
        f"{checked:.0f} s, taken over after {time.monotonic() - begun:.0f} s; memory (MB) at first and at most: "
        + ", ".join(f"{name} {memory.first[name]} and {memory.most[name]}" for name in memory.first)
    )
    assert house.file("customers") == ("DONE", number, number, number, 0, 0)
    for name, most in memory.most.items():
        assert most - memory.first[name] < MORE_MEMORY, name
    for state in ("RECEIVED", "RUNNING"):
        assert len({position for at, position in seen if at == state}) > 3, f"no progress was shown: {state}"
