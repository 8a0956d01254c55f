"""Check 15 for cases: which role reads and which role writes which field, and nothing writes beside its own."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone

from tests.bank import Bank
from tests.people import make_staff, signed_in
from yinuo.core.customers.public import CustomerDetails
from yinuo.features.cases.models import Case
from yinuo.features.cases.public import Kind, Source, open_case
from yinuo.features.cases.roles import HANDLERS, READERS
from yinuo.platform.identity.public import SYSTEM, Role, nodes

# One role of each way to stand to a case; tests/contracts/test_access_matrix.py asks all of them at every address.
ROLES = (Role.SUPERVISOR, Role.CLERK, Role.AUDITOR, Role.LOYALTY_MANAGER, Role.SYSTEM_ADMINISTRATOR)
# Whoever sends more than a form asks for: every column of the row, as it must never be written from outside.
FORGED = {
    "number": "C-1",
    "state": "RESOLVED",
    "path": "/",
    "customer": str(UUID(int=1)),
    "customer_id": str(UUID(int=1)),
    "owner_id": str(UUID(int=1)),
    "voiced_at": "2020-01-01",
    "opened_at": "2020-01-01",
    "answered_at": "2020-01-01",
    "resolved_at": "2020-01-01",
    "attention_at": "2099-01-01",
    "tracking_digest": "x",
    "external_id": "forged",
    "round": "7",
    "merged_into": str(UUID(int=1)),
    "snooze_reason": "forged",
    "kind": "PRAISE",
    "source": "REGULATOR",
}
# Each form that writes columns of a case: what it is sent, and which columns it may change.
WRITES: dict[str, tuple[dict[str, str], set[str]]] = {
    "reply": (
        {"text": "经核实，手续费系重复收取，今天已经退回您的账户。"},
        {"state", "answered_at", "revision", "attention_at", "waits_for_customer"},
    ),
    "note": ({"text": "已致电客户。"}, set()),
    "assign": ({"note": "请接手"}, {"owner", "revision", "attention_at"}),
    "classify": (
        {"level": "COMPLEX", "category": "B03023", "cause": "C07"},
        {
            *("level", "category", "cause", "demand", "business_channel", "sensitivity", "classified_at"),
            *("revision", "attention_at"),
        },
    ),
}
SECRETS = ("欧阳丹枫", "13917264835", "6222021234567890128")


def columns_of(case_id: UUID) -> dict[str, Any]:
    return Case.objects.filter(pk=case_id).values().get()


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.value)
def test_who_reads_and_who_writes_which_field_of_a_case(role: Role, bank: Bank) -> None:
    """What each role is offered is what it may do, and a form changes its own columns and no other."""
    head = next(node.id for node in nodes(actor=SYSTEM) if node.path == bank.head)
    opened = open_case(
        kind=Kind.COMPLAINT,
        source=Source.COUNTER,
        subject="",
        text=f"我叫{SECRETS[0]}，电话 {SECRETS[1]}，卡号 {SECRETS[2]}，多收了手续费。",
        customer=CustomerDetails(name=SECRETS[0], phone=SECRETS[1]),
        actor=SYSTEM,
        now=timezone.now(),
        path=bank.east,
    )
    browser, address = signed_in(make_staff(head, role)), f"/cases/{opened.number}/"
    answer = browser.get(address)
    assert answer.status_code == (200 if role in READERS else 403)
    page = answer.content.decode()
    assert not [secret for secret in SECRETS if secret in page], (
        "clear values are behind a reveal, for every role"
    )
    for name, (form, may_change) in WRITES.items():
        before = columns_of(opened.id)
        offered = "reply" if name == "note" else name  # both are written in one place
        assert (f"{address}{offered}/" in page) == (role in HANDLERS), name
        sent = form | {"owner": str(bank.people["east two"]), "revision": str(before["revision"])} | FORGED
        status = browser.post(f"{address}{name}/", sent).status_code
        assert status == (302 if role in HANDLERS else 403), name
        after = columns_of(opened.id)
        changed = {column.removesuffix("_id") for column in after if after[column] != before[column]}
        assert changed <= (may_change if role in HANDLERS else set()), name
        assert not (role in HANDLERS and may_change) or changed, name
