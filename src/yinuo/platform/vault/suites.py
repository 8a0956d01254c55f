"""
The two sets of algorithms: AES-256-GCM with HMAC-SHA-256, and the national ones, SM4-GCM with HMAC-SM3.

GM/T 0002 and 0004; RFC 8998 for SM4 in GCM. A key tells its suite by its length, so that one key is never used
with two algorithms. Both open side by side; the setting ``YINUO_VAULT_SUITE`` chooses what new keys are made for.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hmac import HMAC

TAG = 16


@dataclass(frozen=True)
class Suite:
    """
    One set of algorithms.

    Attributes:
        encrypt: key, nonce, value, associated data; ciphertext with its tag.
        decrypt: the other way; raises ``InvalidTag``.
        digest: key and text; the 32 bytes of the keyed hash.
    """

    code: int
    name: str
    key_bytes: int
    encrypt: Callable[[bytes, bytes, bytes, bytes], bytes]
    decrypt: Callable[[bytes, bytes, bytes, bytes], bytes]
    digest: Callable[[bytes, bytes], bytes]

    def new_key(self) -> bytes:
        """A fresh random key."""
        return secrets.token_bytes(self.key_bytes)


def _aes_encrypt(key: bytes, nonce: bytes, value: bytes, bound: bytes) -> bytes:
    return AESGCM(key).encrypt(nonce, value, bound)


def _aes_decrypt(key: bytes, nonce: bytes, closed: bytes, bound: bytes) -> bytes:
    return AESGCM(key).decrypt(nonce, closed, bound)


def _sha256(key: bytes, text: bytes) -> bytes:
    return hmac.digest(key, text, "sha256")


def _sm4_encrypt(key: bytes, nonce: bytes, value: bytes, bound: bytes) -> bytes:
    sealing = Cipher(algorithms.SM4(key), modes.GCM(nonce)).encryptor()
    sealing.authenticate_additional_data(bound)
    return sealing.update(value) + sealing.finalize() + sealing.tag


def _sm4_decrypt(key: bytes, nonce: bytes, closed: bytes, bound: bytes) -> bytes:
    if len(closed) < TAG:
        raise InvalidTag
    opening = Cipher(algorithms.SM4(key), modes.GCM(nonce, closed[-TAG:])).decryptor()
    opening.authenticate_additional_data(bound)
    return opening.update(closed[:-TAG]) + opening.finalize()


def _sm3(key: bytes, text: bytes) -> bytes:
    mac = HMAC(key, hashes.SM3())
    mac.update(text)
    return mac.finalize()


AES_256_GCM = Suite(1, "aes-256-gcm", 32, _aes_encrypt, _aes_decrypt, _sha256)
SM4_GCM = Suite(2, "sm4-gcm", 16, _sm4_encrypt, _sm4_decrypt, _sm3)
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
