"""What the bank knows of its customers: segments, managers, consents, care; and two records that are one person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from yinuo.core.customers.public import (
    CustomerDetails,
    Profile,
    change_customer,
    change_relation,
    place_hold,
    record_consent,
    register_customer,
    sealed_details,
    set_detail,
    verify_contact,
)
from yinuo.platform.identity.public import SYSTEM, Actor, Role
from yinuo.site.demo.organisation import Bank
from yinuo.site.demo.people import Customer

SEED = 20_260_302
DAY = timedelta(days=1)
# Customers are spread over them in turn.
BRANCHES = ("EAST", "WEST", "CARD", "NORTH", "COAST", "EAST-01")
DUPLICATES = (7, 31, 52)
_SEGMENTS = {"金卡": "WEALTH", "白金": "WEALTH", "钻石": "PRIVATE"}
_CONSENTS = (
    ("SERVICE", "SMS", 0.9),
    ("SURVEY", "ANY", 0.6),
    ("PRODUCTS", "APP", 0.45),
    ("MARKET_NEWS", "EMAIL", 0.2),
)
_PROOFS = ("SIGNED_FORM", "RECORDING", "PORTAL")


def branch_of(bank: Bank, position: int) -> str:
    """The path of the branch of the customer at ``position`` in the list."""
    return bank.paths[BRANCHES[position % len(BRANCHES)]]


def know_customers(*, customers: Sequence[Customer], ids: Sequence[UUID], bank: Bank, now: datetime) -> None:
    """Tell what is known of each customer, as colleagues noted it in the days after ``now``; the same every time."""
    random = Random(SEED)  # noqa: S311 - a story, not a secret
    for position, (customer, pk) in enumerate(zip(customers, ids, strict=True)):
        at = now + random.random() * DAY
        colleague = _colleague(bank, position)
        change_customer(
            customer_id=pk, profile=_profile(customer, colleague, random), actor=colleague, now=at
        )
        _consents(pk, colleague, random, at)
        if random.random() < 0.5:
            phone = _phone(pk)
            if phone:
                verify_contact(customer_id=pk, detail_id=phone, how="CALLBACK", actor=colleague, now=at)
        if customer.tier in _SEGMENTS or position % 3 == 0:
            address = f"kh{customer.number}@example.com".lower()
            mailbox = set_detail(customer_id=pk, kind="EMAIL", value=address, actor=colleague, now=at)
            verify_contact(customer_id=pk, detail_id=mailbox, how="DOCUMENT", actor=colleague, now=at)
        if position % 29 == 5:
            change_relation(
                customer_id=pk, after="DORMANT", effective_date=at.date(), actor=colleague, now=at
            )
        if position % 45 == 11:
            change_relation(
                customer_id=pk,
                after="CLOSED",
                cause="CUSTOMER_LEFT",
                effective_date=at.date(),
                actor=colleague,
                now=at,
            )
        if position == 3:
            place_hold(customer_id=pk, cause="DISPUTE", reference="HOLD-001", actor=colleague, now=at)
    for position in DUPLICATES:
        _second_record(customers[position], branch_of(bank, position), now + DAY)


def _profile(customer: Customer, colleague: Actor, random: Random) -> Profile:
    elderly = customer.tier == "老年客户"
    care = ["ELDERLY", *random.sample(["SIGHT", "HEARING"], k=random.randint(0, 1))] if elderly else []
    return Profile(
        segment=_SEGMENTS.get(customer.tier, "RETAIL"),
        vulnerabilities=care or (["HARDSHIP"] if random.random() < 0.03 else []),
        manager_id=colleague.id if customer.tier in _SEGMENTS else None,
        language="zh-hans",
        time_zone="Asia/Shanghai",
    )


def _consents(pk: UUID, colleague: Actor, random: Random, at: datetime) -> None:
    for purpose, channel, share in _CONSENTS:
        spoke, agrees = random.random() < 0.8, random.random() < share
        proof = random.choice(_PROOFS)
        if spoke:
            record_consent(
                customer_id=pk,
                purpose=purpose,
                channel=channel,
                given=agrees,
                proof=proof,
                actor=colleague,
                now=at,
            )


def _second_record(customer: Customer, path: str, at: datetime) -> None:
    """At the counter somebody misspelt the name; when it was corrected, there were two records of one person."""
    wrong = CustomerDetails(name=f"{customer.name[0]}某", phone=customer.phone)
    second = register_customer(details=wrong, path=path, actor=SYSTEM, now=at)
    if second.is_new:
        set_detail(customer_id=second.id, kind="NAME", value=customer.name, actor=SYSTEM, now=at + DAY)


def _colleague(bank: Bank, position: int) -> Actor:
    """Somebody of the customer's own branch, in turn; the house where nobody is there."""
    there = [
        actor
        for actor in bank.staff.values()
        if actor.node_path == branch_of(bank, position)
        and actor.has(Role.COMPLAINT_SPECIALIST, Role.SUPERVISOR)
    ]
    return there[position // len(BRANCHES) % len(there)] if there else SYSTEM


def _phone(pk: UUID) -> UUID | None:
    return next((detail.id for detail in sealed_details(customer_id=pk) if detail.kind == "PHONE"), None)
