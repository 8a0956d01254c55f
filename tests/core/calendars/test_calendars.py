"""Calendars change only as two people agreed, and only from then on; files of holidays are looked at first."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.people import make_office, make_staff, signed_in
from yinuo.core.calendars.importing import CannotImportDays, days_from
from yinuo.core.calendars.public import (
    CannotDraftCalendar,
    CannotFindCalendar,
    ask_for_calendar,
    built_in,
    calendar_at,
    calendar_version_id,
    calendar_view,
    draft_calendar,
)
from yinuo.platform.approvals.public import CannotDecide, decide
from yinuo.platform.identity.public import Actor, Role

NOW = datetime(2026, 3, 4, 2, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db

FEED = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//x//x//
BEGIN:VEVENT
UID:1
DTSTART;VALUE=DATE:20261001
DTEND;VALUE=DATE:20261004
SUMMARY:国庆节
END:VEVENT
BEGIN:VEVENT
UID:2
DTSTART;VALUE=DATE:20260910
SUMMARY:教师节（纪念日）
END:VEVENT
BEGIN:VEVENT
UID:3
DTSTART:20260911T090000Z
DTEND:20260911T100000Z
SUMMARY:Board meeting
END:VEVENT
BEGIN:VEVENT
UID:4
DTSTART;VALUE=DATE:20261010
SUMMARY:国庆节 调休上班
END:VEVENT
END:VCALENDAR
"""


@pytest.fixture
def people() -> tuple[Actor, Actor]:
    office = make_office()
    return make_staff(office.head, Role.COMPLAINT_ANALYST), make_staff(office.head, Role.EXECUTIVE)


def changed(**changes: Any) -> dict[str, Any]:
    view = calendar_view(code="cn.bank")
    assert view is not None
    return {**view.versions[-1].data, **changes}


def ask(analyst: Actor, at: datetime) -> Any:
    return ask_for_calendar(code="cn.bank", takes_effect_at=at, reason="summer hours", actor=analyst, now=NOW)


def test_the_house_starts_with_chinas_official_days() -> None:
    bank = calendar_at(code="cn.bank", at=NOW)
    assert bank == built_in("cn.bank")
    friday = datetime.fromisoformat("2026-02-13T16:30:00+08:00")
    # Saturday the 14th is a make-up day before the Spring Festival.
    assert bank.add(friday, timedelta(hours=2)) == datetime.fromisoformat("2026-02-14T10:00:00+08:00")
    assert bank.is_provisional(datetime.fromisoformat("2027-01-01T00:00:00+08:00"))
    calling = calendar_at(code="cn.calling", at=NOW)
    assert not calling.is_open(datetime.fromisoformat("2026-03-04T08:59:59+08:00"))
    assert calling.is_open(datetime.fromisoformat("2026-03-04T20:59:59+08:00"))


def test_a_draft_changes_nothing_until_a_second_person_agrees(people: tuple[Actor, Actor]) -> None:
    analyst, chief = people
    before = calendar_version_id(code="cn.bank", at=NOW + timedelta(days=9))
    draft_calendar(code="cn.bank", data=changed(week={"mon": ["10:00-11:00"]}), actor=analyst, now=NOW)
    begin = NOW + timedelta(days=7)
    approval = ask(analyst, begin)
    assert calendar_version_id(code="cn.bank", at=NOW + timedelta(days=9)) == before
    with pytest.raises(CannotDecide):
        decide(approval_id=approval, decision="GRANT", note="", actor=analyst, now=NOW)
    decide(approval_id=approval, decision="GRANT", note="", actor=chief, now=NOW)
    assert calendar_version_id(code="cn.bank", at=begin - timedelta(seconds=1)) == before
    after = calendar_at(code="cn.bank", at=begin)
    assert [str(one) for one in after.week[0]] == ["10:00-11:00"]
    assert calendar_at(code="cn.bank", at=begin - timedelta(seconds=1)) == built_in("cn.bank")


def test_a_draft_that_changed_after_it_was_asked_for_is_not_approved(people: tuple[Actor, Actor]) -> None:
    analyst, chief = people
    draft_calendar(code="cn.bank", data=changed(week={"mon": ["10:00-11:00"]}), actor=analyst, now=NOW)
    approval = ask(analyst, NOW + timedelta(days=7))
    draft_calendar(code="cn.bank", data=changed(week={"mon": ["10:00-12:00"]}), actor=analyst, now=NOW)
    with pytest.raises(CannotDecide):
        decide(approval_id=approval, decision="GRANT", note="", actor=chief, now=NOW)
    view = calendar_view(code="cn.bank")
    assert view is not None
    assert view.draft is not None


def test_the_past_is_not_changed(people: tuple[Actor, Actor]) -> None:
    draft_calendar(code="cn.bank", data=changed(), actor=people[0], now=NOW)
    with pytest.raises(CannotDraftCalendar, match="has not passed"):
        ask(people[0], NOW - timedelta(seconds=1))


def test_who_may_not_change_calendars_is_refused(people: tuple[Actor, Actor]) -> None:
    clerk = make_staff(people[0].node_id, Role.CLERK)  # type: ignore[arg-type]
    with pytest.raises(CannotDraftCalendar):
        draft_calendar(code="cn.bank", data=changed(), actor=clerk, now=NOW)


def test_a_draft_that_cannot_be_right_names_its_field(people: tuple[Actor, Actor]) -> None:
    with pytest.raises(CannotDraftCalendar) as refused:
        draft_calendar(code="cn.bank", data=changed(zone="Mars/Base"), actor=people[0], now=NOW)
    assert refused.value.field == "zone"
    with pytest.raises(CannotDraftCalendar) as refused:
        draft_calendar(code="Bad Code", data=changed(), actor=people[0], now=NOW, name_zh="甲", name_en="A")
    assert refused.value.field == "code"


def test_an_unknown_calendar_is_named() -> None:
    with pytest.raises(CannotFindCalendar, match="nowhere"):
        calendar_at(code="nowhere", at=NOW)


def test_days_that_are_no_holidays_are_shown_and_not_taken() -> None:
    """Failure 5: a holiday feed with days that are no holidays."""
    found = days_from(content=FEED.encode(), filename="feed.ics")
    told = {one.date.isoformat(): (one.kind, bool(one.doubt)) for one in found}
    assert told == {
        "2026-09-10": ("HOLIDAY", True),
        "2026-09-11": ("HOLIDAY", True),
        "2026-10-01": ("HOLIDAY", False),
        "2026-10-02": ("HOLIDAY", False),
        "2026-10-03": ("HOLIDAY", False),
        "2026-10-10": ("MAKEUP", False),
    }


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"date,kind\n2026-02-30,holiday\n",
        b"date,kind\n2026-02-03,party\n",
        b"\xff\xfe",
        b"BEGIN:VCALENDAR\nx",
    ],
)
def test_a_file_that_is_no_list_of_days_is_refused(content: bytes) -> None:
    with pytest.raises(CannotImportDays, match=r"^file"):
        days_from(content=content, filename="days.csv")


def test_the_pages_from_the_file_to_the_draft(people: tuple[Actor, Actor]) -> None:
    browser = signed_in(people[0])
    address = reverse("calendars:import", args=["cn.bank"])
    shown = browser.post(address, {"file": SimpleUploadedFile("feed.ics", FEED.encode())})
    assert shown.status_code == 200
    page = shown.content.decode()
    assert page.count("checked") == 4
    taken = browser.post(address, {"read": shown.context["read"], "take": ["2", "3", "4"]})
    assert taken.status_code == 302
    draft = browser.get(reverse("calendars:draft", args=["cn.bank"]))
    assert draft.status_code == 200
    view = calendar_view(code="cn.bank")
    assert view is not None
    assert view.draft is not None
    assert view.draft.calendar.day(datetime(2026, 9, 10).date()).works  # noqa: DTZ001
    forged = browser.post(address, {"read": "forged", "take": ["0"]})
    assert forged.status_code == 404


def test_the_year_shows_every_day_and_a_day_its_hours(people: tuple[Actor, Actor]) -> None:
    browser = signed_in(people[1])
    page = browser.get(reverse("calendars:calendar", args=["cn.bank"]), {"day": "2026-02-14"})
    text = page.content.decode()
    assert text.count('<td><a class="day ') == 365
    assert "09:00-17:30" in text
    assert browser.get(reverse("calendars:calendar", args=["nowhere"])).status_code == 404
    assert browser.get(reverse("calendars:edit", args=["cn.bank"])).status_code == 403


def test_a_form_that_is_refused_leads_to_its_field(people: tuple[Actor, Actor]) -> None:
    browser = signed_in(people[0])
    address = reverse("calendars:edit", args=["cn.bank"])
    answer = browser.post(address, {"zone": "Asia/Shanghai", "mon": "17:30-09:00"})
    assert answer.status_code == 422
    assert "mon" in answer.context["form"].errors
    done = browser.post(address, {"zone": "Asia/Shanghai", "mon": "09:00-12:00, 13:00-17:00"})
    assert done.status_code == 302
    assert browser.get(done.headers["Location"]).status_code == 200
