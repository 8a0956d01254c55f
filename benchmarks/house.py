"""An embedded database of its own, with the tables and Django loaded, for benchmarks that write."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))


@contextmanager
def benchmark_house(**settings: str) -> Iterator[None]:
    """
    Durability is on, as in an installation; everything is thrown away afterwards.

    Args:
        settings: of the database server, beside those of the house; ``__`` stands for a dot in their names.
    """
    from yinuo.platform.jobs.postgres.location import Location
    from yinuo.platform.jobs.postgres.server import Server

    with tempfile.TemporaryDirectory(prefix="yinuo-bench-") as folder:
        home = Path(folder) / "var"
        os.environ |= {
            "YINUO_HOME": str(home),
            "YINUO_MODE": "demo",
            "DJANGO_SETTINGS_MODULE": "yinuo.site.settings",
        }
        os.environ.pop("DATABASE_URL", None)
        server = Server(
            Location(home), settings={name.replace("__", "."): value for name, value in settings.items()}
        )
        server.ensure_started()
        try:
            import django

            django.setup()
            from yinuo.site.cli.preparation import close_connections, migrate_tables

            migrate_tables()
            yield
            close_connections()
        finally:
            server.stop()
