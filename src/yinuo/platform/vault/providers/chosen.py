"""Which provider wraps, and which can still unwrap: decided by the settings alone."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from yinuo.platform.vault.errors import CannotUseKeys
from yinuo.platform.vault.providers.base import Provider
from yinuo.platform.vault.providers.environment import EnvironmentProvider
from yinuo.platform.vault.providers.file import FileProvider
from yinuo.platform.vault.providers.hardware import HardwareProvider
from yinuo.platform.vault.providers.transit import TransitProvider
from yinuo.platform.vault.suites import BY_NAME, Suite


def chosen_suite() -> Suite:
    """The suite that new keys are made for."""
    return BY_NAME[settings.CONFIG.vault.suite]


def tenant() -> str:
    """The institution whose values these are; part of what every sealed value is bound to."""
    return str(settings.CONFIG.vault.tenant)


def key_file() -> Path:
    """Where the keys of the file provider lie."""
    return Path(settings.CONFIG.home) / "keys" / "vault.json"


def make_first_key() -> None:
    """
    Make the wrapping key of a new installation; one that is there stays.

    Raises:
        CannotUseKeys: its holder does not answer, or does not let us make one.
    """
    provider().create()


def provider() -> Provider:
    """The provider that wraps new keys."""
    return _build(settings.CONFIG.vault.provider)


def provider_of(key_id: str) -> Provider:
    """
    The provider that wrapped a key: perhaps an earlier one, whose settings are still there.

    Raises:
        CannotUseKeys: its settings are gone.
    """
    found = _build(key_id.partition(":")[0])
    if found.key_id != key_id:
        raise CannotUseKeys(
            f"A key was wrapped by {key_id}, and the settings name {found.key_id}; set the former until "
            "yinuo keys rotate --kind wrapping has moved every key."
        )
    return found


def _build(kind: str) -> Provider:
    # Processes fork: a session with hardware must not be shared with the parent.
    return _built(kind, settings.CONFIG.vault, key_file(), os.getpid())


def close_all() -> None:
    """Forget the providers and end their sessions; they are built again when they are needed."""
    while _open:
        _open.pop().close()
    _built.cache_clear()


_open: list[HardwareProvider] = []


@lru_cache(maxsize=16)
def _built(kind: str, _settings: object, path: Path, _process: int) -> Provider:
    if kind == "file":
        return FileProvider(path, suite=chosen_suite())
    if kind == "environment":
        return EnvironmentProvider(settings.CONFIG.vault.keys)
    if kind == "transit":
        return TransitProvider(settings.CONFIG.vault)
    if kind == "pkcs11":
        hardware = HardwareProvider(settings.CONFIG.vault)
        _open.append(hardware)
        return hardware
    raise CannotUseKeys(f"A key was wrapped by {kind}, which this release does not know.")
