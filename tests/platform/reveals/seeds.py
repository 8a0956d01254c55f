"""A customer in each branch, each with a case, and values that are like no others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from tests.bank import Bank
from yinuo.core.customers.public import CustomerDetails, sealed_details
from yinuo.features.cases.models import Case
from yinuo.features.cases.public import Kind, Source, open_case
from yinuo.platform.identity.public import SYSTEM
from yinuo.platform.reveals.public import Revealed, reveal

NOW = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)  # 11:00 in Shanghai
PHONE = "13987654321"
TEXT = f"请拨打 {PHONE} 联系诸葛孔明"


@dataclass(frozen=True)
class Seeds:
    """What is sealed where."""

    east_phone: UUID
    west_phone: UUID
    east_case: str
    west_case: str
    east_message: UUID
    customer: UUID


def seed(bank: Bank) -> Seeds:
    """Open the two cases."""

    def complain(path: str, name: str, phone: str) -> Case:
        opened = open_case(
            kind=Kind.COMPLAINT,
            source=Source.HOTLINE,
            subject="",
            text=TEXT,
            customer=CustomerDetails(name=name, phone=phone),
            actor=SYSTEM,
            now=NOW,
            path=path,
        )
        return Case.objects.get(pk=opened.id)

    east = complain(bank.east, "诸葛孔明", PHONE)
    west = complain(bank.west, "司马仲达", "13912348765")

    def phone_of(case: Case) -> UUID:
        return next(row.id for row in sealed_details(customer_id=case.customer_id) if row.kind == "PHONE")

    message = east.messages.first()
    assert message is not None
    return Seeds(
        east_phone=phone_of(east),
        west_phone=phone_of(west),
        east_case=east.number,
        west_case=west.number,
        east_message=message.pk,
        customer=east.customer_id,
    )


def look(bank: Bank, object_id: UUID, who: str = "east one", **wishes: object) -> Revealed:
    """Reveal a value as somebody would."""
    given = {
        "kind": "customers.detail",
        "reason": "CALL",
        "text": "回电核实年费",
        "actor": bank.actor(who),
        "now": NOW,
        **wishes,
    }
    return reveal(object_id=object_id, **given)  # type: ignore[arg-type]
