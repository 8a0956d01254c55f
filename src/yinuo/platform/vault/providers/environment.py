"""Keys in the environment: for containers whose secrets come from the platform that runs them."""

from __future__ import annotations

from collections.abc import Mapping

from yinuo.platform.vault.errors import CannotRotate, CannotUseKeys
from yinuo.platform.vault.providers.local import LocalProvider, read_key


class EnvironmentProvider(LocalProvider):
    """``1:base64,2:base64``: every version that is still in use; the highest wraps."""

    key_id = "environment"

    def __init__(self, text: str) -> None:
        self._text = text

    def keys(self) -> Mapping[int, bytes]:
        try:
            pairs = [part.split(":", 1) for part in self._text.split(",") if part.strip()]
            keys = {int(version): read_key(key.strip()) for version, key in pairs}
        except ValueError:
            keys = {}
        if not keys or min(keys) < 1:
            raise CannotUseKeys(
                "YINUO_VAULT_KEYS holds no keys; write it as 1:KEY, where KEY is base64 of 32 random bytes "
                "(16 for SM4). Personal data stay closed until then."
            )
        return keys

    def create(self) -> None:
        self.keys()

    def rotate(self) -> int:
        raise CannotRotate(
            f"Add version {self.current_version() + 1} to YINUO_VAULT_KEYS beside those that are there, restart every "
            "process, then run this command again."
        )
