"""What is no backup, or not this house's, is refused before anything is done."""

from __future__ import annotations

import json
import tarfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from yinuo.kernel.errors import DomainError
from yinuo.platform.audit.signing import SignedTree, make_signing_key, sign
from yinuo.platform.jobs.postgres.binaries import CannotFindProgram, client_environment, client_program
from yinuo.site.backup.errors import CannotReadBackup, CannotRestore
from yinuo.site.backup.folders import BackupFolder, move_into_place, pack, unpack
from yinuo.site.backup.keys_file import KeysFile, read_keys
from yinuo.site.backup.make_backup import forget_old_keys
from yinuo.site.backup.manifest import DATABASE, Manifest, check_files, fingerprint, read_manifest
from yinuo.site.backup.restore_backup import check_fit
from yinuo.site.cli.backup import places
from yinuo.site.config import BadConfiguration, read_config

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
KEYS = KeysFile(made_at=AT, columns=("owner",), rows=b"")


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    folder = tmp_path / "backup"
    folder.mkdir()
    (folder / DATABASE).write_bytes(b"rows")
    make_signing_key()
    manifest = Manifest(
        name="yinuo-20260302T010000Z",
        made_at=AT,
        version="0.1",
        postgresql=17,
        migrations=("cases.0001_initial",),
        files={DATABASE: fingerprint(folder / DATABASE)},
        log_size=3,
        log_root=bytes(32),
        log_note=sign(SignedTree(size=3, root=bytes(32))),
        log_waiting=0,
        keys="yinuo-20260302T010000Z.keys",
        holds={"customers": 2},
    )
    manifest.write(folder)
    return folder


def fit(manifest: Manifest, *, keys: KeysFile = KEYS, major: int = 17) -> None:
    check_fit(manifest, keys, major=major, known={"cases.0001_initial", "cases.0002_later"})


def test_what_was_written_is_read_back_and_fits(backup: Path) -> None:
    manifest = read_manifest(backup)
    assert (manifest.made_at, manifest.log_root, manifest.migrations) == (
        AT,
        bytes(32),
        ("cases.0001_initial",),
    )
    check_files(manifest, backup, step=lambda _: None)
    fit(manifest)
    fit(manifest, major=18, keys=replace(KEYS, made_at=AT + timedelta(days=400)))


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"migrations": ("cases.0001_initial", "cases.9999_new")}, "restore it with that release"),
        ({"postgresql": 18}, "restore into 18 or newer"),
        ({"made_at": AT + timedelta(seconds=1)}, "older than the backup"),
        ({"log_note": "yinuo\n3\nAAAA\n\n\u2014 yinuo AAAA\n"}, "not signed with the key"),
    ],
)
def test_a_backup_of_another_house_or_time_is_refused(
    backup: Path, change: dict[str, object], says: str
) -> None:
    with pytest.raises(CannotRestore, match=says):
        fit(replace(read_manifest(backup), **change))  # type: ignore[arg-type]


def _no_manifest(backup: Path) -> None:
    (backup / "manifest.json").unlink()


def _cut(backup: Path) -> None:
    (backup / "manifest.json").write_text("{")


def _later_form(backup: Path) -> None:
    (backup / "manifest.json").write_text('{"format": 2}')


def _no_object(backup: Path) -> None:
    (backup / "manifest.json").write_text("[1]")


def _lacks_a_file(backup: Path) -> None:
    (backup / DATABASE).unlink()


def _altered(backup: Path) -> None:
    (backup / DATABASE).write_bytes(b"r0ws")


def _leads_outside(backup: Path) -> None:
    content = json.loads((backup / "manifest.json").read_text())
    content["files"]["../elsewhere"] = [1, "00"]
    (backup / "manifest.json").write_text(json.dumps(content))


@pytest.mark.parametrize(
    ("damage", "refusal", "says"),
    [
        (_no_manifest, CannotReadBackup, "is no backup"),
        (_cut, CannotRestore, "damaged"),
        (_no_object, CannotRestore, "damaged"),
        (_later_form, CannotRestore, "later release"),
        (_lacks_a_file, CannotRestore, "is missing"),
        (_altered, CannotRestore, "not as it was written"),
        (_leads_outside, CannotRestore, "is missing"),
    ],
)
def test_a_damaged_backup_is_refused(
    backup: Path, damage: Callable[[Path], None], refusal: type[DomainError], says: str
) -> None:
    damage(backup)
    with pytest.raises(refusal, match=says):
        check_files(read_manifest(backup), backup, step=lambda _: None)


def keys_file(path: Path, body: bytes) -> Path:
    path.write_bytes(body + json.dumps({"sha256": sha256(body).hexdigest()}).encode() + b"\n")
    return path


HEAD = json.dumps({"yinuo_keys": 1, "made_at": AT.isoformat(), "columns": ["owner"]}).encode() + b"\n"


@pytest.mark.parametrize("rows", [b"", b"one\n", b"one\ntwo\n"])
def test_a_whole_keys_file_is_read(tmp_path: Path, rows: bytes) -> None:
    assert read_keys(keys_file(tmp_path / "x.keys", HEAD + rows)).rows == rows


@pytest.mark.parametrize("cut", range(1, 40, 7))
def test_a_cut_keys_file_is_refused(tmp_path: Path, cut: int) -> None:
    path = keys_file(tmp_path / "x.keys", HEAD + b"one\n")
    path.write_bytes(path.read_bytes()[:-cut])
    if cut == 1:  # a last line without its end says all the same
        return
    with pytest.raises(CannotRestore, match="no whole keys file"):
        read_keys(path)


@pytest.mark.parametrize("content", [b"", b"\n", b"{}\n", b"\xff\x00\n\n", b'{"sha256": 1}\n'])
def test_what_is_no_keys_file_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.keys").write_bytes(content)
    with pytest.raises(CannotRestore, match="no whole keys file"):
        read_keys(tmp_path / "x.keys")
    with pytest.raises(CannotReadBackup, match="--keys"):
        read_keys(tmp_path / "none.keys")


def test_keys_files_are_kept_for_days_and_the_newest_always(tmp_path: Path) -> None:
    names = [
        "mine.keys",
        "yinuo-20260101T000000Z.keys",
        "yinuo-20260225T000000Z.keys",
        "yinuo-20260301T000000Z.keys",
    ]
    for name in names:
        (tmp_path / name).touch()
    forgotten = forget_old_keys(tmp_path, older_than=AT - timedelta(days=3))
    assert [path.name for path in forgotten] == names[1:3]
    assert forget_old_keys(tmp_path, older_than=AT + timedelta(days=900)) == []
    assert (tmp_path / "mine.keys").exists()


def test_keys_among_the_backups_are_refused(tmp_path: Path) -> None:
    config = read_config({})
    with pytest.raises(BadConfiguration, match="among the backups"):
        places(config, tmp_path / "b", tmp_path / "b" / "keys")
    with pytest.raises(BadConfiguration, match="YINUO_BACKUPS"):
        places(config, None, None)
    assert places(config, tmp_path / "b", None) == (tmp_path / "b", tmp_path / "b-keys")
    named = read_config({"YINUO_BACKUPS": "/backups", "YINUO_BACKUP_KEYS": "/elsewhere"})
    assert places(named, None, None) == (Path("/backups"), Path("/elsewhere"))


def test_files_come_back_and_nothing_lands_outside(tmp_path: Path) -> None:
    folder = BackupFolder(name="attachments", path=tmp_path / "attachments")
    assert pack(folder, into=tmp_path / "empty.tar") == 0
    (folder.path / "ab").mkdir(parents=True)
    (folder.path / "ab" / "cdef").write_bytes(b"sealed")
    (folder.path / "link").symlink_to("/etc/passwd")
    assert pack(folder, into=tmp_path / "a.tar") == 1
    (folder.path / "later").touch()
    unpack(tmp_path / "a.tar", folder=folder)
    move_into_place(folder)
    assert [path.name for path in folder.path.rglob("*")] == ["ab", "cdef"]
    assert not list(tmp_path.glob("attachments.*"))
    (tmp_path / "a.tar").write_bytes(b"no archive at all" * 100)
    with pytest.raises(CannotRestore, match="use another backup"):
        unpack(tmp_path / "a.tar", folder=folder)


def member(name: str, kind: bytes = tarfile.REGTYPE, link: str = "") -> tarfile.TarInfo:
    made = tarfile.TarInfo(name)
    made.type, made.linkname = kind, link
    return made


@pytest.mark.parametrize(
    "hostile",
    [
        member("../outside"),
        member("a/../../outside"),
        member("/tmp/outside"),  # noqa: S108 - must not be written
        member("link", tarfile.SYMTYPE, "/etc/passwd"),
        member("link", tarfile.LNKTYPE, "../outside"),
        member("device", tarfile.CHRTYPE),
        member("pipe", tarfile.FIFOTYPE),
    ],
    ids=lambda one: f"{one.name} {one.type!r}",
)
def test_an_archive_that_somebody_made_is_refused(tmp_path: Path, hostile: tarfile.TarInfo) -> None:
    folder = BackupFolder(name="attachments", path=tmp_path / "home" / "attachments")
    with tarfile.open(tmp_path / "a.tar", "x") as archive:
        archive.addfile(hostile)
    with pytest.raises(CannotRestore, match="use another backup"):
        unpack(tmp_path / "a.tar", folder=folder)
    assert not (tmp_path / "home" / "outside").exists()
    assert not (tmp_path / "outside").exists()
    assert list(folder.unfinished.rglob("*")) == []


def test_a_server_without_fitting_programs_is_told_which_to_install() -> None:
    with pytest.raises(CannotFindProgram, match=r"postgresql-client-12.*YINUO_POSTGRES_BIN"):
        client_program("pg_dump", major=12)


def test_a_password_reaches_pg_dump_by_its_environment() -> None:
    found = client_environment("postgresql://yinuo:open-sesame@db/x?sslmode=verify-full&sslrootcert=/ca.pem")
    assert (found["PGPASSWORD"], found["PGSSLMODE"], found["PGSSLROOTCERT"]) == (
        "open-sesame",
        "verify-full",
        "/ca.pem",
    )
