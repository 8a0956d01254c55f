"""Witnesses are told what continues what they saw; each is faked at its wire protocol."""

from __future__ import annotations

import dataclasses
import email
import email.policy
import http.server
import socket
import threading
from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from django.conf import settings
from django.core import mail
from django.test import override_settings

from tests.platform.audit.sample import AT, make_log, sql, switch_guards_off
from yinuo.platform.audit import models
from yinuo.platform.audit.models import Checkpoint, Entry
from yinuo.platform.audit.public import hand_to_witness, witness_states
from yinuo.platform.audit.witnessing import der, timestamp
from yinuo.platform.audit.witnessing.addresses import read_witness
from yinuo.platform.audit.witnessing.hand_over import due_witnesses

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def call(address: str, *, minutes: int = 0) -> bool:
    witness = read_witness(address)
    assert witness is not None
    with override_settings(CONFIG=dataclasses.replace(settings.CONFIG, witnesses=(witness,))):
        return hand_to_witness(name=witness.name, now=AT + minutes * MINUTE)


def failing(address: str) -> str:
    witness = read_witness(address)
    assert witness is not None
    with override_settings(CONFIG=dataclasses.replace(settings.CONFIG, witnesses=(witness,))):
        return witness_states()[0].failing


def rewrite_the_log() -> None:
    """What somebody with the database and the key could do: a log of the same length with other entries."""
    switch_guards_off()
    sql("ALTER TABLE audit_testimony DISABLE TRIGGER USER")
    for table in ("entry", "tile", "checkpoint", "stream"):
        sql(f"DELETE FROM audit_{table}")  # noqa: S608
    make_log(5, 9, 6)


def test_a_file_remembers_and_refuses_a_log_that_was_written_anew(tmp_path: Path) -> None:
    address = f"file://{tmp_path}/checkpoints.txt"
    make_log(5)
    assert call(address)
    make_log(9)
    assert call(address)
    assert call(address), "the same again is no failure"
    kept = (tmp_path / "checkpoints.txt").read_text()
    assert [note in kept for note in Checkpoint.objects.values_list("note", flat=True)] == [True, True]
    rewrite_the_log()
    models.Testimony.objects.all().delete()  # the database forgets; the file does not
    assert not call(address)
    assert failing(address) == "witness.inconsistent"
    assert (tmp_path / "checkpoints.txt").read_text() == kept


def test_what_cannot_be_reached_is_kept_as_failing_and_tried_again_after_a_minute(tmp_path: Path) -> None:
    make_log(3)
    address = f"file://{tmp_path}/away/checkpoints.txt"
    witness = read_witness(address)
    assert witness is not None
    assert not call(address)
    assert failing(address) == "witness.unreachable"
    with override_settings(CONFIG=dataclasses.replace(settings.CONFIG, witnesses=(witness,))):
        assert due_witnesses(now=AT + MINUTE / 2) == []
        assert due_witnesses(now=AT + MINUTE) == [address]
    (tmp_path / "away").mkdir()
    assert call(address, minutes=1)
    assert failing(address) == ""


def test_syslog_over_udp_tcp_and_a_unix_socket(tmp_path: Path) -> None:
    make_log(3)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
        udp.bind(("127.0.0.1", 0))
        udp.settimeout(5)
        assert call(f"syslog+udp://127.0.0.1:{udp.getsockname()[1]}")
        check_message(udp.recv(4096))
    with socket.create_server(("127.0.0.1", 0)) as tcp:
        tcp.settimeout(5)
        assert call(f"syslog+tcp://127.0.0.1:{tcp.getsockname()[1]}")
        connection, _peer = tcp.accept()
        with connection:
            framed = connection.makefile("rb").read()
        length, _, message = framed.partition(b" ")
        assert int(length) == len(message)
        check_message(message)
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as unix:
        unix.bind(str(tmp_path / "log"))
        unix.settimeout(5)
        assert call(f"syslog+unix://{tmp_path}/log")
        check_message(unix.recv(4096))
    assert not call(f"syslog+unix://{tmp_path}/nobody")


def check_message(message: bytes) -> None:
    checkpoint = Checkpoint.objects.get()
    head, _, text = message.decode().partition("] \ufeff")
    assert head.startswith("<109>1 2026-03-01T09:30:00.000+00:00 ")
    assert head.endswith(f'size="3" root="{bytes(checkpoint.root).hex()}"')
    assert text == checkpoint.note.strip().replace("\n\n", " ").replace("\n", " ")


def test_the_auditor_gets_mails_that_prove_growth() -> None:
    for size in (4, 5):
        make_log(size)
        assert call("mailto:auditor@bank.example")
    first, second = mail.outbox
    assert second.to == ["auditor@bank.example"]
    notes = {checkpoint.size: checkpoint.note for checkpoint in Checkpoint.objects.all()}
    assert notes[4] in first.body
    assert notes[4] in second.body
    assert notes[9] in second.body


def test_the_mail_arrives_at_a_real_server() -> None:
    received = Mailbox()
    server = Controller(received, hostname="127.0.0.1", port=free_port())
    server.start()
    try:
        with override_settings(
            EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend",
            EMAIL_HOST="127.0.0.1",
            EMAIL_PORT=server.port,
        ):
            make_log(4)
            assert call("mailto:auditor@bank.example")
            received.answer = "550 no such mailbox"
            make_log(5)
            assert not call("mailto:auditor@bank.example", minutes=1)
    finally:
        server.stop()
    assert failing("mailto:auditor@bank.example") == "witness.unreachable"
    recipients, content = received.mails[0]
    assert recipients == ["auditor@bank.example"]
    body = email.message_from_bytes(content, policy=email.policy.default).get_content().replace("\r\n", "\n")
    assert Checkpoint.objects.get(size=4).note in body
    assert len(received.mails) == 1


class Mailbox:
    """What an SMTP server was handed."""

    def __init__(self) -> None:
        self.mails: list[tuple[list[str], bytes]] = []
        self.answer = "250 kept"

    async def handle_DATA(self, server: object, session: object, envelope: Envelope) -> str:  # noqa: N802 - the name that aiosmtpd calls
        if self.answer.startswith("250"):
            self.mails.append((envelope.rcpt_tos, envelope.original_content or b""))
        return self.answer


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


class Service(http.server.BaseHTTPRequestHandler):
    """A time stamp service that speaks RFC 3161, with a key of its own."""

    key = ec.generate_private_key(ec.SECP256R1())
    spoil = ""

    def do_POST(self) -> None:
        asked = der.read(self.rfile.read(int(self.headers["Content-Length"])))[0].parts()
        assert self.headers["Content-Type"] == "application/timestamp-query"
        imprint, nonce = asked[1].whole, asked[2].whole
        if self.spoil == "nonce":
            nonce = der.integer(7)
        if self.spoil == "digest":
            imprint = imprint[:-1] + bytes([imprint[-1] ^ 1])
        policy, time = der.oid("1.2.3.4"), der.write(0x18, b"20260301093000Z")
        info = der.write(der.SEQUENCE, der.integer(1), policy, imprint, der.integer(99), time, nonce)
        digest = sha256(b"else" if self.spoil == "content" else info).digest()
        kind = der.write(
            der.SEQUENCE, der.oid("1.2.840.113549.1.9.3"), der.write(der.SET, timestamp.TST_INFO)
        )
        said = der.write(
            der.SEQUENCE, timestamp.MESSAGE_DIGEST, der.write(der.SET, der.write(der.OCTETS, digest))
        )
        key = ec.generate_private_key(ec.SECP256R1()) if self.spoil == "key" else self.key
        signature = key.sign(der.write(der.SET, kind, said), ec.ECDSA(SHA256()))
        algorithm = der.write(der.SEQUENCE, timestamp.SHA256_OID)
        signer = der.write(
            der.SEQUENCE,
            der.integer(1),
            der.write(der.SEQUENCE, der.write(der.SEQUENCE), der.integer(1)),
            algorithm,
            der.write(der.CONTEXT_0, kind, said),
            der.write(der.SEQUENCE, der.oid("1.2.840.10045.4.3.2")),
            der.write(der.OCTETS, signature),
        )
        content = der.write(
            der.SEQUENCE, timestamp.TST_INFO, der.write(der.CONTEXT_0, der.write(der.OCTETS, info))
        )
        signed = der.write(
            der.SEQUENCE, der.integer(3), der.write(der.SET, algorithm), content, der.write(der.SET, signer)
        )
        token = der.write(der.SEQUENCE, timestamp.SIGNED_DATA, der.write(der.CONTEXT_0, signed))
        status = der.write(der.SEQUENCE, der.integer(2 if self.spoil == "refused" else 0))
        answer = b"\x30\x82" if self.spoil == "noise" else der.write(der.SEQUENCE, status, token)
        self.send_response(503 if self.spoil == "down" else 200)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def service(tmp_path: Path) -> Iterator[str]:
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "stamps")])
    certificate = (
        x509.CertificateBuilder(name, name, Service.key.public_key(), 1)
        .not_valid_before(AT)
        .not_valid_after(AT + timedelta(days=9))
        .sign(Service.key, SHA256())
    )
    path = tmp_path / "stamps.pem"
    path.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    server = http.server.HTTPServer(("127.0.0.1", 0), Service)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield f"tsa+http://127.0.0.1:{server.server_port}/stamp?certificate={path}"
    Service.spoil = ""
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_time_stamp_is_asked_for_checked_and_kept(service: str) -> None:
    make_log(3)
    assert call(service)
    digest = sha256(Checkpoint.objects.get().note.encode()).digest()
    assert digest in bytes(models.Testimony.objects.get().token)


@pytest.mark.parametrize("spoil", ["nonce", "digest", "content", "key", "refused", "noise", "down"])
def test_a_time_stamp_that_is_not_what_was_asked_for_is_refused(service: str, spoil: str) -> None:
    make_log(3)
    Service.spoil = spoil
    assert not call(service)
    assert failing(service) == "witness.refused"
    assert not models.Testimony.objects.exists()
    assert Entry.objects.count() == 3


BAD = [
    "file:relative",
    "file://host/path",
    "http://host",
    "syslog+udp://",
    "mailto:nobody",
    "mailto:a@b@c",
    "tsa+https://user:secret@host/",
    "tsa+http://host:99999/",
    "",
]


@pytest.mark.parametrize("address", BAD)
def test_what_is_no_witness_is_refused(address: str) -> None:
    assert read_witness(address) is None
