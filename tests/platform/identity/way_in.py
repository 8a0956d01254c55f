"""A browser and an authenticator app, as a member of staff holds them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.auth import get_user_model
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from yinuo.platform.audit.public import Record, records_of

PASSWORD = "卡布奇诺与旧地图的秋天夜晚"
START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


@dataclass
class Person:
    """Somebody with a staff number; ``app`` is the key in their authenticator app once they have one."""

    id: UUID
    number: str
    browser: Client = field(default_factory=Client)
    app: str = ""

    def sign_in(self, password: str = PASSWORD, **more: str) -> HttpResponse:
        return self.browser.post(
            reverse("account_login"), {"login": self.number, "password": password, **more}
        )

    def code(self, at: datetime) -> str:
        return code_at(self.app, at)

    def show_code(self, code: str) -> HttpResponse:
        return self.browser.post(reverse("mfa_authenticate"), {"code": code})

    def set_up_app(self, at: datetime) -> HttpResponse:
        page = self.browser.get(reverse("mfa_activate_totp"))
        found = re.search(r'<code class="secret">(\w+)</code>', page.content.decode())
        assert found, page.content.decode()
        self.app = found[1]
        return self.browser.post(reverse("mfa_activate_totp"), {"code": self.code(at)})

    def records(self) -> list[Record]:
        return records_of(f"staff:{self.id}")

    def actions(self) -> list[str]:
        return [record.action for record in self.records()]


def code_at(secret: str, at: datetime) -> str:
    return format_hotp_value(hotp_value(secret, int(at.timestamp()) // 30))


def with_password(staff_id: UUID, password: str = PASSWORD) -> Person:
    """Somebody who has chosen their own password already, but has no second factor."""
    staff = get_user_model().objects.get(pk=staff_id)
    staff.set_password(password)
    staff.save()
    return Person(id=staff_id, number=staff.username)


def later(minutes: float) -> datetime:
    return START + timedelta(minutes=minutes)
