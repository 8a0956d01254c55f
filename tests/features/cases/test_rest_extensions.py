"""Other programs ask for more time and never grant it."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.bank import Bank
from tests.features.cases.test_rest_acts import opened, post, program_of
from tests.platform.rest.conftest import Program
from yinuo.core.promises.public import allowance_of, promises_on
from yinuo.features.cases.approvals.asking_for_time import steps
from yinuo.features.cases.models import Case, Message
from yinuo.platform.approvals.public import approval_detail, decide
from yinuo.platform.audit.public import records_of

pytestmark = pytest.mark.django_db
ASK = {"days": 15, "reason": "THIRD_PARTY", "why": "等待征信机构核实"}


@pytest.fixture
def program(bank: Bank) -> Program:
    return program_of(bank.head, "cases:read", "cases:write")


def test_a_program_asks_and_a_person_decides(bank: Bank, program: Program) -> None:
    number = opened(program)
    case = Case.objects.get(number=number)
    asked = post(program, f"/cases/{number}/extensions", ASK)
    body = json.loads(asked.content)
    assert (asked.status_code, body["state"]) == (202, "WAITING")
    assert [record.action for record in records_of(f"case:{case.pk}")][-1] == "case.extension_asked"
    due = due_of(case)
    boss = bank.actor("east head" if case.path == bank.east else "west head")
    waiting = approval_detail(approval_id=body["id"], actor=boss, now=timezone.now())
    assert waiting is not None
    assert waiting.may_decide
    assert due_of(case) == due, "asking moves nothing"
    decide(approval_id=waiting.row.id, decision="GRANT", seen=waiting.digest, actor=boss, now=timezone.now())
    assert due_of(case) == due + timedelta(days=15)
    assert "15" in Message.objects.filter(case=case, kind="REPLY").get().redacted
    listed = json.loads(program.call("GET", f"/api/v1/cases/{number}/extensions").content)["items"]
    assert [one["state"] for one in listed] == ["GRANTED"]


def test_what_cannot_be_asked_is_refused(bank: Bank, program: Program) -> None:
    number = opened(program)

    def ask(**more: object) -> tuple[int, str]:
        answer = post(program, f"/cases/{number}/extensions", ASK | more)
        return answer.status_code, json.loads(answer.content)["code"]

    assert ask(days=60) == (422, "case.cannot_extend_decision")
    assert ask(asked_by="nobody") == (422, "case.cannot_extend_decision")
    assert ask(asked_by="S006") == (422, "case.cannot_extend_decision"), "an executive handles no cases"
    assert ask(days=0)[0] == 422
    Case.objects.filter(number=number).update(owner=None)
    assert ask() == (422, "case.cannot_extend_decision")
    reader = program_of(bank.west, "cases:read")
    assert post(reader, f"/cases/{number}/extensions", ASK).status_code == 403
    assert post(program, "/cases/TS-000000-0000/extensions", ASK).status_code == 404


def due_of(case: Case) -> object:
    owed = promises_on(subjects=[f"case:{case.pk}"], now=timezone.now())[f"case:{case.pk}"]
    return next(one.due_at for one in owed if one.policy == "complaint.decision")


def test_the_choices_are_15_30_and_60_days_in_all(bank: Bank, program: Program) -> None:
    case = Case.objects.get(number=opened(program))
    owed = promises_on(subjects=[f"case:{case.pk}"], now=timezone.now())[f"case:{case.pk}"]
    decision = next(one for one in owed if one.policy == "complaint.decision")
    found = steps(promise=decision, allowance=allowance_of(promise_id=decision.id))
    assert [(one.more, one.total) for one in found] == [(15, 30)]
