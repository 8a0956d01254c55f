"""A database server that cannot be used is refused in a sentence that says what to do, and no password."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.db import connection

from yinuo.site.cli.database import (
    CannotReach,
    CannotTrustClock,
    CannotUse,
    Database,
    check_database,
    look_at_database,
    refuse_unfit,
)

FINE = Database(
    version=17,
    role="yinuo",
    is_superuser=False,
    is_encrypted=True,
    is_local=False,
    is_read_only=False,
    skew=0.2,
)


@pytest.fixture
def old_server() -> Iterator[int]:
    """A server that speaks just enough of PostgreSQL's protocol to say that it is version 13."""
    listener = socket.create_server(("127.0.0.1", 0))

    def message(kind: bytes, body: bytes) -> bytes:
        return kind + struct.pack("!I", len(body) + 4) + body

    def answer() -> None:
        visitor, _ = listener.accept()
        with visitor:
            (length,) = struct.unpack("!I", visitor.recv(4))
            visitor.recv(length - 4)
            visitor.sendall(
                message(b"R", struct.pack("!I", 0))
                + message(b"S", b"server_version\x0013.14\x00")
                + message(b"S", b"client_encoding\x00UTF8\x00")
                + message(b"Z", b"I")
            )
            while visitor.recv(1024):
                pass

    thread = threading.Thread(target=answer)
    thread.start()
    yield listener.getsockname()[1]
    thread.join(timeout=5)
    listener.close()


def test_a_server_older_than_15_is_refused(old_server: int) -> None:
    url = f"postgresql://yinuo@127.0.0.1:{old_server}/yinuo?sslmode=disable&gssencmode=disable"
    with pytest.raises(CannotUse, match=r"PostgreSQL 13; 15 or newer .* DATABASE_URL"):
        check_database(url)


def test_a_server_that_does_not_answer_is_named_without_its_password() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
        with pytest.raises(CannotReach) as refused:
            look_at_database(f"postgresql://yinuo:open-sesame@127.0.0.1:{port}/yinuo")
    assert str(port) in str(refused.value)
    assert "DATABASE_URL" in str(refused.value)
    assert "open-sesame" not in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_replica_is_refused() -> None:
    with pytest.raises(CannotUse, match="primary"):
        refuse_unfit(replace(FINE, is_read_only=True))


@pytest.mark.parametrize("skew", [61.0, -61.0, 86_400.0])
def test_clocks_that_differ_by_more_than_a_minute_are_refused(skew: float) -> None:
    with pytest.raises(CannotTrustClock, match="NTP"):
        refuse_unfit(replace(FINE, skew=skew))


def test_a_small_difference_is_accepted() -> None:
    refuse_unfit(replace(FINE, skew=-59.0))


@pytest.mark.django_db
def test_the_tests_own_server_fits() -> None:
    parts = connection.settings_dict
    found = check_database(
        f"postgresql://{parts['USER']}@/{parts['NAME']}?host={parts['HOST']}"
        + (f"&port={parts['PORT']}&password={parts['PASSWORD']}" if parts["PORT"] else "")
    )
    assert found.version >= 15
    assert abs(found.skew) < 5
