"""Every answer closes the browser's doors: pages, refusals, files, the interface for programs."""

from __future__ import annotations

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


PROGRAM = {"authorization": "Bearer yin_unknown"}


@pytest.mark.parametrize(
    ("address", "host", "status"),
    [
        ("/complain/", "localhost", 200),
        ("/static/identity/account.css", "localhost", 200),
        ("/no/such/page", "localhost", 404),
        ("/complain/", "evil.example", 400),
        ("/metrics", "localhost", 200),
        ("/api/v1/cases", "localhost", 401),
        ("/api/v1/", "localhost", 200),
    ],
)
def test_every_answer_carries_the_headers(address: str, host: str, status: int) -> None:
    answer = Client(raise_request_exception=False).get(address, headers={"host": host})
    answer.close()  # of a file, that is the file's end
    assert answer.status_code == status
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in answer.headers["Permissions-Policy"]
    assert answer.headers["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize(
    ("address", "host", "status"),
    [
        ("/api/v1/cases", "localhost", 401),
        ("/api/v1/nowhere", "localhost", 401),
        ("/api/v1/cases", "evil.example", 400),
        ("/api/v1/", "localhost", 200),
        ("/api/v1/openapi.json", "localhost", 200),
        ("/complain/", "localhost", 200),
    ],
)
def test_a_call_of_a_program_is_closed_as_tightly(address: str, host: str, status: int) -> None:
    answer = Client(raise_request_exception=False).get(address, headers={"host": host} | PROGRAM)
    assert answer.status_code == status
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
