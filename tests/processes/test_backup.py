"""The drill: a house with data is backed up, destroyed, restored, proved, and people sign in."""

from __future__ import annotations

import http.cookiejar
import json
import re
import shutil
import subprocess
import sys
import tarfile
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from tests.conftest import FAST
from tests.processes.furnish import CLEAR
from tests.processes.installation import YINUO, Installation, until
from yinuo.platform.jobs.postgres.binaries import client_environment, client_program
from yinuo.platform.jobs.postgres.location import Location
from yinuo.platform.jobs.postgres.server import Server

pytestmark = [pytest.mark.processes]


@dataclass(frozen=True)
class Drill:
    """A furnished house with its backup; the database is running."""

    house: Installation
    folder: Path
    keys: Path
    password: str
    server: Server

    @property
    def url(self) -> str:
        return Location(self.house.home).url

    def ask(self, statement: str) -> object:
        with psycopg.connect(self.url, autocommit=True) as connection:
            found = connection.execute(statement)
            return found.fetchall() if found.description else None

    def forge(self, statement: str) -> None:
        """Change evidence as only a superuser can who switches the guards off."""
        superuser = Location(self.house.home).url_for(role="postgres", database="yinuo")
        with psycopg.connect(superuser, autocommit=True) as connection:
            connection.execute("SET session_replication_role = replica")
            connection.execute(statement)


@pytest.fixture(scope="module")
def drill(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Drill]:
    place = tmp_path_factory.mktemp("drill")
    house = Installation(place / "home")
    server = Server(Location(house.home), settings=FAST)
    server.ensure_started()
    try:
        assert house.run("migrate").returncode == 0
        furnished = subprocess.run(
            [sys.executable, "-m", "tests.processes.furnish"],
            env=house.environment,
            cwd=Path(__file__).parents[2],
            capture_output=True,
            text=True,
            check=True,
        )
        (house.home / "files" / "ab").mkdir(parents=True)
        (house.home / "files" / "ab" / "cdef").write_bytes(b"sealed bytes")
        made = house.run("backup", str(place / "backups"), "--keys", str(place / "keys"))
        assert made.returncode == 0, made.stderr
        assert str(house.home / "keys") in made.stdout, "what is not in it, and must be kept elsewhere"
        [folder], [keys] = (place / "backups").glob("yinuo-*"), (place / "keys").glob("yinuo-*")
        yield Drill(house, folder, keys, furnished.stdout.splitlines()[-1], server)
    finally:
        server.stop()
        Server(Location(house.home)).stop()
        house.clean_up()


def restore(drill: Drill, *more: str, folder: Path | None = None, keys: Path | None = None) -> list[object]:
    done = drill.house.run("restore", str(folder or drill.folder), "--keys", str(keys or drill.keys), *more)
    assert done.returncode == 0 or done.stderr.count("\n") == 1, done.stderr
    return [done.returncode, done.stdout + done.stderr]


def test_a_backup_says_what_it_holds_and_is_for_its_owner_alone(drill: Drill) -> None:
    manifest = json.loads((drill.folder / "manifest.json").read_text())
    assert manifest["holds"]["customers"] == 2
    assert manifest["holds"]["cases"] == 2
    assert manifest["log_size"] > 10
    assert manifest["log_note"].startswith("yinuo\n")
    assert manifest["keys"] == drill.keys.name
    for path in (drill.keys, *drill.folder.iterdir()):
        assert path.stat().st_mode & 0o077 == 0, path
    assert not list(drill.folder.parent.glob("*unfinished*"))
    assert "house.backed_up" in str(drill.ask("SELECT action FROM audit_pendingentry"))


def test_wrapped_keys_and_the_installations_own_are_not_in_it(drill: Drill) -> None:
    [(owner, wrapped)] = drill.ask("SELECT owner::text, wrapped FROM vault_datakey LIMIT 1")  # type: ignore[misc]
    script = as_text(drill)
    assert bytes(wrapped).hex() not in script
    assert owner in script, "the customer is"
    assert owner in drill.keys.read_text()
    everything = b"".join(path.read_bytes() for path in (*drill.folder.iterdir(), drill.keys))
    for key in (drill.house.home / "keys").iterdir():
        for secret in re.findall(r"[A-Za-z0-9+/_-]{40,}=*", key.read_text()):
            assert secret.encode() not in everything, key.name


def test_no_clear_value_is_in_a_backup_a_plain_dump_the_disk_or_a_log(drill: Drill) -> None:
    drill.ask("CHECKPOINT") if is_superuser(drill) else None
    places = {"archive": as_text(drill).encode(), "plain dump": plain_dump(drill)}
    for path in [*drill.house.home.rglob("*"), *drill.folder.parent.rglob("*"), drill.keys]:
        if path.is_file() and "static" not in path.parts:
            with suppress(FileNotFoundError):  # the database is at work, and takes away what it is done with
                places[str(path)] = path.read_bytes()
    assert any("pg_wal" in name for name in places)
    assert any(name.endswith("postgres.log") for name in places)
    for name, content in places.items():
        for clear in CLEAR:
            for form in (clear.encode(), clear.encode().hex().encode(), json.dumps(clear)[1:-1].encode()):
                assert form not in content, f"{clear} in {name}"
    assert any("李".encode() in c or "支行".encode() in c for c in places.values()), (
        "this search finds what is there"
    )


def is_superuser(drill: Drill) -> bool:
    return drill.ask("SELECT rolsuper FROM pg_roles WHERE rolname = current_user") == [(True,)]


def as_text(drill: Drill) -> str:
    """The archive as the SQL that it stands for."""
    program = client_program("pg_restore", major=18)
    return subprocess.run(
        [program, "--file=-", drill.folder / "database.dump"], check=True, capture_output=True, text=True
    ).stdout


def plain_dump(drill: Drill) -> bytes:
    program = client_program("pg_dump", major=18)
    return subprocess.run(
        [program], env=client_environment(drill.url), check=True, capture_output=True
    ).stdout


def test_a_house_that_is_there_is_shown_and_not_replaced_unasked(drill: Drill) -> None:
    code, said = restore(drill)
    assert code == 65
    assert "2 customers" in str(said)
    assert "--replace" in str(said)


def test_an_open_house_is_not_replaced(drill: Drill) -> None:
    with psycopg.connect(drill.url):
        code, said = restore(drill, "--replace")
    assert code == 75
    assert "stop every yinuo process" in str(said)


def test_a_damaged_backup_is_refused_and_nothing_is_touched(drill: Drill, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(drill.folder, tmp_path / "copy"))
    content = bytearray((folder / "database.dump").read_bytes())
    content[len(content) // 2] ^= 1
    (folder / "database.dump").write_bytes(content)
    code, said = restore(drill, "--replace", folder=folder)
    assert (code, "not as it was written" in str(said)) == (65, True), said
    manifest = json.loads((drill.folder / "manifest.json").read_text())
    manifest["log_root"] = "AAAA"
    folder = Path(shutil.copytree(drill.folder, tmp_path / "second"))
    (folder / "manifest.json").write_text(json.dumps(manifest))
    code, said = restore(drill, "--replace", folder=folder)
    assert (code, "does not have the root" in str(said)) == (65, True), said
    assert drill.ask("SELECT count(*) FROM customers_customer") == [(2,)]
    assert drill.ask("SELECT count(*) FROM pg_database WHERE datname LIKE '%restoring'") == [(0,)]


def test_a_log_that_was_altered_before_the_backup_is_named_and_not_restored(
    drill: Drill, tmp_path: Path
) -> None:
    drill.forge("UPDATE audit_entry SET actor = 'staff:somebody' WHERE number = 3")
    try:
        made = drill.house.run("backup", str(tmp_path / "b"), "--keys", str(tmp_path / "k"))
        assert made.returncode == 0, made.stderr
    finally:
        drill.forge("UPDATE audit_entry SET actor = 'system' WHERE number = 3")
    [folder], [keys] = (tmp_path / "b").glob("yinuo-*"), (tmp_path / "k").glob("*.keys")
    code, said = restore(drill, "--replace", folder=folder, keys=keys)
    assert code == 65
    assert "entry 3: a column differs" in str(said)


def test_an_erased_customer_stays_unreadable_after_a_restore_with_the_newest_keys(
    drill: Drill, tmp_path: Path
) -> None:
    [(erased,)] = drill.ask("SELECT owner::text FROM vault_datakey ORDER BY owner LIMIT 1")  # type: ignore[misc]
    drill.ask(f"DELETE FROM vault_datakey WHERE owner = '{erased}'")  # noqa: S608 - an id of ours
    newer = drill.house.run("backup", str(tmp_path / "b"), "--keys", str(tmp_path / "k"))
    assert newer.returncode == 0, newer.stderr
    [keys] = (tmp_path / "k").glob("*.keys")
    code, said = restore(drill, "--replace", keys=keys)
    assert (code, "1 customers have no key" in str(said)) == (0, True), said
    assert drill.ask("SELECT count(*) FROM customers_customer") == [(2,)]
    opened = subprocess.run(
        [sys.executable, "-c", OPEN_ALL],
        env=drill.house.environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert sorted(opened.stdout.split()) == ["opened", "refused"]
    assert restore(drill, "--replace")[0] == 0, "with the old keys file, which is kept for days, all are back"
    assert drill.ask("SELECT count(*) FROM vault_datakey") == [(2,)]


OPEN_ALL = """
from yinuo.site.cli.work import at_work
with at_work():
    from yinuo.core.customers.models import Detail
    from yinuo.core.customers.names import place_of
    from yinuo.platform.vault.public import CannotOpen, unlock
    seen = {}
    for detail in Detail.objects.all():
        owner = detail.customer_id
        try:
            unlock([owner]).open(owner=owner, place=place_of(detail.pk), sealed=detail.sealed)
            seen.setdefault(owner, set()).add("opened")
        except CannotOpen:
            seen.setdefault(owner, set()).add("refused")
    print(*("+".join(found) for found in seen.values()))
"""


def test_a_killed_backup_leaves_nothing_that_looks_like_one_and_the_next_one_clears_up(
    drill: Drill, tmp_path: Path
) -> None:
    into = tmp_path / "backups"
    with psycopg.connect(drill.url) as other:
        other.execute("LOCK TABLE notices_notice IN ACCESS EXCLUSIVE MODE")  # so far it comes, and waits
        process = subprocess.Popen(
            [*YINUO, "backup", str(into), "--keys", str(tmp_path / "k")],
            env=drill.house.environment,
            stdout=subprocess.DEVNULL,
        )
        until(lambda: list(into.glob("*.unfinished")), what="a begun backup")
        process.kill()
        process.wait()
    assert all(path.name.endswith(".unfinished") for path in into.glob("yinuo-*"))
    again = drill.house.run("backup", str(into), "--keys", str(tmp_path / "k"))
    assert again.returncode == 0, again.stderr
    [made] = into.glob("yinuo-*")
    assert (made / "manifest.json").exists()


def test_a_full_disk_and_a_closed_folder_are_told_and_nothing_stays(drill: Drill, tmp_path: Path) -> None:
    closed = drill.house.run("backup", "/proc/yinuo", "--keys", str(tmp_path / "k"))
    assert closed.returncode == 73
    assert "/proc/yinuo" in closed.stderr
    small = tmp_path / "small"
    small.mkdir()
    mounted = [
        "unshare",
        "-Urm",
        "sh",
        "-c",
        'mount -t tmpfs -o size=64k tmpfs "$0" && exec "$@"',
        str(small),
    ]
    if subprocess.run([*mounted, "true"], check=False, capture_output=True).returncode:
        pytest.skip("no user namespaces to mount a small disk in")
    keep = 'shift; "$@"; code=$?; ls -A "$0"; exit $code'
    full = subprocess.run(
        [
            *mounted,
            "sh",
            "-c",
            keep,
            str(small),
            "-",
            *YINUO,
            "backup",
            str(small),
            "--keys",
            str(tmp_path / "k"),
        ],
        env=drill.house.environment | {"DATABASE_URL": drill.url},
        capture_output=True,
        text=True,
        check=False,
    )
    assert full.returncode == 73, full.stderr
    assert "no room" in full.stderr
    assert "yinuo-" not in full.stdout.replace("yinuo: ", ""), "nothing half-made"
    assert not list((tmp_path / "k").glob("*"))


def test_a_house_that_was_destroyed_comes_back_and_people_sign_in(drill: Drill, tmp_path: Path) -> None:
    """Last in this file: it destroys the house."""
    house = drill.house
    drill.server.stop()
    shutil.copytree(house.home / "keys", tmp_path / "keys")
    shutil.rmtree(house.home)

    code, said = restore(drill)
    assert (code, "put back the keys folder" in str(said)) == (65, True), said
    shutil.copytree(tmp_path / "keys", house.home / "keys", dirs_exist_ok=True)
    code, said = restore(drill)
    assert (code, "proves itself" in str(said)) == (0, True), said
    assert (house.home / "files" / "ab" / "cdef").read_bytes() == b"sealed bytes"
    assert house.run("audit", "verify").returncode == 0

    house.start()
    assert house.get("/readyz") == 200
    assert sign_in(house, "S006", "wrong words entirely").endswith("/account/sign-in/")
    assert sign_in(house, "S006", drill.password).endswith("/account/password/"), (
        "led to choose a password of their own"
    )
    assert house.stop() == 0
    with tarfile.open(drill.folder / "attachments.tar") as archive:
        assert archive.getnames() == ["ab/cdef"]


def sign_in(house: Installation, number: str, password: str) -> str:
    """Sign in as a browser does; where it leads."""
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
    origin = f"http://127.0.0.1:{house.port}"
    page = browser.open(f"{origin}/account/sign-in/").read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert token is not None
    form = {"login": number, "password": password, "csrfmiddlewaretoken": token[1]}
    answer = browser.open(f"{origin}/account/sign-in/", urllib.parse.urlencode(form).encode())
    return str(answer.geturl()).partition("?")[0]
