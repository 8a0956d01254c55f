"""What a rule for owners says, and how it is read from JSON or a form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yinuo.features.cases.models import Kind, Level, Source
from yinuo.features.cases.taxonomy import classification
from yinuo.kernel.errors import DomainError

MOST_RULES = 40
LONGEST_NAME = 80
LARGEST_LOAD = 9_999
_FIELDS = ("name", "where", "unit", "skills", "most", "conditions")


class CannotReadRules(DomainError):
    """A rule that could choose nobody, or that means nothing."""

    code = "case.cannot_read_rules"


class Where(TextChoices):
    """Among whom a rule chooses."""

    TEAM = "TEAM", gettext_lazy("the customer's own team")
    RECEIVING = "RECEIVING", gettext_lazy("the unit that received it, then each unit above it")
    UNIT = "UNIT", gettext_lazy("one unit and all below it")
    INSTITUTION = "INSTITUTION", gettext_lazy("the whole institution")


CONDITIONS = ("kind", "level", "source", "category", "tier", "branch")


@dataclass(frozen=True, kw_only=True)
class OwnerRule:
    """
    One line of the order in which owners are chosen.

    Attributes:
        where: a value of ``Where``.
        unit: path of the unit, where ``where`` is ``UNIT``.
        skills: codes; whoever is chosen has all of them.
        most: nobody with so many open cases is chosen; 0 for no limit.
        conditions: for each field of ``CONDITIONS`` the values for which the rule is meant; empty for all.
            ``category`` means an entry of the taxonomy and all below it, ``branch`` a unit and all below it.
    """

    name: str
    where: str
    unit: str = ""
    skills: tuple[str, ...] = ()
    most: int = 0
    conditions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def read_rules(data: Iterable[Mapping[str, Any]]) -> tuple[OwnerRule, ...]:
    """
    The rules in their order.

    Raises:
        CannotReadRules: names the rule and what is wrong with it; there are none, or too many.
    """
    rows = list(data)
    if not 1 <= len(rows) <= MOST_RULES:
        raise CannotReadRules(_("Give 1 to %(most)s rules.") % {"most": MOST_RULES})
    return tuple(_rule(number, row) for number, row in enumerate(rows, start=1))


def write_rules(rules: Iterable[OwnerRule]) -> list[dict[str, Any]]:
    """The rules as JSON holds them; ``read_rules`` reads them back."""
    return [
        {
            "name": rule.name,
            "where": rule.where,
            "unit": rule.unit,
            "skills": list(rule.skills),
            "most": rule.most,
            "conditions": {name: list(values) for name, values in rule.conditions.items()},
        }
        for rule in rules
    ]


def _rule(number: int, row: Mapping[str, Any]) -> OwnerRule:
    def refuse(why: str) -> CannotReadRules:
        return CannotReadRules(_("Rule %(number)s: %(why)s") % {"number": number, "why": why})

    unknown = set(row) - set(_FIELDS)
    if unknown:
        raise refuse(_("there is no field “%(name)s”.") % {"name": sorted(unknown)[0][:40]})
    name, where, unit = (str(row.get(field) or "").strip() for field in ("name", "where", "unit"))
    if not 1 <= len(name) <= LONGEST_NAME:
        raise refuse(_("give it a name of 1 to 80 characters."))
    if where not in Where.values:
        raise refuse(_("say among whom it chooses."))
    if (where == Where.UNIT) != bool(unit):
        raise refuse(_("name a unit exactly where it chooses within one."))
    if unit and not _is_path(unit):
        raise refuse(_("“%(value)s” is no path of a unit.") % {"value": unit[:40]})
    most = row.get("most") or 0
    if not isinstance(most, int) or isinstance(most, bool) or not 0 <= most <= LARGEST_LOAD:
        raise refuse(_("the limit of open cases is a whole number from 0 to 9,999; 0 for none."))
    skills = row.get("skills") or []
    if not _is_texts(skills):
        raise refuse(_("skills are a list of codes."))
    try:
        conditions = _conditions(row.get("conditions") or {})
    except CannotReadRules as problem:
        raise refuse(str(problem)) from problem
    return OwnerRule(
        name=name,
        where=where,
        unit=unit,
        skills=tuple(dict.fromkeys(skills)),
        most=most,
        conditions=conditions,
    )


def _conditions(data: object) -> dict[str, tuple[str, ...]]:
    if not isinstance(data, Mapping):
        raise CannotReadRules(_("conditions are fields with lists of values."))
    found = {}
    for name, values in data.items():
        if name not in CONDITIONS:
            raise CannotReadRules(_("there is no condition “%(name)s”.") % {"name": str(name)[:40]})
        if not _is_texts(values) or not values:
            raise CannotReadRules(_("a condition without values would match nothing; leave it out."))
        for value in values:
            if not _is_value(name, value):
                raise CannotReadRules(_("“%(value)s” would match nothing.") % {"value": value[:40]})
        found[name] = tuple(dict.fromkeys(values))
    return found


def _is_value(name: str, value: str) -> bool:
    known = {"kind": Kind.values, "level": Level.values, "source": Source.values}
    if name in known:
        return value in known[name]
    if name == "category":
        return classification.is_code(value, dimension=classification.CATEGORY)
    return _is_path(value) if name == "branch" else bool(value)


def _is_path(text: str) -> bool:
    return text.startswith("/") and text.endswith("/") and len(text) > 1


def _is_texts(values: object) -> bool:
    return isinstance(values, (list, tuple)) and all(
        isinstance(value, str) and 0 < len(value) <= 255 for value in values
    )
