"""What changed, told to the open pages of those who may see it: names and ids, never contents."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from yinuo.platform.jobs.public import Call, make_call, require_transaction

CHANNEL = "yinuo_live"
LARGEST = 7_900  # bytes; PostgreSQL's own limit for a notification is 8,000
TOPIC = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)*")

Data = Mapping[str, str | int | bool | None]


@dataclass(frozen=True, kw_only=True)
class Announcement:
    """
    One change.

    Attributes:
        topic: the name of the event in the browser, such as ``case.changed``.
        reach: the path of the organisation node that the change belongs to.
        person: the only member of staff who is told, wherever they stand; None tells all within reach.
        data: ids and small numbers.
    """

    topic: str
    reach: str
    person: UUID | None
    data: Data

    def to_text(self) -> str:
        person = str(self.person) if self.person else None
        fields = {"t": self.topic, "r": self.reach, "p": person, "d": dict(self.data)}
        return json.dumps(fields, ensure_ascii=False, separators=(",", ":"))

    @staticmethod
    def from_text(text: str) -> Announcement:
        fields = json.loads(text)
        person = UUID(fields["p"]) if fields["p"] else None
        return Announcement(topic=fields["t"], reach=fields["r"], person=person, data=fields["d"])


def announce(topic: str, *, reach: str, person: UUID | None = None, data: Data | None = None) -> None:
    """
    Tell open pages of a change once the open transaction commits, or never.

    Args:
        topic: lower-case words, joined by dots and underscores.
        reach: the path of the organisation node that the change belongs to; staff who see it are told.
        person: tell this member of staff alone.
        data: ids and small numbers; never contents, since whoever listens sees them.

    Raises:
        NoTransaction: none is open.
        ValueError: the topic is malformed, or the data are not small.
    """
    require_transaction(f"announcing {topic}")
    if not TOPIC.fullmatch(topic):
        raise ValueError(topic)
    text = Announcement(topic=topic, reach=reach, person=person, data=data or {}).to_text()
    if len(text.encode()) > LARGEST:
        raise ValueError(f"{topic}: announce ids, not contents")
    make_call(Call(sql="pg_notify(%s, %s)", params=[CHANNEL, text]))


def announce_to(people: Collection[UUID], *, topic: str) -> None:
    """
    Tell the open pages of each of ``people`` that their own changed, in one query, once the transaction commits.

    Raises:
        NoTransaction: none is open.
    """
    require_transaction(f"announcing {topic}")
    texts = [
        Announcement(topic=topic, reach="/", person=person, data={}).to_text() for person in sorted(people)
    ]
    notify = "(SELECT count(pg_notify(%s, text)) FROM unnest(%s::text[]) AS text)"
    make_call(Call(sql=notify, params=[CHANNEL, texts]))
