"""Everything that changes about a customer is one operation, with its evidence, as the actor saw them."""

from datetime import UTC, date, datetime, timedelta
from functools import partial
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction

from tests.bank import Bank
from tests.core.customers.conftest import NOW, Register
from yinuo.core.customers.models import ContactCode
from yinuo.core.customers.operations import verify_contact as verifying
from yinuo.core.customers.public import (
    CannotChangeCustomer,
    CannotChangeRelation,
    CannotRecordConsent,
    CannotVerifyContact,
    CustomerChangedMeanwhile,
    CustomerNotFound,
    Portrait,
    Profile,
    cards,
    change_customer,
    change_relation,
    confirm_contact,
    consent_history,
    consents_of,
    has_consent,
    portrait,
    record_consent,
    remove_detail,
    search_customers,
    send_contact_code,
    set_detail,
    verify_contact,
)
from yinuo.platform.audit.public import records_of
from yinuo.platform.identity.public import SYSTEM

TODAY = NOW.date()


def shown(customer_id: UUID) -> Portrait:
    found = portrait(customer_id=customer_id, actor=SYSTEM)
    assert found is not None
    return found


def actions(customer_id: UUID) -> list[str]:
    return [record.action for record in records_of(f"customer:{customer_id}")]


def test_the_profile_changes_with_evidence(register: Register, bank: Bank) -> None:
    customer = register(name="李雷")
    profile = Profile(
        segment="WEALTH",
        tier="金卡",
        vulnerabilities=["SIGHT", "ELDERLY"],
        manager_id=bank.people["east one"],
        time_zone="Asia/Urumqi",
        language="zh-hans",
    )
    change_customer(customer_id=customer, profile=profile, revision=1, actor=bank.actor("east two"), now=NOW)
    after = shown(customer)
    assert (after.segment, after.tier, after.manager_name, after.time_zone) == (
        "WEALTH",
        "金卡",
        "east one",
        "Asia/Urumqi",
    )
    assert [code for code, _label in after.vulnerabilities] == ["ELDERLY", "SIGHT"]
    assert actions(customer) == ["customer.registered", "customer.changed"]
    assert cards([customer])[customer].vulnerabilities == ("ELDERLY", "SIGHT")


def test_a_change_on_an_old_revision_overwrites_nothing(register: Register, bank: Bank) -> None:
    customer, actor = register(name="李雷"), bank.actor("east one")
    change_customer(customer_id=customer, profile=Profile(tier="金卡"), revision=1, actor=actor, now=NOW)
    with pytest.raises(CustomerChangedMeanwhile):
        change_customer(customer_id=customer, profile=Profile(tier="白金"), revision=1, actor=actor, now=NOW)
    assert shown(customer).tier == "金卡"


@pytest.mark.parametrize(
    "profile",
    [
        Profile(segment="OTHER"),
        Profile(kind="ANIMAL"),
        Profile(time_zone="Mars/Olympus"),
        Profile(vulnerabilities=["RICH"]),
        Profile(path="/nowhere/"),
        Profile(manager_id=UUID(int=7)),
        Profile(tier="x" * 25),
    ],
)
def test_a_profile_that_cannot_be_is_refused(profile: Profile, register: Register, bank: Bank) -> None:
    customer = register(name="李雷")
    with pytest.raises(CannotChangeCustomer):
        change_customer(customer_id=customer, profile=profile, actor=bank.actor("east one"), now=NOW)
    assert actions(customer) == ["customer.registered"]


def test_another_branch_finds_nobody_to_change(register: Register, bank: Bank) -> None:
    customer, stranger = register(name="李雷"), bank.actor("west one")
    with pytest.raises(CustomerNotFound):
        change_customer(customer_id=customer, profile=Profile(tier="金卡"), actor=stranger, now=NOW)
    with pytest.raises(CustomerNotFound):
        set_detail(customer_id=customer, kind="PHONE", value="13812345678", actor=stranger, now=NOW)
    assert portrait(customer_id=customer, actor=stranger) is None


def test_a_new_name_takes_the_place_of_the_old_one(register: Register, bank: Bank) -> None:
    customer, actor = register(name="李雷", phone="13812345678"), bank.actor("east one")
    set_detail(customer_id=customer, kind="NAME", value="李磊", actor=actor, now=NOW)
    masks = [(detail.kind, detail.mask) for detail in shown(customer).details]
    assert masks == [("NAME", "李*"), ("PHONE", "138****5678")]

    def found(text: str) -> int:
        return len(search_customers(text=text, actor=actor, now=NOW).rows)

    assert (found("李磊"), found("李雷")) == (1, 0)


def test_a_removed_value_is_found_no_more(register: Register, bank: Bank) -> None:
    customer, actor = register(name="李雷", phone="13812345678"), bank.actor("east one")
    phone = next(detail for detail in shown(customer).details if detail.kind == "PHONE")
    remove_detail(customer_id=customer, detail_id=phone.id, actor=actor, now=NOW)
    assert search_customers(text="13812345678", actor=actor, now=NOW).rows == ()
    assert search_customers(text="李5678", actor=actor, now=NOW).rows == ()
    name = shown(customer).details[0]
    with pytest.raises(CannotChangeCustomer):
        remove_detail(customer_id=customer, detail_id=name.id, actor=actor, now=NOW)


def test_a_customer_number_belongs_to_one_customer(register: Register, bank: Bank) -> None:
    register(name="李雷", number="C00998877")
    other = register(name="韩梅梅")
    with pytest.raises(CannotChangeCustomer):
        set_detail(
            customer_id=other, kind="NUMBER", value="c00 998877", actor=bank.actor("east one"), now=NOW
        )


class Post:
    """Carries codes, and keeps them for the test to read."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str]] = []

    def __call__(self, address: str, code: str) -> None:
        self.sent.append((address, code))


@pytest.fixture
def post(monkeypatch: pytest.MonkeyPatch) -> Post:
    carrier = Post()
    monkeypatch.setitem(verifying._senders, "PHONE", carrier)
    return carrier


def test_a_code_proves_the_phone_once(register: Register, bank: Bank, post: Post) -> None:
    customer, actor = register(name="李雷", phone="13812345678"), bank.actor("east one")
    phone = shown(customer).details[1].id
    send_contact_code(customer_id=customer, detail_id=phone, actor=actor, now=NOW)
    address, code = post.sent[0]
    assert address == "+8613812345678"
    assert code.encode() not in bytes(ContactCode.objects.get().digest)
    confirm_contact(customer_id=customer, detail_id=phone, code=code, actor=actor, now=NOW)
    verified = shown(customer).details[1]
    assert (verified.verified_at, verified.verified_by, verified.verified_how) == (
        NOW,
        "east one",
        "one-time code",
    )
    with pytest.raises(CannotVerifyContact):
        confirm_contact(customer_id=customer, detail_id=phone, code=code, actor=actor, now=NOW)


def test_a_code_ends_after_ten_minutes_or_five_tries(register: Register, bank: Bank, post: Post) -> None:
    customer, actor = register(name="李雷", phone="13812345678"), bank.actor("east one")
    phone = shown(customer).details[1].id
    send_contact_code(customer_id=customer, detail_id=phone, actor=actor, now=NOW)
    with pytest.raises(CannotVerifyContact):
        confirm_contact(
            customer_id=customer,
            detail_id=phone,
            code=post.sent[0][1],
            actor=actor,
            now=NOW + timedelta(minutes=11),
        )
    later = NOW + timedelta(minutes=12)
    send_contact_code(customer_id=customer, detail_id=phone, actor=actor, now=later)
    right = post.sent[1][1]
    wrong = f"{(int(right) + 1) % 1_000_000:06}"
    for _ in range(5):
        with pytest.raises(CannotVerifyContact):
            confirm_contact(customer_id=customer, detail_id=phone, code=wrong, actor=actor, now=later)
    with pytest.raises(CannotVerifyContact):
        confirm_contact(customer_id=customer, detail_id=phone, code=right, actor=actor, now=later)
    assert shown(customer).details[1].verified_at is None


def test_codes_are_not_sent_in_haste(register: Register, bank: Bank, post: Post) -> None:
    customer, actor = register(name="李雷", phone="13812345678"), bank.actor("east one")
    phone = shown(customer).details[1].id
    for minutes in (0, 2, 4, 6, 8):
        send_contact_code(
            customer_id=customer, detail_id=phone, actor=actor, now=NOW + timedelta(minutes=minutes)
        )
    for minutes in (8.5, 30):
        with pytest.raises(CannotVerifyContact):
            send_contact_code(
                customer_id=customer, detail_id=phone, actor=actor, now=NOW + timedelta(minutes=minutes)
            )


def test_a_colleague_who_called_back_verifies(register: Register, bank: Bank) -> None:
    customer, actor = register(name="李雷", phone="13812345678"), bank.actor("east one")
    phone = shown(customer).details[1].id
    verify_contact(customer_id=customer, detail_id=phone, how="CALLBACK", actor=actor, now=NOW)
    assert shown(customer).details[1].verified_how == "called back"
    for how in ("CODE", "GUESS"):
        with pytest.raises(CannotVerifyContact):
            verify_contact(customer_id=customer, detail_id=phone, how=how, actor=actor, now=NOW)


def test_the_last_word_counts_and_all_are_kept(register: Register, bank: Bank) -> None:
    customer, actor = register(name="李雷"), bank.actor("east one")

    def say(channel: str, *, given: bool, minutes: int) -> None:
        record_consent(
            customer_id=customer,
            purpose="PRODUCTS",
            channel=channel,
            given=given,
            proof="RECORDING",
            reference="R-7",
            actor=actor,
            now=NOW + timedelta(minutes=minutes),
        )

    assert not has_consent(customer_id=customer, purpose="PRODUCTS", channel="SMS")
    say("SMS", given=True, minutes=1)
    assert has_consent(customer_id=customer, purpose="PRODUCTS", channel="SMS")
    assert not has_consent(customer_id=customer, purpose="PRODUCTS", channel="EMAIL")
    say("ANY", given=False, minutes=2)
    assert not has_consent(customer_id=customer, purpose="PRODUCTS", channel="SMS")
    say("SMS", given=True, minutes=3)
    assert has_consent(customer_id=customer, purpose="PRODUCTS", channel="SMS")
    assert len(consents_of(customer_id=customer)) == 2
    assert len(consent_history(customer_id=customer)) == 3


def test_histories_only_grow(register: Register, bank: Bank) -> None:
    customer = register(name="李雷")
    record_consent(
        customer_id=customer,
        purpose="SURVEY",
        channel="ANY",
        given=True,
        proof="PORTAL",
        actor=bank.actor("east one"),
        now=NOW,
    )
    for statement in (
        "UPDATE customers_consent SET given = false",
        "DELETE FROM customers_consent",
        "UPDATE customers_relationchange SET after = 'CLOSED'",
        "DELETE FROM customers_relationchange",
    ):
        with (
            pytest.raises(DatabaseError, match="only grows"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


@pytest.mark.parametrize(
    "wrong",
    [{"purpose": "FUN"}, {"channel": "PIGEON"}, {"proof": "TRUST_ME"}, {"at": NOW + timedelta(days=1)}],
)
def test_a_consent_without_purpose_channel_or_proof_is_refused(
    wrong: dict[str, object], register: Register, bank: Bank
) -> None:
    said: dict[str, object] = {"purpose": "SURVEY", "channel": "ANY", "proof": "PORTAL"} | wrong
    with pytest.raises(CannotRecordConsent):
        record_consent(
            customer_id=register(name="李雷"),
            given=True,
            actor=bank.actor("east one"),
            now=NOW,
            **said,  # type: ignore[arg-type]
        )


def test_the_relation_goes_its_ways_and_keeps_its_history(register: Register, bank: Bank) -> None:
    customer, actor = register(name="李雷"), bank.actor("east one")

    def step(after: str, cause: str = "", day: date = TODAY) -> None:
        change_relation(
            customer_id=customer, after=after, cause=cause, effective_date=day, actor=actor, now=NOW
        )

    step("DORMANT")
    for after, cause, day in (
        ("PROSPECT", "", TODAY),
        ("CLOSED", "", TODAY),
        ("CLOSED", "BORED", TODAY),
        ("ACTIVE", "OTHER", TODAY),
        ("ACTIVE", "", TODAY + timedelta(days=1)),
    ):
        with pytest.raises(CannotChangeRelation):
            step(after, cause, day)
    step("CLOSED", "CUSTOMER_LEFT", date(2026, 2, 27))
    after = shown(customer)
    assert (after.state, after.closed_date) == ("CLOSED", date(2026, 2, 27))
    assert [change.after for change in after.relation] == ["CLOSED", "DORMANT", "ACTIVE"]


def test_a_relation_may_end_on_the_institutions_today_before_it_is_day_in_utc(
    register: Register, bank: Bank
) -> None:
    customer, early = register(name="李雷"), datetime(2026, 3, 2, 23, 30, tzinfo=UTC)  # 7:30 on the third
    ends = partial(
        change_relation, customer_id=customer, after="CLOSED", cause="OTHER", actor=SYSTEM, now=early
    )
    with pytest.raises(CannotChangeRelation):
        ends(effective_date=date(2026, 3, 4))
    ends(effective_date=date(2026, 3, 3))
    assert shown(customer).closed_date == date(2026, 3, 3)
