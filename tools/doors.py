"""Contracts of the house that import-linter does not have: doors, and who may name two features."""

from __future__ import annotations

from dataclasses import dataclass, field

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output

WITH_ROOMS = ("platform", "core", "features")
# A room's pages and interface, and what it does when others' events tell it something.
OUTER = (["staff"], ["portal"], ["rest"], ["notices"], ["reactions"])


def room_of(module: str) -> str | None:
    """The room that a module belongs to, such as ``yinuo.core.promises``, or None for one of no room."""
    parts = module.split(".")
    return ".".join(parts[:3]) if len(parts) > 2 and parts[1] in WITH_ROOMS else None


@dataclass(frozen=True)
class Breach:
    """One import that goes through a wall, or one module that names too much."""

    importer: str
    imported: str
    lines: tuple[int, ...] = field(default=())

    def __str__(self) -> str:
        where = f":{','.join(map(str, self.lines))}" if self.lines else ""
        return f"{self.importer}{where} imports {self.imported}"


def _lines(graph: ImportGraph, importer: str, imported: str) -> tuple[int, ...]:
    details = graph.get_import_details(importer=importer, imported=imported)
    return tuple(sorted({detail["line_number"] for detail in details}))


def breaches_of_doors(graph: ImportGraph, also: frozenset[str], composition: frozenset[str]) -> list[Breach]:
    """
    Imports from outside a room of anything but its ``public``.

    Args:
        also: modules that are doors too, named one by one.
        composition: modules that put the product together; they may also import a room's edges and reactions.
    """
    found = []
    for imported in sorted(graph.modules):
        room = room_of(imported)
        if room is None or imported == f"{room}.public" or imported in also:
            continue
        is_outer = imported.split(".")[3:4] in OUTER
        for importer in sorted(graph.find_modules_that_directly_import(imported)):
            inside = importer == room or importer.startswith(f"{room}.")
            if not inside and not (is_outer and importer in composition):
                found.append(Breach(importer, imported, _lines(graph, importer, imported)))
    return found


def modules_of_several_features(graph: ImportGraph, allowed: frozenset[str]) -> list[Breach]:
    """Modules above the features that name more than one of them, except those ``allowed`` to."""
    named: dict[str, set[str]] = {}
    for imported in graph.modules:
        room = room_of(imported)
        if room is not None and room.startswith("yinuo.features."):
            for importer in graph.find_modules_that_directly_import(imported):
                if not importer.startswith("yinuo.features."):
                    named.setdefault(importer, set()).add(room)
    return [
        Breach(importer, ", ".join(sorted(rooms)))
        for importer, rooms in sorted(named.items())
        if len(rooms) > 1 and not any(importer == one or importer.startswith(f"{one}.") for one in allowed)
    ]


class Doors(Contract):
    """A room is entered through its ``public`` only."""

    type_name = "doors"
    also = fields.SetField(subfield=fields.StringField(), required=False, default=())
    composition = fields.SetField(subfield=fields.StringField(), required=False, default=())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:  # noqa: ARG002 - import-linter's signature
        found = breaches_of_doors(graph, _names(self.also), _names(self.composition))
        return ContractCheck(kept=not found, metadata={"breaches": found})

    def render_broken_contract(self, check: ContractCheck) -> None:
        output.print_error("A room is entered through its public.py: offer there what you need.", bold=True)
        for breach in check.metadata["breaches"]:
            output.print_error(f"- {breach}")


class OneFeature(Contract):
    """Only the wiring names two features."""

    type_name = "one_feature"
    allowed = fields.SetField(subfield=fields.StringField(), required=False, default=())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:  # noqa: ARG002 - import-linter's signature
        found = modules_of_several_features(graph, _names(self.allowed))
        return ContractCheck(kept=not found, metadata={"breaches": found})

    def render_broken_contract(self, check: ContractCheck) -> None:
        output.print_error(
            "Only site/wiring.py names two features: publish an event and wire it there.", bold=True
        )
        for breach in check.metadata["breaches"]:
            output.print_error(f"- {breach}")


def _names(value: object) -> frozenset[str]:
    return (
        frozenset(str(one) for one in value)
        if isinstance(value, set | frozenset | tuple | list)
        else frozenset()
    )
