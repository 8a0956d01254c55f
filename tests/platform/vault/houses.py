"""Other settings of the vault for one test."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.conf import settings
from django.test import override_settings

from yinuo.platform.vault.index_keys import forget_ring, make_first_index_key
from yinuo.platform.vault.models import DataKey, IndexKey
from yinuo.platform.vault.providers import chosen
from yinuo.platform.vault.public import make_first_key
from yinuo.platform.vault.unwrapping import kept


@contextmanager
def vault_set(*, home: Path | None = None, **changes: Any) -> Iterator[None]:
    """The vault as other settings make it; nothing of it is left in memory afterwards."""
    config = settings.CONFIG
    other = replace(config, home=home or config.home, vault=replace(config.vault, **changes))
    forget()
    try:
        with override_settings(CONFIG=other):
            yield
    finally:
        forget()


def forget() -> None:
    """As a process that has just begun."""
    forget_ring()
    kept.clear()
    chosen.close_all()


@contextmanager
def house_of_things(home: Path) -> Iterator[None]:
    """A house with keys of its own, and the room of things."""
    from tests.platform.vault.things import room

    with vault_set(home=home):
        make_first_key()
        IndexKey.objects.all().delete()
        make_first_index_key()
        with room():
            yield
        DataKey.objects.all().delete()
        IndexKey.objects.all().delete()
    make_first_index_key()
