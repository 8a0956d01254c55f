"""
What is seeded in clear through every way in is found nowhere: pages, interface, logs, errors, metrics, addresses.

Each value is unlike any other; they go in with what customers tell and staff write.
"""

from __future__ import annotations

import json
import logging
import re
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import product
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.contracts.test_routes import ROUTES
from tests.house_models import house_models
from tests.people import make_office, make_staff, signed_in
from yinuo.core.customers.public import CustomerDetails, sealed_details
from yinuo.features.cases.models import Case, Message
from yinuo.features.cases.public import (
    Kind,
    Source,
    add_customer_message,
    add_note,
    open_case,
    record_response,
)
from yinuo.platform.audit.public import sequence_all
from yinuo.platform.identity.public import SYSTEM, Role, create_token, known_scopes
from yinuo.platform.reveals.public import ask_for_more, record_reveal, review_reveals
from yinuo.site.config import Mode, read_config
from yinuo.site.logs import formatter

NAME, PHONE, MAIL = "欧阳丹枫", "13917264835", "danfeng.ouyang@example.net"
IDENTITY, CARD, NUMBER = "11010519491231002X", "6222021234567890128", "C88231947"
SECRETS = {
    "name": NAME,
    "phone": PHONE,
    "mail": MAIL,
    "identity": IDENTITY,
    "card": CARD,
    "number": NUMBER,
    "mail's name": "danfeng.ouyang",
    "phone in groups": "139 1726 4835",
}
TEXT = f"我叫{NAME}，电话 {PHONE}，邮箱 {MAIL}，身份证 {IDENTITY}，卡号 {CARD}，年费没有退。"


@dataclass
class Heard:
    """Everything that the house said to anybody, by where it was said."""

    said: list[tuple[str, str]] = field(default_factory=list)

    def hear(self, where: str, answer: HttpResponse) -> HttpResponse:
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
        self.said.append((where, body.decode(errors="replace")))
        self.said.append((f"{where} headers", str(dict(answer.headers))))
        return answer

    def leaks(self) -> list[tuple[str, str]]:
        return sorted(
            {(where, name) for where, text in self.said for name, secret in SECRETS.items() if secret in text}
        )


@dataclass
class Town:
    """A branch with one person of each role, and what the addresses of its pages need."""

    node: UUID
    case: Case
    token: str
    message: UUID
    program: str
    heard: Heard


@pytest.fixture
def town(db: None) -> Town:
    office, now, heard = make_office(), timezone.now(), Heard()
    specialist = make_staff(office.north, Role.COMPLAINT_SPECIALIST)
    boss = make_staff(office.north, Role.SUPERVISOR)
    opened = open_case(
        kind=Kind.COMPLAINT,
        source=Source.COUNTER,
        subject=f"{NAME}的年费 {PHONE}",
        text=TEXT,
        customer=CustomerDetails(name=NAME, phone=PHONE, email=MAIL, identity=IDENTITY, number=NUMBER),
        actor=SYSTEM,
        now=now,
        path=specialist.node_path or "",
    )
    add_customer_message(token=opened.tracking_token, text=f"补充：{TEXT}", now=now)
    add_note(case_id=opened.id, text=f"已致电 {PHONE}，{NAME}本人接听", actor=specialist, now=now)
    record_response(case_id=opened.id, text=f"{NAME}您好，{CARD} 的年费今天退回。", actor=specialist, now=now)
    case = Case.objects.get(pk=opened.id)
    for detail in sealed_details(customer_id=case.customer_id):
        one = record_reveal(
            kind="cases.detail",
            object_id=detail.id,
            reason="CALL",
            text=f"回电 {PHONE}，卡号 {CARD}",
            actor=specialist,
            now=now,
        )
    review_reveals(reveal_ids=[one], justified=False, note=f"不必查看 {PHONE}", actor=boss, now=now)
    ask_for_more(hourly=60, hours=2, reason=f"回访 {PHONE} 等客户", actor=specialist, now=now)
    made = create_token(
        name="核心",
        scopes=[scope.code for scope in known_scopes()],
        node_id=office.head,
        expires_at=now + timedelta(days=9),
        actor=SYSTEM,
        now=now,
    )
    sequence_all(now=now)
    message = case.messages.first()
    assert message is not None
    return Town(
        node=office.north,
        case=case,
        token=opened.tracking_token,
        message=message.pk,
        program=made.text,
        heard=heard,
    )


def in_english(browser: Client) -> Client:
    browser.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return browser


def ids(room: str) -> list[str]:
    found = []
    for model in house_models(room):
        found += [str(row.pk) for row in model._default_manager.all()[:20] if isinstance(row.pk, UUID)]
    return found


def walk(town: Town, role: Role) -> None:
    """Open every page that a role has, with everything that is there."""
    browser = in_english(signed_in(make_staff(town.node, role)))
    for route in ROUTES:
        access = getattr(route.view, "access", None)
        if not route.ours or access is None or access.token or "GET" not in access.methods:
            continue
        if access.roles is not None and role not in access.roles:
            continue
        room = route.view.__module__.split(".")
        for values in fillings(route.path, room[2] if len(room) > 2 else "", town):
            address = reverse(route.name, kwargs=values)
            town.heard.hear(f"{role} {address}", browser.get(address))


def fillings(path: str, room: str, town: Town) -> list[dict[str, str]]:
    """What the parts of an address can be: numbers count from one, ids are those of the room."""
    known = {"number": town.case.number, "token": town.token, "kind": "cases.detail"}
    rooms = {config.label for config in apps.get_app_configs()}
    own = ids(room) if room in rooms else []
    if room == "reveals":
        own += ids("customers") + ids("cases")
    choices: dict[str, list[str]] = {}
    for kind, name in re.findall(r"<(?:(\w+):)?(\w+)>", path):
        if kind == "int":
            choices[name] = ["1", "2", "3"]
        else:
            choices[name] = [known[name]] if name in known and kind != "uuid" else own
    return [dict(zip(choices, values, strict=True)) for values in product(*choices.values())]


@pytest.mark.timeout(900)
def test_no_page_shows_a_clear_value_to_any_role(town: Town) -> None:
    for role in Role:
        walk(town, role)
    assert len(town.heard.said) > 200
    assert town.heard.leaks() == []


def test_the_interface_the_portal_and_the_metrics_show_none(town: Town) -> None:
    program = {"authorization": f"Bearer {town.program}"}
    described = Client().get("/api/v1/openapi.json").json()
    for path in described["paths"]:
        address = re.sub(r"{\w+}", town.case.number, path)
        address = address if address.startswith("/api") else f"/api/v1{address}"
        town.heard.hear(address, Client().get(address, headers=program))
    guest = in_english(Client())
    town.heard.hear("portal", guest.get(f"/c/{town.token}/"))
    town.heard.hear("metrics", guest.get("/metrics"))
    assert town.heard.leaks() == []


def test_refused_and_failing_requests_repeat_nothing(
    town: Town, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.INFO)
    caplog.set_level(
        logging.CRITICAL, "django.request"
    )  # as the house sets it: its own request log says it better
    browser = in_english(signed_in(make_staff(town.node, Role.SUPERVISOR)))
    browser.raise_request_exception = False
    heard = town.heard
    program = {"authorization": f"Bearer {town.program}"}
    for address in (f"/cases/{PHONE}/", f"/nothing/{PHONE}/?q={CARD}", f"/cases/all/?q={IDENTITY}&x={MAIL}"):
        answer = browser.get(address)
        heard.said.append((f"status {address[:8]}", str(answer.status_code)))
    bad = json.dumps({"kind": CARD, "text": TEXT, "customer": {"name": NAME, "phone": f"{PHONE}x"}})
    heard.hear(
        "interface refused",
        Client().post("/api/v1/cases", bad, content_type="application/json", headers=program),
    )
    heard.hear("not a token", Client().get("/api/v1/me", headers={"authorization": f"Bearer {PHONE}"}))
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE cases_message RENAME TO gone")
    note = browser.post(f"/cases/{town.case.number}/note/", {"text": TEXT})
    assert note.status_code == 500
    heard.hear("failing page", note)
    out = capsys.readouterr()
    production = formatter(replace(read_config({}), mode=Mode.PRODUCTION), process="web")
    heard.said += [("log", production.format(record)) for record in caplog.records]
    heard.said += [("output", out.out), ("errors", out.err)]
    assert heard.leaks() == []


def test_evidence_notices_and_stored_rows_hold_none(town: Town) -> None:
    """Whatever the rooms keep besides sealed bytes."""
    for model in house_models():
        for row in model._default_manager.all():
            values: dict[str, Any] = {
                name: bytes(value).decode(errors="replace")
                if isinstance(value, memoryview | bytes)
                else value
                for name, value in vars(row).items()
            }
            town.heard.said.append((model._meta.label, str(values)))
    assert Message.objects.count() >= 4
    assert town.heard.leaks() == []
