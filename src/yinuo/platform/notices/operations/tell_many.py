"""Tell many people many things at once, in a bounded number of queries, without a storm."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from yinuo.platform.identity.public import ask_stand_ins, stand_ins
from yinuo.platform.jobs.public import Asked, ask, defer, insert_rows, require_transaction, sending_ahead
from yinuo.platform.live.public import announce_to
from yinuo.platform.notices import rules
from yinuo.platform.notices.channels import channels
from yinuo.platform.notices.models import Notice, Preference
from yinuo.platform.notices.wording import MANY, is_urgent

HANDFUL = 5  # more of one kind for one person at once become one notice
AT_ONCE = timedelta(minutes=10)

Facts = Mapping[str, str | int]
Heaps = dict[tuple[UUID, str], list[Facts]]

_RECENT = """
    SELECT id, recipient_id, kind, facts ->> 'kind', mail_id IS NOT NULL FROM notices_notice
    WHERE recipient_id = ANY(%s) AND read_at IS NULL AND at > %s AND at <= %s
    ORDER BY id
"""
# Writers at the same moment do not wait for each other: whoever finds all taken leaves one of their own, and the next
# one makes one of them again.
_GROW = """
    WITH more AS (
        SELECT * FROM unnest(%s::uuid[], %s::text[], %s::int[]) AS more (recipient_id, kind, count)
    ), free AS (
        SELECT id, recipient_id, facts ->> 'kind' AS kind, (facts ->> 'count')::int AS count
        FROM notices_notice WHERE id = ANY(%s) AND read_at IS NULL AND mail_id IS NULL
        ORDER BY id FOR UPDATE SKIP LOCKED
    ), kept AS (
        SELECT (array_agg(id ORDER BY id))[1] AS id, recipient_id, kind, sum(count) AS count
        FROM free GROUP BY recipient_id, kind
    ), gone AS (
        DELETE FROM notices_notice WHERE id IN (SELECT id FROM free) AND id NOT IN (SELECT id FROM kept)
    )
    UPDATE notices_notice AS storm
    SET facts = jsonb_set(storm.facts, '{count}', to_jsonb(kept.count + more.count))
    FROM kept JOIN more ON more.recipient_id = kept.recipient_id AND more.kind = kept.kind
    WHERE storm.id = kept.id
    RETURNING more.recipient_id, more.kind
"""


class _Recent(NamedTuple):
    """A notice of the last minutes; ``counted`` is the kind that it counts, None where it counts none."""

    id: UUID
    recipient_id: UUID
    kind: str
    counted: str | None
    is_mailed: bool


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
    told = list(told)
    if not told:
        return
    with sending_ahead():
        _store(told, now)


def _store(told: list[Told], now: datetime) -> None:
    """Leave the notices, and ring the bells; those that stand in a notice that counts already are none of them."""
    meant = {one.recipient_id for one in told}
    away, stands_there = ask_stand_ins(at=now), _ask_recent(meant, now)
    heaps = _heaps(told, stand_ins(at=now, asked=away))
    recipients = {recipient for recipient, _kind in heaps}
    recent = [_Recent(*row) for row in stands_there.rows()]
    if recipients > meant:
        recent += [_Recent(*row) for row in _ask_recent(recipients - meant, now).rows()]
    _join_storms(heaps, recent)
    rows = _rows(heaps, recent, now) if heaps else []
    insert_rows(rows)
    announce_to(recipients, topic="notices")
    _send_later(rows, now)


def _heaps(told: list[Told], away: Mapping[UUID, UUID | None]) -> Heaps:
    """What each is told, by kinds; for those who stand in for absent people too."""
    heaps: Heaps = defaultdict(list)
    for one in told:
        for recipient in {one.recipient_id, away.get(one.recipient_id) or one.recipient_id}:
            heap = heaps[recipient, one.kind]
            if one.facts not in heap[-1:]:  # one thing about two people for whom the same one stands in
                heap.append(one.facts)
    return heaps


def _ask_recent(recipients: set[UUID], now: datetime) -> Asked:
    """What stands unread since ten minutes at most; more than a handful of a kind stands there as one that counts."""
    return ask(_RECENT, [list(recipients), now - AT_ONCE, now])


def _join_storms(heaps: Heaps, recent: list[_Recent]) -> None:
    """Add to notices that count already and were not mailed yet; what was added leaves ``heaps``."""
    storms = [
        (storm.id, (storm.recipient_id, storm.counted))
        for storm in recent
        if storm.counted and not storm.is_mailed and (storm.recipient_id, storm.counted) in heaps
    ]
    if not storms:
        return
    keys = list({key for _id, key in storms})
    counts = [len(heaps[key]) for key in keys]
    grown = ask(
        _GROW,
        [
            [who for who, _kind in keys],
            [kind for _who, kind in keys],
            counts,
            [id_ for id_, _key in storms],
        ],
    )
    for key in grown.rows():
        del heaps[key]


def _rows(heaps: Heaps, recent: list[_Recent], now: datetime) -> list[Notice]:
    wishes = {row.staff_id: row for row in Preference.objects.filter(staff__in={who for who, _kind in heaps})}
    lately = Counter((one.recipient_id, one.kind) for one in recent)
    rows = []
    for (recipient, kind), heap in heaps.items():
        wish = wishes.get(recipient, Preference()).wishes
        at = rules.mail_at(wish, kind=kind, urgent=is_urgent(kind), now=now)
        stormy = lately[recipient, kind] + len(heap) > HANDFUL
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
