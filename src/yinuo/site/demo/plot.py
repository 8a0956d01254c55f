"""The plot: which case comes when, from whom, and what happens to it; pure, and the same for the same seed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.utils import timezone

from yinuo.site.demo.people import Customer
from yinuo.site.demo.words import Deck, Topic, read, topics

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
PAST_CASES = 150
PAST_DAYS = 60
BEFORE_NOW = 40 * HOUR  # what is younger belongs to the present
LATE_SHARE = 0.04

_SOURCES: dict[str, dict[str, int]] = {
    "CARD": {
        "HOTLINE": 30,
        "PORTAL": 25,
        "WEB_FORM": 12,
        "CHAT": 12,
        "EMAIL": 6,
        "REGULATOR": 5,
        "SOCIAL_MEDIA": 3,
    },
    "CS": {"HOTLINE": 40, "PORTAL": 20, "CHAT": 20, "WEB_FORM": 10, "EMAIL": 5},
    "CP": {
        "REGULATOR": 30,
        "MUNICIPAL_HOTLINE": 20,
        "CONSUMER_HOTLINE": 15,
        "LETTER": 15,
        "HOTLINE": 10,
        "MEDIA": 3,
    },
    "BRANCH": {
        "COUNTER": 40,
        "HOTLINE": 20,
        "PORTAL": 15,
        "WEB_FORM": 10,
        "LETTER": 5,
        "MUNICIPAL_HOTLINE": 6,
    },
}


@dataclass(frozen=True, kw_only=True)
class Step:
    """
    Something that happens to a case: answer, decision, note, task, word of the customer, clock, or the end.

    Attributes:
        unit, policy: of a task: who is asked, and by when.
    """

    at: datetime
    act: str
    text: str = ""
    unit: str = ""
    policy: str = ""


@dataclass(frozen=True, kw_only=True)
class PlannedCase:
    """
    One case of the plot.

    Attributes:
        customer: position in the list of customers.
        owner: staff number; blank leaves the choice to the bank, None leaves the case unassigned.
    """

    kind: str
    source: str
    level: str
    unit: str
    customer: int
    subject: str
    text: str
    voiced_at: datetime
    opened_at: datetime
    owner: str | None = ""
    steps: Sequence[Step] = field(default=())


def plot(*, now: datetime, random: Random, customers: Sequence[Customer]) -> tuple[PlannedCase, ...]:
    """Every case of the story: two months that are over, and the present."""
    past = _past_cases(now, random, len(customers))
    present = (
        _present_case(row, now, _of_tier(row.get("tier", ""), customers, random)) for row in read("present")
    )
    return (*past, *present)


def _of_tier(tier: str, customers: Sequence[Customer], random: Random) -> int:
    return random.choice([position for position, customer in enumerate(customers) if customer.tier == tier])


def _past_cases(now: datetime, random: Random, customers: int) -> Iterable[PlannedCase]:
    deck = Deck(random)
    drawn = random.choices(topics(), [topic.weight for topic in topics()], k=PAST_CASES)
    moments = sorted(_moment(now, random) for _ in drawn)
    for topic, voiced_at in zip(drawn, moments, strict=True):
        yield _past_case(topic, voiced_at, deck, random, customers, now)


def _moment(now: datetime, random: Random) -> datetime:
    """A time of day at which people complain, more often on working days, and not before the story begins."""
    while True:
        day = timezone.localtime(now - random.uniform(2, PAST_DAYS) * DAY)
        if day.weekday() >= 5 and random.random() < 0.5:
            continue
        minutes = round(random.triangular(8 * 60, 21 * 60, 10.5 * 60))
        at = day.replace(hour=minutes // 60, minute=minutes % 60, second=random.randrange(60), microsecond=0)
        if at < now - BEFORE_NOW:
            return at


def _past_case(
    topic: Topic, voiced_at: datetime, deck: Deck, random: Random, customers: int, now: datetime
) -> PlannedCase:
    unit = random.choice(topic.units)
    shares = _SOURCES.get(unit, _SOURCES["BRANCH"])
    source = random.choices(list(shares), list(shares.values()))[0]
    words = deck.deal(topic, voiced_on=voiced_at, outlet=_outlet(unit, random))
    came_later = source in {"LETTER", "REGULATOR", "MUNICIPAL_HOTLINE", "CONSUMER_HOTLINE"}
    opened_at = voiced_at + random.uniform(0.3, 2.5) * HOUR * came_later
    answered_at = _answer_time(voiced_at, opened_at, random)
    steps = [Step(at=answered_at, act="answer", text=words.answer)]
    if random.random() < 0.45:
        steps.append(Step(at=opened_at + (answered_at - opened_at) * 0.4, act="note", text=words.note))
    if random.random() < 0.2:
        steps.append(
            Step(at=opened_at + (answered_at - opened_at) * 0.7, act="customer", text=words.follow_up)
        )
    if answered_at > voiced_at + DAY:
        steps.append(Step(at=voiced_at + DAY + timedelta(minutes=1), act="clock"))
    steps += _ending(topic, answered_at, words.decision, random)
    return PlannedCase(
        kind=topic.kind,
        source=source,
        level=topic.level if topic.level != "ORDINARY" or random.random() > 0.1 else "COMPLEX",
        unit=unit,
        customer=random.randrange(customers),
        subject=words.subject,
        text=words.text,
        voiced_at=voiced_at,
        opened_at=opened_at,
        steps=[step for step in sorted(steps, key=lambda step: step.at) if step.at <= now],
    )


def _answer_time(voiced_at: datetime, opened_at: datetime, random: Random) -> datetime:
    """Mostly within a few hours and in working time; in a few cases too late."""
    if random.random() < LATE_SHARE:
        return voiced_at + random.uniform(24.7, 33) * HOUR
    wished = opened_at + random.triangular(0.4, 15, 2.5) * HOUR
    if 8 <= wished.hour < 21:
        return wished
    morning = (wished + 11 * HOUR).replace(hour=8, minute=random.randint(20, 59))
    return (
        morning
        if opened_at < morning < voiced_at + 23.5 * HOUR
        else opened_at + random.uniform(0.3, 0.9) * HOUR
    )


def _ending(topic: Topic, answered_at: datetime, decision: str, random: Random) -> Iterable[Step]:
    """When the matter is settled: soon for questions and praise, within days for complaints."""
    if topic.kind != "COMPLAINT":
        return [Step(at=answered_at + random.uniform(0.2, 20) * HOUR, act="resolve", text=topic.cause)]
    decided_at = answered_at + random.triangular(0.8, 13, 3) * DAY
    return [
        Step(at=decided_at, act="answer", text=decision),
        Step(at=decided_at + random.uniform(0.1, 3) * HOUR, act="resolve", text=topic.cause),
    ]


def _outlet(unit: str, random: Random) -> str:
    outlets = [row for row in read("organisation") if row["kind"] == "OUTLET"]
    own = [row for row in outlets if row["parent"] == unit]
    return str(random.choice(own or outlets)["name"])


def _present_case(row: dict[str, Any], now: datetime, customer: int) -> PlannedCase:
    def ago(hours: float) -> datetime:
        return now - hours * HOUR

    notes = [Step(at=ago(hours), act="note", text=text) for hours, text in row.get("notes", [])]
    tasks = [
        Step(at=ago(hours), act="task", text=text, unit=unit, policy=policy)
        for hours, unit, policy, text in row.get("tasks", [])
    ]
    answers = [Step(at=ago(row["answer"][0]), act="answer", text=row["answer"][1])] if "answer" in row else []
    return PlannedCase(
        kind=row.get("kind", "COMPLAINT"),
        source=row["source"],
        level=row.get("level", "ORDINARY"),
        unit=row["unit"],
        customer=customer,
        owner=row["owner"],
        subject=row["subject"],
        text=row["text"],
        voiced_at=ago(row["voiced"]),
        opened_at=ago(row["voiced"]),
        steps=sorted(notes + tasks + answers, key=lambda step: step.at),
    )
