"""Signed tokens (JWS, RFC 7515, compact): what they say, if a key that we know signed them."""

from __future__ import annotations

import base64
import binascii
import hmac
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

LONGEST_TOKEN = 4096  # characters
SHORTEST_SECRET = 32  # bytes


@dataclass(frozen=True, kw_only=True)
class TokenKey:
    """
    A key by which tokens are checked; it fixes the algorithm, whatever a token says of itself.

    Attributes:
        algorithm: ``EdDSA`` (Ed25519; ``secret`` is the public key) or ``HS256``.
    """

    algorithm: str
    secret: bytes = field(repr=False)


def read_token_key(text: str) -> TokenKey | None:
    """A key as settings write it: ``ed25519:BASE64`` (public) or ``hs256:BASE64`` (shared); None where it is none."""
    kind, _colon, encoded = text.partition(":")
    try:
        secret = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        return None
    if kind == "ed25519" and len(secret) == SHORTEST_SECRET:
        return TokenKey(algorithm="EdDSA", secret=secret)
    if kind == "hs256" and len(secret) >= SHORTEST_SECRET:
        return TokenKey(algorithm="HS256", secret=secret)
    return None


def claims_of(token: str, *, keys: Iterable[TokenKey]) -> dict[str, Any] | None:
    """What a token says, if one of the keys signed it."""
    parts = token.split(".")
    if len(token) > LONGEST_TOKEN or len(parts) != 3 or not token.isascii():
        return None
    try:
        header, claims = json.loads(_decoded(parts[0])), json.loads(_decoded(parts[1]))
        signature = _decoded(parts[2])
    except (ValueError, RecursionError):
        return None
    if not isinstance(header, dict) or not isinstance(claims, dict) or "crit" in header:
        return None
    signed = f"{parts[0]}.{parts[1]}".encode()
    for key in keys:
        if header.get("alg") == key.algorithm and _signed_by(key, signed, signature):
            return claims
    return None


def _decoded(part: str) -> bytes:
    try:
        return base64.b64decode(part + "=" * (-len(part) % 4), altchars=b"-_", validate=True)
    except binascii.Error as error:
        raise ValueError(part[:0]) from error


def _signed_by(key: TokenKey, signed: bytes, signature: bytes) -> bool:
    if key.algorithm == "HS256":
        return hmac.compare_digest(hmac.digest(key.secret, signed, sha256), signature)
    try:
        Ed25519PublicKey.from_public_bytes(key.secret).verify(signature, signed)
    except InvalidSignature:
        return False
    return True
