"""Who hears what: by reach, by name, and what happens to those who lag or leave."""

from __future__ import annotations

import asyncio
import json
from typing import Any
from uuid import UUID, uuid4

from yinuo.platform.identity.public import Actor, ActorKind
from yinuo.platform.live.announcements import Announcement
from yinuo.platform.live.hub import ROOM, Hub, Subscriber

NORTH, SOUTH = "/hq/north/", "/hq/south/"


def subscriber(reach: str | None, *, person: UUID | None = None, session: str = "s") -> Subscriber:
    actor = Actor(kind=ActorKind.STAFF, id=person or uuid4(), reach=reach)
    return Subscriber(actor=actor, session_key=session)


def change(reach: str = NORTH, person: UUID | None = None) -> Announcement:
    return Announcement(topic="case.changed", reach=reach, person=person, data={"id": "7"})


def heard(who: Subscriber) -> list[dict[str, Any] | None]:
    async def collect() -> list[dict[str, Any] | None]:
        events = []
        while True:
            try:
                text = await asyncio.wait_for(who.next(), 0.01)
            except TimeoutError:
                return events
            events.append(json.loads(text.removeprefix(b"data: ")) if text else None)

    return asyncio.run(collect())


def test_a_change_is_heard_by_whoever_sees_that_part_of_the_house() -> None:
    hub = Hub()
    office, north, south, nobody = (subscriber(reach) for reach in ("/hq/", NORTH, SOUTH, None))
    for who in (office, north, south, nobody):
        hub.add(who)
    hub.publish(change(NORTH))
    expected = [{"topic": "case.changed", "id": "7"}]
    assert [heard(who) for who in (office, north, south, nobody)] == [expected, expected, [], []]


def test_what_is_meant_for_one_person_is_heard_by_nobody_else() -> None:
    hub, person = Hub(), uuid4()
    mine, chief = subscriber(SOUTH, person=person), subscriber("/")
    hub.add(mine)
    hub.add(chief)
    hub.publish(change("/", person=person))
    assert len(heard(mine)) == 1
    assert heard(chief) == []


def test_a_browser_that_lags_too_far_is_told_to_read_again() -> None:
    hub, slow = Hub(), subscriber("/")
    hub.add(slow)
    for _ in range(ROOM + 1):
        hub.publish(change())
    assert heard(slow) == [{"topic": "resumed"}]


def test_an_ended_session_takes_its_streams_along_and_no_others() -> None:
    hub = Hub()
    first, second, other = subscriber("/"), subscriber("/"), subscriber("/", session="other")
    for who in (first, second, other):
        hub.add(who)
    hub.end_session("s", for_good=True)
    assert heard(first) == heard(second) == [{"topic": "ended"}, None]
    assert heard(other) == []


def test_nothing_is_kept_of_those_who_left() -> None:
    hub, who = Hub(), subscriber("/")
    hub.add(who)
    hub.remove(who)
    hub.publish(change())
    assert heard(who) == []
    assert len(hub) == 0
    assert hub.sessions() == {}


def test_the_end_reaches_even_a_browser_that_lags() -> None:
    who = subscriber("/")
    for _ in range(ROOM):
        who.put(b"data: {}\n\n")
    who.end()
    assert heard(who)[-1] is None
