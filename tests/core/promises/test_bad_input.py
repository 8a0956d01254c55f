"""What cannot be right is refused with a sentence that names the field: by programs, on the command line, on pages."""

from __future__ import annotations

import json

import pytest
from django.urls import reverse
from typer.testing import CliRunner

from tests.people import make_office, make_staff, signed_in
from tests.platform.rest.conftest import make_program
from yinuo.platform.identity.public import Role
from yinuo.site.cli.promise import promise_app

NOON = "2026-03-02T12:00:00%2B08:00"


@pytest.mark.parametrize(
    ("query", "field"),
    [
        (f"begin_at={NOON}&hours=-3", "hours"),
        (f"begin_at={NOON}&days=-1", "days"),
        (f"begin_at={NOON}&days=99999999999", "days"),
        (f"begin_at={NOON}&hours=1e300", "hours"),
        ("begin_at=9999-12-31T23:00:00Z&days=30&working=false", "start"),
        ("begin_at=0001-01-01T00:00:00%2B14:00&hours=5", "start"),
        ("begin_at=2026-03-02T12:00:00&hours=5", "begin_at"),
        ("begin_at=yesterday&hours=5", "begin_at"),
        (f"begin_at={NOON}", "hours"),
    ],
)
@pytest.mark.django_db
def test_programs_are_told_which_field(query: str, field: str) -> None:
    program = make_program(make_office().head, "promises:read")
    answer = program.get(f"/api/v1/calendars/cn.bank/due?{query}")
    assert answer.status_code == 422, answer.content
    assert field in answer.content.decode()


@pytest.mark.django_db
def test_beyond_the_official_year_a_due_time_is_provisional() -> None:
    program = make_program(make_office().head, "promises:read")
    answer = program.get("/api/v1/calendars/cn.bank/due?begin_at=2026-12-30T12:00:00%2B08:00&days=5")
    assert json.loads(answer.content)["provisional"] is True


@pytest.mark.parametrize(
    ("arguments", "field"),
    [
        (["--from", "9990-01-01T00:00+08:00", "--days", "36000"], "start"),
        (["--from", "0001-01-01T00:00+14:00", "--hours", "5"], "start"),
        (["--from", "2026-01-01T00:00", "--hours", "-3"], "amount"),
        (["--from", "2026-01-01T00:00", "--hours", "nan"], "hours"),
        (["--from", "2026-01-01T00:00", "--days", "99999999999"], "days"),
        (["--from", "2026-01-01T00:00"], "--hours"),
        (["--from", "2026-01-01T00:00", "--hours", "1", "--days", "1"], "--hours"),
        (["--from", "soon", "--hours", "1"], "from"),
        (["--from", "2026-01-01T00:00", "--hours", "1", "--calendar", "nowhere"], "calendar"),
    ],
)
def test_the_command_line_names_the_field(arguments: list[str], field: str) -> None:
    told = CliRunner().invoke(promise_app, ["when", *arguments], env={"COLUMNS": "200", "NO_COLOR": "1"})
    assert told.exit_code == 2, told.output
    assert field in told.output


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"zone": "Mars/Base", "mon": "09:00-17:00"}, "zone"),
        ({"zone": "Asia/Shanghai", "mon": "17:30-09:00"}, "mon"),
        ({"zone": "Asia/Shanghai", "mon": "09:00-12:00, 11:00-17:00"}, "mon"),
        ({"zone": "Asia/Shanghai", "mon": "morning"}, "mon"),
        ({"zone": "Asia/Shanghai"}, "__all__"),  # never open: no single day is wrong
        (
            {
                "zone": "Asia/Shanghai",
                "mon": "09:00-17:00",
                "official_from": "2027-01-01",
                "official_through": "2026-01-01",
            },
            "official_through",
        ),
    ],
)
@pytest.mark.django_db
def test_pages_lead_to_the_field(given: dict[str, str], field: str) -> None:
    office = make_office()
    editor = make_staff(office.head, Role.SYSTEM_ADMINISTRATOR)
    answer = signed_in(editor).post(reverse("calendars:edit", args=["cn.bank"]), given)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
