"""
What belongs to another branch does not exist: every address, with the ids of everything that is there.

The objects are found in the database by the room of the address, so a new room is swept without a word here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from itertools import product
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.test import Client
from django.utils import timezone

from tests.contracts.test_routes import ROUTES, Route
from tests.house_models import house_models
from tests.people import make_office, make_staff, signed_in
from yinuo.core.customers.public import CustomerDetails, sealed_details
from yinuo.features.cases.models import Case
from yinuo.features.cases.public import Kind, Source, open_case
from yinuo.platform.audit.models import PendingEntry
from yinuo.platform.identity.public import (
    SYSTEM,
    Actor,
    CannotSetRoles,
    Role,
    create_token,
    grant_role,
    known_scopes,
    nodes,
    revoke_role,
    set_absence,
)
from yinuo.platform.jobs.public import transaction
from yinuo.platform.reveals.models import Rule
from yinuo.platform.reveals.public import ask_for_more, record_reveal
from yinuo.platform.reveals.watching import raise_alarm

# What a person may do in their own branch; the three administrations exclude each other.
HATS = (
    (
        Role.SYSTEM_ADMINISTRATOR,
        Role.CLERK,
        Role.COMPLAINT_SPECIALIST,
        Role.CALLBACK_OFFICER,
        Role.SUPERVISOR,
        Role.LOYALTY_MANAGER,
        Role.COMPLAINT_ANALYST,
        Role.EXECUTIVE,
    ),
    (Role.SECURITY_OFFICER, Role.SUPERVISOR),
    (Role.AUDITOR,),
)
# The rooms whose rows must stay as they are.
WATCHED = re.compile(r"(identity|cases|customers|promises|approvals|reveals|vault|notices)$")
# A refusal is evidence, and a session is touched: that may change.
MAY_GROW = {"access.denied", "sign_in.session_over"}
NOT_FOUND = {404}
# What the fixture fills; further rooms are swept with whatever their own events left behind.
SEEDED = {"identity", "cases", "approvals", "reveals"}
# Standards and working time are the same for every branch.
WHOLE_INSTITUTION = {"policies", "calendars"}
# Everybody has only their own of these; another's is left alone without a word.
ONES_OWN = {"notices:read_one"}


@pytest.fixture
def here(db: None) -> UUID:
    """Two branches; the south is full of things. The sweep is done by people of the north."""
    office = make_office()
    now = timezone.now()
    specialist = make_staff(office.south, Role.COMPLAINT_SPECIALIST)
    boss = make_staff(office.south, Role.SUPERVISOR)
    opened = open_case(
        kind=Kind.COMPLAINT,
        source=Source.HOTLINE,
        subject="",
        text="贷款提前还款违约金",
        customer=CustomerDetails(name="李雷", phone="13812345678", email="lilei@example.com"),
        actor=SYSTEM,
        now=now,
        path=specialist.node_path or "",
    )
    customer = Case.objects.get(pk=opened.id).customer_id
    for detail in sealed_details(customer_id=customer):
        record_reveal(
            kind="customers.detail",
            object_id=detail.id,
            reason="CALL",
            text="回电核实",
            actor=specialist,
            now=now,
        )
    ask_for_more(hourly=60, hours=2, reason="集中回访客户", actor=specialist, now=now)
    assert specialist.id
    assert boss.id
    with transaction():
        raise_alarm(
            rule=Rule.DENIALS,
            staff_id=specialist.id,
            path=specialist.node_path or "",
            count=9,
            limit=9,
            now=now,
        )
    create_token(
        name="程序",
        scopes=["cases:read"],
        node_id=office.south,
        expires_at=now + timedelta(days=9),
        actor=SYSTEM,
        now=now,
    )
    set_absence(
        staff_id=specialist.id,
        substitute_id=boss.id,
        starts_at=now + timedelta(days=1),
        ends_at=now + timedelta(days=2),
        actor=SYSTEM,
        now=now,
    )
    return office.north


def ids_of(app: str) -> dict[str, list[str]]:
    """Ids, numbers and codes of all rows of a room, by the kind of address part that can hold them."""
    found: dict[str, list[str]] = {"uuid": [], "int": [], "str": []}
    for model in house_models(app):
        for row in model._default_manager.all()[:40]:
            if isinstance(row.pk, UUID):
                found["uuid"].append(str(row.pk))
            elif isinstance(row.pk, int):
                found["int"].append(str(row.pk))
            number = getattr(row, "number", None)
            if isinstance(number, str):
                found["str"].append(number)
    return found


def addresses(route: Route) -> Iterator[str]:
    """The route with everything filled in that the south has."""
    room = route.view.__module__.split(".")
    parts = re.findall(r"<(?:(\w+):)?(\w+)>", route.path)
    if len(room) < 3 or not parts or not apps.is_installed(".".join(room[:3])):
        return
    app = room[2]
    held = ids_of(app)
    if app == "reveals":
        held["uuid"] += ids_of("customers")["uuid"] + ids_of("cases")["uuid"]
    kinds = ["cases.detail", "cases.message", "customers.detail", "answer", "take-on"]
    choices = [kinds if name == "kind" else held[kind or "str"] for kind, name in parts]
    for values in product(*choices):
        path = route.path
        for value in values:
            path = re.sub(r"<[^>]+>", value, path, count=1)
        yield f"/{path}"


def swept() -> Iterator[tuple[Route, Any]]:
    for route in ROUTES:
        access = getattr(route.view, "access", None)
        if access is None or access.roles is None or access.token or access.any_session:
            continue
        if "<" in route.path and route.ours:
            yield route, access


def state() -> dict[str, Any]:
    """Every row of our rooms, as it is, and what is on record."""
    rows: dict[str, Any] = {}
    for model in house_models():
        if WATCHED.search(model._meta.app_label):
            names = [field.attname for field in model._meta.concrete_fields if field.attname != "last_login"]
            rows[model._meta.label] = sorted(map(repr, model._default_manager.values_list(*names)))
    rows["evidence"] = PendingEntry.objects.exclude(action__in=MAY_GROW).count()
    return rows


def browsers(node: UUID) -> list[tuple[Actor, Client]]:
    people = [make_staff(node, *hats) for hats in HATS]
    return [(person, signed_in(person)) for person in people]


def test_the_ids_of_another_branch_answer_404_everywhere_and_nothing_changes(here: UUID) -> None:
    people = browsers(here)
    units = {str(unit.id) for unit in nodes(actor=people[0][0])}
    own = {str(person.id) for person, _ in people} | units
    before = state()
    wrong, asked, bare = [], 0, []
    for route, access in swept():
        tried = [path for path in addresses(route) if not any(one in path for one in own)]
        if not tried:
            bare.append(route.name)
        for person, browser in people:
            if not access.allows(person):
                continue
            for path, method in product(tried, sorted(access.methods & {"GET", "POST"})):
                answer = browser.generic(method, path)
                asked += 1
                if answer.status_code not in NOT_FOUND and route.name not in ONES_OWN:
                    wrong.append((method, path, answer.status_code))
    assert sorted(set(wrong)) == []
    assert asked > 50
    unswept = [name for name in bare if name.partition(":")[0] in SEEDED]
    assert unswept == [], "nothing of the south was found for these: make one in the fixture"
    after = state()
    assert {name for name in before if before[name] != after[name]} == set()


def test_the_interface_answers_404_too(here: UUID) -> None:
    now = timezone.now()
    made = create_token(
        name="北",
        scopes=[scope.code for scope in known_scopes()],
        node_id=here,
        expires_at=now + timedelta(days=9),
        actor=SYSTEM,
        now=now,
    )
    before = state()
    described = Client().get("/api/v1/openapi.json").json()
    number = Case.objects.get().number
    words = {"text": "我们核对了录音，承诺属实，今天退回。", "cause": "FEES", "owner_id": str(UUID(int=1))}
    wrong, asked = [], 0
    for path, operations in described["paths"].items():
        parts = re.findall(r"{(\w+)}", path)
        if not parts or path.removeprefix("/api/v1").split("/")[1] in WHOLE_INSTITUTION:
            continue
        held = ids_of("cases") | {"number": [number]}
        ids = [number] if parts == ["number"] else held["uuid"] + ids_of("customers")["uuid"]
        for value, method in product(ids, operations):
            address = re.sub(r"{\w+}", value, path)
            answer = Client().generic(
                method.upper(),
                address if address.startswith("/api") else f"/api/v1{address}",
                data="" if method == "get" else json.dumps(words),
                content_type="application/json",
                headers={"Authorization": f"Bearer {made.text}"},
            )
            asked += 1
            if answer.status_code not in {404, 422} or (method == "get" and answer.status_code != 404):
                wrong.append((method, address, answer.status_code))
    assert wrong == []
    assert asked >= 3
    after = state()
    changed = {name for name in before if before[name] != after[name]}
    assert changed <= {"identity.ApiToken", "identity.Token"}, changed  # when it was last used


def test_a_role_taken_away_counts_with_the_next_request(here: UUID) -> None:
    person = make_staff(here, Role.SUPERVISOR)
    browser = signed_in(person)
    assert browser.get("/reveals/").status_code == 200
    assert person.id
    revoke_role(staff_id=person.id, role=Role.SUPERVISOR, actor=SYSTEM, now=timezone.now())
    assert browser.get("/reveals/").status_code == 403


def test_the_three_administrations_exclude_each_other_in_every_pair(here: UUID) -> None:
    three = (Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_OFFICER, Role.AUDITOR)
    for first, second in product(three, three):
        if first is second:
            continue
        person = make_staff(here, first)
        assert person.id
        with pytest.raises(CannotSetRoles):
            grant_role(staff_id=person.id, role=second, actor=SYSTEM, now=timezone.now())
