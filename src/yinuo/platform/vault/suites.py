"""
The two sets of algorithms: AES-256-GCM with HMAC-SHA-256, and the national ones, SM4-GCM with HMAC-SM3.

GM/T 0002 and 0004; RFC 8998 for SM4 in GCM. A key tells its suite by its length, so that one key is never used
with two algorithms. Both open side by side; the setting ``YINUO_VAULT_SUITE`` chooses what new keys are made for.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hmac import HMAC

TAG = 16
Digest = Callable[[bytes], bytes]


class Aead(Protocol):
    """A cipher with its key: what is prepared once and used for several values."""

    def encrypt(self, nonce: bytes, data: bytes, associated_data: bytes | None, /) -> bytes:
        """The ciphertext with its tag."""

    def decrypt(self, nonce: bytes, data: bytes, associated_data: bytes | None, /) -> bytes:
        """The other way; raises ``InvalidTag``."""


@dataclass(frozen=True)
class Suite:
    """
    One set of algorithms.

    Attributes:
        cipher: prepares a key for sealing and opening.
        keyed_hash: prepares a key for hashing; the result gives the 32 bytes of a text.
    """

    code: int
    name: str
    key_bytes: int
    cipher: Callable[[bytes], Aead]
    keyed_hash: Callable[[bytes], Digest]

    def new_key(self) -> bytes:
        """A fresh random key."""
        return secrets.token_bytes(self.key_bytes)


class Sm4Gcm:
    """SM4 in GCM, in the form of the library's ``AESGCM``."""

    def __init__(self, key: bytes) -> None:
        self._key = algorithms.SM4(key)

    def encrypt(self, nonce: bytes, data: bytes, associated_data: bytes | None, /) -> bytes:
        sealing = Cipher(self._key, modes.GCM(nonce)).encryptor()
        sealing.authenticate_additional_data(associated_data or b"")
        return sealing.update(data) + sealing.finalize() + sealing.tag

    def decrypt(self, nonce: bytes, data: bytes, associated_data: bytes | None, /) -> bytes:
        if len(data) < TAG:
            raise InvalidTag
        opening = Cipher(self._key, modes.GCM(nonce, data[-TAG:])).decryptor()
        opening.authenticate_additional_data(associated_data or b"")
        return opening.update(data[:-TAG]) + opening.finalize()


def _keyed_hash(algorithm: hashes.HashAlgorithm) -> Callable[[bytes], Digest]:
    def prepare(key: bytes) -> Digest:
        prepared = HMAC(key, algorithm)

        def digest(text: bytes) -> bytes:
            mac = prepared.copy()  # the key is set up once: copying costs a third of doing it again
            mac.update(text)
            return mac.finalize()

        return digest

    return prepare


AES_256_GCM = Suite(1, "aes-256-gcm", 32, AESGCM, _keyed_hash(hashes.SHA256()))
SM4_GCM = Suite(2, "sm4-gcm", 16, Sm4Gcm, _keyed_hash(hashes.SM3()))
SUITES = {suite.code: suite for suite in (AES_256_GCM, SM4_GCM)}
BY_NAME = {suite.name: suite for suite in SUITES.values()}
_BY_LENGTH = {suite.key_bytes: suite for suite in SUITES.values()}


def suite_of(key: bytes) -> Suite:
    """
    The suite that a key was made for.

    Raises:
        KeyError: it is no key of ours.
    """
    return _BY_LENGTH[len(key)]
