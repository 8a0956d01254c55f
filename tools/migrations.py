"""Whether the migrations say what the models say, one after the other; asks no database."""

from __future__ import annotations

import sys

import django


def missing() -> list[str]:
    """What ``makemigrations`` would write for the house's own rooms."""
    from django.apps import apps
    from django.conf import settings
    from django.db.migrations.autodetector import MigrationAutodetector
    from django.db.migrations.loader import MigrationLoader
    from django.db.migrations.state import ProjectState
    from django.utils import translation

    # Migrations are written in no language: a label in Chinese would look like a change.
    translation.deactivate_all()
    labels = {config.label for config in apps.get_app_configs() if config.name in settings.ROOMS}
    loader = MigrationLoader(None, ignore_no_migrations=True)
    forked = loader.detect_conflicts()
    if forked:
        return [
            f"{label}: which of {' and '.join(sorted(names))} comes first" for label, names in forked.items()
        ]
    detector = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps))
    changes = detector.changes(graph=loader.graph, trim_to_apps=labels, convert_apps=labels)
    return [
        f"{label}: {operation.describe()}"
        for label, migrations in sorted(changes.items())
        for migration in migrations
        for operation in migration.operations
    ]


def main() -> int:
    django.setup()
    found = missing()
    for line in found:
        print(f"no migration says: {line}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
