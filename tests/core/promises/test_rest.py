"""Other programs read what is owed, under which standard, and when something would be due."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.bank import Bank, found_bank
from tests.complaints import file_complaint
from tests.platform.rest.conftest import Program, make_program
from yinuo.features.cases.public import OpenedCase
from yinuo.platform.identity.public import SYSTEM, nodes


@pytest.fixture
def bank(db: None) -> Bank:
    return found_bank()


def program_of(path: str, *scopes: str) -> Program:
    return make_program(next(node.id for node in nodes(actor=SYSTEM) if node.path == path), *scopes)


def opened(path: str, *, ago: timedelta = timedelta()) -> OpenedCase:
    now = timezone.now() - ago
    return file_complaint(path, now=now)


def read(program: Program, path: str, status: int = 200) -> Any:
    answer = program.get(f"/api/v1{path}")
    assert answer.status_code == status, answer.content
    return json.loads(answer.content)


def test_what_is_owed_is_listed_soonest_first_page_by_page(bank: Bank) -> None:
    for hours in (3, 1, 2):
        opened(bank.east, ago=timedelta(hours=hours))
    program = program_of(bank.head, "promises:read")
    dues, cursor = [], ""
    for _page in range(3):
        page = read(program, f"/promises?limit=2&cursor={cursor}")
        dues += [row["due_at"] for row in page["items"]]
        cursor = page["next_cursor"] or ""
    assert cursor == ""
    assert len(dues) == 6
    assert dues == sorted(dues)


def test_danger_narrows_the_list(bank: Bank) -> None:
    opened(bank.east)
    opened(bank.east, ago=timedelta(hours=22))
    opened(bank.east, ago=timedelta(hours=25))
    program = program_of(bank.head, "promises:read")
    assert len(read(program, "/promises?danger=OVERDUE")["items"]) == 1
    assert len(read(program, "/promises?danger=AT_RISK")["items"]) == 1
    assert read(program, "/promises?danger=PAUSED")["items"] == []
    assert len(read(program, "/promises?policy=complaint.decision")["items"]) == 3


def test_the_wallboard_counts_what_the_list_shows(bank: Bank) -> None:
    numbers = {opened(bank.east, ago=timedelta(hours=hours)).number for hours in (0, 22, 25)}
    told = read(program_of(bank.head, "promises:read"), "/wallboard")
    assert [told[key] for key in ("overdue", "at_risk", "running", "paused")] == [1, 1, 4, 0]
    assert [(one["overdue"], one["at_risk"], one["running"]) for one in told["teams"]] == [(1, 1, 4)]
    assert sum(hour["count"] for hour in told["hours"]) == 1
    first = told["nearest"][0]
    assert set(first) == {"promise_id", "name", "number", "unit", "due_at"}
    assert first["number"] in numbers
    assert first["due_at"] == min(one["due_at"] for one in told["nearest"])
    elsewhere = read(program_of(bank.west, "promises:read"), "/wallboard")
    assert (elsewhere["overdue"], elsewhere["running"], elsewhere["teams"]) == (0, 0, [])
    assert elsewhere["nearest"] == []
    read(program_of(bank.head, "cases:read"), "/wallboard", status=403)


def test_another_branch_and_another_scope_see_nothing(bank: Bank) -> None:
    case = opened(bank.east)
    west = program_of(bank.west, "promises:read")
    assert read(west, "/promises")["items"] == []
    read(west, f"/promises/{case.promises[0].id}", 404)
    read(program_of(bank.head, "cases:read"), "/promises", 403)


def test_a_promise_shows_its_arithmetic(bank: Bank) -> None:
    case = opened(bank.east, ago=timedelta(hours=6))
    program = program_of(bank.east, "promises:read")
    found = read(program, f"/promises/{case.promises[0].id}")
    assert found["policy"] == "complaint.first_response"
    assert found["whole_seconds"] == 24 * 3600
    assert found["spent_seconds"] == pytest.approx(6 * 3600, abs=60)
    assert [span["kind"] for span in found["spans"]] == ["counted"]
    assert "due" in {alarm["key"] for alarm in found["alarms"]}


def test_policies_say_what_is_in_force(bank: Bank) -> None:
    program = program_of(bank.head, "promises:read")
    codes = [policy["code"] for policy in read(program, "/policies")]
    assert "complaint.first_response" in codes
    [version] = read(program, "/policies/complaint.first_response")["versions"]
    assert (version["terms"]["amount"], version["terms"]["unit"]) == (24, "HOUR")
    read(program, "/policies/no.such", 404)


def test_calendars_say_which_days_work(bank: Bank) -> None:
    program = program_of(bank.head, "promises:read")
    assert {"always", "cn.bank"} <= {calendar["code"] for calendar in read(program, "/calendars")}
    days = read(program, "/calendars/cn.bank/days?begin_date=2026-10-01&end_date=2026-10-11")
    assert [day["kind"] for day in days][:7] == ["HOLIDAY"] * 7
    assert days[9]["kind"] == "MAKEUP"
    read(program, "/calendars/cn.bank/days?begin_date=2026-10-01&end_date=2028-10-11", 422)
    read(program, "/calendars/no.such/days?begin_date=2026-10-01&end_date=2026-10-02", 404)


def test_a_program_asks_when_something_would_be_due(bank: Bank) -> None:
    program = program_of(bank.head, "promises:read")
    begin = "2026-09-30T08:00:00Z"
    found = read(program, f"/calendars/cn.bank/due?begin_at={begin}&hours=2")
    assert datetime.fromisoformat(found["due_at"]) == datetime(2026, 10, 8, 1, 30, tzinfo=UTC)
    assert {part["reason"] for part in found["parts"] if not part["counted"]} == {"CLOSED", "HOLIDAY"}
    read(program, f"/calendars/cn.bank/due?begin_at={begin}", 422)
    read(program, f"/calendars/cn.bank/due?begin_at={begin}&hours=2&days=1", 422)


def write(program: Program, path: str, body: object, status: int = 201) -> Any:
    answer = program.call("POST", f"/api/v1{path}", data=json.dumps(body), content_type="application/json")
    assert answer.status_code == status, answer.content
    return json.loads(answer.content)


def test_a_program_drafts_a_policy_and_sees_what_it_would_do_and_nothing_changes(bank: Bank) -> None:
    opened(bank.east)
    program = program_of(bank.head, "promises:read", "policies:write")
    before = read(program, "/policies/complaint.first_response")
    drafted = write(
        program, "/policies/complaint.first_response/draft", {"terms": {"amount": 12, "unit": "HOUR"}}
    )
    assert (drafted["state"], drafted["valid_from"]) == ("DRAFT", None)
    seen = read(program, "/policies/complaint.first_response/draft/preview")
    assert (seen["open"], seen["changed"], seen["earlier"], seen["later"]) == (1, 1, 1, 0)
    write(program, "/policies/complaint.first_response/draft/discard", {})
    assert read(program, "/policies/complaint.first_response/draft/preview", status=404)
    in_force = [one for one in before["versions"] if one["state"] == "PUBLISHED"]
    after = read(program, "/policies/complaint.first_response")["versions"]
    assert [one for one in after if one["state"] == "PUBLISHED"] == in_force


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"terms": {"amount": -1, "unit": "HOUR"}}, "amount"),
        ({"terms": {"amount": 1, "unit": "FORTNIGHT"}}, "unit"),
        ({"terms": {"amount": 1, "unit": "HOUR", "calendar": "nowhere"}}, "calendar"),
    ],
)
def test_a_draft_that_nobody_could_keep_is_refused_by_its_field(
    bank: Bank, body: dict[str, Any], said: str
) -> None:
    program = program_of(bank.head, "policies:write")
    assert said in write(program, "/policies/complaint.first_response/draft", body, status=422)["detail"]


def test_who_may_only_read_drafts_nothing(bank: Bank) -> None:
    program = program_of(bank.head, "promises:read")
    write(program, "/policies/complaint.first_response/draft", {"terms": {}}, status=403)
    write(program, "/calendars/cn.bank/draft", {"data": {}}, status=403)


def test_a_program_drafts_a_calendar_that_waits_for_people(bank: Bank) -> None:
    program = program_of(bank.head, "promises:read", "policies:write")
    data = {"zone": "Asia/Shanghai", "week": {"mon": ["09:00-17:00"]}}
    names = {"name_zh": "柜台", "name_en": "Counter"}
    refused = write(
        program, "/calendars/counter/draft", {"data": {**data, "zone": "Mars/Base"}, **names}, status=422
    )
    assert "zone" in refused["detail"]
    write(program, "/calendars/counter/draft", {"data": data, **names})
    assert "counter" not in {one["code"] for one in read(program, "/calendars")}


ODD = (5, "x", None, [], [1], {}, {"x": 1}, [[1]], True)


@pytest.mark.parametrize("odd", ODD, ids=repr)
def test_odd_values_in_drafts_are_refused_and_never_break_anything(bank: Bank, odd: object) -> None:
    program = program_of(bank.head, "policies:write")
    terms: dict[str, object] = {"amount": 1, "unit": "HOUR"}
    for name in ("amount", "unit", "calendar", "conditions", "ladder", "priority", "pauses", "extension"):
        answer = program.call(
            "POST",
            "/api/v1/policies/complaint.first_response/draft",
            data=json.dumps({"terms": terms | {name: odd}}),
            content_type="application/json",
        )
        assert answer.status_code in (201, 422), (name, answer.content)
    calendar: dict[str, object] = {"zone": "Asia/Shanghai", "week": {"mon": ["09:00-17:00"]}}
    for name in ("zone", "week", "exceptions", "official_from", "official_through"):
        answer = program.call(
            "POST",
            "/api/v1/calendars/odd/draft",
            data=json.dumps({"data": calendar | {name: odd}, "name_zh": "怪", "name_en": "Odd"}),
            content_type="application/json",
        )
        assert answer.status_code in (201, 422), (name, answer.content)
