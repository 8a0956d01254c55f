"""
Hardware modules, by PKCS#11: AES keys that never leave the module wrap the others within it.

Each version is one key with the label ``<YINUO_PKCS11_KEY>-<version>``. Needs the extra ``pkcs11`` (python-pkcs11).
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from threading import RLock
from typing import Any, Protocol, TypeVar

from yinuo.platform.vault.errors import CannotOpen, CannotUseKeys
from yinuo.platform.vault.providers.base import Wrapped

try:
    from pkcs11.exceptions import PKCS11Error

    PKCS11_ERRORS: tuple[type[Exception], ...] = (PKCS11Error,)
except ImportError:  # an extra: most houses have no hardware module
    PKCS11_ERRORS = ()

NONCE = 12
T = TypeVar("T")


class HardwareSettings(Protocol):
    """Which module, which of its tokens, and how to sign in to it."""

    @property
    def module(self) -> str: ...
    @property
    def slot_label(self) -> str: ...
    @property
    def pin(self) -> str: ...
    @property
    def pin_file(self) -> Path | None: ...
    @property
    def key_label(self) -> str: ...


class HardwareProvider:
    """Keys in one token; a lost session is opened again at the next call."""

    is_remote = True

    def __init__(self, settings: HardwareSettings) -> None:
        self._settings = settings
        self.key_id = f"pkcs11:{settings.slot_label}/{settings.key_label}"
        self._session: Any = None
        self._lock = RLock()  # a session does one thing at a time

    def current_version(self) -> int:
        return max(self._ask(self._keys))

    def wrap(self, items: Sequence[tuple[bytes, bytes]]) -> list[Wrapped]:
        def work(session: Any) -> list[Wrapped]:
            keys = self._keys(session)
            version = max(keys)
            return [Wrapped(self.key_id, version, self._seal(keys[version], *item)) for item in items]

        return self._ask(work)

    def unwrap(self, items: Sequence[tuple[Wrapped, bytes]]) -> list[bytes]:
        def work(session: Any) -> list[bytes]:
            keys = self._keys(session)
            return [self._open(keys, wrapped, bound) for wrapped, bound in items]

        return self._ask(work)

    def rewrap(self, items: Sequence[tuple[Wrapped, bytes]]) -> list[Wrapped]:
        bounds = [bound for _, bound in items]
        return self.wrap(list(zip(self.unwrap(items), bounds, strict=True)))

    def create(self) -> None:
        def work(session: Any) -> None:
            if not self._keys(session, may_be_none=True):
                self._make(session, 1)

        self._ask(work)

    def rotate(self) -> int:
        def work(session: Any) -> int:
            version = max(self._keys(session)) + 1
            self._make(session, version)
            return version

        return self._ask(work)

    def close(self) -> None:
        """End the session; the next call opens another."""
        session, self._session = self._session, None
        if session is not None:
            with suppress(*PKCS11_ERRORS):
                session.close()

    def _make(self, session: Any, version: int) -> None:
        from pkcs11 import Attribute, KeyType, MechanismFlag

        session.generate_key(
            KeyType.AES,
            256,
            label=f"{self._settings.key_label}-{version}",
            store=True,
            capabilities=MechanismFlag.ENCRYPT | MechanismFlag.DECRYPT,
            template={Attribute.SENSITIVE: True, Attribute.EXTRACTABLE: False},
        )

    def _keys(self, session: Any, *, may_be_none: bool = False) -> dict[int, Any]:
        from pkcs11 import Attribute, KeyType, ObjectClass

        prefix, found = f"{self._settings.key_label}-", {}
        for key in session.get_objects(
            {Attribute.CLASS: ObjectClass.SECRET_KEY, Attribute.KEY_TYPE: KeyType.AES}
        ):
            number = key.label.removeprefix(prefix)
            if key.label.startswith(prefix) and number.isdigit():
                found[int(number)] = key
        if not found and not may_be_none:
            raise CannotUseKeys(
                f"The hardware module holds no key {prefix}1 in its token {self._settings.slot_label}; make it with "
                "yinuo keys create, or put the token back. Personal data stay closed until then."
            )
        return found

    def _seal(self, key: Any, value: bytes, bound: bytes) -> bytes:
        from pkcs11 import GCMParams, Mechanism

        nonce = secrets.token_bytes(NONCE)
        sealed = key.encrypt(value, mechanism=Mechanism.AES_GCM, mechanism_param=GCMParams(nonce, bound, 128))
        return nonce + bytes(sealed)

    def _open(self, keys: dict[int, Any], wrapped: Wrapped, bound: bytes) -> bytes:
        from pkcs11 import GCMParams, Mechanism
        from pkcs11.exceptions import (
            ArgumentsBad,
            DataLenRange,
            EncryptedDataInvalid,
            EncryptedDataLenRange,
            GeneralError,
        )

        key = keys.get(wrapped.key_version)
        if key is None:
            raise CannotUseKeys(
                f"The hardware module no longer holds version {wrapped.key_version} of its key; put its token back."
            )
        nonce, sealed = wrapped.blob[:NONCE], wrapped.blob[NONCE:]
        try:
            parameters = GCMParams(nonce, bound, 128)
            return bytes(key.decrypt(sealed, mechanism=Mechanism.AES_GCM, mechanism_param=parameters))
        except (EncryptedDataInvalid, EncryptedDataLenRange, GeneralError, ArgumentsBad, DataLenRange):
            raise CannotOpen("A wrapped key does not open: it was altered or moved.") from None

    def _ask(self, work: Callable[[Any], T]) -> T:
        with self._lock:
            if not PKCS11_ERRORS:
                raise CannotUseKeys(
                    "The pkcs11 provider needs the package python-pkcs11; run: pip install 'yinuo[pkcs11]'"
                )
            try:
                if self._session is None:
                    self._session = self._open_session()
                return work(self._session)
            except PKCS11_ERRORS as error:
                self.close()
                raise CannotUseKeys(
                    f"The hardware module does not answer as it should ({type(error).__name__}); check its token "
                    f"{self._settings.slot_label} and PIN. Personal data stay closed until then."
                ) from None

    def _open_session(self) -> Any:
        import pkcs11

        try:
            library = pkcs11.lib(self._settings.module)
        except (RuntimeError, OSError):
            raise CannotUseKeys(
                f"The library {self._settings.module} cannot be loaded; check YINUO_PKCS11_MODULE."
            ) from None
        token = library.get_token(token_label=self._settings.slot_label)
        try:
            return token.open(rw=True, user_pin=self._pin())
        except pkcs11.exceptions.UserAlreadyLoggedIn:
            return token.open(rw=True)  # another session of this process has signed in for all

    def _pin(self) -> str:
        if self._settings.pin_file is None:
            return self._settings.pin
        try:
            return self._settings.pin_file.read_text().strip()
        except (OSError, ValueError):
            raise CannotUseKeys("YINUO_PKCS11_PIN_FILE cannot be read; check its path and mode.") from None
