"""What an operator does on a house of their own, beside the processes or without them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import psycopg
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.conftest import FAST
from tests.processes.installation import Installation, until
from yinuo.platform.jobs.postgres.location import Location
from yinuo.platform.jobs.postgres.server import Server

pytestmark = [pytest.mark.processes]
ONE_TIME = r"\n[a-z0-9]{4}(-[a-z0-9]{4}){4}\n$"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    installation = Installation(tmp_path_factory.mktemp("yinuo") / "home")
    yield installation
    installation.clean_up()


@pytest.fixture(scope="module")
def database(house: Installation) -> Iterator[Server]:
    """The house's own database, for commands that need not start it."""
    server = Server(Location(house.home), settings=FAST)
    yield server
    server.stop()


def test_root_without_user_namespaces_is_told_what_to_do(house: Installation) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root needs user namespaces")
    refused = house.run("serve", PATH="/nonexistent")
    assert refused.returncode == 77
    assert "ordinary user" in refused.stderr
    assert "DATABASE_URL" in refused.stderr
    assert not (house.home / "postgres").exists(), "nothing half-made"


def test_a_house_is_opened_by_hand(house: Installation, database: Server) -> None:
    create = ("staff", "create", "A001", "Name", "--role", "SYSTEM_ADMINISTRATOR")
    early = house.run(*create)
    assert early.returncode == 65
    assert "yinuo migrate" in early.stderr

    assert house.run("migrate").returncode == 0
    assert house.database() == 0, "a command that started the database stops it again"
    database.ensure_started()  # from here on it is there
    with psycopg.connect(Location(house.home).url) as connection:
        [(policies,)] = connection.execute("SELECT count(*) FROM promises_policyversion").fetchall()
    assert policies > 0, "what every new house begins with"
    homeless = house.run(*create)
    assert homeless.returncode == 65
    assert "--institution" in homeless.stderr

    created = house.run(*create, "--institution", "Bank")
    assert created.returncode == 0, created.stderr
    assert re.search(ONE_TIME, created.stdout)
    again = house.run(*create)
    assert (again.returncode, again.stdout) == (65, "")
    unknown = house.run("staff", "create", "A002", "Name", "--unit", "MOON")
    assert unknown.returncode == 65
    assert "HO" in unknown.stderr, "the units that there are"

    reset = house.run("staff", "reset", "a001", "--second-factor")
    assert re.search(ONE_TIME, reset.stdout)
    assert reset.stdout.splitlines()[-1] != created.stdout.splitlines()[-1]


def test_the_evidence_of_what_was_done_verifies_until_somebody_touches_it(
    house: Installation, database: Server
) -> None:
    database.ensure_started()
    house.start()
    waiting = "SELECT count(*) FROM audit_pendingentry"
    with psycopg.connect(Location(house.home).url, autocommit=True) as connection:
        until(lambda: connection.execute(waiting).fetchone() == (0,), what="sealed evidence")
        house.stop()
        database.ensure_started()
    sound = house.run("audit", "verify")
    assert sound.returncode == 0, sound.stderr
    assert "everything is as it was" in sound.stdout
    with (
        psycopg.connect(Location(house.home).url, autocommit=True) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege, match="evidence is only added to"),
    ):
        connection.execute("UPDATE audit_entry SET actor = 'staff:somebody' WHERE number = 0")
    superuser = Location(house.home).url_for(role="postgres", database="yinuo")
    with psycopg.connect(superuser, autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute("UPDATE audit_entry SET actor = 'staff:somebody' WHERE number = 0")
    touched = house.run("audit", "verify")
    assert touched.returncode == 65
    assert touched.stderr.startswith("Entry 0: a column differs from the entry")


def test_a_token_is_given_out_and_taken_back(house: Installation) -> None:
    made = house.run("token", "create", "Importer", "--scope", "cases:read", "--days", "7")
    assert made.returncode == 0, made.stderr
    found = re.search(r"token ([0-9a-f-]{36}) is good for 7 days", made.stdout)
    assert found is not None
    assert made.stdout.splitlines()[-1].startswith("yin_")
    assert house.run("token", "revoke", found[1]).returncode == 0
    unknown = house.run("token", "revoke", "00000000-0000-7000-8000-000000000000")
    assert unknown.returncode == 65
    assert unknown.stderr.count("\n") == 1


PRODUCTION = {
    "YINUO_MODE": "production",
    "YINUO_SECRET_KEY": "0123456789abcdef" * 4,
    "YINUO_ORIGIN": "https://promises.example.com",
    "YINUO_MAIL_URL": "smtp://localhost:25?plain",
}


def test_the_demo_story_has_no_place_in_production(house: Installation) -> None:
    refused = house.run("demo", **PRODUCTION, YINUO_BEHIND_PROXY="1")
    assert refused.returncode == 78
    assert "demo story" in refused.stderr


def test_production_ends_tls_itself_and_refuses_plain_http(house: Installation, tmp_path: Path) -> None:
    refused = house.run("serve", **PRODUCTION)
    assert refused.returncode == 78
    assert "Plain HTTP is refused" in refused.stderr

    certificate, key = make_certificate(tmp_path)
    house.known_as, house.certificate = "promises.example.com", certificate
    try:
        house.start(**PRODUCTION, YINUO_TLS_CERTIFICATE=str(certificate), YINUO_TLS_KEY=str(key))
        assert house.get("/readyz") == 200
        until(lambda: house.get("/live/healthz", port=house.live_port) == 200, what="the live process")
        house.known_as = "evil.example.com"
        assert house.get("/") == 400
        house.known_as, house.certificate = "promises.example.com", None
        assert house.get("/") == 0
        assert house.stop() == 0
    finally:
        house.known_as, house.certificate = "", None


def make_certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate that signs itself, and its key."""
    private = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(private, hashes.SHA256())
    )
    paths = folder / "cert.pem", folder / "key.pem"
    paths[0].write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    plain = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    paths[1].write_bytes(private.private_bytes(*plain))
    return paths


def test_doctor_finds_a_sound_house_sound_and_an_open_key_file(house: Installation) -> None:
    sound = house.run("doctor")
    assert sound.returncode == 0, sound.stdout
    assert "tables         up to date" in sound.stdout
    assert "WRONG" not in sound.stdout

    key = house.home / "keys" / "vault.json"
    key.chmod(0o644)
    open_key = house.run("doctor")
    key.chmod(0o600)
    assert open_key.returncode == 77
    assert f"chmod 600 {key}" in open_key.stdout

    key.rename(key.with_suffix(".away"))
    missing = house.run("doctor")
    migrated = house.run("migrate")
    assert missing.returncode == 78
    assert "backup" in missing.stdout
    assert migrated.returncode == 0
    assert not key.exists(), "no new key is ever made for existing data"
    key.with_suffix(".away").rename(key)


def test_a_server_that_was_named_is_used_by_every_process(house: Installation) -> None:
    other = Installation(house.home.parent / "other")
    house.start()
    try:
        other.start(DATABASE_URL=Location(house.home).url)
        assert other.get("/readyz") == 200
        assert other.stop() == 0
        assert not (other.home / "postgres").exists()
        assert house.is_healthy()
    finally:
        other.clean_up()
        house.stop()
