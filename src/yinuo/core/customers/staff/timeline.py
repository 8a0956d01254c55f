"""The evidence of a customer as sentences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from yinuo.platform.audit.public import Record, action_label
from yinuo.platform.identity.public import names_of


@dataclass(frozen=True, kw_only=True)
class Happening:
    """One entry: what, by whom, when; ``number`` once it is sealed."""

    text: str
    who: str
    at: datetime
    number: int | None


def timeline(records: Iterable[Record]) -> list[Happening]:
    """Each entry in words, the newest first."""
    entries = sorted(records, key=lambda record: record.version, reverse=True)
    staff = {UUID(entry.actor[6:]) for entry in entries if entry.actor.startswith("staff:")}
    names = names_of(staff)
    return [
        Happening(
            text=action_label(entry.action),
            who=_who(entry.actor, names),
            at=entry.at,
            number=entry.number,
        )
        for entry in entries
    ]


def _who(actor: str, names: Mapping[UUID, str]) -> str:
    if actor.startswith("staff:"):
        return names.get(UUID(actor[6:]), "")
    return {"integration": _("a program"), "customer": _("the customer")}.get(
        actor.partition(":")[0], _("the system")
    )
