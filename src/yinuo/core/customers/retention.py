"""Erase customers' data when the law's time is over: listed and announced, looked at again, erased in batches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from yinuo.core.customers.locking import note
from yinuo.core.customers.models import Customer, RelationChange, RetentionDue, State
from yinuo.core.customers.operations.erase_customer import blocks_of, erase_customer
from yinuo.core.customers.prospects import PROSPECT_DATA, silence_is_over_on, silent_prospects
from yinuo.platform.identity.public import SYSTEM
from yinuo.platform.jobs.public import transaction
from yinuo.platform.vault.public import Block, retention_rules

NOTICE = timedelta(days=30)
BATCH = 200
LOOK_EVERY = timedelta(days=1)  # at what is kept for a time that nobody knows
IDENTITY_DATA = "identity_data"
_State = RetentionDue.State


@dataclass(frozen=True, kw_only=True)
class RetentionRound:
    """What one round did; ``more`` says that a full batch was found, so that more may wait."""

    listed: int
    erased: int
    kept: int
    more: bool


def keep_retention(*, now: datetime, most: int = BATCH) -> RetentionRound:
    """
    One round: list who falls due within the notice, then erase those of the list whose day has come.

    Several processes may do it at once and any may be killed: each erasure is a write of its own, and what a round
    leaves the next one finds.
    """
    listed = _list_falling_due(now, most)
    looked = [_look_at(pk, now) for pk in _to_look_at(now, most)]
    erased, kept = looked.count(_State.ERASED), len(looked) - looked.count(_State.ERASED)
    return RetentionRound(listed=listed, erased=erased, kept=kept, more=most in {listed, len(looked)})


def _list_falling_due(now: datetime, most: int) -> int:
    with transaction():
        found = list(_closed_long_ago(now)[:most])
        found += _silent(now)[: most - len(found)]
        for customer in found:
            row = RetentionDue(customer=customer, listed_at=now)
            _judge(row, _kept_by(customer, now), now)
            row.save(force_insert=True)
            facts = {"state": row.state, "erase_date": row.erase_date.isoformat() if row.erase_date else ""}
            note(customer, "retention_listed", actor=SYSTEM, now=now, facts=facts)
    return len(found)


def _closed_long_ago(now: datetime) -> QuerySet[Customer]:
    """Who is not on the list, whose relation has ended, and who falls due within the notice."""
    since = retention_rules()[IDENTITY_DATA].began_on((now + NOTICE).date())
    ended = RelationChange.objects.filter(after=State.CLOSED, effective_date__lte=since)
    closed = Customer.objects.filter(
        pk__in=ended.values("customer"),
        state=State.CLOSED,
        closed_date__lte=since,
        merged_into=None,
        erased_at=None,
    )
    return _unlisted(closed).order_by("closed_date", "pk")


def _silent(now: datetime) -> QuerySet[Customer]:
    """Prospects who are not on the list and fall due within the notice."""
    since = retention_rules()[PROSPECT_DATA].began_on((now + NOTICE).date())
    return _unlisted(silent_prospects(since=since)).order_by("created_at", "pk")


def _unlisted(customers: QuerySet[Customer]) -> QuerySet[Customer]:
    """Locked, so that nobody is listed twice."""
    listed = Exists(RetentionDue.objects.filter(customer=OuterRef("pk")))
    return customers.exclude(listed).select_for_update(skip_locked=True, no_key=True, of=("self",))


def _kept_by(customer: Customer, now: datetime) -> list[Block]:
    """What keeps the data: holds, rules of the law, and for prospects that they were heard of lately."""
    blocks = blocks_of(customer_id=customer.pk, now=now)
    if customer.state == State.PROSPECT:
        until = silence_is_over_on(customer_id=customer.pk)
        if now.date() < until:
            blocks.append(Block(code=PROSPECT_DATA, text="", until=until))
    return blocks


def _to_look_at(now: datetime, most: int) -> list[UUID]:
    waiting = RetentionDue.objects.exclude(state=_State.ERASED).filter(look_date__lte=now.date())
    return list(waiting.order_by("look_date", "pk").values_list("pk", flat=True)[:most])


def _look_at(customer_id: UUID, now: datetime) -> str:
    """Erase this customer if their day has come and nothing keeps them; returns the state they are in then."""
    with transaction():
        lying = RetentionDue.objects.select_for_update(skip_locked=True).exclude(state=_State.ERASED)
        row = lying.filter(pk=customer_id, look_date__lte=now.date()).first()
        if row is None:
            return ""  # another process has just looked
        customer = Customer.objects.filter(
            pk=customer_id, state__in=(State.CLOSED, State.PROSPECT), merged_into=None, erased_at=None
        ).first()
        if customer is None:
            row.delete()  # a customer again, joined to another record, or erased by two people
            return ""
        blocks = _kept_by(customer, now)
        if not blocks and row.erase_date is not None and row.erase_date <= now.date():
            erase_customer(customer_id=customer_id, reason="retention_over", actor=SYSTEM, now=now)
            row.state, row.erase_date, row.look_date, row.reasons = _State.ERASED, now.date(), None, []
        else:
            _judge(row, blocks, now)
        row.changed_at = now
        row.save()
        return row.state


def _judge(row: RetentionDue, blocks: Sequence[Block], now: datetime) -> None:
    """Say from when the data may go, and give notice: anew, where they were kept before."""
    today: date = now.date()
    ends = [block.until for block in blocks if block.until is not None]
    is_known = len(ends) == len(blocks)
    row.reasons = sorted({block.code for block in blocks})
    row.due_date = max(ends, default=row.due_date or today) if is_known else None
    row.changed_at = now
    if row.due_date is None or row.due_date > today + NOTICE:
        row.state, row.erase_date = _State.KEPT, None
        row.look_date = row.due_date - NOTICE if row.due_date else today + LOOK_EVERY
        return
    announced = row.erase_date or today + NOTICE
    row.state = _State.DUE
    row.erase_date = row.look_date = max(announced, row.due_date)
