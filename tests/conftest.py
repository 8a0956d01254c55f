"""
One real PostgreSQL for the whole run, thrown away afterwards.

``TEST_DATABASE_URL`` names another server (its role must be allowed to create databases); without it the
embedded one is started in a temporary folder, with durability off.
"""

from __future__ import annotations

import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import django
import hypothesis
import pytest
import pytest_django
import time_machine
from django.test import TransactionTestCase
from django.utils import translation

from yinuo.platform.jobs.postgres.location import Location
from yinuo.platform.jobs.postgres.server import Server

pytest_plugins = ["tests.browser"]
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
_homes: list[Path] = []
_started: list[Server] = []
_nobody = socket.socket()


def _begin() -> None:
    home = Path(tempfile.mkdtemp(prefix="yinuo-test-"))
    (home / "static").mkdir()  # files are served from their sources here, but WhiteNoise looks for it
    os.environ["YINUO_HOME"] = str(home)
    os.environ["YINUO_MODE"] = "demo"
    _homes.append(home)
    if "TEST_DATABASE_URL" in os.environ:
        os.environ["DATABASE_URL"] = os.environ["TEST_DATABASE_URL"]
        return
    server = Server(Location(home), settings=FAST)
    server.ensure_started()
    os.environ["DATABASE_URL"] = Location(home).url
    _started.append(server)


if "PYTEST_XDIST_WORKER" not in os.environ:
    _begin()
# Pages look for live updates at a port where nobody listens, whatever else runs on this machine.
_nobody.bind(("127.0.0.1", 0))
os.environ["LIVE_PORT"] = str(_nobody.getsockname()[1])
# Set here and not in pyproject.toml: Django reads its settings as soon as it knows their name.
os.environ["DJANGO_SETTINGS_MODULE"] = "yinuo.site.settings"
django.setup()


def pytest_configure(config: pytest.Config) -> None:
    """
    What is made up is the same in every run of the suite; the soak makes it up anew each time.

    A slow machine is no counterexample: neither a deadline nor a slow example fails.
    """
    anew = config.option.markexpr == "soak"
    slow = [hypothesis.HealthCheck.too_slow]
    hypothesis.settings.register_profile(
        "house", deadline=None, derandomize=not anew, suppress_health_check=slow
    )
    hypothesis.settings.load_profile("house")


@pytest.fixture(scope="session", autouse=True)
def _classification() -> None:
    """Cases are classified as the house comes, until a test takes over another classification."""
    from yinuo.features.cases.taxonomy.editions import keep_built_in

    keep_built_in()


@pytest.fixture(scope="session", autouse=True)
def _keys(django_test_environment: None) -> None:
    """The keys of the vault, as a new installation makes them."""
    from yinuo.platform.vault.public import make_first_key

    make_first_key()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: pytest_django.DjangoDbBlocker) -> None:
    """Tests with real transactions leave the database as it came."""
    from tests.emptying import remember, restore

    with django_db_blocker.unblock():
        remember()
    TransactionTestCase._fixture_teardown = restore


@pytest.fixture
def still() -> Iterator[None]:
    """No time passes: what refills with time does not do so while a slow machine uses it up."""
    with time_machine.travel(datetime.now(UTC), tick=False):
        yield


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """Operations speak English to tests; pages speak what the request asks for."""
    with translation.override("en"):
        yield


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """
    Files that take long begin first, so that no worker is left alone with one at the end.

    A file goes to one worker as a whole; those that drive a browser, start processes or ask for more time are long.
    """
    long = {
        item.path
        for item in items
        if any(item.get_closest_marker(name) for name in ("browser", "processes", "timeout"))
    }
    items.sort(key=lambda item: (item.path not in long, str(item.path)))


def pytest_unconfigure() -> None:
    _nobody.close()
    while _started:
        _started.pop().stop()
    while _homes:
        shutil.rmtree(_homes.pop(), ignore_errors=True)
