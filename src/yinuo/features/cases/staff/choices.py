"""What the filters of the queue offer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from yinuo.features.cases.models import Kind, Level, Source, State
from yinuo.features.cases.owning.finding import OWNING_ROLES
from yinuo.features.cases.queries.filtering import AGES, ME, NOBODY, Filters
from yinuo.features.cases.taxonomy import classification
from yinuo.platform.identity.public import Actor, Person, Unit, directory

Choices = list[tuple[str, str]]


def filter_fields(*, actor: Actor, filters: Filters, now: datetime) -> list[dict[str, object]]:
    """Each filter with its choices, for ``<select>`` fields; ``on`` for those that ask something: one query."""
    known = directory(roles=OWNING_ROLES, at=now)
    offered: dict[str, tuple[str, Choices]] = {
        "kind": (_("Kind"), _pairs(Kind.choices)),
        "level": (_("Level"), _pairs(Level.choices)),
        "state": (_("State"), _pairs(State.choices)),
        "source": (_("Channel"), _pairs(Source.choices)),
        "due": (
            _("Promises"),
            [
                ("risk", _("Due soon")),
                ("overdue", _("Overdue")),
                ("later", _("Later than four hours")),
                ("none", _("Nothing owed")),
            ],
        ),
        "owner": (_("Owner"), _owners(actor, known.people)),
        "unit": (_("Unit"), _units(actor, known.units)),
        "category": (
            _("Product"),
            [
                (one.code, "　" * (one.depth - 1) + one.name)
                for one in classification.entries(classification.CATEGORY)
            ],
        ),
        "age": (_("Open for"), [(days, _("%(days)s days and more") % {"days": days}) for days in AGES]),
        "sort": (
            _("Order"),
            [("due", _("Soonest due first")), ("newest", _("Newest first")), ("oldest", _("Oldest first"))],
        ),
    }
    return [
        {"name": name, "label": label, "choices": choices, "value": getattr(filters, name)}
        for name, (label, choices) in offered.items()
    ]


def said(fields: list[dict[str, object]]) -> list[tuple[str, str, str]]:
    """What the filters ask: name, label, and the choice in words; the order left out."""
    found = []
    for field in fields:
        value = field["value"]
        choices = field["choices"]
        if value and field["name"] != "sort" and isinstance(choices, list):
            word = next((label for key, label in choices if key == value), str(value)[:8])
            found.append((str(field["name"]), str(field["label"]), str(word).strip("　")))
    return found


def _owners(actor: Actor, people: Iterable[Person]) -> Choices:
    seen = [(str(one.id), f"{one.name} · {one.unit}") for one in people if actor.sees(one.path)]
    return [(ME, _("Me")), (NOBODY, _("Nobody")), *seen]


def _units(actor: Actor, units: Iterable[Unit]) -> Choices:
    """Each after the one that it stands below, set in from the topmost one that the actor sees."""
    seen = [unit for unit in units if actor.sees(unit.path)]
    top = seen[0].path.count("/") if seen else 0
    return [(unit.path, "　" * (unit.path.count("/") - top) + unit.name) for unit in seen]


def _pairs(choices: Sequence[tuple[object, object]]) -> Choices:
    return [(str(value), str(label)) for value, label in choices]
