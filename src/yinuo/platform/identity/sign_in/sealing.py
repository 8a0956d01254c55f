"""Second-factor secrets and sessions at rest: AES-256-GCM under a key derived from the installation's own."""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

PREFIX = "a1."
_NONCE = 12
_PURPOSE = b"yinuo.identity.second-factor"


class CannotOpenSecret(Exception):
    """The stored secret was made under another key, or altered; its owner has to set it up again."""


def seal(text: str) -> str:
    """``text`` as it may stand in the database."""
    nonce = os.urandom(_NONCE)
    sealed = AESGCM(next(_keys())).encrypt(nonce, text.encode(), _PURPOSE)
    return PREFIX + base64.urlsafe_b64encode(nonce + sealed).decode()


def unseal(stored: str) -> str:
    """
    What ``seal`` was given, under the present signing key or one of the fallbacks.

    Raises:
        CannotOpenSecret: no key fits.
    """
    if not stored.startswith(PREFIX):
        raise CannotOpenSecret
    raw = base64.urlsafe_b64decode(stored.removeprefix(PREFIX))
    for key in _keys():
        try:
            return AESGCM(key).decrypt(raw[:_NONCE], raw[_NONCE:], _PURPOSE).decode()
        except InvalidTag:
            continue
    raise CannotOpenSecret


def _keys() -> Iterator[bytes]:
    secrets: tuple[str, ...] = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)  # type: ignore[arg-type]
    for secret in secrets:
        yield _derived(secret)


@lru_cache(maxsize=8)
def _derived(secret: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=_PURPOSE).derive(secret.encode())


class SealedSerializer:
    """What a session holds, such as the key of an app that is just being set up, as it stands in the database."""

    def dumps(self, value: Any) -> bytes:
        return seal(json.dumps(value, separators=(",", ":"))).encode()

    def loads(self, data: bytes) -> Any:
        return json.loads(unseal(data.decode()))
