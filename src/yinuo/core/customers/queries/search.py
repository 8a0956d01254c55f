"""Search by what a caller says: whole values, through their keyed hashes, within reach, on record."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.utils.translation import gettext as _

from yinuo.core.customers.finding import holders_of
from yinuo.core.customers.indexing import COMPOUND
from yinuo.core.customers.models import Detail
from yinuo.core.customers.queries.lists import CustomerRow, rows_of
from yinuo.kernel.canonical_values import (
    UnreadableValue,
    canonical_email,
    canonical_identity,
    canonical_name,
    canonical_phone,
)
from yinuo.kernel.errors import DomainError
from yinuo.platform.audit.public import append
from yinuo.platform.identity.public import Actor
from yinuo.platform.jobs.public import transaction
from yinuo.platform.rest.public import Rate, spend
from yinuo.platform.vault.public import surname_and_last_four

MOST = 20
LOOKED_AT = 100  # rows of the index: one customer may be found by several
LOOKUPS = Rate(name="lookups", requests=60, seconds=60)
_SURNAME_AND_FOUR = re.compile(r"^\s*([^\W\d_]{1,20})\s*(\d{3}[\dXx])\s*$")
_ANY_NUMBER = re.compile(r"^[A-Za-z0-9\-\s]{4,40}$")


class CannotSearch(DomainError):
    """Too much was looked up in a short time."""

    code = "customer.cannot_search"


@dataclass(frozen=True, kw_only=True)
class Found:
    """Who was found; ``more`` when there are too many to list, ``by`` names the kinds of value that matched."""

    rows: tuple[CustomerRow, ...]
    more: bool
    by: tuple[str, ...]


def search_customers(*, text: str, actor: Actor, now: datetime) -> Found:
    """
    Everybody within reach whom ``text`` names whole: number, phone, e-mail, account, name, or surname and last four.

    Each look-up is on record, by the kind of value that was asked for and how many were found; never the value.

    Raises:
        CannotSearch: the actor has looked up too much within the last minutes.
    """
    asked = readings(text)
    if not asked:
        return Found(rows=(), more=False, by=())
    spend_lookup(actor=actor, now=now)
    found = holders_of(readings=asked, reach=actor.reach, most=LOOKED_AT)
    ids = sorted({holder for holder, _field in found}, reverse=True)
    by = sorted({field for _holder, field in found})
    rows = rows_of(ids[: MOST + 1], actor=actor)
    with transaction():
        append(
            stream=f"lookups:{actor.id or actor.kind.value}",
            action="customer.searched",
            actor=actor.reference,
            at=now,
            facts={"asked": ",".join(field for field, _value in asked), "found": len(rows)},
        )
    return Found(rows=rows[:MOST], more=len(rows) > MOST, by=tuple(by))


def readings(text: str) -> list[tuple[str, str]]:
    """Every kind of value that ``text`` may be, with its canonical spelling; nothing when it is too short."""
    text = text.strip()[:100]
    if len(canonical_name(text)) < 2:
        return []
    both = _SURNAME_AND_FOUR.match(text)
    if both:
        return [
            (COMPOUND, surname_and_last_four(name=both[1], number=both[2].upper())),
            *_as_number(text),
        ]
    if "@" in text:
        return _as(Detail.Kind.EMAIL, canonical_email, text)
    if any(character.isdigit() for character in text):
        return [*_as(Detail.Kind.PHONE, canonical_phone, text), *_as_number(text)]
    return [(Detail.Kind.NAME.value, canonical_name(text)), *_as_number(text)]


def _as_number(text: str) -> list[tuple[str, str]]:
    if not _ANY_NUMBER.match(text):
        return []
    spelled = canonical_identity(text)
    return [(kind.value, spelled) for kind in (Detail.Kind.NUMBER, Detail.Kind.IDENTITY, Detail.Kind.ACCOUNT)]


def _as(kind: Detail.Kind, to_canonical: object, text: str) -> list[tuple[str, str]]:
    try:
        return [(kind.value, to_canonical(text))]  # type: ignore[operator]
    except UnreadableValue:
        return []


def spend_lookup(*, actor: Actor, now: datetime) -> None:
    """
    Count one look-up of a member of staff or a program.

    Raises:
        CannotSearch: there were too many; the refusal is on record.
    """
    if actor.id is None:
        return
    subject = sha256(b"lookup:" + actor.id.bytes).digest()
    if spend(subject=subject, rate=LOOKUPS, now=now).is_refused:
        with transaction():
            append(
                stream=f"lookups:{actor.id}",
                action="customer.search_refused",
                actor=actor.reference,
                at=now,
                facts={"most": LOOKUPS.requests, "seconds": LOOKUPS.seconds},
            )
        raise CannotSearch(_("You looked up very many customers just now; wait a minute."))
