"""The text of an API token, and what tokens may be allowed to do."""

from __future__ import annotations

import re
import secrets
import string
import zlib
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

LONGEST_LIFE = timedelta(days=366)
LONGEST_NAME = 64
# Leak scanners know our tokens by this beginning and by the checksum at the end.
PREFIX = "yin_"
_DIGITS = string.digits + string.ascii_letters
_SECRET_LENGTH = 43  # 256 bits in base 62
_CHECKSUM_LENGTH = 6  # 32 bits in base 62
_FORM = re.compile(rf"{PREFIX}[0-9A-Za-z]{{{_SECRET_LENGTH + _CHECKSUM_LENGTH}}}")
_SCOPE_FORM = re.compile(r"(?=.{3,32}$)[a-z][a-z-]*:[a-z][a-z-]*")


@dataclass(frozen=True, kw_only=True)
class Scope:
    """One thing that a token may be allowed to do, such as ``cases:write``."""

    code: str
    label: str | _StrPromise


_scopes: dict[str, Scope] = {}


def register_scope(*, code: str, label: str | _StrPromise) -> None:
    """
    Make a scope known, so that tokens can hold it and routes can ask for it; for ``AppConfig.ready``.

    Args:
        code: the room and the deed: ``cases:write``.
        label: what it allows, in words, for whoever gives out a token.

    Raises:
        ValueError: the code has another form, or does not fit into the column.
    """
    if not _SCOPE_FORM.fullmatch(code):
        raise ValueError(code)
    _scopes[code] = Scope(code=code, label=label)


def known_scopes() -> tuple[Scope, ...]:
    """All scopes that the rooms have made known, by code."""
    return tuple(_scopes[code] for code in sorted(_scopes))


def new_token_text() -> str:
    """A new token: 256 random bits between the prefix and a checksum."""
    secret = _base62(secrets.randbits(256), _SECRET_LENGTH)
    return f"{PREFIX}{secret}{_checksum(secret)}"


def is_well_formed(text: str) -> bool:
    """Whether ``text`` could be a token: a mistyped or made-up one is known without asking the database."""
    secret, checksum = text[len(PREFIX) : -_CHECKSUM_LENGTH], text[-_CHECKSUM_LENGTH:]
    return _FORM.fullmatch(text) is not None and checksum == _checksum(secret)


def digest_of(text: str) -> bytes:
    """
    The 32 bytes that are kept of a token.

    A plain hash is enough for 256 random bits. Looking one up by its hash tells nothing by its timing: who
    guesses cannot choose how the hash begins.
    """
    return sha256(text.encode()).digest()


def _checksum(secret: str) -> str:
    return _base62(zlib.crc32(secret.encode()), _CHECKSUM_LENGTH)


def _base62(number: int, length: int) -> str:
    digits = []
    for _ in range(length):
        number, digit = divmod(number, 62)
        digits.append(_DIGITS[digit])
    return "".join(reversed(digits))
