"""What travels is encrypted and the other side is who it says: browsers to us, and we to the database."""

from __future__ import annotations

import http.client
import os
import random
import ssl
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest

from tests.authority import Authority
from tests.conftest import FAST
from tests.processes.installation import PATIENCE, Installation, until
from yinuo.platform.jobs.postgres.location import Location
from yinuo.platform.jobs.postgres.server import Server
from yinuo.site.cli.database import CannotReach, look_at_database

pytestmark = [pytest.mark.processes]
PASSWORD = "open-sesame-open"


class Secured:
    """A PostgreSQL that answers over TLS alone, on a loopback address of its own."""

    def __init__(self, place: Path) -> None:
        self.address = f"127.{random.randint(2, 250)}.{random.randint(2, 250)}.{random.randint(2, 250)}"
        self.authority = Authority(place, "authority")
        self.place = place
        certificate, key = self.authority.issue(self.address, "db.example", name="database")
        (place / "hba").write_text("local all all trust\nhostssl all all 127.0.0.0/8 scram-sha-256\n")
        settings = {
            "listen_addresses": self.address,
            "ssl": "on",
            "ssl_cert_file": str(certificate),
            "ssl_key_file": str(key),
            "hba_file": str(place / "hba"),
        }
        self.server = Server(Location(place / "home"), settings=FAST | settings)
        self.server.ensure_started()
        with psycopg.connect(self.server.location.url, autocommit=True) as connection:
            connection.execute(f"ALTER ROLE yinuo PASSWORD '{PASSWORD}'")

    def url(self, *, host: str = "", root: Path | None = None, password: str = PASSWORD) -> str:
        return (
            f"postgresql://yinuo:{password}@{host or self.address}/yinuo?hostaddr={self.address}"
            f"&sslmode=verify-full&sslrootcert={root or self.authority.certificate}"
        )

    def show(self, certificate: tuple[Path, Path]) -> None:
        """Let the server show another certificate from now on."""
        for source, name in zip(certificate, ("database.pem", "database.key"), strict=True):
            (self.place / name).write_bytes(source.read_bytes())
        with psycopg.connect(
            self.server.location.url_for(role="postgres", database="postgres"), autocommit=True
        ) as connection:
            connection.execute("SELECT pg_reload_conf()")


@pytest.fixture(scope="module")
def secured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Secured]:
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    with pytest.MonkeyPatch.context() as patch:
        if debian and "YINUO_POSTGRES_BIN" not in os.environ:
            patch.setenv("YINUO_POSTGRES_BIN", str(debian[-1]))
        try:
            found = Secured(tmp_path_factory.mktemp("tls"))
        except Exception as error:
            if debian:
                raise
            pytest.skip(f"no PostgreSQL with TLS here ({error}); Debian's postgresql has it")
        yield found
        found.server.stop()


def test_the_database_is_reached_over_verified_tls(secured: Secured) -> None:
    assert look_at_database(secured.url()).is_encrypted
    assert look_at_database(secured.url(host="db.example")).is_encrypted


def test_a_command_works_over_it(secured: Secured, tmp_path: Path) -> None:
    house = Installation(tmp_path / "home")
    done = house.run("doctor", DATABASE_URL=secured.url())
    assert "over TLS" in done.stdout, done.stdout + done.stderr
    assert PASSWORD not in done.stdout + done.stderr


@pytest.mark.parametrize("what", ["another authority", "another host", "no TLS", "password"])
def test_whoever_is_not_the_database_is_refused_in_a_sentence(
    secured: Secured, tmp_path: Path, what: str
) -> None:
    url, says = {
        "another authority": (secured.url(root=Authority(tmp_path, "stranger").certificate), "sslrootcert"),
        "another host": (secured.url(host="bank.example"), "sslrootcert"),
        "no TLS": (secured.url().replace("verify-full", "disable"), "DATABASE_URL"),
        "password": (secured.url(password="wrong-words"), "password"),
    }[what]
    with pytest.raises(CannotReach) as refused:
        look_at_database(url)
    assert says in str(refused.value)
    assert "\n" not in str(refused.value)
    assert PASSWORD not in str(refused.value)


def test_an_expired_certificate_is_refused_in_a_sentence(secured: Secured, tmp_path: Path) -> None:
    good = [path.read_bytes() for path in (secured.place / "database.pem", secured.place / "database.key")]
    (tmp_path / "good.pem").write_bytes(good[0])
    (tmp_path / "good.key").write_bytes(good[1])
    secured.show(secured.authority.issue(secured.address, name="old", ends_in=-timedelta(days=1)))

    def refusal() -> str:
        try:
            look_at_database(secured.url())
        except CannotReach as error:
            return str(error)
        return ""

    until(refusal, what="the new certificate")
    assert "certificate verify failed" in refusal()
    assert "in force" in refusal()
    secured.show((tmp_path / "good.pem", tmp_path / "good.key"))
    until(lambda: not refusal(), what="the good certificate")


PRODUCTION = {
    "YINUO_MODE": "production",
    "YINUO_SECRET_KEY": "0123456789abcdef" * 4,
    "YINUO_ORIGIN": "https://promises.example.com",
    "YINUO_MAIL_URL": "smtp://localhost:25?plain",
}


def test_browsers_are_served_over_tls_of_1_2_or_newer_and_told_to_stay_there(tmp_path: Path) -> None:
    authority = Authority(tmp_path, "authority")
    certificate, key = authority.issue("promises.example.com", "127.0.0.1", name="web")
    house = Installation(tmp_path / "home")
    house.known_as, house.certificate = "promises.example.com", authority.certificate
    try:
        house.start(**PRODUCTION, YINUO_TLS_CERTIFICATE=str(certificate), YINUO_TLS_KEY=str(key))
        until(lambda: house.get("/live/healthz", port=house.live_port) == 200, what="the live process")
        trusting = ssl.create_default_context(cafile=authority.certificate)
        for port, path in (
            (house.port, "/complain/"),
            (house.port, "/nothing"),
            (house.live_port, "/live/healthz"),
        ):
            answer = ask(port, path, trusting)
            assert "max-age=31536000" in answer.headers["Strict-Transport-Security"], path
        strange = ssl.create_default_context(cafile=Authority(tmp_path, "stranger").certificate)
        with pytest.raises(ssl.SSLCertVerificationError):
            ask(house.port, "/complain/", strange)
        old = ssl.create_default_context(cafile=authority.certificate)
        old.set_ciphers("DEFAULT:@SECLEVEL=0")
        with pytest.warns(DeprecationWarning, match="TLSv1"):
            old.minimum_version, old.maximum_version = ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1
        for port in (house.port, house.live_port):
            with pytest.raises(ssl.SSLError):
                ask(port, "/complain/", old)
        doctor = house.run(
            "doctor", **PRODUCTION, YINUO_TLS_CERTIFICATE=str(certificate), YINUO_TLS_KEY=str(key)
        )
        assert "warning  certificate" in doctor.stdout, "it ends tomorrow"
    finally:
        house.clean_up()
        Server(Location(house.home)).stop()


def ask(port: int, path: str, context: ssl.SSLContext) -> http.client.HTTPResponse:
    connection = http.client.HTTPSConnection("127.0.0.1", port, timeout=PATIENCE, context=context)
    try:
        connection.request("GET", path, headers={"Host": "promises.example.com"})
        return connection.getresponse()
    finally:
        connection.close()


def test_a_key_that_is_not_the_certificates_is_refused_in_a_sentence(tmp_path: Path) -> None:
    authority = Authority(tmp_path, "authority")
    certificate, _ = authority.issue("127.0.0.1", name="one")
    _, other = authority.issue("127.0.0.1", name="two")
    house = Installation(tmp_path / "home")
    refused = house.run("web", YINUO_TLS_CERTIFICATE=str(certificate), YINUO_TLS_KEY=str(other))
    assert refused.returncode == 69
    assert "certificate files" in refused.stderr.splitlines()[-1]
    assert "Traceback" not in refused.stderr
