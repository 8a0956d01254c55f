"""Whom a matter concerns: colleagues whose name the customer writes are not asked to handle it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from uuid import UUID

from yinuo.platform.identity.public import Person

SHORTEST = 2


def named_in(*, text: str, people: Iterable[Person]) -> tuple[UUID, ...]:
    """Who of these is named in a text, in whatever case; a name within a longer Latin word is none."""
    said = text.casefold()
    return tuple(person.id for person in people if _occurs(person.name.casefold().strip(), said))


def _occurs(name: str, said: str) -> bool:
    if len(name) < SHORTEST or name not in said:
        return False
    return not name.isascii() or bool(re.search(rf"(?<![a-z]){re.escape(name)}(?![a-z])", said))
