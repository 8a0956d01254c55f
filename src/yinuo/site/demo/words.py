"""The words of the story: topics, names and phrases, drawn so that no two cases read alike."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

DRAWS = 20  # until a topic is given up
_DATA = Path(__file__).resolve().parent / "data"


@cache
def read(name: str) -> Any:
    """One file of the story's data."""
    return json.loads((_DATA / f"{name}.json").read_text(encoding="utf-8"))


@dataclass(frozen=True, kw_only=True)
class Matter:
    """What one customer wants to say, in the words that they use, with the first answer to it."""

    subject: str
    text: str
    answer: str


@dataclass(frozen=True, kw_only=True)
class Topic:
    """
    What customers turn to the bank about.

    Attributes:
        units: codes of the units that deal with it.
        amounts: smallest, largest and step of the sums that fit, in yuan.
    """

    code: str
    kind: str
    cause: str
    weight: int
    units: Sequence[str]
    amounts: Sequence[int]
    matters: tuple[Matter, ...]
    details: Sequence[str]
    wishes: Sequence[str]
    decisions: Sequence[str]
    notes: Sequence[str]
    level: str = "ORDINARY"


@cache
def topics() -> tuple[Topic, ...]:
    """Every topic, files and topics in a fixed order."""
    files = sorted(path.stem for path in (_DATA / "topics").glob("*.json"))
    rows = [row for file in files for row in read(f"topics/{file}")]
    return tuple(
        Topic(**{**row, "matters": tuple(Matter(**matter) for matter in row["matters"])}) for row in rows
    )


@dataclass(frozen=True, kw_only=True)
class Words:
    """What is said about one case, in order of appearance; ``follow_up`` is the customer's second message."""

    subject: str
    text: str
    answer: str
    decision: str
    note: str
    follow_up: str


class Deck:
    """Deals texts: every matter of a topic once before any comes again, and never the same text twice."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._left: dict[str, list[Matter]] = {}
        self._told: set[str] = set()

    def deal(self, topic: Topic, *, voiced_on: datetime, outlet: str) -> Words | None:
        """
        The words of one case of ``topic``, whose customer speaks on the local day ``voiced_on``.

        Returns None where everything about the topic seems to be said.
        """
        for _ in range(DRAWS):
            matter = self._next_matter(topic)
            slots = self._slots(topic, voiced_on, outlet)
            text = self._text(topic, matter).format_map(slots)
            if text not in self._told:
                break
        else:
            return None
        self._told.add(text)
        common = read("common")
        answer = self._pick(common["greetings"]) + matter.answer + self._pick(common["closings"])
        return Words(
            subject=matter.subject.format_map(slots),
            text=text,
            answer=answer.format_map(slots),
            decision=("您好，" + self._pick(topic.decisions)).format_map(slots),
            note=self._pick(topic.notes).format_map(slots),
            follow_up=self._pick(common["follow_ups"]).format_map(slots),
        )

    def _next_matter(self, topic: Topic) -> Matter:
        left = self._left.setdefault(topic.code, [])
        if not left:
            left += self._random.sample(topic.matters, len(topic.matters))
        return left.pop()

    def _text(self, topic: Topic, matter: Matter) -> str:
        opening = self._pick(read("common")["openings"]) if topic.kind == "COMPLAINT" else ""
        return opening + matter.text + self._pick(topic.details) + self._pick(topic.wishes)

    def _slots(self, topic: Topic, voiced_on: datetime, outlet: str) -> dict[str, str]:
        random, common = self._random, read("common")
        lowest, highest, step = topic.amounts
        before = voiced_on - timedelta(days=random.randint(1, 12))
        return {
            "amount": str(random.randrange(lowest, highest + step, step)),
            "date": f"{before.month}月{before.day}日",
            "time": self._pick(common["times"]),
            "day": str(random.randint(5, 26)),
            "days": str(random.randint(3, 15)),
            "months": str(random.randint(3, 24)),
            "count": str(random.randint(6, 18)),
            "few": self._pick(common["few"]),
            "late": str(random.randint(9, 11)),
            "tail": f"{random.randint(0, 9999):04}",
            "outlet": outlet,
        }

    def _pick(self, phrases: Sequence[str]) -> str:
        return self._random.choice(phrases)
