"""Tell many people many things at once, in a bounded number of queries, without a storm."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from yinuo.platform.identity.public import substitutes_at
from yinuo.platform.jobs.public import defer, require_transaction
from yinuo.platform.live.public import announce_to
from yinuo.platform.notices import rules
from yinuo.platform.notices.models import Notice, Preference
from yinuo.platform.notices.wording import is_urgent

HANDFUL = 5  # more of one kind for one person at once become one notice
MANY = "notices.many"


@dataclass(frozen=True, kw_only=True)
class Told:
    """One thing that one person should know; ``facts`` hold codes and numbers, never personal data."""

    recipient_id: UUID
    kind: str
    facts: Mapping[str, str | int]


def tell_many(*, told: Iterable[Told], now: datetime) -> None:
    """
    Leave notices, for those who stand in for absent people too; the bells ring once the write commits.

    More than a handful of one kind for one person become a single notice that says how many.

    Raises:
        NoTransaction: the notices would not be part of any business write.
    """
    require_transaction("notices")
    every = list(told)
    stand_ins = substitutes_at(staff_ids={one.recipient_id for one in every}, at=now)
    heaps: dict[tuple[UUID, str], list[Mapping[str, str | int]]] = defaultdict(list)
    for one in every:
        for recipient in {one.recipient_id, stand_ins.get(one.recipient_id, one.recipient_id)}:
            heap = heaps[recipient, one.kind]
            if one.facts not in heap[-1:]:
                heap.append(one.facts)
    if not heaps:
        return
    wishes = {row.staff_id: row for row in Preference.objects.filter(staff__in={who for who, _kind in heaps})}
    rows = []
    for (recipient, kind), heap in heaps.items():
        at = rules.mail_at(
            wishes.get(recipient, Preference()).wishes, kind=kind, urgent=is_urgent(kind), now=now
        )
        stormy = len(heap) > HANDFUL
        facts_of = [{"kind": kind, "count": len(heap)}] if stormy else [dict(facts) for facts in heap]
        rows += [
            Notice(recipient_id=recipient, kind=MANY if stormy else kind, facts=facts, at=now, mail_after=at)
            for facts in facts_of
        ]
    Notice.objects.bulk_create(rows)
    announce_to({row.recipient_id for row in rows}, topic="notices")
    _mail_later(rows)


def _mail_later(rows: list[Notice]) -> None:
    from yinuo.platform.notices.tasks import mail_notices

    at_once: dict[datetime, set[str]] = defaultdict(set)
    for row in rows:
        if row.mail_after is not None:
            at_once[row.mail_after].add(str(row.recipient_id))
    for at, recipients in at_once.items():
        defer(mail_notices, at=at, recipients=sorted(recipients))
