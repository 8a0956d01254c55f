"""How much each role may offer alone, and agree to as the second person: data, in yuan."""

from __future__ import annotations

import json
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path

from django.utils.translation import gettext as _

from yinuo.kernel.errors import DomainError
from yinuo.platform.identity.public import Actor, Role

_FILE = Path(__file__).resolve().parent.parent / "data" / "compensation_limits.json"
MOST = Decimal("9999999999.99")


class CannotReadAmount(DomainError):
    """It is no sum of money."""

    code = "case.cannot_read_amount"


@cache
def _limits() -> dict[str, dict[Role, Decimal]]:
    read: dict[str, dict[str, str]] = json.loads(_FILE.read_text(encoding="utf-8"))
    return {
        name: {Role(role): Decimal(amount) for role, amount in rows.items()} for name, rows in read.items()
    }


def alone(actor: Actor) -> Decimal:
    """Up to how much this person offers without anybody else; nothing where no role says."""
    return _highest(actor, "alone")


def as_second_person(actor: Actor) -> Decimal:
    """Up to how much this person may agree to."""
    return _highest(actor, "as_second_person")


def _highest(actor: Actor, name: str) -> Decimal:
    return max(
        (amount for role, amount in _limits()[name].items() if actor.has(role)), default=Decimal("0.00")
    )


def read_amount(text: str) -> Decimal:
    """
    A sum in yuan with at most two places, as people type it: "1,200", "88.5", nothing for none.

    Raises:
        CannotReadAmount: it is no such sum, negative, or more than anybody may offer.
    """
    plain = text.strip().replace(",", "").replace("，", "").removeprefix("¥").removeprefix("￥")
    if not plain:
        return Decimal("0.00")
    try:
        amount = Decimal(plain)
    except InvalidOperation:
        raise CannotReadAmount(_("Write the sum in yuan, such as 1200 or 88.50.")) from None
    if not amount.is_finite() or not 0 <= amount <= MOST or amount != round(amount, 2):
        raise CannotReadAmount(_("A sum has at most two places and is not negative; write 1200 or 88.50."))
    return amount.quantize(Decimal("0.01"))
