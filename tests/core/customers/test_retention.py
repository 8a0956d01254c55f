"""When the law's time is over customers' data go by themselves: announced, stopped by a hold, on record."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

import pytest

from tests.bank import Bank
from tests.complaints import file_complaint
from tests.core.customers.conftest import NOW, Register
from tests.people import make_staff, signed_in
from yinuo.core.customers import retention
from yinuo.core.customers.models import Customer, Detail, RelationChange, RetentionDue
from yinuo.core.customers.operations.erase_customer import erase_customer
from yinuo.core.customers.public import (
    change_relation,
    clear_names,
    keep_retention,
    lift_hold,
    merge_customers,
    place_hold,
    record_consent,
)
from yinuo.features.cases.models import Case
from yinuo.platform.audit.public import records_of
from yinuo.platform.identity.public import SYSTEM, Role, nodes
from yinuo.platform.vault.public import CannotOpen

DAY = timedelta(days=1)
CLOSED = date(2026, 2, 28)
OVER = datetime(2036, 2, 28, 2, 0, tzinfo=NOW.tzinfo)  # ten years later


def close(customer: UUID, on: date = CLOSED, now: datetime = NOW) -> None:
    change_relation(
        customer_id=customer, after="CLOSED", cause="CUSTOMER_LEFT", effective_date=on, actor=SYSTEM, now=now
    )


def readable(customer: UUID) -> bool:
    try:
        return bool(clear_names(customer))
    except CannotOpen:
        return False


def state_of(customer: UUID) -> tuple[str, date | None, list[str]]:
    row = RetentionDue.objects.get(pk=customer)
    return row.state, row.erase_date, row.reasons


def test_data_are_announced_thirty_days_ahead_and_erased_on_their_day(register: Register, bank: Bank) -> None:
    gone, here, twin = (
        register(name="李雷", phone="13812345678"),
        register(name="韩梅梅"),
        register(name="李雷"),
    )
    merge_customers(kept_id=gone, merged_id=twin, actor=bank.actor("east head"), now=NOW)
    close(gone)
    assert keep_retention(now=OVER - 31 * DAY).listed == 0
    assert keep_retention(now=OVER - 30 * DAY).listed == 1
    assert state_of(gone) == ("DUE", OVER.date(), ["identity_data"])
    for early in (OVER - 30 * DAY, OVER - DAY):
        done = keep_retention(now=early)
        assert (done.listed, done.erased) == (0, 0)
    assert readable(gone)
    assert keep_retention(now=OVER).erased == 1
    assert not readable(gone)
    assert not readable(twin)
    assert readable(here)
    assert state_of(gone) == ("ERASED", OVER.date(), [])
    entries = records_of(f"customer:{gone}")
    said = [(entry.action, entry.actor) for entry in entries][-3:]
    assert said == [
        ("customer.retention_listed", "system"),
        ("vault.owner_erased", "system"),
        ("customer.erased", "system"),
    ]
    assert entries[-1].facts["reason"] == "retention_over"
    assert keep_retention(now=OVER + DAY) == retention.RetentionRound(listed=0, erased=0, kept=0, more=False)


def test_a_hold_stops_it_and_the_notice_begins_anew_when_it_is_lifted(register: Register) -> None:
    customer = register(name="李雷")
    close(customer)
    keep_retention(now=OVER - 30 * DAY)
    hold = place_hold(customer_id=customer, cause="LITIGATION", actor=SYSTEM, now=OVER - DAY)
    assert keep_retention(now=OVER).erased == 0
    assert state_of(customer) == ("KEPT", None, ["hold"])
    lift_hold(customer_id=customer, hold_id=hold, actor=SYSTEM, now=OVER + 400 * DAY)
    assert keep_retention(now=OVER + 400 * DAY).erased == 0
    assert state_of(customer) == ("DUE", (OVER + 430 * DAY).date(), [])
    assert keep_retention(now=OVER + 429 * DAY).erased == 0
    assert readable(customer)
    assert keep_retention(now=OVER + 430 * DAY).erased == 1


def test_a_clock_that_jumps_erases_nobody_without_notice(register: Register) -> None:
    customer = register(name="李雷")
    close(customer)
    for jump in (OVER + 3650 * DAY, OVER + 3650 * DAY):
        assert keep_retention(now=jump).erased == 0
    assert readable(customer)
    assert state_of(customer)[1] == (OVER + 3680 * DAY).date()


def test_a_complaint_of_later_keeps_them_by_its_own_class(bank: Bank) -> None:
    opened = file_complaint(
        bank.east, now=OVER - 700 * DAY, text="八年前销户时多收了手续费，请退还。", subject=""
    )
    customer = Case.objects.get(pk=opened.id).customer_id
    close(customer, now=OVER - 700 * DAY)
    keep_retention(now=OVER)
    assert state_of(customer)[::2] == ("KEPT", ["complaint_file"])
    assert RetentionDue.objects.get(pk=customer).due_date is None, "nobody knows while the case is open"
    Case.objects.filter(pk=opened.id).update(
        state="RESOLVED", cause="C99", resolved_at=OVER - 600 * DAY, attention_at=None
    )
    keep_retention(now=OVER + DAY)
    over = RetentionDue.objects.get(pk=customer).due_date
    assert over is not None
    assert timedelta(days=5 * 365) < over - (OVER - 600 * DAY).date() < timedelta(days=5 * 365 + 3)
    at = datetime(over.year, over.month, over.day, 2, tzinfo=NOW.tzinfo)
    assert keep_retention(now=at - 31 * DAY).kept == 0, "looked at no sooner than thirty days ahead"
    keep_retention(now=at - 30 * DAY)
    assert state_of(customer)[:2] == ("DUE", over)
    assert keep_retention(now=at).erased == 1


def test_who_came_back_or_was_joined_leaves_the_list(register: Register, bank: Bank) -> None:
    back, joined, other = register(name="李雷"), register(name="韩梅梅"), register(name="韩梅梅")
    close(back)
    close(joined)
    keep_retention(now=OVER)
    assert RetentionDue.objects.count() == 2
    change_relation(
        customer_id=back, after="ACTIVE", cause="", effective_date=OVER.date(), actor=SYSTEM, now=OVER
    )
    merge_customers(kept_id=other, merged_id=joined, actor=bank.actor("east head"), now=OVER)
    assert keep_retention(now=OVER + 30 * DAY).erased == 0
    assert not RetentionDue.objects.exists()
    assert readable(back)
    assert readable(joined)


def test_rounds_work_in_batches_and_one_that_fails_loses_nothing(
    register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    customers = [register(name=f"客户{number}") for number in range(5)]
    for customer in customers:
        close(customer)
    done = keep_retention(now=OVER - 30 * DAY, most=2)
    assert (done.listed, done.more) == (2, True)
    keep_retention(now=OVER - 30 * DAY, most=2)
    assert keep_retention(now=OVER - 30 * DAY, most=2).more is False
    calls = 0

    class PowerCut(Exception):
        pass

    def unlucky(**given: object) -> object:
        nonlocal calls
        calls += 1
        if calls == 3:
            raise PowerCut
        return erase(**given)  # type: ignore[arg-type]

    erase = retention.erase_customer
    monkeypatch.setattr(retention, "erase_customer", unlucky)
    with pytest.raises(PowerCut):
        keep_retention(now=OVER)
    assert Customer.objects.exclude(erased_at=None).count() == 2
    assert keep_retention(now=OVER).erased == 3
    assert not any(readable(customer) for customer in customers)


def test_the_page_shows_what_falls_due_what_is_kept_and_what_was_done(register: Register, bank: Bank) -> None:
    due, kept, foreign = register(name="李雷"), register(name="韩梅梅"), register(path=bank.west, name="王五")
    for customer in (due, kept, foreign):
        close(customer)
    keep_retention(now=OVER)
    place_hold(customer_id=kept, cause="REGULATOR", actor=SYSTEM, now=OVER)
    keep_retention(now=OVER + 30 * DAY)
    browser = signed_in(bank.actor("east head"))
    done = browser.get("/customers/retention/?state=ERASED").content.decode()
    assert (str(due) in done, str(kept) in done, str(foreign) in done) == (True, False, False)
    held = browser.get("/customers/retention/?state=KEPT").content.decode()
    assert (str(due) in held, str(kept) in held) == (False, True)
    assert "反洗钱法" in held
    assert browser.get("/customers/retention/?state=x&page=x").status_code == 200
    node = next(view.id for view in nodes(actor=SYSTEM) if view.path == bank.east)
    assert signed_in(make_staff(node, Role.AUDITOR)).get("/customers/retention/").status_code == 200
    assert signed_in(bank.actor("east one")).get("/customers/retention/").status_code == 403


SILENT = NOW.replace(year=NOW.year + 2)  # two years after a prospect was first heard of


def prospect(register: Register, **details: str) -> UUID:
    """Somebody who was written down at NOW and is no customer yet."""
    who = register(**details)
    Customer.objects.filter(pk=who).update(state="PROSPECT", created_at=NOW)
    Detail.objects.filter(customer=who).update(added_at=NOW)
    return who


def test_a_prospect_who_was_not_heard_of_for_two_years_goes_as_others_do(
    register: Register, bank: Bank
) -> None:
    gone, here = prospect(register, name="李雷", phone="13812345678"), register(name="韩梅梅")
    assert keep_retention(now=SILENT - 31 * DAY).listed == 0
    assert keep_retention(now=SILENT - 30 * DAY).listed == 1
    assert state_of(gone) == ("DUE", SILENT.date(), ["prospect_data"])
    page = signed_in(bank.actor("east head")).get("/customers/retention/").content.decode()
    assert "潜在</td>" in page
    assert keep_retention(now=SILENT - DAY).erased == 0
    assert keep_retention(now=SILENT).erased == 1
    assert not readable(gone)
    assert readable(here)


@pytest.mark.parametrize("word", ["detail", "consent", "relation"])
def test_a_word_of_a_prospect_keeps_them_for_another_two_years(register: Register, word: str) -> None:
    who = prospect(register, name="李雷", phone="13812345678")
    keep_retention(now=SILENT - 30 * DAY)
    heard = SILENT - 10 * DAY
    if word == "detail":
        Detail.objects.filter(customer=who, kind="PHONE").update(added_at=heard)
    elif word == "consent":
        record_consent(
            customer_id=who,
            purpose="PRODUCTS",
            channel="PHONE",
            given=True,
            at=heard,
            proof="RECORDING",
            actor=SYSTEM,
            now=heard,
        )
    else:
        RelationChange.objects.create(
            customer_id=who, after="PROSPECT", effective_date=heard.date(), actor="system", at=heard
        )
    assert keep_retention(now=SILENT).erased == 0
    assert state_of(who) == ("KEPT", None, ["prospect_data"])
    later = heard.replace(year=heard.year + 2)
    keep_retention(now=later - 30 * DAY)
    assert state_of(who) == ("DUE", later.date(), ["prospect_data"])
    assert keep_retention(now=later).erased == 1
    assert not readable(who)


def test_a_prospect_who_becomes_a_customer_leaves_the_list(register: Register) -> None:
    who = prospect(register, name="李雷")
    keep_retention(now=SILENT - 30 * DAY)
    change_relation(
        customer_id=who,
        after="ACTIVE",
        cause="",
        effective_date=(SILENT - DAY).date(),
        actor=SYSTEM,
        now=SILENT - DAY,
    )
    assert keep_retention(now=SILENT).erased == 0
    assert not RetentionDue.objects.exists()
    assert readable(who)


def test_a_prospect_s_complaint_keeps_them_by_its_own_rule(register: Register) -> None:
    who = prospect(register, name="李雷", phone="13812345678")
    file_complaint(now=NOW, text="柜台不给我开户，没有说明原因，请解释。", subject="")
    assert Case.objects.get().customer_id == who
    keep_retention(now=SILENT - 30 * DAY)
    assert keep_retention(now=SILENT + DAY).erased == 0
    assert state_of(who)[0] == "KEPT"
    assert "complaint_file" in state_of(who)[2]


def test_no_law_keeps_a_prospect_whom_two_people_erase(register: Register) -> None:
    who = prospect(register, name="李雷")
    erase_customer(customer_id=who, reason="request", actor=SYSTEM, now=NOW + DAY)
    assert not readable(who)
