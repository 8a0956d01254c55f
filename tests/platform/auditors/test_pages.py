"""An auditor finds entries, opens one with its proof, and verifies; nobody else sees the log."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from tests.people import Office, make_office, make_staff, signed_in
from tests.platform.audit.sample import AT, make_log, sql, switch_guards_off
from yinuo.platform.audit.models import Entry, VerificationRun
from yinuo.platform.audit.public import append, sequence_all
from yinuo.platform.audit.verifying import run_verification
from yinuo.platform.identity.models import Staff
from yinuo.platform.identity.public import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(db: None) -> Office:
    return make_office()


@pytest.fixture
def auditor(office: Office) -> Client:
    client = signed_in(make_staff(office.head, Role.AUDITOR), Client(headers={"Accept-Language": "en"}))
    sequence_all(now=AT)
    return client


def listed(client: Client, **asked: str) -> list[int]:
    page = client.get(reverse("audit:entries"), asked)
    assert page.status_code == 200
    return [row.number for row in page.context["page"].rows]


def test_the_log_is_searched_and_paged_without_gaps(auditor: Client) -> None:
    make_log(130)
    numbers = list(
        Entry.objects.filter(action="case.noted").order_by("-number").values_list("number", flat=True)
    )
    first = listed(auditor, action="case.noted")
    second = listed(auditor, action="case.noted", after=str(first[-1]))
    third = listed(auditor, action="case.noted", after=str(second[-1]))
    assert first + second + third == numbers
    assert (
        len(listed(auditor, subject="case:3", actor="staff:7", since="2026-03-01", until="2026-03-01")) == 19
    )
    assert listed(auditor, subject="case:3", since="2026-03-02") == []
    for nonsense in ("x", "9" * 40, "2026-99-99"):
        assert (
            auditor.get(reverse("audit:entries"), {"after": nonsense, "since": nonsense}).status_code == 200
        )


def test_people_and_their_accounts_are_found_and_shown_by_what_they_are_called(
    auditor: Client, office: Office
) -> None:
    clerk = make_staff(office.north, Role.CLERK)
    append(stream=f"staff:{clerk.id}", action="identity.roles_set", actor=clerk.reference, at=AT)
    sequence_all(now=AT)
    number = Staff.objects.get(pk=clerk.id).username
    for asked in ({"subject": number}, {"actor": number.lower()}, {"subject": f"staff:{clerk.id}"}):
        page = auditor.get(reverse("audit:entries"), asked)
        (_row, subject, actor) = page.context["rows"][0]
        assert (subject.name, actor.name, subject.label) == (clerk.name, clerk.name, "")
        assert "Roles changed" in page.content.decode()
    (entry,) = listed(auditor, subject=number, action="identity.roles_set")
    assert clerk.name in auditor.get(reverse("audit:entry", args=[entry])).content.decode()
    assert listed(auditor, subject="nobody has this number") == []


def test_an_entry_shows_its_proof_and_its_subject_verifies_at_once(auditor: Client) -> None:
    make_log(77)
    number = Entry.objects.filter(stream="case:3").first().number  # type: ignore[union-attr]
    page = auditor.get(reverse("audit:entry", args=[number]))
    shown = page.context["entry"]
    assert shown.is_proved
    assert shown.steps[-1].result == shown.root
    url = reverse("audit:verify-subject", args=[number])
    assert "none is missing" in auditor.post(url, follow=True).content.decode()
    switch_guards_off()
    sql("UPDATE audit_entry SET body = replace(convert_from(body, 'UTF8'), 'staff:7', 'staff:8')::bytea")
    assert "is not as it was" in auditor.post(url, follow=True).content.decode()
    assert auditor.get(reverse("audit:entry", args=[10**12])).status_code == 404


def test_the_whole_log_is_verified_in_the_background_and_the_first_finding_named(auditor: Client) -> None:
    make_log(30)
    switch_guards_off()
    sql("UPDATE audit_entry SET actor = 'staff:8' WHERE number = 21")
    assert auditor.post(reverse("audit:verify-all")).status_code == 302
    page = auditor.get(reverse("audit:integrity"))
    assert page["Refresh"] == "2"
    auditor.post(reverse("audit:verify-all"))
    run = VerificationRun.objects.get()
    run_verification(run_id=run.pk)
    page = auditor.get(reverse("audit:integrity"))
    assert "Refresh" not in page
    assert page.context["run"].findings[0][:2] == (21, "columns")
    actions = list(Entry.objects.values_list("action", flat=True))
    sequence_all(now=AT)
    assert set(Entry.objects.values_list("action", flat=True)) - set(actions) == {
        "audit.verification_begun",
        "audit.verified",
    }


@pytest.mark.parametrize("role", [Role.SYSTEM_ADMINISTRATOR, Role.SUPERVISOR, Role.CLERK])
def test_others_do_not_see_the_log(role: Role) -> None:
    client = signed_in(make_staff(make_office().head, role))
    assert client.get(reverse("audit:entries")).status_code in {403, 404}
