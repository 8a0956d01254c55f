"""The doors contract finds an import through a wall, and a module that names two features."""

from __future__ import annotations

from grimp import ImportGraph

from tools.doors import breaches_of_doors, modules_of_several_features


def graph(*imports: tuple[str, str]) -> ImportGraph:
    made = ImportGraph()
    for importer, imported in imports:
        made.add_import(importer=importer, imported=imported, line_number=7, line_contents="import")
    return made


def breaches(*imports: tuple[str, str]) -> list[str]:
    also = frozenset({"yinuo.platform.jobs.postgres.location"})
    found = breaches_of_doors(graph(*imports), also, frozenset({"yinuo.site.urls"}))
    return [str(breach) for breach in found]


def test_another_rooms_models_cannot_be_imported() -> None:
    assert breaches(("yinuo.features.cases.queries", "yinuo.core.promises.models")) == [
        "yinuo.features.cases.queries:7 imports yinuo.core.promises.models"
    ]


def test_a_rooms_edges_are_for_the_list_of_addresses_alone() -> None:
    assert breaches(("yinuo.site.urls", "yinuo.features.cases.staff.urls")) == []
    assert breaches(("yinuo.insight.board", "yinuo.features.cases.staff.views")) != []


def test_doors_and_the_rooms_own_files_are_open() -> None:
    assert breaches(("yinuo.features.cases.queries", "yinuo.core.promises.public")) == []
    assert breaches(("yinuo.core.promises.queries", "yinuo.core.promises.models")) == []
    assert breaches(("yinuo.site.config", "yinuo.platform.jobs.postgres.location")) == []


def test_a_room_whose_name_begins_like_another_is_another() -> None:
    assert breaches(("yinuo.core.promises_old.a", "yinuo.core.promises.models")) != []


def test_only_the_wiring_names_two_features() -> None:
    both = (
        ("yinuo.site.wiring", "yinuo.features.cases.public"),
        ("yinuo.site.wiring", "yinuo.features.callbacks.public"),
        ("yinuo.site.navigation", "yinuo.features.cases.public"),
        ("yinuo.site.navigation", "yinuo.features.callbacks.public"),
        ("yinuo.site.cli.imports", "yinuo.features.cases.public"),
    )
    found = modules_of_several_features(graph(*both), frozenset({"yinuo.site.wiring"}))
    assert [str(breach) for breach in found] == [
        "yinuo.site.navigation imports yinuo.features.callbacks, yinuo.features.cases"
    ]
