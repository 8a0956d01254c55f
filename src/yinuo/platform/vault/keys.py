"""
The installation's own keys, which never enter the database.

One file in the data folder holds, for each version, the key that wraps customers' keys and the key of the
search indexes. Other providers (environment, transit service, hardware) take over behind ``key_ring``.
"""

from __future__ import annotations

import base64
import json
import secrets
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from yinuo.kernel.errors import DomainError
from yinuo.platform.jobs.public import write_once

KEY_BYTES = 32


class CannotUseKeys(DomainError):
    """The keys are missing or unreadable; nothing is sealed or opened without them."""

    code = "vault.cannot_use_keys"


@dataclass(frozen=True)
class KeyRing:
    """Every version of the wrapping and index keys, and which version new values take."""

    current: int
    wrapping: dict[int, bytes]
    index: dict[int, bytes]


def key_file() -> Path:
    """Where the keys lie."""
    return Path(settings.CONFIG.home) / "keys" / "vault.json"


@lru_cache(maxsize=1)
def key_ring() -> KeyRing:
    """
    The keys of this installation, read once for each process.

    Raises:
        CannotUseKeys: the file is missing or damaged.
    """
    path = key_file()
    try:
        stored = json.loads(path.read_text())
        return KeyRing(
            current=int(stored["current"]),
            wrapping={int(v): _key(text) for v, text in stored["wrapping"].items()},
            index={int(v): _key(text) for v, text in stored["index"].items()},
        )
    except FileNotFoundError:
        raise CannotUseKeys(
            f"The key file {path} is missing; put it back from its backup. Personal data stay closed until then."
        ) from None
    except (OSError, ValueError, KeyError):
        raise CannotUseKeys(
            f"The key file {path} cannot be read; put it back from its backup. Personal data stay closed until then."
        ) from None


def make_key_file() -> None:
    """Make the keys of a new installation; an existing file is never touched."""
    content = {"current": 1, "wrapping": {"1": _new_key()}, "index": {"1": _new_key()}}
    write_once(key_file(), json.dumps(content, indent=1))
    key_ring.cache_clear()


def _new_key() -> str:
    return base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()


def _key(text: str) -> bytes:
    key = base64.b64decode(text, validate=True)
    if len(key) != KEY_BYTES:
        raise ValueError("length")
    return key
