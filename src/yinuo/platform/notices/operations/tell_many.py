"""Tell many people many things at once, in a bounded number of queries, without a storm."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count

from yinuo.platform.identity.public import stand_ins
from yinuo.platform.jobs.public import defer, require_transaction
from yinuo.platform.live.public import announce_to
from yinuo.platform.notices import rules
from yinuo.platform.notices.channels import channels
from yinuo.platform.notices.models import Notice, Preference
from yinuo.platform.notices.wording import MANY, is_urgent

HANDFUL = 5  # more of one kind for one person at once become one notice
AT_ONCE = timedelta(minutes=10)

Facts = Mapping[str, str | int]
Heaps = dict[tuple[UUID, str], list[Facts]]


@dataclass(frozen=True, kw_only=True)
class Told:
    """One thing that one person should know; ``facts`` hold codes and numbers, never personal data."""

    recipient_id: UUID
    kind: str
    facts: Facts


def tell_many(*, told: Iterable[Told], now: datetime) -> None:
    """
    Leave notices, for those who stand in for absent people too; the bells ring once the write commits.

    What is more than a handful of one kind for one person within ten minutes becomes a single notice that
    counts, whether it comes in one call or in many.

    Raises:
        NoTransaction: the notices would not be part of any business write.
    """
    require_transaction("notices")
    heaps = _heaps(list(told), now)
    if not heaps:
        return
    recipients = {recipient for recipient, _kind in heaps}
    _join_storms(heaps, recipients, now)
    rows = _rows(heaps, recipients, now)
    Notice.objects.bulk_create(rows)
    announce_to(recipients, topic="notices")
    _send_later(rows, now)


def _heaps(told: list[Told], now: datetime) -> Heaps:
    away = stand_ins(at=now)
    heaps: Heaps = defaultdict(list)
    for one in told:
        for recipient in {one.recipient_id, away.get(one.recipient_id) or one.recipient_id}:
            heap = heaps[recipient, one.kind]
            if one.facts not in heap[-1:]:  # one thing about two people for whom the same one stands in
                heap.append(one.facts)
    return heaps


def _join_storms(heaps: Heaps, recipients: set[UUID], now: datetime) -> None:
    """Add to notices that count already and were not mailed yet; what was added leaves ``heaps``."""
    storms = list(
        Notice.objects.select_for_update()
        .filter(
            recipient__in=recipients, kind=MANY, read_at=None, mail_id=None, at__gt=now - AT_ONCE, at__lte=now
        )
        .order_by("pk")
    )
    grown = []
    for storm in storms:
        heap = heaps.pop((storm.recipient_id, storm.facts["kind"]), None)
        if heap:
            storm.facts["count"] += len(heap)
            grown.append(storm)
    if grown:
        Notice.objects.bulk_update(grown, ["facts"])


def _rows(heaps: Heaps, recipients: set[UUID], now: datetime) -> list[Notice]:
    wishes = {row.staff_id: row for row in Preference.objects.filter(staff__in=recipients)}
    lately = {
        (row["recipient_id"], row["kind"]): row["count"]
        for row in Notice.objects.filter(
            recipient__in=recipients, read_at=None, at__gt=now - AT_ONCE, at__lte=now
        )
        .values("recipient_id", "kind")
        .annotate(count=Count("pk"))
    }
    rows = []
    for (recipient, kind), heap in heaps.items():
        wish = wishes.get(recipient, Preference()).wishes
        at = rules.mail_at(wish, kind=kind, urgent=is_urgent(kind), now=now)
        stormy = lately.get((recipient, kind), 0) + len(heap) > HANDFUL
        counted: list[Facts] = [{"kind": kind, "count": len(heap)}]
        rows += [
            Notice(
                recipient_id=recipient,
                kind=MANY if stormy else kind,
                facts=dict(facts),
                at=now,
                mail_after=at,
            )
            for facts in (counted if stormy else heap)
        ]
    return rows


def _send_later(rows: list[Notice], now: datetime) -> None:
    from yinuo.platform.notices.tasks import mail_notices

    due: dict[datetime, set[str]] = defaultdict(set)
    of_each: dict[UUID, list[UUID]] = defaultdict(list)
    for row in rows:
        of_each[row.recipient_id].append(row.pk)
        if row.mail_after is not None:
            due[row.mail_after].add(str(row.recipient_id))
    for at, recipients in due.items():
        defer(mail_notices, at=at, recipients=sorted(recipients))
    if of_each:
        for later in channels():
            later(of_each, now)
