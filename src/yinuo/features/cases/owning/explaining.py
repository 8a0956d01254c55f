"""Why somebody has a case, in words: read from the evidence, which holds what the choice was made by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yinuo.features.cases.owning.editions import rule_name
from yinuo.platform.audit.public import Record

_GIVEN = ("case.opened", "case.assigned")
_LISTS = ("away", "recused", "full")


def people_in(records: Iterable[Record]) -> set[UUID]:
    """Whom the reasons name."""
    named: set[UUID] = set()
    for record in records:
        chosen = record.facts.get("chosen")
        if chosen:
            named |= {UUID(one) for key in _LISTS for one in chosen.get(key, ())}
            named |= {UUID(chosen["stood_in"])} if "stood_in" in chosen else set()
        named |= {UUID(one) for one in record.facts.get("concerns", ())}
    return named


def why_chosen(records: Sequence[Record], names: Mapping[str, str]) -> tuple[str, ...]:
    """
    The reasons why the owner, or nobody, was chosen; empty where a person decided it.

    Args:
        records: the evidence of the case.
        names: of staff by id.
    """
    given = [record for record in records if record.action in _GIVEN]
    chosen = given[-1].facts.get("chosen") if given else None
    return tuple(_reasons(chosen, names)) if chosen else ()


def concerned_in(records: Iterable[Record], names: Mapping[str, str]) -> tuple[str, ...]:
    """The names of those whom the matter concerns."""
    found = dict.fromkeys(one for record in records for one in record.facts.get("concerns", ()))
    return tuple(names.get(str(one), "—") for one in found)


def _reasons(chosen: Mapping[str, Any], names: Mapping[str, str]) -> Iterable[str]:
    def listed(key: str) -> str:
        return " · ".join(names.get(str(one), "—") for one in chosen.get(key, ()))

    if chosen["rule"]:
        name = rule_name(edition=chosen["edition"], rule=chosen["rule"])
        yield _("Rule %(number)s: %(name)s") % {"number": chosen["rule"], "name": _(name) if name else "—"}
        if chosen["fits"] == 1:
            yield _("Nobody else could have it.")
        else:
            yield ngettext(
                "Of %(fits)s who could have it, the least busy: %(load)s open case.",
                "Of %(fits)s who could have it, the least busy: %(load)s open cases.",
                chosen["load"],
            ) % {"fits": chosen["fits"], "load": chosen["load"]}
    else:
        yield _("No rule left anybody who could have it.")
    if "stood_in" in chosen:
        yield _("Stands in for %(name)s.") % {"name": names.get(chosen["stood_in"], "—")}
    if chosen.get("away"):
        yield _("Away: %(names)s") % {"names": listed("away")}
    if chosen.get("recused"):
        yield _("Not asked, because it concerns them: %(names)s") % {"names": listed("recused")}
    if chosen.get("full"):
        yield _("Has too many open cases: %(names)s") % {"names": listed("full")}
