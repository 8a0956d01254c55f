"""What subjects and actors of the evidence are called on pages; the log itself holds kinds and ids only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


Names = Callable[[Collection[str]], Mapping[str, str]]


def names_in(model: type[Model], field: str) -> Names:
    """Names that stand in a column of the rows with these ids, or in one of a row that they refer to."""

    def names(ids: Collection[str]) -> Mapping[str, str]:
        rows = model._default_manager.filter(pk__in=ids)
        return {str(pk): name for pk, name in rows.values_list("pk", field)}

    return names


@dataclass(frozen=True, kw_only=True)
class Naming:
    """
    How a room names its subjects to auditors.

    Attributes:
        label: what one of them is: "Case".
        names: the names of those with these ids, many at once, masked where they are of customers.
        is_plain: a name says what it is without the label, as that of a person or the number of a case does.
        has_codes: their ids are codes and no UUIDs.
        find: the id of the one that somebody typed, such as the number of a case; empty for none.
    """

    label: str | _StrPromise
    names: Names | None = None
    is_plain: bool = False
    has_codes: bool = False
    find: Callable[[str], str] | None = None


@dataclass(frozen=True, kw_only=True)
class Named:
    """A subject or actor as people say it; ``name`` is empty where it has none, ``label`` where it needs none."""

    label: str
    name: str


_namings: dict[str, Naming] = {
    "system": Naming(label=_("The system")),
    "audit": Naming(label=_("Evidence log")),
}


def register_naming(*, kind: str, naming: Naming) -> None:
    """Say how those of a kind (``case`` of ``case:<id>``) are called; for ``AppConfig.ready`` and the wiring."""
    _namings[kind] = naming


def named(references: Iterable[str]) -> dict[str, Named]:
    """Those of the subjects and actors whose kind is known: one query for each kind at most."""
    ids: dict[str, set[str]] = defaultdict(set)
    for reference in references:
        kind, _colon, one = reference.partition(":")
        if kind in _namings:
            ids[kind].add(one)
    found: dict[str, Named] = {}
    for kind, wanted in ids.items():
        naming = _namings[kind]
        asked = wanted if naming.has_codes else set(filter(_is_uuid, wanted))
        names = naming.names(asked) if naming.names is not None and asked else {}
        for one in wanted:
            name = names.get(one, "")
            label = "" if name and naming.is_plain else str(naming.label)
            found[f"{kind}:{one}" if one else kind] = Named(label=label, name=name)
    return found


def reference_typed(text: str) -> str:
    """The subject or actor that somebody means: by its code, or as a room knows it; else what was typed."""
    if ":" in text:
        return text
    for kind, naming in _namings.items():
        one = naming.find(text) if text and naming.find is not None else ""
        if one:
            return f"{kind}:{one}"
    return text


def _is_uuid(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False
