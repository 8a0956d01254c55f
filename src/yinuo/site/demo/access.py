"""Who looked at customers' values and why, what a second person said to it, and one request that waits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from yinuo.core.customers.public import CustomerDetails, register_customer, sealed_details
from yinuo.platform.identity.public import SYSTEM
from yinuo.platform.reveals.public import ask_for_more, record_reveal, review_reveals
from yinuo.site.demo.organisation import Bank
from yinuo.site.demo.people import Customer
from yinuo.site.demo.plot import PlannedCase
from yinuo.site.demo.words import read


def tell_access(
    *, bank: Bank, cases: Sequence[PlannedCase], customers: Sequence[Customer], now: datetime
) -> None:
    """Let every scene of ``data/access.json`` happen, oldest first."""
    story = read("access")
    for row in sorted(story["reveals"], key=lambda row: _at(row, now)):
        _look(row, bank, cases, customers, now)
    for row in story["requests"]:
        ask_for_more(
            hourly=row["hourly"],
            hours=row["hours"],
            reason=row["reason"],
            actor=bank.staff[row["staff"]],
            now=_at(row, now),
        )


def _look(
    row: dict[str, Any],
    bank: Bank,
    cases: Sequence[PlannedCase],
    customers: Sequence[Customer],
    now: datetime,
) -> None:
    own = [case for case in cases if case.owner == row["staff"]]
    if not own:
        return
    who = customers[own[row.get("case", 0) % len(own)].customer]
    phone = _phone(who, now)
    if phone is None:
        return
    at = _at(row, now)
    made = record_reveal(
        kind="cases.detail",
        object_id=phone,
        reason=row["reason"],
        text=row["text"],
        actor=bank.staff[row["staff"]],
        now=at,
    )
    if "verdict" in row:
        review_reveals(
            reveal_ids=[made],
            justified=row["verdict"] == "JUSTIFIED",
            note=row.get("note", ""),
            actor=bank.staff[row["reviewer"]],
            now=min(now, at + timedelta(minutes=35)),
        )


def _phone(who: Customer, now: datetime) -> UUID | None:
    """The telephone number of a customer of the story, whom their customer number recognises."""
    known = register_customer(details=CustomerDetails(number=who.number), path="/", actor=SYSTEM, now=now)
    found = sealed_details(customer_id=known.id)
    return next((detail.id for detail in found if detail.kind == "PHONE"), None)


def _at(row: dict[str, Any], now: datetime) -> datetime:
    """So many minutes before now, or at a time of day so many days ago."""
    if "ago" in row:
        return now - timedelta(minutes=row["ago"])
    hour, minute = map(int, row["clock"].split(":"))
    day = timezone.localtime(now) - timedelta(days=row["days"])
    return day.replace(hour=hour, minute=minute, second=0, microsecond=0)
