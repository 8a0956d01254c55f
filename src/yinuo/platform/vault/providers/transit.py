"""
HashiCorp Vault's transit engine, over its HTTP API: it wraps keys and never hands out its own.

https://developer.hashicorp.com/vault/api-docs/secret/transit. What a key is bound to goes into the wrapped text, not
into the engine's associated data, which its ``rewrap`` does not take: so a rotation re-wraps within the service,
and no data key leaves it.
"""

from __future__ import annotations

import base64
import hmac
import json
import ssl
import time
from collections.abc import Sequence
from hashlib import sha256
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import quote, urlsplit

from yinuo.platform.vault.errors import CannotOpen, CannotUseKeys
from yinuo.platform.vault.providers.base import Wrapped

TIMEOUT = 5.0  # seconds
BATCH = 1000  # items in one call
# Seconds during which a service that did not answer is not asked again: pages fail at once instead of each waiting.
PAUSE = 2.0
_BINDING = 32


class TransitSettings(Protocol):
    """What must be known of the service; secrets may be renewed in their file."""

    @property
    def address(self) -> str: ...
    @property
    def mount(self) -> str: ...
    @property
    def key_name(self) -> str: ...
    @property
    def token(self) -> str: ...
    @property
    def token_file(self) -> Path | None: ...
    @property
    def authority(self) -> Path | None: ...
    @property
    def namespace(self) -> str: ...


class TransitProvider:
    """One key of a transit engine."""

    is_remote = True

    def __init__(self, settings: TransitSettings) -> None:
        self._settings = settings
        self.key_id = f"transit:{settings.mount}/{settings.key_name}"
        self._service = _Service(settings)

    def current_version(self) -> int:
        return self._number(self._service.get(self._path("keys")), "latest_version")

    def wrap(self, items: Sequence[tuple[bytes, bytes]]) -> list[Wrapped]:
        texts = [{"plaintext": _base64(key + _binding(bound))} for key, bound in items]
        return [self._wrapped(answer) for answer in self._batch("encrypt", texts)]

    def unwrap(self, items: Sequence[tuple[Wrapped, bytes]]) -> list[bytes]:
        answers = self._batch("decrypt", [{"ciphertext": wrapped.blob.decode()} for wrapped, _ in items])
        return [_unbound(answer, bound) for answer, (_, bound) in zip(answers, items, strict=True)]

    def rewrap(self, items: Sequence[tuple[Wrapped, bytes]]) -> list[Wrapped]:
        texts = [{"ciphertext": wrapped.blob.decode()} for wrapped, _ in items]
        return [self._wrapped(answer) for answer in self._batch("rewrap", texts)]

    def create(self) -> None:
        self._service.post(self._path("keys"), {"type": "aes256-gcm96"})

    def rotate(self) -> int:
        self._service.post(f"{self._path('keys')}/rotate", {})
        return self.current_version()

    def _path(self, action: str) -> str:
        return f"/v1/{quote(self._settings.mount)}/{action}/{quote(self._settings.key_name, safe='')}"

    def _batch(self, action: str, texts: list[dict[str, str]]) -> list[dict[str, Any]]:
        answers: list[dict[str, Any]] = []
        for start in range(0, len(texts), BATCH):
            part = texts[start : start + BATCH]
            results = self._service.post(self._path(action), {"batch_input": part}).get("batch_results")
            if not isinstance(results, list) or len(results) != len(part):
                raise CannotUseKeys(
                    "The vault service answered something else than was asked; look at its log."
                )
            for result in results:
                _refuse_error(str(result.get("error") or ""))
            answers += results
        return answers

    def _wrapped(self, answer: dict[str, Any]) -> Wrapped:
        text = str(answer.get("ciphertext", ""))
        version = text.split(":")[1:2]
        if not text.startswith("vault:v") or not version[0][1:].isdigit():
            raise CannotUseKeys("The vault service answered without a wrapped key; look at its log.")
        return Wrapped(self.key_id, int(version[0][1:]), text.encode())

    def _number(self, data: dict[str, Any], name: str) -> int:
        value = data.get(name)
        if not isinstance(value, int):
            raise CannotUseKeys(f"The vault service says nothing of {name}; is {self.key_id} a transit key?")
        return value


class _Service:
    """Calls; every failure is a sentence. Few are made: in batches, and keys are kept for a minute."""

    def __init__(self, settings: TransitSettings) -> None:
        self._settings = settings
        self._url = urlsplit(settings.address)
        self._down: tuple[float, str] = (0.0, "")

    def get(self, path: str) -> dict[str, Any]:
        return self._call("GET", path, None)

    def post(self, path: str, content: dict[str, Any]) -> dict[str, Any]:
        return self._call("POST", path, json.dumps(content).encode())

    def _call(self, method: str, path: str, body: bytes | None) -> dict[str, Any]:
        until, why = self._down
        if time.monotonic() < until:
            raise CannotUseKeys(why)
        status, text = self._exchange(method, path, body)
        data = _parse(text)
        if status in {200, 204}:
            found = data.get("data")
            return found if isinstance(found, dict) else {}
        if status == 400 and isinstance(data.get("data"), dict) and "batch_results" in data["data"]:
            return dict(data["data"])  # some items failed; each says so itself
        if status == 400:
            _refuse_error(" ".join(map(str, data.get("errors") or ["bad request"])))
        raise self._refusal(status)

    def _refusal(self, status: int) -> CannotUseKeys:
        name = self._settings.key_name
        if status == 403:
            return CannotUseKeys(
                f"The vault service refuses our token (403); renew it, and let its policy encrypt, decrypt and rewrap "
                f"with the key {name}. Personal data stay closed until then."
            )
        if status == 404:
            return CannotUseKeys(
                f"The vault service has no key {name} at {self._settings.mount} (404); check YINUO_VAULT_MOUNT and "
                "YINUO_VAULT_KEY_NAME. Personal data stay closed until then."
            )
        if status == 503:
            return self._pause("The vault service is sealed or in maintenance (503); unseal it.")
        return self._pause(f"The vault service is out of order (status {status}); look at its log.")

    def _exchange(self, method: str, path: str, body: bytes | None) -> tuple[int, bytes]:
        headers = {
            "X-Vault-Token": self._token(),
            "X-Vault-Request": "true",
            "Content-Type": "application/json",
        }
        if self._settings.namespace:
            headers["X-Vault-Namespace"] = self._settings.namespace
        connection = self._connect()
        try:
            connection.request(method, path, body=body, headers=headers)
            response = connection.getresponse()
            return response.status, response.read()
        except ssl.SSLCertVerificationError:
            raise self._pause(
                "The certificate of the vault service is not trusted; name its authority with YINUO_VAULT_CA."
            ) from None
        except (OSError, HTTPException) as error:
            raise self._pause(
                f"The vault service at {self._url.hostname} does not answer ({type(error).__name__}); start it, or "
                "check YINUO_VAULT_ADDRESS."
            ) from None
        finally:
            connection.close()

    def _connect(self) -> HTTPConnection:
        host, port = self._url.hostname or "", self._url.port
        if self._url.scheme == "http":  # this machine alone: the settings see to that
            return HTTPConnection(host, port or 8200, timeout=TIMEOUT)
        try:
            context = ssl.create_default_context(cafile=self._settings.authority)
        except OSError:
            raise CannotUseKeys("YINUO_VAULT_CA cannot be read; name a PEM file.") from None
        return HTTPSConnection(host, port or 8200, timeout=TIMEOUT, context=context)

    def _pause(self, why: str) -> CannotUseKeys:
        why += " Personal data stay closed until then."
        self._down = (time.monotonic() + PAUSE, why)
        return CannotUseKeys(why)

    def _token(self) -> str:
        if self._settings.token_file is None:
            return self._settings.token
        try:
            return self._settings.token_file.read_text().strip()
        except (OSError, ValueError):
            raise CannotUseKeys(
                "YINUO_VAULT_TOKEN_FILE cannot be read; is the vault's agent running?"
            ) from None


def _refuse_error(text: str) -> None:
    """Turn what the service says of one item into our sentence; its own words may repeat what was sent."""
    if not text:
        return
    if "version" in text and ("disallowed" in text or "too old" in text or "too new" in text):
        raise CannotUseKeys(
            "The vault service no longer opens that version of its key; lower its min_decryption_version."
        )
    if "decrypt" in text or "authentication failed" in text or "ciphertext" in text:
        raise CannotOpen("A wrapped key does not open: it was altered, or another key wrapped it.")
    raise CannotUseKeys("The vault service refused what was asked (400); look at its log.")


def _parse(text: bytes) -> dict[str, Any]:
    if not text:
        return {}
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _base64(value: bytes) -> str:
    return base64.b64encode(value).decode()


def _binding(bound: bytes) -> bytes:
    return sha256(bound).digest()


def _unbound(answer: dict[str, Any], bound: bytes) -> bytes:
    try:
        text = base64.b64decode(str(answer.get("plaintext", "")), validate=True)
    except ValueError:
        text = b""
    key, binding = text[:-_BINDING], text[-_BINDING:]
    if not key or not hmac.compare_digest(binding, _binding(bound)):
        raise CannotOpen("A wrapped key was moved from another owner; it does not open.")
    return key
