"""The plot: which case comes when, from whom, and what happens to it; pure, and the same for the same seed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.utils import timezone

from yinuo.site.demo.people import Customer
from yinuo.site.demo.words import Deck, Topic, Words, read, topics

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
PAST_CASES = 120
PAST_DAYS = 60
FORMER_CASES = 460
YEAR = 365  # days
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
    Something that happens to a case: answer, decision, note, task, word of the customer, snooze, clock, the end, its
    letter, one that still waits for its release, or the posting of a letter.

    Attributes:
        unit, policy: of a task: who is asked, and by when.
        until: of a snooze: when the case is wanted back.
    """

    at: datetime
    act: str
    text: str = ""
    unit: str = ""
    policy: str = ""
    until: datetime | None = None


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


@dataclass(frozen=True, kw_only=True)
class Plot:
    """
    Every case of the story, over twelve months.

    Attributes:
        former: of the system that the bank had before; all of them are over.
        told: of the last two months, and of the present; each happens step by step.
    """

    former: tuple[PlannedCase, ...]
    told: tuple[PlannedCase, ...]


def plot(*, now: datetime, random: Random, customers: Sequence[Customer]) -> Plot:
    """Draw the story; no two of its cases read alike."""
    deck = Deck(random)
    people = len(customers)
    past = _past_cases(PAST_CASES, deck, _days(now, BEFORE_NOW, PAST_DAYS * DAY), random, people, now)
    present = (
        _present_case(row, now, _of_tier(row.get("tier", ""), customers, random)) for row in read("present")
    )
    told = (*past, *present)
    before = _days(now, (PAST_DAYS + 1) * DAY, YEAR * DAY)
    return Plot(former=tuple(_past_cases(FORMER_CASES, deck, before, random, people, now)), told=told)


def _of_tier(tier: str, customers: Sequence[Customer], random: Random) -> int:
    return random.choice([position for position, customer in enumerate(customers) if customer.tier == tier])


@dataclass(frozen=True, kw_only=True)
class _Days:
    """A stretch of time in which people complain."""

    earliest: datetime
    latest: datetime


def _days(now: datetime, youngest: timedelta, oldest: timedelta) -> _Days:
    return _Days(earliest=now - oldest, latest=now - youngest)


def _past_cases(
    count: int, deck: Deck, days: _Days, random: Random, customers: int, now: datetime
) -> Iterable[PlannedCase]:
    weights = [topic.weight for topic in topics()]
    for voiced_at in sorted(_moment(days, random) for _ in range(count)):
        case = None
        while case is None:
            topic = random.choices(topics(), weights)[0]
            case = _past_case(topic, voiced_at, deck, random, customers, now)
        yield case


def _moment(days: _Days, random: Random) -> datetime:
    """A time of day at which people complain, more often on working days."""
    while True:
        day = timezone.localtime(days.earliest + random.random() * (days.latest - days.earliest))
        if day.weekday() >= 5 and random.random() < 0.5:
            continue
        minutes = round(random.triangular(8 * 60, 21 * 60, 10.5 * 60))
        at = day.replace(hour=minutes // 60, minute=minutes % 60, second=random.randrange(60), microsecond=0)
        if days.earliest <= at < days.latest:
            return at


def _past_case(
    topic: Topic, voiced_at: datetime, deck: Deck, random: Random, customers: int, now: datetime
) -> PlannedCase | None:
    """A case of ``topic``, or None where everything about it is said."""
    unit = random.choice(topic.units)
    shares = _SOURCES.get(unit, _SOURCES["BRANCH"])
    source = random.choices(list(shares), list(shares.values()))[0]
    words = deck.deal(topic, voiced_on=voiced_at, outlet=_outlet(unit, random))
    if words is None:
        return None
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
    level = topic.level if topic.level != "ORDINARY" or random.random() > 0.1 else "COMPLEX"
    if topic.kind == "COMPLAINT" and (level != "ORDINARY" or source == "REGULATOR"):
        steps += _letter(steps[-1].at, words, random)
    return PlannedCase(
        kind=topic.kind,
        source=source,
        level=level,
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


def _letter(resolved_at: datetime, words: Words, random: Random) -> Iterable[Step]:
    """The decision in writing: on the same day, and posted on one of the next."""
    written_at = resolved_at + random.uniform(0.5, 4) * HOUR
    return [
        Step(at=written_at, act="letter", text=words.decision),
        Step(
            at=written_at + random.uniform(3, 40) * HOUR,
            act="post",
            text=f"EMS {random.randrange(10**9, 10**10)}",
        ),
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
    snoozes = [
        Step(at=ago(hours), act="snooze", text=text, until=now + ahead * HOUR)
        for hours, ahead, text in row.get("snoozes", [])
    ]
    answers = [Step(at=ago(row["answer"][0]), act="answer", text=row["answer"][1])] if "answer" in row else []
    endings = [
        Step(at=ago(row[key][0]), act=act, text=row[key][1])
        for key, act in (("resolved", "resolve"), ("letter", "letter_waits"))
        if key in row
    ]
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
        steps=sorted(notes + tasks + snoozes + answers + endings, key=lambda step: step.at),
    )
