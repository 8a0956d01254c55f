"""Where the sealed contents lie: a folder of the installation, or an S3-compatible store."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.utils.translation import gettext as _

from yinuo.kernel.errors import DomainError

ALIAS = "files"


class StoreIsAway(DomainError):
    """The store cannot be reached, or does not hold what it should."""

    code = "file.store_is_away"


@contextmanager
def _reaching() -> Iterator[None]:
    try:
        yield
    except Exception as error:  # lint: broad-except: each store has a client with errors of its own
        raise StoreIsAway(_("The file store cannot be reached; try again in a few minutes.")) from error


def store() -> Storage:
    """The store that the settings name."""
    return storages[ALIAS]


def put(sealed: bytes) -> str:
    """
    Keep sealed bytes under a new random name, and return it.

    Raises:
        StoreIsAway: nothing was kept.
    """
    name = secrets.token_hex(20)
    with _reaching():
        return store().save(f"{name[:2]}/{name[2:]}", ContentFile(sealed))


def get(location: str) -> bytes:
    """
    The sealed bytes.

    Raises:
        StoreIsAway: they are not there, or the store cannot be reached.
    """
    with _reaching(), store().open(location) as file:
        return bytes(file.read())


def remove(location: str) -> None:
    """
    Delete sealed bytes; nothing happens where they are gone already.

    Raises:
        StoreIsAway: they may still be there.
    """
    with _reaching():
        store().delete(location)


def locations() -> Iterator[str]:
    """Everything that the store holds."""
    try:
        folders, _files = store().listdir("")
    except FileNotFoundError:  # a new house: nothing was ever kept
        return
    for folder in folders:
        for name in store().listdir(folder)[1]:
            yield f"{folder}/{name}"
