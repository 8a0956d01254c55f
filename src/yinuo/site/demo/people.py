"""The bank's customers: made up, with telephone numbers of a range that no carrier uses."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from yinuo.site.demo.words import read

COUNT = 90


@dataclass(frozen=True, kw_only=True)
class Customer:
    """Somebody whom the bank serves."""

    number: str
    name: str
    phone: str
    tier: str


def invent_customers(random: Random) -> tuple[Customer, ...]:
    """Customers with different names, none of them a member of staff."""
    names = read("names")
    taken = {row["name"] for row in read("staff")}
    tiers, weights = zip(*names["tiers"], strict=True)
    found: list[Customer] = []
    while len(found) < COUNT:
        name = random.choice(names["surnames"]) + random.choice(names["given"])
        if name in taken:
            continue
        taken.add(name)
        found.append(
            Customer(
                number=f"6{10_000_000 + 137 * len(found)}",
                name=name,
                phone=f"1540000{random.randint(0, 9999):04}",
                tier=random.choices(tiers, weights)[0],
            )
        )
    return tuple(found)
