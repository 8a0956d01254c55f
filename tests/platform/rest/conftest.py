"""A program with a token, and the interface as it calls it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from tests.people import Office, make_office
from yinuo.platform.identity.public import SYSTEM, create_token


@dataclass
class Program:
    """An integration that calls the interface with its token."""

    token: str
    language: str = "en"
    client: Client = field(default_factory=Client)

    def call(self, method: str, path: str, *, key: str | None = None, **extra: object) -> HttpResponse:
        headers = {"Authorization": f"Bearer {self.token}", "Accept-Language": self.language}
        if key is not None:
            headers["Idempotency-Key"] = key
        headers |= extra.pop("headers", {})  # type: ignore[arg-type]
        return self.client.generic(method, path, headers=headers, **extra)  # type: ignore[arg-type, return-value]

    def get(self, path: str, **extra: object) -> HttpResponse:
        return self.call("GET", path, **extra)  # type: ignore[arg-type]


def make_program(node_id: UUID, *scopes: str, days: int = 30, name: str = "Core banking") -> Program:
    now = timezone.now()
    created = create_token(
        name=name,
        scopes=scopes or ("organisation:read",),
        node_id=node_id,
        expires_at=now + timedelta(days=days),
        actor=SYSTEM,
        now=now,
    )
    return Program(token=created.text)


@pytest.fixture
def office(db: None) -> Office:
    return make_office()


@pytest.fixture
def program(office: Office) -> Program:
    return make_program(office.head)
