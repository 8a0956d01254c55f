"""A file in the data folder: for development, and for a single machine whose file is backed up apart."""

from __future__ import annotations

import base64
import json
import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from yinuo.platform.jobs.public import write_once
from yinuo.platform.vault.errors import CannotUseKeys
from yinuo.platform.vault.providers.local import LocalProvider, read_key
from yinuo.platform.vault.suites import Suite


class FileProvider(LocalProvider):
    """Keys in a JSON file that only its owner can read; read again as soon as it changes."""

    key_id = "file"

    def __init__(self, path: Path, *, suite: Suite) -> None:
        self.path = path
        self._suite = suite
        self._seen: tuple[int, int, int] | None = None
        self._keys: dict[int, bytes] = {}

    def keys(self) -> Mapping[int, bytes]:
        try:
            state = self.path.stat()
            seen = (state.st_mtime_ns, state.st_size, state.st_ino)
            if seen != self._seen:
                stored = json.loads(self.path.read_text())
                keys = {int(version): read_key(text) for version, text in stored["wrapping"].items()}
                if not keys:
                    raise ValueError("empty")
                self._keys, self._seen = keys, seen
        except FileNotFoundError:
            self._forget()
            raise CannotUseKeys(
                f"The key file {self.path} is missing; put it back from its backup. "
                "Personal data stay closed until then."
            ) from None
        except (OSError, ValueError, KeyError, AttributeError, TypeError):
            self._forget()
            raise CannotUseKeys(
                f"The key file {self.path} cannot be read; put it back from its backup. "
                "Personal data stay closed until then."
            ) from None
        return self._keys

    def _forget(self) -> None:
        self._seen, self._keys = None, {}

    def create(self) -> None:
        write_once(self.path, _content({1: self._suite.new_key()}))

    def rotate(self) -> int:
        keys = dict(self.keys())
        version = max(keys) + 1
        unfinished = self.path.with_suffix(f".{secrets.token_hex(4)}")
        try:
            with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(_content(keys | {version: self._suite.new_key()}))
                file.flush()
                os.fsync(file.fileno())
            unfinished.replace(self.path)
        except OSError:
            unfinished.unlink(missing_ok=True)
            raise CannotUseKeys(f"The key file {self.path} cannot be written; nothing was changed.") from None
        return version


def _content(keys: Mapping[int, bytes]) -> str:
    return json.dumps({"wrapping": {str(v): base64.b64encode(k).decode() for v, k in keys.items()}}, indent=1)
